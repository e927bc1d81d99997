import { isSamePersonCondition } from '../identity/persons'
import { depositAccount } from '../ledger/chart'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { DepositDetailRow, DepositRow } from './deposit-rules'

/** A line of the bank's statement answers to deposit `d`: matched as it is, or confirmed to the fen by two people. */
const IS_SHOWN = sql`EXISTS (SELECT 1 FROM shown_deposits b
  WHERE b.deposit_id = d.id AND b.merchant_id = d.merchant_id)`

/**
 * What of a shop's deposit account counts, whole fen: what is there, less what nobody agreed to or no statement shows.
 */
export const countedDepositColumn = (merchant_id: string): Statement =>
  sql`max(coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = ${depositAccount(merchant_id)}), 0)
          - coalesce((SELECT sum(d.amount_fen) FROM deposits d
               WHERE d.merchant_id = ${merchant_id} AND d.state = 'received'
                 AND NOT (d.decided_by IS NOT NULL AND ${IS_SHOWN})), 0), 0)`

/** Deposits with who typed and who decided, as the asker sees them. */
export const readDeposits = (who: Who, where: Statement) =>
  sql<DepositDetailRow>`SELECT d.*, ${IS_SHOWN} AS is_shown,
             coalesce((SELECT name FROM officials WHERE id = d.received_by), '') AS typed_by_name,
             (SELECT name FROM officials WHERE id = d.decided_by) AS decided_by_name,
             ${isSamePersonCondition(sql`d.received_by`, who.subject_id)} AS is_own
        FROM deposits d WHERE ${where}`

export const insertDeposit = (
  d: Pick<DepositRow, 'id' | 'merchant_id' | 'amount_fen' | 'received_by' | 'created_at'>,
): Statement =>
  sql`INSERT INTO deposits (id, merchant_id, amount_fen, received_by, created_at)
      VALUES (${d.id}, ${d.merchant_id}, ${d.amount_fen}, ${d.received_by}, ${d.created_at})`

export const updateDecision = (d: DepositRow): Statement =>
  sql`UPDATE deposits SET state = ${d.state}, decided_by = ${d.decided_by}, decided_at = ${d.decided_at},
             note = ${d.note}, version = ${d.version + 1}
       WHERE id = ${d.id}`

export const updateReceived = (
  d: Pick<DepositRow, 'id' | 'version'>,
  { bank_ref, received_at }: { bank_ref: string; received_at: string },
): Statement =>
  sql`UPDATE deposits SET state = 'received', bank_ref = ${bank_ref}, received_at = ${received_at},
             version = ${d.version + 1}
       WHERE id = ${d.id}`
