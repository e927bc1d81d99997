import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { revokeAllSessionsStatement, revokeSessionsByCodeStatement } from '../sessions/store'

const idsOf = (person_id: string): Statement =>
  sql`(SELECT subject_id FROM person_ids WHERE person_id = ${person_id})`

/** Ends the sessions that only a message to the phone stands behind, under every id of a person. */
export const revokeCodeSessionsStatement = (person_id: string, now: Instant): Statement =>
  revokeSessionsByCodeStatement(idsOf(person_id), now)
/** Ends every session of a person, under every id. */
export const revokePersonSessionsStatement = (person_id: string, now: Instant): Statement =>
  revokeAllSessionsStatement(idsOf(person_id), now)
