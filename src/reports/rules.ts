import type { LocalDate } from '../kernel/time'
import { plusDays } from '../kernel/time'
import { quarterPeriod } from '../quarters/rules'

/** What is added up over a span. */
export const FLOWS = [
  'sold_fen',
  'bonus_fen',
  'lots_sold',
  'used_fen',
  'uses',
  'merchant_started_uses',
  'contested_uses',
  'refund_requests',
  'complaints',
  'payout_bounces',
  'bank_breaks',
  'bad_findings',
] as const
/** What stands as it is on the last evening of a span that is recorded. */
export const STOCKS = ['shops_count', 'alarmed_count', 'holders_count', 'escrow_fen'] as const
export type Figures = Record<(typeof FLOWS)[number] | (typeof STOCKS)[number], number>
export type CellRow = Figures & { half: 'now' | 'before'; district: string; sector: string }

export const GROUPS = ['district', 'sector'] as const
export type Group = (typeof GROUPS)[number]
export const SPANS = ['week', 'quarter'] as const

/** A span and the one it is held against: seven days and the seven before, a quarter and the one before. */
export type Span = { from: LocalDate; to: LocalDate; before_from: LocalDate; before_to: LocalDate }
const WEEK_DAYS = 7
export const weekSpan = (to: LocalDate): Span => ({
  from: plusDays(to, 1 - WEEK_DAYS),
  to,
  before_from: plusDays(to, 1 - 2 * WEEK_DAYS),
  before_to: plusDays(to, -WEEK_DAYS),
})
export function quarterSpan(quarter: string): Span {
  const { from_on, to_on } = quarterPeriod(quarter)
  const before = quarterPeriod(quarterBefore(quarter))
  return { from: from_on, to: to_on, before_from: before.from_on, before_to: before.to_on }
}
const quarterBefore = (quarter: string): string => {
  const [year, nth] = [Number(quarter.slice(0, 4)), Number(quarter.slice(5))]
  return nth === 1 ? `${year - 1}Q4` : `${year}Q${nth - 1}`
}

/**
 * How many points one of each counts when it is asked where it got worse. Trouble is counted and not averaged: an official is
 * sent to people, not to rates. Uses that dry up count by how much they fell, from so many uses on.
 */
const POINTS = {
  complaints: 5,
  contested_uses: 3,
  refund_requests: 2,
  payout_bounces: 4,
  bank_breaks: 4,
  bad_findings: 8,
  alarmed_count: 10,
} as const satisfies Partial<Record<keyof Figures, number>>
type Counted = keyof typeof POINTS
const COUNTED = Object.keys(POINTS) as Counted[]
export const CAUSES = [...COUNTED, 'uses_fell'] as const
export type Cause = (typeof CAUSES)[number]
const FELL = { uses_min: 50, percent_min: 20, percent_a_point: 5 }

/** One figure that moved: what it was and is, and the points by which the place got worse (below zero: better). */
export type Why = { cause: Cause; now: number; before: number; points: number }

/** Every figure that moved between two spans, what made it worse first. */
export function reasons(now: Figures, before: Figures): Why[] {
  const counted: Why[] = COUNTED.map((cause) => ({
    cause,
    now: now[cause],
    before: before[cause],
    points: POINTS[cause] * (now[cause] - before[cause]),
  }))
  const fell: Why = {
    cause: 'uses_fell',
    now: now.uses,
    before: before.uses,
    points: fellPoints(now.uses, before.uses),
  }
  return [...counted, fell]
    .filter(({ points }) => points !== 0)
    .sort((a, b) => b.points - a.points || CAUSES.indexOf(a.cause) - CAUSES.indexOf(b.cause))
}
function fellPoints(now: number, before: number): number {
  if (before < FELL.uses_min) return 0
  const percent = Math.floor((100 * (before - Math.max(0, now))) / before)
  return percent < FELL.percent_min ? 0 : Math.floor(percent / FELL.percent_a_point)
}

export type Line = {
  key: string
  now: Figures
  before: Figures
  /** The sum of its reasons' points. */
  change: number
  why: Why[]
}
const NOTHING = Object.fromEntries([...FLOWS, ...STOCKS].map((name) => [name, 0])) as Figures
export function addedUp(rows: readonly Figures[]): Figures {
  const sum = { ...NOTHING }
  for (const row of rows) for (const name of [...FLOWS, ...STOCKS]) sum[name] += row[name]
  return sum
}
const half = (rows: readonly CellRow[], which: CellRow['half']) =>
  addedUp(rows.filter((row) => row.half === which))
/** Both spans by district or trade, the one that got worse most first. */
export function linesBy(rows: readonly CellRow[], group: Group): Line[] {
  const keys = [...new Set(rows.map((row) => row[group]))]
  return keys
    .map((key) => {
      const own = rows.filter((row) => row[group] === key)
      const [now, before] = [half(own, 'now'), half(own, 'before')]
      const why = reasons(now, before)
      return { key, now, before, change: why.reduce((sum, one) => sum + one.points, 0), why }
    })
    .sort((a, b) => b.change - a.change || (a.key < b.key ? -1 : 1))
}

/** The district that got worse most; null where none did. */
export function worstLine(rows: readonly CellRow[]): Line | null {
  const [worst] = linesBy(rows, 'district')
  return worst && worst.change > 0 ? worst : null
}

/** What a shop did in both spans, of all that counts in `POINTS` but its level. */
export type ShopRow = {
  merchant_id: string
  merchant_name: string
  district: string
} & Record<`${ShopCause}_now` | `${ShopCause}_before`, number>
export const SHOP_CAUSES = [
  'complaints',
  'contested_uses',
  'refund_requests',
  'payout_bounces',
  'bank_breaks',
] as const
type ShopCause = (typeof SHOP_CAUSES)[number]
const SHOPS_MAX = 5
/** The shops that added most to it, at most five; a shop that did not get worse is none. */
export function shopsBehind(rows: readonly ShopRow[]) {
  return rows
    .map((row) => {
      const { merchant_id, merchant_name, district } = row
      const why = SHOP_CAUSES.map((cause) => ({
        cause: cause as Cause,
        now: row[`${cause}_now`],
        before: row[`${cause}_before`],
        points: POINTS[cause] * (row[`${cause}_now`] - row[`${cause}_before`]),
      })).filter(({ points }) => points !== 0)
      const change = why.reduce((sum, one) => sum + one.points, 0)
      return { merchant_id, merchant_name, district, change, why }
    })
    .filter(({ change }) => change > 0)
    .sort((a, b) => b.change - a.change || (a.merchant_id < b.merchant_id ? -1 : 1))
    .slice(0, SHOPS_MAX)
}
