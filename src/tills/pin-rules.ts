import { refuse } from '../kernel/refusals'
import { epochMs, HOUR_MS, type Instant, MINUTE_MS } from '../kernel/time'

/** How fresh a sign-in is that may set a PIN without the one before. */
const FRESH_MS = 10 * MINUTE_MS
/** So many wrong tries end a PIN: then only a new sign-in sets another (constraint and trigger of the same number). */
const TRIES_MAX = 15
/** The wrong tries that lock it, and for how long: each time longer than before. */
export const LOCKS = {
  first: { tries: 5, ms: 5 * MINUTE_MS },
  second: { tries: 10, ms: HOUR_MS },
} as const

/** A member of staff's PIN as storage keeps it. */
export type TillPin = {
  staff_id: string
  pin_hash: string
  tries: number
  locked_until: Instant | null
  set_at: Instant
}
export const isEnded = ({ tries }: Pick<TillPin, 'tries'>): boolean => tries >= TRIES_MAX

/** Refuses till_pin_locked while it is locked or ended, right or wrong, without looking. */
export function mustBeOpen(pin: Pick<TillPin, 'tries' | 'locked_until'>, now: Instant): void {
  if (isEnded(pin))
    refuse('till_pin_locked', {
      detail: '收银密码输错太多次，已经停用；请用短信重新登录，再设一个',
    })
  if (pin.locked_until === null || pin.locked_until <= now) return
  const retry_after_s = Math.ceil((epochMs(pin.locked_until) - epochMs(now)) / 1000)
  const detail = `收银密码输错太多次，请 ${Math.ceil(retry_after_s / 60)} 分钟后再试，或用短信重新登录`
  refuse('till_pin_locked', { retry_after_s, detail })
}

/** Whether a PIN may be set without the one before: only right after signing in. */
export const isFresh = (authenticated_at: Instant | null, now: Instant): boolean =>
  authenticated_at !== null && epochMs(now) - epochMs(authenticated_at) <= FRESH_MS
