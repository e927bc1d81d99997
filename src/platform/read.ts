import type { Instant } from '../kernel/time'
import { type Context, listed, rowsFor, type Wanted } from './act'
import {
  type Actor,
  actorFrom,
  besideSession,
  type Credential,
  type Policy,
  partedFromSession,
  type RowBeside,
  requireRole,
  sessionOf,
  type Who,
  whoAsks,
} from './actor'
import type { Row, Statement } from './d1'
import { kitOf, type World } from './world'

/**
 * Reads for one page or object: session, policy and rows in a single round trip; writes nothing. A single row
 * (`RowBeside`) shares its statement with the session.
 */
export async function readOnce<const R extends Wanted | RowBeside>(
  world: World,
  who: Credential | Actor,
  policy: Policy,
  reads: (who: Who, now: Instant) => R,
): Promise<ContextOf<R>> {
  const now = world.now()
  if (!('token_hash' in who)) {
    const asked = reads(whoAsks(null), now)
    const rows = isBeside(asked) ? [] : await world.db.batch(listed(asked))
    requireRole(who, policy)
    return { actor: who, rows: rowsAsked(asked, rows), now, kit: kitOf(world) } as ContextOf<R>
  }
  const asked = reads(whoAsks(who), now)
  const { session, rows } = await readWithSession(world, who, asked)
  const actor = actorFrom(session, who, now)
  requireRole(actor, policy)
  const slide = slideOf(who, session, now)
  if (slide.length > 0) await world.db.batch(slide)
  return { actor, rows: rowsAsked(asked, rows), now, kit: kitOf(world) } as ContextOf<R>
}
/** What a read is shown from; a row beside the session arrives as `found`. */
export type ContextOf<R extends Wanted | RowBeside> =
  R extends RowBeside<infer T>
    ? Omit<Context, 'rows'> & { rows: { found: T[] } }
    : R extends Wanted
      ? Context<R>
      : never
const isBeside = (asked: Wanted | RowBeside): asked is RowBeside =>
  'is' in asked && asked.is === 'beside'
const rowsAsked = (asked: Wanted | RowBeside, rows: Row[][]) =>
  isBeside(asked) ? { found: rows[0] ?? [] } : rowsFor(asked, rows)

async function readWithSession(
  { db }: World,
  credential: Credential,
  reads: Wanted | RowBeside,
): Promise<{ session: Row | undefined; rows: Row[][] }> {
  if (isBeside(reads)) {
    const [both = []] = await db.batch([besideSession(credential, reads)])
    const { session, found } = partedFromSession(both[0])
    return { session, rows: [found] }
  }
  const [sessions, ...rows] = await db.batch([sessionOf(credential), ...listed(reads)])
  return { session: sessions?.[0], rows }
}

/** What keeps the session in use alive, when it is time. */
export const slideOf = (
  credential: Credential | null,
  session: Row | undefined,
  now: Instant,
): Statement[] => {
  const slide = session && credential?.slide?.(session, now)
  return slide ? [slide] : []
}
