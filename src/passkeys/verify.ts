import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { base64url, fromBase64, isAmong } from '../environment/crypto'
import { refuse } from '../kernel/refusals'
import { RefusalWith } from '../platform/act'
import type { Kit } from '../platform/world'
import type { Assertion, Registration } from './objects'
import { type Party, relyingParty } from './rules'
import { type PasskeyRow, suspendStatement } from './store'

/** ES256, EdDSA, RS256: what every authenticator in use has one of. */
export const ALGORITHMS = [-7, -8, -257]

type Proof = { challenges: readonly string[]; party: Party }
export const expectedProof = (kit: Pick<Kit, 'config'>, challenges: readonly string[]): Proof => ({
  challenges,
  party: relyingParty(kit.config),
})

type NewCredential = Pick<
  PasskeyRow,
  'credential_id' | 'public_key' | 'counter' | 'device' | 'transports'
> & { is_backed_up: boolean }

/**
 * A new passkey, if its authenticator answered this challenge, for our own address, after it had made sure of its holder
 * (fingerprint, face, PIN). Where it came from is not asked for (attestation `none`). Refuses passkey_wrong.
 */
export async function verifiedRegistration(
  said: Registration,
  { challenges, party }: Proof,
): Promise<NewCredential> {
  try {
    if (isFramed(said)) refuse('passkey_wrong')
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: said as RegistrationResponseJSON,
      expectedChallenge: (shown) => isAmong(shown, challenges),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    })
    if (!verified) refuse('passkey_wrong')
    const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo
    return {
      credential_id: credential.id,
      public_key: base64url(credential.publicKey),
      counter: credential.counter,
      transports: JSON.stringify(said.response.transports ?? []),
      device: credentialDeviceType === 'singleDevice' ? 'single' : 'synced',
      is_backed_up: credentialBackedUp,
    }
  } catch {
    return refuse('passkey_wrong')
  }
}

type Use = { counter: number; is_backed_up: boolean }

/**
 * What a passkey answered, if its holder was there, was made sure of, and signed this challenge for our own address. A
 * counter that went back says that there is a copy: then the passkey is suspended with the refusal. One made for a single
 * device that says it may be copied now is another one than was enrolled. Refuses passkey_wrong.
 */
export async function verifiedAssertion(
  said: Assertion,
  passkey: PasskeyRow,
  { challenges, party, now }: Proof & { now: string },
): Promise<Use> {
  const { counter, signed } = await signedBy(said, passkey, { challenges, party })
  if (!signed) refuse('passkey_wrong')
  const went_back = (counter > 0 || passkey.counter > 0) && counter <= passkey.counter
  if (went_back) throw new RefusalWith('passkey_suspended', [suspendStatement(passkey, now)])
  if (signed.device !== passkey.device) refuse('passkey_wrong')
  return { counter, is_backed_up: signed.is_backed_up }
}

/** A page of ours in somebody else's frame is not our page. */
const isFramed = ({ response }: Registration | Assertion): boolean => {
  const client = JSON.parse(new TextDecoder().decode(fromBase64(response.clientDataJSON)))
  return client.crossOrigin === true
}

/** The counter is looked at by us: the library would only say that something is wrong. */
async function signedBy(said: Assertion, passkey: PasskeyRow, { challenges, party }: Proof) {
  try {
    if (isFramed(said)) return { counter: 0, signed: null }
    const { verified, authenticationInfo: info } = await verifyAuthenticationResponse({
      response: said as AuthenticationResponseJSON,
      expectedChallenge: (shown) => isAmong(shown, challenges),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: {
        id: passkey.credential_id,
        publicKey: fromBase64(passkey.public_key),
        counter: -1,
      },
    })
    if (!verified) return { counter: 0, signed: null }
    const device = info.credentialDeviceType === 'singleDevice' ? 'single' : 'synced'
    const is_backed_up = info.credentialBackedUp
    return { counter: info.newCounter, signed: { device, is_backed_up } }
  } catch {
    return { counter: 0, signed: null }
  }
}
