import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../scripts/migrate'
import { createApp } from '../src/app'
import { client } from '../src/client/client'
import { buy } from '../src/demo/holders'
import { signIn } from '../src/demo/people'
import { sqliteDb } from '../src/engines/sqlite'
import { readConfig } from '../src/environment/config'
import { openWorld } from '../src/open'
import { machineClock } from '../src/platform/world'
import { benchCity } from './city'
import { openBenchCity } from './in-memory-city'

/**
 * `npm run bench -- size [--json]`: by how many bytes the database grows with one use of a card, the act alone and with
 * telling its holder, and with one purchase by somebody new. Indexes included; each use on a card of its own.
 */
const USES = 1500
const BUYERS = 150
const dir = mkdtempSync(join(tmpdir(), 'yufubao-size-'))
const sizeIn = (database: DatabaseSync) => {
  const row = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get()
  return Number(row?.bytes)
}

/** `tells`: what the act told goes out in its tick. */
async function bytesPerUse(tells: boolean): Promise<number> {
  const database = new DatabaseSync(join(dir, `${tells}.sqlite`))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  migrate(database)
  const city = benchCity()
  for (const text of city.texts(USES)) database.exec(text)
  const read = readConfig(city.vars)
  if ('faults' in read) throw new Error(read.faults.join('; '))
  const opened = openWorld(read.config, {
    db: sqliteDb(database),
    clock: machineClock(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    deliver: async () => new Response(),
  })
  const app = createApp({ open: async () => opened })
  const kept: Promise<unknown>[] = []
  const context = {
    waitUntil: (work: Promise<unknown>) => void kept.push(work),
    passThroughOnException() {},
    props: {},
  } as ExecutionContext
  const till = client({
    base: 'https://bench',
    fetch: async (request) => app.fetch(request, {} as Env, tells ? context : undefined),
    reader: 'staff',
    token: city.cashier_token,
  })
  const before = sizeIn(database)
  for (let n = 1; n <= USES; n++) {
    const body = { code: city.code(n, Date.now()), amount_fen: 100 + (n % 900) }
    await till.must('POST /v1/redemptions', { body })
    await Promise.all(kept.splice(0))
  }
  const after = sizeIn(database)
  database.close()
  return (after - before) / USES
}

/** Somebody who signs in for the first time and buys a card. */
async function bytesPerPurchase(): Promise<number> {
  const { client: api, shop, database } = await openBenchCity(join(dir, 'purchases.sqlite'))
  const [offer] = shop.offers
  if (!offer) throw new Error('the bakery has an offer')
  const before = sizeIn(database)
  for (let n = 0; n < BUYERS; n++) {
    const phone = `139${String(20_000_000 + n)}`
    const { token } = await signIn(api, { phone, kind: 'consumer' })
    await buy(api, token, offer, 'pm_card_visa')
  }
  const after = sizeIn(database)
  database.close()
  return (after - before) / BUYERS
}

const figures = {
  bytes_per_use: Math.ceil(await bytesPerUse(false)),
  bytes_per_use_told: Math.ceil(await bytesPerUse(true)),
  bytes_per_purchase: Math.ceil(await bytesPerPurchase()),
}
rmSync(dir, { recursive: true, force: true })
console.log(JSON.stringify({ ok: true, figures }))
