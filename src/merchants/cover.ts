import { proportion } from '../kernel/money'
import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** What stands behind a shop, as the bank last closed it; fen. See `bank/close-rules` for how it is derived. */
export type MerchantCoverRow = {
  merchant_id: string
  business_day: LocalDate
  /** Owed to the cards (escrow, held, refunding, disputed) and to the shop (payable, paying). */
  owed_fen: number
  /** The smaller of that and what the bank's statement shows for somebody who is owed. */
  covered_fen: number
  /** What of the cards is not covered. */
  short_fen: number
  cards_owed_fen: number
  cards_covered_fen: number
  /** Still at the provider that day: named beside, never in the cover. */
  transit_fen: number
  /** What of `short_fen` is neither in transit, nor released early, nor due tomorrow: nobody can say where it is. */
  missing_fen: number
  /** At the bank, less the ledger, less every break that has a name; 0 as long as the books are right. */
  unexplained_fen: number
  /** 1: the bank's statement of that day was read whole for this account. */
  is_complete: 0 | 1
  closed_at: Instant
  version: number
}
export type NewMerchantCover = Omit<MerchantCoverRow, 'version'>

/** As many rows as one bound value carries well below D1's two megabytes. */
const ROWS_IN_ONE = 2_000

/**
 * Writes what a close says of a shop, in the batch of that close; an older day never replaces a newer one. A day without
 * a statement covers nothing, and leaves standing what was missing before: silence makes nothing good.
 */
export function upsertMerchantCoverStatements(rows: readonly NewMerchantCover[]): Statement[] {
  const statements: Statement[] = []
  for (let i = 0; i < rows.length; i += ROWS_IN_ONE)
    statements.push(putSome(rows.slice(i, i + ROWS_IN_ONE)))
  return statements
}
const putSome = (rows: readonly NewMerchantCover[]): Statement =>
  sql`INSERT INTO merchant_covers (merchant_id, business_day, owed_fen, covered_fen, short_fen, cards_owed_fen,
                                   cards_covered_fen, transit_fen, missing_fen, unexplained_fen, is_complete, closed_at)
      SELECT value ->> 'merchant_id', value ->> 'business_day', value ->> 'owed_fen', value ->> 'covered_fen',
             value ->> 'short_fen', value ->> 'cards_owed_fen', value ->> 'cards_covered_fen', value ->> 'transit_fen',
             value ->> 'missing_fen', value ->> 'unexplained_fen', value ->> 'is_complete', value ->> 'closed_at'
        FROM json_each(${JSON.stringify(rows)}) WHERE true
      ON CONFLICT (merchant_id) DO UPDATE
         SET business_day = excluded.business_day, owed_fen = excluded.owed_fen, covered_fen = excluded.covered_fen,
             short_fen = excluded.short_fen, cards_owed_fen = excluded.cards_owed_fen,
             cards_covered_fen = excluded.cards_covered_fen, transit_fen = excluded.transit_fen,
             missing_fen = iif(excluded.is_complete = 1, excluded.missing_fen, merchant_covers.missing_fen),
             unexplained_fen = iif(excluded.is_complete = 1, excluded.unexplained_fen, merchant_covers.unexplained_fen),
             is_complete = excluded.is_complete, closed_at = excluded.closed_at, version = merchant_covers.version + 1
       WHERE excluded.business_day >= merchant_covers.business_day`

/** Coverage (覆盖率): covered of owed in basis points, rounded down, never above the whole; null while nothing is owed. */
export const coverageBp = (of: { owed_fen: number; covered_fen: number }): number | null =>
  of.owed_fen <= 0 ? null : proportion(of.covered_fen, 10_000, of.owed_fen)
