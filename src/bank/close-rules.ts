import type { Json } from '../kernel/canonical'
import { proportion } from '../kernel/money'
import type { LocalDate } from '../kernel/time'
import type { BreakClass } from './classes'

/** One merchant's figures at the end of a day, all in fen. */
export type CoverageRow = {
  day: LocalDate
  merchant_id: string
  district: string
  cards_count: number
  requirement_fen: number
  bank_fen: number | null
  custody_fen: number
  payable_fen: number
  paying_fen: number
  deposit_fen: number
  fees_held_fen: number
  suspense_fen: number
  advance_fen: number
  breaks_count: number
  breaks_fen: number
}
export type Coverage = {
  resource_fen: number | null
  in_transit_fen: number
  coverage_bp: number | null
  with_transit_bp: number | null
  unexplained_fen: number | null
}

/**
 * What stands behind the cards of a merchant. The resource is what the bank's statement says less what is the shop's
 * or the platform's, and less what nobody has explained yet: that protects nobody. A ratio is in hundredths of a
 * percent, rounded down, null without a statement or without cards to cover. Money still with the payment provider is
 * shown beside it, never within it: the bank does not hold it.
 */
export function coverageOf(row: Omit<CoverageRow, 'day' | 'merchant_id' | 'district'>): Coverage {
  const { bank_fen, requirement_fen, custody_fen } = row
  const others_fen = row.payable_fen + row.paying_fen + row.deposit_fen + row.fees_held_fen
  const in_transit_fen =
    requirement_fen + others_fen + row.suspense_fen - row.advance_fen - custody_fen
  const unclaimed_fen = Math.max(row.suspense_fen, 0) + Math.max(row.breaks_fen, 0)
  const resource_fen = bank_fen === null ? null : bank_fen - others_fen - unclaimed_fen
  return {
    resource_fen,
    in_transit_fen,
    coverage_bp: ratio(resource_fen, requirement_fen),
    with_transit_bp: ratio(
      resource_fen === null ? null : resource_fen + in_transit_fen,
      requirement_fen,
    ),
    unexplained_fen: bank_fen === null ? null : bank_fen - custody_fen - row.breaks_fen,
  }
}
const ratio = (part: number | null, whole: number): number | null =>
  part === null || whole === 0 ? null : proportion(Math.max(part, 0), 10_000, whole)

export type Totals = Omit<CoverageRow, 'day' | 'merchant_id' | 'district' | 'bank_fen'> & {
  merchants_count: number
  /** How many have a statement of the day; the bank's figure is the sum of those. */
  stated_count: number
  bank_fen: number | null
}
export type CloseBody = {
  day: LocalDate
  bank: string
  previous_hash: string | null
  rows_hash: string
  totals: Totals & Coverage
  districts: (Totals & Coverage & { district: string })[]
  breaks: { class: BreakClass; count: number; difference_fen: number }[]
}

/** A sum is only the bank's word when every merchant in it has a statement. */
export const withCoverage = <T extends Totals>(totals: T): T & Coverage => {
  const whole = totals.stated_count === totals.merchants_count
  const known = { ...totals, bank_fen: whole ? totals.bank_fen : null }
  return { ...known, ...coverageOf(known) }
}

/** The rows of a page, in the form that is hashed: every figure, in the order of the merchants' ids. */
export const hashedRows = (rows: readonly CoverageRow[]): Json =>
  rows.map((row) => ({
    day: row.day,
    merchant_id: row.merchant_id,
    district: row.district,
    cards_count: row.cards_count,
    requirement_fen: row.requirement_fen,
    bank_fen: row.bank_fen,
    custody_fen: row.custody_fen,
    payable_fen: row.payable_fen,
    paying_fen: row.paying_fen,
    deposit_fen: row.deposit_fen,
    fees_held_fen: row.fees_held_fen,
    suspense_fen: row.suspense_fen,
    advance_fen: row.advance_fen,
    breaks_count: row.breaks_count,
    breaks_fen: row.breaks_fen,
  }))
