import type { Instant, LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

/** A day of the bank: whether its file is there, and how far its reconciliation has come. */
export type DayRow = {
  day: LocalDate
  phase: 'expected' | 'waiting' | 'gathering' | 'matching' | 'providers' | 'done'
  has_file: number
  at_merchant: string
  version: number
  asked_at: Instant | null
  done_at: Instant | null
  is_whole: number
  /** The latest day that is reconciled. */
  done_on: LocalDate | null
}
export const readDay = (day: LocalDate) =>
  sql<DayRow>`SELECT d.*, (SELECT max(o.day) FROM bank_days o WHERE o.phase = 'done') AS done_on FROM bank_days d
       WHERE d.day = ${day}`
export const moveDayStatement = (
  { day, version }: DayRow,
  to: Pick<DayRow, 'phase' | 'at_merchant'> & { done_at: string | null },
): Statement =>
  sql`UPDATE bank_days SET phase = ${to.phase}, at_merchant = ${to.at_merchant}, done_at = ${to.done_at},
             version = ${version + 1} WHERE day = ${day}`
