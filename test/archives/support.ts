import { moveHistoryOut } from '../../src/archives/move'
import { recordBehaviour } from '../../src/behaviour/record'
import { checkBooks } from '../../src/books/check'
import { continueRuns, startNightlyRun } from '../../src/books/run'
import { all, sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'

export type Aged = Counter & {
  /** A night of the checker alone, to its end; and one in which the days of the shops are written down, too. */
  checks: () => Promise<void>
  night: () => Promise<void>
  /** What is old enough moves out, until nothing is left to do. */
  moves: () => Promise<number>
  counts: () => Promise<Counted>
}
type Counted = {
  journal: number
  answers: number
  transfers: number
  entries: number
  segments: number
  gone_transfers: number
  sum_fen: number
}

/** A town in which some days are sealed, checked, and old enough to move out: history stays a day here. */
export async function openAged(): Promise<Aged> {
  const counter = await openCounter()
  Object.assign(counter.world.config, { archive_after_days: 1 })
  await counter.banks()
  await counter.closes()
  for (const amount_fen of [2_345, 1_200, 800]) {
    counter.advance(3 * 3_600_000)
    await counter.paysOut(amount_fen)
    await counter.closes()
  }
  const checks = async () => {
    counter.advance(60_000)
    await startNightlyRun(counter.world, 1)
    while ((await continueRuns(counter.world, 100)) > 0);
  }
  const night = async () => {
    await checks()
    await recordBehaviour(counter.world, 100)
  }
  return {
    ...counter,
    checks,
    night,
    moves: async () => {
      let over = 0
      for (;;) {
        const n = await moveHistoryOut(counter.world, 100)
        over += n
        if (n === 0) return over
      }
    },
    counts: async () => {
      const [row] = await all(
        counter.db,
        sql<Counted>`SELECT (SELECT count(*) FROM journal) AS journal, (SELECT count(*) FROM archived_answers) AS answers,
                (SELECT count(*) FROM ledger_transfers) AS transfers, (SELECT count(*) FROM ledger_entries) AS entries,
                (SELECT count(*) FROM archive_segments) AS segments,
                (SELECT coalesce(sum(transfers_count), 0) FROM archive_segments) AS gone_transfers,
                (SELECT coalesce(sum(abs(balance_fen)), 0) FROM ledger_accounts) AS sum_fen`,
      )
      if (!row) throw new Error('a count is a row')
      return row
    },
  }
}

export const agedFindings = async (aged: Counter): Promise<string[]> => {
  const report = await checkBooks(aged.db)
  const broken = report.checks.filter(({ divergences }) => divergences === null)
  return [
    ...report.divergences.map(
      ({ check, id, found, expected }) => `${check}: ${id} ${found} ≠ ${expected}`,
    ),
    ...broken.map(({ name }) => `${name} could not run`),
  ]
}
