import { createWriteStream, rmSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as z from 'zod'
import { sqliteDb } from '../src/engines/sqlite'
import { exportBytes, FORMAT_NAMES } from '../src/exports/formats'
import { exportSource } from '../src/exports/source'
import { exportSpan, type Span } from '../src/exports/span-rules'
import { REFUSALS, Refusal } from '../src/kernel/refusals'
import { instantAt } from '../src/kernel/time'
import { MerchantId } from '../src/merchants/views'
import { type IdRow, one, sql } from '../src/platform/d1'
import { loadClock, movableClock } from '../src/platform/world'
import { wholeBooks } from './archive-files'
import { readArguments, stop } from './arguments.mjs'
import { openToRead } from './open-to-read'

/**
 * `npm run --silent export -- --format hledger --from 2026-03-01 --to 2026-03-31 [--merchant mch_…] [--detail card]
 * [--out file] [--db file] [--archive folder]`: the journal of the local database for accountants, on the standard output or into a file.
 * Exits 2 if it could not be asked so. The same bytes as `GET /v1/exports/journal`.
 */
const values = readArguments('export', {
  format: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  merchant: { type: 'string' },
  detail: { type: 'string' },
  out: { type: 'string' },
  db: { type: 'string' },
  archive: { type: 'string' },
})
const asked = z
  .object({
    format: z.enum(FORMAT_NAMES),
    from: z.iso.date(),
    to: z.iso.date(),
    merchant: MerchantId.optional(),
    detail: z.enum(['shop', 'card']).default('shop'),
  })
  .safeParse(values)
if (!asked.success) {
  const faults = asked.error.issues.map(({ path, message }) => `--${path.join('.')}：${message}`)
  stop(`没有导出。${faults.join('；')}`)
}
const { format, from, to, merchant, detail } = asked.data
const database = openToRead(values.db)
const db = sqliteDb(database)
const clock = movableClock()
await loadClock(db, clock)
const merchant_id = merchant ?? null
const found = await one(db, sql<IdRow>`SELECT id FROM merchants WHERE id = ${merchant_id}`)
if (merchant_id !== null && !found) stop('没有找到这家店')

const source = exportSource(
  wholeBooks(db, values.archive),
  { merchant_id, detail },
  spanFrom(instantAt(clock.now_ms())),
)
let bytes_count = 0
async function* counted() {
  for await (const bytes of exportBytes(format, source)) {
    bytes_count += bytes.length
    yield bytes
  }
}
if (values.out === undefined) await pipeline(Readable.from(counted()), process.stdout)
else await writeTo(values.out)
database.close()

/** A file that broke off is no file: half a journal would look like a whole one. */
async function writeTo(out: string): Promise<void> {
  try {
    await pipeline(Readable.from(counted()), createWriteStream(out))
  } catch (error) {
    rmSync(out, { force: true })
    throw error
  }
  console.log(JSON.stringify({ ok: true, figures: { format, from, to, bytes_count, out } }))
}

function spanFrom(now: string): Span {
  try {
    return exportSpan(from, to, now)
  } catch (error) {
    if (error instanceof Refusal) stop(REFUSALS[error.code].message)
    throw error
  }
}
