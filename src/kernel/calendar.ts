import { HOLIDAY_YEARS } from './calendar-data'
import { insist } from './refusals'
import { daysBetween, type LocalDate, plusDays } from './time'

/** The statutory holidays that fall on the same days every year (全国年节及纪念日放假办法 §2, as of 2025). */
const FIXED = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']
const HORIZON_DAYS = 400

/** The last day that a notice of the State Council covers; later days are counted by the law alone. */
export const covered_to: LocalDate = `${Math.max(...HOLIDAY_YEARS.map(({ year }) => year))}-12-31`

const WARN_DAYS = 60
/** Whether the known holidays end within sixty days of `today`: longer than any period counted in working days. */
export const endsSoon = (today: LocalDate): boolean => daysBetween(today, covered_to) < WARN_DAYS

/**
 * Whether a day is worked in China. Announced years follow the State Council's notice, weekend days that are
 * worked instead included. Beyond `covered_to` the year's notice is not known yet: Monday to Friday count, less
 * the statutory holidays of fixed date. 春节, 清明, 端午 and 中秋 move with the moon and the sun and are then
 * counted as worked, so a deadline that reaches there may end earlier than the notice would have it. A year's
 * notice comes out in November of the year before: it is to be added then, weeks before a period reaches it.
 */
export function isWorkday(on: LocalDate): boolean {
  const year = HOLIDAY_YEARS.find((one) => one.year === Number(on.slice(0, 4)))
  if (!year) return isWeekday(on) && !FIXED.includes(on.slice(5))
  if (year.worked.includes(on)) return true
  return isWeekday(on) && !year.off.some(([first, last]) => first <= on && on <= last)
}

/** The day on which `days` working days are over, counted from the day after `on` (民法典 §201). */
export function plusWorkdays(on: LocalDate, days: number): LocalDate {
  let left = days
  let day = on
  for (let n = 0; left > 0; n++) {
    insist(n < HORIZON_DAYS, 'a period of working days ends within a year')
    day = plusDays(day, 1)
    if (isWorkday(day)) left -= 1
  }
  return day
}

/** A period that ends on a day off ends on the next working day (民法典 §203). */
export const nextWorkday = (on: LocalDate): LocalDate => (isWorkday(on) ? on : plusWorkdays(on, 1))

const isWeekday = (on: LocalDate): boolean => {
  const day = new Date(`${on}T00:00:00.000Z`).getUTCDay()
  return day !== 0 && day !== 6
}
