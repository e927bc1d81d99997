import { hkdfSync } from 'node:crypto'
import type { Bytes } from '../kernel/bytes'
import { base64url, fromBase64, hmacNow, sameBytes } from './crypto'
import { isRandomKey } from './secret-rules'

/** The master keys by their ids: new values are sealed under the current one, and what any of them sealed still opens. */
export type Keyring = { readonly current: string; readonly keys: ReadonlyMap<string, Bytes> }
/** The key that every city begins with; values that outlive rotations are derived from it, or kept of it. */
export const FIRST_KEY = 'k1'
export const keyringFrom = (first: Bytes): Keyring => ({
  current: FIRST_KEY,
  keys: new Map([[FIRST_KEY, first]]),
})

const NAME = 'YFB_MASTER_KEY'
const OTHERS = /^YFB_MASTER_KEY_([1-9]\d?)$/
/** `YFB_MASTER_KEY` is `k1`, `YFB_MASTER_KEY_2` is `k2`, and so on. */
export const keyName = (id: string): string => (id === FIRST_KEY ? NAME : `${NAME}_${id.slice(1)}`)

type Read = { keyring: Keyring; named: [name: string, value: string][]; faults: string[] }
/**
 * The keyring that the environment gives. With one key it is the current one; with several `YFB_MASTER_KEY_ID` names it.
 * Every fault names its variable and never says a value: a weak key, two names with the same bytes, an id without a key,
 * no key at all. A key other than the first is never current without being named.
 */
export function readKeyring(env: Record<string, unknown>): Read {
  const faults: string[] = []
  const keys = new Map<string, Bytes>()
  const given = Object.keys(env).flatMap((name) => {
    const number = name === NAME ? '1' : OTHERS.exec(name)?.[1]
    const value = env[name]
    const is_given = number !== undefined && typeof value === 'string' && value !== ''
    return is_given ? [{ id: `k${number}`, name, value }] : []
  })
  if (given.some(({ name }) => name === `${NAME}_1`)) faults.push(`${NAME}_1 is ${NAME}`)
  for (const { id, name, value } of given.sort((a, b) => numberOf(a.id) - numberOf(b.id))) {
    if (!isStrongKey(value)) {
      faults.push(`${name} must be 32 random bytes in base64`)
      continue
    }
    const bytes = fromBase64(value)
    const same = [...keys].find(([, other]) => sameBytes(other, bytes))
    if (same) faults.push(`${name} is the same as ${keyName(same[0])}`)
    else keys.set(id, bytes)
  }
  // Which keys may be gone is known to storage alone (seals/keys).
  if (given.length === 0) faults.push(`${NAME} is missing`)
  const said = env[`${NAME}_ID`]
  const id = typeof said === 'string' && said !== '' ? said : null
  if (id === null && given.some((one) => one.id !== FIRST_KEY)) faults.push(`${NAME}_ID is missing`)
  if (id !== null && !given.some((one) => one.id === id))
    faults.push(`${NAME}_ID names no key that is given`)
  const current = id ?? given[0]?.id ?? FIRST_KEY
  return {
    keyring: { current, keys },
    named: given.map(({ name, value }) => [name, value]),
    faults,
  }
}
const numberOf = (id: string): number => Number(id.slice(1))

/** 32 bytes of base64 that do not look made by hand. */
export function isStrongKey(value: string): boolean {
  return /^[A-Za-z0-9+/_-]{42,}={0,2}$/.test(value) && isRandomKey(fromBase64(value))
}

/** HKDF-SHA-256 (RFC 5869) without salt: 32 bytes of their own for each use. */
export const derived = (master: Uint8Array, info: string): Bytes =>
  new Uint8Array(hkdfSync('sha256', master, new Uint8Array(32), new TextEncoder().encode(info), 32))

/** By this a key is known again, and nothing of it is learned: under another key of the same name nothing would open. */
export const keyCheck = (key: Bytes): string =>
  base64url(hmacNow(derived(key, 'mac|key_check'), 'key_check').slice(0, 12))
