import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { keyringFrom, readKeyring } from '../src/environment/keyring'
import type { ArchivePort } from '../src/environment/ports'
import { secretsFrom } from '../src/environment/secrets'
import { mockArchive } from '../src/mocks/archive'
import type { Db } from '../src/platform/d1'
import type { World } from '../src/platform/world'
import { readVars } from './dev-vars.mjs'

/** History in files below a folder, one for each segment: what an object store would keep, or a copy of it. */
export const fileArchive = (dir: string): ArchivePort => ({
  name: 'files',
  async put(name, text) {
    const file = join(dir, name)
    mkdirSync(dirname(file), { recursive: true })
    // Under its name it is whole or not at all.
    writeFileSync(`${file}.part`, text)
    renameSync(`${file}.part`, file)
  },
  async get(name) {
    const file = join(dir, name)
    return existsSync(file) ? readFileSync(file, 'utf8') : null
  },
})

const NO_KEY = new Uint8Array(32)
/**
 * A database with what moved out of it: below `dir`, or where the mocks keep it. YFB_MASTER_KEY and its later ones
 * (or .dev.vars) open it; without a key only a city of which nothing moved out can be read.
 */
export function wholeBooks(
  db: Db,
  dir: string | undefined,
): Pick<World, 'db' | 'archive' | 'secrets'> {
  const vars: Record<string, string | undefined> = { ...readVars(), ...process.env }
  const { keyring, named, faults } = readKeyring(vars)
  if (named.length > 0 && faults.length > 0) throw new Error(faults.join('; '))
  const keys = named.length > 0 ? keyring : keyringFrom(NO_KEY)
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const archive = dir === undefined ? mockArchive(db) : fileArchive(dir)
  return { db, archive, secrets: secretsFrom(keys, random) }
}
