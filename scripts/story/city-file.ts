import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from '../migrate'

/**
 * The local city as a file. It appears under its name whole or not at all: it is told into a file beside it, which
 * takes its place in one rename after everything has reached the disk. What was interrupted is forgotten.
 */
export const draftFile = (file: string): string => `${file}.telling`

/** Brings an existing city up to date. Says which migrations were missing, and whether anything has happened in it. */
export function bringUpToDate(file: string): { applied: string[]; empty: boolean } {
  const database = new DatabaseSync(file)
  try {
    refuseIfOpen(database)
    const applied = migrate(database)
    const empty = database.prepare('SELECT id FROM journal LIMIT 1').get() === undefined
    return { applied, empty }
  } finally {
    database.close()
  }
}

const CACHE_KIB = 262_144
const LOG_PAGES = 8_000

/** A migrated, empty draft beside the city. Nothing waits for the disk before all is told: it can be told again. */
export function newDraft(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true })
  forgetDraft(file)
  const database = new DatabaseSync(draftFile(file))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF')
  // The whole city fits in memory, and goes to the file a few times only.
  database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`)
  // What a statement or savepoint would take back is kept in memory, too, and not in a file beside.
  database.exec('PRAGMA temp_store = MEMORY')
  migrate(database)
  return database
}

export function forgetDraft(file: string): void {
  removeWithLog(draftFile(file))
}

/** Makes the finished draft the city. The database must be closed and whole in one file. */
export function publish(file: string): void {
  flush(draftFile(file))
  if (existsSync(file)) removeWithLog(file)
  renameSync(draftFile(file), file)
  flush(dirname(file))
}

/** A log that stayed behind would be read into the file that takes this name next: it goes with its file. */
function removeWithLog(file: string): void {
  for (const name of [file, `${file}-wal`, `${file}-shm`]) rmSync(name, { force: true })
}

function flush(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** A file that another process has open cannot leave WAL: SQLite itself says so, whoever that process is. */
function refuseIfOpen(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE')
  } catch (error) {
    throw new InUse('本地数据库正被另一个进程打开（也许是自己运行的 wrangler dev）；请先结束它', {
      cause: error,
    })
  }
}
export class InUse extends Error {}
