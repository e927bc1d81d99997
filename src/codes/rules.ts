import { DAY_MS, epochMs, type Instant, MINUTE_MS, plusMs, SECOND_MS } from '../kernel/time'

export const CODE_TTL_MS = 5 * MINUTE_MS
const CODE_TRIES_MAX = 5
/** One message a minute for one asker, phone and purpose. */
export const RESEND_AFTER_MS = MINUTE_MS
/** How long the way past a full phone, which its last message carries, stays open. */
export const PASS_MS = DAY_MS

/**
 * How many codes may be asked for: by one asker for one phone and purpose, by all strangers together for the same, and
 * from one address for whatever phones. The same limits stand as triggers on `sms_codes`, for requests of one moment.
 */
const OWN_A_DAY = 10
export const STRANGERS_A_DAY = 20
const NEAR = { short_ms: 10 * MINUTE_MS, in_short: 20, a_day: 100 }
export const CODES_READ_MAX = NEAR.a_day

/** When a code was sent, and whether its message is out (or none had to go out). */
export type Sent = { sent_at: Instant; is_out: boolean }
/** Codes of the last day, newest first. A list that does not concern this asker is empty. */
export type CodesSent = {
  /** By the same asker, for the same phone and purpose. */
  own: readonly Sent[]
  /** By askers whom the phone's owner never let in, for the same phone and purpose. */
  strangers: readonly Sent[]
  /** From the same address, for any phone. */
  near: readonly Sent[]
}
/** Why there is no code yet, and for how many more seconds. */
export type Wait = { because: 'own' | 'strangers' | 'near'; wait_s: number }

/**
 * Whether the next code has to wait. What could not be delivered holds back for its minute and counts no longer.
 * `is_unnamed`: an asker without an address has nothing of its own to be counted by, only the minute.
 */
export function waitForCode(sent: CodesSent, now: Instant, is_unnamed = false): Wait | null {
  const waits: [Wait['because'], number][] = [
    ['own', freeAt(sent.own, 1, RESEND_AFTER_MS)],
    ['own', is_unnamed ? 0 : freeAt(counted(sent.own, now), OWN_A_DAY, DAY_MS)],
    ['near', freeAt(sent.near, NEAR.in_short, NEAR.short_ms)],
    ['near', freeAt(sent.near, NEAR.a_day, DAY_MS)],
    ['strangers', freeAt(counted(sent.strangers, now), STRANGERS_A_DAY, DAY_MS)],
  ]
  const [longest] = waits.sort((a, b) => b[1] - a[1])
  if (longest === undefined) return null
  const wait_s = secondsUntil(longest[1], now)
  return wait_s === 0 ? null : { because: longest[0], wait_s }
}

const counted = (sent: readonly Sent[], now: Instant): Sent[] =>
  sent.filter(({ is_out, sent_at }) => is_out || sent_at > plusMs(now, -RESEND_AFTER_MS))

/** When one more fits under `max` within a window: 0 while fewer were sent. */
function freeAt(sent: readonly Sent[], max: number, window_ms: number): number {
  const last = sent[max - 1]
  return last === undefined ? 0 : epochMs(last.sent_at) + window_ms
}

/** Whether this is the last code that strangers get for a phone today: its message then carries the way past them. */
export const isLastForStrangers = (sent: CodesSent, now: Instant): boolean =>
  counted(sent.strangers, now).filter(({ sent_at }) => sent_at > plusMs(now, -DAY_MS)).length ===
  STRANGERS_A_DAY - 1

/** Whole seconds from now to a moment, rounded up; 0 if it has passed. */
export const secondsUntil = (epoch_ms: number, now: Instant): number =>
  Math.max(0, Math.ceil((epoch_ms - epochMs(now)) / SECOND_MS))

/** Whether a sent code may still be tried: not used, not expired, and fewer than five tries so far. */
export const isCodeLive = (
  code: { used_at: Instant | null; expires_at: Instant; tries: number },
  now: Instant,
): boolean => code.used_at === null && code.expires_at > now && code.tries < CODE_TRIES_MAX
