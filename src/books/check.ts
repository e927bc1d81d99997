import { canonical } from '../kernel/canonical'
import { sha256 } from '../platform/crypto'
import { all, type Db, sql } from '../platform/d1'
import { CHECKS } from './checks'

export type Divergence = { check: string; id: string; found: string; expected: string }
/** `incomplete` is a result of its own: a check that could not run is never a silent pass. */
export type BooksReport = {
  result: 'clean' | 'mismatch' | 'incomplete'
  checks: { name: string; invariant: string; divergences: number | null }[]
  divergences: Divergence[]
  figures: {
    accounts: number
    transfers: number
    cards: number
    merchants: number
    journal_rows: number
    books_sum_fen: number
  }
}
type DivergenceRow = { id: string; found: string | number | null; expected: string | number | null }

/** Rebuilds what the books must say from the facts and names every divergence. Reads everything; changes nothing. */
export async function checkBooks(db: Db): Promise<BooksReport> {
  const report: BooksReport = {
    result: 'clean',
    checks: [],
    divergences: [],
    figures: await figuresOf(db),
  }
  const passes = CHECKS.map(({ name, invariant, divergences }) => ({
    name,
    invariant,
    run: () => all<DivergenceRow>(db, divergences),
  }))
  passes.push({
    name: 'journal_rows_are_as_written',
    invariant: '每行日志与写入时的内容哈希一致',
    run: () => falsifiedRows(db),
  })
  for (const { name, invariant, run } of passes) {
    try {
      const rows = await run()
      report.checks.push({ name, invariant, divergences: rows.length })
      report.divergences.push(
        ...rows.map((row) => ({
          check: name,
          id: row.id,
          found: String(row.found),
          expected: String(row.expected),
        })),
      )
    } catch {
      report.checks.push({ name, invariant, divergences: null })
    }
  }
  if (report.checks.some(({ divergences }) => divergences === null)) report.result = 'incomplete'
  if (report.divergences.length > 0) report.result = 'mismatch'
  return report
}

type JournalRow = {
  seq: number
  content_hash: string
  id: string
  [column: string]: string | number
}
const PAGE = 500

async function falsifiedRows(db: Db): Promise<DivergenceRow[]> {
  const wrong: DivergenceRow[] = []
  for (let after = 0; ; ) {
    const rows = await all<JournalRow>(
      db,
      sql`SELECT * FROM journal WHERE seq > ${after} ORDER BY seq LIMIT ${PAGE}`,
    )
    for (const { seq, content_hash, ...row } of rows) {
      const expected = await sha256(canonical(row))
      if (expected !== content_hash) wrong.push({ id: row.id, found: content_hash, expected })
      after = seq
    }
    if (rows.length < PAGE) return wrong
  }
}

async function figuresOf(db: Db): Promise<BooksReport['figures']> {
  const [row] = await all<BooksReport['figures']>(
    db,
    sql`SELECT (SELECT count(*) FROM ledger_accounts) AS accounts, (SELECT count(*) FROM ledger_transfers) AS transfers,
               (SELECT count(*) FROM cards) AS cards, (SELECT count(*) FROM merchants) AS merchants,
               (SELECT count(*) FROM journal) AS journal_rows,
               (SELECT coalesce(sum(balance_fen), 0) FROM ledger_accounts) AS books_sum_fen`,
  )
  return (
    row ?? { accounts: 0, transfers: 0, cards: 0, merchants: 0, journal_rows: 0, books_sum_fen: 0 }
  )
}
