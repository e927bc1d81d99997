import type { Instant, LocalDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { BilledItem, Group, KnownLine, ParkReason, SettledPurchase } from './rules'

export type SettlementRow = {
  id: string
  provider: string
  merchant_id: string
  custody_account_no: string
  day: string
  items_count: number
  gross_fen: number
  fee_fen: number
  status: 'created' | 'settled'
  bank_ref: string | null
  created_at: Instant
  settled_at: Instant | null
  fee_charged_at: Instant | null
  fee_taken_at: Instant | null
  fee_bank_ref: string | null
  version: number
}
export const readSettlement = (id: string) =>
  sql<SettlementRow>`SELECT * FROM settlements WHERE id = ${id}`

/** Our orders that lines of a bill may be about, with the line each was settled by. */
export const readSettledPurchases = (provider: string, ids: readonly string[]) =>
  sql<SettledPurchase>`SELECT p.id, p.merchant_id, p.provider_ref, p.status, p.paid_fen, m.custody_account_no,
             i.ref AS settled_ref
        FROM purchases p JOIN merchants m ON m.id = p.merchant_id
        LEFT JOIN settlement_items i ON i.purchase_id = p.id
       WHERE p.provider = ${provider} AND m.custody_account_no IS NOT NULL
         AND p.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

export const insertSettlementStatements = (
  of: Group & { id: string; provider: string; day: string; created_at: Instant },
): Statement[] => [
  sql`INSERT INTO settlements (id, provider, merchant_id, custody_account_no, day, items_count, gross_fen, fee_fen,
                               created_at)
      VALUES (${of.id}, ${of.provider}, ${of.merchant_id}, ${of.custody_account_no}, ${of.day},
              ${of.shares.length}, ${of.gross_fen}, ${of.fee_fen}, ${of.created_at})`,
  sql`INSERT INTO settlement_items (purchase_id, settlement_id, ref, gross_fen, fee_fen, available_at)
      SELECT value ->> 'purchase_id', ${of.id}, value ->> '$.item.ref', value ->> '$.item.gross_fen',
             value ->> '$.item.fee_fen', value ->> '$.item.available_at'
        FROM json_each(${JSON.stringify(of.shares)})`,
]

export const settleStatement = (s: SettlementRow, bank_ref: string, now: Instant): Statement =>
  sql`UPDATE settlements
         SET status = 'settled', bank_ref = ${bank_ref}, settled_at = ${now}, version = ${s.version + 1}
       WHERE id = ${s.id}`
export const feeChargedStatement = (s: SettlementRow, now: Instant): Statement =>
  sql`UPDATE settlements SET fee_charged_at = ${now}, version = ${s.version + 1} WHERE id = ${s.id}`
export const feeTakenStatement = (s: SettlementRow, bank_ref: string, now: Instant): Statement =>
  sql`UPDATE settlements
         SET fee_taken_at = ${now}, fee_bank_ref = ${bank_ref}, version = ${s.version + 1}
       WHERE id = ${s.id}`

export type CursorRow = { cursor: string; version: number }
export const readCursor = (provider: string) =>
  sql<CursorRow>`SELECT cursor, version FROM settlement_cursors WHERE provider = ${provider}`
export const moveCursorStatement = (
  provider: string,
  to: { cursor: string; version: number; now: Instant },
): Statement =>
  sql`INSERT INTO settlement_cursors (provider, cursor, read_at, version)
      VALUES (${provider}, ${to.cursor}, ${to.now}, ${to.version})
      ON CONFLICT (provider) DO UPDATE
        SET cursor = excluded.cursor, read_at = excluded.read_at, version = excluded.version`

export type ParkedRow = BilledItem & {
  seq: number
  provider: string
  reason: ParkReason
  parked_at: Instant
  resolved_at: Instant | null
}
/** What is known of these lines already, whatever became of it. */
export const readParkedLines = (provider: string, refs: readonly string[]) =>
  sql<KnownLine>`SELECT ref, reason, resolved_at FROM parked_lines
       WHERE provider = ${provider} AND ref IN (SELECT value FROM json_each(${JSON.stringify(refs)}))`
/** Parked lines whose own order may have come meanwhile, oldest first. */
export const readHopefulLines = (provider: string, limit: number) =>
  sql<ParkedRow>`SELECT l.* FROM parked_lines l JOIN purchases p ON p.id = 'pur_' || l.our_no AND p.status = 'paid'
       WHERE l.provider = ${provider} AND l.resolved_at IS NULL
         AND l.reason IN ('purchase_unknown', 'purchase_not_paid')
       ORDER BY l.seq LIMIT ${limit}`

export const parkLineStatement = (
  provider: string,
  { item, reason }: { item: BilledItem; reason: ParkReason },
  now: Instant,
): Statement =>
  sql`INSERT INTO parked_lines (provider, ref, provider_ref, our_no, currency, gross_fen, fee_fen, net_fen,
                                available_at, reason, parked_at)
      VALUES (${provider}, ${item.ref}, ${item.provider_ref}, ${item.our_no}, ${item.currency}, ${item.gross_fen},
              ${item.fee_fen}, ${item.net_fen}, ${item.available_at}, ${reason}, ${now})`
/** What became of a parked line on a second look: settled after all, or parked for another reason. */
export const resolveLinesStatement = (
  provider: string,
  refs: readonly string[],
  now: Instant,
): Statement =>
  sql`UPDATE parked_lines SET resolved_at = ${now}
       WHERE provider = ${provider} AND resolved_at IS NULL
         AND ref IN (SELECT value FROM json_each(${JSON.stringify(refs)}))`
export const parkAgainStatement = (provider: string, ref: string, reason: ParkReason): Statement =>
  sql`UPDATE parked_lines SET reason = ${reason}
       WHERE provider = ${provider} AND ref = ${ref} AND resolved_at IS NULL`

export const listSettlements = (who: Who, page: { before_id: string | null; limit: number }) =>
  sql<SettlementRow>`SELECT s.* FROM settlements s
       WHERE ${mine(who)} AND (${page.before_id} IS NULL OR s.id < ${page.before_id})
       ORDER BY s.id DESC LIMIT ${page.limit + 1}`
/** A shop sees its own settlements, the bank and the operator see all. */
const mine = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'staff' THEN s.merchant_id = ${who.merchant_id}
        WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END`

export const listParked = (page: { after_seq: number; limit: number }) =>
  sql<ParkedRow>`SELECT * FROM parked_lines
       WHERE resolved_at IS NULL AND seq > ${page.after_seq} ORDER BY seq LIMIT ${page.limit + 1}`

type FeeTotalsRow = { charged_fen: number; outstanding_fen: number }
type FeeDayRow = FeeTotalsRow & { day: LocalDate; fee_fen: number }
/** A merchant's fees, day by day of its settlements, the newest first. */
export const readFeeDays = (merchant_id: Statement, days_max: number) =>
  sql<FeeDayRow>`SELECT day, sum(fee_fen) AS fee_fen, sum(iif(fee_charged_at IS NULL, 0, fee_fen)) AS charged_fen,
             sum(iif(fee_charged_at IS NULL, fee_fen, 0)) AS outstanding_fen
        FROM settlements WHERE merchant_id = ${merchant_id} AND status = 'settled'
       GROUP BY day ORDER BY day DESC LIMIT ${days_max}`
export const readFeeTotals = (merchant_id: Statement) =>
  sql<FeeTotalsRow>`SELECT coalesce(sum(iif(fee_charged_at IS NULL, 0, fee_fen)), 0) AS charged_fen,
             coalesce(sum(iif(fee_charged_at IS NULL, fee_fen, 0)), 0) AS outstanding_fen
        FROM settlements WHERE merchant_id = ${merchant_id} AND status = 'settled'`
type BeingSettledRow = { being_settled_fen: number }
/** Told to the bank and not confirmed yet: the bank's own books may have it already. */
export const readBeingSettled = (merchant_id: string) =>
  sql<BeingSettledRow>`SELECT coalesce(sum(gross_fen), 0) AS being_settled_fen FROM settlements
       WHERE merchant_id = ${merchant_id} AND status = 'created'`
