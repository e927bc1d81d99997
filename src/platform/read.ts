import type { City } from '../kernel/city'
import type { Instant } from '../kernel/time'
import { type Context, listed, rowsFor, type Wanted } from './act'
import {
  type Actor,
  actorFrom,
  besideSession,
  type Credential,
  noSession,
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
    const wanted = isBeside(asked) ? [] : listed(asked)
    requireRole(who, policy)
    // Where nothing is read, the city is the one this process saw last: no round trip for a version alone.
    if (wanted.length === 0)
      return shown<R>(world, {
        actor: who,
        rows: rowsAsked(asked, []),
        now,
        city: await world.city.now(world.db),
      })
    const [found, ...rows] = await world.db.batch([noSession(world.city.version), ...wanted])
    const city = await cityAt(world, found?.[0])
    return shown<R>(world, { actor: who, rows: rowsAsked(asked, rows), now, city })
  }
  const asked = reads(whoAsks(who), now)
  const { session, rows } = await readWithSession(world, who, asked)
  const actor = actorFrom(session, who, now)
  requireRole(actor, policy)
  const slide = slideOf(who, session, now)
  if (slide.length > 0) await world.db.batch(slide)
  const city = await cityAt(world, session)
  return shown<R>(world, { actor, rows: rowsAsked(asked, rows), now, city })
}
const shown = <R extends Wanted | RowBeside>(world: World, read: object): ContextOf<R> =>
  ({ ...read, kit: kitOf(world) }) as object as ContextOf<R>

/** The city at the version that was read with the rows: one more round trip, once, after somebody entered a row. */
export const cityAt = (world: World, row: Row | undefined): Promise<City> =>
  world.city.at(world.db, Number(row?.city_version ?? 0))
/** The same where nothing else is read: for a job that chooses what is due. */
export const cityNow = async (world: World): Promise<City> =>
  cityAt(world, (await world.db.batch([noSession(world.city.version)]))[0]?.[0])

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
  { db, city }: World,
  credential: Credential,
  reads: Wanted | RowBeside,
): Promise<{ session: Row | undefined; rows: Row[][] }> {
  if (isBeside(reads)) {
    const [both = []] = await db.batch([besideSession(credential, city.version, reads)])
    const { session, found } = partedFromSession(both[0])
    return { session, rows: [found] }
  }
  const [sessions, ...rows] = await db.batch([
    sessionOf(credential, city.version),
    ...listed(reads),
  ])
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
