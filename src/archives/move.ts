import { lowestId } from '../exports/store'
import { insist, refuse } from '../kernel/refusals'
import { dayStart, epochMs, type LocalDate, localDate, plusDays } from '../kernel/time'
import {
  type LedgerEntryRow,
  type LedgerTransferRow,
  ledgerRowsIn,
  moveLedgerStatements,
  readNamedEntries,
  readNamedTransfers,
  readTransfersBetween,
} from '../ledger/archived'
import type { Work } from '../platform/act'
import {
  endSegmentStatement,
  insertSegment,
  type KeptJournalRow,
  moveJournalStatements,
  openWithKey,
  putSegment,
  readJournalSpan,
  readSegments,
  type Segment,
  type SegmentRow,
  verifySegmentStatement,
} from '../platform/archived'
import { all, one, type RowsRead, readAll, sql } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { movable, movedSubjects, stretchesFrom } from './rules'
import { readNextDay, readReaches } from './store'

const JOB = 'moveHistoryOut'
/** Rows of each kind in a segment: some hundred kilobytes, and one transaction of some milliseconds when they go. */
const ROWS_MAX = 300

/**
 * Moves what is old enough out, a segment at a time, at most `limit`: written, read back, compared, and only then gone
 * from the database. It may stop or die anywhere; what is begun is gone on with. Says how many segments are over.
 */
export async function moveHistoryOut(world: World, limit: number): Promise<number> {
  if (world.archive === null) return 0
  let over = 0
  for (; over < limit; over++) {
    const open =
      (await one(world.db, readSegments(sql`phase <> 'cleared' LIMIT 1`))) ??
      (await nextSegment(world))
    if (open === null) break
    const segment = open
    let is_over = false
    await eachDue(world, JOB, [segment], {
      id: ({ no }) => String(no),
      act: async () => {
        await clear(world, segment)
        is_over = true
      },
    })
    if (!is_over) break
  }
  return over
}

type SegmentBeforeRow = Pick<
  SegmentRow,
  'no' | 'day' | 'is_last' | 'content_hash' | 'journal_to' | 'looked_to'
>
/** Writes the next segment of the day that is its turn; null: nothing is old enough. */
async function nextSegment(world: World): Promise<SegmentRow | null> {
  const upto = plusDays(localDate(world.now()), -world.config.archive_after_days)
  const [day] = await all(world.db, readNextDay({ upto }))
  if (!day) return null
  const before = await one(
    world.db,
    sql<SegmentBeforeRow>`SELECT no, day, is_last, content_hash, journal_to, looked_to FROM archive_segments
         ORDER BY no DESC LIMIT 1`,
  )
  const no = (before?.no ?? 0) + 1
  await jobAct(
    world,
    { operation: 'writeArchiveSegment', key: String(no), said: [no, day.day] },
    {
      reads: () => readsToWrite(day.day, before),
      call: async ({ rows }) => {
        const { is_last, looked_to, ...chosen } = await chooseRows(world, day.day, rows)
        const segment: Segment = {
          form: 1,
          no,
          day: day.day,
          close_hash: day.close_hash,
          previous_hash: before?.content_hash ?? null,
          journal: chosen.journal,
          rows: { transfers: chosen.transfers, entries: chosen.entries },
        }
        return { ...(await putSegment(world, segment)), segment, is_last, looked_to, ...chosen }
      },
      decide: ({ called, kit }): Work => {
        const { segment, content_hash, bytes, is_last, looked_to, journal, transfers } = called
        const journal_from = before?.journal_to ?? 0
        const statement = insertSegment(
          {
            ...{ no, day: segment.day, is_last, looked_to, content_hash, bytes, journal_from },
            close_hash: segment.close_hash,
            previous_hash: segment.previous_hash,
            journal_to: journal_from + journal.length,
            journal_count: journal.length,
            transfers_count: transfers.length,
            moved_fen: transfers.reduce((sum, { amount_fen }) => sum + amount_fen, 0),
          },
          kit,
        )
        const body = { object: 'archive_segment', no, day: segment.day, content_hash }
        return { status: 200, subject_id: `archive_${no}`, body, statements: [statement] }
      },
    },
  )
  return one(world.db, readSegments(sql`no = ${no}`))
}

const startOf = (day: LocalDate, before: SegmentBeforeRow | null) => ({
  after: before && before.is_last === 0 && before.day === day ? before.looked_to : '',
  before: lowestId(epochMs(dayStart(plusDays(day, 1)))),
  limit: ROWS_MAX,
})
const readsToWrite = (day: LocalDate, before: SegmentBeforeRow | null) => ({
  journal: readJournalSpan({ after: before?.journal_to ?? 0, limit: ROWS_MAX }),
  transfers: readTransfersBetween(startOf(day, before)),
})

/** What goes into a segment: the journal as far as the day goes, and what may go of the transfers looked at. */
async function chooseRows(
  world: World,
  day: LocalDate,
  { journal, transfers: seen }: RowsRead<ReturnType<typeof readsToWrite>>,
) {
  const end = dayStart(plusDays(day, 1))
  const beyond = journal.findIndex(({ at }) => at >= end)
  const old = beyond < 0 ? journal : journal.slice(0, beyond)
  const ids = JSON.stringify(seen.map(({ id }) => id))
  const accounts = seen.flatMap((one) => [one.from_account_id, one.to_account_id])
  const { entries, reaches } = await readAll(world.db, {
    entries: readNamedEntries(ids),
    reaches: readReaches(sql`SELECT value FROM json_each(${JSON.stringify(accounts)})`),
  })
  const moved = movable(seen, entries, reaches)
  const goes_on = old.length === ROWS_MAX || seen.length === ROWS_MAX
  return {
    journal: old,
    transfers: moved.transfers,
    entries: moved.entries,
    is_last: goes_on ? 0 : 1,
    looked_to: seen.at(-1)?.id ?? '',
  }
}

/** Reads a segment back, compares it with the rows it stands for, and lets them go in the transaction that says so. */
function clear(world: World, seen: SegmentRow) {
  const request = { operation: 'clearArchiveSegment', key: String(seen.no), said: [seen.no] }
  return jobAct(world, request, {
    reads: () => ({ segments: readSegments(sql`no = ${seen.no}`) }),
    call: async () => {
      const { segment, key_id } = await openWithKey(world, seen)
      const { transfers, entries } = ledgerRowsIn(segment)
      const ids = JSON.stringify(transfers.map(({ id }) => id))
      const kept = await readAll(world.db, {
        journal: readJournalSpan({ after: seen.journal_from, limit: seen.journal_count }),
        transfers: readNamedTransfers(ids),
        entries: readNamedEntries(ids),
      })
      const is_same =
        isSame(segment.journal, kept.journal) &&
        isSame(transfers, kept.transfers) &&
        isSame(entries, kept.entries)
      return { segment, key_id, is_same }
    },
    decide: ({ rows, now, called: { segment, key_id, is_same } }): Work => {
      const row = rows.segments[0] ?? refuse('archive_changed_meanwhile')
      if (row.phase !== 'written') refuse('archive_changed_meanwhile')
      insist(is_same, `segment ${row.no} says what the database says`)
      const { transfers, entries } = ledgerRowsIn(segment)
      return {
        status: 200,
        subject_id: `archive_${row.no}`,
        body: { object: 'archive_segment', no: row.no, day: row.day, cleared: true },
        statements: [
          verifySegmentStatement(row, key_id),
          ...moveLedgerStatements({
            segment_no: row.no,
            transfers,
            stretches: stretchesFrom(transfers, entries),
            subjects: movedSubjects(transfers, segment.journal),
          }),
          ...moveJournalStatements(row),
          endSegmentStatement(row, now),
        ],
      }
    },
  })
}
/** Column by column, whatever their order. */
const isSame = (
  a: readonly (KeptJournalRow | LedgerTransferRow | LedgerEntryRow)[],
  b: typeof a,
): boolean =>
  a.length === b.length &&
  a.every((row, i) => {
    const other = Object.entries(b[i] ?? {})
    const own = new Map<string, unknown>(Object.entries(row))
    return other.length === own.size && other.every(([name, value]) => own.get(name) === value)
  })
