import { isSamePersonCondition } from '../identity/persons'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'

export type ChangeRow = {
  id: string
  merchant_id: string
  account_no: string
  mask: string
  asked_by: string
  asked_at: Instant
  usable_from: Instant
  state: 'waiting' | 'agreed' | 'refused' | 'in_force'
  decided_by: string | null
  decided_at: Instant | null
  applied_at: Instant | null
}
export type ChangeDetailRow = ChangeRow & {
  merchant_name: string
  asked_by_name: string
  current_mask: string
  is_own: number
}

/** Changes with whose they are, as the asker sees them: staff their own shop's, bank and operators all. */
export const readChanges = (who: Who, where: Statement) =>
  sql<ChangeDetailRow>`SELECT c.*, m.name AS merchant_name, m.settlement_account_mask AS current_mask,
             coalesce((SELECT name FROM staff WHERE id = c.asked_by), '') AS asked_by_name,
             ${isSamePersonCondition(sql`c.asked_by`, who.subject_id)} AS is_own
        FROM settlement_account_changes c JOIN merchants m ON m.id = c.merchant_id
       WHERE c.merchant_id = coalesce(${who.merchant_id}, c.merchant_id) AND ${where}`
export const IS_OPEN: Statement = sql`c.state IN ('waiting', 'agreed')`

export type AccountRow = {
  id: string
  name: string
  admitted_at: Instant | null
  settlement_account_no: string
  settlement_account_mask: string
  settlement_account_version: number
  settlement_account_verified_at: Instant | null
  version: number
}
export const readAccount = (merchant_id: Statement | string) =>
  sql<AccountRow>`SELECT id, name, admitted_at, settlement_account_no, settlement_account_mask, settlement_account_version,
             settlement_account_verified_at, version FROM merchants WHERE id = ${merchant_id}`
/** Who decides for a shop, and is told of its account. */
export const readOwners = (merchant_id: Statement | string) =>
  sql<IdRow>`SELECT id FROM staff WHERE merchant_id = ${merchant_id} AND role = 'owner' AND disabled_at IS NULL
              ORDER BY id LIMIT 20`

export const insertChange = (c: ChangeRow): Statement =>
  sql`INSERT INTO settlement_account_changes (id, merchant_id, account_no, mask, asked_by, asked_at, usable_from)
      VALUES (${c.id}, ${c.merchant_id}, ${c.account_no}, ${c.mask}, ${c.asked_by}, ${c.asked_at}, ${c.usable_from})`
export const decideChangeStatement = (
  id: string,
  { state, by, at }: { state: 'agreed' | 'refused'; by: string; at: Instant },
): Statement =>
  sql`UPDATE settlement_account_changes SET state = ${state}, decided_by = ${by}, decided_at = ${at} WHERE id = ${id}`
export const applyChangeStatement = (id: string, at: Instant): Statement =>
  sql`UPDATE settlement_account_changes SET state = 'in_force', applied_at = ${at} WHERE id = ${id}`
