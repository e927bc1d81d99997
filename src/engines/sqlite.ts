import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Db, Row, Statement } from '../platform/d1'
import { StorageError } from '../platform/d1'
import { patiently } from './patience'
import { onlyReads } from './reads'

/**
 * A SQLite file opened in Node: tests, the seed, the checker. A batch is one transaction. Reads see one moment and keep
 * nobody from writing; a write waits, at most some five seconds, while another process writes.
 */
export function sqliteDb(database: DatabaseSync): Db {
  const run = runnerOf(database)
  return { batch: (statements) => patiently(() => told(() => inOne(database, statements, run))) }
}

function inOne(database: DatabaseSync, statements: readonly Statement[], run: Runner): Row[][] {
  const reads = statements.every(({ text }) => onlyReads(text))
  if (reads && statements.length < 2) return statements.map(run)
  database.exec(reads ? 'BEGIN' : 'BEGIN IMMEDIATE')
  try {
    const rows = statements.map(run)
    database.exec('COMMIT')
    return rows
  } catch (error) {
    // A full disk has rolled back already, and its error is the one to tell.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

export type SoleWriter = Db & {
  /** Ends the open transaction: what was done appears to other readers, and nothing is open until the next batch. */
  settle(): void
}
/**
 * The same for a file that nobody else writes and that can be told anew from the start: all batches share one open
 * transaction, each a savepoint in it, until somebody settles. A disk that fails takes back all that is not settled.
 */
export function soleWriterDb(database: DatabaseSync): SoleWriter {
  const run = runnerOf(database)
  const savepoint = database.prepare('SAVEPOINT batch')
  const release = database.prepare('RELEASE batch')
  const inSavepoint = (statements: readonly Statement[]) => {
    savepoint.run()
    try {
      const rows = statements.map(run)
      release.run()
      return rows
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK TO batch; RELEASE batch')
      throw error
    }
  }
  return {
    settle: () => {
      if (database.isTransaction) told(() => database.exec('COMMIT'))
    },
    batch: async (statements) =>
      told(() => {
        if (!database.isTransaction) database.exec('BEGIN IMMEDIATE')
        return statements.every(({ text }) => onlyReads(text))
          ? statements.map(run)
          : inSavepoint(statements)
      }),
  }
}

type Runner = (statement: Statement) => Row[]
/** Twice as many as a city of ninety days has; a list asked for in a hundred lengths must not fill the memory. */
const PREPARED_MAX = 1_500
/** Runs single statements, each text prepared once; of many the oldest is forgotten. */
function runnerOf(database: DatabaseSync): Runner {
  const prepared = new Map<string, StatementSync>()
  const prepare = (text: string) => {
    const known = prepared.get(text)
    if (known) return known
    const made = database.prepare(text)
    prepared.set(text, made)
    const [oldest] = prepared.size > PREPARED_MAX ? prepared.keys() : []
    if (oldest !== undefined) prepared.delete(oldest)
    return made
  }
  return ({ text, values }) => prepare(text).all(...(values as SQLInputValue[])) as Row[]
}

/** SQLite's primary result codes by name (sqlite.org/rescode.html), as far as a statement can end with them. */
const CODES: Record<number, string> = {
  1: 'SQLITE_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  7: 'SQLITE_NOMEM',
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  13: 'SQLITE_FULL',
  14: 'SQLITE_CANTOPEN',
  18: 'SQLITE_TOOBIG',
  19: 'SQLITE_CONSTRAINT',
  20: 'SQLITE_MISMATCH',
  26: 'SQLITE_NOTADB',
}

/** Does it, and tells SQLite's errors by their code; what is no error of SQLite goes on as it is. */
function told<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Error) || !('errcode' in error)) throw error
    const primary = Number(error.errcode) & 0xff
    throw new StorageError(error.message, CODES[primary] ?? `SQLITE_${primary}`, error)
  }
}
