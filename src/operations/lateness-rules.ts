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
type Day = { now_ms: number; first_hour: string | null; hours: { from_ms: number; hour: string }[] }
/** The last 24 hours and the one that comes, the oldest first. Of hours before `first_hour` nothing is known. */
export function dayBefore(of: { now: Instant; first_hour: string | null }): Day {
  const now_ms = epochMs(of.now)
  const last_ms = Math.floor(now_ms / HOUR_MS) * HOUR_MS
  const hours = Array.from({ length: HOURS + 1 }, (_, at) => {
    const from_ms = last_ms - (HOURS - 1 - at) * HOUR_MS
    return { from_ms, hour: instantAt(from_ms).slice(0, 13) }
  })
  return { now_ms, first_hour: of.first_hour, hours }
}
/**
 * How the last 24 hours went for a job, the oldest first: it did something, had nothing to do, broke, did not come at an
 * hour it should have, or had none then. A daily job may be written down an hour late. Hours before the first of which
 * anything is known are rest.
 */
export function lastBeats(
  cron: string,
  came: ReadonlyMap<string, { handled: number; failed_count: number }>,
  { now_ms, first_hour, hours }: Day,
): Beat[] {
  const daily = isDaily(cron)
  const grace_ms = daily ? GRACE_MS.daily : GRACE_MS.often
  return hours.slice(0, HOURS).map(({ from_ms, hour }, at) => {
    const told = came.get(hour)
    if (told) return told.failed_count > 0 ? 'failed' : told.handled > 0 ? 'ran' : 'idle'
    if (first_hour === null || hour < first_hour) return 'rest'
    const due_ms = dueBefore(cron, Math.min(from_ms + HOUR_MS - 1, now_ms - grace_ms))
    const is_late_only = daily && came.has(hours[at + 1]?.hour ?? '')
    return due_ms >= from_ms && !is_late_only ? 'missed' : 'rest'
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
