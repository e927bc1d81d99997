import type { DatabaseSync } from 'node:sqlite'

/**
 * Which tables hold other rows after something was done, by SQLite's own record of changes (the session extension):
 * a row that was written and taken back again counts for nothing, one that a trigger wrote counts.
 */
export async function changedBy<T>(
  database: DatabaseSync,
  act: () => Promise<T>,
): Promise<{ result: T; tables: string[] }> {
  const session = database.createSession()
  try {
    const result = await act()
    return { result, tables: placesIn(session.changeset(), (table) => columnsOf(database, table)) }
  } finally {
    session.close()
  }
}

const columnsOf = (database: DatabaseSync, table: string): string[] =>
  database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name))

const TABLE = 0x54
const UPDATE = 23
/**
 * Where a changeset writes: a table that gained or lost rows by its name, a row that was changed by `table.column`
 * (sqlite.org/session/changegroup: `T`, the number of columns, a key flag for each, the name, then the changes).
 */
function placesIn(changes: Uint8Array, columnsOf: (table: string) => string[]): string[] {
  const places = new Set<string>()
  let at = 0
  while (at < changes.length) {
    if (changes[at] !== TABLE) throw new Error(`a changeset is read wrongly at ${at}`)
    const [columns, after_count] = varint(changes, at + 1)
    const from = after_count + columns
    const to = changes.indexOf(0, from)
    const table = new TextDecoder().decode(changes.subarray(from, to))
    at = to + 1
    while (at < changes.length && changes[at] !== TABLE) {
      const is_update = changes[at] === UPDATE
      const first = record(changes, at + 2, columns)
      const last = is_update ? record(changes, first.next, columns) : first
      at = last.next
      if (!is_update) places.add(table)
      else for (const column of last.given) places.add(`${table}.${columnsOf(table)[column]}`)
    }
  }
  return [...places].sort()
}

/** One row of a change: which of its fields are said, and where it ends. */
function record(changes: Uint8Array, from: number, columns: number) {
  const given: number[] = []
  let at = from
  for (let column = 0; column < columns; column++) {
    const type = changes[at]
    if (type !== 0) given.push(column)
    if (type === 1 || type === 2) at += 9
    else if (type === 3 || type === 4) {
      const [length, text] = varint(changes, at + 1)
      at = text + length
    } else at += 1
  }
  return { given, next: at }
}

/** SQLite's variable-length integer: seven bits a byte, the high one says that more follows. */
function varint(bytes: Uint8Array, from: number): [value: number, next: number] {
  let value = 0
  for (let at = from; ; at++) {
    const byte = bytes[at] ?? 0
    value = value * 128 + (byte & 127)
    if (byte < 128) return [value, at + 1]
  }
}
