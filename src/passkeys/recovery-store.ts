import type * as z from 'zod'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { PasskeyRecovery, WorkKind } from './objects'
import { personIdColumn } from './store'

export type RecoveryRow = {
  id: string
  person_id: string
  subject_id: string
  kind: WorkKind
  asked_at: Instant
  usable_from: Instant
  state: 'waiting' | 'agreed' | 'refused' | 'used'
  decided_by: string | null
  decided_at: Instant | null
  used_at: Instant | null
}
export type RecoveryDetailRow = RecoveryRow & { name: string; phone_mask: string; is_own: number }

/** Agreed to by another person, and the day of waiting is over. */
export const isReady = (recovery: RecoveryRow | undefined, now: Instant): boolean =>
  recovery !== undefined && recovery.state === 'agreed' && recovery.usable_from <= now

/** The asker's own, while it is open. */
export const readOpenRecovery = (who: Who) =>
  sql<RecoveryRow>`SELECT * FROM passkey_recoveries
       WHERE person_id = ${personIdColumn(who.subject_id)} AND state IN ('waiting', 'agreed')`

const DETAIL = sql`r.*, coalesce(o.name, s.name) AS name, coalesce(o.phone_mask, s.phone_mask) AS phone_mask`
const NAMED = sql`passkey_recoveries r LEFT JOIN officials o ON o.id = r.subject_id LEFT JOIN staff s ON s.id = r.subject_id`
/** All that were asked for in the asker's name, newest first. */
export const readOwnRecoveries = (
  who: Who,
  { before, limit }: { before: string | null; limit: number },
) =>
  sql<RecoveryDetailRow>`SELECT ${DETAIL}, 1 AS is_own FROM ${NAMED}
       WHERE r.person_id = ${personIdColumn(who.subject_id)} AND r.id < ${before ?? '~'} ORDER BY r.id DESC LIMIT ${limit + 1}`

/**
 * Those that the asker may decide about: of their own shop; of their own kind of office; an operator's, whoever holds an office;
 * as an operator, all.
 */
export const readRecoveries = (who: Who, where: Statement) =>
  sql<RecoveryDetailRow>`SELECT ${DETAIL}, r.person_id = ${personIdColumn(who.subject_id)} AS is_own
        FROM ${NAMED}
       WHERE (s.merchant_id = ${who.merchant_id}
              OR EXISTS (SELECT 1 FROM officials me WHERE me.id = ${who.subject_id}
                            AND (me.kind IN ('operator', r.kind) OR r.kind = 'operator')))
         AND ${where}`

export const insertRecovery = (r: RecoveryRow): Statement =>
  sql`INSERT INTO passkey_recoveries (id, person_id, subject_id, kind, asked_at, usable_from)
      VALUES (${r.id}, ${r.person_id}, ${r.subject_id}, ${r.kind}, ${r.asked_at}, ${r.usable_from})`
export const decideRecoveryStatement = (
  r: Pick<RecoveryRow, 'id' | 'state' | 'decided_by' | 'decided_at'>,
): Statement =>
  sql`UPDATE passkey_recoveries SET state = ${r.state}, decided_by = ${r.decided_by}, decided_at = ${r.decided_at}
       WHERE id = ${r.id}`
export const useRecoveryStatement = ({ id }: Pick<RecoveryRow, 'id'>, now: Instant): Statement =>
  sql`UPDATE passkey_recoveries SET state = 'used', used_at = ${now} WHERE id = ${id}`

export const presentRecovery = (row: RecoveryDetailRow): z.input<typeof PasskeyRecovery> => ({
  id: row.id,
  object: 'passkey_recovery',
  subject_id: row.subject_id,
  kind: row.kind,
  name: row.name,
  phone_mask: row.phone_mask,
  asked_at: row.asked_at,
  usable_from: row.usable_from,
  state: row.state,
  decided_at: row.decided_at,
  is_own: row.is_own === 1,
})
