import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { Refusal } from '../../src/kernel/refusals'
import type { Db, Row } from '../../src/platform/d1'

const BREATH_MS = 12

export type StoryDb = Db & { broken: () => string | null }
/**
 * Lets the process answer its visitors between two acts of the story; a batch itself is never interrupted. Remembers
 * when the disk itself failed, which the acts above only see as something that went wrong.
 */
export function breathing(db: Db): StoryDb {
  let last = performance.now()
  let broken: string | null = null
  return {
    broken: () => broken,
    async batch(statements) {
      if (broken !== null) throw new Error(broken)
      if (performance.now() - last > BREATH_MS) {
        await new Promise((done) => setImmediate(done))
        last = performance.now()
      }
      return db.batch(statements).catch((error: unknown) => {
        if (/disk I\/O error|disk is full/.test(String(error))) broken = String(error)
        throw error
      })
    },
  }
}

/**
 * The city as its visitors may see it while it is told: reads only. Anything that would write is refused by name, and
 * the connection itself could not write either (opened `readOnly`).
 */
export function readingDb(database: DatabaseSync): Db {
  const prepared = new Map<string, StatementSync>()
  const prepare = (text: string) => {
    const known = prepared.get(text) ?? database.prepare(text)
    prepared.set(text, known)
    return known
  }
  return {
    async batch(statements) {
      if (statements.some(({ text }) => !/^\s*(SELECT|WITH)\b/i.test(text)))
        throw new Refusal('city_being_told')
      database.exec('BEGIN')
      try {
        return statements.map(
          ({ text, values }) => prepare(text).all(...(values as SQLInputValue[])) as Row[],
        )
      } finally {
        database.exec('COMMIT')
      }
    },
  }
}
