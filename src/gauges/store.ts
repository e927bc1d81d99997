import type { LocalDate } from '../kernel/time'
import { sql } from '../platform/d1'

type LineRow = { name: string; count: number; oldest_at: string | null }
/** What stands in line beside what the operators' page counts: for the bank, for the fan-out, and pages of bank files. */
export const readLines = sql<LineRow>`
  SELECT 'payouts' AS name, count(*) AS count, min(created_at) AS oldest_at FROM payouts WHERE state IN ('created', 'unclear', 'sent')
  UNION ALL SELECT 'outbox', count(*), min(at) FROM events WHERE seq > (SELECT read_to_seq FROM notice_cursor WHERE id = 1)
  UNION ALL SELECT 'bank_files', count(*), min(held_at) FROM bank_held_pages`

type AgeRow = { age: string; count: number; money_fen: number }
/** Differences with the bank that are not resolved, by how long they have been known. */
export const readBreakAges = (today: LocalDate) =>
  sql<AgeRow>`SELECT iif(julianday(${today}) - julianday(found_on) <= 1, 'up_to_1_day',
                    iif(julianday(${today}) - julianday(found_on) <= 7, 'up_to_7_days',
                    iif(julianday(${today}) - julianday(found_on) <= 30, 'up_to_30_days', 'older'))) AS age,
                count(*) AS count, sum(abs(difference_fen)) AS money_fen
           FROM bank_breaks WHERE state IN ('open', 'proposed') GROUP BY 1`
