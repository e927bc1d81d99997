import { decideRelease, type Release } from '../cards/consent-rules'
import { heldFen, narrowHold } from '../cards/holding'
import { moveLotsStatements } from '../cards/money'
import { type StoredCard, updateLotsStatements } from '../cards/store'
import { provePinTyped, readCounter } from '../counter/counter'
import { readCounterPin } from '../counter/pin'
import { type End, endWork, openedHold, readHoldAndCard, stakeIn } from '../holds/resolve'
import {
  cancelUnits,
  decideCapture,
  noShowUnits,
  type RecordedAs,
  silenceEnds,
} from '../holds/rules'
import { listValue } from '../holds/start'
import { type HoldDetailRow, holdShares, recordHoldStatement } from '../holds/store'
import { emitHold } from '../holds/tell'
import { presentHold } from '../holds/views'
import { keyedAsk } from '../identity/asks'
import type { Calendar } from '../kernel/calendar'
import { sumFen } from '../kernel/money'
import { refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Actor, Who } from '../platform/actor'
import { type RowsRead, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { readSpent, spentIn } from '../redemptions/limits'
import { givenCode, proveCode } from '../redemptions/redeem'
import { codeFactsFrom, readByCode, useCodeStatements } from '../redemptions/store'
import { readPlace, whereTaken } from './place'

/** How the shop shows that the holder is there: a pay code, or the PIN typed at the counter; or not at all. */
export type HoldersWord = { code: string } | { phone_tail: string; pin: string } | null

/**
 * The customer came: with their code or PIN the booking is settled at once within the limits, all of it or less, the
 * rest is free. Without a word of theirs, or above the limits, it is recorded: held, told, contestable, and silence
 * counts as for a claim. Refuses as `decideCapture`, as codes and PINs at the till, booking_at_another_shop,
 * hold_already_recorded.
 */
export async function captureBooking(
  world: World,
  ask: Ask,
  request: { hold_id: string; units: number | null; word: HoldersWord },
) {
  const { hold_id, word } = request
  const keyed = word && 'pin' in word ? await keyedAsk(world, ask) : ask
  const card_id = sql`(SELECT card_id FROM holds WHERE id = ${hold_id})`
  return answerOnce(world, keyed, {
    reads: (who, now) => ({
      ...readHoldAndCard(who, hold_id),
      place: readPlace(who, hold_id),
      spent: readSpent(card_id, localDate(now)),
      word: wordReads(who, { card_id, word, now }),
    }),
    decide: async (context) => {
      const { actor, rows, now, city } = context
      const { hold, card } = openedHold(context, 'capture')
      const units = request.units ?? hold.recorded_units ?? hold.units
      decideCapture({ ...hold, units: hold.recorded_units ?? hold.units }, units, now)
      const at_shop = whereTaken(hold, rows.place)
      const proved = await proveWord(context.kit, { context, card, word })
      if (proved === null || proved.release(stakeIn(hold, card, units)).does === 'waits') {
        if (hold.recorded_as !== null) refuse('hold_already_recorded')
        const record = { as: 'capture', units, by: actor.id } as const
        return recorded(context.kit, {
          hold,
          card,
          record,
          now,
          reader: actor.kind,
          calendar: city.calendar,
        })
      }
      const { counts } = proved.release(stakeIn(hold, card, units))
      const end: End = {
        units,
        by: 'holder',
        status: 'captured',
        type: 'booking.captured',
        way: 'capture',
        consent: proved.consent,
        counts,
        staff_id: actor.id,
        at_shop,
      }
      const { also } = proved
      return endWork(context.kit, { hold, card, end, now, reader: actor.kind, also })
    },
  })
}

function wordReads(
  who: Who,
  { card_id, word, now }: { card_id: Statement; word: HoldersWord; now: Instant },
) {
  const none = { out_no: null, shop_id: null, now }
  if (word === null) return {}
  if ('code' in word) {
    const { alias } = givenCode(word.code)
    return { by_code: readByCode(who, { ...none, alias, on: localDate(now) }) }
  }
  return {
    counter: readCounter(who, { ...none, card_id }),
    pin_state: readCounterPin(sql`(SELECT consumer_id FROM cards WHERE id = ${card_id})`),
  }
}

type WordRows = RowsRead<{
  spent: ReturnType<typeof readSpent>
  word: ReturnType<typeof wordReads>
}>
type Proved = {
  consent: 'code' | 'pin'
  release: (stake_fen: number) => Release
  also: (use_id: string) => Statement[]
}
/** Proves that the word is the holder's, counting what is wrong as the till does; null when none was given. */
async function proveWord(
  kit: Kit,
  of: { context: { rows: WordRows; now: Instant }; card: StoredCard; word: HoldersWord },
): Promise<Proved | null> {
  const { card, word } = of
  const { rows, now } = of.context
  const spent = spentIn(rows.spent)
  if (word === null) return null
  if ('code' in word) {
    const seen = codeFactsFrom(rows.word.by_code?.[0] ?? refuse('hold_not_found'))
    const said = givenCode(word.code)
    const { card: shown, step } = await proveCode(kit, seen, said, now)
    if (shown.id !== card.id) refuse('code_of_another_card')
    return {
      consent: 'code',
      release: (stake_fen) => decideRelease({ way: 'capture', word: 'code', stake_fen, spent }),
      also: (redemption_id) => useCodeStatements(seen, { step, redemption_id, now }),
    }
  }
  const seen = rows.word.counter?.[0] ?? refuse('hold_not_found')
  const passed = await provePinTyped(kit, {
    seen,
    pin: rows.word.pin_state?.[0],
    request: word,
    now,
  })
  const at = { way: 'capture', word: 'pin', at_counter: true, spent } as const
  return {
    consent: 'pin',
    release: (stake_fen) => decideRelease({ ...at, stake_fen }),
    also: () => [passed],
  }
}

/**
 * Nobody came: what the contract says is recorded, held and told; nothing where it says nothing. Refuses
 * booking_not_started and as the table says.
 */
export const recordNoShow = (world: World, ask: Ask, hold_id: string) =>
  answerOnce(world, ask, {
    reads: (who) => readHoldAndCard(who, hold_id),
    decide: (context) => {
      const { actor, now, city } = context
      const { hold, card } = openedHold(context, 'no_show')
      const units = noShowUnits(hold, now)
      const end: End = { units: 0, by: 'no_show', status: 'voided', type: 'booking.no_show' }
      const reader = actor.kind
      if (units === 0) return endWork(context.kit, { hold, card, end, now, reader })
      const record = { as: 'no_show', units, by: actor.id } as const
      return recorded(context.kit, { hold, card, record, now, reader, calendar: city.calendar })
    },
  })

/**
 * The holder cancels a booking: free in time; after it by the contract's no-show share, at once within the limits
 * that hold without a PIN, above them like everything else without the holder's sure word. Refuses as the table says.
 */
export const voidByHolder = (world: World, ask: Ask, hold_id: string) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({
      ...readHoldAndCard(who, hold_id),
      spent: readSpent(sql`(SELECT card_id FROM holds WHERE id = ${hold_id})`, localDate(now)),
    }),
    decide: (context) => {
      const { actor, rows, now, city } = context
      const { hold, card } = openedHold(context, 'void_by_holder')
      const units = cancelUnits(hold, now)
      const reader = actor.kind
      const free: End = { units, by: 'holder', status: 'voided', type: 'hold.voided' }
      if (units === 0) return endWork(context.kit, { hold, card, end: free, now, reader })
      const word = { way: 'late_cancel', word: 'confirmation', spent: spentIn(rows.spent) } as const
      const release = decideRelease({ ...word, stake_fen: stakeIn(hold, card, units) })
      const record = { as: 'late_cancel', units, by: 'holder' } as const
      if (release.does !== 'at_once')
        return recorded(context.kit, { hold, card, record, now, reader, calendar: city.calendar })
      const end: End = {
        ...{ units, by: 'no_show', status: 'captured', type: 'booking.no_show' },
        ...{ way: 'late_cancel', consent: 'confirmation', counts: release.counts },
        staff_id: 'holder',
      }
      return endWork(context.kit, { hold, card, end, now, reader })
    },
  })

/** What the shop says without the holder: so much stays held, the rest is free, the holder is told, silence begins. */
function recorded(
  kit: Kit,
  of: {
    hold: HoldDetailRow
    card: StoredCard
    record: { as: RecordedAs; units: number; by: string }
    now: Instant
    reader: Actor['kind']
    calendar: Calendar
  },
) {
  const { hold, card, record, now, reader, calendar } = of
  const { lots: after, shares } = narrowHold(card.lots, holdShares(hold), record.units)
  const freed_fen = sumFen(card.lots.map(heldFen)) - sumFen(after.map(heldFen))
  const seen: HoldDetailRow = {
    ...hold,
    shares: JSON.stringify(shares),
    recorded_as: record.as,
    recorded_units: record.units,
    recorded_fen: Math.max(hold.held_fen - freed_fen, 0),
    recorded_by: record.by,
    recorded_at: now,
    ...silenceEnds(calendar, listValue(card, shares), now),
    telling_event_id: kit.newId('evt'),
    told_at: null,
  }
  const move = { card, before: card.lots, after, subject_id: hold.id, event_at: now }
  const statements = [
    recordHoldStatement(seen),
    ...updateLotsStatements(card, after),
    ...moveLotsStatements(kit, { ...move, reason: 'units_freed' }),
    emitHold(kit, 'booking.recorded', seen, now),
  ]
  return { status: 200, subject_id: hold.id, body: presentHold(seen, reader, now), statements }
}
