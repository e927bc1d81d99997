import { keyedAsk } from '../identity/asks'
import { tokenHash } from '../identity/tokens'
import { refuse } from '../kernel/refusals'
import type { Ask } from '../platform/act'
import { PUBLIC } from '../platform/actor'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { sessionLifetime } from '../sessions/rules'
import { endIdleStatement, extendSessionStatement } from '../sessions/store'
import { decideTillPin } from './pin'
import { idleFrom, pinIn, readTillPin, readTillSession } from './store'

/**
 * 锁屏: nobody can do anything at this till until the PIN of whoever works there is typed. Refuses till_pin_not_set: what
 * is locked could not be opened.
 */
export const lockTill = (world: World, ask: Ask) =>
  answerOnce(world, ask, {
    reads: (who) => ({ till_pin: readTillPin(who.subject_id) }),
    decide: ({ actor, rows, now }) => {
      if (!rows.till_pin[0]) refuse('till_pin_not_set')
      const session_id = actor.session_id ?? refuse('not_signed_in')
      return {
        status: 201,
        subject_id: session_id,
        body: { object: 'till_lock', locked_at: now },
        statements: [endIdleStatement(session_id, now)],
      }
    },
  })

/**
 * Opens a till again that was idle too long or locked, within its working day, by the PIN of whoever signed in there. The
 * token says which session; it stays the same. Refuses not_signed_in, session_expired, and as `decideTillPin`.
 */
export async function unlockTill(world: World, ask: Ask, request: { token: string; pin: string }) {
  const token_hash = await tokenHash(request.token)
  const who = { ...PUBLIC, id: `till:${token_hash.slice(0, 24)}` }
  const keyed = { ...(await keyedAsk(world, ask)), who }
  return answerOnce(world, keyed, {
    reads: () => ({ sessions: readTillSession(token_hash) }),
    decide: async ({ rows, now, kit }) => {
      const session = rows.sessions[0] ?? refuse('not_signed_in')
      if (session.absolute_expires_at <= now) refuse('session_expired')
      const passed = await decideTillPin(kit, pinIn(session), request.pin, now)
      const { absolute_expires_at } = session
      const expires_at = idleFrom(session, now, sessionLifetime('staff').idle_ms)
      return {
        status: 201,
        subject_id: session.id,
        body: { object: 'till_opening', expires_at, absolute_expires_at },
        statements: [passed, extendSessionStatement(session.id, expires_at)],
      }
    },
  })
}
