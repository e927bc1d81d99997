import { DAY_MS, type Instant, plusMs } from '../kernel/time'
import type { Kind } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'

export type NewSession = {
  id: string
  token_hash: string
  kind: Kind
  subject_id: string
  device_id: string | null
  method: 'sms' | 'dev' | 'passkey'
  /** `code`: only that somebody reads the messages of a number. */
  proof: 'code' | 'full'
  authenticated_at: Instant
  idle_expires_at: Instant
  absolute_expires_at: Instant
}
export const insertSession = (session: NewSession): Statement =>
  sql`INSERT INTO sessions (token_hash, id, kind, subject_id, device_id, method, proof, authenticated_at, idle_expires_at,
                            absolute_expires_at)
      VALUES (${session.token_hash}, ${session.id}, ${session.kind}, ${session.subject_id}, ${session.device_id},
              ${session.method}, ${session.proof}, ${session.authenticated_at}, ${session.idle_expires_at},
              ${session.absolute_expires_at})`
export const revokeSessionStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE id = ${id} AND revoked_at IS NULL`
/** Of several ids (a list in brackets, or a query); those alone behind which only a message to a number stands. */
export const revokeSessionsByCodeStatement = (subject_ids: Statement, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE method = 'sms' AND revoked_at IS NULL
         AND subject_id IN ${subject_ids}`
export const revokeAllSessionsStatement = (subject_ids: Statement, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE revoked_at IS NULL AND subject_id IN ${subject_ids}`
export const revokeSessionsStatement = (subject_id: string, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE subject_id = ${subject_id} AND revoked_at IS NULL`
/** Never shortens a session: of two requests at one moment the later end stays. */
export const extendSessionStatement = (id: string, idle_expires_at: Instant): Statement =>
  sql`UPDATE sessions SET idle_expires_at = ${idle_expires_at}
      WHERE id = ${id} AND revoked_at IS NULL AND idle_expires_at < ${idle_expires_at}`

/** Locked: unused for too long from this moment on. */
export const endIdleStatement = (id: string, now: Instant): Statement =>
  sql`UPDATE sessions SET idle_expires_at = ${now}
      WHERE id = ${id} AND revoked_at IS NULL AND idle_expires_at > ${now}`

const KEPT_MS = 90 * DAY_MS
/** Sessions ninety days after their end, and devices of which no session is left. */
export const listOldSessions = (now: Instant, limit: number) =>
  sql<IdRow>`SELECT id FROM sessions WHERE absolute_expires_at <= ${plusMs(now, -KEPT_MS)} ORDER BY id LIMIT ${limit}`
export const listOldDevices = (now: Instant, limit: number) =>
  sql<IdRow>`SELECT id FROM devices WHERE created_at <= ${plusMs(now, -KEPT_MS)}
      AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.device_id = devices.id) ORDER BY id LIMIT ${limit}`
/** `ids`: a JSON list. */
export const deleteSessionsStatements = (ids: string): Statement[] => [
  sql`DELETE FROM sessions WHERE id IN (SELECT value FROM json_each(${ids}))`,
  sql`DELETE FROM devices WHERE id IN (SELECT value FROM json_each(${ids}))`,
]

/** By what somebody signed in is counted: their device, or they themselves where a program signed in without one. */
export const readSignedInAsker = (session: Statement): Statement =>
  sql`(SELECT coalesce('device:' || s.device_id, 'person:' || s.subject_id)
         FROM sessions s JOIN ${session} me ON me.id = s.id)`

/** The person of a session has proved that it is them, so or so. */
export const proveSessionStatement = (
  session_id: string,
  by: 'pin' | 'passkey',
  now: Instant,
): Statement =>
  sql`UPDATE sessions SET proved_at = ${now}, proved_by = ${by} WHERE id = ${session_id} AND revoked_at IS NULL`
