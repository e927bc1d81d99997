const text = new TextEncoder()

export async function sha256(message: string): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', text.encode(message))))
}

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
  // Finished keys only: a promise made by one request may never settle for another one in workerd.
  const keys = new Map<string, CryptoKey>()
  const keyFor = async (purpose: string, use: 'mac' | 'seal') => {
    const name = `${use}|${purpose}`
    const key = keys.get(name) ?? (await deriveKey(master, name, use))
    keys.set(name, key)
    return key
  }
  return {
    async mac(purpose, message) {
      const key = await keyFor(purpose, 'mac')
      return new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(message)))
    },
    async seal(purpose, place, plain) {
      const iv = Uint8Array.from(random(12))
      const algorithm = { name: 'AES-GCM', iv, additionalData: text.encode(place) }
      const sealed = await crypto.subtle.encrypt(
        algorithm,
        await keyFor(purpose, 'seal'),
        text.encode(plain),
      )
      return `v1.k1.${base64url(iv)}.${base64url(new Uint8Array(sealed))}`
    },
    async open(purpose, place, sealed) {
      const [, , iv = '', body = ''] = sealed.split('.')
      const algorithm = { name: 'AES-GCM', iv: fromBase64(iv), additionalData: text.encode(place) }
      const key = await keyFor(purpose, 'seal')
      return new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, fromBase64(body)))
    },
  }
}

async function deriveKey(master: Uint8Array<ArrayBuffer>, info: string, use: 'mac' | 'seal') {
  const root = await crypto.subtle.importKey('raw', master, 'HKDF', false, ['deriveBits'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: text.encode(info) }
  const bits = await crypto.subtle.deriveBits(hkdf, root, 256)
  return use === 'mac'
    ? crypto.subtle.importKey('raw', bits, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    : crypto.subtle.importKey('raw', bits, 'AES-GCM', false, ['encrypt', 'decrypt'])
}
