import { readFileSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { DEV, migrationsIn, PRODUCT } from './migration-files'

/** The table in which D1 itself remembers what it has applied, word for word as wrangler makes it. */
const APPLIED = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

/**
 * Applies the migrations that are missing, the product's and then the mocks', each with its entry in one transaction.
 * Says their names. `wrangler d1 migrations apply` on the same file finds nothing left to do; of the product's it
 * applies the same in the same order.
 */
export function migrate(database: DatabaseSync, folders = [PRODUCT, DEV]): string[] {
  database.exec(APPLIED)
  const applied = new Set(
    database
      .prepare('SELECT name FROM d1_migrations')
      .all()
      .map(({ name }) => String(name)),
  )
  const missing = migrationsIn(folders).filter(({ name }) => !applied.has(name))
  const remember = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)')
  for (const { name, path } of missing) {
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(readFileSync(path, 'utf8'))
      remember.run(name)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw new Error(`migration ${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return missing.map(({ name }) => name)
}
