import { numberKey, PAGE, type Pass, type PassStep, type Range, restOf } from '../checks/pass'
import { all, type Db, sql } from '../platform/d1'

/** So many numbers are counted in the time in which one row of another pass is looked at. */
const NUMBERS_A_ROW = 20
type CountedRow = { count: number; newest: number; gone_to: number }
/** Rows up to this number moved out, every one of them (`archive_is_a_chain`). */
const GONE_TO = sql`coalesce((SELECT max(journal_to) FROM archive_segments WHERE phase = 'cleared'), 0)`
const COUNT = {
  journal: (after: number, upto: number) =>
    sql<CountedRow>`SELECT count(*) AS count, max((SELECT coalesce(max(seq), 0) FROM journal), ${GONE_TO}) AS newest, ${GONE_TO} AS gone_to
          FROM journal WHERE seq > max(${after}, ${GONE_TO}) AND seq <= ${upto}`,
  events: (after: number, upto: number) =>
    sql<CountedRow>`SELECT count(*) AS count, (SELECT coalesce(max(seq), 0) FROM events) AS newest, 0 AS gone_to
          FROM events WHERE seq > ${after} AND seq <= ${upto}`,
}

/** Numbers given by the database: in every stretch there are as many rows as numbers. */
export function gapsIn(
  table: keyof typeof COUNT,
  { name, invariant }: { name: string; invariant: string },
): Pass {
  const read = async (
    db: Db,
    { after, upto }: Range,
    { page = PAGE }: { page?: number } = {},
  ): Promise<PassStep> => {
    const from = Number(after)
    const numbers = Math.max(page, 1) * NUMBERS_A_ROW
    const end = Math.min(from + numbers, upto === null ? Number.MAX_SAFE_INTEGER : Number(upto))
    const [seen] = await all(db, COUNT[table](from, end))
    const { count: here, newest, gone_to } = seen ?? { count: 0, newest: 0, gone_to: 0 }
    const last = upto === null ? Math.min(end, newest) : end
    const count = here + Math.max(Math.min(last, gone_to) - from, 0)
    // Rows that were read before and are no longer there: the newest number is older than the mark.
    const is_short = newest < from || count !== Math.max(last - from, 0)
    const found = {
      id: `${table} ${from + 1}–${last}`,
      found: String(count),
      expected: String(last - from),
    }
    const goes_on = upto === null ? end < newest : end < Number(upto)
    return {
      findings: is_short ? [found] : [],
      looked_at: count,
      next: goes_on ? numberKey(end) : null,
      rest: goes_on ? undefined : restOf({ count, page: numbers, last: numberKey(last) }),
    }
  }
  return { name, invariant, read, touched: null, is_whole: false }
}
