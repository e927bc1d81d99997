import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CONFIG } from '../bench/in-memory-city'
import { readDayBack } from '../src/archives/read'
import { checkBooks } from '../src/books/check'
import { HOLDERS } from '../src/demo/cast'
import { openInProcess } from '../src/demo/in-process'
import { visitor } from '../src/demo/people'
import { sqliteDb } from '../src/engines/sqlite'
import { contentHash } from '../src/environment/content-hash'
import type { Json } from '../src/kernel/canonical'
import { epochMs } from '../src/kernel/time'
import { readSegments } from '../src/platform/archived'
import { all, sql } from '../src/platform/d1'
import type { World } from '../src/platform/world'
import { fileArchive } from './archive-files'
import { readArguments } from './arguments.mjs'
import { makeBackup } from './backup/make'
import { folderPlace } from './backup/places'
import { restoreBackup } from './backup/restore'
import { foundTown } from './books-town'
import { putBack } from './whole-copy'

/**
 * `npm run drill [-- --json]`: a small town of which some days moved out is backed up while it lives; what is acknowledged
 * afterwards is sent again under its keys to the copy that was brought back. Then both must say the same: each balance,
 * each total, each hash; every archived day is read back, and with all of it put back every check is clean. Exits 1 if not.
 */
const values = readArguments('drill', { json: { type: 'boolean' } })
const say = (line: string) => {
  if (!values.json) console.log(line)
}
/** History stays so many days here: the town is a fortnight old. */
const KEPT_DAYS = 4
/** How many uses are acknowledged before the backup, and after it. */
const USES = 12

const dir = mkdtempSync(join(tmpdir(), 'yufubao-drill-'))
const at = (name: string) => join(dir, name)
const open = (file: string) => new DatabaseSync(file, { timeout: 5_000 })

const town = await foundTown(at('city.sqlite'))
Object.assign(town.world.config, { archive_after_days: KEPT_DAYS })
Object.assign(town.world, { archive: fileArchive(at('archive')) })
say('一座小城过两周，满四天的日子归档……')
const li = await town.lives(HOLDERS.li.phone)
await town.later(KEPT_DAYS + 2)
const wang = await town.lives(HOLDERS.wang.phone)
await town.later(1)

type Acknowledged = { key: string; at: string; body: { code: string; amount_fen: number } }
const acknowledged: Acknowledged[] = []
async function uses(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    const key = `drill-${acknowledged.length}`
    const body = await (n % 2 === 0 ? li : wang).asked(100 + n)
    await town.till.must('POST /v1/redemptions', { body }, { key })
    acknowledged.push({ key, at: town.now(), body })
  }
}
await uses(USES)
say('备份；之后又办了一些，都答复过……')
const backup = folderPlace(at('backup'))
await makeBackup({ file: at('city.sqlite'), to: backup, key: null, at: new Date(town.now()) })
cpSync(at('archive'), at('archive-copy'), { recursive: true })
const moment = town.now()
await uses(USES)
const before = await saidBy(town.world)

say('从备份恢复，用同样的钥匙把答复过的再发一遍……')
await restoreBackup({ from: backup, key: null, file: at('restored.sqlite') })
const restored = open(at('restored.sqlite'))
const { client, opened } = openInProcess(CONFIG, sqliteDb(restored), moment)
Object.assign(opened.world, { archive: fileArchive(at('archive-copy')) })
const till = visitor(client, 'staff', town.cashier_id)
let lost = 0
for (const { key, at: asked_at, body } of acknowledged) {
  // A code is good for its moment alone: the copy's clock goes on from the backup as the city's did.
  opened.clock.offset_ms = Math.max(epochMs(asked_at) - epochMs(moment), 0)
  const asked = await till.ask('POST /v1/redemptions', { body }, { key })
  if (asked.is !== 'done') lost += 1
}
const after = await saidBy(opened.world)
const counted = Number(restored.prepare('SELECT count(*) AS n FROM redemptions').get()?.n)
const wanted = Number(town.database.prepare('SELECT count(*) AS n FROM redemptions').get()?.n)
const doubled = Math.max(counted - wanted, 0)
lost += Math.max(wanted - counted, 0)
const same = contentHash(before as Json) === contentHash(after as Json)

say('逐日读回归档，再把归档放回一份副本，全部检查一遍……')
const days = Map.groupBy(
  await all(opened.world.db, readSegments(sql`phase = 'cleared' ORDER BY no`)),
  ({ day }) => day,
)
let archived_days_verified = 0
for (const rows of days.values()) {
  const { verified_count } = await readDayBack(opened.world, rows)
  if (verified_count === rows.length) archived_days_verified += 1
}
const here = await checkBooks(opened.world.db)
restored.exec('PRAGMA wal_checkpoint(TRUNCATE)')
cpSync(at('restored.sqlite'), at('whole.sqlite'))
const whole = open(at('whole.sqlite'))
await putBack(whole, { ...opened.world, db: sqliteDb(whole) })
const everything = await checkBooks(sqliteDb(whole))
for (const { check, id, found, expected } of [...here.divergences, ...everything.divergences])
  say(`  ${check}: ${id} ${found} ≠ ${expected}`)
for (const database of [town.database, restored, whole]) database.close()
rmSync(dir, { recursive: true, force: true })

const figures = {
  restored_totals_equal: same ? 1 : 0,
  archived_days: days.size,
  archived_days_verified,
  acknowledged: acknowledged.length,
  lost,
  doubled,
  books: here.result,
  books_with_the_archive: everything.result,
}
const ok =
  same &&
  lost === 0 &&
  doubled === 0 &&
  days.size > 0 &&
  archived_days_verified === days.size &&
  here.result === 'clean' &&
  everything.result === 'clean'
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)

type HeldRow = { id: string; said: string | number }
/** Every balance, every total of a shop, and the last hashes: what two copies of one city must say alike. */
async function saidBy({ db }: Pick<World, 'db'>): Promise<HeldRow[]> {
  return all(
    db,
    sql<HeldRow>`SELECT id, balance_fen || '/' || version AS said FROM ledger_accounts
      UNION ALL SELECT merchant_id, paid_fen || '/' || released_fen || '/' || refunded_fen FROM merchant_totals
      UNION ALL SELECT 'close ' || day, content_hash FROM bank_closes WHERE phase = 'sealed'
      UNION ALL SELECT 'segment ' || no, content_hash FROM archive_segments ORDER BY 1`,
  )
}
