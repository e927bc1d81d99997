import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import { FACT_EVENTS, type FactEvent } from '../warning/facts'

/** A day of a shop as the dossier reads it. */
export type DossierDay = {
  day: LocalDate
  sold_fen: number
  bonus_fen: number
  uses: number
  refund_requests: number
  complaints: number
  events: string
}
type Level = 1 | 2 | 3 | 4 | 5
export type LevelChange = { day: LocalDate; level: Level }

/** What of a week is drawn; a bonus as basis points of what was paid. */
export const LANES = ['sold_fen', 'uses', 'bonus_bp', 'refund_requests', 'complaints'] as const
type Lane = (typeof LANES)[number]
type Week = { from_on: LocalDate } & Record<Lane, number>

const WEEK = 7
const WHOLE_BP = 10_000
/** The weeks of a span, each whole, the last one ending with `last`; weeks without a row are weeks of nothing. */
export function weeksIn(days: readonly DossierDay[], last: LocalDate, count: number): Week[] {
  const first = plusDays(last, 1 - count * WEEK)
  const sums = Array.from({ length: count }, (_, n) => ({
    ...{ from_on: plusDays(first, n * WEEK), sold_fen: 0, bonus_fen: 0, uses: 0 },
    ...{ refund_requests: 0, complaints: 0 },
  }))
  for (const day of days) {
    const sum = sums[Math.floor(daysBetween(first, day.day) / WEEK)]
    if (!sum) continue
    sum.sold_fen += day.sold_fen
    sum.bonus_fen += day.bonus_fen
    sum.uses += Math.max(day.uses, 0)
    sum.refund_requests += day.refund_requests
    sum.complaints += day.complaints
  }
  return sums.map(({ bonus_fen, ...week }) => ({
    ...week,
    bonus_bp: week.sold_fen === 0 ? 0 : Math.floor((bonus_fen * WHOLE_BP) / week.sold_fen),
  }))
}

/** Weeks before the last four, at most eight: what they were on the average is this shop’s own usual. */
const USUAL_WEEKS = 8
const NOW_WEEKS = 4
export function usualWeek(weeks: readonly Week[], lane: Lane): number | null {
  const before = weeks.slice(0, -NOW_WEEKS).slice(-USUAL_WEEKS)
  if (before.length < USUAL_WEEKS) return null
  const sum = before.reduce((total, week) => total + week[lane], 0)
  return Math.floor((sum * 2 + before.length) / (2 * before.length))
}

type Happened = { day: LocalDate; event: FactEvent }
/** The single events of the span, in their order. */
export const eventsIn = (days: readonly DossierDay[]): Happened[] =>
  days.flatMap(({ day, events }) =>
    (JSON.parse(events) as string[])
      .filter((event): event is FactEvent => (FACT_EVENTS as readonly string[]).includes(event))
      .map((event) => ({ day, event })),
  )

type Stood = { from_on: LocalDate; to_on: LocalDate; level: Level }
/** On which level the shop stood from when to when within the span; before the first change it stood on the lowest. */
export function levelsIn(
  changes: readonly LevelChange[],
  { first, last }: { first: LocalDate; last: LocalDate },
): Stood[] {
  const before = changes.findLast(({ day }) => day <= first)?.level ?? 1
  const within = changes.filter(({ day }) => day > first && day <= last)
  const marks = [{ day: first, level: before }, ...within]
  return marks.map(({ day, level }, n) => {
    const next = marks[n + 1]
    return { from_on: day, to_on: next ? plusDays(next.day, -1) : last, level }
  })
}

const ALARM_FROM = 4
/** The day since which the shop stands at an alarm; null while it does not. */
export function alarmSince(changes: readonly LevelChange[]): LocalDate | null {
  let since: LocalDate | null = null
  for (const { day, level } of changes) {
    if (level < ALARM_FROM) since = null
    else since ??= day
  }
  return since
}

/** In which week of the span a day lies, counted from 0; days before it lie in the first. */
export const weekAt = (first: LocalDate, day: LocalDate): number =>
  Math.max(0, Math.floor(daysBetween(first, day) / WEEK))
/** The weeks in which a month begins, by `2026-03`. */
export function monthsIn(weeks: readonly Week[]): { week: number; month: string }[] {
  return weeks.flatMap(({ from_on }, week) => {
    const month = from_on.slice(0, 7)
    return week > 0 && weeks[week - 1]?.from_on.slice(0, 7) === month ? [] : [{ week, month }]
  })
}
