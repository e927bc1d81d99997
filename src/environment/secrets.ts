import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { type Bytes, joinedBytes } from '../kernel/bytes'
import { insist, Refusal } from '../kernel/refusals'
import { base64url, fromBase64, hmacTag } from './crypto'
import { derived, FIRST_KEY, type Keyring } from './keyring'
import { log } from './log'

/** Everything that is kept secret grows from the master keys; each purpose has a key of its own (HKDF). */
export type Secrets = {
  /** HMAC-SHA-256 under the purpose's key: a tag, or 32 fresh-looking bytes derived for ever from `message`. */
  mac(purpose: string, message: string): Promise<Bytes>
  /** The same under every key that is still read, the current one first: what was given out before a rotation holds. */
  macs(purpose: string, message: string): Promise<Bytes[]>
  /** AES-256-GCM; `place` (table.column|row) is bound in, so a sealed value moved elsewhere does not open. */
  seal(purpose: string, place: string, plain: string): Promise<string>
  /** Refuses sealed_value_broken: changed, moved to another place, or under a key that nobody has. */
  open(purpose: string, place: string, sealed: string): Promise<string>
  /** Whether a sealed value is under the current key. */
  isCurrent(sealed: string): boolean
  readonly keyring: Keyring
}
/** The key of a lasting purpose as storage keeps it, sealed, once the first master key is gone. */
type KeptKey = (purpose: string) => Promise<string | null>

/**
 * What was derived for these is found again by equality, or is in somebody else's hands: their keys outlive the master key
 * they came from. Storage keeps them sealed once another key is current (seals/keys); until then the first one stays.
 */
export const LASTING = [
  'phone_index',
  'device',
  'pin',
  'counter_pin',
  'webhook_secret',
  'passkey_user',
  'pseudonym',
  'push-endpoint',
  'app_key',
] as const
const is_lasting: ReadonlySet<string> = new Set(LASTING)
/** The bytes of a lasting key while the first master key is there. */
export const lastingKey = (first: Bytes, purpose: string): Bytes => derived(first, `mac|${purpose}`)
export const KEPT_KEY = 'kept_key'
export const keptPlace = (purpose: string): string => `kept_keys.sealed|${purpose}`

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG = { authTagLength: 16 }
const text = new TextEncoder()
const FORM = /^v1\.(k[1-9]\d?)\.([A-Za-z0-9+/_-]{16})\.([A-Za-z0-9+/_=-]+)$/

/** The id of the master key that a sealed value is under; null: it is none. */
export const sealedUnder = (sealed: string): string | null =>
  /^v1\.(k[1-9]\d?)\./.exec(sealed)?.[1] ?? null

export function secretsFrom(
  keyring: Keyring,
  random: (bytes: number) => Uint8Array,
  kept: KeptKey = async () => null,
): Secrets {
  const { current, keys: masters } = keyring
  const keys = new Map<string, KeyObject>()
  const keyFor = (id: string, use: 'mac' | 'seal', purpose: string): KeyObject => {
    const name = `${id}|${use}|${purpose}`
    const known = keys.get(name)
    if (known) return known
    const master = masters.get(id)
    insist(master, 'a key is only asked for by an id that is given')
    const key = createSecretKey(derived(master, `${use}|${purpose}`))
    keys.set(name, key)
    return key
  }
  const lastingFor = async (purpose: string): Promise<KeyObject> => {
    if (masters.has(FIRST_KEY)) return keyFor(FIRST_KEY, 'mac', purpose)
    const name = `kept|${purpose}`
    const known = keys.get(name)
    if (known) return known
    const sealed = await kept(purpose)
    insist(sealed, 'the first key is taken out when what lasts of it is kept')
    const key = createSecretKey(fromBase64(await open(KEPT_KEY, keptPlace(purpose), sealed)))
    keys.set(name, key)
    return key
  }
  const open = async (purpose: string, place: string, sealed: string): Promise<string> => {
    const [, id = '', iv = '', body = ''] = FORM.exec(sealed) ?? []
    if (!masters.has(id)) return broken(place)
    return opened(keyFor(id, 'seal', purpose), place, iv, body) ?? broken(place)
  }
  return {
    keyring,
    open,
    isCurrent: (sealed) => sealed.startsWith(`v1.${current}.`),
    mac: async (purpose, message) =>
      hmacTag(
        is_lasting.has(purpose) ? await lastingFor(purpose) : keyFor(current, 'mac', purpose),
        message,
      ),
    macs: async (purpose, message) =>
      is_lasting.has(purpose)
        ? [hmacTag(await lastingFor(purpose), message)]
        : [current, ...[...masters.keys()].filter((id) => id !== current)].map((id) =>
            hmacTag(keyFor(id, 'mac', purpose), message),
          ),
    async seal(purpose, place, plain) {
      const iv = Uint8Array.from(random(IV_BYTES))
      const cipher = createCipheriv(CIPHER, keyFor(current, 'seal', purpose), iv, TAG)
      cipher.setAAD(text.encode(place))
      const parts = [cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `v1.${current}.${base64url(iv)}.${base64url(joinedBytes(...parts))}`
    },
  }
}

/** The place is said in the log, which somebody is woken by; to whoever asked nothing is said but that it does not open. */
function broken(place: string): never {
  log('sealed_value_broken', { place })
  throw new Refusal('sealed_value_broken')
}

function opened(key: KeyObject, place: string, iv: string, kept: string): string | null {
  try {
    const body = fromBase64(kept)
    const decipher = createDecipheriv(CIPHER, key, fromBase64(iv), TAG)
    decipher.setAAD(text.encode(place))
    decipher.setAuthTag(body.subarray(-TAG.authTagLength))
    const plain = [decipher.update(body.subarray(0, -TAG.authTagLength)), decipher.final()]
    return new TextDecoder().decode(joinedBytes(...plain))
  } catch {
    return null
  }
}
