import type { Config } from '../environment/config'
import { base64url, fromBase64, hex } from '../environment/crypto'
import { Refusal, refuse } from '../kernel/refusals'
import { BODY_BYTES_MAX, boundedBytes } from '../schemas/request'
import { base64, contentDigest } from './digest'
import {
  isWeakKey,
  readSignature,
  type Signable,
  type SignedAs,
  SKEW_S,
  signatureBase,
} from './signature-rules'

/** A signature that could be read, with what it should have been made over. */
export type Shown = SignedAs & { signature: string; base: string }

const text = new TextEncoder()

export const isSigned = ({ headers }: Request): boolean =>
  headers.has('signature') || headers.has('signature-input')

/**
 * Reads a signed request. Refuses terminal_signature_wrong for anything but the one form: headers doubled or missing, a bearer
 * token beside it, a body that is not of its digest (which it reads). Refuses body_too_large. The address is the city's own,
 * never Host.
 */
export async function readShown(
  request: Request,
  { public_url }: Pick<Config, 'public_url'>,
): Promise<Shown> {
  const { headers, method } = request
  const url = new URL(request.url)
  const said = headers.get('content-digest')
  const signable: Signable = {
    method,
    authority: new URL(public_url).host,
    path: url.pathname,
    query: url.search === '' ? '?' : url.search,
    content_digest: said,
    idempotency_key: headers.get('idempotency-key'),
  }
  const input = headers.get('signature-input') ?? ''
  const signature = headers.get('signature') ?? ''
  const found = readSignature(signable, { input, signature })
  if (!found || headers.has('authorization')) return refuse('terminal_signature_wrong')
  if (base64(fromBase64(found.signature)) !== found.signature)
    return refuse('terminal_signature_wrong')
  if (method !== 'GET') {
    const body = await boundedBytes(request, BODY_BYTES_MAX)
    if (said !== (await contentDigest(body))) return refuse('terminal_signature_wrong')
  }
  return { ...found, base: signatureBase(signable, found) }
}

/** Refuses terminal_signature_stale when it was made too long before or after now, by the machine's own clock. */
export function mustBeTimely({ created_s }: SignedAs, machine_ms: number): void {
  if (Math.abs(machine_ms / 1000 - created_s) > SKEW_S) refuse('terminal_signature_stale')
}

/** Refuses terminal_signature_wrong unless the key made it. */
export async function mustBeSignedBy(
  public_key: string,
  { signature, base }: Shown,
): Promise<void> {
  const raw = fromBase64(public_key)
  const key = await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify'])
  const is_right = await crypto.subtle.verify(
    'Ed25519',
    key,
    fromBase64(signature),
    text.encode(base),
  )
  if (!is_right) refuse('terminal_signature_wrong')
}

/** A public key as it is stored: 32 bytes in the one spelling of base64url. Refuses terminal_key_weak. */
export function storableKey(said: string): string {
  const raw = fromBase64(said)
  if (raw.length !== 32 || base64url(raw) !== said || isWeakKey(hex(raw)))
    refuse('terminal_key_weak')
  return said
}

/** The refusal in an error that reading a signature threw; anything else is a fault of ours. */
export function thrownRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  throw error
}
