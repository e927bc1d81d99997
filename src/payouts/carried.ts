import type { Instant } from '../kernel/time'
import { archivedVersionColumn } from '../ledger/archived'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { PayoutRow } from './store'
import type { UsePayoutDetail } from './use-views'
import { LINE_KINDS, type Line, type Period } from './views'

/** Entries of a payout `o` in its range; what payouts themselves set aside is none of them. */
const entries = (columns: Statement, and: Statement): Statement =>
  sql`SELECT ${columns}
        FROM payouts o
        JOIN ledger_entries e ON e.account_id = 'payable:' || o.merchant_id
         AND e.account_version > o.covers_from_version AND e.account_version <= o.covers_to_version
        JOIN ledger_transfers t ON t.id = e.transfer_id
       WHERE t.reason <> 'payout_created' AND ${and}`

const KIND: Statement = {
  text: `CASE t.reason WHEN 'redemption_succeeded' THEN 'uses' WHEN 'period_days_earned' THEN 'uses'
              WHEN 'use_corrected' THEN 'corrections' WHEN 'provider_fee_charged' THEN 'fees'
              WHEN 'advance_granted' THEN 'advances' WHEN 'advance_repaid' THEN 'advance_repayments'
              WHEN 'payout_rejected' THEN 'returned_payouts' WHEN 'payout_returned' THEN 'returned_payouts'
              ELSE 'others' END`,
  values: [],
}

export const readLines = (payout_id: string) =>
  sql<Line & Period>`${entries(
    sql`${KIND} AS kind, count(*) AS count, sum(e.amount_fen) AS amount_fen,
        min(t.event_at) AS first_at, max(t.event_at) AS last_at`,
    sql`o.id = ${payout_id}`,
  )} GROUP BY 1`

/** How many entries of a payout moved out with history: the oldest of its range. */
export const readMovedOut = (payout_id: string) =>
  sql<{
    count: number
  }>`SELECT max(0, min(o.covers_to_version, ${archivedVersionColumn(sql`'payable:' || o.merchant_id`)})
         - o.covers_from_version) AS count FROM payouts o WHERE o.id = ${payout_id}`

/** The lines in the order in which they are read, and the time they span. */
export function linesFrom(found: readonly (Line & Period)[]): { lines: Line[]; period: Period } {
  const lines = found
    .map(({ kind, count, amount_fen }) => ({ kind, count, amount_fen }))
    .sort((a, b) => LINE_KINDS.indexOf(a.kind) - LINE_KINDS.indexOf(b.kind))
  const first_at = found.map((line) => line.first_at).sort()[0] ?? ''
  const last_at =
    found
      .map((line) => line.last_at)
      .sort()
      .at(-1) ?? ''
  return { lines, period: { first_at, last_at } }
}

/** One entry a row, in the ledger's order, from `after` (exclusive) on. */
/** A line as it is carried, and where in the account it stands. */
type ItemRow = {
  account_version: number
  amount_fen: number
  subject_id: string
  at: Instant
  kind: Line['kind']
  redemption_id: string | null
}
export const readItems = (of: { payout_id: string; after: number; limit: number }) =>
  sql<ItemRow>`${entries(
    sql`e.account_version, e.amount_fen, t.subject_id, t.event_at AS at, ${KIND} AS kind,
        coalesce((SELECT redemption_id FROM corrections WHERE id = t.subject_id),
                 iif(t.subject_id LIKE 'rdm!_%' ESCAPE '!', t.subject_id, NULL)) AS redemption_id`,
    sql`o.id = ${of.payout_id} AND e.account_version > ${of.after}`,
  )} ORDER BY e.account_version LIMIT ${of.limit + 1}`

/**
 * Which payout carried a use of the asker's shop: the one whose range has the entry of its release. When that one
 * came back, the entry of its return is carried by a later one, and so on; the last row is how things stand.
 */
export const readUsePayout = (who: Who, redemption_id: string) =>
  sql<UseRow>`WITH RECURSIVE used AS (
        SELECT r.id, r.merchant_id, r.released_fen, r.ended_at FROM redemptions r
         WHERE r.id = ${redemption_id} AND r.merchant_id = ${who.merchant_id} AND r.status = 'succeeded'),
      hops (n, merchant_id, payout_id) AS (
        SELECT 0, u.merchant_id, ${carrier(sql`u.merchant_id`)}
          FROM used u
          JOIN ledger_transfers t ON t.subject_id = u.id AND t.reason = 'redemption_succeeded'
          JOIN ledger_entries e ON e.transfer_id = t.id AND e.account_id = 'payable:' || u.merchant_id
        UNION ALL
        SELECT h.n + 1, h.merchant_id, ${carrier(sql`h.merchant_id`)}
          FROM hops h
          JOIN ledger_transfers t ON t.subject_id = h.payout_id AND t.reason IN ('payout_rejected', 'payout_returned')
          JOIN ledger_entries e ON e.transfer_id = t.id AND e.account_id = 'payable:' || h.merchant_id)
      SELECT u.id AS redemption_id, u.released_fen, u.ended_at AS used_at,
             EXISTS (SELECT 1 FROM archived_subjects y WHERE y.subject_id = u.id) AS is_moved_out, o.*
        FROM used u
        LEFT JOIN payouts o ON o.id = (SELECT payout_id FROM hops WHERE payout_id IS NOT NULL ORDER BY n DESC LIMIT 1)`

/** The payout whose range has entry `e`; ranges follow each other, so the first that reaches it is the one. */
const carrier = (merchant_id: Statement): Statement =>
  sql`(SELECT c.id FROM payouts c
        WHERE c.merchant_id = ${merchant_id} AND c.covers_to_version >= e.account_version
        ORDER BY c.covers_to_version LIMIT 1)`

/** The payout's columns are null together: nothing carried it yet. */
type UseRow = {
  redemption_id: string
  released_fen: number
  used_at: Instant
  is_moved_out: number
} & {
  [N in keyof PayoutRow]: PayoutRow[N] | null
}
export function useFrom(seen: UseRow): UsePayoutDetail {
  const carried = seen.id === null ? null : (seen as PayoutRow)
  return {
    redemption_id: seen.redemption_id,
    amount_fen: seen.released_fen,
    used_at: seen.used_at,
    carried,
    is_moved_out: seen.is_moved_out === 1,
  }
}
