import { createHmac, hash, hkdfSync } from 'node:crypto'

const text = new TextEncoder()

/** SHA-256 of the UTF-8 text, in hex, at once: a loop over many rows waits for nothing between two of them. */
export const sha256Now = (message: string): string => hash('sha256', message)
export const sha256 = async (message: string): Promise<string> => sha256Now(message)

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

export function secretsFrom(
  master: Uint8Array<ArrayBuffer>,
  random: (bytes: number) => Uint8Array,
): Secrets {
  const mac_keys = new Map<string, Uint8Array>()
  // Finished keys only: a promise made by one request may never settle for another one in workerd.
  const seal_keys = new Map<string, CryptoKey>()
  const sealKeyFor = async (purpose: string) => {
    const key = seal_keys.get(purpose) ?? (await sealKey(derived(master, `seal|${purpose}`)))
    seal_keys.set(purpose, key)
    return key
  }
  return {
    async mac(purpose, message) {
      const key = mac_keys.get(purpose) ?? derived(master, `mac|${purpose}`)
      mac_keys.set(purpose, key)
      return new Uint8Array(createHmac('sha256', key).update(message).digest())
    },
    async seal(purpose, place, plain) {
      const iv = Uint8Array.from(random(12))
      const algorithm = { name: 'AES-GCM', iv, additionalData: text.encode(place) }
      const sealed = await crypto.subtle.encrypt(
        algorithm,
        await sealKeyFor(purpose),
        text.encode(plain),
      )
      return `v1.k1.${base64url(iv)}.${base64url(new Uint8Array(sealed))}`
    },
    async open(purpose, place, sealed) {
      const [, , iv = '', body = ''] = sealed.split('.')
      const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: text.encode(place) }
      const key = await sealKeyFor(purpose)
      return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64(body)))
    },
  }
}

/** HKDF-SHA-256 (RFC 5869) without salt: 32 bytes of their own for each use. */
const derived = (master: Uint8Array, info: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hkdfSync('sha256', master, new Uint8Array(32), text.encode(info), 32))

const sealKey = (bits: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt'])
