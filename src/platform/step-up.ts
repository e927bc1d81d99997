import { refuse } from '../kernel/refusals'
import { type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import type { Credential } from './actor'
import { sql } from './d1'

/**
 * That a route wants more than a session: its person has proved by PIN or passkey, at most five minutes ago, that it is
 * them. `or`: the field of the body by which the proof may come with the request itself; the act checks it.
 * `from_first_pin`: not before there is a PIN to prove it by.
 */
export type StepUp = { or?: 'pin' | 'old_pin'; from_first_pin?: true }

const PROOF_MS = 5 * MINUTE_MS
/** How to step up, told with the refusal that asks for it. */
export const STEP_UP = {
  ways: ['pin'] as const,
  prove_at: '/v1/me/proofs',
  max_age_s: PROOF_MS / 1000,
}

/** Until when a proof counts, that moment not included. */
export const proofEnds = (proved_at: Instant): Instant => plusMs(proved_at, PROOF_MS)

type ProofRow = { proved_at: Instant | null; has_pin: number }
export const readProof = ({ token_hash }: Credential) =>
  sql<ProofRow>`SELECT proved_at, has_pin FROM session_proofs WHERE token_hash = ${token_hash}`

/** Refuses step_up_needed where the route wants a proof and the session has none that is fresh. */
export function requireProof(
  step_up: StepUp | undefined,
  row: ProofRow | undefined,
  now: Instant,
): void {
  if (step_up === undefined || (step_up.from_first_pin && row?.has_pin === 0)) return
  const proved_at = row?.proved_at ?? null
  if (proved_at !== null && now < proofEnds(proved_at)) return
  const detail = row?.has_pin === 0 ? '这一步要先证明是您本人：请先设置支付密码' : undefined
  refuse('step_up_needed', detail === undefined ? {} : { detail })
}
