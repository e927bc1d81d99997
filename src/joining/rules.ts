import { type Calendar, isWorkday } from '../kernel/calendar'
import { refuse } from '../kernel/refusals'
import { type LocalDate, plusDays } from '../kernel/time'

const DAYS_SHOWN = 10
const DAYS_AHEAD_MAX = 45
/** As many a day as people can call back; the table holds it again. */
export const JOIN_REQUESTS_A_DAY = 100

/** The next ten working days after today: on these somebody is at the desk. */
export function openDays(calendar: Calendar, today: LocalDate): LocalDate[] {
  return Array.from({ length: DAYS_AHEAD_MAX }, (_, n) => plusDays(today, n + 1))
    .filter((day) => isWorkday(calendar, day))
    .slice(0, DAYS_SHOWN)
}

/** Refuses, in this order: `join_request_day_not_open`, `join_request_waits_already`, `join_requests_used_up`. */
export function mayAsk(of: {
  wished_on: LocalDate
  open_days: readonly LocalDate[]
  waiting: number
  asked_today: number
}): void {
  if (!of.open_days.includes(of.wished_on)) refuse('join_request_day_not_open')
  if (of.waiting > 0) refuse('join_request_waits_already')
  if (of.asked_today >= JOIN_REQUESTS_A_DAY) refuse('join_requests_used_up')
}
