import { createHash } from 'node:crypto'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Manifest, readSealedDay, readTotals } from './manifest'
import type { Place } from './places'
import { unseal } from './sealing'

/** The names of the backups of a place that are whole, the newest first. */
export const listBackups = async (from: Place): Promise<string[]> =>
  (await from.list())
    .flatMap((name) => /^(\d{4}-.*Z)\.json$/.exec(name)?.[1] ?? [])
    .sort()
    .reverse()

type Restored = {
  from: Place
  key: Buffer | null
  /** Where the database is to be; nothing may be there. */
  file: string
  /** Of listBackups; the newest unless named. */
  name?: string
}
/**
 * Brings a backup back as a database file, which appears whole or not at all. Every piece is held to its hash and (where
 * sealed) its key, the file to its own, and what stands in it to the manifest: counts, sums, the sealed day. Throws at the
 * first difference.
 */
export async function restoreBackup({ from, key, file, name }: Restored): Promise<Manifest> {
  if (existsSync(file)) throw new Error(`${file} is there already: nothing is overwritten`)
  const which = name ?? (await listBackups(from))[0]
  if (which === undefined) throw new Error('there is no backup in this place')
  const told = Buffer.from(await from.get(`${which}.json`)).toString()
  const manifest = Manifest.parse(JSON.parse(told))
  if (manifest.is_sealed && key === null) throw new Error('BACKUP_KEY is missing: it is sealed')
  const draft = `${file}.restoring`
  rmSync(draft, { force: true })
  try {
    await pipeline(
      Readable.from(piecesFrom(from, manifest, key)),
      createGunzip(),
      createWriteStream(draft, { mode: 0o600 }),
    )
    if ((await fileHash(draft)) !== manifest.database.sha256)
      throw new Error('the file is not the one that was kept')
    hold(draft, manifest)
    flush(draft)
    renameSync(draft, file)
    return manifest
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(draft + end, { force: true })
  }
}

async function* piecesFrom(from: Place, manifest: Manifest, key: Buffer | null) {
  for (const { name, sha256 } of manifest.parts) {
    const kept = await from.get(name)
    if (createHash('sha256').update(kept).digest('hex') !== sha256)
      throw new Error(`${name} is not what was kept`)
    yield manifest.is_sealed && key ? unseal(key, name, kept) : Buffer.from(kept)
  }
}

async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

function hold(file: string, { totals, sealed_day }: Manifest): void {
  const database = new DatabaseSync(file, { readOnly: true })
  const found = { totals: readTotals(database), sealed_day: readSealedDay(database) }
  database.close()
  if (JSON.stringify(found) !== JSON.stringify({ totals, sealed_day }))
    throw new Error(`what stands in it differs: ${JSON.stringify(found)}`)
}

function flush(file: string): void {
  const handle = openSync(file, 'r+')
  fsyncSync(handle)
  closeSync(handle)
}
