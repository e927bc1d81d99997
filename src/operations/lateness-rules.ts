import { epochMs, HOUR_MS, type Instant, instantAt, MINUTE_MS } from '../kernel/time'
import { dueBefore, isDaily } from './cron-rules'

/** What the clock runs, as far as it matters for its hours. */
export type Planned = {
  name: string
  what: string
  what_en: string
  hour: string
  hour_en: string
  cron: string
}

/**
 * How long after its hour a job may be written down: ticks in which nothing was done are written every ten minutes
 * (`recordRuns`), a daily job waits for the ones before it.
 */
const GRACE_MS = { often: 15 * MINUTE_MS, daily: HOUR_MS }

/** The last hour at which a job must have run and been written down by now; null before there was one to keep. */
export function dueBy(cron: string, of: { now: Instant; since: Instant | null }): Instant | null {
  if (of.since === null) return null
  const grace_ms = isDaily(cron) ? GRACE_MS.daily : GRACE_MS.often
  const due_ms = dueBefore(cron, epochMs(of.now) - grace_ms)
  return due_ms < epochMs(of.since) ? null : instantAt(due_ms)
}

/**
 * Whether a job missed its hour. One that never ran is late as soon as an hour of it has passed since the platform
 * began (`since`: its first act); a clock that was moved counts, because the hours in between were to be kept, too.
 */
export function isLate(
  job: { cron: string; ran_at: Instant | null },
  of: { now: Instant; since: Instant | null },
): boolean {
  const due = dueBy(job.cron, of)
  return due !== null && (job.ran_at === null || job.ran_at < due)
}

export const BEATS = ['ran', 'idle', 'failed', 'missed', 'rest'] as const
type Beat = (typeof BEATS)[number]
const HOURS = 24
const hourAt = (ms: number) => instantAt(ms).slice(0, 13)
/**
 * How the last 24 hours went for a job, the oldest first: it did something, had nothing to do, broke, did not come at an
 * hour it should have, or had none then. A daily job may be written down an hour late. Hours before `first_hour`, of
 * which nothing is known, are rest.
 */
export function lastBeats(
  cron: string,
  hours: ReadonlyMap<string, { handled: number; failed_count: number }>,
  of: { now: Instant; first_hour: string | null },
): Beat[] {
  const now_ms = epochMs(of.now)
  const grace_ms = isDaily(cron) ? GRACE_MS.daily : GRACE_MS.often
  return Array.from({ length: HOURS }, (_, at) => {
    const from_ms = Math.floor(now_ms / HOUR_MS) * HOUR_MS - (HOURS - 1 - at) * HOUR_MS
    const hour = hours.get(hourAt(from_ms))
    if (hour) return hour.failed_count > 0 ? 'failed' : hour.handled > 0 ? 'ran' : 'idle'
    const due_ms = dueBefore(cron, Math.min(from_ms + HOUR_MS - 1, now_ms - grace_ms))
    const is_due = due_ms >= from_ms && of.first_hour !== null && hourAt(from_ms) >= of.first_hour
    const is_late_only = isDaily(cron) && hours.has(hourAt(from_ms + HOUR_MS))
    return is_due && !is_late_only ? 'missed' : 'rest'
  })
}

export const QUEUES = ['notices', 'work_notices', 'webhook_deliveries', 'instructions'] as const
type QueueName = (typeof QUEUES)[number]
/** After so many minutes in line something is wrong; a bank answers by the next business day. */
const LIMITS_MIN: Record<QueueName, number> = {
  notices: 60,
  work_notices: 60,
  webhook_deliveries: 24 * 60,
  instructions: 24 * 60,
}
type Queue = { name: string; count: number; oldest_at: Instant | null }

/** Each queue with its age against its limit. */
export const presentQueues = (rows: readonly Queue[], now: Instant) =>
  QUEUES.map((name) => {
    const { count, oldest_at } = rows.find((row) => row.name === name) ?? {
      count: 0,
      oldest_at: null,
    }
    const limit_min = LIMITS_MIN[name]
    const is_over = oldest_at !== null && epochMs(now) - epochMs(oldest_at) > limit_min * MINUTE_MS
    return { name, count, oldest_at, limit_min, is_over }
  })
