import type { Instant } from '../kernel/time'
import { sql } from '../platform/d1'

export type RunRow = {
  job: string
  ran_at: Instant
  handled: number
  unfinished: number
  error: string | null
}
export type CountRow = { job: string; failing_count: number; dead_count: number }

/** The last run of each job that ever ran. */
export const readRuns = sql<RunRow>`SELECT job, ran_at, handled, unfinished, error FROM job_runs`
/** What each job could not do: what it tries again, and what waits for a person. */
export const readFailureCounts = sql<CountRow>`SELECT job, count(*) - count(dead_at) AS failing_count, count(dead_at) AS dead_count
    FROM job_failures GROUP BY job`
/** When the platform began: its first act; no row before. */
export const readBegin = sql<{ at: Instant }>`SELECT at FROM journal ORDER BY seq LIMIT 1`
