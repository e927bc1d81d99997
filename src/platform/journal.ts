import { isSameRequest, requestFingerprint } from '../environment/fingerprint'
import type { Json } from '../kernel/canonical'
import { insist, REFUSALS, Refusal, refuse } from '../kernel/refusals'
import { moneyFirst } from '../kernel/stakes'
import { type Instant, plusMs, SECOND_MS } from '../kernel/time'
import {
  type Act,
  type Answer,
  type AnyAct,
  type Ask,
  type Loaded,
  RefusalWith,
  type Work,
} from './act'
import {
  type Actor,
  actorFrom,
  CLOCK,
  checkSeal,
  noSessionStatement,
  readProof,
  requireProof,
  requireRole,
  sessionStatement,
  whoAsks,
} from './actor'
import { archivedAnswer } from './archived'
import { type Reads, readAll, refusalNamedIn, type Statement, sql, storageFaultIn } from './d1'
import { requireDuty } from './duties'
import { journalRowHash } from './journal-row'
import { problemFor } from './problem'
import { cityAt, slideStatements } from './read'
import { kitFrom, type World } from './world'

const ATTEMPTS_MAX = 6
const LEASE_MS = 30 * SECOND_MS

/**
 * The one place where anything is written: one batch holds the answer and the work, at most once per key.
 * fresh → decided now · replay → the first answer, refusals included · twin in flight → the winner's answer,
 * or request_in_flight while a provider is being asked · same key, other request → idempotency_key_reused.
 * A decision made stale by a rival is made again on fresh rows; nothing is refused for having been second.
 */
export async function answerOnce<
  const R extends Reads,
  const W extends Work,
  V extends object = W['body'],
  C = undefined,
>(world: World, ask: Ask, act: Act<R, W, V, C>): Promise<Answer<NoInfer<V>>> {
  for (let attempt = 1; ; attempt++) {
    const { context, earlier } = await load(world, ask, act)
    if (earlier) {
      await keepSeal(world, context)
      return replay(
        ask,
        act,
        earlier.segment_no === 0 ? earlier : await archivedAnswer(world, earlier),
      )
    }
    const work = await decided(world, ask, act, context).catch((error) =>
      refused(world, context, error),
    )
    const stored = JSON.stringify(work.body)
    const { status } = work
    const body = await revealed(act, status, stored)
    if (status < 400) ask.shape(status, act.reveal ? JSON.parse(body) : work.body)
    try {
      const row = remember(world, ask, context, work)
      await world.db.batch([row, ...work.statements, ...context.slide, ...context.seal])
    } catch (error) {
      if (attempt < ATTEMPTS_MAX && mayTryAgain(error, attempt)) continue
      throw refusalNamedIn(error) ?? error
    }
    world.committed?.(work.statements)
    return { status, body, replayed: false }
  }
}

/** A signature that was shown is spent, also where nothing is decided; a rival that spent it first is told by what it reads. */
const keepSeal = async (world: World, { seal }: Loaded): Promise<void> => {
  if (seal.length > 0) await world.db.batch(seal).catch((error) => refuseNamed(error))
}
const refuseNamed = (error: unknown): never => {
  throw refusalNamedIn(error) ?? error
}
async function refused(world: World, context: Loaded, error: unknown): Promise<never> {
  await keepSeal(world, context)
  throw error
}

/** A guard that fired means the rows moved on; a lost connection may mean that we did commit. Both: look again. */
function mayTryAgain(error: unknown, attempt: number): boolean {
  return refusalNamedIn(error) !== null || (attempt === 1 && storageFaultIn(error) === 'lost')
}

async function load(
  world: World,
  ask: Ask,
  act: AnyAct,
): Promise<{ context: Loaded; earlier: EarlierRow | undefined }> {
  const now = world.now()
  const credential = 'token_hash' in ask.who ? ask.who : null
  insist(!(credential?.seal && act.call), 'who signs each request asks nobody outside')
  const who = whoAsks(credential)
  const subject: Statement = credential ? who.subject_id : sql`${(ask.who as Actor).id}`
  const { head, rows } = await readAll(world.db, {
    head: {
      session: credential ? sessionStatement(credential, world.city.version) : undefined,
      proof: credential && ask.step_up ? readProof(credential) : undefined,
      nobody: credential ? undefined : noSessionStatement(world.city.version),
      earlier: sql<EarlierRow>`SELECT fingerprint, status, answer, 0 AS seq, 0 AS segment_no FROM journal
        WHERE actor_id = ${subject} AND idempotency_key = ${ask.key}
        UNION ALL SELECT '', 0, '', seq, segment_no FROM archived_answers
        WHERE actor_id = ${subject} AND idempotency_key = ${ask.key}`,
      lease: act.call ? lease(ask, subject, now) : undefined,
      seal: credential?.seal?.reads,
    },
    rows: act.reads(who, now),
  })
  const asked = { operation: ask.operation, now }
  const seal = await checkSeal(credential, head.seal, asked)
  const session = head.session?.[0]
  const actor = credential ? actorFrom(session, credential, now) : (ask.who as Actor)
  const [earlier] = head.earlier
  try {
    requireRole(actor, ask.policy)
    requireDuty(actor, ask.operation)
    // What was done once is answered again, however long ago it was proved.
    if (!earlier) requireProof(ask.step_up, head.proof?.[0], { actor, now })
  } catch (error) {
    // Whoever proves it now asks again with the same key, and must not wait for a lease that nobody works under.
    if (head.lease?.length) await world.db.batch([endLease(ask, actor)]).catch(() => null)
    throw error
  }
  if (head.lease?.length === 0 && !earlier) refuse('request_in_flight', { retry_after_s: 2 })
  const slide = slideStatements(credential, session, now)
  const city = await cityAt(world, session ?? head.nobody?.[0])
  return { context: { actor, rows, now, city, kit: kitFrom(world), slide, seal }, earlier }
}

/** An answer whose row moved out is told by where it went (`segment_no`, else 0). */
type EarlierRow = Earlier & { seq: number; segment_no: number }
type Earlier = { fingerprint: string; status: number; answer: string }
async function replay(ask: Ask, act: AnyAct, { fingerprint, status, answer }: Earlier) {
  if (!(await isSameRequest(fingerprint, ask.fingerprint))) refuse('idempotency_key_reused')
  return { status, body: await revealed(act, status, answer), replayed: true }
}

async function revealed(act: AnyAct, status: number, stored: string): Promise<string> {
  if (!act.reveal || status >= 400) return stored
  return JSON.stringify(await act.reveal(JSON.parse(stored) as Record<string, unknown>))
}

async function decided(world: World, ask: Ask, act: AnyAct, context: Loaded): Promise<Work> {
  try {
    const called = await act.call?.(context, world)
    return await act.decide({ ...context, called, kit: kitFrom(world) })
  } catch (error) {
    if (!(error instanceof Refusal) || !('frozen' in REFUSALS[error.code])) {
      // What happened is what is told; a lease that could not be ended runs out by itself.
      if (act.call) await world.db.batch([endLease(ask, context.actor)]).catch(() => null)
      throw error
    }
    const statements = error instanceof RefusalWith ? error.statements : []
    const { status } = REFUSALS[error.code]
    return {
      status,
      subject_id: '',
      body: problemFor(moneyFirst(error, ask.operation), ask.request_id),
      statements,
    }
  }
}

/** The journal row: its content hash is computed before the write and covers every column (sealed later). */
function remember(world: World, ask: Ask, { actor, now }: Loaded, work: Work): Statement {
  const row = {
    id: world.newId('jrn'),
    actor_kind: actor.kind,
    actor_id: actor.id,
    idempotency_key: ask.key,
    operation: ask.operation,
    fingerprint: ask.fingerprint.hash,
    subject_id: work.subject_id,
    status: work.status,
    answer: JSON.stringify(work.body),
    request_id: ask.request_id,
    at: now,
  }
  const content_hash = journalRowHash(row)
  return sql`INSERT INTO journal (id, actor_kind, actor_id, idempotency_key, operation, fingerprint, subject_id,
                             status, answer, request_id, at, content_hash)
        VALUES (${row.id}, ${row.actor_kind}, ${row.actor_id}, ${row.idempotency_key}, ${row.operation},
                ${row.fingerprint}, ${row.subject_id}, ${row.status}, ${row.answer}, ${row.request_id},
                ${row.at}, ${content_hash})`
}

type LeaseRow = { request_id: string }
/** Taken by inserting, kept by nobody else until it runs out; the answer's row ends it (trigger). */
const lease = (ask: Ask, subject: Statement, now: Instant) =>
  sql<LeaseRow>`INSERT INTO journal_leases (actor_id, idempotency_key, request_id, expires_at)
      SELECT s.id, ${ask.key}, ${ask.request_id}, ${plusMs(now, LEASE_MS)}
      FROM (SELECT ${subject} AS id) s
      WHERE s.id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM journal WHERE actor_id = s.id AND idempotency_key = ${ask.key})
        AND NOT EXISTS (SELECT 1 FROM archived_answers WHERE actor_id = s.id AND idempotency_key = ${ask.key})
      ON CONFLICT (actor_id, idempotency_key) DO UPDATE
        SET request_id = excluded.request_id, expires_at = excluded.expires_at
        WHERE journal_leases.expires_at <= ${now} OR journal_leases.request_id = excluded.request_id
      RETURNING request_id`

const endLease = (ask: Ask, actor: Actor): Statement =>
  sql`DELETE FROM journal_leases
      WHERE actor_id = ${actor.id} AND idempotency_key = ${ask.key} AND request_id = ${ask.request_id}`

/** A job's own request: what it does, the thing it does it to, and what it says. */
type JobRequest = { operation: string; key: string; said: Json }
/**
 * An act of the clock: one of the platform's own jobs does one thing, under a key made from that thing, so twice is
 * once.
 */
export function jobAct<
  const R extends Reads,
  const W extends Work,
  V extends object = W['body'],
  C = undefined,
>(
  world: World,
  { operation, key, said }: JobRequest,
  act: Act<R, W, V, C>,
): Promise<Answer<NoInfer<V>>> {
  const ask: Ask = {
    who: CLOCK,
    key: `${operation}:${key}`,
    operation,
    policy: 'clock',
    request_id: world.newId('req'),
    fingerprint: requestFingerprint(operation, said),
    shape: (_status, body) => body,
  }
  return answerOnce(world, ask, act)
}
