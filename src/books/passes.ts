import { CHECKS, type Check } from '../checks/checks'
import { flowsFromTheBeginning, STORED_CHECKPOINTS } from '../checks/flows'
import {
  type Finding,
  findingsIn,
  numberKey,
  PAGE,
  type Pass,
  type PassStep,
  type Range,
  restOf,
  sqlWord,
} from '../checks/pass'
import { all, type Db, type Statement, sql } from '../platform/d1'
import { SPELT, speltRowHash } from '../platform/journal-row'
import { CHECKPOINTS_PASS } from './checkpoints'
import { ENTRIES_PASS } from './entries'
import { gapsIn } from './gaps'

export { BEGINNING, type Finding, type Pass, type PassStep } from '../checks/pass'

/** Every pass, in order. A pass that throws could not run: its caller says `incomplete`, never `clean`. */
export const PASSES: readonly Pass[] = [
  ...CHECKS.map(passOf),
  ENTRIES_PASS,
  CHECKPOINTS_PASS,
  gapsIn('journal', { name: 'journal_has_no_gaps', invariant: '日志编号连续，没有一行被抽走' }),
  gapsIn('events', { name: 'outbox_has_no_gaps', invariant: '事件编号连续，没有一件被抽走' }),
  {
    name: 'journal_rows_are_as_written',
    invariant: '每行日志与写入时的内容哈希一致',
    read: falsifiedRows,
    touched: null,
    is_whole: false,
  },
]

function passOf(check: Check): Pass {
  const { name, invariant, over } = check
  if (over === null) {
    const read = async (db: Db): Promise<PassStep> => ({
      findings: findingsIn(await all(db, check.divergences(NO_ROWS, STORED_CHECKPOINTS))),
      looked_at: 1,
      next: null,
    })
    return { name, invariant, read, touched: null, is_whole: true }
  }
  const at_most = (page: number) => Math.min(page, check.page_max ?? page)
  return {
    name,
    invariant,
    is_whole: false,
    read: (db, range, { page = PAGE, is_night = false } = {}) =>
      readRange(db, { ...check, over }, { ...range, page: at_most(page), is_night }),
    touched: (db, range, { page = PAGE } = {}) =>
      readTouched(db, { ...check, over }, { ...range, page: at_most(page) }),
  }
}
const NO_ROWS = sql`(SELECT NULL WHERE 0)`

type Over = Check & { over: readonly [string, string] }
/** Of what a check compares with history: things and days of which nothing moved out. */
function stillHere({ history, over: [table, key] }: Over): Statement {
  const column = sqlWord(`${table}.${key}`)
  if (history === 'subject')
    return sql` AND NOT EXISTS (SELECT 1 FROM archived_subjects y WHERE y.subject_id = ${column})`
  if (history === 'day')
    return sql` AND ${column} > coalesce((SELECT max(day) FROM archive_segments), '')`
  return sql``
}

/** The rows of a range, in the order of their keys: at most a page, and where the next page begins. */
async function readRange(
  db: Db,
  check: Over,
  { after, upto, page, is_night }: Range & { page: number; is_night: boolean },
): Promise<PassStep> {
  const [table, key] = check.over
  const from = sqlWord(`FROM ${table}`)
  const column = sqlWord(key)
  const within = upto === null ? sql`` : sql` AND ${column} <= ${upto}`
  const keys = sql`SELECT ${column} AS k ${from} WHERE ${column} > ${after}${within}
                    ORDER BY ${column} LIMIT ${page}`
  const seen = await lastOf(db, keys)
  if (seen.last === null) return { findings: [], looked_at: 0, next: null }
  const rows = sql`(SELECT * ${from} WHERE ${column} > ${after} AND ${column} <= ${seen.last}${stillHere(check)})`
  const checkpoints =
    is_night || !check.flows
      ? STORED_CHECKPOINTS
      : await flowsFromTheBeginning(db, check.flows, rows)
  const findings = findingsIn(await all(db, check.divergences(rows, checkpoints)))
  if (seen.count >= page) return { findings, looked_at: seen.count, next: seen.last }
  const rest = restOf({ count: seen.count, page, last: seen.last })
  return { findings, looked_at: seen.count, next: null, rest }
}

/** The rows of the touched keys of the check's table, below `upto`: what lies beyond is read as new anyway. */
async function readTouched(
  db: Db,
  check: Over,
  { after, upto, page }: Range & { page: number },
): Promise<PassStep> {
  const [table, key] = check.over
  const touched = sql`SELECT key AS k FROM book_touched WHERE kind = ${table} AND key > ${after}
                         AND key <= ${upto ?? ''} ORDER BY key LIMIT ${page}`
  const seen = await lastOf(db, touched)
  if (seen.last === null) return { findings: [], looked_at: 0, next: null }
  const rows = sql`(SELECT * ${sqlWord(`FROM ${table}`)} WHERE ${sqlWord(key)} IN (
      SELECT key FROM book_touched WHERE kind = ${table} AND key > ${after} AND key <= ${seen.last})${stillHere(check)})`
  const found = await all(db, check.divergences(rows, STORED_CHECKPOINTS))
  return {
    findings: findingsIn(found),
    looked_at: seen.count,
    next: seen.count < page ? null : seen.last,
  }
}

type LastRow = { last: string | null; count: number }
async function lastOf(db: Db, keys: Statement): Promise<LastRow> {
  const [page] = await all(
    db,
    sql<LastRow>`SELECT max(k) AS last, count(*) AS count FROM (${keys})`,
  )
  return page ?? { last: null, count: 0 }
}

const JOURNAL_PAGE = 1_000
type KeptRow = { seq: number; id: string; content_hash: string; spelt: string }
/** Hashed many at a time; a key is a row's number, spelt so that keys sort as numbers do. */
async function falsifiedRows(
  db: Db,
  { after, upto }: Range,
  { page = JOURNAL_PAGE }: { page?: number } = {},
): Promise<PassStep> {
  const limit = Math.min(page, JOURNAL_PAGE)
  const last_seq = upto === null ? Number.MAX_SAFE_INTEGER : Number(upto)
  const rows = await all(
    db,
    sql<KeptRow>`SELECT seq, id, content_hash, ${SPELT} AS spelt FROM journal
         WHERE seq > ${Number(after)} AND seq <= ${last_seq} ORDER BY seq LIMIT ${limit}`,
  )
  const findings: Finding[] = []
  for (const { id, content_hash: found, spelt } of rows) {
    const expected = speltRowHash(found, spelt)
    if (expected !== found) findings.push({ id, found, expected })
  }
  const count = rows.length
  const last = rows.at(-1)
  if (!last) return { findings, looked_at: 0, next: null }
  const key = numberKey(last.seq)
  if (count >= limit) return { findings, looked_at: count, next: key }
  return { findings, looked_at: count, next: null, rest: restOf({ count, page: limit, last: key }) }
}
