import { resolveHold } from '../cards/holding'
import { moveLots, shiftBetween } from '../cards/money'
import { remainingUnits } from '../cards/rules'
import { cardFrom, changeLots, type StoredCard } from '../cards/store'
import type { EventType } from '../events/catalogue'
import { sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import { tallyUse } from '../merchants/tally'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { type Answer, type Ask, answerOnce, type Context } from '../platform/journal'
import type { World } from '../platform/world'
import { insertRedemption } from '../redemptions/store'
import { cancelUnits, decideCapture, type HoldAction, mayDo, noShowUnits } from './rules'
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
  /** Who took the use, as its receipt says; the one who started the claim unless somebody else did. */
  staff_id?: string
  label?: string
}
type Ending = (hold: HoldSeen, context: Context) => End

const readsOf = (who: Who, hold_id: string): Statement[] => [
  readHolds(sql`h.id = ${hold_id} AND ${mayReadHold(who)}`),
  readCardOfHold(hold_id),
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
      mayDo(hold, of.action)
      const card = cardFrom(context.rows[1]?.[0] ?? refuse('hold_not_found'))
      return ended(world, { hold, card, end: of.end(hold, context), now: context.now })
    },
  })
}

/** The rows of an ended hold: the hold, the card, its money, and the use if anything was taken. */
export function ended(
  world: World,
  { hold, card, end, now }: { hold: HoldSeen; card: StoredCard; end: End; now: Instant },
) {
  const { lots: after, uses } = resolveHold(card.lots, sharesOf(hold), end.units)
  const redemption_id = end.units > 0 ? world.newId('rdm') : null
  const done: HoldSeen = {
    ...hold,
    status: end.status,
    resolved_by: end.by,
    resolved_reason: end.reason ?? null,
    resolved_at: now,
    captured_units: end.units,
    redemption_id,
  }
  const released_fen = sumFen(uses.map((use) => use.released_fen))
  const on = localDate(now)
  const shift = shiftBetween(card.lots, after)
  const use: Statement[] =
    redemption_id === null
      ? []
      : [
          insertRedemption({
            id: redemption_id,
            card_id: hold.card_id,
            merchant_id: hold.merchant_id,
            staff_id: end.staff_id ?? hold.started_by,
            out_no: null,
            unit: hold.unit,
            units: end.units,
            item_id: hold.item_id,
            label: end.label ?? hold.label,
            released_fen,
            status: 'succeeded',
            balance_after_units: remainingUnits(after, on),
            escrow_after_fen: hold.escrow_fen + shift.escrow_fen,
            lot_uses: JSON.stringify(
              uses.map(({ lot_id, units, released_fen: fen }) => ({
                lot_id,
                units,
                released_fen: fen,
              })),
            ),
            started_at: hold.created_at,
            confirm_by: null,
            ended_at: now,
          }),
          ...tallyUse({
            merchant_id: hold.merchant_id,
            district: hold.district,
            sector: hold.sector,
            day: on,
            released_fen,
          }),
        ]
  const moved = moveLots(world, {
    card,
    before: card.lots,
    after,
    reason: 'redemption_succeeded',
    subject_id: redemption_id ?? hold.id,
    event_at: now,
  })
  // The use first: the hold points to it.
  const statements = [
    ...use,
    changeHold(done),
    ...changeLots(card, after),
    ...moved,
    tell(world, end.type, done, now),
  ]
  return { status: 200, subject_id: hold.id, body: presentHold(done), statements }
}

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
    decide: ({ rows, now }) => {
      const hold = holdFrom(rows[0]?.[0] ?? refuse('hold_not_found'))
      mayDo(hold, 'contest')
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
        body: presentHold(contested),
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
            label: `临时取消：${hold.label}`,
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
    end: (hold, { actor, now }) => {
      const units = request.units ?? hold.units
      decideCapture(hold, units, now)
      return { units, by: 'shop', status: 'captured', type: 'booking.captured', staff_id: actor.id }
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
        : {
            units,
            by: 'no_show',
            status: 'captured',
            type,
            staff_id: actor.id,
            label: `爽约：${hold.label}`,
          }
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
