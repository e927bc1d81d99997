import { countWorkdays } from '../kernel/calendar'
import type { City } from '../kernel/city'
import { valueOn } from '../kernel/city'
import { insist } from '../kernel/refusals'
import { daysBetween, type LocalDate } from '../kernel/time'
import type { Matter, SignalKind } from '../supervision/rules'

/** What the bank and the operator look into: never a reason to send somebody to a shop. */
export const BANK_KINDS = [
  'coverage_unexplained',
  'coverage_short',
  'break_overdue',
  'payout_rejected',
] as const satisfies readonly SignalKind[]

export type Level = 2 | 3 | 4 | 5
/** From this level on a case is opened; what is less is only told within one. */
export const OPENS_FROM = 3
/** From this level on nobody closes a case as handled or as nothing without having been there. */
const VISIT_FROM = 4
/** A case falls after so many days with less the matter, and ends by itself after so many with nothing. */
const FALLS_AFTER = 7
const FADES_AFTER = 14
/** What was gone for so many days before it came back is a new reason. */
const FORGOTTEN_AFTER = 7

/** One thing that is the matter, as a case keeps it. */
export type Reason = Matter & { level: Level }

/** Reasons of one kind at different strengths are one group: a warning that goes from orange to red got worse. */
const GROUPS: Partial<Record<SignalKind, string>> = {
  warning_red: 'warning',
  warning_alarm: 'warning',
  warning_watch: 'warning',
  licence_ended: 'licence',
  licence_ending: 'licence',
  lease_ended: 'lease',
  lease_ending: 'lease',
  grade_d: 'grade',
  grade_c: 'grade',
  incident_reported: 'ending',
  incident_refunding: 'ending',
  closure_announced: 'ending',
  closure_refunding: 'ending',
  refunds_arriving: 'ending',
  refund_shortfall: 'ending',
}
const groupOf = (kind: SignalKind): string => GROUPS[kind] ?? kind

/** The level at which each group was known, the last day on which it stood there, and the last on which it was there at all. */
export type Known = Record<string, { level: Level; level_on: LocalDate; seen_on: LocalDate }>

export const highestLevel = (reasons: readonly Pick<Reason, 'level'>[]): Level | null =>
  reasons.length === 0 ? null : (Math.max(...reasons.map(({ level }) => level)) as Level)

/** What is known after today’s look: what is gone for a week is forgotten, what is less for a week counts as less. */
export function knownAfter(known: Known, reasons: readonly Reason[], today: LocalDate): Known {
  const kept = Object.entries(known).filter(
    ([, { seen_on }]) => daysBetween(seen_on, today) < FORGOTTEN_AFTER,
  )
  const after: Known = Object.fromEntries(kept)
  for (const { kind, level } of reasons) {
    const group = groupOf(kind)
    const was = after[group]
    const is_higher = was && was.level > level && daysBetween(was.level_on, today) < FORGOTTEN_AFTER
    after[group] = is_higher
      ? { ...was, seen_on: today }
      : { level, level_on: today, seen_on: today }
  }
  return after
}

/** Whether something opens a case again: a group that was not there when it was closed, or that is stronger than then. */
export function isWorse(
  closed: { known: Known; outcome: Outcome },
  reasons: readonly Reason[],
  today: LocalDate,
): boolean {
  return reasons.some(({ kind, level }) => {
    if (level < OPENS_FROM) return false
    const group = groupOf(kind)
    // Money that had arrived and came back is work again; what else is said of a shop that is gone is not.
    if (closed.outcome === 'shop_ended' && kind === 'refunds_arriving') return true
    if (closed.outcome === 'shop_ended' && group !== 'ending') return false
    const known = closed.known[group]
    if (!known || daysBetween(known.seen_on, today) >= FORGOTTEN_AFTER) return true
    return level > known.level
  })
}

export const OUTCOMES = ['handled', 'false_alarm', 'referred', 'shop_ended', 'faded'] as const
export type Outcome = (typeof OUTCOMES)[number]
/** What a person may say; `faded` is the clock’s alone. */
export const CLOSING_OUTCOMES = ['handled', 'false_alarm', 'referred', 'shop_ended'] as const

type Open = { level: Level; calm_since: LocalDate | null }
type Step =
  | { is: 'kept'; level: Level; calm_since: LocalDate | null }
  | { is: 'closed'; outcome: 'shop_ended' | 'faded' }

/** `has_ended`: the shop has ended and every refund is with its holder; `is_ending`: it ends, and not all is done. */
export type Ending = { has_ended: boolean; is_ending: boolean }

/** An open case after a look: it rises at once, falls after a week of less, ends with its shop or after two weeks of nothing. */
export function stepOpen(
  { level, calm_since }: Open,
  reasons: readonly Reason[],
  { today, ending }: { today: LocalDate; ending: Ending },
): Step {
  if (ending.has_ended) return { is: 'closed', outcome: 'shop_ended' }
  const now = highestLevel(reasons)
  if (now !== null && now >= level) return { is: 'kept', level: now, calm_since: null }
  const since = calm_since ?? today
  const calm_days = daysBetween(since, today)
  if (now === null) {
    if (calm_days >= FADES_AFTER && !ending.is_ending) return { is: 'closed', outcome: 'faded' }
    return { is: 'kept', level, calm_since: since }
  }
  return calm_days >= FALLS_AFTER
    ? { is: 'kept', level: now, calm_since: null }
    : { is: 'kept', level, calm_since: since }
}

/** The last day on which a case of a level is to be done, by the city’s own table. */
export function dueOn(city: City, level: Level, from: LocalDate): LocalDate {
  const limit = valueOn(city, 'case_limit', `level_${level}`, from)
  insist(limit, 'a city has a limit for every level: its configuration was checked')
  return countWorkdays(city.calendar, from, limit.case_days).last_day
}
/** A case that rises is due no later than one opened today on that level; a fall gives no more time. */
export const dueAfter = (before: LocalDate, anew: LocalDate, rose: boolean): LocalDate =>
  rose && anew < before ? anew : before

/** What stands in the way of closing a case, in the order in which it is said. */
type Obstacle =
  | 'case_not_yours'
  | 'case_incident_is_open'
  | 'case_shop_still_owes'
  | 'case_needs_visit'
export function closingObstacle(of: {
  outcome: (typeof CLOSING_OUTCOMES)[number]
  is_mine: boolean
  peak_level: number
  visited: boolean
  ending: Ending
  owed_fen: number
  has_done_ending: boolean
}): Obstacle | null {
  if (!of.is_mine) return 'case_not_yours'
  if (of.ending.is_ending) return 'case_incident_is_open'
  if (of.outcome === 'shop_ended' && !(of.has_done_ending || of.owed_fen === 0))
    return 'case_shop_still_owes'
  const is_settled = of.outcome === 'handled' || of.outcome === 'false_alarm'
  return is_settled && of.peak_level >= VISIT_FROM && !of.visited ? 'case_needs_visit' : null
}

/** Where a page of the ranked list begins again: after this case, in the order of the list. */
export type Place = { level: number; stake_fen: number; id: string }
export const placeKey = (at: Place): string => [at.level, at.stake_fen, at.id].join(' ')
/** The place a key stands for; null where nobody made such a key. */
export function placeFrom(key: string): Place | null {
  const [, level, stake_fen, id] = /^([2-5]) (\d{1,15}) (cas_\w{1,40})$/.exec(key) ?? []
  return id === undefined ? null : { level: Number(level), stake_fen: Number(stake_fen), id }
}

/** What of a shop is drawn beside its case: its uses, or its top-ups where those are what the warning speaks of. */
export const TRENDS = ['uses', 'sold_fen'] as const
const OF_SALES =
  /^(sales_surge|many_topups|bigger_topups|bonus_|promot|surge_|changed_then|lease_promotion)/
export function caseTrend(reasons: readonly Reason[]): (typeof TRENDS)[number] {
  const warning = reasons.find(({ kind }) => kind.startsWith('warning_'))
  const [worst] = JSON.parse(warning?.detail ?? '[]') as { signal: string }[]
  return worst && OF_SALES.test(worst.signal) ? 'sold_fen' : 'uses'
}
/** A week that lies a quarter or more beyond the usual. */
export const isOff = (now: number, usual: number | null): boolean =>
  usual !== null && usual > 0 && Math.abs(now - usual) * 4 >= usual

/** So many weeks of a shop are drawn beside its case. */
export const WEEKS_SHOWN = 12
/** The usual of a shop: the mean of the weeks before the last four; null before there are as many. */
export function usualWeek(values: readonly number[]): number | null {
  const before = values.slice(0, -4)
  if (before.length < 4) return null
  const sum = before.reduce((total, value) => total + value, 0)
  return Math.floor((sum * 2 + before.length) / (2 * before.length))
}
