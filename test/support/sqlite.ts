import { DatabaseSync } from 'node:sqlite'
import { sqliteDb } from '../../src/engines/sqlite'
import type { Db } from '../../src/platform/d1'
import { migrated, migrationFiles } from './schema'

export { migrationFiles } from './schema'

/** The pages of a city with nobody in it: made once in a process, copied for each test. */
let empty: Uint8Array | null = null

/** An empty city in memory: a copy of the one that had every migration, or the given files applied in order. */
export function openDatabase(files?: string[]): DatabaseSync {
  if (files) return migrated(files)
  empty ??= migrated(migrationFiles()).serialize()
  const database = new DatabaseSync(':memory:')
  database.deserialize(empty)
  return database
}

export const openSqlite = (files?: string[]): Db => sqliteDb(openDatabase(files))
