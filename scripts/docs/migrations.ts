import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { allMigrations, migrationsIn, PRODUCT } from '../migration-files'

export const HASHES_FILE = 'test/support/migration-hashes.json'
const Hashes = z.record(z.string(), z.string())

/**
 * The hash of every migration by its name, as JSON, in whichever folder it is. A migration whose hash is already kept has
 * landed: it may neither change nor go, so either throws. `reset` forgets what was kept, for the time before anything has
 * landed.
 */
export function migrationHashes(reset: boolean): string {
  const landed = !reset && existsSync(HASHES_FILE) ? Hashes.parse(json(HASHES_FILE)) : {}
  const files = allMigrations()
  const names = files.map(({ name }) => name)
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  if (twice.length > 0) throw new Error(`a migration is in both folders: ${twice.join(', ')}`)
  const now = Object.fromEntries(files.map(({ name, path }) => [name, hashOf(path)]))
  const broken = Object.keys(landed).filter((file) => landed[file] !== now[file])
  if (broken.length > 0) {
    throw new Error(
      `landed migrations must stay as they are: ${broken.join(', ')}; write a new one`,
    )
  }
  return `${JSON.stringify(now, null, 2)}\n`
}

export const BUILD_FILE = 'src/operations/build.json'
/** What a running worker knows of its build: the version, and the migrations it expects applied wherever it runs. */
export function buildFacts(): string {
  const { version } = z.object({ version: z.string() }).parse(json('package.json'))
  const migrations = migrationsIn([PRODUCT]).map(({ name }) => name)
  return `${JSON.stringify({ version, migrations }, null, 2)}\n`
}

export const TEXTS_FILE = 'src/engines/migration-texts.ts'
export const DEV_TEXTS_FILE = 'bench/serve/dev-migration-texts.ts'
/** The texts of a folder's migrations, bundled with whoever imports them: a shard applies them itself. */
export function migrationTexts(folder: string): string {
  const lines = migrationsIn([folder]).map(
    ({ name, path }) =>
      `export { default as m${name.replace(/\.sql$/, '')} } from '../../${path}'\n`,
  )
  return `// Written by npm run docs.\n${lines.join('')}`
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))
const hashOf = (file: string): string =>
  createHash('sha256').update(readFileSync(file)).digest('hex')
