import type { BreakClass } from '../breaks/classes'
import { sumFen } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import { coverageBp } from '../merchants/cover'
import { type CoverageRow, measureCoverage } from './rules'

const SUMMED = [
  'cards_count',
  'requirement_fen',
  'custody_fen',
  'payable_fen',
  'paying_fen',
  'deposit_fen',
  'fees_held_fen',
  'suspense_in_fen',
  'suspense_out_fen',
  'advance_fen',
  'provider_owed_fen',
  'claims_fen',
  'paid_cards_fen',
  'paid_shop_fen',
  'due_fen',
  'breaks_count',
  'breaks_in_fen',
  'breaks_out_fen',
  'owed_fen',
  'covered_fen',
  'cards_owed_fen',
  'cards_covered_fen',
  'in_transit_fen',
] as const
type Summed = Record<(typeof SUMMED)[number], number>
type Totals = Summed & {
  /** Of those with a statement: of the others nothing is known. */
  short_fen: number
  missing_fen: number
  merchants_count: number
  /** How many have a statement of the day; the bank's figures are sums of all or of none. */
  stated_count: number
  /** How many have less behind their cards than is owed to them, of those with a statement; and without a name for it. */
  shops_short: number
  shops_missing: number
  bank_fen: number
  resource_fen: number
}
export type Sums = { totals: Totals; districts: Record<string, Totals> }

const NOTHING: Totals = {
  ...(Object.fromEntries(SUMMED.map((name) => [name, 0])) as Summed),
  short_fen: 0,
  missing_fen: 0,
  merchants_count: 0,
  stated_count: 0,
  shops_short: 0,
  shops_missing: 0,
  bank_fen: 0,
  resource_fen: 0,
}
/** Adds rows to sums: each row has its own cover first, so that one shop's surplus never hides another's shortfall. */
export function addRows(sums: Partial<Sums>, rows: readonly CoverageRow[]): Sums {
  const totals = { ...NOTHING, ...sums.totals }
  const districts: Sums['districts'] = structuredClone(sums.districts ?? {})
  for (const row of rows) {
    const own = districts[row.district] ?? { ...NOTHING }
    districts[row.district] = own
    for (const sum of [totals, own]) addRow(sum, row)
  }
  return { totals, districts }
}
function addRow(sum: Totals, row: CoverageRow): void {
  const figures = { ...row, ...measureCoverage(row) }
  sum.merchants_count += 1
  for (const name of SUMMED) sum[name] += figures[name]
  if (row.bank_fen === null) return
  sum.stated_count += 1
  sum.short_fen += figures.short_fen
  sum.missing_fen += figures.missing_fen
  sum.shops_short += figures.short_fen > 0 ? 1 : 0
  sum.shops_missing += figures.missing_fen > 0 ? 1 : 0
  sum.bank_fen += row.bank_fen
  sum.resource_fen += figures.resource_fen ?? 0
}

/** A sum as it is sealed. */
export type SumView = Omit<Totals, 'bank_fen' | 'resource_fen'> & {
  bank_fen: number | null
  resource_fen: number | null
  coverage_bp: number | null
  unexplained_fen: number | null
}
/** Σ covered ÷ Σ owed, and only when every merchant in it has a statement: else the sum is not the bank's word. */
export function presentSums(totals: Totals): SumView {
  const is_whole = totals.stated_count === totals.merchants_count
  const { bank_fen, custody_fen, breaks_in_fen, breaks_out_fen } = totals
  return {
    ...totals,
    bank_fen: is_whole ? bank_fen : null,
    resource_fen: is_whole ? totals.resource_fen : null,
    coverage_bp: is_whole ? coverageBp(totals) : null,
    unexplained_fen: is_whole ? bank_fen - custody_fen - breaks_in_fen - breaks_out_fen : null,
  }
}

type CardBalance = { escrow_fen: number; held_fen: number; refunding_fen: number; owed_fen: number }
/** What these cards had together. */
export const balanceSums = (cards: readonly CardBalance[]): CardBalance => ({
  escrow_fen: sumFen(cards.map(({ escrow_fen }) => escrow_fen)),
  held_fen: sumFen(cards.map(({ held_fen }) => held_fen)),
  refunding_fen: sumFen(cards.map(({ refunding_fen }) => refunding_fen)),
  owed_fen: sumFen(cards.map(({ owed_fen }) => owed_fen)),
})

export type CloseBody = {
  day: LocalDate
  bank: string
  previous_hash: string | null
  rows_hash: string
  totals: SumView
  districts: (SumView & { district: string })[]
  breaks: { class: BreakClass; count: number; in_fen: number; out_fen: number }[]
}

/** The districts of a sum, by name. */
export const districtTotals = ({ districts }: Sums): CloseBody['districts'] =>
  Object.entries(districts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([district, sum]) => ({ district, ...presentSums(sum) }))

type Before = SumView & { breaks_fen?: number; suspense_fen?: number; with_transit_bp?: number }
/** A body that was sealed with one figure for breaks and one for suspense, in the words of now; what it said stays. */
export function inCurrentWords(body: CloseBody): CloseBody {
  if ('owed_fen' in body.totals) return body
  return {
    ...body,
    totals: sumOfNow(body.totals),
    districts: body.districts.map(({ district, ...sum }) => ({ district, ...sumOfNow(sum) })),
    breaks: body.breaks.map(({ class: name, count, ...of }) => {
      const { difference_fen = 0 } = of as { difference_fen?: number }
      const [in_fen, out_fen] = apart(difference_fen)
      return { class: name, count, in_fen, out_fen }
    }),
  }
}
const apart = (net_fen: number): [number, number] => [Math.max(net_fen, 0), Math.min(net_fen, 0)]
function sumOfNow({
  breaks_fen = 0,
  suspense_fen = 0,
  with_transit_bp: _bp,
  ...sum
}: Before): SumView {
  const [breaks_in_fen, breaks_out_fen] = apart(breaks_fen)
  const [suspense_in_fen, suspense_out_fen] = apart(suspense_fen)
  const split = { breaks_in_fen, breaks_out_fen, suspense_in_fen, suspense_out_fen }
  const known = { ...NOTHING, ...sum, ...split }
  return { ...known, ...measureCoverage(known), coverage_bp: sum.coverage_bp }
}
