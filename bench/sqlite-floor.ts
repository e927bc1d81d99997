import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../scripts/migrate'
import { createApp } from '../src/app'
import { client } from '../src/client/client'
import { sqliteDb } from '../src/engines/sqlite'
import { readConfig } from '../src/environment/config'
import { openWorld } from '../src/open'
import type { Db, Row, Statement } from '../src/platform/d1'
import { machineClock } from '../src/platform/world'
import type { BenchCity } from './city'

type Floor = { city: BenchCity; dir: string; redemptions: number; synchronous: 'FULL' | 'OFF' }
type SqliteFloor = {
  /** Redemptions a second over the next so many, one after another. */
  rate: (redemptions: number) => Promise<number>
  close: () => void
}

/** The same statements in node:sqlite, in this process, WAL: captured once, run in as many parts as somebody asks for. */
export async function sqliteFloor({
  city,
  dir,
  redemptions,
  synchronous,
}: Floor): Promise<SqliteFloor> {
  const database = new DatabaseSync(join(dir, `floor-${synchronous}.sqlite`))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  migrate(database)
  for (const text of city.texts(redemptions)) database.exec(text)
  const db = sqliteDb(database)
  const batches = await captured(db, city, redemptions)
  database.exec(`PRAGMA synchronous = ${synchronous}`)
  return {
    rate: async (amount) => {
      const part = batches.splice(0, amount)
      if (part.length < amount) throw new Error('too few redemptions were captured')
      const began = performance.now()
      for (const statements of part) await db.batch(statements)
      return part.length / ((performance.now() - began) / 1000)
    },
    close: () => database.close(),
  }
}

/** Runs the real act once per card with its write held back, and keeps what it would have run. */
async function captured(db: Db, city: BenchCity, redemptions: number): Promise<Statement[][]> {
  const read = readConfig(city.vars)
  if ('faults' in read) throw new Error(read.faults.join('; '))
  let seen: Statement[] = []
  const holding: Db = {
    async batch(statements) {
      seen.push(...statements)
      const writes = statements.some(({ text }) => text.includes('INSERT INTO journal '))
      return writes ? statements.map((): Row[] => []) : db.batch(statements)
    },
  }
  const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
  const opened = openWorld(read.config, {
    db: holding,
    clock: machineClock(),
    random,
    deliver: async () => new Response(),
  })
  const app = createApp({ open: async () => opened })
  const till = client({
    base: 'https://bench',
    fetch: async (request) => app.fetch(request, {} as Env),
    reader: 'staff',
    token: city.cashier_token,
  })
  const batches: Statement[][] = []
  for (let n = 1; n <= redemptions; n++) {
    seen = []
    const body = { code: city.code(n, Date.now()), amount_fen: 100 + (n % 900) }
    await till.must('POST /v1/redemptions', { body })
    batches.push(seen)
  }
  return batches
}
