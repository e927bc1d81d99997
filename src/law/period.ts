import { daysBetween, type LocalDate, localDate, plusDays } from '../kernel/time'
import { isDisputed, type Lot, type LotUse, lotUse, oldestFirst } from './lots'

/** Days that do not count on a period card: paused by its holder (停卡), or not served by the shop. */
export type DaysOff = { from_on: LocalDate; to_on: LocalDate | null }

/**
 * The first and last usable day of each period lot, with days off left out (法释〔2025〕4号 §22: by days). A lot's
 * days begin when the one before it has had all of its own, so a pause moves everything behind it. `ends_on` is
 * null while an open pause or stop keeps the end unknown. A refunded lot keeps its dates and delays nobody.
 */
export function scheduled<L extends Lot>(lots: readonly L[], days_off: readonly DaysOff[]): L[] {
  if (days_off.length === 0) return [...lots]
  const dates = new Map<string, Pick<Lot, 'starts_on' | 'ends_on'>>()
  let free_from: LocalDate | null = '0000-01-01'
  for (const lot of oldestFirst(lots).filter((one) => one.refund_id === null)) {
    if (free_from === null) {
      dates.set(lot.id, { starts_on: UNKNOWN, ends_on: null })
      continue
    }
    const starts_on: LocalDate = latest(free_from, lot.starts_on)
    const ends_on: LocalDate | null = lastDayOf(starts_on, lot.face_units, days_off)
    dates.set(lot.id, { starts_on, ends_on })
    free_from = ends_on && plusDays(ends_on, 1)
  }
  return lots.map((lot) => ({ ...lot, ...dates.get(lot.id) }))
}
/** The same for one term alone. */
export function scheduledTerm(
  term: { starts_on: LocalDate; ends_on: LocalDate | null; face_units: number },
  days_off: readonly DaysOff[],
): { starts_on: LocalDate; ends_on: LocalDate | null } {
  const { starts_on, ends_on, face_units } = term
  if (days_off.length === 0) return { starts_on, ends_on }
  return { starts_on, ends_on: lastDayOf(starts_on, face_units, days_off) }
}
/** A lot whose turn comes after an end that nobody knows yet has not begun on any day. */
const UNKNOWN: LocalDate = '9999-12-31'

function lastDayOf(
  starts_on: LocalDate,
  days: number,
  days_off: readonly DaysOff[],
): LocalDate | null {
  let [on, left] = [starts_on, days]
  for (const { from_on, to_on } of byBeginning(days_off)) {
    if (to_on !== null && to_on < on) continue
    const served = Math.max(daysBetween(on, from_on), 0)
    if (left <= served) break
    if (to_on === null) return null
    left -= served
    on = plusDays(to_on, 1)
  }
  return plusDays(on, left - 1)
}
const byBeginning = (days_off: readonly DaysOff[]): DaysOff[] =>
  [...days_off].sort((a, b) => (a.from_on < b.from_on ? -1 : 1))

export const isOff = (on: LocalDate, days_off: readonly DaysOff[]): boolean =>
  days_off.some(({ from_on, to_on }) => from_on <= on && (to_on === null || on <= to_on))

/** Days of a scheduled lot that are wholly over before this day, at most its term (法释〔2025〕4号 §22). */
export function earnedDays(
  lot: Pick<Lot, 'starts_on' | 'face_units'>,
  on: LocalDate,
  days_off: readonly DaysOff[] = [],
): number {
  const passed = daysBetween(lot.starts_on, on) - daysOffBetween(lot.starts_on, on, days_off)
  return Math.min(Math.max(passed, 0), lot.face_units)
}

/** How many days from `from` to the day before `until` are off; overlapping reasons count once. */
function daysOffBetween(from: LocalDate, until: LocalDate, days_off: readonly DaysOff[]): number {
  let count = 0
  let counted_to = from
  for (const { from_on, to_on } of byBeginning(days_off)) {
    const begins = from_on > counted_to ? from_on : counted_to
    const ends = to_on === null || to_on >= until ? until : plusDays(to_on, 1)
    if (begins >= ends) continue
    count += daysBetween(begins, ends)
    counted_to = ends
  }
  return count
}

/**
 * The days a period card's shop has earned since the last time, lot by lot (scheduled lots). Nothing moves while
 * a lot can still be returned in its cooling-off time (the days are caught up after it), nor once it was refunded.
 */
export function earnDays(
  lots: readonly Lot[],
  on: LocalDate,
  days_off: readonly DaysOff[] = [],
): LotUse[] {
  return oldestFirst(lots)
    .filter((lot) => isOpen(lot) && localDate(lot.cool_off_ends_at) <= on)
    .filter((lot) => earnedDays(lot, on, days_off) > lot.used_units)
    .map((lot) => lotUse(lot, earnedDays(lot, on, days_off) - lot.used_units))
}

/**
 * The next day on which there may be something to earn, or null when all is earned. While an open pause keeps
 * it unknown it is tomorrow: being asked too early does no harm.
 */
export function nextEarnOn(
  lots: readonly Lot[],
  today: LocalDate,
  days_off: readonly DaysOff[],
): LocalDate | null {
  const open = lots.filter((lot) => isOpen(lot) && lot.used_units < lot.face_units)
  if (open.length === 0) return null
  const tomorrow = plusDays(today, 1)
  const begins = open
    .filter((lot) => lot.starts_on !== UNKNOWN)
    .map((lot) => latest(plusDays(lot.starts_on, 1), localDate(lot.cool_off_ends_at)))
  const soonest = latest(tomorrow, begins.sort()[0] ?? tomorrow)
  if (earnDays(lots, soonest, days_off).length > 0) return soonest
  const off = days_off.find(({ from_on, to_on }) => from_on < soonest && (to_on ?? '') >= soonest)
  return off?.to_on ? plusDays(off.to_on, 2) : soonest
}
const isOpen = (lot: Lot): boolean => lot.refund_id === null && !isDisputed(lot)
const latest = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b)

/**
 * First and last usable day of a new lot; the day of payment is day one (the contract says so, 民法典
 * §204). A period card bought early begins when the running one ends (scheduled lots; after an open pause the
 * schedule moves it on).
 */
export function lotDates(request: {
  kind: 'stored_value' | 'count' | 'period'
  lots: readonly Lot[]
  valid_days: number | null
  bought_on: LocalDate
}): { starts_on: LocalDate; ends_on: LocalDate | null } {
  const { kind, lots, valid_days, bought_on } = request
  const free_from = lots
    .filter((lot) => kind === 'period' && lot.refund_id === null)
    .map((lot) => (lot.ends_on === null ? bought_on : plusDays(lot.ends_on, 1)))
  const starts_on = [bought_on, ...free_from].sort().at(-1) ?? bought_on
  return { starts_on, ends_on: valid_days === null ? null : plusDays(starts_on, valid_days - 1) }
}
