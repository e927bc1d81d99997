import { insist } from './refusals'
import { type LocalDate, plusDays } from './time'

/** One year's holidays as the State Council announced them: days off, and weekend days that are worked instead. */
export type HolidayYear = {
  off: readonly (readonly [first: LocalDate, last: LocalDate])[]
  worked: readonly LocalDate[]
}
/** The working days of a city, as far as they are known. */
export type Calendar = {
  years: ReadonlyMap<string, HolidayYear>
  /** The last day that a notice of the State Council covers; later days are counted by the law alone. */
  covered_to: LocalDate
}

/** The statutory holidays that fall on the same days every year (全国年节及纪念日放假办法 §2, as of 2025). */
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
const HORIZON_DAYS = 400
const BEFORE_ANY: LocalDate = '2024-12-31'

/** Years without a gap are covered to the end of the last of them; what lies after a gap is used, but covers nothing. */
export function calendarFrom(years: ReadonlyMap<string, HolidayYear>): Calendar {
  const known = [...years.keys()].sort()
  let last = Number(known[0] ?? Number.NaN)
  while (years.has(String(last + 1))) last += 1
  return { years, covered_to: known.length === 0 ? BEFORE_ANY : `${last}-12-31` }
}

/**
 * Whether a day is worked. Announced years follow the State Council's notice, weekend days that are worked instead
 * included. Where no notice is known, Monday to Friday count, less the statutory holidays of fixed date: 春节, 清明,
 * 端午 and 中秋 move with the moon and the sun and are then counted as worked.
 */
export function isWorkday({ years }: Calendar, on: LocalDate): boolean {
  const year = years.get(on.slice(0, 4))
  if (!year) return isWeekday(on) && !FIXED.includes(on.slice(5))
  if (year.worked.includes(on)) return true
  return isWeekday(on) && !year.off.some(([first, last]) => first <= on && on <= last)
}

/** The day on which `days` working days are over, counted from the day after `on` (民法典 §201). */
export function plusWorkdays(calendar: Calendar, on: LocalDate, days: number): LocalDate {
  let left = days
  let day = on
  for (let n = 0; left > 0; n++) {
    insist(n < HORIZON_DAYS, 'a period of working days ends within a year')
    day = plusDays(day, 1)
    if (isWorkday(calendar, day)) left -= 1
  }
  return day
}

/** A period that ends on a day off ends on the next working day (民法典 §203). */
export const nextWorkday = (calendar: Calendar, on: LocalDate): LocalDate =>
  isWorkday(calendar, on) ? on : plusWorkdays(calendar, on, 1)

/** The end of a period of working days, and how far the calendar reached where it ends beyond; null: all was known. */
export type CountedDay = { last_day: LocalDate; provisional_after: LocalDate | null }
export function countWorkdays(calendar: Calendar, on: LocalDate, days: number): CountedDay {
  const last_day = plusWorkdays(calendar, on, days)
  return { last_day, provisional_after: provisionalAfter(calendar, last_day) }
}
const provisionalAfter = (calendar: Calendar, last_day: LocalDate): LocalDate | null =>
  isProvisional(calendar, last_day) ? calendar.covered_to : null

/**
 * Whether a last day counted in working days is provisional: it lies beyond what any notice covers, so the year's
 * notice may still move it. Whoever shows such a day says so; whoever acts on it asks first whom that would hurt.
 */
export const isProvisional = ({ covered_to }: Calendar, last_day: LocalDate): boolean =>
  last_day > covered_to

const isWeekday = (on: LocalDate): boolean => {
  const day = new Date(`${on}T00:00:00.000Z`).getUTCDay()
  return day !== 0 && day !== 6
}
