import type { Instant } from '../kernel/time'
import { DAY_MS, plusMs } from '../kernel/time'
import { all, type Statement, sql } from '../platform/d1'
import { answerOnce, clockAsk } from '../platform/journal'
import type { World } from '../platform/world'

/** How long what is over is kept: a day for codes (ten a day are the limit), 90 days for sessions. */
const KEPT = { codes_ms: DAY_MS, sessions_ms: 90 * DAY_MS }

/** A job: forgets at most `limit` codes and sessions whose time is over, and says how many. */
export async function forgetCodesAndSessions(world: World, limit: number): Promise<number> {
  const now = world.now()
  const codes = await all<{ id: string }>(world.db, oldCodes(now, limit))
  const sessions = await all<{ id: string }>(world.db, oldSessions(now, limit - codes.length))
  const ids = [...codes, ...sessions].map(({ id }) => id)
  const [first] = ids
  if (first === undefined) return 0
  const list = JSON.stringify(ids)
  const said = { operation: 'forgetCodesAndSessions', key: first, said: ids }
  await answerOnce(world, await clockAsk(world, said), {
    reads: () => ({}),
    decide: () => ({
      status: 200,
      subject_id: 'clock',
      body: { object: 'forgetting', count: ids.length },
      statements: [
        sql`DELETE FROM sms_codes WHERE id IN (SELECT value FROM json_each(${list}))`,
        sql`DELETE FROM sessions WHERE id IN (SELECT value FROM json_each(${list}))`,
      ],
    }),
  })
  return ids.length
}

const oldCodes = (now: Instant, limit: number): Statement =>
  sql`SELECT id FROM sms_codes WHERE sent_at <= ${plusMs(now, -KEPT.codes_ms)} ORDER BY id LIMIT ${limit}`
const oldSessions = (now: Instant, limit: number): Statement =>
  sql`SELECT id FROM sessions WHERE absolute_expires_at <= ${plusMs(now, -KEPT.sessions_ms)}
      ORDER BY id LIMIT ${limit}`
