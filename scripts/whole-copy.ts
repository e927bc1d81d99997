import type { DatabaseSync } from 'node:sqlite'
import { ledgerRowsIn } from '../src/ledger/archived'
import { openSegment, readSegments } from '../src/platform/archived'
import { all, type Row, sql } from '../src/platform/d1'
import type { World } from '../src/platform/world'
import { dropGuards } from './books-self-test'

/** Where it is said what moved out; in a copy that has everything again, nothing did. */
const INDEXES = ['archived_answers', 'archived_subjects', 'archived_stretches', 'archive_segments']

/**
 * Puts everything that moved out back into a copy of the database, whose guards are gone afterwards, so that every check
 * reads the whole history. Gives how many segments there were. For copies alone: the copy serves nobody.
 */
export async function putBack(
  copy: DatabaseSync,
  books: Pick<World, 'db' | 'archive' | 'secrets'>,
): Promise<number> {
  dropGuards(copy)
  const segments = await all(books.db, readSegments(sql`phase = 'cleared' ORDER BY no`))
  for (const row of segments) {
    const segment = await openSegment(books, row)
    const { transfers, entries } = ledgerRowsIn(segment)
    insert(copy, 'journal', segment.journal)
    insert(copy, 'ledger_transfers', transfers)
    insert(copy, 'ledger_entries', entries)
  }
  for (const table of INDEXES) copy.exec(`DELETE FROM ${table}`)
  return segments.length
}

function insert(copy: DatabaseSync, table: string, rows: readonly Row[]): void {
  for (const row of rows) {
    const names = Object.keys(row)
    const places = names.map(() => '?').join(', ')
    copy
      .prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`)
      .run(...(Object.values(row) as (string | number | null)[]))
  }
}
