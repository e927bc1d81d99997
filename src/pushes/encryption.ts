import { createCipheriv, createECDH } from 'node:crypto'
import { hmacNow } from '../environment/crypto'
import { type Bytes, joinedBytes } from '../kernel/bytes'

/** What a browser gives away of itself: its public key (an uncompressed point, 65 bytes) and 16 bytes of its own. */
export type Listener = { public_key: Uint8Array; auth: Uint8Array }
/** Made anew for each message: a private key of P-256 (32 bytes) and 16 bytes of salt. */
type Fresh = { private_key: Uint8Array; salt: Uint8Array }

const CURVE = 'prime256v1'
const RECORD_BYTES = 4_096
const CIPHER = 'aes-128-gcm'
/** After the last byte of what is said; what follows is padding (RFC 8188 §2). */
const END = 2
const text = new TextEncoder()

/** HKDF-SHA-256 (RFC 5869) for at most 32 bytes: one block. */
const derived = (salt: Uint8Array, secret: Uint8Array, info: Uint8Array, length: number): Bytes =>
  hmacNow(hmacNow(salt, secret), joinedBytes(info, Uint8Array.of(1))).slice(0, length)

/** The public half of a private key of P-256, as a browser wants it: 65 bytes. Throws for what is no key. */
export function publicKeyFrom(private_key: Uint8Array): Bytes {
  const pair = createECDH(CURVE)
  pair.setPrivateKey(private_key)
  return new Uint8Array(pair.getPublicKey())
}
/** Whether a message can be sealed for it: a point of the curve, and 16 bytes. */
export function isListener({ public_key, auth }: Listener): boolean {
  if (public_key.length !== 65 || public_key[0] !== 4 || auth.length !== 16) return false
  try {
    const pair = createECDH(CURVE)
    pair.setPrivateKey(Uint8Array.from({ length: 32 }, () => 1))
    pair.computeSecret(public_key)
    return true
  } catch {
    return false
  }
}

/**
 * A message that only this browser can read (RFC 8291: ECDH on P-256, HKDF, aes128gcm of RFC 8188 in one record). `padded`:
 * to how many bytes it is filled up, so that its length says nothing of what it says. Throws when it is too long.
 */
export function sealPush(
  said: string,
  { public_key, auth }: Listener,
  { private_key, salt }: Fresh,
  padded = 0,
): Bytes {
  const pair = createECDH(CURVE)
  pair.setPrivateKey(private_key)
  const own_key = new Uint8Array(pair.getPublicKey())
  const secret = new Uint8Array(pair.computeSecret(public_key))
  const info = joinedBytes(text.encode('WebPush: info\0'), public_key, own_key)
  const shared = derived(auth, secret, info, 32)
  const key = derived(salt, shared, text.encode('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derived(salt, shared, text.encode('Content-Encoding: nonce\0'), 12)

  const plain = joinedBytes(text.encode(said), Uint8Array.of(END))
  const filled = joinedBytes(plain, new Uint8Array(Math.max(0, padded - plain.length)))
  const record = new Uint8Array(4)
  new DataView(record.buffer).setUint32(0, RECORD_BYTES)
  const head = joinedBytes(salt, record, Uint8Array.of(own_key.length), own_key)
  if (head.length + filled.length + 16 > RECORD_BYTES) throw new Error('message too long to push')

  const cipher = createCipheriv(CIPHER, key, nonce)
  return joinedBytes(head, cipher.update(filled), cipher.final(), cipher.getAuthTag())
}
