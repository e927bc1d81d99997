import { renameSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parseArgs } from 'node:util'
import { checkBooks } from '../src/books/check'
import { playCity } from '../src/demo/city'
import { openInProcess } from '../src/demo/in-process'
import { bootstrapToken } from '../src/identity/bootstrap'
import { DAY_MS, instantAt, localDate, plusDays, startOfDay } from '../src/kernel/time'
import { type Config, readConfig } from '../src/platform/config'
import { sqliteDb } from '../src/platform/sqlite'
import { readVars } from './dev-vars.mjs'
import { localDatabase } from './local-database'

/**
 * Tells the demo city's first three months into the local database, through the acts, and checks the books.
 * It writes to a copy that replaces the database when all is told: an interrupted seed leaves no half a city.
 */
const { values } = parseArgs({
  options: { db: { type: 'string' }, days: { type: 'string', default: '90' } },
})
const file = values.db ?? localDatabase()
const read = readConfig(readVars())
if (!file || 'faults' in read) {
  console.error('faults' in read ? read.faults.join('; ') : '没有找到本地数据库')
  process.exit(1)
}
const copy = `${file}.seeding`
if (!copyOfEmptyCity(file, copy)) {
  console.log('  这座城市已经有账，不再重讲')
  process.exit(0)
}
const clean = await tellCity(copy, read.config, Number(values.days))
if (clean) renameSync(copy, file)
process.exit(clean ? 0 : 1)

/** Copies the migrated database; false if someone already wrote in it. */
function copyOfEmptyCity(from: string, to: string): boolean {
  for (const name of [to, `${to}-wal`, `${to}-shm`]) rmSync(name, { force: true })
  const database = new DatabaseSync(from)
  const empty = database.prepare('SELECT id FROM journal LIMIT 1').get() === undefined
  if (empty) database.prepare('VACUUM INTO ?').run(to)
  database.close()
  return empty
}

async function tellCity(path: string, config: Config, days: number): Promise<boolean> {
  const began = Date.now()
  const starts_at = startOfDay(plusDays(localDate(instantAt(began - DAY_MS)), -days + 1))
  const database = new DatabaseSync(path)
  // The copy can be made again: no need to wait for the disk after every act.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  const { client, opened, finish } = openInProcess(config, database, starts_at)
  const city = await playCity({
    client,
    days,
    starts_at,
    seed: 20211,
    diary: (line) => console.log(`  ${line}`),
    bootstrap_token: await bootstrapToken(opened.world),
  })
  await finish()
  const report = await checkBooks(sqliteDb(database))
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  for (const { check, id, found, expected } of report.divergences) {
    console.error(`${check}: ${id} 账上 ${found}，应为 ${expected}`)
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  const counts = `${city.shops.length} 家店，${city.holders.length} 位顾客，${report.figures.cards} 张卡`
  console.log(`  ${counts}，${city.uses} 次核销（${seconds} 秒）`)
  return report.result === 'clean'
}
