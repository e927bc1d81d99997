import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Db, Row } from './d1'

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
  return {
    async batch(statements) {
      database.exec('BEGIN IMMEDIATE')
      try {
        const rows = statements.map(
          ({ text, values }) => prepare(text).all(...(values as SQLInputValue[])) as Row[],
        )
        database.exec('COMMIT')
        return rows
      } catch (error) {
        // A full disk has rolled back already, and its error is the one to tell.
        if (database.isTransaction) database.exec('ROLLBACK')
        throw new Error(
          `D1_ERROR: ${error instanceof Error ? error.message : error}: SQLITE_CONSTRAINT`,
        )
      }
    },
  }
}
