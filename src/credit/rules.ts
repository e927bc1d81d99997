import { daysBetween, type LocalDate, plusDays } from '../kernel/time'
import { LEVELS, type Level } from '../levels/rules'
import { BASE_SCORE, INDICATORS, type Indicator } from './indicators'

/** One thing that happened, as it counts; `figure` in the indicator's own unit. */
export type Mark = { id: string; indicator: string; day: LocalDate; figure: number; source: string }
/** What a line of a score says: the figure, its weight now and what it gives; hundredths of a point. */
export type Line = {
  indicator: string
  figure: number
  points: number
  is_capped: boolean
  marks: { id: string; day: LocalDate; figure: number; points: number; source: string }[]
}
export type Score = { score: number; level: Level; lines: Line[] }
const WHOLE = 100
/** Of a line so many marks are named, the newest; all of them count. */
const MARKS_NAMED = 12
const FROM: readonly (readonly [min: number, level: Level])[] = [
  [900, 'AAA'],
  [800, 'AA'],
  [650, 'A'],
  [550, 'B'],
  [400, 'C'],
  [0, 'D'],
]
export const levelFor = (score: number): Level => FROM.find(([min]) => score >= min)?.[1] ?? 'D'

/**
 * What is left of `points` after so many days: half after each half-life, on a straight line in between, in whole hundredths,
 * rounded towards nothing. No power is taken, so that every engine counts the same.
 */
export function decayed(points: number, age_days: number, half_life_days: number): number {
  const age = Math.max(0, age_days)
  const halvings = Math.floor(age / half_life_days)
  if (halvings > 30) return 0
  const rest = age % half_life_days
  return Math.floor((points * (2 * half_life_days - rest)) / (2 * half_life_days * 2 ** halvings))
}

/** What the next `figure` counts, in per cents of ones, after `before` have been counted. */
export function tapered(before: number, figure: number, taper: Indicator['taper']): number {
  let [at, left, sum] = [before, figure, 0]
  for (const { upto, percent } of taper) {
    const taken = Math.min(left, Math.max(0, upto - at))
    sum += taken * percent
    at += taken
    left -= taken
    if (left === 0) break
  }
  return sum
}

/** The line of one indicator: the newest mark first, so that what is old is what counts least. */
export function lineOf(indicator: Indicator, marks: readonly Mark[], today: LocalDate): Line {
  const newest = [...marks].sort((a, b) =>
    a.day < b.day ? 1 : a.day > b.day ? -1 : a.id < b.id ? -1 : 1,
  )
  let before = 0
  const counted = newest.map(({ id, day, figure, source }) => {
    const whole = Math.floor((indicator.points * tapered(before, figure, indicator.taper)) / WHOLE)
    before += figure
    const points = decayed(whole, daysBetween(day, today), indicator.half_life_days)
    return { id, day, figure, points: indicator.sign * points, source }
  })
  const sum = counted.reduce((all, { points }) => all + Math.abs(points), 0)
  return {
    indicator: indicator.code,
    figure: before,
    points: indicator.sign * Math.min(sum, indicator.cap),
    is_capped: sum > indicator.cap,
    marks: counted.slice(0, MARKS_NAMED),
  }
}

/** A shop's score as of a day: the base and its lines, between 0 and 1,000; what counts most first. */
export function scoreOf(marks: readonly Mark[], today: LocalDate): Score {
  const lines = INDICATORS.map((indicator) =>
    lineOf(
      indicator,
      marks.filter((mark) => mark.indicator === indicator.code),
      today,
    ),
  )
    .filter(({ points }) => points !== 0)
    .sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
  const points = lines.reduce((all, line) => all + line.points, 0)
  const score = Math.min(1_000, Math.max(0, BASE_SCORE + Math.trunc(points / WHOLE)))
  return { score, level: levelFor(score), lines }
}

/** A score is looked at again after so many days, although nothing was marked: marks fade. */
const REVIEW_DAYS = 30
export const reviewOn = (today: LocalDate, answers_due: readonly LocalDate[]): LocalDate =>
  [plusDays(today, REVIEW_DAYS), ...answers_due.filter((day) => day > today)].sort()[0] ?? today

const rank = (level: Level) => LEVELS.indexOf(level)
/**
 * Whether a night lowers the shop's level: its score fell to another level than it was when somebody last looked, and that is
 * below where the shop stands. What two people decided stands until then; a night never raises.
 */
export const isLowered = (of: { before: Level | null; now: Level; stands: Level }): boolean =>
  rank(of.now) < rank(of.before ?? 'A') && rank(of.now) < rank(of.stands)
/** The level that the score would allow where it is more than the shop has: two people may raise it. */
export const mayRiseTo = (score: Level, stands: Level): Level | null =>
  rank(score) > rank(stands) ? score : null
