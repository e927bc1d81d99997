import { HOUR_MS, type Instant, plusMs } from '../kernel/time'
import type { MoveRow } from './store'

/** So many rows are looked at in one batch, unless a column says fewer. */
export const PAGE = 20
/** So long after all is moved everything is looked at once more: whoever read under the older key has written by then. */
const STRAGGLERS_MS = HOUR_MS

/** A column is to be moved to this key from its beginning. */
const begun = (
  column_name: string,
  { key_id, round, moved_count }: Pick<MoveRow, 'key_id' | 'round' | 'moved_count'>,
  now: Instant,
): MoveRow => ({
  column_name,
  key_id,
  round,
  passes: 1,
  last_id: '',
  moved_count,
  pass_moved: 0,
  broken_count: 0,
  seen: '{}',
  started_at: now,
  finished_at: null,
})

/** Where a column goes on: to another key from its beginning; for stragglers, or for what did not open, once more later. */
export function nextMove(
  column_name: string,
  { moves, key_id, now }: { moves: readonly MoveRow[]; key_id: string; now: Instant },
): MoveRow {
  const row = moves.find((one) => one.column_name === column_name)
  if (row?.key_id !== key_id) return begun(column_name, { key_id, round: 1, moved_count: 0 }, now)
  const is_over = (one: MoveRow) =>
    one.finished_at !== null && plusMs(one.finished_at, STRAGGLERS_MS) <= now
  if (!is_over(row)) return row
  if (row.broken_count > 0) return begun(column_name, row, now)
  const are_all = moves.every((one) => one.key_id === key_id && (one.round === 2 || is_over(one)))
  return row.round === 1 && are_all ? begun(column_name, { ...row, round: 2 }, now) : row
}

type Page = {
  last_id: string | undefined
  /** Whether the page was full, so that another one follows. */
  is_full: boolean
  moved: number
  broken: number
  /** The keys that its values are under now, one for each value. */
  under: readonly string[]
}
/**
 * How far it is after a page. A pass that moved something is followed by another one: only a pass that found nothing to
 * move says that nothing is left, whoever wrote meanwhile under the key of before.
 */
export function afterPage(row: MoveRow, page: Page, now: Instant): MoveRow {
  const pass_moved = row.pass_moved + page.moved
  const broken_count = row.broken_count + page.broken
  const moved_count = row.moved_count + page.moved
  const counted = { ...row, moved_count, seen: JSON.stringify(counts([row], page.under)) }
  if (page.is_full)
    return { ...counted, last_id: page.last_id ?? row.last_id, pass_moved, broken_count }
  if (pass_moved === 0) return { ...counted, pass_moved, broken_count, finished_at: now }
  const again = { passes: row.passes + 1, last_id: '', pass_moved: 0, broken_count: 0, seen: '{}' }
  return { ...counted, ...again }
}

/** How many values are under which key, by what was seen in these columns and beside. */
export function counts(
  rows: readonly Pick<MoveRow, 'seen'>[],
  beside: readonly string[] = [],
): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { seen } of rows)
    for (const [key, n] of Object.entries(JSON.parse(seen) as Record<string, number>))
      sums[key] = (sums[key] ?? 0) + n
  for (const key of beside) sums[key] = (sums[key] ?? 0) + 1
  return sums
}

/** Whether every column is under this key, whole, and was looked through once more since. */
export const isAllMoved = (
  columns: readonly string[],
  rows: readonly MoveRow[],
  key_id: string,
): boolean =>
  columns.every((name) =>
    rows.some(
      (row) =>
        row.column_name === name &&
        row.key_id === key_id &&
        row.round === 2 &&
        row.finished_at !== null &&
        row.broken_count === 0,
    ),
  )
