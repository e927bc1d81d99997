import { disputeLotStatement } from '../cards/disputing'
import { lotLeftFen, refundLotStatement } from '../cards/ending'
import { advanceCardStatement } from '../cards/store'
import {
  instructionNewsStatement,
  instructionSilenceStatement,
  type Order,
} from '../instructions/store'
import { bareId } from '../kernel/ids'
import { fen } from '../kernel/money'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import { post } from '../ledger/book'
import { custodyAccount, disputedAccount, pspAccount, refundingAccount } from '../ledger/chart'
import { providerOwedTallyStatement, refundTallyStatement } from '../merchants/tally'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { expectRefundStatement } from '../purchases/store'
import {
  insertPart,
  isPending,
  type PartRow,
  type RefundableCard,
  type RefundDetail,
  updatePart,
  updateRefund,
} from '../refunds/store'
import { emitRefundData, emitRefundEnd, refundData } from '../refunds/tell'

/** What the provider or the bank says of a part. */
export type PartNews = {
  state: 'pending' | 'succeeded' | 'failed' | 'unclear'
  ref: string | null
  reason: string | null
}
/** How long after a try to ask again, and when to make sure that what arrived has stayed. */
const ASK_AGAIN_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS]
const STAYED_MS = [DAY_MS, 3 * DAY_MS, 7 * DAY_MS]

type Heard = {
  part: PartRow
  refund: RefundDetail
  seen: RefundableCard
  news: PartNews
  now: Instant
}
/**
 * Books what became of a part: arrived, failed, or failed after it had looked done (then the money is with us again and
 * goes another way). Null when the news says nothing new.
 */
export function partNewsStatements(kit: Kit, said: Heard): Statement[] | null {
  const booked = bookPart(kit, said)
  return booked && [...booked, ...heardOf(said)]
}
function bookPart(kit: Kit, of: Heard): Statement[] | null {
  const { part, news } = of
  if (part.state === 'sent' && news.state === 'succeeded') return arrived(kit, of)
  if (part.state === 'sent' && news.state === 'failed') return failed(kit, of)
  if (part.state === 'succeeded' && news.state === 'failed') return cameBack(kit, of)
  if (part.state === 'sent') return [updatePart(waiting(part, news, of.now))]
  return part.state === 'succeeded' ? [updatePart(stillThere(part, of.now))] : null
}

export const partOrder = ({ id, route, merchant_id, amount_fen }: PartRow): Order => {
  const kind = route === 'original' ? 'original_refund' : 'bank_refund'
  return { id: bareId(id), kind, subject_id: id, merchant_id, amount_fen }
}
const HEARD = { pending: 'accepted', succeeded: 'done', failed: 'refused' } as const
function heardOf({ part, news, now }: Heard): Statement[] {
  const order = partOrder(part)
  if (news.state !== 'unclear')
    return [instructionNewsStatement(order, { state: HEARD[news.state], reason: news.reason }, now)]
  return part.state === 'sent' ? [instructionSilenceStatement(order.id, now)] : []
}

function waiting(part: PartRow, news: PartNews, now: Instant): PartRow {
  const tries = part.tries + 1
  const wait_ms = ASK_AGAIN_MS[Math.min(tries, ASK_AGAIN_MS.length) - 1] ?? HOUR_MS
  return {
    ...part,
    tries,
    provider_ref: news.ref ?? part.provider_ref,
    next_check_at: plusMs(now, wait_ms),
  }
}
const stillThere = (part: PartRow, now: Instant): PartRow => ({
  ...part,
  next_check_at:
    STAYED_MS.map((ms) => plusMs(part.ended_at ?? now, ms)).find((at) => at > now) ?? null,
})

function arrived(kit: Kit, { part, refund, seen, news, now }: Heard): Statement[] {
  const ended = stillThere(
    {
      ...part,
      state: 'succeeded',
      provider_ref: news.ref ?? part.provider_ref,
      reason: null,
      ended_at: now,
    },
    now,
  )
  const after: RefundDetail = {
    ...refund,
    parts: refund.parts.map((p) => (p.id === part.id ? ended : p)),
  }
  const open = after.parts.some(isPending) || leftBeside(seen, refund, part) > 0
  const done = refund.status === 'decided' && !open
  const refund_after: RefundDetail = done ? { ...after, status: 'done', done_at: now } : after
  return [
    updatePart(ended),
    updateRefund(refund_after),
    advanceCardStatement(seen.card),
    refundLotStatement(part.lot_id, part.amount_fen),
    ...moves(kit, part, 'refund_succeeded', now),
    refundTallyStatement({ merchant_id: part.merchant_id, refunded_fen: part.amount_fen }),
    ...owed(part, part.amount_fen),
    emitRefundData(
      kit,
      {
        type: 'refund.part_paid',
        data: { ...refundData(refund_after), part_id: part.id, amount_fen: part.amount_fen },
      },
      refund_after,
      now,
    ),
    ...emitRefundEnd(kit, refund_after, now),
  ]
}
/** Cash of the refund's lots that is not settled yet, this part set aside; units still held count, too. */
const leftBeside = (seen: RefundableCard, refund: RefundDetail, part: PartRow): number =>
  seen.card.lots
    .filter((lot) => lot.refund_id === refund.id)
    .reduce((sum, lot) => sum + lotLeftFen(lot) + (lot.held_units > 0 ? 1 : 0), 0) - part.amount_fen

const failed = (kit: Kit, heard: Heard): Statement[] => [
  ...marked(kit, heard),
  ...nextWay(kit, heard),
]

function marked(kit: Kit, { part, refund, news, now }: Heard): Statement[] {
  const ended: PartRow = {
    ...part,
    state: 'failed',
    provider_ref: news.ref ?? part.provider_ref,
    reason: news.reason,
    ended_at: now,
    next_check_at: null,
  }
  return [
    updatePart(ended),
    updateRefund({ ...refund, ...NO_ACCOUNT }),
    ...(part.route === 'original'
      ? [expectRefundStatement(part.purchase_id, -part.amount_fen)]
      : []),
    emitRefundData(
      kit,
      {
        type: 'refund.failed',
        data: { ...refundData(refund), part_id: part.id, amount_fen: part.amount_fen },
      },
      refund,
      now,
    ),
  ]
}

/** It looked done and is not: the holder is owed the money again, and it goes another way. */
function cameBack(kit: Kit, of: Heard): Statement[] {
  const { part, refund, seen, now } = of
  const reopened: RefundDetail = {
    ...refund,
    status: refund.status === 'done' ? 'decided' : refund.status,
    done_at: null,
  }
  return [
    ...marked(kit, { ...of, refund: reopened }),
    advanceCardStatement(seen.card),
    refundLotStatement(part.lot_id, -part.amount_fen),
    ...moves(kit, part, 'refund_came_back', now),
    refundTallyStatement({ merchant_id: part.merchant_id, refunded_fen: -part.amount_fen }),
    ...owed(part, -part.amount_fen),
    ...nextWay(kit, of),
  ]
}

/**
 * Where the money of a failed part goes. A payment that its payer took back at the provider is never paid by another
 * route: the money stands apart with the rest of its lot, or waits until we have heard of the dispute ourselves.
 */
function nextWay(kit: Kit, { part, seen, news, now }: Heard): Statement[] {
  const lot = seen.card.lots.find(({ id }) => id === part.lot_id)
  if (lot?.dispute_id != null)
    return [
      ...(part.state === 'succeeded' ? [] : [advanceCardStatement(seen.card)]),
      disputeLotStatement(lot.id, {
        dispute_id: lot.dispute_id,
        disputed_fen: lot.disputed_fen + part.amount_fen,
      }),
      ...post(kit, {
        from: refundingAccount(part.card_id),
        to: disputedAccount(part.card_id),
        amount_fen: fen(part.amount_fen),
        reason: 'payment_disputed',
        subject_id: part.id,
        event_at: now,
      }),
    ]
  const told = part.route === 'original' && news.reason === 'charge_disputed'
  return [insertPart(told ? laterOn(kit, part, now) : otherWay(kit, part, now))]
}

/** The provider knows of a dispute that we do not know yet: the same route again, once it is decided. */
const laterOn = (kit: Kit, part: PartRow, now: Instant): PartRow => ({
  ...otherWay(kit, part, now),
  route: 'original',
  state: 'created',
  next_check_at: plusMs(now, HOUR_MS),
})

/** By the original route the provider pays out; by the bank, custody does. Mirrors stand negative for money out there. */
function moves(kit: Kit, part: PartRow, reason: string, now: Instant): Statement[] {
  const outside =
    part.route === 'original' ? pspAccount(kit.payments.name) : custodyAccount(part.merchant_id)
  const holder = refundingAccount(part.card_id)
  const back = reason === 'refund_came_back'
  return post(kit, {
    from: back ? outside : holder,
    to: back ? holder : outside,
    amount_fen: fen(part.amount_fen),
    reason,
    subject_id: part.id,
    event_at: now,
  })
}
const owed = (part: PartRow, owed_fen: number): Statement[] =>
  part.route === 'original'
    ? [providerOwedTallyStatement({ merchant_id: part.merchant_id, owed_fen })]
    : []

/** A part that failed is followed by one to the holder's own bank account, once we know it. */
const otherWay = (kit: Kit, part: PartRow, now: Instant): PartRow => ({
  ...part,
  id: kit.newId('rfp'),
  route: 'bank',
  state: 'awaiting_account',
  provider_ref: null,
  reason: null,
  instead_of: part.id,
  tries: 0,
  next_check_at: null,
  funded_at: null,
  unfunded_at: null,
  created_at: now,
  sent_at: null,
  ended_at: null,
  version: 1,
})
/** An account that did not take the money is asked for anew. */
const NO_ACCOUNT = { account_sealed: null, account_mask: null, account_holder: null }
