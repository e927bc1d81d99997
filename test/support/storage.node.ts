import { sqliteDb } from '../../src/engines/sqlite'
import type { Db } from '../../src/platform/d1'
import { heldToTypes } from './held-rows'
import { openDatabase } from './sqlite'
import { noted } from './statements'

/** A fresh, empty city on node:sqlite. `storage.workerd.ts` gives the same on D1 in workerd. */
export async function openStorage(): Promise<Db> {
  const database = openDatabase()
  return heldToTypes(noted(sqliteDb(database)), database)
}
export const ENGINE: string = 'node:sqlite'
