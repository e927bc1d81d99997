import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** 32 bytes in base64. Throws where it is none: a copy of a city is not kept under half a key. */
export function backupKey(said: string): Buffer {
  const key = Buffer.from(said, 'base64')
  if (key.length !== 32) throw new Error('BACKUP_KEY must be 32 random bytes in base64')
  return key
}

/** AES-256-GCM: nonce, sealed bytes, tag. `what` is bound in: no piece can stand in another’s place. */
export function seal(key: Buffer, what: string, bytes: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(what))
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Throws where key, piece or place is another one. */
export function unseal(key: Buffer, what: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed)
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const opener = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(what))
  opener.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([opener.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), opener.final()])
}
