import type { Instant } from '../kernel/time'
import type { Answer, Ask } from '../platform/act'
import type { Kind } from '../platform/actor'
import type { Statement } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { type Person, Session } from './objects'
import { expiriesFrom } from './rules'
import {
  endPayCodeKeys,
  insertSession,
  type NewSession,
  revokeSession,
  revokeSessionsOf,
} from './store'
import { tokenHash, tokenOf } from './tokens'

const StoredSession = Session.omit({ token: true })

/** A new session: its row, and the answer without its token, which `revealToken` adds each time it is given. */
export async function startSession(
  world: World,
  { kind, person, method }: { kind: Kind; person: Person; method: NewSession['method'] },
  now: Instant,
): Promise<{ id: string; body: object; statement: Statement }> {
  const id = world.newId('ses')
  const token_hash = await tokenHash(await tokenOf(world, { id, kind }))
  const ends = expiriesFrom(kind, now)
  const row = {
    id,
    token_hash,
    kind,
    subject_id: person.id,
    method,
    authenticated_at: now,
    ...ends,
  }
  const { idle_expires_at: expires_at, absolute_expires_at } = ends
  return {
    id,
    body: { id, object: 'session', kind, expires_at, absolute_expires_at, person },
    statement: insertSession(row),
  }
}

/** Adds the token to a stored answer: the journal never holds it. */
export async function revealToken(world: World, stored: object): Promise<object> {
  const session = StoredSession.parse(stored)
  return { ...session, token: await tokenOf(world, session) }
}

/** Ends the session that asks, and with it the pay code keys of its device. */
export const signOut = (world: World, ask: Ask): Promise<Answer> => revoke(world, ask, 'current')
/** Ends every session of the person who asks, on all devices, and every pay code key. */
export const signOutEverywhere = (world: World, ask: Ask): Promise<Answer> =>
  revoke(world, ask, 'everywhere')

const revoke = (world: World, ask: Ask, scope: 'current' | 'everywhere'): Promise<Answer> =>
  answerOnce(world, ask, {
    reads: () => ({}),
    decide: ({ actor, now }) => ({
      status: 201,
      subject_id: actor.session_id ?? actor.id,
      body: { object: 'session_revocation', scope, revoked_at: now },
      statements:
        scope === 'current' && actor.session_id
          ? [revokeSession(actor.session_id, now)]
          : [
              revokeSessionsOf(actor.id, now),
              ...(actor.kind === 'consumer' ? [endPayCodeKeys(actor.id)] : []),
            ],
    }),
  })
