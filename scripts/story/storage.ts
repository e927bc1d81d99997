import type { DatabaseSync } from 'node:sqlite'
import { onlyReads } from '../../src/engines/reads'
import { type SoleWriter, sqliteDb } from '../../src/engines/sqlite'
import { Refusal } from '../../src/kernel/refusals'
import type { Db } from '../../src/platform/d1'

const BREATH_MS = 12
/** How old what a visitor sees may be, in real time. */
const SETTLE_MS = 1_000

type StoryDb = SoleWriter & { broken: () => string | null }
/**
 * Lets the process answer its visitors between two acts of the story, who see all that was told so far; a batch itself
 * is never interrupted. Remembers when the disk itself failed, which the acts above only see as something that went
 * wrong: what was not settled is gone then, so nothing may be told on top of it.
 */
export function breathing(db: SoleWriter): StoryDb {
  let last = performance.now()
  let settled = last
  let broken: string | null = null
  const watched = async <T>(work: () => T | Promise<T>): Promise<T> => {
    if (broken !== null) throw new Error(broken)
    try {
      return await work()
    } catch (error) {
      if (/: SQLITE_(?:IOERR|FULL)\b/.test(String(error))) broken = String(error)
      throw error
    }
  }
  return {
    broken: () => broken,
    settle: () => db.settle(),
    batch: (statements) =>
      watched(async () => {
        const now = performance.now()
        if (now - settled > SETTLE_MS) {
          db.settle()
          settled = now
        }
        if (now - last > BREATH_MS) {
          await new Promise((done) => setImmediate(done))
          last = performance.now()
        }
        return db.batch(statements)
      }),
  }
}

/**
 * The city as its visitors may see it while it is told: reads only. Anything that would write is refused by name, and
 * the connection itself could not write either (opened `readOnly`).
 */
export function readingDb(database: DatabaseSync): Db {
  const db = sqliteDb(database)
  return {
    async batch(statements) {
      if (statements.every(({ text }) => onlyReads(text))) return db.batch(statements)
      throw new Refusal('city_being_told')
    },
  }
}
