import { statfsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createApp } from '../../src/app'
import { outboundOverSockets } from '../../src/engines/outbound'
import { sqliteDb } from '../../src/engines/sqlite'
import type { Config } from '../../src/environment/config'
import { openWorld } from '../../src/open'
import type { Db } from '../../src/platform/d1'
import { loadClock, machineClock, movableClock } from '../../src/platform/world'
import { checkKeys } from '../../src/seals/keys'
import { tick } from '../../src/tick'
import { openAssets } from './assets'
import type { Tick } from './clock'

/** A city that answers, whatever runs it. */
export type Served = {
  answer: (request: Request) => Response | Promise<Response>
  tick: Tick
  /** Resolves when all that goes on after answers is done; then nothing is open any more. */
  close: () => Promise<void>
}

/** The whole product in this process over a SQLite file, each commit on the disk before it is answered. */
export async function serveInProcess(file: string, config: Config): Promise<Served> {
  const database = openDurably(file)
  const db: Db = { ...sqliteDb(database), stored: async () => roomOf(file) }
  const env = {} as Env
  const going = new Set<Promise<unknown>>()
  const keeper = {
    waitUntil(work: Promise<unknown>) {
      const kept = work.catch(() => undefined).finally(() => going.delete(kept))
      going.add(kept)
    },
    passThroughOnException: () => undefined,
    props: undefined,
  }
  const clock = config.stage === 'dev' ? movableClock() : machineClock()
  const opened = openWorld(config, {
    db,
    clock,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    deliver: async (request) => app.fetch(request, env, keeper),
    outbound: outboundOverSockets({ allows_here: config.stage === 'dev' }),
  })
  const faults = await checkKeys(opened.world)
  if (faults && faults.length > 0) throw new Error(faults.join('; '))
  if (config.stage === 'dev') await loadClock(db, clock)
  const app = createApp({ open: async () => opened })
  const asset = openAssets('public')
  return {
    answer: (request) => asset(request) ?? app.fetch(request, env, keeper),
    tick: (crons, goes_on) => tick(opened, crons, goes_on),
    async close() {
      while (going.size > 0) await Promise.all(going)
      database.exec('PRAGMA optimize; PRAGMA wal_checkpoint(PASSIVE)')
      database.close()
    },
  }
}

/** Written ahead (WAL), and each commit on the disk (FULL): what was acknowledged survives the machine. */
export const DURABLE =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON'
export function openDurably(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec(DURABLE)
  return database
}

/** It ends where the disk does. */
function roomOf(file: string): { bytes: number; limit_bytes: number } {
  const bytes = statSync(file).size
  const { bavail, bsize } = statfsSync(dirname(file))
  return { bytes, limit_bytes: bytes + bavail * bsize }
}
