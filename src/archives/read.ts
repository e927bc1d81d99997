import { refuse } from '../kernel/refusals'
import type { LocalDate } from '../kernel/time'
import { type LedgerTransferRow, ledgerRowsIn } from '../ledger/archived'
import { openSegment, type Segment, type SegmentRow } from '../platform/archived'
import type { World } from '../platform/world'

/** So many segments of a day are read back while somebody waits; what is more is read page by page. */
export const READ_AT_ONCE = 50

/** Whether a segment that opened says what the database keeps of it: its place in the chain, its day, what it counts. */
function isAsKept(segment: Segment, row: SegmentRow): boolean {
  const { transfers, entries } = ledgerRowsIn(segment)
  const moved_fen = transfers.reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  const entries_fen = entries.reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  const numbers = segment.journal.every(({ seq }, i) => seq === row.journal_from + i + 1)
  return (
    segment.no === row.no &&
    segment.day === row.day &&
    segment.close_hash === row.close_hash &&
    segment.previous_hash === row.previous_hash &&
    segment.journal.length === row.journal_count &&
    numbers &&
    transfers.length === row.transfers_count &&
    entries.length === 2 * transfers.length &&
    entries_fen === 0 &&
    moved_fen === row.moved_fen
  )
}

type DayRead = { verified_count: number; is_whole: boolean }
/** Reads a day back, at most READ_AT_ONCE segments of it. Refuses archive_unavailable where one does not open. */
export async function readDayBack(
  world: Pick<World, 'archive' | 'secrets'>,
  rows: readonly SegmentRow[],
): Promise<DayRead> {
  const asked = rows.slice(0, READ_AT_ONCE)
  let verified_count = 0
  for (const row of asked) if (isAsKept(await openSegment(world, row), row)) verified_count += 1
  return { verified_count, is_whole: verified_count === asked.length }
}

type ArchivedTransferAt = LedgerTransferRow & { place: string }
/** Transfers of a day behind a place (`<segment>:<index>`), opening segments until there are enough. */
export async function transfersBehind(
  world: Pick<World, 'archive' | 'secrets'>,
  rows: readonly SegmentRow[],
  { place, limit }: { place: string | null; limit: number },
): Promise<ArchivedTransferAt[]> {
  const [no = 0, index = -1] = (place ?? '').split(':').filter(Boolean).map(Number)
  const out: ArchivedTransferAt[] = []
  for (const row of rows.filter((one) => one.no >= no)) {
    if (out.length >= limit) break
    const segment = await openSegment(world, row)
    if (!isAsKept(segment, row)) refuse('archive_unavailable')
    ledgerRowsIn(segment).transfers.forEach((one, i) => {
      if (row.no > no || i > index) out.push({ ...one, place: `${row.no}:${i}` })
    })
  }
  return out.slice(0, limit)
}

export const segmentSum = (
  rows: readonly SegmentRow[],
  of: 'journal_count' | 'transfers_count' | 'moved_fen' | 'bytes',
): number => rows.reduce((sum, row) => sum + row[of], 0)
export type ArchivedDayRow = {
  day: LocalDate
  segments_count: number
  journal_count: number
  transfers_count: number
  moved_fen: number
  bytes: number
  close_hash: string
  cleared_at: string
}
