import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Reach } from './rules'

type NextDayRow = { day: LocalDate; close_hash: string }
/**
 * The next day to move out, oldest first: sealed, as old as history is kept, and looked at by a clean check of the books
 * since. None while the books are being checked: a check reads on from where it was; and none of which what the shops did
 * is not yet written down, because that is worked out from the rows of the day.
 */
export const readNextDay = ({ upto }: { upto: LocalDate }) =>
  sql<NextDayRow>`SELECT c.day, c.content_hash AS close_hash FROM bank_closes c
       WHERE c.phase = 'sealed' AND c.day <= ${upto}
         AND c.day > coalesce((SELECT max(day) FROM archive_segments WHERE is_last = 1), '')
         AND EXISTS (SELECT 1 FROM book_runs r WHERE r.result = 'clean' AND r.started_at > c.sealed_at)
         AND NOT EXISTS (SELECT 1 FROM book_runs r WHERE r.result IS NULL)
         AND (c.day <= (SELECT max(day) FROM behaviour_days)
              OR NOT EXISTS (SELECT 1 FROM merchants WHERE admitted_at IS NOT NULL))
       ORDER BY c.day LIMIT 1`

/**
 * How far entries may go, of these accounts (JSON list): up to where a night verified them; of what a shop may still be
 * paid nothing, and of custody nothing that the bank's days have not taken up.
 */
export const readReaches = (accounts: Statement) =>
  sql<Reach>`SELECT a.id AS account_id,
             coalesce((SELECT max(y.to_version) FROM archived_stretches y WHERE y.account_id = a.id), 0) AS archived_version,
             min(coalesce((SELECT max(c.version) FROM book_checkpoints c WHERE c.account_id = a.id), 0), CASE
               WHEN a.id LIKE 'payable:%' THEN coalesce((
                 SELECT max(o.covers_to_version) FROM payouts o WHERE o.merchant_id = substr(a.id, 9)), 0)
               WHEN a.id LIKE 'custody:%' THEN coalesce((
                 SELECT max(b.account_version) FROM bank_movements b WHERE b.merchant_id = substr(a.id, 9)), 0)
               ELSE a.version END) AS upto_version
        FROM ledger_accounts a WHERE a.id IN (${accounts})`
