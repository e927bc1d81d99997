import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Migration } from '../../src/engines/city-shard'

/** The table in which D1 itself remembers what it has applied, as `scripts/migrate.ts` makes it. */
const APPLIED = `CREATE TABLE IF NOT EXISTS "d1_migrations"(
		id         INTEGER PRIMARY KEY AUTOINCREMENT,
		name       TEXT UNIQUE,
		applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
)`

type Schema = { missing: Migration[]; unknown: string[]; is_new: boolean }

/** What a database has of what this build expects, and what it has that this build does not know. */
export function readSchema(database: DatabaseSync, known: readonly Migration[]): Schema {
  const has_table = database
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'd1_migrations'")
    .get()
  const rows = has_table ? database.prepare('SELECT name FROM d1_migrations').all() : []
  const applied = new Set(rows.map(({ name }) => String(name)))
  const names = new Set(known.map(({ name }) => name))
  return {
    missing: known.filter(({ name }) => !applied.has(name)),
    unknown: [...applied].filter((name) => !names.has(name)).sort(),
    is_new: applied.size === 0,
  }
}

/** Applies what is missing, each with its entry in one transaction. Throws at the first that fails, which leaves nothing. */
export function applyMissing(database: DatabaseSync, missing: readonly Migration[]): void {
  database.exec(APPLIED)
  const remember = database.prepare('INSERT INTO d1_migrations (name) VALUES (?)')
  for (const { name, text } of missing) {
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(text)
      remember.run(name)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw new Error(`migration ${name}: ${error instanceof Error ? error.message : error}`)
    }
  }
}

/**
 * Applies what is missing to a copy of the database, and looks at the copy: every page, every foreign key, and what
 * `looks` finds wrong. The copy is gone afterwards. Null: it went well; else what did not.
 */
export async function rehearse(
  file: string,
  missing: readonly Migration[],
  looks: (copy: DatabaseSync) => Promise<string | null> = async () => null,
): Promise<string | null> {
  const copy_file = `${file}.rehearsal`
  forget(copy_file)
  const source = new DatabaseSync(file, { readOnly: true })
  try {
    source.prepare('VACUUM INTO ?').run(copy_file)
  } finally {
    source.close()
  }
  const copy = new DatabaseSync(copy_file)
  try {
    copy.exec('PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON')
    applyMissing(copy, missing)
    const [{ quick_check = '' } = {}] = copy.prepare('PRAGMA quick_check(1)').all()
    if (quick_check !== 'ok') return `quick_check: ${quick_check}`
    const loose = copy.prepare('PRAGMA foreign_key_check').all()
    if (loose.length > 0) return `${loose.length} rows lead to nothing: ${loose[0]?.table}`
    return await looks(copy)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    copy.close()
    forget(copy_file)
  }
}

function forget(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`])
    if (existsSync(name)) rmSync(name)
}

export const newerSentence = (unknown: readonly string[]): string =>
  `这个数据库比这一版程序新（有 ${unknown.length} 个这一版不认识的迁移，最后一个是 ${unknown.at(-1)}）：` +
  '请用当时的版本或更新的版本；旧版程序不写新的表'
