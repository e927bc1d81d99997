import type * as z from 'zod'
import { plusMs } from '../kernel/time'
import type { Kit } from '../platform/world'
import { type Bound, boundChallenge, newTicket, userHandle } from './challenge'
import type { PasskeyChallenge } from './objects'
import { CHALLENGE_TTL_MS, relyingParty } from './rules'
import type { PasskeyRow } from './store'
import { ALGORITHMS } from './verify'

type Answer = z.input<typeof PasskeyChallenge>
type Held = Pick<PasskeyRow, 'credential_id' | 'transports'>

const TIMEOUT_MS = CHALLENGE_TTL_MS
const refOf = ({ credential_id: id, transports }: Held) => ({
  id,
  type: 'public-key' as const,
  transports: JSON.parse(transports) as string[],
})

async function challengeFor(
  kit: Kit,
  bound: Bound,
): Promise<{ ticket: string; challenge: string }> {
  const ticket = newTicket(kit)
  return { ticket, challenge: await boundChallenge(kit, ticket, bound) }
}
const answered = (kit: Kit, ticket: string, public_key: Answer['public_key']): Answer => ({
  object: 'passkey_challenge',
  ticket,
  expires_at: plusMs(kit.now(), CHALLENGE_TTL_MS),
  public_key,
})

/** What a browser needs to sign somebody in: it asks its holder which passkey, nobody types who they are. */
export async function assertionOptions(
  kit: Kit,
  bound: Bound,
  allowed: readonly Held[],
): Promise<Answer> {
  const { ticket, challenge } = await challengeFor(kit, bound)
  return answered(kit, ticket, {
    challenge,
    timeout: TIMEOUT_MS,
    rpId: relyingParty(kit.config).id,
    allowCredentials: allowed.map(refOf),
    userVerification: 'required',
  })
}

/** What a browser needs to make a passkey, on an authenticator that holds none of the person's or their colleagues'. */
export async function creationOptions(
  kit: Kit,
  bound: Bound,
  { person_id, name, held }: { person_id: string; name: string; held: readonly Held[] },
): Promise<Answer> {
  const { ticket, challenge } = await challengeFor(kit, bound)
  return answered(kit, ticket, {
    challenge,
    timeout: TIMEOUT_MS,
    rp: { id: relyingParty(kit.config).id, name: '预付保' },
    user: { id: await userHandle(kit, person_id), name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
    excludeCredentials: held.map(refOf),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
  })
}
