import type { Instant, LocalDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { ChangeKind } from './rules'

export type ChangeRow = {
  id: string
  merchant_id: string
  kind: ChangeKind
  facts: string
  /** Whose name the new one reads like: {id, name} as JSON. */
  resembles: string | null
  reason: string
  from_on: LocalDate
  leave_by: LocalDate
  announced_by: string
  announced_at: Instant
  status: 'announced' | 'verified' | 'refused' | 'effective'
  checked_by: string | null
  checked_at: Instant | null
  checked_note: string | null
  effective_at: Instant | null
  told_to_card: string
  told_count: number
  told_at: Instant | null
  consented_count: number
  declined_count: number
  version: number
}
export type ChangeDetailRow = ChangeRow & {
  merchant_name: string
  merchant_version: number
  cards_count: number
}
export const readChanges = (where: Statement) =>
  sql<ChangeDetailRow>`SELECT g.*, m.name AS merchant_name, m.version AS merchant_version, t.cards_count
        FROM merchant_changes g JOIN merchants m ON m.id = g.merchant_id
        JOIN merchant_totals t ON t.merchant_id = m.id WHERE ${where}`
export const mayReadChange = (who: Who): Statement =>
  sql`(${mayReadMerchant(who)} OR EXISTS (SELECT 1 FROM cards c WHERE c.merchant_id = g.merchant_id AND c.consumer_id = ${who.subject_id}))`

export const insertChange = (g: ChangeRow): Statement =>
  sql`INSERT INTO merchant_changes (id, merchant_id, kind, facts, resembles, reason, from_on, leave_by, announced_by, announced_at)
      VALUES (${g.id}, ${g.merchant_id}, ${g.kind}, ${g.facts}, ${g.resembles}, ${g.reason}, ${g.from_on}, ${g.leave_by},
              ${g.announced_by}, ${g.announced_at})`
export const updateChange = (g: ChangeRow): Statement =>
  sql`UPDATE merchant_changes
         SET status = ${g.status}, checked_by = ${g.checked_by}, checked_at = ${g.checked_at},
             checked_note = ${g.checked_note}, effective_at = ${g.effective_at}, told_to_card = ${g.told_to_card},
             told_count = ${g.told_count}, told_at = ${g.told_at}, consented_count = ${g.consented_count},
             declined_count = ${g.declined_count}, version = ${g.version + 1}
       WHERE id = ${g.id}`
