import { daysBetween, type LocalDate, plusDays } from '../kernel/time'

export type Measured = { day: LocalDate; bytes: number; limit_bytes: number }
/** How full it is, and when it will be: nothing of it is known before it was measured. */
export type Outlook = {
  /** Millions of bytes, rounded up, and those of the limit. */
  size_mb: number
  limit_mb: number
  /** Of the limit, in ten thousandths, rounded down. */
  used_bp: number
  /** On average since the first measurement that counts; null before there are two. */
  bytes_a_day: number | null
  /** The day on which it is full when it goes on growing so; null where it does not grow. */
  full_on: LocalDate | null
  days_left: number | null
  /** Somebody must do something about it now. */
  is_filling: boolean
}

/** What it grows by is taken from so many days. */
export const GROWTH_DAYS = 30
/** Seven tenths full, or full within two months: time enough to move history out, or shops. */
const FILLING_BP = 7_000
const FILLING_DAYS = 60
const MEGA = 1_000_000
/** Farther away than ten years is not said. */
const FAR_DAYS = 3_650

/**
 * From what was measured within GROWTH_DAYS, oldest first; the last is how it is now. Null: nothing was measured.
 */
export function outlookFrom(measured: readonly Measured[]): Outlook | null {
  const [first] = measured
  const last = measured.at(-1)
  if (!first || !last) return null
  const { bytes, limit_bytes, day } = last
  const days = daysBetween(first.day, day)
  const bytes_a_day = days > 0 ? Math.floor((bytes - first.bytes) / days) : null
  const left = Math.max(limit_bytes - bytes, 0)
  const days_left = bytes_a_day !== null && bytes_a_day > 0 ? Math.floor(left / bytes_a_day) : null
  const is_near = days_left !== null && days_left <= FAR_DAYS
  const used_bp = Math.floor((bytes * 10_000) / limit_bytes)
  return {
    size_mb: Math.ceil(bytes / MEGA),
    limit_mb: Math.floor(limit_bytes / MEGA),
    used_bp,
    bytes_a_day,
    full_on: is_near ? plusDays(day, days_left) : null,
    days_left: is_near ? days_left : null,
    is_filling: used_bp >= FILLING_BP || (days_left !== null && days_left < FILLING_DAYS),
  }
}
