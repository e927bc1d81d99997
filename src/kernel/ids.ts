import { ROOMS } from '../rooms'
import { fold } from './declare'

/** Every kind of thing that has an id, by its three-letter prefix, as the rooms declare it. */
export const PREFIXES = fold(ROOMS, 'prefixes')
export type Prefix = keyof typeof PREFIXES

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** `<prefix>_<26-char ULID>`: the first 10 characters are the time, so ids of one kind sort by birth. */
export type NewId = (prefix: Prefix) => string

/** ULIDs (github.com/ulid/spec), monotonic within one generator: the same millisecond counts up. */
export function ulids(now_ms: () => number, random: (bytes: number) => Uint8Array): NewId {
  let last_ms = -1
  let tail: number[] = []
  return (prefix) => {
    const ms = Math.max(now_ms(), last_ms)
    tail = ms === last_ms ? increment(tail) : [...random(16)].map((byte) => byte & 31)
    last_ms = ms
    return `${prefix}_${spell(ms)}${tail.map((digit) => ALPHABET[digit]).join('')}`
  }
}

/** Towards payment providers and banks: the bare 26 characters (UnionPay forbids `_`). */
export const bareId = (id: string): string => id.slice(id.indexOf('_') + 1)
/** A zod-ready pattern for one kind of id. */
export const idPattern = (prefix: Prefix): RegExp =>
  new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`)

/** The ten characters with which an id of that moment begins, after its prefix. */
export function spell(ms: number): string {
  let text = ''
  for (let i = 0, left = ms; i < 10; i++, left = Math.floor(left / 32)) {
    text = ALPHABET[left % 32] + text
  }
  return text
}

function increment(digits: number[]): number[] {
  const next = [...digits]
  for (let i = next.length - 1; i >= 0; i--) {
    next[i] = ((next[i] ?? 0) + 1) % 32
    if (next[i] !== 0) break
  }
  return next
}
