import { nextWorkday } from './calendar'
import { CITY_TABLES, type City, type CityTable } from './city'
import { daysBetween, type LocalDate, plusDays } from './time'

/**
 * How many days before a table runs out somebody is told. Sixty is longer than any period counted in working days; the
 * next LPR does not exist before its own day, so its warning begins five days before.
 */
export const LEAD_DAYS = { holidays: 60, lpr_1y: 5, deposit_1y: 60 } as const
const ANNOUNCED_ON_DAY = 20
const LOOKED_AGAIN_AFTER_DAYS = 365

/**
 * The last day for which a table is known; null where a row stands until another one comes. Holidays end with the last
 * announced year; an LPR stands until the next one is announced, on the 20th of the next month or the working day after;
 * the deposit benchmark has no calendar of its own, so somebody confirms it once a year.
 */
export function coveredTo(city: City, table: CityTable): LocalDate | null {
  if (table === 'holidays') return city.calendar.covered_to
  if (table === 'lpr_1y') {
    const month = nextMonth(lastKnown(city, table))
    return plusDays(nextWorkday(city.calendar, `${month}-${ANNOUNCED_ON_DAY}`), -1)
  }
  return table === 'deposit_1y' ? plusDays(lastKnown(city, table), LOOKED_AGAIN_AFTER_DAYS) : null
}

function lastKnown(city: City, table: 'lpr_1y' | 'deposit_1y'): LocalDate {
  const last = city.tables[table].get(table)?.at(-1)?.from_on ?? ''
  const looked_up_to = city.looked_up_to[table]
  return last > looked_up_to ? last : looked_up_to
}
function nextMonth(on: LocalDate): string {
  const months = Number(on.slice(0, 4)) * 12 + Number(on.slice(5, 7))
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}

export type RunningOut = { table: CityTable; covered_to: LocalDate; days_left: number }
/** The tables that end soon or have ended, the most urgent first. `days_left` is below 0 once a table has ended. */
export const runningOut = (city: City, today: LocalDate): RunningOut[] =>
  CITY_TABLES.flatMap((table) => {
    const covered_to = coveredTo(city, table)
    if (covered_to === null) return []
    const days_left = daysBetween(today, covered_to)
    const lead_days = LEAD_DAYS[table as keyof typeof LEAD_DAYS]
    return days_left < lead_days ? [{ table, covered_to, days_left }] : []
  }).sort((a, b) => a.days_left - b.days_left)
