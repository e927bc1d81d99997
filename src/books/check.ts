import { all, type Db, sql } from '../platform/d1'
import { BEGINNING, type Finding, PASSES, type PassStep } from './passes'

type Divergence = Finding & { check: string }
/** `incomplete` is a result of its own: a check that could not run is never a silent pass. */
export type BooksReport = {
  result: 'clean' | 'mismatch' | 'incomplete'
  checks: { name: string; invariant: string; looked_at: number; divergences: number | null }[]
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
type Progress = (said: { pass: string; no: number; of: number; looked_at: number }) => void

/**
 * Rebuilds what the books must say from the facts and names every divergence: pass by pass, a page at a time, so that
 * memory stays the same however large the city is. Reads everything; changes nothing.
 */
export async function checkBooks(db: Db, progress: Progress = () => {}): Promise<BooksReport> {
  const report: BooksReport = {
    result: 'clean',
    checks: [],
    divergences: [],
    figures: await figuresOf(db),
  }
  for (const [i, { name, invariant, read }] of PASSES.entries()) {
    let looked_at = 0
    const found: Divergence[] = []
    try {
      for (let at: string | null = BEGINNING; at !== null; ) {
        const page: PassStep = await read(db, { after: at, upto: null })
        looked_at += page.looked_at
        found.push(...page.findings.map((finding) => ({ check: name, ...finding })))
        progress({ pass: name, no: i + 1, of: PASSES.length, looked_at })
        at = page.next
      }
      report.checks.push({ name, invariant, looked_at, divergences: found.length })
      report.divergences.push(...found)
    } catch {
      report.checks.push({ name, invariant, looked_at, divergences: null })
    }
  }
  if (report.checks.some(({ divergences }) => divergences === null)) report.result = 'incomplete'
  if (report.divergences.length > 0) report.result = 'mismatch'
  return report
}

async function figuresOf(db: Db): Promise<BooksReport['figures']> {
  const [row] = await all(
    db,
    sql<
      BooksReport['figures']
    >`SELECT (SELECT count(*) FROM ledger_accounts) AS accounts, (SELECT count(*) FROM ledger_transfers) AS transfers,
               (SELECT count(*) FROM cards) AS cards, (SELECT count(*) FROM merchants) AS merchants,
               (SELECT count(*) FROM journal) AS journal_rows,
               (SELECT coalesce(sum(balance_fen), 0) FROM ledger_accounts) AS books_sum_fen`,
  )
  return (
    row ?? { accounts: 0, transfers: 0, cards: 0, merchants: 0, journal_rows: 0, books_sum_fen: 0 }
  )
}
