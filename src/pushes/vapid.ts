import { base64url } from '../environment/crypto'
import { HOUR_MS, SECOND_MS } from '../kernel/time'
import { publicKeyOf } from './encryption'

/** A push service takes nothing that is good for longer than a day (RFC 8292 §2). */
const GOOD_FOR_MS = 12 * HOUR_MS
const inBase64 = (said: object): string => base64url(new TextEncoder().encode(JSON.stringify(said)))

/**
 * Who sends it, for a push service (RFC 8292): a token for this service alone, signed with the key that the browser was
 * given when it subscribed. `at_ms`: the machine's own time, which the service compares with its own.
 */
export async function vapidHeader(
  private_key: Uint8Array,
  of: { endpoint: string; contact: string; at_ms: number },
): Promise<string> {
  const public_key = publicKeyOf(private_key)
  const { origin } = new URL(of.endpoint)
  const exp = Math.floor((of.at_ms + GOOD_FOR_MS) / SECOND_MS)
  const said = `${inBase64({ typ: 'JWT', alg: 'ES256' })}.${inBase64({ aud: origin, exp, sub: of.contact })}`
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: base64url(public_key.subarray(1, 33)),
    y: base64url(public_key.subarray(33)),
    d: base64url(private_key),
  }
  const key = await crypto.subtle.importKey('jwk', jwk, curve, false, ['sign'])
  const signing = { name: 'ECDSA', hash: 'SHA-256' }
  const signature = await crypto.subtle.sign(signing, key, new TextEncoder().encode(said))
  return `vapid t=${said}.${base64url(new Uint8Array(signature))}, k=${base64url(public_key)}`
}
