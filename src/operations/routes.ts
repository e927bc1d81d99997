import { runningOut } from '../kernel/city-cover'
import { localDate } from '../kernel/time'
import { newRouter, operation, serveRead } from '../platform/http'
import { presentKeys } from '../seals/views'
import { outlookFrom } from '../storage/rules'
import { failureRoutes } from './failure-routes'
import { presentJobs } from './job-view'
import type { Planned } from './lateness-rules'
import { presentQueues } from './lateness-rules'
import { readHealth, readJobs, readWatch } from './store'
import { healthVerdict, type TroubleKind, talliesFrom, troublesFrom } from './trouble-rules'
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
    reads: (_who, _input, now) => readJobs(now),
    present: ({ rows, now }) => ({ object: 'list', data: presentJobs(planned, rows, now) }),
  })
  serveRead(routes, readHealthOperation, {
    reads: (who, _input, now) => ({ ...readHealth(who, now), ...readWatch(now) }),
    present: ({ rows, now, city }) => {
      const jobs = presentJobs(planned, rows, now)
      const [run] = rows.books
      const subject: Partial<Record<TroubleKind, string | null | undefined>> = {
        books_mismatch: run?.id,
        books_incomplete: run?.id,
        raises_waiting: rows.raises_waiting[0]?.merchant_id,
      }
      const ending = runningOut(city, localDate(now))
      const troubles = troublesFrom(talliesFrom(rows, jobs, now), subject, ending)
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
        queues: presentQueues(rows.queues, now),
        alerts: rows.alerts,
        deployed_at: rows.versions[0]?.seen_at ?? null,
        holidays_known_to: city.calendar.covered_to,
        storage: outlookFrom(rows.storage),
        keys: presentKeys(rows),
      }
    },
  })
  return routes
}
