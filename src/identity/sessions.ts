import type * as z from 'zod'
import { deleteCodesStatement, listOldCodes } from '../codes/store'
import type { Instant } from '../kernel/time'
import type { Ask } from '../platform/act'
import type { Kind } from '../platform/actor'
import { all, type Statement } from '../platform/d1'
import { answerOnce, jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { endDevicesStatement } from '../sessions/device-store'
import { expiriesFrom } from '../sessions/rules'
import {
  deleteSessionsStatements,
  insertSession,
  listOldDevices,
  listOldSessions,
  type NewSession,
  revokeSessionStatement,
  revokeSessionsStatement,
} from '../sessions/store'
import { type Person, Session } from './objects'
import { endPayCodeKeysStatement } from './store'
import { sessionToken, tokenHash } from './tokens'

/** The same as `live_sessions.is_proven`. */
const isProven = (proof: NewSession['proof'], { role }: Person): boolean =>
  proof === 'full' || role === 'consumer' || role === 'cashier'

const StoredSession = Session.omit({ token: true })

type StartedBy = { kind: Kind; person: Person; device_id?: string | null } & Pick<
  NewSession,
  'method' | 'proof'
>
/** A new session: its row, and the answer without its token, which `revealToken` adds each time it is given. */
export async function startSession(
  kit: Kit,
  { kind, person, device_id = null, ...how }: StartedBy,
  now: Instant,
): Promise<{ id: string; body: z.input<typeof StoredSession>; statement: Statement }> {
  const id = kit.newId('ses')
  const token_hash = await tokenHash(await sessionToken(kit, { id, kind }))
  const ends = expiriesFrom(kind, now)
  const row = {
    id,
    token_hash,
    kind,
    subject_id: person.id,
    ...how,
    device_id,
    authenticated_at: now,
    ...ends,
  }
  const { idle_expires_at: expires_at, absolute_expires_at } = ends
  return {
    id,
    body: {
      ...{ id, object: 'session', kind, device_id },
      ...{ expires_at, absolute_expires_at, person },
      ...(isProven(how.proof, person) ? {} : { passkey_needed: true }),
    },
    statement: insertSession(row),
  }
}

/** Adds the token to a stored answer: the journal never holds it. */
export async function revealToken(kit: Kit, stored: object): Promise<z.input<typeof Session>> {
  const session = StoredSession.parse(stored)
  return { ...session, token: await sessionToken(kit, session) }
}

/** Ends the session that asks, and with it the pay code keys of its device. */
export const signOut = (world: World, ask: Ask) => revoke(world, ask, 'current')
/** Ends every session of the person who asks, every pay code key, and what their devices are known by. */
export const signOutEverywhere = (world: World, ask: Ask) => revoke(world, ask, 'everywhere')

const revoke = (world: World, ask: Ask, scope: 'current' | 'everywhere') =>
  answerOnce(world, ask, {
    reads: () => ({}),
    decide: ({ actor, now }) => ({
      status: 201,
      subject_id: actor.session_id ?? actor.id,
      body: { object: 'session_revocation', scope, revoked_at: now },
      statements:
        scope === 'current' && actor.session_id
          ? [revokeSessionStatement(actor.session_id, now)]
          : [
              revokeSessionsStatement(actor.id, now),
              endDevicesStatement(actor.id, now),
              ...(actor.kind === 'consumer' ? [endPayCodeKeysStatement(actor.id)] : []),
            ],
    }),
  })

/** A job: forgets at most `limit` codes, sessions and devices whose time is over, and says how many. */
export async function forgetCodesAndSessions(world: World, limit: number): Promise<number> {
  const now = world.now()
  const codes = await all(world.db, listOldCodes(now, limit))
  const sessions = await all(world.db, listOldSessions(now, limit - codes.length))
  const devices = await all(world.db, listOldDevices(now, limit - codes.length - sessions.length))
  const ids = [...codes, ...sessions, ...devices].map(({ id }) => id)
  const [first] = ids
  if (first === undefined) return 0
  const list = JSON.stringify(ids)
  const request = { operation: 'forgetCodesAndSessions', key: first, said: ids }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: () => ({
      status: 200,
      subject_id: 'clock',
      body: { object: 'forgetting', count: ids.length },
      statements: [deleteCodesStatement(list), ...deleteSessionsStatements(list)],
    }),
  })
  return ids.length
}
