import { sha256Now } from '../environment/crypto'
import type { Declared, DeclaredKeys } from '../kernel/declare'
import { Refusal } from '../kernel/refusals'
import { DAY_MS, type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import type { Answer } from './act'
import { all, type Statement, sql } from './d1'
import type { Router } from './http'
import { jobAct } from './journal'
import type { World } from './world'

/** Waits after the first, second, … failure; after the last one the thing is a dead letter. */
export const RETRY_AFTER_MS = [5, 15, 60, 360, 360, 1_440, 1_440].map((n) => n * MINUTE_MS)
const ERROR_CHARS_MAX = 200

/**
 * One act for each thing that is due. What fails is set aside and holds up nothing else; what succeeds after
 * failures is taken off the list; what another run has in hand is left to it. A due query leaves out what is set aside
 * with `notSetAsideCondition`. Says how many things were looked at, so that a full round is followed by another.
 */
export async function eachDue<T>(
  world: World,
  job: string,
  due: readonly T[],
  of: { id: (thing: T) => string; act: (thing: T) => Promise<Answer | unknown> },
): Promise<number> {
  if (due.length === 0) return 0
  const failing = await failuresOf(world, job, due.map(of.id))
  for (const thing of due) {
    const id = of.id(thing)
    const fault = await faultOf(() => of.act(thing))
    if (fault === ELSEWHERE) continue
    if (fault !== null) await setAside(world, { job, id, fault, earlier: failing.get(id) })
    else if (failing.has(id)) await takeBack(world, job, id)
  }
  return due.length
}

/** Keeps what waits for another try, or for a person, out of a due query: `AND ${notSetAsideCondition(job, sql`r.id`, now)}`. */
export const notSetAsideCondition = (job: string, id: Statement, now: Instant): Statement =>
  sql`NOT EXISTS (SELECT 1 FROM job_failures f WHERE f.job = ${job} AND f.subject_id = ${id}
                     AND (f.dead_at IS NOT NULL OR f.next_try_at > ${now}))`

/** Another run asks outside about it just now, or died over it: its lease ends, and a later run goes on. */
const ELSEWHERE = 'request_in_flight'

async function faultOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    const answer = await act()
    const refused = isAnswer(answer) && answer.status >= 400
    return refused ? ((JSON.parse(answer.body) as { code?: string }).code ?? 'refused') : null
  } catch (error) {
    if (error instanceof Refusal && error.code === ELSEWHERE) return ELSEWHERE
    return String(error).slice(0, ERROR_CHARS_MAX)
  }
}
const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'object' && value !== null && 'status' in value && 'body' in value

type FailureRow = { subject_id: string; tries: number; first_at: Instant }
async function failuresOf(
  world: World,
  job: string,
  ids: string[],
): Promise<Map<string, FailureRow>> {
  const rows = await all(
    world.db,
    sql<FailureRow>`SELECT subject_id, tries, first_at FROM job_failures
         WHERE job = ${job} AND subject_id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
  )
  return new Map(rows.map((row) => [row.subject_id, row]))
}

type SetAside = { job: string; id: string; fault: string; earlier: FailureRow | undefined }
async function setAside(world: World, { job, id, fault, earlier }: SetAside): Promise<void> {
  const now = world.now()
  const tries = (earlier?.tries ?? 0) + 1
  const wait_ms = RETRY_AFTER_MS[tries - 1]
  const dead_at = wait_ms === undefined ? now : null
  const next_try_at = plusMs(now, wait_ms ?? 0)
  const request = {
    operation: 'setAside',
    key: `${job}:${id}:${tries}:${now}`,
    said: [job, id, tries],
  }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: () => ({
      status: 200,
      subject_id: id,
      body: { object: 'job_failure', job, subject_id: id, tries, dead: dead_at !== null },
      statements: [
        sql`INSERT INTO job_failures (job, subject_id, error, tries, first_at, last_at, next_try_at, dead_at)
            VALUES (${job}, ${id}, ${fault}, ${tries}, ${now}, ${now}, ${next_try_at}, ${dead_at})
            ON CONFLICT (job, subject_id) DO UPDATE
              SET error = excluded.error, tries = excluded.tries, last_at = excluded.last_at,
                  next_try_at = excluded.next_try_at, dead_at = excluded.dead_at`,
      ],
    }),
  })
}

async function takeBack(world: World, job: string, id: string): Promise<void> {
  const request = { operation: 'takeBack', key: `${job}:${id}:${world.now()}`, said: [job, id] }
  await jobAct(world, request, {
    reads: () => ({}),
    decide: () => ({
      status: 200,
      subject_id: id,
      body: { object: 'job_failure', job, subject_id: id, solved: true },
      statements: [sql`DELETE FROM job_failures WHERE job = ${job} AND subject_id = ${id}`],
    }),
  })
}

/** So much of an instant is the same for ten minutes: `2026-03-02T01:2`. */
const TEN_MINUTES = 15
/** And so much for an hour: `2026-03-02T01`. */
const AN_HOUR = 13
const BEATS_KEPT_MS = 2 * DAY_MS
export type Run = { job: string; handled: number; unfinished: boolean; error: string | null }
/**
 * Remembers the runs of a tick for the page of jobs, all in one act: each tick in which something was done, and one in
 * ten minutes of those in which nothing was: by that it is known that the clock still comes.
 */
export async function recordRuns(world: World, runs: readonly Run[]): Promise<void> {
  if (runs.length === 0) return
  const now = world.now()
  const told = runs.map((run) => ({ ...run, error: run.error?.slice(0, ERROR_CHARS_MAX) ?? null }))
  const busy = told.filter(({ handled, error }) => handled > 0 || error !== null)
  const what = sha256Now(JSON.stringify([told.map(({ job }) => job), busy]))
  const key = `${busy.length > 0 ? now : now.slice(0, TEN_MINUTES)}:${what.slice(0, 16)}`
  await jobAct(
    world,
    { operation: 'recordRuns', key, said: busy },
    {
      reads: () => ({}),
      decide: () => ({
        status: 200,
        subject_id: 'jobs',
        body: { object: 'job_runs', handled: busy.map(({ job, handled }) => [job, handled]) },
        statements: [
          sql`INSERT INTO job_runs (job, ran_at, handled, unfinished, error)
            SELECT value ->> 'job', ${now}, value ->> 'handled', iif(value ->> 'unfinished', 1, 0), value ->> 'error'
              FROM json_each(${JSON.stringify(told)}) WHERE true
            ON CONFLICT (job) DO UPDATE SET ran_at = excluded.ran_at, handled = excluded.handled,
              unfinished = excluded.unfinished, error = excluded.error`,
          sql`INSERT INTO job_beats (job, hour, ran_count, handled, failed_count)
            SELECT value ->> 'job', ${now.slice(0, AN_HOUR)}, 1, value ->> 'handled', iif(value ->> 'error' IS NULL, 0, 1)
              FROM json_each(${JSON.stringify(told)}) WHERE true
            ON CONFLICT (job, hour) DO UPDATE SET ran_count = ran_count + 1, handled = handled + excluded.handled,
              failed_count = failed_count + excluded.failed_count`,
          sql`DELETE FROM job_beats WHERE hour < ${plusMs(now, -BEATS_KEPT_MS).slice(0, AN_HOUR)}`,
        ],
      }),
    },
  )
}

/** Jobs whose last run left something over: every tick goes on with them, whatever their own hour is. */
export const unfinishedJobs = async (world: World): Promise<Set<string>> =>
  new Set(
    (await all(world.db, sql<{ job: string }>`SELECT job FROM job_runs WHERE unfinished = 1`)).map(
      ({ job }) => job,
    ),
  )

/** The same for one thing, whichever jobs have it. */
export const tryAgainAllStatement = (subject_id: string, now: Instant): Statement =>
  sql`UPDATE job_failures SET next_try_at = ${now}, dead_at = NULL WHERE subject_id = ${subject_id}`
/** A person looked at it: the next run tries it again, and it is no dead letter meanwhile. */
export const tryAgainStatement = (
  of: { job: string; subject_id: string },
  now: Instant,
): Statement =>
  sql`UPDATE job_failures SET next_try_at = ${now}, dead_at = NULL
       WHERE job = ${of.job} AND subject_id = ${of.subject_id}`

/** Handles at most `limit` things and says how many; safe to run twice, because each thing is an act with its own key. */
export type JobFunction = (world: World, limit: number) => Promise<number>

/** What of a room is entered from outside: its routes, and what the clock runs of it. */
export type Doors = {
  room: Declared
  routes: readonly Router[]
  jobs: Readonly<Record<string, JobFunction>>
}
type Jobs<R> = [DeclaredKeys<R, 'jobs'>] extends [never]
  ? { jobs?: never }
  : { jobs: Readonly<Record<DeclaredKeys<R, 'jobs'>, JobFunction>> }

/** Binds what a room declares to what it does: a declared job without its function does not compile, nor the reverse. */
export const bindDoors = <R extends Declared>(
  room: R,
  doors: { routes?: readonly Router[] } & Jobs<R>,
): Doors => ({ room, routes: doors.routes ?? [], jobs: doors.jobs ?? {} })
