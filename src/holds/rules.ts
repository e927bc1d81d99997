import { type Calendar, countWorkdays } from '../kernel/calendar'
import { proportion, yuan } from '../kernel/money'
import { insist, type RefusalCode, refuse } from '../kernel/refusals'
import {
  DAY_MS,
  dayStart,
  epochMs,
  HOUR_MS,
  type Instant,
  type LocalDate,
  localDate,
  MINUTE_MS,
  plusDays,
  plusMs,
} from '../kernel/time'
import { SILENCE_STEPS } from '../offers/contract'

export type HoldKind = 'claim' | 'booking'
export type HoldStatus = 'held' | 'contested' | 'captured' | 'voided' | 'expired'
/** What counts at a moment: a booking that the shop recorded without its holder is held like a claim. */
export type HoldState = HoldStatus | 'recorded'
export type RecordedAs = 'capture' | 'no_show' | 'late_cancel'
export type HoldAction =
  | 'confirm' // the holder agrees to what the shop says, or takes an objection back
  | 'contest' // the holder objects to it
  | 'capture' // the shop takes what a booking was for
  | 'void_by_shop'
  | 'void_by_holder'
  | 'no_show' // the shop says that nobody came
  | 'decide' // an official settles what is contested
  | 'silence' // the clock: nobody objected in time
  | 'expire' // the clock: a booking nobody took

type Verdict = RefusalCode | 'ok'
const claim_only = 'hold_action_not_for_booking'
const booking_only = 'hold_action_not_for_claim'
const over = (code: RefusalCode): Record<HoldAction, Verdict> => ({
  confirm: code,
  contest: code,
  capture: code,
  void_by_shop: code,
  void_by_holder: code,
  no_show: code,
  decide: code,
  silence: code,
  expire: code,
})
/** Every (state, action) pair: what may be done, or how it is refused. The acts ask it, the tests walk it. */
export const TABLE: Record<HoldKind, Record<HoldState, Record<HoldAction, Verdict>>> = {
  claim: {
    held: {
      ...over(booking_only),
      confirm: 'ok',
      contest: 'ok',
      void_by_shop: 'ok',
      silence: 'ok',
      decide: 'hold_not_contested',
    },
    recorded: over(booking_only),
    contested: {
      ...over(booking_only),
      confirm: 'ok',
      contest: 'hold_is_contested',
      void_by_shop: 'ok',
      decide: 'ok',
      silence: 'hold_is_contested',
    },
    captured: over('hold_already_captured'),
    voided: over('hold_already_voided'),
    expired: over('hold_expired'),
  },
  booking: {
    held: {
      ...over(claim_only),
      capture: 'ok',
      void_by_shop: 'ok',
      void_by_holder: 'ok',
      no_show: 'ok',
      expire: 'ok',
      confirm: 'hold_not_recorded',
      contest: 'hold_not_recorded',
      silence: 'hold_not_recorded',
      decide: 'hold_not_contested',
    },
    // Settling it now takes the holder's own word (`captureBooking`); without it, once is enough.
    recorded: {
      ...over('hold_already_recorded'),
      confirm: 'ok',
      contest: 'ok',
      capture: 'ok',
      void_by_shop: 'ok',
      silence: 'ok',
      decide: 'hold_not_contested',
    },
    contested: {
      ...over('hold_is_contested'),
      confirm: 'ok',
      void_by_shop: 'ok',
      decide: 'ok',
    },
    captured: over('hold_already_captured'),
    voided: over('hold_already_voided'),
    expired: over('hold_expired'),
  },
}

/**
 * The state that counts at `now`: a booking is over at its hour of expiry, whether the clock has run or not, so
 * that nothing is taken from it after that.
 */
export const stateAt = (hold: Resolvable, now: Instant): HoldState => {
  if (hold.status !== 'held') return hold.status
  if (hold.recorded_as !== null) return 'recorded'
  return hold.expires_at !== null && hold.expires_at <= now ? 'expired' : 'held'
}
type Resolvable = {
  kind: HoldKind
  status: HoldStatus
  expires_at: Instant | null
  recorded_as: RecordedAs | null
}

/** Refuses what the table refuses. */
export function mayDo(hold: Resolvable, action: HoldAction, now: Instant): void {
  const verdict = TABLE[hold.kind][stateAt(hold, now)][action]
  if (verdict !== 'ok') refuse(verdict)
}

/** The table as a reader finds it in the documents: one line a pair, in the table's own order. */
export const holdTable = (): HoldPair[] =>
  keysOf(TABLE).flatMap((kind) =>
    keysOf(TABLE[kind])
      .filter((status) => !NEVER[kind].includes(status))
      .flatMap((status) =>
        keysOf(TABLE[kind][status]).map((action) => ({
          kind,
          status,
          action,
          verdict: TABLE[kind][status][action],
        })),
      ),
  )
type HoldPair = {
  kind: HoldKind
  status: HoldState
  action: HoldAction
  verdict: Verdict
}
/** A claim does not expire and is no record of a booking: the database refuses both. */
export const NEVER: Record<HoldKind, readonly HoldState[]> = {
  claim: ['expired', 'recorded'],
  booking: [],
}
const keysOf = <K extends string>(table: Record<K, unknown>): K[] => Object.keys(table) as K[]

/** Until when a holder may speak. `provisional_after`: the calendar ended there, so the end may still move later. */
type Silence = { confirm_by: Instant; provisional_after: LocalDate | null }
/**
 * When silence becomes consent, by the amount at list price, as the contract says it (SILENCE_STEPS): hours and
 * days to the minute, working days to the end of the last one. Computed once and kept with the hold.
 */
export function silenceEnds(calendar: Calendar, list_value_fen: number, from: Instant): Silence {
  const step = SILENCE_STEPS.find(
    ({ up_to_fen }) => up_to_fen === null || list_value_fen <= up_to_fen,
  )
  insist(step, 'the last step has no upper end')
  return WAITS[step.waits](from, calendar)
}
const sure = (confirm_by: Instant): Silence => ({ confirm_by, provisional_after: null })
const WAITS: Record<
  (typeof SILENCE_STEPS)[number]['waits'],
  (from: Instant, calendar: Calendar) => Silence
> = {
  '24 小时': (from) => sure(plusMs(from, DAY_MS)),
  '3 天': (from) => sure(plusMs(from, 3 * DAY_MS)),
  '15 个工作日': (from, calendar) => workdaysOfSilence(calendar, from),
}

/** The longest wait, the only one in working days: it is counted again when the calendar grows. */
function workdaysOfSilence(calendar: Calendar, from: Instant): Silence {
  const { last_day, provisional_after } = countWorkdays(calendar, localDate(from), 15)
  return { confirm_by: dayStart(plusDays(last_day, 1)), provisional_after }
}

/** A provisional end as it is counted now: never earlier than what the holder was told. */
export function silenceAgain(calendar: Calendar, was: Silence, from: Instant): Silence {
  const now = workdaysOfSilence(calendar, from)
  return now.confirm_by > was.confirm_by ? now : { ...now, confirm_by: was.confirm_by }
}

/**
 * When told silence is over: at `confirm_by` if the message went out in the first half of the wait, else the whole
 * wait again from when it did. Null while nobody was told, or while the end is provisional: silence of those who do not
 * know is no consent.
 */
export function silenceOverAt(hold: {
  confirm_by: Instant | null
  asked_at: Instant
  told_at: Instant | null
  provisional_after: LocalDate | null
}): Instant | null {
  const { confirm_by, asked_at, told_at, provisional_after } = hold
  if (confirm_by === null || told_at === null || provisional_after !== null) return null
  const wait_ms = epochMs(confirm_by) - epochMs(asked_at)
  const late_ms = epochMs(told_at) - epochMs(asked_at)
  return late_ms * 2 <= wait_ms ? confirm_by : plusMs(told_at, wait_ms)
}

/**
 * What a receipt calls the part of a hold that was taken: the item's name stays, an amount or a number of visits
 * is the one that was really taken.
 */
export function takenLabel(
  hold: { label: string; unit: 'fen' | 'visit'; units: number; item_id: string | null },
  units: number,
): string {
  if (units === hold.units) return hold.label
  if (hold.unit === 'visit') return `${hold.label}，实用 ${units} 次`
  return hold.item_id === null ? `消费 ${yuan(units)}` : `${hold.label}，实收 ${yuan(units)}`
}

/** What a contract says of those who book and do not come. */
export type BookingTerms = { no_show_bp: number; free_cancel_hours: number }
/**
 * The terms of the lots a booking ties: of several, those kinder to the holder; of none, none
 * (民法典 §498: standard terms are read against the party who wrote them).
 */
export const strictestTerms = (terms: readonly BookingTerms[]): BookingTerms =>
  terms.length === 0
    ? { no_show_bp: 0, free_cancel_hours: 0 }
    : {
        no_show_bp: Math.min(...terms.map((of) => of.no_show_bp)),
        free_cancel_hours: Math.min(...terms.map((of) => of.free_cancel_hours)),
      }

export const BOOKINGS_OPEN_MAX = 10
const BOOK_AHEAD_MS = 60 * DAY_MS
const CAPTURE_EARLY_MS = 2 * HOUR_MS
const CAPTURE_LATE_MS = DAY_MS
const NO_SHOW_AFTER_MS = 15 * MINUTE_MS

/** The hours of a booking. Refuses booking_time_invalid. */
export function bookingTimes(
  starts_at: Instant,
  now: Instant,
  free_cancel_hours: number,
): { starts_at: Instant; expires_at: Instant; free_cancel_until: Instant } {
  if (starts_at <= now || starts_at > plusMs(now, BOOK_AHEAD_MS)) refuse('booking_time_invalid')
  return {
    starts_at,
    expires_at: plusMs(starts_at, CAPTURE_LATE_MS),
    free_cancel_until: plusMs(starts_at, -free_cancel_hours * HOUR_MS),
  }
}

type Booking = { starts_at: Instant | null; units: number }
/** Captures are made from two hours before the hour on. Refuses booking_not_started, capture_exceeds_hold. */
export function decideCapture(booking: Booking, units: number, now: Instant): void {
  if (plusMs(booking.starts_at ?? now, -CAPTURE_EARLY_MS) > now) refuse('booking_not_started')
  if (units > booking.units) refuse('capture_exceeds_hold')
}

/**
 * What the shop keeps when nobody came, from a quarter of an hour after the hour on: the contract's share,
 * rounded down; nothing where the contract says nothing. Refuses booking_not_started.
 */
export function noShowUnits(booking: Booking & { no_show_bp: number }, now: Instant): number {
  if (plusMs(booking.starts_at ?? now, NO_SHOW_AFTER_MS) > now) refuse('booking_not_started')
  return noShowShare(booking)
}

/** The contract's share of a booking nobody came to, in whole units. */
export const noShowShare = (booking: { units: number; no_show_bp: number }): number =>
  proportion(booking.units, booking.no_show_bp, 10_000)

/**
 * The share that holds for a booking of so many units: one that is less than a whole unit cannot be charged, so the
 * booking says from the start that it costs nothing (the contract: 不足一次的不扣).
 */
export const chargeableBp = (units: number, no_show_bp: number): number =>
  noShowShare({ units, no_show_bp }) > 0 ? no_show_bp : 0

/** A holder who cancels in time pays nothing; later it is as if nobody came. */
export const cancelUnits = (
  booking: Booking & { no_show_bp: number; free_cancel_until: Instant | null },
  now: Instant,
): number => (now <= (booking.free_cancel_until ?? now) ? 0 : noShowShare(booking))
