import { decideRelease } from '../cards/consent-rules'
import { isGuardianOnCondition } from '../cards/guardians'
import { keyedAsk } from '../identity/asks'
import { decidePin, readPinState } from '../identity/pin'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { readSpent, spentIn } from '../redemptions/limits'
import { type End, endWork, holdWay, openedHold, readHoldAndCard, stakeIn } from './resolve'
import { mayDo, silenceOverAt } from './rules'
import { type HoldDetailRow, mayReadHold, readHolds, updateHold } from './store'
import { emitHold } from './tell'
import { presentHold } from './views'

/**
 * The holder agrees to what the shop claimed or recorded, or takes the objection back: with the PIN any sum, without
 * it within the limits of the day. Refuses as the table says, the PIN's refusals and confirmation_needs_pin.
 */
export async function confirmClaim(
  world: World,
  ask: Ask,
  request: { hold_id: string; pin: string | null },
) {
  const { hold_id, pin } = request
  const keyed = pin === null ? ask : await keyedAsk(world, ask)
  const card_id = sql`(SELECT card_id FROM holds WHERE id = ${hold_id})`
  return answerOnce(world, keyed, {
    reads: (who, now) => ({
      ...readHoldAndCard(who, hold_id),
      spent: readSpent(card_id, localDate(now)),
      pin_state: readPinState(who.subject_id),
    }),
    decide: async (context) => {
      const { rows, now, actor } = context
      const { hold, card } = openedHold(context, 'confirm')
      const units = hold.recorded_units ?? hold.units
      const state = rows.pin_state[0]
      const passed = pin === null ? [] : [await decidePin(context.kit, state, pin, now)]
      const word = pin === null ? 'confirmation' : 'pin'
      const way = holdWay(hold)
      const stake_fen = stakeIn(hold, card, units)
      const release = decideRelease({ way, word, stake_fen, spent: spentIn(rows.spent) })
      if (release.does !== 'at_once') refuse('confirmation_needs_pin')
      const end: End = {
        units,
        by: 'holder',
        status: 'captured',
        type: TYPES[way] ?? 'claim.confirmed',
        consent: word,
        counts: release.counts,
      }
      const also = (): Statement[] => passed
      return endWork(context.kit, { hold, card, end, now, reader: actor.kind, also })
    },
  })
}
/** What is said when a record of the shop is settled after all; a claim has a word of its own. */
export const TYPES = {
  capture: 'booking.captured',
  no_show: 'booking.no_show',
  late_cancel: 'booking.no_show',
} as const as Partial<Record<string, 'booking.captured' | 'booking.no_show'>>

/** The holder objects: the clock stops, and only this use stays tied. Refuses contest_too_late and as the table says. */
export function contestClaim(
  world: World,
  ask: Ask,
  request: { hold_id: string; reason: string; note: string | null },
) {
  return answerOnce(world, ask, {
    reads: (who, now) => ({
      holds: readHolds(
        sql`h.id = ${request.hold_id} AND (${mayReadHold(who)}
              OR ${isGuardianOnCondition(sql`c.consumer_id`, who.subject_id, localDate(now))})`,
      ),
    }),
    decide: ({ actor, rows, now, kit }) => {
      const hold = rows.holds[0] ?? refuse('hold_not_found')
      const { contested, statements } = planObjection(kit, hold, { ...request, now })
      return {
        status: 200,
        subject_id: hold.id,
        body: presentHold(contested, actor.kind, now),
        statements,
      }
    },
  })
}

/** The rows of an objection, whoever brings it: the signed-in holder, or the link of the message that told them. */
export function planObjection(
  kit: Kit,
  hold: HoldDetailRow,
  said: { reason: string; note: string | null; now: Instant },
): { contested: HoldDetailRow; statements: Statement[] } {
  mayDo(hold, 'contest', said.now)
  const over_at = silenceOverAt(silenceTerms(hold))
  if (over_at !== null && over_at <= said.now) refuse('contest_too_late')
  const contested: HoldDetailRow = {
    ...hold,
    status: 'contested',
    contest_reason: said.reason,
    contest_note: said.note,
    contested_at: said.now,
  }
  const statements = [updateHold(contested), emitHold(kit, 'claim.contested', contested, said.now)]
  return { contested, statements }
}

/** From when silence is waited for: since the claim, or since the shop recorded the booking. */
export const silenceTerms = (hold: HoldDetailRow) => ({
  confirm_by: hold.confirm_by,
  asked_at: hold.recorded_at ?? hold.created_at,
  told_at: hold.told_at,
  provisional_after: hold.provisional_after,
})
