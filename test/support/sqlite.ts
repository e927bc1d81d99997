import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Db } from '../../src/platform/d1'
import { sqliteDb } from '../../src/platform/sqlite'

export const migrationFiles = () =>
  readdirSync('migrations')
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => `migrations/${file}`)

/** An empty city in memory: every migration (or the given files) applied in order. */
export function openDatabase(files: string[] = migrationFiles()): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  for (const file of files) database.exec(readFileSync(file, 'utf8'))
  return database
}

export const openSqlite = (files?: string[]): Db => sqliteDb(openDatabase(files))
