import { resolveHold } from '../cards/holding'
import { moveLots, shiftBetween } from '../cards/money'
import { type LotUse, remainingUnits } from '../cards/rules'
import { cardFrom, changeLots, type StoredCard } from '../cards/store'
import type { EventType } from '../events/catalogue'
import { sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Place } from '../merchants/place-rules'
import { tallyUse } from '../merchants/tally'
import type { Actor, Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { type Answer, type Ask, answerOnce, type Context } from '../platform/journal'
import type { World } from '../platform/world'
import { insertRedemption, type RedemptionRow } from '../redemptions/store'
import { readPlace, whereTaken } from './place'
import { cancelUnits, decideCapture, type HoldAction, labelOf, mayDo, noShowUnits } from './rules'
import { tell } from './start'
import {
  changeHold,
  type HoldSeen,
  holdFrom,
  mayReadHold,
  type ResolvedBy,
  readCardOfHold,
  readHolds,
  sharesOf,
} from './store'
import { presentHold } from './views'

/** How a hold ends: what is taken of it, by whom, and what is said about it. */
type End = {
  units: number
  by: ResolvedBy
  status: 'captured' | 'voided' | 'expired'
  type: EventType
  reason?: string | null
  /**
   * Who took the use, as its receipt says; the one who started the claim unless somebody else did. A holder is
   * never named: a receipt is read by the shop, too.
   */
  staff_id?: string
  /** What the receipt says before the name of the thing. */
  prefix?: string
  /** Where the use really was, if the hold did not say. */
  at_shop?: Place | null
}
type Ending = (hold: HoldSeen, context: Context) => End

const readsOf = (who: Who, hold_id: string): Statement[] => [
  readHolds(sql`h.id = ${hold_id} AND ${mayReadHold(who)}`),
  readCardOfHold(hold_id),
  readPlace(who, hold_id),
]

/** Ends a hold as the table allows, on fresh rows; whoever comes second gets the precise refusal. */
export function endHold(
  world: World,
  ask: Ask,
  hold_id: string,
  of: { action: HoldAction; end: Ending },
): Promise<Answer> {
  return answerOnce(world, ask, {
    reads: (who) => readsOf(who, hold_id),
    decide: (context) => {
      const hold = holdFrom(context.rows[0]?.[0] ?? refuse('hold_not_found'))
      mayDo(hold, of.action, context.now)
      const card = cardFrom(context.rows[1]?.[0] ?? refuse('hold_not_found'))
      const { actor, now } = context
      return ended(world, { hold, card, end: of.end(hold, context), now, reader: actor.kind })
    },
  })
}

type Ended = {
  hold: HoldSeen
  card: StoredCard
  end: End
  now: Instant
  reader: Actor['kind']
}
/** The rows of an ended hold: the hold, the card, its money, and the use if anything was taken. */
export function ended(world: World, { hold, card, end, now, reader }: Ended) {
  const { lots: after, uses } = resolveHold(card.lots, sharesOf(hold), end.units)
  const use =
    end.units > 0
      ? useOf(world.newId('rdm'), { hold, before: card.lots, after, uses, end, now })
      : null
  const done: HoldSeen = {
    ...hold,
    status: end.status,
    resolved_by: end.by,
    resolved_reason: end.reason ?? null,
    resolved_at: now,
    captured_units: end.units,
    redemption_id: use?.id ?? null,
  }
  const moved = moveLots(world, {
    card,
    before: card.lots,
    after,
    reason: 'redemption_succeeded',
    subject_id: use?.id ?? hold.id,
    event_at: now,
  })
  // The use first: the hold points to it.
  const statements = [
    ...(use ? used(use, hold) : []),
    changeHold(done),
    ...changeLots(card, after),
    ...moved,
    tell(world, end.type, done, now),
  ]
  return { status: 200, subject_id: hold.id, body: presentHold(done, reader), statements }
}

/** The receipt of what was taken. Units tied by other holds are not counted as left. */
function useOf(
  id: string,
  of: {
    hold: HoldSeen
    before: StoredCard['lots']
    after: StoredCard['lots']
    uses: readonly LotUse[]
    end: End
    now: Instant
  },
): RedemptionRow {
  const { hold, before, after, uses, end, now } = of
  const label = labelOf(hold, end.units)
  const lots = uses.map(({ lot_id, units, released_fen }) => ({ lot_id, units, released_fen }))
  return {
    id,
    card_id: hold.card_id,
    merchant_id: hold.merchant_id,
    staff_id: end.staff_id ?? hold.started_by,
    out_no: null,
    unit: hold.unit,
    units: end.units,
    item_id: hold.item_id,
    label: end.prefix ? `${end.prefix}：${label}` : label,
    released_fen: sumFen(lots.map((lot) => lot.released_fen)),
    status: 'succeeded',
    balance_after_units: remainingUnits(after, localDate(now)),
    escrow_after_fen: hold.escrow_fen + shiftBetween(before, after).escrow_fen,
    lot_uses: JSON.stringify(lots),
    started_at: hold.created_at,
    confirm_by: null,
    ended_at: now,
    version: 1,
    shop_name: hold.shop_name,
    shop_id: end.at_shop?.id ?? hold.shop_id,
    branch_name: end.at_shop?.name ?? hold.branch_name,
  }
}

/**
 * A use like any other: its receipt and its place in the roll-ups. Its word is the hold's own event, which names
 * the receipt: holders are told once, and not that somebody showed their code.
 */
const used = (use: RedemptionRow, hold: HoldSeen): Statement[] => [
  insertRedemption(use),
  ...tallyUse({
    merchant_id: hold.merchant_id,
    district: hold.district,
    sector: hold.sector,
    day: localDate(use.ended_at ?? use.started_at),
    released_fen: use.released_fen,
    shop_id: use.shop_id,
  }),
]

/** The holder agrees to a claim, or takes the objection back. Refuses as the table says. */
export const confirmClaim = (world: World, ask: Ask, hold_id: string): Promise<Answer> =>
  endHold(world, ask, hold_id, {
    action: 'confirm',
    end: (hold) => ({
      units: hold.units,
      by: 'holder',
      status: 'captured',
      type: 'claim.confirmed',
    }),
  })

/** The holder objects: the clock stops, and only this use stays tied. Refuses contest_too_late and as the table says. */
export function contestClaim(
  world: World,
  ask: Ask,
  request: { hold_id: string; reason: string; note: string | null },
): Promise<Answer> {
  const { hold_id, reason, note } = request
  return answerOnce(world, ask, {
    reads: (who) => [readHolds(sql`h.id = ${hold_id} AND ${mayReadHold(who)}`)],
    decide: ({ actor, rows, now }) => {
      const hold = holdFrom(rows[0]?.[0] ?? refuse('hold_not_found'))
      mayDo(hold, 'contest', now)
      if ((hold.confirm_by ?? '') <= now) refuse('contest_too_late')
      const contested: HoldSeen = {
        ...hold,
        status: 'contested',
        contest_reason: reason,
        contest_note: note,
        contested_at: now,
      }
      return {
        status: 200,
        subject_id: hold_id,
        body: presentHold(contested, actor.kind),
        statements: [changeHold(contested), tell(world, 'claim.contested', contested, now)],
      }
    },
  })
}

/** The shop takes it back: everything is free again. */
export const voidByShop = (
  world: World,
  ask: Ask,
  request: { hold_id: string; reason: string | null },
): Promise<Answer> =>
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

/** The holder cancels a booking: free in time, by the contract's no-show share after it. */
export const voidByHolder = (world: World, ask: Ask, hold_id: string): Promise<Answer> =>
  endHold(world, ask, hold_id, {
    action: 'void_by_holder',
    end: (hold, { now }) => {
      const units = cancelUnits(hold, now)
      return units === 0
        ? { units, by: 'holder', status: 'voided', type: 'hold.voided' }
        : {
            units,
            by: 'no_show',
            status: 'captured',
            type: 'booking.no_show',
            staff_id: 'holder',
            prefix: '临时取消',
          }
    },
  })

/** The shop takes what the booking was for: all of it or less; the rest is free. Refuses as `decideCapture`. */
export const captureBooking = (
  world: World,
  ask: Ask,
  request: { hold_id: string; units: number | null },
): Promise<Answer> =>
  endHold(world, ask, request.hold_id, {
    action: 'capture',
    end: (hold, { actor, rows, now }) => {
      const units = request.units ?? hold.units
      decideCapture(hold, units, now)
      const took = { staff_id: actor.id, at_shop: whereTaken(hold, rows[2]) }
      return { units, by: 'shop', status: 'captured', type: 'booking.captured', ...took }
    },
  })

/** Nobody came: the shop keeps what the contract says, nothing where it says nothing. */
export const recordNoShow = (world: World, ask: Ask, hold_id: string): Promise<Answer> =>
  endHold(world, ask, hold_id, {
    action: 'no_show',
    end: (hold, { actor, now }) => {
      const units = noShowUnits(hold, now)
      const type = 'booking.no_show'
      return units === 0
        ? { units, by: 'no_show', status: 'voided', type }
        : { units, by: 'no_show', status: 'captured', type, staff_id: actor.id, prefix: '爽约' }
    },
  })

/** An official of the district settles a contested claim: so much was used, the rest is free. */
export const decideClaim = (
  world: World,
  ask: Ask,
  request: { hold_id: string; capture_units: number; reason: string },
): Promise<Answer> =>
  endHold(world, ask, request.hold_id, {
    action: 'decide',
    end: (hold) => {
      const { capture_units: units, reason } = request
      if (units > hold.units) refuse('capture_exceeds_hold')
      const status = units > 0 ? 'captured' : 'voided'
      return { units, by: 'decision', status, type: 'claim.decided', reason }
    },
  })
