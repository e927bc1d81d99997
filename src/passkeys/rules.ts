import type { Config } from '../environment/config'
import { DAY_MS, epochMs, HOUR_MS, type Instant, MINUTE_MS } from '../kernel/time'

/** How long a challenge may be answered. */
export const CHALLENGE_TTL_MS = 5 * MINUTE_MS
/** A challenge is made here and answered here: its clock does not run ahead. */
export const USED_KEPT_MS = HOUR_MS
/** How fresh the proof behind a session must be for what changes who may sign in. */
const FRESH_MS = 5 * MINUTE_MS
/** Between asking for a recovery and its use: time for whoever is told to object. */
export const RECOVERY_WAIT_MS = DAY_MS
export const NAME_CHARS_MAX = 40

/** `union`: that another account is one's own, too (unions). */
export type Purpose = 'enrol' | 'sign_in' | 'step_up' | 'union'

/** The party that passkeys are made for, by the platform's own address. */
export type Party = { id: string; origin: string }
/**
 * Browsers make passkeys for a name, never for a numeric address: development, which lives on 127.0.0.1, is `localhost`
 * for them, on the same port.
 */
export function relyingParty({ public_url, stage }: Pick<Config, 'public_url' | 'stage'>): Party {
  const url = new URL(public_url)
  if (stage === 'dev' && url.hostname === '127.0.0.1') url.hostname = 'localhost'
  return { id: url.hostname, origin: url.origin }
}

/** Whether a challenge made at that moment may still be answered. */
export const isAnswerable = (made_ms: number, now: Instant): boolean => {
  const age_ms = epochMs(now) - made_ms
  return age_ms >= 0 && age_ms < CHALLENGE_TTL_MS
}

export const isFresh = (authenticated_at: Instant | null, now: Instant): boolean =>
  authenticated_at !== null && epochMs(now) - epochMs(authenticated_at) < FRESH_MS
