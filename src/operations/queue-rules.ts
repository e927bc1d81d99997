import { epochMs, type Instant, MINUTE_MS } from '../kernel/time'

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
