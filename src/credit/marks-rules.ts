import { type LocalDate, plusDays } from '../kernel/time'
import type { EndedRow, FactsRow, MonthRow } from './store'

/** The month that ends with this day; null on every other day. */
export function monthEnding(day: LocalDate): { from: LocalDate; to: LocalDate } | null {
  const next = plusDays(day, 1)
  return next.slice(8) === '01' ? { from: `${day.slice(0, 8)}01`, to: day } : null
}

/** So many ratings of a month before they say anything; four stars are good, less than three are bad. */
const RATINGS_MIN = 5
const GOOD_STARS = 4
const BAD_STARS = 3
/** What was used in a month counts in hundreds of yuan. */
const RELEASED_UNIT_FEN = 10_000

type Said = { merchant_id: string; indicator: string; figure: number; source: string }
const COUNTED = [
  ['contested_uses', 'contested_use'],
  ['refund_requests', 'refund_request'],
  ['complaints', 'complaint'],
  ['payout_bounces', 'payout_bounce'],
  ['bank_breaks', 'bank_break'],
] as const
const EVENTS = [
  'patrol_ok',
  'patrol_closed',
  'patrol_sale_sign',
  'off_escrow_sale_reported',
  'licence_lapsed',
  'court_enforcement_listed',
]

/** The marks that a day leaves: what was counted, what was found, and, on a month’s last day, what the month came to. */
export function marksOf(of: {
  facts: readonly FactsRow[]
  ended: readonly EndedRow[]
  month: readonly MonthRow[]
}): Said[] {
  return [
    ...of.facts.flatMap(dayMarks),
    ...of.ended.flatMap(endedMarks),
    ...of.month.flatMap(monthMarks),
  ].filter(({ figure }) => figure > 0)
}
const dayMarks = (row: FactsRow): Said[] => [
  ...COUNTED.map(([field, indicator]) => ({
    merchant_id: row.merchant_id,
    indicator,
    figure: row[field],
    source: 'behaviour_days',
  })),
  ...(JSON.parse(row.events) as string[])
    .filter((event) => EVENTS.includes(event))
    .map((indicator) => ({
      merchant_id: row.merchant_id,
      indicator,
      figure: 1,
      source: 'behaviour_days',
    })),
]
const endedMarks = ({ merchant_id, made_good, founded }: EndedRow): Said[] => [
  { merchant_id, indicator: 'made_good', figure: made_good, source: 'complaint_days' },
  { merchant_id, indicator: 'report_founded', figure: founded, source: 'complaint_days' },
]
function monthMarks({ merchant_id, used_fen, troubles, ratings, stars }: MonthRow): Said[] {
  const said = (indicator: string, figure: number, source = 'behaviour_days'): Said => ({
    merchant_id,
    indicator,
    figure,
    source,
  })
  const is_rated = ratings >= RATINGS_MIN
  return [
    said('released_month', Math.floor(used_fen / RELEASED_UNIT_FEN)),
    said('quiet_month', troubles === 0 ? 1 : 0),
    said('rated_well_month', is_rated && stars >= GOOD_STARS * ratings ? 1 : 0, 'shop_ratings'),
    said('rated_badly_month', is_rated && stars < BAD_STARS * ratings ? 1 : 0, 'shop_ratings'),
  ]
}
