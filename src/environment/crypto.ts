import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { Bytes } from '../kernel/bytes'

const text = new TextEncoder()

/** SHA-256 of the UTF-8 text, in hex, at once: a loop over many rows waits for nothing between two of them. */
export const sha256Now = (message: string): string => hash('sha256', message)
/** The same of bytes. */
export const bytesHashNow = (bytes: Uint8Array): string => hash('sha256', bytes)
export const sha256 = async (message: string): Promise<string> => sha256Now(message)

/** HMAC-SHA-256 (RFC 2104), at once. */
export const hmacNow = (key: Uint8Array | string, message: Uint8Array | string): Bytes =>
  hmacTag(typeof key === 'string' ? key : createSecretKey(key), message)
/** A key object is taken as it is; bytes are looked into anew for each tag. */
export const hmacTag = (key: KeyObject | string, message: Uint8Array | string): Bytes =>
  new Uint8Array(createHmac('sha256', key).update(message).digest())
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

/** Whether a said tag is one of those that were made; each is compared, so that time says nothing. */
export const isAmong = (said: string, made: readonly string[]): boolean =>
  made.map((one) => sameText(said, one)).includes(true)

export const sameText = (a: string, b: string): boolean => sameBytes(text.encode(a), text.encode(b))
