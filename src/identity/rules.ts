import {
  DAY_MS,
  epochMs,
  HOUR_MS,
  type Instant,
  instantAt,
  MINUTE_MS,
  plusMs,
  SECOND_MS,
} from '../kernel/time'

/** How long a session lives unused (`idle_ms`, extended by use) and at most (`absolute_ms`). */
type Lifetime = { idle_ms: number; absolute_ms: number }
const CONSUMER_LIFETIME: Lifetime = { idle_ms: 30 * DAY_MS, absolute_ms: 180 * DAY_MS }
/** Everybody who acts for a shop, a bank or an authority: half an hour idle, half a day in all. */
const STAFF_LIFETIME: Lifetime = { idle_ms: 30 * MINUTE_MS, absolute_ms: 12 * HOUR_MS }
export const sessionLifetime = (kind: string): Lifetime =>
  kind === 'consumer' ? CONSUMER_LIFETIME : STAFF_LIFETIME

export const CODE_TTL_MS = 5 * MINUTE_MS
const CODE_TRIES_MAX = 5
export const CODES_A_DAY_MAX = 10
/** One message a minute to one phone, whatever it is for. */
export const RESEND_AFTER_MS = MINUTE_MS

export const PIN_TRIES_MAX = 5
export const PIN_LOCK_MS = 15 * MINUTE_MS

export const BOOTSTRAP_TTL_MS = 15 * MINUTE_MS

/** Both ends of a new session's life. */
export function expiriesFrom(
  kind: string,
  now: Instant,
): { idle_expires_at: Instant; absolute_expires_at: Instant } {
  const { idle_ms, absolute_ms } = sessionLifetime(kind)
  return { idle_expires_at: plusMs(now, idle_ms), absolute_expires_at: plusMs(now, absolute_ms) }
}

/**
 * The new idle end of a session in use, or null while more than half of the idle time is left: so a busy
 * session costs one write per half idle time, not one per request. Never beyond the absolute end.
 */
export function slideIdle(
  session: { kind: string; idle_expires_at: Instant; absolute_expires_at: Instant },
  now: Instant,
): Instant | null {
  const { idle_ms } = sessionLifetime(session.kind)
  if (epochMs(session.idle_expires_at) - epochMs(now) > idle_ms / 2) return null
  const next_ms = Math.min(epochMs(now) + idle_ms, epochMs(session.absolute_expires_at))
  return next_ms > epochMs(session.idle_expires_at) ? instantAt(next_ms) : null
}

/**
 * Seconds until the next message may go to a phone, or 0. `sent` are the times of its latest
 * messages, newest first. The same limits stand as a trigger on `sms_codes`, for requests made at one moment.
 */
export function waitForCode(sent: readonly Instant[], now: Instant): number {
  const [newest] = sent
  const tenth = sent[CODES_A_DAY_MAX - 1]
  const free_at = Math.max(
    newest === undefined ? 0 : epochMs(newest) + RESEND_AFTER_MS,
    tenth === undefined ? 0 : epochMs(tenth) + DAY_MS,
  )
  return secondsUntil(free_at, now)
}

/** Whole seconds from now to a moment, rounded up; 0 if it has passed. */
export const secondsUntil = (epoch_ms: number, now: Instant): number =>
  Math.max(0, Math.ceil((epoch_ms - epochMs(now)) / SECOND_MS))

/** Whether a sent code may still be tried: not used, not expired, and fewer than five tries so far. */
export const isCodeLive = (
  code: { used_at: Instant | null; expires_at: Instant; tries: number },
  now: Instant,
): boolean => code.used_at === null && code.expires_at > now && code.tries < CODE_TRIES_MAX

/**
 * Six digits anybody would guess: all the same, counting up or down, one half or one third repeated, or
 * six digits in a row of the person's own phone number.
 */
export function isTrivialPin(pin: string, phone: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i])))
  const [step = 0] = steps
  const counts = steps.size === 1 && Math.abs(step) <= 1
  const repeats = /^(\d{3})\1$|^(\d{2})\2\2$/.test(pin)
  return counts || repeats || phone.includes(pin)
}
