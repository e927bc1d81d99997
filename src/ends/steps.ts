import { type CardWithLotsRow, cardFrom } from '../cards/store'
import { fen, sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { post } from '../ledger/book'
import { advanceAccount, depositAccount, payableAccount } from '../ledger/chart'
import { updatePayoutHold } from '../merchants/holds'
import type { Moment } from '../platform/act'
import { type Reads, type RowsRead, type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import { cardFactsFrom, cardStandingColumns, type StandingColumns } from '../readers/standing'
import { planRefund } from '../refunds/open'
import { readRefundable, refundableFrom } from '../refunds/store'
import { cardStanding } from '../standing/card-rules'
import { claimShare } from '../standing/share-rules'
import { emitEnding, endingData, readShop } from './announce'
import { countedDepositColumn } from './deposit-store'
import { unlessNone } from './late'
import { advanceCover, type Estate } from './rules'
import {
  addFenStatement,
  allotClaimsStatement,
  type ClaimRow,
  type EndingDetailRow,
  type EndingRow,
  insertClaims,
  refundedStatement,
} from './store'

/** Cards of one step, by what a step does with each: one act, one batch, a few hundred statements at most. */
export const STEP = { tell: 100, count: 500, allot: 500, spread: 500, refund: 20 }

type Stepped = { after: EndingDetailRow; statements: Statement[] }
/** What one step of a phase reads, and what it makes of it. */
type StepOf<R extends Reads> = {
  reads: (seen: EndingDetailRow) => R
  decide: (kit: Kit, ending: EndingDetailRow, rows: RowsRead<R>, at: Moment) => Stepped
}
/** Any step, whatever it reads: what a step reads reaches its own decision alone. */
type Step = <T>(take: <R extends Reads>(of: StepOf<R>) => T) => T
const step =
  <const R extends Reads>(of: StepOf<R>): Step =>
  (take) =>
    take(of)

type CardRow = { id: string; consumer_id: string; owed_fen: number }
const cardsAfter = (e: EndingDetailRow, limit: number) =>
  sql<CardRow>`SELECT c.id, c.consumer_id,
             coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'escrow:' || c.id), 0)
             + coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'held:' || c.id), 0)
             + coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'disputed:' || c.id), 0) AS owed_fen
        FROM cards c WHERE c.merchant_id = ${e.merchant_id} AND c.id > ${e.at_card} ORDER BY c.id LIMIT ${limit}`
const lastOf = (cards: readonly { id: string }[], e: EndingDetailRow): string =>
  cards.at(-1)?.id ?? e.at_card

/** The cards of one step with what the sentence about each rests on. */
const standingsAfter = (e: EndingDetailRow, limit: number) =>
  sql<CardStandingRow>`SELECT c.*, ${cardStandingColumns} FROM cards_with_lots c
       WHERE c.merchant_id = ${e.merchant_id} AND c.id > ${e.at_card} ORDER BY c.id LIMIT ${limit}`
type CardStandingRow = CardWithLotsRow & StandingColumns
const toldOf = (row: CardStandingRow, now: Instant) => {
  const card = cardFrom(row)
  const { figures } = cardStanding(cardFactsFrom(card, row, localDate(now)))
  return { id: card.id, consumer_id: card.consumer_id, figures }
}

const telling = step({
  reads: (e) => ({ cards: standingsAfter(e, STEP.tell) }),
  decide: (kit, e, rows, { now }) => {
    const cards = rows.cards.map((row) => toldOf(row, now))
    const over = cards.length < STEP.tell
    const type = e.kind === 'closure' ? 'closure.announced' : 'incident.confirmed'
    return {
      after: {
        ...e,
        told_count: e.told_count + cards.length,
        at_card: over ? '' : lastOf(cards, e),
        phase: over ? 'waiting' : 'telling',
      },
      statements: cards.map((card) =>
        emitEnding(
          kit,
          e,
          { type, data: { ...endingData(e), ...card.figures } },
          { subject_id: card.id, consumer_id: card.consumer_id, at: now },
        ),
      ),
    }
  },
})

/** The run begins: what the shop has earned and its deposit make good an advance first, as far as the deposit counts. */
const waiting = step({
  reads: (e) => ({
    estate: sql<Estate>`SELECT coalesce((SELECT balance_fen FROM ledger_accounts
                                     WHERE id = ${payableAccount(e.merchant_id)}), 0) AS payable_fen,
               ${countedDepositColumn(e.merchant_id)} AS deposit_fen,
               -coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = ${advanceAccount(e.merchant_id)}), 0) AS advance_fen`,
    shop: readShop(sql`m.id = ${e.merchant_id}`),
  }),
  decide: (kit, e, rows, { now }) => {
    const estate = rows.estate[0] ?? refuse('merchant_not_found')
    const shop = rows.shop[0] ?? refuse('merchant_not_found')
    const cover = advanceCover(estate)
    const { merchant_id } = e
    const setOff = (from: string, amount_fen: number) =>
      post(kit, {
        from,
        to: advanceAccount(merchant_id),
        amount_fen: fen(amount_fen),
        reason: 'advance_set_off',
        subject_id: e.id,
        event_at: now,
      })
    return {
      after: { ...e, ...cover, advance_fen: estate.advance_fen, phase: 'counting', began_at: now },
      statements: [
        updatePayoutHold(shop, now),
        ...setOff(payableAccount(merchant_id), cover.payable_used_fen),
        ...setOff(depositAccount(merchant_id), cover.deposit_used_fen),
      ],
    }
  },
})

const counting = step({
  reads: (e) => ({ cards: cardsAfter(e, STEP.count) }),
  decide: (_kit, e, rows) => {
    const { cards } = rows
    const over = cards.length < STEP.count
    const short = e.shortfall_fen > 0
    const claims = cards
      .filter(({ owed_fen }) => owed_fen > 0)
      .map(({ id, owed_fen }) => ({
        card_id: id,
        owed_fen,
        covered_fen: short ? 0 : owed_fen,
        remainder: 0,
      }))
    const owed_fen = e.owed_fen + sumFen(claims.map((claim) => claim.owed_fen))
    const counted = {
      ...e,
      owed_fen,
      counted_count: e.counted_count + claims.length,
      covered_fen: short ? 0 : owed_fen,
    }
    const after: EndingDetailRow = over
      ? {
          ...counted,
          at_card: '',
          shortfall_fen: Math.min(e.shortfall_fen, owed_fen),
          phase: short && owed_fen > 0 ? 'allotting' : 'refunding',
        }
      : { ...counted, at_card: lastOf(cards, e) }
    return { after, statements: claims.length > 0 ? [insertClaims(e.id, claims)] : [] }
  },
})

const allotting = step({
  reads: (e) => ({
    claims: sql<ClaimRow>`SELECT card_id, owed_fen, covered_fen, remainder FROM ending_claims
         WHERE ending_id = ${e.id} AND card_id > ${e.at_card} ORDER BY card_id LIMIT ${STEP.allot}`,
  }),
  decide: (_kit, e, rows) => {
    const { claims } = rows
    const over = claims.length < STEP.allot
    const pool_fen = e.owed_fen - e.shortfall_fen
    const shares = claims.map((claim) => ({
      ...claim,
      ...claimShare(claim.owed_fen, pool_fen, e.owed_fen),
    }))
    const covered_fen = e.covered_fen + sumFen(shares.map((share) => share.covered_fen))
    return {
      after: {
        ...e,
        covered_fen,
        at_card: over ? '' : (claims.at(-1)?.card_id ?? e.at_card),
        phase: over ? 'spreading' : 'allotting',
      },
      statements: shares.length > 0 ? [allotClaimsStatement(e.id, shares)] : [],
    }
  },
})

type NextRow = { card_id: string }
/** The last fen go to the largest remainders, one each; ties by the card's number. */
const spreading = step({
  reads: (e) => ({
    next: sql<NextRow>`SELECT card_id FROM ending_claims WHERE ending_id = ${e.id} AND remainder > 0
         ORDER BY remainder DESC, card_id
         LIMIT ${Math.min(e.owed_fen - e.shortfall_fen - e.covered_fen, STEP.spread)}`,
  }),
  decide: (_kit, e, rows) => {
    const ids = rows.next.map(({ card_id }) => card_id)
    const covered_fen = e.covered_fen + ids.length
    const over = covered_fen === e.owed_fen - e.shortfall_fen
    return {
      after: { ...e, covered_fen, phase: over ? 'refunding' : 'spreading' },
      statements: ids.length > 0 ? [addFenStatement(e.id, ids)] : [],
    }
  },
})

const refunding = step({
  reads: (e) => {
    const due = sql`SELECT card_id FROM ending_claims WHERE ending_id = ${e.id} AND card_id > ${e.at_card}
                     ORDER BY card_id LIMIT ${STEP.refund}`
    return {
      cards: readRefundable(sql`c.id IN (${due})`),
      claims: sql<
        Omit<ClaimRow, 'remainder'>
      >`SELECT card_id, owed_fen, covered_fen FROM ending_claims WHERE ending_id = ${e.id} AND card_id IN (${due}) ORDER BY card_id`,
    }
  },
  decide: (kit, e, rows, { now, city }) => {
    const cards = new Map(rows.cards.map((row) => [row.id, refundableFrom(row)]))
    const { claims } = rows
    const opened: { card_id: string; refund_id: string }[] = []
    const statements: Statement[] = []
    for (const { card_id, owed_fen, covered_fen } of claims) {
      const wish = {
        lot_ids: null,
        cause: 'merchant' as const,
        ground: 'shop_closed',
        note: null,
        origin: e.kind,
        origin_id: e.id,
        cap_fen: covered_fen < owed_fen ? covered_fen : null,
      }
      const refund = unlessNone(() =>
        planRefund(kit, cards.get(card_id) ?? refuse('card_not_found'), wish, { now, city }),
      )
      if (refund === null) continue
      opened.push({ card_id, refund_id: refund.refund.id })
      statements.push(...refund.statements)
    }
    const over = claims.length < STEP.refund
    const after: EndingDetailRow = {
      ...e,
      at_card: claims.at(-1)?.card_id ?? e.at_card,
      refunded_count: e.refunded_count + opened.length,
      failed_count: e.failed_count + claims.length - opened.length,
      phase: over ? 'done' : 'refunding',
      done_at: over ? now : null,
    }
    return {
      after,
      statements: [
        ...statements,
        ...(opened.length > 0 ? [refundedStatement(e.id, opened)] : []),
        ...(over ? [doneTold(kit, e, now)] : []),
      ],
    }
  },
})
const doneTold = (kit: Kit, e: EndingDetailRow, now: Instant): Statement =>
  emitEnding(
    kit,
    e,
    {
      type: 'ending.done',
      data: {
        ...endingData(e),
        owed_fen: e.owed_fen,
        covered_fen: e.covered_fen,
        shortfall_fen: e.shortfall_fen,
      },
    },
    { subject_id: e.merchant_id, consumer_id: null, at: now },
  )

export const STEPS: Partial<Record<EndingRow['phase'], Step>> = {
  telling,
  waiting,
  counting,
  allotting,
  spreading,
  refunding,
}
