import type { BillLine } from '../environment/ports'
import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { CursorRow } from './store'
import { LINE_TYPES, type Positions } from './third-rules'

export const readThirdCursor = (provider: string) =>
  sql<CursorRow>`SELECT cursor, version FROM provider_cursors WHERE provider = ${provider}`
export const moveThirdCursorStatement = (
  provider: string,
  to: { cursor: string; version: number; now: Instant },
): Statement =>
  sql`INSERT INTO provider_cursors (provider, cursor, read_at, version)
      VALUES (${provider}, ${to.cursor}, ${to.now}, ${to.version})
      ON CONFLICT (provider) DO UPDATE
        SET cursor = excluded.cursor, read_at = excluded.read_at, version = excluded.version`

/** Keeps lines as they were said; those we have already are left alone. */
export const insertLines = (
  provider: string,
  lines: readonly BillLine[],
  now: Instant,
): Statement =>
  sql`INSERT INTO provider_lines (provider, ref, type, amount_fen, fee_fen, net_fen, currency, source_ref, payment_ref,
                                  our_no, happened_at, available_at, raw, read_at)
      SELECT ${provider}, l.value ->> 'ref', l.value ->> 'type', l.value ->> 'amount_fen', l.value ->> 'fee_fen',
             l.value ->> 'net_fen', l.value ->> 'currency', l.value ->> 'source_ref', l.value ->> 'payment_ref',
             l.value ->> 'our_no', l.value ->> 'happened_at', l.value ->> 'available_at', l.value ->> 'raw', ${now}
        FROM json_each(${JSON.stringify(lines)}) l
       WHERE NOT EXISTS (SELECT 1 FROM provider_lines p WHERE p.provider = ${provider} AND p.ref = l.value ->> 'ref')`

const typesOf = (name: string): string =>
  JSON.stringify(LINE_TYPES.filter(([, of]) => of === name).map(([type]) => type))
const inClass = (name: string): Statement =>
  sql`l.type IN (SELECT value FROM json_each(${typesOf(name)}))`

export type PositionRow = Positions & {
  ledger_fen: number
  lines_fen: number
  lines_count: number
}
/** Everything the comparison needs: the ledger's figure, the lines' sums and the named positions, in one row. */
export const readPositions = (provider: string) =>
  sql<PositionRow>`SELECT -coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'psp:' || ${provider}), 0) AS ledger_fen,
             t.lines_fen, t.lines_count, t.fees_fen, t.paid_out_fen,
             (SELECT coalesce(sum(gross_fen), 0) FROM settlements
               WHERE provider = ${provider} AND status = 'settled') AS settled_fen,
             (SELECT coalesce(sum(p.amount_fen), 0) FROM refund_parts p CROSS JOIN purchases u ON u.id = p.purchase_id
               WHERE u.provider = ${provider} AND p.funded_at IS NOT NULL AND p.unfunded_at IS NULL)
             + (SELECT coalesce(sum(r.amount_fen), 0) FROM dispute_recoveries r JOIN disputes d ON d.id = r.dispute_id
                 WHERE d.provider = ${provider} AND r.funded_at IS NOT NULL) AS funded_fen,
             (SELECT coalesce(sum(taken_fen), 0) FROM disputes
               WHERE provider = ${provider} AND NOT (outcome IS 'lost' AND lot_id IS NOT NULL)) AS disputes_fen,
             (SELECT coalesce(sum(p.amount_fen), 0) FROM refund_parts p CROSS JOIN purchases u ON u.id = p.purchase_id
               WHERE u.provider = ${provider} AND p.route = 'original' AND p.state = 'sent'
                 AND p.provider_ref IS NOT NULL)
             + (SELECT coalesce(sum(min(q.asked_fen, max(-q.excess_fen, 0))), 0)
                  FROM (${givenBack(provider, unheardOf)}) q) AS refunds_fen,
             (SELECT coalesce(sum(amount_fen), 0) FROM parked_facts f
               WHERE ${isNamed} AND f.kind IN ('provider_line', 'refund_differs', 'balance') AND f.provider = ${provider})
             + (SELECT coalesce(sum(l.amount_fen), 0) FROM provider_lines l
                 WHERE l.provider = ${provider} AND (${inClass('payment')} OR ${inClass('refund')})
                   AND NOT ${isPaid(sql`l.payment_ref`)} AND EXISTS (
                     SELECT 1 FROM parked_facts f WHERE f.payment_ref = l.payment_ref AND ${isNamed}
                        AND f.kind IN ('payment_event', 'bill_line'))) AS parked_fen
        FROM (SELECT coalesce(sum(net_fen), 0) AS lines_fen, count(*) AS lines_count, coalesce(sum(fee_fen), 0)
                     + coalesce(sum(iif(${inClass('fee')}, -amount_fen, 0)), 0) AS fees_fen,
                     coalesce(sum(iif(${inClass('paid_out')}, -amount_fen, 0)), 0) AS paid_out_fen
                FROM provider_lines l WHERE l.provider = ${provider} AND l.currency = 'cny') t`
/** A fact whose money our books do not have: it waits, went back to its payer, or was explained. */
const isNamed = sql`(f.state IN ('open', 'proposed') OR f.proposal IN ('returned', 'explained'))`
const isPaid = (payment_ref: Statement): Statement =>
  sql`EXISTS (SELECT 1 FROM purchases u WHERE u.provider_ref = ${payment_ref} AND u.status = 'paid')`

type LineRow = BillLine & { seq: number; provider: string; read_at: Instant }
/** Payments on the bill that no order of ours has, an hour after they were made, and that nobody owns yet. */
export const readStrayPayments = (provider: string, before: Instant) =>
  sql<LineRow>`SELECT l.* FROM provider_lines l
       WHERE l.provider = ${provider} AND ${inClass('payment')} AND l.happened_at <= ${before}
         AND NOT ${isPaid(sql`l.payment_ref`)} AND l.currency = 'cny'
         AND NOT EXISTS (SELECT 1 FROM parked_facts f WHERE f.payment_ref = l.payment_ref) ORDER BY l.seq LIMIT 100`

/** Payments with a refund that was told and not answered: the provider may have given it back, or never. */
const unheardOf = sql`SELECT u.provider_ref FROM refund_parts p CROSS JOIN purchases u ON u.id = p.purchase_id
                       WHERE p.route = 'original' AND p.state = 'sent' AND p.provider_ref IS NULL`
/**
 * Of each of these payments what the provider gave back beyond what we know of it (`excess_fen`, below zero: it gave
 * more), less what two people have ended; and what we told it to give and heard nothing of (`asked_fen`).
 */
const givenBack = (provider: string, payments: Statement): Statement =>
  sql`SELECT x.payment_ref, x.last_at, x.given_fen + coalesce((
               SELECT sum(p.amount_fen) FROM refund_parts p CROSS JOIN purchases u ON u.id = p.purchase_id
                WHERE u.provider_ref = x.payment_ref AND p.route = 'original'
                  AND (p.state = 'succeeded' OR (p.state = 'sent' AND p.provider_ref IS NOT NULL))), 0)
             - coalesce((SELECT sum(f.amount_fen) FROM parked_facts f
                          WHERE f.kind = 'refund_differs' AND f.payment_ref = x.payment_ref AND f.state = 'resolved'), 0)
             AS excess_fen,
             coalesce((SELECT sum(p.amount_fen) FROM refund_parts p CROSS JOIN purchases u ON u.id = p.purchase_id
                        WHERE u.provider_ref = x.payment_ref AND p.route = 'original' AND p.state = 'sent'
                          AND p.provider_ref IS NULL), 0) AS asked_fen
        FROM (SELECT l.payment_ref, sum(l.amount_fen) AS given_fen, max(l.happened_at) AS last_at
                FROM provider_lines l
               WHERE l.provider = ${provider} AND ${inClass('refund')} AND l.payment_ref IN (${payments})
               GROUP BY l.payment_ref) x
       WHERE ${isPaid(sql`x.payment_ref`)}`

export type StrayRefundRow = {
  payment_ref: string
  excess_fen: number
  /** What was parked for it before, by its reference; null: nothing is. */
  open_ref: string | null
  open_fen: number | null
}
/**
 * Payments of ours of which the provider gave back something else than we told it to, an hour after it did; and those
 * of which that was so and is otherwise by now. What we told and heard nothing of is in question, and not strange.
 */
export const readStrayRefunds = (provider: string, before: Instant) =>
  sql<StrayRefundRow>`SELECT g.payment_ref, g.excess_fen + min(g.asked_fen, max(-g.excess_fen, 0)) AS excess_fen,
             f.ref AS open_ref, f.amount_fen AS open_fen
        FROM (${givenBack(
          provider,
          sql`SELECT payment_ref FROM provider_lines l
               WHERE l.provider = ${provider} AND ${inClass('refund')} AND payment_ref IS NOT NULL`,
        )}) g
        LEFT JOIN parked_facts f ON f.kind = 'refund_differs' AND f.provider = ${provider}
          AND f.payment_ref = g.payment_ref AND f.state IN ('open', 'proposed')
       WHERE (g.last_at <= ${before} OR f.ref IS NOT NULL)
         AND g.excess_fen + min(g.asked_fen, max(-g.excess_fen, 0)) <> coalesce(f.amount_fen, 0) LIMIT 100`

export type ReadingRow = {
  id: string
  provider: string
  day: string
  balance_fen: number
  lines_fen: number
  lines_count: number
  ledger_fen: number
  positions: string
  expected_fen: number
  difference_fen: number
  read_at: Instant
}
export const insertReading = (r: ReadingRow): Statement =>
  sql`INSERT INTO provider_readings (id, provider, day, balance_fen, lines_fen, lines_count, ledger_fen, positions,
                                     expected_fen, difference_fen, read_at)
      VALUES (${r.id}, ${r.provider}, ${r.day}, ${r.balance_fen}, ${r.lines_fen}, ${r.lines_count}, ${r.ledger_fen},
              ${r.positions}, ${r.expected_fen}, ${r.difference_fen}, ${r.read_at})`
