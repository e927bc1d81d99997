import { DOORS } from './doors'
import { log } from './environment/log'
import { meter } from './environment/meter'
import { HOURS } from './kernel/declare'
import type { Doors, JobFunction } from './platform/jobs'
import { type Run, recordRuns, unfinishedJobs } from './platform/jobs'
import type { World } from './platform/world'

export type Job = {
  name: string
  turn: number
  cron: string
  hour: string
  hour_en: string
  /** What it does, for whoever reads the page of jobs. */
  what: string
  what_en: string
  run: JobFunction
}

export const EVERY_FIVE_MINUTES = HOURS.often.cron

/**
 * Every job that some room declares, in the order of their turns, which is the order they run in: what is told (the last
 * two) is told after everything that moves money, in the same tick.
 */
export const orderedJobs = (doors: readonly Doors[]): Job[] =>
  doors
    .flatMap(({ room, jobs }) =>
      Object.entries(room.jobs ?? {}).flatMap(([name, { turn, when, what, what_en }]) => {
        const run = jobs[name]
        return run === undefined ? [] : [{ name, turn, what, what_en, ...HOURS[when], run }]
      }),
    )
    .sort((a, b) => a.turn - b.turn)
export const JOBS: readonly Job[] = orderedJobs(DOORS)

const BATCH = 100
/** What one tick may take on: the rest waits for the next one. */
const ROUNDS_MAX = 10

const ALWAYS = () => true

/**
 * Runs the jobs of one cron line, and those that were not finished last time. A job that breaks is recorded and
 * does not hold up the others; a single thing that fails is set aside by `eachDue`. Once `goes_on` says no, the round in
 * hand is ended and no other begun: what is left is the next run's, as after a crash.
 */
export async function runJobs(
  world: World,
  due: (job: Job) => boolean,
  goes_on: () => boolean = ALWAYS,
): Promise<void> {
  const unfinished = await unfinishedJobs(world)
  const done: Run[] = []
  for (const job of JOBS.filter((one) => due(one) || unfinished.has(one.name))) {
    if (!goes_on()) break
    const from_ms = Date.now()
    const run = await runOne(world, job, goes_on)
    const result = run.error === null ? 'done' : 'failed'
    meter.job(job.name, result, run.handled, Date.now() - from_ms)
    if (run.error !== null) log('job_failed', { job: job.name, error: run.error })
    // What the next tick must go on with is written down at once: this one may not live to its end.
    if (run.unfinished) await remember(world, [run])
    else done.push(run)
  }
  await remember(world, done)
}

const remember = (world: World, runs: readonly Run[]): Promise<void> =>
  recordRuns(world, runs).catch((error: unknown) =>
    log('job_failed', { job: 'recordRuns', error: String(error) }),
  )

async function runOne(world: World, job: Job, goes_on: () => boolean): Promise<Run> {
  let handled = 0
  try {
    for (let round = 0; round < ROUNDS_MAX; round++) {
      const n = await job.run(world, BATCH)
      handled += n
      if (n < BATCH) return { job: job.name, handled, unfinished: false, error: null }
      if (!goes_on()) break
    }
    return { job: job.name, handled, unfinished: true, error: null }
  } catch (error) {
    return { job: job.name, handled, unfinished: false, error: String(error) }
  }
}
