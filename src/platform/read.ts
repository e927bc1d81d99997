import type { Context as Request } from 'hono'
import * as z from 'zod'
import type { City } from '../kernel/city'
import { REFUSALS, Refusal, refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { isExactly } from '../schemas/exact'
import { fieldFaults } from '../schemas/request'
import type { Context } from './act'
import {
  type Actor,
  actorFrom,
  besideSessionStatement,
  type Credential,
  checkSeal,
  noSessionStatement,
  type Policy,
  partedFromSession,
  policyKinds,
  type RowBeside,
  requireRole,
  type SessionRow,
  sessionStatement,
  type VersionRow,
  type Who,
  whoAsks,
} from './actor'
import { all, named, type Reads, type Row, readAll, readStatements, type Statement } from './d1'
import { requireDuty } from './duties'
import type { App, Input, Operation, Parts, Shape } from './http'
import { kitFrom, type World } from './world'

/**
 * Reads for one page or object: session, policy and rows in a single round trip; writes nothing. A single row
 * (`RowBeside`) shares its statement with the session.
 */
export async function readOnce<const R extends Reads | RowBeside>(
  world: World,
  who: Credential | Actor,
  policy: Policy,
  reads: (who: Who, now: Instant) => R,
  operation = '',
): Promise<ReadContext<R>> {
  const now = world.now()
  if (!('token_hash' in who)) {
    const asked = reads(whoAsks(null), now)
    requireRole(who, policy)
    const { city, rows } = await readPublicly(world, isBeside(asked) ? {} : asked)
    return shown<R>(world, { actor: who, rows: isBeside(asked) ? { found: [] } : rows, now, city })
  }
  const asked = reads(whoAsks(who), now)
  const { session, rows, seal } = await readWithSession(world, who, asked)
  const sealed = await checkSeal(who, seal, { operation, now })
  const actor = actorFrom(session, who, now)
  requireRole(actor, policy)
  const slide = [...slideStatements(who, session, now), ...sealed]
  if (slide.length > 0) await world.db.batch(slide)
  const city = await cityAt(world, session)
  return shown<R>(world, { actor, rows, now, city })
}
const shown = <R extends Reads | RowBeside>(world: World, read: object): ReadContext<R> =>
  ({ ...read, kit: kitFrom(world) }) as object as ReadContext<R>

/** The city at the version that was read with the rows: one more round trip, once, after somebody entered a row. */
export const cityAt = (world: World, row: VersionRow | undefined): Promise<City> =>
  world.city.at(world.db, row?.city_version ?? 0)
/** The same where nothing else is read: for a job that chooses what is due. */
export const cityNow = async (world: World): Promise<City> =>
  cityAt(world, (await all(world.db, noSessionStatement(world.city.version)))[0])

/** What a read is shown from; a row beside the session arrives as `found`. */
export type ReadContext<R extends Reads | RowBeside> =
  R extends RowBeside<infer T>
    ? Omit<Context, 'rows'> & { rows: { found: T[] } }
    : R extends Reads
      ? Context<R>
      : never
const isBeside = (asked: Reads | RowBeside): asked is RowBeside =>
  'is' in asked && asked.is === 'beside'

/** Where nothing is read, the city is the one this process saw last: no round trip for a version alone. */
async function readPublicly<R extends Reads>(world: World, asked: R) {
  if (readStatements(asked).length === 0)
    return { city: await world.city.now(world.db), rows: named(asked, []) }
  const reads = { head: noSessionStatement(world.city.version), rows: asked }
  const { head, rows } = await readAll(world.db, reads)
  return { city: await cityAt(world, head[0]), rows }
}

const sealOf = ({ seal }: Credential): Statement<Row> | undefined => seal?.reads

async function readWithSession<R extends Reads | RowBeside>(
  { db, city }: World,
  credential: Credential,
  asked: R,
) {
  if (isBeside(asked)) {
    const both = besideSessionStatement(credential, city.version, asked)
    const read = await readAll(db, { both, seal: sealOf(credential) })
    const { session, found } = partedFromSession(read.both[0])
    return { session, rows: { found }, seal: read.seal }
  }
  const head = sessionStatement(credential, city.version)
  const read = await readAll(db, { head, rows: asked as Reads, seal: sealOf(credential) })
  return { session: read.head[0], rows: read.rows, seal: read.seal }
}

/** What keeps the session in use alive, when it is time. */
export const slideStatements = (
  credential: Credential | null,
  session: SessionRow | undefined,
  now: Instant,
): Statement[] => {
  const slide = session && credential?.slide?.(session, now)
  return slide ? [slide] : []
}

/**
 * Who asks. Refuses not_signed_in for nobody, and for one of a kind that the policy never lets in what its session
 * deserves: not_signed_in when it has ended, role_not_allowed while it lives.
 */
export async function knownAs(
  world: World,
  shown: Credential | null,
  policy: Policy,
): Promise<Credential> {
  const who = shown ?? refuse('not_signed_in')
  if (policyKinds(policy).includes(who.kind)) return who
  await readOnce(world, who, policy, () => ({})).catch((error) => {
    // How a signature is wrong is told where signatures are taken.
    const is_seal = error instanceof Refusal && REFUSALS[error.code].status === 401 && who.seal
    throw is_seal ? new Refusal('not_signed_in') : error
  })
  return refuse('role_not_allowed')
}

/**
 * What an operation tells an official of people. `purpose`: they have said before what for; `work`: a list of the office's
 * own work, which needs no saying. Either way each person told of is written down before the answer is given (`traces`).
 */
export type Traces = readonly [by: 'purpose' | 'work', what: string, what_en: string]
/** One answer to an official. `told`: the answer, or the shop (null: the city) of which a file tells everybody's. */
export type Reading = {
  actor: Actor
  operation: string
  traces: Traces | undefined
  /** The purpose that is named; null: the one that fits. */
  purpose_id: string | null
  said: unknown
  told: { answer: unknown } | { everybody_at: string | null }
  request_id: string
}
/** Writes down a reading, or refuses it: what cannot be written down is not answered. */
export type Tracer = (world: World, reading: Reading) => Promise<void>
const OFFICES: readonly Actor['kind'][] = ['bank', 'regulator', 'operator']
/** Whether somebody reads for an office, and so answers to the people they read of. */
const readsForOffice = ({ kind }: Actor): boolean => OFFICES.includes(kind)

type ToldTo = Pick<Reading, 'actor' | 'said' | 'told'>
/** Writes down what an official is about to be told of people; refuses what the purpose does not cover. */
export async function trace(
  c: Request<App>,
  op: Pick<Operation, 'operationId' | 'traces'>,
  of: ToldTo,
) {
  if (!readsForOffice(of.actor)) return
  const { operationId: operation, traces } = op
  const purpose_id = c.req.header('Access-Purpose') ?? null
  const request_id = c.get('request_id')
  await c.get('tracer')(c.get('world'), { ...of, operation, traces, purpose_id, request_id })
}

const NOTHING = z.strictObject({})
const NO_BODY = z.union([z.undefined(), NOTHING])

/** Checks what was said against the contract; a fault in it is told only to somebody who may use the route. */
export async function check<P extends Shape, Q extends Shape, B extends Shape>(
  c: Request<App>,
  op: Pick<Operation<P, Q, B>, 'params' | 'query' | 'body' | 'policy' | 'method' | 'operationId'>,
  who: Credential | Actor,
  parts: Parts,
): Promise<Input<P, Q, B>> {
  const params = parsed(op.params ?? NOTHING, parts.params)
  const query = parsed(op.query ?? NOTHING, parts.query)
  const body = parsed(op.body ?? NO_BODY, parts.body)
  const errors = [
    ...fieldFaults(params, '/params'),
    ...fieldFaults(query, '/query'),
    ...fieldFaults(body, ''),
  ]
  if (errors.length > 0) {
    const { actor } = await readOnce(c.get('world'), who, op.policy, () => ({}), op.operationId)
    if (op.method !== 'get') requireDuty(actor, op.operationId)
    refuse('request_invalid', { errors })
  }
  return {
    params: params.data as z.output<P>,
    query: query.data as z.output<Q>,
    body: body.data as z.output<B>,
  }
}

const parsed = (schema: Shape, said: unknown): z.ZodSafeParseResult<unknown> =>
  isExactly(schema, said) ? { success: true, data: said } : schema.safeParse(said)
