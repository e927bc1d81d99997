import type * as z from 'zod'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Kind, Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { revokeSessionStatement } from '../sessions/store'
import type { WorkSession } from './objects'
import { isFresh } from './rules'
import { personIdColumn } from './store'

type SessionRow = {
  id: string
  kind: Kind
  method: 'sms' | 'dev' | 'passkey'
  authenticated_at: Instant
  idle_expires_at: Instant
  proof: 'code' | 'full'
  is_current: number
}
/** The asker's sessions that live at that moment, under every id of theirs, newest first. */
const sessionsOf = (who: Who, now: Instant, where: Statement) =>
  sql<SessionRow>`SELECT s.id, s.kind, s.method, s.authenticated_at, s.idle_expires_at, s.proof,
             s.id = (SELECT me.id FROM ${who.session} me) AS is_current
        FROM sessions s
       WHERE s.subject_id IN (SELECT subject_id FROM person_ids WHERE person_id = ${personIdColumn(who.subject_id)})
         AND s.revoked_at IS NULL AND s.idle_expires_at > ${now} AND s.absolute_expires_at > ${now} AND ${where}`
export const readSessions = (
  who: Who,
  now: Instant,
  { before, limit }: { before: string | null; limit: number },
) => sessionsOf(who, now, sql`s.id < ${before ?? '~'} ORDER BY s.id DESC LIMIT ${limit + 1}`)

export const presentSession = (row: SessionRow, now: Instant): z.input<typeof WorkSession> => ({
  id: row.id,
  object: 'work_session',
  kind: row.kind,
  method: row.method,
  authenticated_at: row.authenticated_at,
  expires_at: row.idle_expires_at,
  passkey_needed: row.proof === 'code',
  is_fresh: isFresh(row.authenticated_at, now),
  is_current: row.is_current === 1,
})

/** Ends one of the asker's own sessions, wherever it is. Refuses session_not_found. */
export const endSession = (world: World, ask: Ask, id: string) =>
  answerOnce(world, ask, {
    reads: (who, now) => ({ sessions: sessionsOf(who, now, sql`s.id = ${id}`) }),
    decide: ({ rows, now }) => {
      const session = rows.sessions[0] ?? refuse('session_not_found')
      return {
        status: 201,
        subject_id: id,
        body: presentSession({ ...session, idle_expires_at: now }, now),
        statements: [revokeSessionStatement(id, now)],
      }
    },
  })
