import type { Json } from '../kernel/canonical'
import type { Instant, LocalDate } from '../kernel/time'
import { coverageBp, type NewMerchantCover } from '../merchants/cover'

/** One merchant's figures at the end of a day, all in fen. What came in and what went out stand apart everywhere. */
export type CoverageFacts = {
  cards_count: number
  /** Σ of the cards' escrow, held, refunding and disputed. */
  requirement_fen: number
  bank_fen: number | null
  custody_fen: number
  payable_fen: number
  paying_fen: number
  deposit_fen: number
  fees_held_fen: number
  suspense_in_fen: number
  suspense_out_fen: number
  advance_fen: number
  provider_owed_fen: number
  claims_fen: number
  paid_cards_fen: number
  paid_shop_fen: number
  due_fen: number
  breaks_count: number
  breaks_in_fen: number
  breaks_out_fen: number
}
export type CoverageRow = CoverageFacts & {
  day: LocalDate
  merchant_id: string
  district: string
  /** Rows of form 1 were hashed with one figure for breaks and one for suspense. */
  form: 1 | 2
  suspense_fen: number
  breaks_fen: number
}
type Coverage = {
  owed_fen: number
  resource_fen: number | null
  covered_fen: number
  cards_owed_fen: number
  cards_covered_fen: number
  short_fen: number
  missing_fen: number
  in_transit_fen: number
  coverage_bp: number | null
  unexplained_fen: number | null
}

/**
 * What stands behind a merchant's cards, and the only place that says so; gross, nothing nets (INVARIANTS 3, FCA CASS 15).
 * The resource is what the bank's statement shows, less what is others' (deposit, platform's fees, what the provider paid
 * out for it) and less what nobody has explained yet: credits without a name cover nobody, and what is missing stays
 * missing. Owed are the cards, and the shop's earned money on both sides: it may leave any day, so the cards come after
 * it. What the statement shows as paid under our own instruction is owed no more, booked or not. Without a statement
 * nothing is covered. `missing_fen` is what of the shortfall has no name: neither in transit at the provider, nor
 * released early, nor a booking of that day which the next statement must show.
 */
export function measureCoverage(row: CoverageFacts): Coverage {
  const { bank_fen, custody_fen } = row
  const shops_fen = row.payable_fen + row.paying_fen - row.paid_shop_fen
  const cards_owed_fen = row.requirement_fen - row.paid_cards_fen
  const owed_fen = cards_owed_fen + shops_fen
  const in_transit_fen = transitOf(row)
  const resource_fen = bank_fen === null ? null : bank_fen - othersOf(row) - nobodysOf(row)
  const covered_fen = within(resource_fen ?? 0, owed_fen)
  const cards_covered_fen = within((resource_fen ?? 0) - shops_fen, cards_owed_fen)
  const short_fen = cards_owed_fen - cards_covered_fen
  const named_fen = Math.max(in_transit_fen, 0) + row.advance_fen + row.due_fen
  return {
    owed_fen,
    resource_fen,
    covered_fen,
    cards_owed_fen,
    cards_covered_fen,
    short_fen,
    missing_fen: bank_fen === null ? 0 : Math.max(short_fen - named_fen, 0),
    in_transit_fen,
    coverage_bp: bank_fen === null ? null : coverageBp({ owed_fen, covered_fen }),
    unexplained_fen:
      bank_fen === null ? null : bank_fen - custody_fen - row.breaks_in_fen - row.breaks_out_fen,
  }
}
const within = (fen: number, most: number): number => Math.min(Math.max(fen, 0), most)
const othersOf = (
  row: Pick<CoverageFacts, 'deposit_fen' | 'fees_held_fen' | 'provider_owed_fen'>,
): number => row.deposit_fen + row.fees_held_fen + row.provider_owed_fen
/** Other money that made a loss good beyond what is still lost is nobody's, either. */
const nobodysOf = (row: CoverageFacts): number =>
  row.suspense_in_fen + row.breaks_in_fen + Math.max(row.suspense_out_fen + row.breaks_out_fen, 0)

/** Paid by consumers and still at the provider: what the ledger owes and has, less what custody has. */
const transitOf = (row: CoverageFacts): number =>
  row.requirement_fen +
  row.payable_fen +
  row.paying_fen +
  othersOf(row) +
  row.suspense_in_fen +
  row.suspense_out_fen -
  row.advance_fen +
  row.claims_fen -
  row.custody_fen

/** How a shop, a district or the city stood at the end of a day; the worst that holds is said. */
export const COVERAGE_STATES = ['missing', 'unexplained', 'silent', 'breaks', 'whole'] as const
type CoverageState = (typeof COVERAGE_STATES)[number]
type Shown = Pick<
  CoverageFacts,
  | 'bank_fen'
  | 'custody_fen'
  | 'deposit_fen'
  | 'fees_held_fen'
  | 'provider_owed_fen'
  | 'paid_cards_fen'
  | 'paid_shop_fen'
  | 'breaks_count'
> &
  Pick<Coverage, 'resource_fen' | 'missing_fen' | 'unexplained_fen'>

/**
 * What a reader of coverage is told beside the figures, of one shop or of a sum of them: `resource_fen = bank_fen −
 * others_fen − unclear_fen`, so that the lines of a page add up to the fen. Null where a statement is missing.
 * `silent_count`: how many of the shops in it have no statement.
 */
export function coverageShown(of: Shown, silent_count: number) {
  const { bank_fen, resource_fen } = of
  const others_fen = othersOf(of)
  const is_stated = bank_fen !== null && resource_fen !== null
  return {
    state: coverageState(of, silent_count),
    others_fen,
    unclear_fen: is_stated ? bank_fen - others_fen - resource_fen : null,
    paid_ahead_fen: of.paid_cards_fen + of.paid_shop_fen,
    difference_fen: bank_fen === null ? null : bank_fen - of.custody_fen,
  }
}
/** Money without a name is the worst; then what no break explains, a missing statement, breaks that people work on. */
function coverageState(
  of: Pick<Shown, 'missing_fen' | 'unexplained_fen' | 'breaks_count'>,
  silent_count: number,
): CoverageState {
  if (of.missing_fen > 0) return 'missing'
  if (of.unexplained_fen !== null && of.unexplained_fen !== 0) return 'unexplained'
  if (silent_count > 0) return 'silent'
  return of.breaks_count > 0 ? 'breaks' : 'whole'
}

/** What every reader of a shop takes along: the newest close of it. */
export function merchantCoverFrom(row: CoverageRow, closed_at: Instant): NewMerchantCover {
  const of = measureCoverage(row)
  return {
    merchant_id: row.merchant_id,
    business_day: row.day,
    owed_fen: of.owed_fen,
    covered_fen: of.covered_fen,
    short_fen: of.short_fen,
    cards_owed_fen: of.cards_owed_fen,
    cards_covered_fen: of.cards_covered_fen,
    transit_fen: Math.max(of.in_transit_fen, 0),
    missing_fen: of.missing_fen,
    unexplained_fen: of.unexplained_fen ?? 0,
    is_complete: row.bank_fen === null ? 0 : 1,
    closed_at,
  }
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
    advance_fen: row.advance_fen,
    breaks_count: row.breaks_count,
    ...(row.form === 1
      ? { suspense_fen: row.suspense_fen, breaks_fen: row.breaks_fen }
      : inAndOut(row)),
  }))
const inAndOut = (row: CoverageRow) => ({
  suspense_in_fen: row.suspense_in_fen,
  suspense_out_fen: row.suspense_out_fen,
  breaks_in_fen: row.breaks_in_fen,
  breaks_out_fen: row.breaks_out_fen,
  provider_owed_fen: row.provider_owed_fen,
  claims_fen: row.claims_fen,
  paid_cards_fen: row.paid_cards_fen,
  paid_shop_fen: row.paid_shop_fen,
  due_fen: row.due_fen,
})
