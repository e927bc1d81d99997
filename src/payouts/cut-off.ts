import { HOURS } from '../kernel/declare'
import { insist } from '../kernel/refusals'
import {
  DAY_MS,
  dayStart,
  type Instant,
  localDate,
  MINUTE_MS,
  plusDays,
  plusMs,
} from '../kernel/time'

/** Minutes of the day in Asia/Shanghai. */
const at = (hour: number, minute: number) => hour * 60 + minute
type RunTime = {
  /** Uses confirmed before this minute are carried by this run at the latest. */
  cut_off_min: number
  runs_at_min: number
}
type PayoutCalendar = {
  in_force_from: string
  source: string
  runs: readonly RunTime[]
  /** How long the bank's around-the-clock payment takes, as told to shops. */
  arrives_after_min: number
}

/** When shops are paid, as data with a date; the newest that is in force counts. Every day, holidays too. */
export const PAYOUT_CALENDARS: readonly PayoutCalendar[] = [
  {
    in_force_from: '2026-01-01',
    source: 'platform',
    runs: [
      { cut_off_min: at(16, 0), runs_at_min: at(16, 5) },
      { cut_off_min: at(22, 0), runs_at_min: at(22, 5) },
    ],
    arrives_after_min: 10,
  },
]
/** The same hours for the clock's jobs, in UTC. */
export const PAYOUT_CRONS = [HOURS.afternoon.cron, HOURS.evening.cron] as const

export type Expected = { run_at: Instant; arrives_at: Instant }

/** The run that carries a use at the latest: the same day's when it was confirmed before a cut-off. */
export function runFor(confirmed_at: Instant): Expected {
  return firstRun(confirmed_at, ({ cut_off_min }) => cut_off_min)
}

/** The next run for something that waits at `now`: what it was promised, or when that has passed, the next. */
export function nextRunFor(confirmed_at: Instant, now: Instant): Expected {
  const promised = runFor(confirmed_at)
  return promised.run_at >= now ? promised : firstRun(now, ({ runs_at_min }) => runs_at_min + 1)
}

export const payoutArrival = (sent_at: Instant): Instant =>
  plusMs(sent_at, calendarOn(localDate(sent_at)).arrives_after_min * MINUTE_MS)

function firstRun(moment: Instant, boundary: (run: RunTime) => number): Expected {
  const today = localDate(moment)
  for (const day of [today, plusDays(today, 1)]) {
    const calendar = calendarOn(day)
    const run = calendar.runs.find((one) => minuteOf(day, boundary(one)) > moment)
    if (!run) continue
    const run_at = minuteOf(day, run.runs_at_min)
    return { run_at, arrives_at: plusMs(run_at, calendar.arrives_after_min * MINUTE_MS) }
  }
  return insist(false, 'every day has a run') as never
}

const minuteOf = (day: string, minute: number): Instant => plusMs(dayStart(day), minute * MINUTE_MS)

function calendarOn(day: string): PayoutCalendar {
  const found = PAYOUT_CALENDARS.filter(({ in_force_from }) => in_force_from <= day).at(-1)
  insist(found, `no payout calendar is in force on ${day}`)
  return found
}

/** Returned money is looked for on these days after a payment, by when banks send it back. */
export const RETURN_CHECKS_MS = [DAY_MS + 60 * MINUTE_MS, 3 * DAY_MS + 60 * MINUTE_MS]
