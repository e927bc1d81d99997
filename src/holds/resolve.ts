import { type Consent, type LimitName, releaseStake, type Way } from '../cards/consent-rules'
import { resolveHold } from '../cards/holding'
import { moveLotsStatements, shiftBetween } from '../cards/money'
import { cardFrom, type StoredCard, updateLotsStatements } from '../cards/store'
import { proportion, sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { type LotUse, remainingUnits } from '../law/lots'
import { useTallyStatements } from '../merchants/tally'
import type { Ask } from '../platform/act'
import type { Actor, Who } from '../platform/actor'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { countReleaseStatements } from '../redemptions/limits'
import { insertRedemption, type RedemptionRow, type UseWay } from '../redemptions/store'
import type { Place } from '../shops/place-rules'
import { captureEffect } from './may-rules'
import { type HoldAction, mayDo, takenLabel } from './rules'
import {
  type HoldDetailRow,
  holdShares,
  mayReadHold,
  type ResolvedBy,
  readHeldCard,
  readHolds,
  updateHold,
} from './store'
import { emitHold, type HoldEvent } from './tell'
import { presentHold } from './views'

/** How a hold ends: what is taken of it, by whom, and what is said about it. */
export type End = {
  units: number
  by: ResolvedBy
  status: 'captured' | 'voided' | 'expired'
  type: HoldEvent
  reason?: string | null
  /** How the holder agreed to what is taken, and the limit it counts against; none when nothing is. */
  consent?: Consent
  counts?: LimitName | null
  way?: UseWay
  /**
   * Who took the use, as its receipt says; the one who started the claim unless somebody else did. A holder is
   * never named: a receipt is read by the shop, too.
   */
  staff_id?: string
  /** Where the use really was, if the hold did not say. */
  at_shop?: Place | null
}
type Ending = (hold: HoldDetailRow, context: { now: Instant; actor: Actor }) => End

export const readHoldAndCard = (who: Who, hold_id: string) => ({
  hold: readHolds(sql`h.id = ${hold_id} AND ${mayReadHold(who)}`),
  card: readHeldCard(hold_id),
})
/** A hold and its card, as `readHoldAndCard` reads them. */
type OpenedRows = RowsRead<ReturnType<typeof readHoldAndCard>>

/** A hold on fresh rows, with its card, or the precise refusal: whoever comes second gets it. */
export function openedHold(
  { rows, now }: { rows: OpenedRows; now: Instant },
  action: HoldAction,
): { hold: HoldDetailRow; card: StoredCard } {
  const hold = rows.hold[0] ?? refuse('hold_not_found')
  mayDo(hold, action, now)
  return { hold, card: cardFrom(rows.card[0] ?? refuse('hold_not_found')) }
}

/** By which way money leaves when this hold is settled. */
export const holdWay = (hold: Pick<HoldDetailRow, 'kind' | 'recorded_as'>): UseWay & Way =>
  hold.kind === 'claim' ? 'claim' : (hold.recorded_as ?? 'capture')

/** What settling so much of a hold counts against the limits: at list price, or the money behind visits. */
export const stakeIn = (hold: HoldDetailRow, card: StoredCard, units: number): number => {
  const { uses } = resolveHold(card.lots, holdShares(hold), units)
  return releaseStake(hold.unit, units, sumFen(uses.map(({ released_fen }) => released_fen)))
}

/** Ends a hold as the table allows, on fresh rows; whoever comes second gets the precise refusal. */
function endHold(world: World, ask: Ask, hold_id: string, of: { action: HoldAction; end: Ending }) {
  return answerOnce(world, ask, {
    reads: (who) => readHoldAndCard(who, hold_id),
    decide: (context) => {
      const { hold, card } = openedHold(context, of.action)
      const { actor, now } = context
      return endWork(context.kit, {
        hold,
        card,
        end: of.end(hold, context),
        now,
        reader: actor.kind,
      })
    },
  })
}

type Ended = {
  hold: HoldDetailRow
  card: StoredCard
  end: End
  now: Instant
  reader: Actor['kind']
  /** Of the use that this makes, if the act has something to write about it (a spent code). */
  also?: (use_id: string) => Statement[]
}
/** The rows of an ended hold: the hold, the card, its money, and the use if anything was taken. */
export function endWork(kit: Kit, { hold, card, end, now, reader, also }: Ended) {
  const { lots: after, uses } = resolveHold(card.lots, holdShares(hold), end.units)
  const use =
    end.units > 0
      ? useOf(kit.newId('rdm'), { hold, before: card.lots, after, uses, end, now })
      : null
  const done: HoldDetailRow = {
    ...hold,
    status: end.status,
    resolved_by: end.by,
    resolved_reason: end.reason ?? null,
    resolved_at: now,
    captured_units: end.units,
    redemption_id: use?.id ?? null,
  }
  const moved = moveLotsStatements(kit, {
    card,
    before: card.lots,
    after,
    reason: 'redemption_succeeded',
    subject_id: use?.id ?? hold.id,
    event_at: now,
  })
  // The use first: the hold points to it.
  const statements = [
    ...(use ? [...used(use, hold), ...counted(use, end, now), ...(also?.(use.id) ?? [])] : []),
    updateHold(done),
    ...updateLotsStatements(card, after),
    ...moved,
    emitHold(kit, end.type, done, now),
  ]
  return { status: 200, subject_id: hold.id, body: presentHold(done, reader, now), statements }
}

/** What the receipt says before the name of the thing. */
const PREFIX: Partial<Record<UseWay, string>> = { no_show: '爽约', late_cancel: '临时取消' }

const counted = (use: RedemptionRow, end: End, now: Instant): Statement[] =>
  countReleaseStatements({
    card_id: use.card_id,
    on: localDate(now),
    stake_fen: releaseStake(use.unit, use.units, use.released_fen),
    counts: end.counts ?? null,
  })

/** The receipt of what was taken. Units tied by other holds are not counted as left. */
function useOf(
  id: string,
  of: {
    hold: HoldDetailRow
    before: StoredCard['lots']
    after: StoredCard['lots']
    uses: readonly LotUse[]
    end: End
    now: Instant
  },
): RedemptionRow {
  const { hold, before, after, uses, end, now } = of
  const label = takenLabel(hold, end.units)
  const prefix = PREFIX[end.way ?? holdWay(hold)]
  const lots = uses.map(({ lot_id, units, released_fen }) => ({ lot_id, units, released_fen }))
  return {
    id,
    card_id: hold.card_id,
    merchant_id: hold.merchant_id,
    staff_id: end.staff_id ?? hold.recorded_by ?? hold.started_by,
    out_no: null,
    unit: hold.unit,
    units: end.units,
    asked_units: null,
    item_id: hold.item_id,
    list_value_fen:
      hold.item_id === null || hold.unit === 'fen'
        ? null
        : proportion(hold.list_value_fen, end.units, hold.units),
    label: prefix ? `${prefix}：${label}` : label,
    released_fen: sumFen(lots.map((lot) => lot.released_fen)),
    status: 'succeeded',
    balance_after_units: remainingUnits(after, localDate(now)),
    escrow_after_fen: hold.escrow_fen + shiftBetween(before, after).escrow_fen,
    lot_uses: JSON.stringify(lots),
    started_at: hold.created_at,
    confirm_by: null,
    ended_at: now,
    version: 1,
    merchant_name: hold.merchant_name,
    shop_id: end.at_shop?.id ?? hold.shop_id,
    shop_name: end.at_shop?.name ?? hold.shop_name,
    terminal_name: null,
    way: end.way ?? holdWay(hold),
    consent: end.consent ?? refuse('release_needs_consent'),
  }
}

/**
 * A use like any other: its receipt and its place in the roll-ups. Its word is the hold's own event, which names
 * the receipt: holders are told once, and not that somebody showed their code.
 */
const used = (use: RedemptionRow, hold: HoldDetailRow): Statement[] => [
  insertRedemption(use),
  ...useTallyStatements({
    merchant_id: hold.merchant_id,
    district: hold.district,
    sector: hold.sector,
    day: localDate(use.ended_at ?? use.started_at),
    released_fen: use.released_fen,
    shop_id: use.shop_id,
  }),
]

/** The shop takes it back: everything is free again. */
export const voidByShop = (
  world: World,
  ask: Ask,
  request: { hold_id: string; reason: string | null },
) =>
  endHold(world, ask, request.hold_id, {
    action: 'void_by_shop',
    end: () => ({
      units: 0,
      by: 'shop',
      status: 'voided',
      type: 'hold.voided',
      reason: request.reason,
    }),
  })

/**
 * An official of the district settles what is contested: so much was used, the rest is free. Of a booking that nobody
 * came to never more than the contract's share. Refuses as the table says, capture_exceeds_hold and
 * capture_exceeds_no_show_share.
 */
export const decideClaim = (
  world: World,
  ask: Ask,
  request: { hold_id: string; capture_units: number; came: boolean | null; reason: string },
) =>
  endHold(world, ask, request.hold_id, {
    action: 'decide',
    end: (hold) => {
      const { capture_units: units, reason } = request
      const effect = captureEffect(hold, units) ?? refuse('capture_exceeds_hold')
      if (effect.needs_came && request.came !== true) refuse('capture_exceeds_no_show_share')
      const status = units > 0 ? 'captured' : 'voided'
      return { units, by: 'decision', status, type: 'claim.decided', reason, consent: 'decision' }
    },
  })
