import { readdirSync, readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'

/** The table in which D1 itself remembers what it has applied, word for word as wrangler makes it. */
const APPLIED = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/**
 * Applies the migrations that are missing, each with its entry in one transaction, in wrangler's order. Says their
 * names. `wrangler d1 migrations apply` on the same file finds nothing left to do, and the other way round.
 */
export function migrate(database: DatabaseSync, folder = 'migrations'): string[] {
  database.exec(APPLIED)
  const applied = new Set(
    database
      .prepare('SELECT name FROM d1_migrations')
      .all()
      .map(({ name }) => String(name)),
  )
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  const missing = files.filter((name) => !applied.has(name)).sort(byNumber)
  const remember = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)')
  for (const name of missing) {
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(readFileSync(`${folder}/${name}`, 'utf8'))
      remember.run(name)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw new Error(`migration ${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return missing
}

const byNumber = (a: string, b: string): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1)
