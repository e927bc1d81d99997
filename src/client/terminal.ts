import { base64, contentDigest } from '../terminals/digest'
import {
  type Signable,
  type SignedAs,
  signatureBase,
  signatureParams,
} from '../terminals/signature-rules'

/** A terminal's key: the private half never leaves the machine it was made on. */
export type TerminalKey = {
  /** The terminal's id; `pairing` until it has one. */
  keyid: string
  private_key: CryptoKey
}

/** A fresh pair; the public half as the pairing wants it. */
export async function newTerminalKey(): Promise<{ private_key: CryptoKey; public_key: string }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair
  const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer
  return { private_key: pair.privateKey, public_key: base64url(new Uint8Array(raw)) }
}

const base64url = (bytes: Uint8Array): string =>
  base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
const nonce = () => base64url(crypto.getRandomValues(new Uint8Array(16)))

/** The request with its signature (RFC 9421) and the digest of its body; each call is one that is shown once. */
export async function signedRequest(
  request: Request,
  { keyid, private_key }: TerminalKey,
  at: Partial<Pick<SignedAs, 'created_s' | 'nonce'>> = {},
): Promise<Request> {
  const { method } = request
  const url = new URL(request.url)
  const headers = new Headers(request.headers)
  const body = method === 'GET' ? null : await request.clone().arrayBuffer()
  if (body) headers.set('Content-Digest', await contentDigest(body))
  const signable: Signable = {
    method,
    authority: url.host,
    path: url.pathname,
    query: url.search === '' ? '?' : url.search,
    content_digest: headers.get('content-digest'),
    idempotency_key: headers.get('idempotency-key'),
  }
  const as = { created_s: Math.floor(Date.now() / 1000), nonce: nonce(), keyid, ...at }
  const base = new TextEncoder().encode(signatureBase(signable, as))
  const made = new Uint8Array(await crypto.subtle.sign('Ed25519', private_key, base))
  headers.set('Signature-Input', `yfb=${signatureParams(signable, as)}`)
  headers.set('Signature', `yfb=:${base64(made)}:`)
  return new Request(request.url, { method, headers, ...(body?.byteLength ? { body } : {}) })
}
