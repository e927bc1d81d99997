import { meter } from '../environment/meter'
import { epochMs, type Instant, localDate, SECOND_MS } from '../kernel/time'
import { presentJobs } from '../operations/job-view'
import { type Planned, presentQueues } from '../operations/lateness-rules'
import { readHealth, readWatch } from '../operations/store'
import { talliesFrom } from '../operations/trouble-rules'
import { VERSION } from '../operations/version'
import { whoAsks } from '../platform/actor'
import { type Db, readAll } from '../platform/d1'
import { outlookFrom } from '../storage/rules'
import type { Family } from './exposition'
import { readBreakAges, readLines } from './store'

/** What this process did since it began. On the platform there are several, each with its own figures. */
export const processFamilies = (): Family[] => [
  {
    type: 'counter',
    name: 'requests',
    help: 'Requests to operations of the API, those of its pages too, by what became of them',
    series: meter.counts('requests').map(({ labels, count }) => ({ labels, value: count })),
  },
  histogram('request_duration_seconds', 'How long operations took, checks and storage included'),
  histogram('storage_duration_seconds', 'How long round trips to storage took'),
  {
    type: 'counter',
    name: 'storage_faults',
    help: 'Round trips to storage that were not done, guards that fired included',
    series: meter.counts('storage_faults').map(({ labels, count }) => ({ labels, value: count })),
  },
  {
    type: 'counter',
    name: 'job_runs',
    help: 'Runs of the jobs of the clock',
    series: meter.counts('job_runs').map(({ labels, count }) => ({ labels, value: count })),
  },
  {
    type: 'counter',
    name: 'job_things',
    help: 'Things that jobs looked at',
    series: meter.counts('job_things').map(({ labels, count }) => ({ labels, value: count })),
  },
  histogram('job_duration_seconds', 'How long runs of jobs took'),
]
const histogram = (name: string, help: string): Family => ({
  type: 'histogram',
  name,
  help,
  unit: 'seconds',
  series: meter.times(name),
})

/** How the city is, in one round trip: the same figures as the operators' page. */
export async function cityFamilies(
  db: Db,
  planned: readonly Planned[],
  now: Instant,
): Promise<Family[]> {
  const today = localDate(now)
  const rows = await readAll(db, {
    ...readHealth(whoAsks(null), now),
    ...readWatch(now),
    lines: readLines,
    ages: readBreakAges(today),
  })
  const jobs = presentJobs(planned, rows, now)
  const tallies = talliesFrom(rows, jobs, now)
  const age = (at: Instant | null) =>
    at === null ? 0 : Math.max(0, Math.floor((epochMs(now) - epochMs(at)) / SECOND_MS))
  const queues = [...presentQueues(rows.queues, now), ...rows.lines]
  const outlook = outlookFrom(rows.storage)
  const open = rows.alerts.filter(({ state }) => state !== 'resolved')
  return [
    gauge('build_info', 'Which version this is', [[{ version: VERSION }, 1]]),
    gauge('waiting', 'What waits for somebody of the platform; docs/RUNBOOK.md says what to do', [
      ...Object.entries(tallies).map(([kind, { count }]) => [{ kind }, count] as const),
    ]),
    gauge('alerts_open', 'Alerts that were pushed and are not over', [
      ...open.map(({ kind }) => [{ kind }, 1] as const),
    ]),
    gauge('queue_things', 'What stands in line', [
      ...queues.map(({ name, count }) => [{ queue: name }, count] as const),
    ]),
    seconds('queue_oldest_age_seconds', 'How long the oldest has stood in line', [
      ...queues.map(({ name, oldest_at }) => [{ queue: name }, age(oldest_at)] as const),
    ]),
    seconds('job_last_run_age_seconds', 'How long ago each job last ran', [
      ...jobs.flatMap(({ name, ran_at }) =>
        ran_at === null ? [] : [[{ job: name }, age(ran_at)] as const],
      ),
    ]),
    gauge('job_is_late', 'Jobs that missed their hour', [
      ...jobs.map(({ name, is_late }) => [{ job: name }, is_late ? 1 : 0] as const),
    ]),
    gauge('days_not_closed', 'Business days without a sealed close', [
      [{}, tallies.days_unclosed.count],
    ]),
    gauge('breaks_open', 'Differences with the bank, by how long they are known', [
      ...rows.ages.map(({ age: since, count }) => [{ age: since }, count] as const),
    ]),
    gauge('breaks_open_fen', 'The same in fen', [
      ...rows.ages.map(({ age: since, money_fen }) => [{ age: since }, money_fen] as const),
    ]),
    ...(outlook === null ? [] : sizes(rows.storage.at(-1), outlook.days_left)),
  ]
}

const sizes = (
  last: { bytes: number; limit_bytes: number } | undefined,
  days_left: number | null,
): Family[] => [
  {
    ...gauge('storage_bytes', 'The database as it was measured last', [[{}, last?.bytes ?? 0]]),
    unit: 'bytes',
  },
  {
    ...gauge('storage_limit_bytes', 'How large it may be', [[{}, last?.limit_bytes ?? 0]]),
    unit: 'bytes',
  },
  ...(days_left === null
    ? []
    : [gauge('storage_days_left', 'Days until it is full, growing as of late', [[{}, days_left]])]),
]

type Sampled = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]
type Plain = Exclude<Family, { type: 'histogram' }>
const gauge = (name: string, help: string, samples: Sampled): Plain => ({
  type: 'gauge',
  name,
  help,
  series: samples.map(([labels, value]) => ({ labels, value })),
})
const seconds = (name: string, help: string, samples: Sampled): Plain => ({
  ...gauge(name, help, samples),
  unit: 'seconds',
})
