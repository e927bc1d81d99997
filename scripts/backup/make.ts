import { createHash } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createGzip } from 'node:zlib'
import { VERSION } from '../../src/operations/version'
import { type Manifest, readLastMigration, readSealedDay, readTotals } from './manifest'
import type { Place } from './places'
import { seal } from './sealing'

const PART_BYTES = 32 * 1024 * 1024
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

type Made = { file: string; to: Place; key: Buffer | null; at: Date; part_bytes?: number }
/**
 * Copies a living database as it stands at one moment, keeping nobody from writing, and puts it in pieces into a place;
 * the manifest last: without it there is no backup. What is copied is read back and held to its own counts first.
 */
export async function makeBackup({ file, to, key, at, part_bytes }: Made): Promise<Manifest> {
  // Beside the database: the copy is as private as it is, and fits where it fits.
  const folder = mkdtempSync(join(statSync(file).isFile() ? dirname(file) : tmpdir(), '.backup-'))
  try {
    const copy_file = join(folder, 'city.sqlite')
    const source = new DatabaseSync(file, { readOnly: true })
    source.exec('PRAGMA busy_timeout = 5000')
    source.prepare('VACUUM INTO ?').run(copy_file)
    source.close()
    const copy = new DatabaseSync(copy_file, { readOnly: true })
    const [{ quick_check = '' } = {}] = copy.prepare('PRAGMA quick_check(1)').all()
    if (quick_check !== 'ok') throw new Error(`the copy is damaged: ${quick_check}`)
    const read = {
      totals: readTotals(copy),
      sealed_day: readSealedDay(copy),
      last_migration: readLastMigration(copy),
    }
    copy.close()
    const name = at.toISOString().replace(/[:.]/g, '-')
    const { parts, plain } = await putParts(copy_file, { name, to, key, part_bytes })
    const manifest: Manifest = {
      object: 'backup',
      name,
      made_at: at.toISOString(),
      version: VERSION,
      database: { bytes: statSync(copy_file).size, sha256: plain },
      parts,
      is_sealed: key !== null,
      ...read,
    }
    await to.put(`${name}.json`, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`))
    return manifest
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

type Put = { name: string; to: Place; key: Buffer | null; part_bytes?: number | undefined }
async function putParts(file: string, { name, to, key, part_bytes = PART_BYTES }: Put) {
  const whole = createHash('sha256')
  const parts: Manifest['parts'] = []
  let waiting: Buffer[] = []
  const flush = async () => {
    const part = `${name}.part-${String(parts.length + 1).padStart(4, '0')}`
    const bytes = Buffer.concat(waiting)
    waiting = []
    const kept = key === null ? bytes : seal(key, part, bytes)
    await to.put(part, kept)
    parts.push({ name: part, bytes: kept.length, sha256: sha256(kept) })
  }
  const source = createReadStream(file, { highWaterMark: 1024 * 1024 })
  source.on('data', (chunk) => whole.update(chunk))
  const zipped = source.pipe(createGzip({ level: 6 }))
  source.on('error', (error) => zipped.destroy(error))
  let bytes_count = 0
  for await (const chunk of zipped as AsyncIterable<Buffer>) {
    waiting.push(chunk)
    bytes_count += chunk.length
    if (bytes_count < part_bytes) continue
    bytes_count = 0
    await flush()
  }
  if (waiting.length > 0) await flush()
  return { parts, plain: whole.digest('hex') }
}
