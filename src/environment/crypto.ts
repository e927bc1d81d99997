import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

const text = new TextEncoder()

/** SHA-256 of the UTF-8 text, in hex, at once: a loop over many rows waits for nothing between two of them. */
export const sha256Now = (message: string): string => hash('sha256', message)
/** The same of bytes. */
export const bytesHashNow = (bytes: Uint8Array): string => hash('sha256', bytes)
export const sha256 = async (message: string): Promise<string> => sha256Now(message)

/** HMAC-SHA-256 (RFC 2104), at once. */
export const hmacNow = (key: Uint8Array | string, message: Uint8Array | string): Bytes =>
  tagOf(typeof key === 'string' ? key : createSecretKey(key), message)
/** A key object is taken as it is; bytes are looked into anew for each tag. */
const tagOf = (key: KeyObject | string, message: Uint8Array | string): Bytes =>
  new Uint8Array(createHmac('sha256', key).update(message).digest())
type Bytes = Uint8Array<ArrayBuffer>

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
export function hex(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += HEX[byte]
  return out
}

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}

export function fromBase64(encoded: string): Uint8Array<ArrayBuffer> {
  const plain = encoded.replace(/-/g, '+').replace(/_/g, '/')
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0))
}

/** Compares without telling by its time where the difference is. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}

export const sameText = (a: string, b: string): boolean => sameBytes(text.encode(a), text.encode(b))

/** Everything that is kept secret grows from one master key; each purpose has a key of its own (HKDF). */
export type Secrets = {
  /** HMAC-SHA-256 under the purpose's key: a tag, or 32 fresh-looking bytes derived for ever from `message`. */
  mac(purpose: string, message: string): Promise<Uint8Array<ArrayBuffer>>
  /** AES-256-GCM; `place` (table.column|row) is bound in, so a sealed value moved elsewhere does not open. */
  seal(purpose: string, place: string, plain: string): Promise<string>
  open(purpose: string, place: string, sealed: string): Promise<string>
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG = { authTagLength: 16 }

export function secretsFrom(
  master: Uint8Array<ArrayBuffer>,
  random: (bytes: number) => Uint8Array,
): Secrets {
  const keys = new Map<string, KeyObject>()
  const keyFor = (use: 'mac' | 'seal', purpose: string): KeyObject => {
    const name = `${use}|${purpose}`
    const key = keys.get(name) ?? createSecretKey(derived(master, name))
    keys.set(name, key)
    return key
  }
  return {
    mac: async (purpose, message) => tagOf(keyFor('mac', purpose), message),
    async seal(purpose, place, plain) {
      const iv = Uint8Array.from(random(IV_BYTES))
      const cipher = createCipheriv(CIPHER, keyFor('seal', purpose), iv, TAG)
      cipher.setAAD(text.encode(place))
      const parts = [cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `v1.k1.${base64url(iv)}.${base64url(joined(parts))}`
    },
    async open(purpose, place, sealed) {
      const [, , iv = '', kept = ''] = sealed.split('.')
      const body = fromBase64(kept)
      const decipher = createDecipheriv(CIPHER, keyFor('seal', purpose), fromBase64(iv), TAG)
      decipher.setAAD(text.encode(place))
      decipher.setAuthTag(body.subarray(-TAG.authTagLength))
      const plain = [decipher.update(body.subarray(0, -TAG.authTagLength)), decipher.final()]
      return new TextDecoder().decode(joined(plain))
    },
  }
}
function joined(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** HKDF-SHA-256 (RFC 5869) without salt: 32 bytes of their own for each use. */
const derived = (master: Uint8Array, info: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hkdfSync('sha256', master, new Uint8Array(32), text.encode(info), 32))
