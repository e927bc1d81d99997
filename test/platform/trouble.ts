import { sql } from '../../src/platform/d1'
import type { Telling } from './lived-town'

/** What nobody does on purpose: a job that gave up, a finding, a line of no order, a delivery that died. */
export async function plantTrouble({ desk, operator, say, put }: Telling): Promise<void> {
  const run = await say(operator, 'POST', '/v1/book-runs')
  const now = desk.world.now()
  await desk.db.batch([
    sql`INSERT INTO job_failures (job, subject_id, error, tries, first_at, last_at, next_try_at, dead_at)
        VALUES ('payDaily', 'mch_x', 'no answer', 8, ${now}, ${now}, ${now}, ${now})`,
    sql`INSERT INTO book_findings (run_id, no, pass, id, found, expected) VALUES (${run.id}, 0, 'x', 'y', '1', '2')`,
    sql`INSERT INTO parked_lines (provider, ref, provider_ref, our_no, currency, gross_fen, fee_fen, net_fen,
                                  available_at, reason, parked_at)
        VALUES ('stripe', 'txn_x', NULL, NULL, 'cny', 100, 1, 99, ${now}, 'purchase_unknown', ${now})`,
    sql`UPDATE webhook_deliveries SET state = 'dead', ended_at = ${now}, version = version + 1
         WHERE id = (SELECT min(id) FROM webhook_deliveries WHERE state = 'pending')`,
  ])
  put('/v1/book-runs/:id', run.id)
}
