import type { Db } from '../../src/platform/d1'
import { openSqlite } from './sqlite'
import { noted } from './statements'

/** A fresh, empty city on node:sqlite. `storage.workerd.ts` gives the same on D1 in workerd. */
export const openStorage = async (): Promise<Db> => noted(openSqlite())
export const ENGINE: string = 'node:sqlite'
