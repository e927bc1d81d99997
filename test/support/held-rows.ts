import type { DatabaseSync } from 'node:sqlite'
import type { Db, Row, Statement } from '../../src/platform/d1'
import { type ColumnType, type Promised, promisedRows, statementKey } from './row-types'

/** Session columns that share a statement with a row: the product takes them off itself. */
const held = new Set<string>()
const BESIDE = 'session_beside'
let asked: Map<string, Promised[]> | null = null
const ofTheSource = () => {
  asked ??= promisedRows()
  return asked
}

/**
 * The same storage, which holds every statement of the source to the row its type promises: the columns when a text
 * runs first, the values each time. A type that says more, less or other than the database fails the test that ran it,
 * and so does a statement that answers rows of which no type says anything.
 */
export function heldToTypes(
  db: Db,
  database: DatabaseSync,
  promised: ReadonlyMap<string, Promised[]> = ofTheSource(),
): Db {
  return {
    async batch(statements) {
      const rows = await db.batch(statements)
      statements.forEach((statement, i) => {
        for (const one of promisesOf(promised, statement)) {
          const faults = [
            ...columnFaults(database, statement, one),
            ...(rows[i] ?? []).flatMap((row) => valueFaults(row, one)),
          ]
          if (faults.length > 0)
            throw new TypeError(`${one.where}: ${[...new Set(faults)].join('; ')}`)
        }
      })
      return rows
    },
  }
}

const promisesOf = (
  promised: ReadonlyMap<string, Promised[]>,
  { pieces }: Statement,
): Promised[] => {
  const all = (pieces && promised.get(statementKey(pieces))) ?? []
  // Two places with one text, one of them a fragment: the promise is made by the other.
  const made = all.filter(({ columns }) => columns !== null)
  return made.length > 0 ? made : all
}

function columnFaults(
  database: DatabaseSync,
  { text }: Statement,
  { where, columns }: Promised,
): string[] {
  if (held.has(where + text)) return []
  held.add(where + text)
  const given = database
    .prepare(text)
    .columns()
    .map(({ name }) => name)
    .filter((name) => name !== BESIDE)
  if (columns === null)
    return given.length === 0 ? [] : [`no type names the row: ${given.join(', ')}`]
  const missing = Object.entries(columns)
    .filter(([name, { optional }]) => !optional && !given.includes(name))
    .map(([name]) => name)
  const more = given.filter((name) => !(name in columns))
  return [
    ...missing.map((name) => `the statement gives no column ${name}`),
    ...more.map((name) => `the type does not name the column ${name}`),
  ]
}

function valueFaults(row: Row, { columns }: Promised): string[] {
  // A session without a row beside it: the product tells it by the missing id.
  if (BESIDE in row && row.id === null) return []
  return Object.entries(columns ?? {}).flatMap(([name, type]) =>
    holds(type, row[name]) ? [] : [`${name} may not be ${JSON.stringify(row[name])}`],
  )
}

function holds(type: ColumnType, value: unknown): boolean {
  if (value === null || value === undefined) return type.null
  if (typeof value === 'number') return type.number
  if (typeof value !== 'string') return false
  return type.text && (type.words === null || type.words.includes(value))
}
