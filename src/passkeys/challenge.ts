import { base64url, sameText } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import { epochMs, type Instant } from '../kernel/time'
import type { Actor } from '../platform/actor'
import type { Kit } from '../platform/world'
import { isAnswerable, type Purpose } from './rules'

/** What a challenge is bound to beside its ticket: what it is for, for which kind, and in which session, if in any. */
export type Bound = { purpose: Purpose; kind: Actor['kind']; session_id: string | null }

/**
 * A ticket is the asker's half of a challenge: `<made, ms in base 36>.<22 random>`. It stays with the browser (or the
 * program) that asked and is no part of what an authenticator signs, so a signed answer is worth nothing elsewhere.
 */
export function newTicket(kit: Pick<Kit, 'random' | 'now'>): string {
  return `${epochMs(kit.now()).toString(36)}.${base64url(kit.random(16))}`
}

/** The 32 bytes to be signed, base64url: derived from the ticket and all that it is bound to, and never stored. */
export async function boundChallenge(
  kit: Pick<Kit, 'secrets'>,
  ticket: string,
  { purpose, kind, session_id }: Bound,
): Promise<string> {
  const [current = ''] = await challengesOf(kit, ticket, { purpose, kind, session_id })
  return current
}
async function challengesOf(
  kit: Pick<Kit, 'secrets'>,
  ticket: string,
  { purpose, kind, session_id }: Bound,
): Promise<string[]> {
  const said = [ticket, purpose, kind, session_id ?? ''].join('|')
  return (await kit.secrets.macs('passkey_challenge', said)).map(base64url)
}

/** The challenges of which an answer must have signed one, or passkey_challenge_over: too old, from the future, or no ticket. */
export async function expectedChallenges(
  kit: Pick<Kit, 'secrets'>,
  ticket: string,
  { now, ...bound }: Bound & { now: Instant },
): Promise<string[]> {
  const made = /^([0-9a-z]{8,9})\.[A-Za-z0-9_-]{22}$/.exec(ticket)?.[1] ?? ''
  const made_ms = Number.parseInt(made, 36)
  if (!Number.isFinite(made_ms) || !isAnswerable(made_ms, now)) refuse('passkey_challenge_over')
  return challengesOf(kit, ticket, bound)
}

/** What an authenticator keeps beside a passkey: who it is for, without saying who that is. */
export const userHandle = async (kit: Pick<Kit, 'secrets'>, person_id: string): Promise<string> =>
  base64url((await kit.secrets.mac('passkey_user', person_id)).slice(0, 24))

export const isOwnHandle = async (
  kit: Pick<Kit, 'secrets'>,
  person_id: string,
  said: string | undefined,
): Promise<boolean> => said === undefined || sameText(said, await userHandle(kit, person_id))
