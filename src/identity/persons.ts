import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { revokeAllSessionsStatement, revokeSessionsByCodeStatement } from '../sessions/store'

/**
 * The one rule of who is the same person, for every act that takes two: the ids of one telephone, and of the passkeys that
 * belong to it, are one person, also when somebody was disabled and entered again.
 */
export const isSamePersonCondition = (one: Statement, other: Statement): Statement =>
  sql`EXISTS (SELECT 1 FROM person_ids one JOIN person_ids other ON other.person_id = one.person_id
               WHERE one.subject_id = ${one} AND other.subject_id = ${other})`

type SamePersonRow = { is_same: number }
/** Whether the asker is the person named by `maker`. One row. */
export const readSamePerson = (who: Who, maker: Statement) =>
  sql<SamePersonRow>`SELECT ${isSamePersonCondition(maker, who.subject_id)} AS is_same`
export const isSamePerson = ([row]: readonly SamePersonRow[]): boolean => row?.is_same === 1

const idsOf = (person_id: string): Statement =>
  sql`(SELECT subject_id FROM person_ids WHERE person_id = ${person_id})`

/** Ends the sessions that only a message to the phone stands behind, under every id of a person. */
export const revokeCodeSessionsStatement = (person_id: string, now: Instant): Statement =>
  revokeSessionsByCodeStatement(idsOf(person_id), now)
/** Ends every session of a person, under every id. */
export const revokePersonSessionsStatement = (person_id: string, now: Instant): Statement =>
  revokeAllSessionsStatement(idsOf(person_id), now)

type Agreement = { id: string; by: string; at: Instant; from: Instant }
/** Another person has agreed that somebody comes into office; the table refuses one who is no other (`checker_must_not_be_maker`). */
export const approveStatement = ({ id, by, at, from }: Agreement): Statement =>
  id.startsWith('ofc_')
    ? sql`UPDATE officials SET approved_by = ${by}, approved_at = ${at}, effective_from = ${from} WHERE id = ${id}`
    : sql`UPDATE staff SET approved_by = ${by}, approved_at = ${at}, effective_from = ${from} WHERE id = ${id}`
