import { daysUnclosed } from '../closes/desk-rules'
import { runningOut } from '../kernel/city-cover'
import { insist } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { DELIVERIES_JOB } from '../notify/fan-out'
import { NOTICES_JOB } from '../notify/notices'
import type { RowsRead } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { failureRoutes } from './failure-routes'
import { readBegin, readFailureCounts, readRuns } from './job-store'
import { type Job, presentJobs } from './job-view'
import type { Planned } from './lateness-rules'
import { readHealth } from './store'
import {
  healthVerdict,
  NO_TALLY,
  type Tally,
  type TroubleKind,
  troublesFrom,
} from './trouble-rules'
import { VERSION } from './version'
import { Health, JobList } from './views'

const OPERATOR = { operator: 'all' } as const
export const listJobsOperation = operation({
  method: 'get',
  path: '/v1/jobs',
  operationId: 'listJobs',
  tags: ['operations'],
  summary: '定时任务一览：几点该跑、上次什么时候跑的、晚没晚',
  summary_en: 'Lists the jobs of the clock',
  policy: OPERATOR,
  answers: { 200: { description: '全部任务', schema: JobList } },
})
export const readHealthOperation = operation({
  method: 'get',
  path: '/v1/operations/health',
  operationId: 'readHealth',
  tags: ['operations'],
  summary: '平台现在怎么样：有什么等人处理，最要紧的在前',
  summary_en: 'Reads how the platform fares: jobs, lateness, troubles',
  policy: OPERATOR,
  answers: { 200: { description: '平台现在怎么样', schema: Health } },
})

/** What of the platform itself is to be looked after; `planned` is what its clock runs, and when. */
export function operationsRoutes(planned: readonly Planned[]) {
  const routes = newRouter()
  routes.route('/', failureRoutes)
  serveRead(routes, listJobsOperation, {
    reads: () => ({ runs: readRuns, counts: readFailureCounts, begin: readBegin }),
    present: ({ rows, now }) => ({ object: 'list', data: presentJobs(planned, rows, now) }),
  })
  serveRead(routes, readHealthOperation, {
    reads: (who, _input, now) => readHealth(who, now),
    present: ({ rows, now, city }) => {
      const jobs = presentJobs(planned, rows, now)
      const [run] = rows.books
      const subject: Partial<Record<TroubleKind, string | null | undefined>> = {
        books_mismatch: run?.id,
        books_incomplete: run?.id,
        raises_waiting: rows.raises_waiting[0]?.merchant_id,
      }
      const ending = runningOut(city, localDate(now))
      const troubles = troublesFrom(talliesOf(rows, jobs, now), subject, ending)
      return {
        object: 'health',
        ...healthVerdict(troubles),
        as_of: now,
        version: VERSION,
        troubles,
        jobs: {
          jobs_count: jobs.length,
          late_count: jobs.filter(({ is_late }) => is_late).length,
          last_ran_at:
            jobs
              .flatMap(({ ran_at }) => ran_at ?? [])
              .sort()
              .at(-1) ?? null,
        },
        books: run
          ? { id: run.id, result: run.result, started_at: run.started_at, looked_at: run.looked_at }
          : null,
        holidays_known_to: city.calendar.covered_to,
      }
    },
  })
  return routes
}

type Rows = RowsRead<ReturnType<typeof readHealth>>
/** Messages that were not delivered are counted as such, and not once more as dead jobs. */
const LETTERS = [DELIVERIES_JOB, NOTICES_JOB]
function talliesOf(rows: Rows, jobs: readonly Job[], now: string): Record<TroubleKind, Tally> {
  const [run] = rows.books
  const [closes] = rows.closes
  insist(closes, 'two sub-queries have a row')
  const of = (count: number): Tally => ({ ...NO_TALLY, count })
  const sum = (counts: readonly Job[], field: 'dead_count' | 'failing_count') =>
    of(counts.reduce((total, job) => total + job[field], 0))
  return {
    coverage_short: counted(rows.coverage_short),
    books_mismatch: of(run?.result === 'mismatch' ? run.findings_count : 0),
    books_incomplete: of(run?.result === 'incomplete' ? 1 : 0),
    provider_differs: counted(rows.provider_differs),
    jobs_dead: sum(
      jobs.filter(({ name }) => !LETTERS.includes(name)),
      'dead_count',
    ),
    jobs_broken: of(jobs.filter(({ error }) => error !== null).length),
    jobs_late: of(jobs.filter(({ is_late }) => is_late).length),
    breaks_overdue: counted(rows.breaks_overdue),
    days_unclosed: { ...NO_TALLY, ...daysUnclosed(now, closes) },
    payouts_rejected: counted(rows.payouts_rejected),
    instructions_overdue: counted(rows.instructions_overdue),
    silence_waiting: counted(rows.silence_waiting),
    facts_open: counted(rows.facts_open),
    disputes_open: counted(rows.disputes_open),
    letters_dead: counted(rows.letters_dead),
    notices_late: counted(rows.notices_late),
    jobs_retrying: sum(jobs, 'failing_count'),
    shops_waiting: counted(rows.shops_waiting),
    changes_waiting: counted(rows.changes_waiting),
    raises_waiting: counted(rows.raises_waiting),
    city_rows_waiting: counted(rows.city_rows_waiting),
  }
}
const counted = ([row]: readonly Tally[]): Tally =>
  row ? { count: row.count, money_fen: row.money_fen, since: row.since } : NO_TALLY
