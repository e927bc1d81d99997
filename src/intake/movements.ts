import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** The instruction that the bank had for an entry of a custody account; NULL where it had none. */
const KEY_OF_ENTRY: Statement = {
  text: `CASE t.reason
    WHEN 'provider_settled' THEN t.subject_id WHEN 'fee_advanced' THEN t.subject_id
    WHEN 'fee_taken' THEN t.subject_id || '-fee'
    WHEN 'refund_funded' THEN substr(t.subject_id, 5) || '-fund' WHEN 'refund_taken_back' THEN substr(t.subject_id, 5) || '-back'
    WHEN 'payout_paid' THEN substr(t.subject_id, 5) WHEN 'payout_returned' THEN 'return:' || substr(t.subject_id, 5)
    WHEN 'refund_succeeded' THEN substr(t.subject_id, 5) WHEN 'refund_came_back' THEN 'return:' || substr(t.subject_id, 5)
    WHEN 'deposit_received' THEN 'ref:' || (SELECT bank_ref FROM deposits WHERE id = t.subject_id)
    WHEN 'break_resolved' THEN NULL WHEN 'shortfall_made_good' THEN NULL ELSE 'other:' || t.id END`.replace(
    /\s*\n\s*/g,
    ' ',
  ),
  values: [],
}

/** Takes in what the ledger has moved on a page of custody accounts since the last time. */
export const gatherMovementsStatement = (page: Statement): Statement =>
  sql`INSERT INTO bank_movements (merchant_id, account_version, transfer_id, match_key, reason, subject_id, amount_fen,
                                  day, state)
      SELECT p.id, e.account_version, e.transfer_id, ${KEY_OF_ENTRY}, t.reason, t.subject_id, -e.amount_fen,
             date(t.created_at, '+8 hours'), iif(t.reason IN ('break_resolved', 'shortfall_made_good'), 'internal', 'open')
        FROM ${page} p JOIN ledger_entries e ON e.account_id = 'custody:' || p.id
         AND e.account_version > coalesce((SELECT max(m.account_version) FROM bank_movements m WHERE m.merchant_id = p.id), 0)
        JOIN ledger_transfers t ON t.id = e.transfer_id`

/** A line by its number, or a movement by its account and version, and the match it belongs to. */
export type MatchedLine = [seq: number, match_id: string]
export type MatchedMovement = [merchant_id: string, account_version: number, match_id: string]
export const matchLinesStatement = (some: readonly MatchedLine[], on: LocalDate): Statement =>
  sql`UPDATE bank_lines SET state = 'matched', matched_on = ${on}, match_id = v.id
        FROM (SELECT value ->> '$[0]' AS seq, value ->> '$[1]' AS id FROM json_each(${JSON.stringify(some)})) v
       WHERE bank_lines.seq = v.seq AND bank_lines.state = 'open'`
export const matchMovementsStatement = (
  some: readonly MatchedMovement[],
  on: LocalDate,
): Statement =>
  sql`UPDATE bank_movements SET state = 'matched', matched_on = ${on}, match_id = v.id
        FROM (SELECT value ->> '$[0]' AS m, value ->> '$[1]' AS version, value ->> '$[2]' AS id
                FROM json_each(${JSON.stringify(some)})) v
       WHERE bank_movements.merchant_id = v.m AND bank_movements.account_version = v.version
         AND bank_movements.state = 'open'`

export const baselineStatements = (of: readonly [string, number][], on: LocalDate): Statement[] =>
  of.length === 0
    ? []
    : [
        sql`UPDATE bank_movements SET state = 'baseline', matched_on = ${on}
              FROM (SELECT value ->> '$[0]' AS m, value ->> '$[1]' AS version
                      FROM json_each(${JSON.stringify(of)})) v
             WHERE bank_movements.merchant_id = v.m AND bank_movements.account_version = v.version
               AND bank_movements.state = 'open'`,
      ]

/** What a break was about is open no more, on either side: `lines` and `movements` are its JSON. */
export const resolveItemsStatements = (of: {
  id: string
  lines: string
  movements: string
}): Statement[] => [
  sql`UPDATE bank_lines SET state = 'resolved', match_id = ${of.id}
       WHERE state = 'open' AND seq IN (SELECT value FROM json_each(${of.lines}))`,
  sql`UPDATE bank_movements SET state = 'resolved', match_id = ${of.id}
        FROM (SELECT value ->> '$[0]' AS m, value ->> '$[1]' AS version FROM json_each(${of.movements})) v
       WHERE bank_movements.merchant_id = v.m AND bank_movements.account_version = v.version
         AND bank_movements.state = 'open'`,
]
