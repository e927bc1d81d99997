import { base64url } from '../environment/crypto'
import { FIRST_KEY, type Keyring, keyCheck, keyName } from '../environment/keyring'
import { log } from '../environment/log'
import { KEPT_KEY, keptPlace, LASTING, lastingKey, type Secrets } from '../environment/secrets'
import { insist } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { all, type Db, readAll, type Statement } from '../platform/d1'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import {
  type KeptRow,
  type KeyRow,
  keepKeyStatement,
  readKept,
  readKeys,
  useKeyStatement,
} from './store'

/**
 * What is wrong with the keys this process was given, as far as storage knows them: one that is still needed is missing,
 * or has another key's bytes. Names the variable and never a value; nothing is wrong in an empty city.
 */
export async function keyFaults(db: Db, { keys }: Keyring): Promise<string[]> {
  const { known, kept } = await readAll(db, { known: readKeys, kept: readKept })
  const faults = known.flatMap(({ id, key_check, retired_at }) => {
    const key = keys.get(id)
    if (key === undefined)
      return retired_at === null ? [`${keyName(id)} is still needed: values are under it`] : []
    return keyCheck(key) === key_check ? [] : [`${keyName(id)} is not the key it was`]
  })
  // People are found, and PINs and devices known again, by what was derived from the first key or is kept of it.
  const is_whole = LASTING.every((purpose) => kept.some((row) => row.purpose === purpose))
  return faults.length > 0 || keys.has(FIRST_KEY) || is_whole
    ? faults
    : [`${keyName(FIRST_KEY)} is missing`]
}

/**
 * Whether a host may answer with these keys, by what storage says; and a key that is new here is known from its first use on.
 * Null: storage did not say (it does not answer, or has no tables yet).
 */
export async function checkKeys(world: World): Promise<string[] | null> {
  try {
    const faults = await keyFaults(world.db, world.secrets.keyring)
    if (faults.length === 0) await registerKeys(world)
    return faults
  } catch (error) {
    log('keys_not_checked', { error: String(error).slice(0, 200) })
    return null
  }
}

/** Writes down the keys in use and, once there is another than the first, what lasts of the first one. */
export async function registerKeys(world: World): Promise<KeyRow[]> {
  const { keyring } = world.secrets
  const { keys, kept } = await readAll(world.db, { keys: readKeys, kept: readKept })
  const known = new Set(keys.filter(({ retired_at }) => retired_at === null).map(({ id }) => id))
  const used = [...keyring.keys.keys()].filter((id) => id === FIRST_KEY || id === keyring.current)
  const is_new =
    used.some((id) => !keys.some((row) => row.id === id)) || !known.has(keyring.current)
  const is_kept =
    keyring.current === FIRST_KEY ||
    LASTING.every((purpose) =>
      kept.some((row) => row.purpose === purpose && world.secrets.isCurrent(row.sealed)),
    )
  if (!is_new && is_kept) return keys
  insist(keyring.keys.has(FIRST_KEY) || kept.length > 0, 'keys are registered when they are whole')
  const now = world.now()
  const request = {
    operation: 'registerKeys',
    key: `${keyring.current}:${now}`,
    said: [keyring.current],
  }
  await jobAct(world, request, {
    reads: () => ({ keys: readKeys }),
    decide: async ({ rows, kit }) => ({
      status: 200,
      subject_id: 'seals',
      body: { object: 'seal_keys', current: keyring.current },
      statements: [
        ...used
          .filter((id) => id === keyring.current || !rows.keys.some((row) => row.id === id))
          .flatMap((id) => useStatement(keyring, id, now)),
        ...(keyring.current === FIRST_KEY ? [] : await keepStatements(kit.secrets, kept)),
      ],
    }),
  })
  return all(world.db, readKeys)
}

function useStatement({ keys }: Keyring, id: string, now: Instant): Statement[] {
  const key = keys.get(id)
  return key ? [useKeyStatement({ id, key_check: keyCheck(key) }, now)] : []
}

/** What was derived from the first key for ever, under the current one: from the key itself, or from what is kept of it. */
async function keepStatements(secrets: Secrets, kept: readonly KeptRow[]): Promise<Statement[]> {
  const first = secrets.keyring.keys.get(FIRST_KEY)
  return Promise.all(
    LASTING.map(async (purpose) => {
      const place = keptPlace(purpose)
      const row = kept.find((one) => one.purpose === purpose)
      const plain =
        first || !row
          ? base64url(lastingKey(first ?? new Uint8Array(), purpose))
          : await secrets.open(KEPT_KEY, place, row.sealed)
      return keepKeyStatement({ purpose, sealed: await secrets.seal(KEPT_KEY, place, plain) })
    }),
  )
}
