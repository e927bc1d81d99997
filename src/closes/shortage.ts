import { emit } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { MerchantCoverRow } from '../merchants/cover'
import { type Statement, sql } from '../platform/d1'
import type { Kit } from '../platform/world'
import { type CoverageRow, measureCoverage } from './rules'

/** What was known of the merchants of a page before this close. */
export const readMerchantCovers = (merchant_ids: Statement) =>
  sql<MerchantCoverRow>`SELECT * FROM merchant_covers WHERE merchant_id IN (${merchant_ids})`

/**
 * Tells bank, regulator and operator of every shop that lacks money nobody can account for, the morning it is found and
 * whenever the sum changes; and once when it is whole again. A day without a statement says nothing: silence is no news.
 */
export function emitShortages(
  kit: Kit,
  of: { rows: readonly CoverageRow[]; before: readonly MerchantCoverRow[]; now: Instant },
): Statement[] {
  const known = new Map(of.before.map((row) => [row.merchant_id, row]))
  return of.rows.flatMap((row) => tell(kit, row, known.get(row.merchant_id), of.now))
}

function tell(
  kit: Kit,
  row: CoverageRow,
  before: MerchantCoverRow | undefined,
  now: Instant,
): Statement[] {
  const { merchant_id, day } = row
  const { missing_fen, short_fen, owed_fen, covered_fen, coverage_bp } = measureCoverage(row)
  const is_news = row.bank_fen !== null && missing_fen !== (before?.missing_fen ?? 0)
  const is_late = before !== undefined && before.business_day > day
  if (!is_news || is_late) return []
  const figures = { missing_fen, short_fen, owed_fen, covered_fen, coverage_bp }
  return [
    emit(kit, {
      type: missing_fen > 0 ? 'coverage.short' : 'coverage.restored',
      subject_id: merchant_id,
      merchant_id,
      consumer_id: null,
      data: { merchant_id, day, ...figures },
      at: now,
    }),
  ]
}
