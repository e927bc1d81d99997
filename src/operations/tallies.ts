import { daysUnclosed } from '../closes/desk-rules'
import { insist } from '../kernel/refusals'
import { DELIVERIES_JOB } from '../notify/fan-out'
import { NOTICES_JOB } from '../notify/notices'
import type { RowsRead } from '../platform/d1'
import type { Job } from './job-view'
import type { readHealth } from './store'
import { NO_TALLY, type Tally, type TroubleKind } from './trouble-rules'

type Rows = RowsRead<ReturnType<typeof readHealth>>
/** Messages that were not delivered are counted as such, and not once more as dead jobs. */
const LETTERS = [DELIVERIES_JOB, NOTICES_JOB]
/** How much of each kind of trouble there is, from what was read. */
export function talliesFrom(
  rows: Rows,
  jobs: readonly Job[],
  now: string,
): Record<TroubleKind, Tally> {
  const [run] = rows.books
  const [closes] = rows.closes
  insist(closes, 'two sub-queries have a row')
  const of = (count: number): Tally => ({ ...NO_TALLY, count })
  const sum = (counts: readonly Job[], field: 'dead_count' | 'failing_count') =>
    of(counts.reduce((total, job) => total + job[field], 0))
  return {
    coverage_short: counted(rows.coverage_short),
    books_mismatch: of(run?.result === 'mismatch' ? run.findings_count : 0),
    books_incomplete: of(run?.result === 'incomplete' ? 1 : 0),
    provider_differs: counted(rows.provider_differs),
    jobs_dead: sum(
      jobs.filter(({ name }) => !LETTERS.includes(name)),
      'dead_count',
    ),
    jobs_broken: of(jobs.filter(({ error }) => error !== null).length),
    jobs_late: of(jobs.filter(({ is_late }) => is_late).length),
    breaks_overdue: counted(rows.breaks_overdue),
    days_unclosed: { ...NO_TALLY, ...daysUnclosed(now, closes) },
    payouts_rejected: counted(rows.payouts_rejected),
    instructions_overdue: counted(rows.instructions_overdue),
    silence_waiting: counted(rows.silence_waiting),
    facts_open: counted(rows.facts_open),
    disputes_open: counted(rows.disputes_open),
    letters_dead: counted(rows.letters_dead),
    notices_late: counted(rows.notices_late),
    jobs_retrying: sum(jobs, 'failing_count'),
    shops_waiting: counted(rows.shops_waiting),
    changes_waiting: counted(rows.changes_waiting),
    raises_waiting: counted(rows.raises_waiting),
    city_rows_waiting: counted(rows.city_rows_waiting),
  }
}
const counted = ([row]: readonly Tally[]): Tally =>
  row ? { count: row.count, money_fen: row.money_fen, since: row.since } : NO_TALLY
