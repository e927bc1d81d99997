import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

const idsOf = (person_id: string): Statement =>
  sql`(SELECT subject_id FROM person_ids WHERE person_id = ${person_id})`

/** Ends the sessions that only a message to the phone stands behind, under every id of a person. */
export const revokeCodeSessionsStatement = (person_id: string, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE method = 'sms' AND revoked_at IS NULL
         AND subject_id IN ${idsOf(person_id)}`
/** Ends every session of a person, under every id. */
export const revokePersonSessionsStatement = (person_id: string, now: Instant): Statement =>
  sql`UPDATE sessions SET revoked_at = ${now} WHERE revoked_at IS NULL AND subject_id IN ${idsOf(person_id)}`
