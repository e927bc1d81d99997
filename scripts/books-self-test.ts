import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { checkBooks } from '../src/books/check'
import { PASSES } from '../src/books/passes'
import { sqliteDb } from '../src/engines/sqlite'
import type { Db, Row } from '../src/platform/d1'
import { CORRUPTIONS } from './books-corruptions'
import { buildTown } from './books-town'

type SelfTest = { passes: number; planted: number; found: number; silent: string[] }

/**
 * Proves that every pass can fail: in a small town whose books are clean, plants one falsehood per pass (triggers and
 * CHECKs switched off, rolled back afterwards) and asks whether that very pass names it.
 */
export async function selfTest(say: (line: string) => void = () => {}): Promise<SelfTest> {
  const dir = mkdtempSync(join(tmpdir(), 'yufubao-books-'))
  const database = await buildTown(join(dir, 'town.sqlite'))
  try {
    const clean = await checkBooks(sqliteDb(database))
    if (clean.result !== 'clean')
      throw new Error(`the town is not clean: ${JSON.stringify(clean.divergences)}`)
    dropGuards(database)
    const silent: string[] = []
    for (const { name, invariant } of PASSES) {
      const heard = await plant(database, name)
      if (!heard) silent.push(name)
      say(`${heard ? '✓' : '✗'} ${invariant}`)
    }
    const planted = PASSES.filter(({ name }) => name in CORRUPTIONS).length
    return { passes: PASSES.length, planted, found: PASSES.length - silent.length, silent }
  } finally {
    database.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

async function plant(database: DatabaseSync, name: string): Promise<boolean> {
  const corruption = CORRUPTIONS[name]
  if (corruption === undefined) return false
  database.exec('SAVEPOINT falsehood')
  try {
    const { changes } = database.prepare(corruption).run()
    if (changes === 0) throw new Error(`${name}: there is nothing to falsify`)
    const report = await checkBooks(within(database))
    return report.divergences.some(({ check }) => check === name)
  } finally {
    database.exec('ROLLBACK TO falsehood; RELEASE falsehood')
  }
}

/** Reads inside the transaction that holds the falsehood. */
export const within = (database: DatabaseSync): Db => ({
  batch: async (statements) =>
    statements.map(({ text, values }) => database.prepare(text).all(...values) as Row[]),
})

export function dropGuards(database: DatabaseSync): void {
  const triggers = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .all() as { name: string }[]
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
  database.exec('PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF')
}
