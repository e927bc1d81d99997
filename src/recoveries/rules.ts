import { refuse } from '../kernel/refusals'
import { DAY_MS, epochMs, type Instant, plusMs, SECOND_MS } from '../kernel/time'

/** A day, of which everybody concerned is told, before a power that nobody proved takes effect. */
const COOLING_MS = DAY_MS
/** How long it may be used then. */
const USABLE_MS = 7 * DAY_MS

export type RecoveryKind = 'pin' | 'phone' | 'sign_in'
type Times = { started_at: Instant; ripe_at: Instant; ends_at: Instant }
export const recoveryTimes = (now: Instant): Times => ({
  started_at: now,
  ripe_at: plusMs(now, COOLING_MS),
  ends_at: plusMs(now, COOLING_MS + USABLE_MS),
})

type RecoveryState = 'cooling' | 'ripe' | 'done' | 'cancelled' | 'lapsed'
type Stored = {
  state: 'cooling' | 'done' | 'cancelled' | 'lapsed'
  ripe_at: Instant
  ends_at: Instant
}
/** What a recovery is at a moment: exact to the millisecond, whether or not a clock has run. */
export function recoveryStateAt({ state, ripe_at, ends_at }: Stored, now: Instant): RecoveryState {
  if (state !== 'cooling') return state
  if (now >= ends_at) return 'lapsed'
  return now >= ripe_at ? 'ripe' : 'cooling'
}

/** Refuses recovery_still_cooling before its day is over, and account_recovery_not_open once it ended. */
export function requireRipe(recovery: Stored, now: Instant): void {
  const state = recoveryStateAt(recovery, now)
  if (state === 'cooling') {
    const left_ms = epochMs(recovery.ripe_at) - epochMs(now)
    refuse('recovery_still_cooling', { retry_after_s: Math.ceil(left_ms / SECOND_MS) })
  }
  if (state !== 'ripe') refuse('account_recovery_not_open')
}
