import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Db, Row, Statement } from '../platform/d1'

/**
 * The second implementation of Db: a SQLite file opened in Node, for tests, the seed and the checker.
 * Same contract as D1: a batch is one transaction, and errors carry the constraint's name the same way.
 */
export function sqliteDb(database: DatabaseSync): Db {
  const prepared = new Map<string, StatementSync>()
  const prepare = (text: string) => {
    const known = prepared.get(text) ?? database.prepare(text)
    prepared.set(text, known)
    return known
  }
  const run = ({ text, values }: Statement<object>) =>
    prepare(text).all(...(values as SQLInputValue[])) as Row[]
  return {
    async batch(statements) {
      const [first, second] = statements
      try {
        if (first && !second && isRead(first)) return [run(first)]
      } catch (error) {
        throw d1Error(error)
      }
      // Reads see one moment and take no lock from whoever writes.
      database.exec(statements.every(isRead) ? 'BEGIN' : 'BEGIN IMMEDIATE')
      try {
        const rows = statements.map(run)
        database.exec('COMMIT')
        return rows
      } catch (error) {
        // A full disk has rolled back already, and its error is the one to tell.
        if (database.isTransaction) database.exec('ROLLBACK')
        throw d1Error(error)
      }
    },
  }
}

const isRead = ({ text }: Statement<object>): boolean => /^\s*SELECT\b/.test(text)

const d1Error = (error: unknown): Error =>
  new Error(`D1_ERROR: ${error instanceof Error ? error.message : error}: SQLITE_CONSTRAINT`)
