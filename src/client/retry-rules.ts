/** One answer as it came, or that none came. */
export type Heard = {
  status: number
  /** It carries our request id: nobody on the way (a proxy, a hotel's sign-in page) made it up. */
  is_ours: boolean
  /** The code of a problem, or null. */
  code: string | null
  /** From `Retry-After`, or null. */
  after_ms: number | null
  /** It is the answer that was remembered under the key. */
  replayed: boolean
}

/**
 * What an answer is worth. `open`: it does not say whether this or an earlier try was done. `later`: refused for now,
 * nothing was done by this try. The same request, key included, may be sent again after both.
 */
type Worth = 'done' | 'refused' | 'later' | 'open'

/** Somebody else's request with this key is being decided, or was a moment ago: the next try gets its answer. */
const BY_A_TWIN = ['request_in_flight', 'request_already_answered']

export function retryWorth(heard: Heard): Worth {
  if (!heard.is_ours || heard.status >= 500) return 'open'
  if (heard.status < 300) return 'done'
  if (heard.code === null || BY_A_TWIN.includes(heard.code)) return 'open'
  return heard.status === 429 && heard.after_ms !== null ? 'later' : 'refused'
}

/** Whether what is open may be different on another try: a proxy's plain no stays no. */
export const mayChange = ({ status, is_ours }: Heard): boolean =>
  is_ours || status >= 500 || status === 408 || status === 429

const FIRST_WAIT_MS = 250
const WAIT_MS_MAX = 8_000
/**
 * How long to wait before the next try: as long as the service asked for and a little more, or twice as long each time,
 * by chance so that a thousand tills do not come back at once. `chance` is from 0 up to 1.
 */
export function waitBefore(attempt: number, after_ms: number | null, chance: number): number {
  if (after_ms !== null) return after_ms + Math.trunc(chance * FIRST_WAIT_MS)
  const whole_ms = Math.min(WAIT_MS_MAX, FIRST_WAIT_MS * 2 ** (attempt - 1))
  return Math.trunc(whole_ms / 2 + (chance * whole_ms) / 2)
}

/** `Retry-After` in milliseconds: seconds, or a moment (RFC 9110 §10.2.3); null when it says neither. */
export function retryAfterMs(said: string | null, now_ms: number): number | null {
  if (said === null) return null
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1000
  const at_ms = said.endsWith(' GMT') ? Date.parse(said) : Number.NaN
  return Number.isNaN(at_ms) ? null : Math.max(0, at_ms - now_ms)
}
