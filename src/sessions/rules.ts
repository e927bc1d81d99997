import {
  DAY_MS,
  epochMs,
  HOUR_MS,
  type Instant,
  instantAt,
  MINUTE_MS,
  plusMs,
} from '../kernel/time'

/**
 * How long a session lives unused (`idle_ms`, extended by use) and at most (`absolute_ms`); and how long use goes
 * unwritten (`unwritten_ms`), which is how exactly "last used" is known.
 */
type Lifetime = { idle_ms: number; absolute_ms: number; unwritten_ms: number }
const CONSUMER_LIFETIME: Lifetime = {
  idle_ms: 30 * DAY_MS,
  absolute_ms: 180 * DAY_MS,
  unwritten_ms: DAY_MS,
}
/** Everybody who acts for a bank or an authority: half an hour idle, half a day in all. */
const STAFF_LIFETIME: Lifetime = {
  idle_ms: 30 * MINUTE_MS,
  absolute_ms: 12 * HOUR_MS,
  unwritten_ms: 15 * MINUTE_MS,
}
/** A shop is open longer than an office: the till's day, in which its own PIN opens it again. */
const TILL_LIFETIME: Lifetime = { ...STAFF_LIFETIME, absolute_ms: 16 * HOUR_MS }
export const sessionLifetime = (kind: string): Lifetime =>
  kind === 'consumer' ? CONSUMER_LIFETIME : kind === 'staff' ? TILL_LIFETIME : STAFF_LIFETIME

/** Both ends of a new session's life. */
export function expiriesFrom(
  kind: string,
  now: Instant,
): { idle_expires_at: Instant; absolute_expires_at: Instant } {
  const { idle_ms, absolute_ms } = sessionLifetime(kind)
  return { idle_expires_at: plusMs(now, idle_ms), absolute_expires_at: plusMs(now, absolute_ms) }
}

/**
 * The new idle end of a session in use, or null while the last one written is fresh: so a busy session costs a
 * consumer one write a day, not one per request. Never beyond the absolute end.
 */
export function slideIdle(
  session: { kind: string; idle_expires_at: Instant; absolute_expires_at: Instant },
  now: Instant,
): Instant | null {
  const { idle_ms, unwritten_ms } = sessionLifetime(session.kind)
  if (epochMs(session.idle_expires_at) - epochMs(now) > idle_ms - unwritten_ms) return null
  const next_ms = Math.min(epochMs(now) + idle_ms, epochMs(session.absolute_expires_at))
  return next_ms > epochMs(session.idle_expires_at) ? instantAt(next_ms) : null
}
