import { all, type Db, type Statement, sql } from '../platform/d1'
import { hashOfJournalRow, type JournalRow } from '../platform/journal-row'
import { CHECKS, type Check } from './checks'

export type Finding = { id: string; found: string; expected: string }
type FindingRow = {
  id: string
  found: string | number | null
  expected: string | number | null
}
/** What one step of a pass found, and where the next one begins; null: the pass is over. */
export type PassStep = { findings: Finding[]; looked_at: number; next: string | null }
/** One named pass over the books that can be taken step by step, from any mark. */
export type Pass = {
  name: string
  invariant: string
  step: (db: Db, after: string) => Promise<PassStep>
}

/** How many things a step looks at: bounded memory, and well inside one request to D1. */
export const PAGE = 2_000
const JOURNAL_PAGE = 500
export const BEGINNING = ''

/** Every pass, in order. A pass that throws could not run: its caller says `incomplete`, never `clean`. */
export const PASSES: readonly Pass[] = [
  ...CHECKS.map(passOf),
  {
    name: 'journal_rows_are_as_written',
    invariant: '每行日志与写入时的内容哈希一致',
    step: falsifiedRows,
  },
]

function passOf(check: Check): Pass {
  const { name, invariant, over, divergences } = check
  if (over === null) {
    const step = async (db: Db): Promise<PassStep> => ({
      findings: findingsIn(await all<FindingRow>(db, divergences(NO_ROWS))),
      looked_at: 1,
      next: null,
    })
    return { name, invariant, step }
  }
  return { name, invariant, step: (db, after) => pageOf(db, after, { over, divergences }) }
}
const NO_ROWS = sql`(SELECT NULL WHERE 0)`

async function pageOf(
  db: Db,
  after: string,
  { over, divergences }: { over: readonly [string, string]; divergences: Check['divergences'] },
): Promise<PassStep> {
  const [table, key] = over
  const from = word(`FROM ${table}`)
  const column = word(key)
  const [page] = await all<{ upto: string | null; looked_at: number }>(
    db,
    sql`SELECT max(k) AS upto, count(*) AS looked_at
          FROM (SELECT ${column} AS k ${from} WHERE ${column} > ${after} ORDER BY ${column} LIMIT ${PAGE})`,
  )
  const { upto, looked_at } = page ?? { upto: null, looked_at: 0 }
  if (upto === null) return { findings: [], looked_at: 0, next: null }
  const rows = sql`(SELECT * ${from} WHERE ${column} > ${after} AND ${column} <= ${upto})`
  const findings = findingsIn(await all<FindingRow>(db, divergences(rows)))
  return { findings, looked_at, next: looked_at < PAGE ? null : upto }
}
/** A word of SQL of our own, never anybody's input. */
const word = (text: string): Statement => ({ text, values: [] })

const findingsIn = (rows: readonly FindingRow[]): Finding[] =>
  rows.map(({ id, found, expected }) => ({
    id: String(id),
    found: String(found),
    expected: String(expected),
  }))

type KeptRow = JournalRow & { seq: number; content_hash: string }
async function falsifiedRows(db: Db, after: string): Promise<PassStep> {
  const rows = await all<KeptRow>(
    db,
    sql`SELECT * FROM journal WHERE seq > ${Number(after)} ORDER BY seq LIMIT ${JOURNAL_PAGE}`,
  )
  const findings: Finding[] = []
  for (const row of rows) {
    const expected = hashOfJournalRow(row)
    const { id, content_hash: found } = row
    if (expected !== found) findings.push({ id, found, expected })
  }
  const last = rows.at(-1)
  const next = rows.length < JOURNAL_PAGE || !last ? null : String(last.seq)
  return { findings, looked_at: rows.length, next }
}
