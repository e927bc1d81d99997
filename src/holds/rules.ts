import { plusWorkdays } from '../kernel/calendar'
import { proportion } from '../kernel/money'
import { type RefusalCode, refuse } from '../kernel/refusals'
import {
  DAY_MS,
  HOUR_MS,
  type Instant,
  localDate,
  MINUTE_MS,
  plusDays,
  plusMs,
  startOfDay,
} from '../kernel/time'

export type HoldKind = 'claim' | 'booking'
export type HoldStatus = 'held' | 'contested' | 'captured' | 'voided' | 'expired'
export type HoldAction =
  | 'confirm' // the holder agrees to a claim, or takes an objection back
  | 'contest' // the holder objects to a claim
  | 'capture' // the shop takes what a booking was for
  | 'void_by_shop'
  | 'void_by_holder'
  | 'no_show' // the shop says that nobody came
  | 'decide' // an official settles a contested claim
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
export const TABLE: Record<HoldKind, Record<HoldStatus, Record<HoldAction, Verdict>>> = {
  claim: {
    held: {
      ...over(booking_only),
      confirm: 'ok',
      contest: 'ok',
      void_by_shop: 'ok',
      silence: 'ok',
      decide: 'hold_not_contested',
    },
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
    },
    contested: over(claim_only),
    captured: over('hold_already_captured'),
    voided: over('hold_already_voided'),
    expired: over('hold_expired'),
  },
}

/** Refuses what the table refuses. */
export function mayDo(hold: { kind: HoldKind; status: HoldStatus }, action: HoldAction): void {
  const verdict = TABLE[hold.kind][hold.status][action]
  if (verdict !== 'ok') refuse(verdict)
}

/**
 * When silence becomes consent, by the amount at list price (the contract's article 没有扫码的扣款): 24 hours up to 100
 * yuan, 3 days up to 1,000, the end of the 15th working day above.
 */
export function silenceEndsAt(list_value_fen: number, from: Instant): Instant {
  if (list_value_fen <= 10_000) return plusMs(from, DAY_MS)
  if (list_value_fen <= 100_000) return plusMs(from, 3 * DAY_MS)
  return startOfDay(plusDays(plusWorkdays(localDate(from), 15), 1))
}

export const CARD_CLAIM_LIMITS = { open: 3, a_day: 3 } as const
/**
 * What a shop may start by itself a day, without the customer's code: as dated data. It follows the shop's usual
 * business, so that a burst before a closure runs into it; 30 days of business count.
 */
export const CLAIM_LIMITS = {
  in_force_from: '2026-01-01',
  source: 'platform',
  count_min: 20,
  fen_min: 200_000,
  usual_times: 2,
  days: 30,
} as const

export type Usual = { uses_count: number; released_fen: number }
/** The ceiling of a day from the last 30 days' uses and releases. */
export function claimCeiling(usual: Usual): { count_max: number; fen_max: number } {
  const { count_min, fen_min, usual_times, days } = CLAIM_LIMITS
  const daily = (sum: number) => proportion(usual_times, Math.max(sum, 0), days)
  return {
    count_max: Math.max(count_min, daily(usual.uses_count)),
    fen_max: Math.max(fen_min, daily(usual.released_fen)),
  }
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

type Booking = { starts_at: Instant | null; expires_at: Instant | null; units: number }
/** Captures are made from two hours before to a day after the hour. Refuses booking_not_started, hold_expired, capture_exceeds_hold. */
export function decideCapture(booking: Booking, units: number, now: Instant): void {
  if (plusMs(booking.starts_at ?? now, -CAPTURE_EARLY_MS) > now) refuse('booking_not_started')
  if ((booking.expires_at ?? '') <= now) refuse('hold_expired')
  if (units > booking.units) refuse('capture_exceeds_hold')
}

/** What the shop keeps when nobody came, by the contract's share, rounded down; nothing where it says nothing. */
export function noShowUnits(booking: Booking & { no_show_bp: number }, now: Instant): number {
  if (plusMs(booking.starts_at ?? now, NO_SHOW_AFTER_MS) > now) refuse('booking_not_started')
  if ((booking.expires_at ?? '') <= now) refuse('hold_expired')
  return proportion(booking.units, booking.no_show_bp, 10_000)
}

/** A holder who cancels in time pays nothing; later it is as if nobody came. */
export const cancelUnits = (
  booking: Booking & { no_show_bp: number; free_cancel_until: Instant | null },
  now: Instant,
): number =>
  now <= (booking.free_cancel_until ?? now)
    ? 0
    : proportion(booking.units, booking.no_show_bp, 10_000)
