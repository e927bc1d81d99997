import { type Statement, sql } from '../platform/d1'
import { archivedBalanceColumn, archivedVersionColumn } from './archived'

/** So many newest entries are walked one by one before the entry of a moment is searched for. */
const WALKED = 16

/**
 * What an account held at a moment long ago, but later than what moved out: its newest entry from before `end`, found by
 * halving, so that it costs the same however much came later. Entries are searched up to `soon`, ten minutes after `end`,
 * and walked back from there: two acts at once may write their moments in another order than their entries, but never
 * minutes apart.
 */
export const pastBalanceColumn = (
  account: Statement,
  { end, soon }: { end: Statement; soon: Statement },
): Statement => sql`coalesce((
  SELECT e.balance_after_fen FROM ledger_accounts a
    CROSS JOIN ledger_entries e ON e.account_id = a.id CROSS JOIN ledger_transfers t ON t.id = e.transfer_id
   WHERE a.id = ${account} AND t.created_at < ${end} AND e.account_version <= iif(
     a.version <= ${WALKED} OR ${wasBefore(end, sql`a.version - ${WALKED}`)}, a.version, (
       WITH RECURSIVE found(version, step) AS (
         SELECT 0, 1 << (4 * length(printf('%x', a.version)) - 1)
         UNION ALL
         SELECT version + iif(${wasBefore(soon, sql`found.version + found.step`)}, step, 0), step >> 1
           FROM found WHERE step > 0)
       SELECT max(version) FROM found))
   ORDER BY e.account_version DESC LIMIT 1), ${archivedBalanceColumn(account)})`

/** Whether an entry of account `a` was written before a moment, like all that moved out; there may be none of that version. */
const wasBefore = (end: Statement, version: Statement): Statement =>
  sql`coalesce((SELECT w.created_at < ${end} FROM ledger_entries v JOIN ledger_transfers w ON w.id = v.transfer_id
        WHERE v.account_id = a.id AND v.account_version = ${version}), ${version} <= ${archivedVersionColumn(sql`a.id`)})`
