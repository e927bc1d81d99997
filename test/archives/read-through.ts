import { moveHistoryOut } from '../../src/archives/move'
import { recordBehaviour } from '../../src/behaviour/record'
import { localDate } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { insertFiling } from '../../src/quarters/store'
import type { Desk } from '../refunds/support'
import { good } from '../support/addresses'

/** The oldest sealed day has moved out, as if the books had been found clean that night: trouble is planted in this town. */
export async function agedDays(
  desk: Desk,
  put: (key: string, value: unknown) => void,
  teller: string,
) {
  const { db, world } = desk
  const [row] = await desk.rows(sql`SELECT min(day) AS day FROM bank_closes WHERE phase = 'sealed'`)
  const day = String(row?.day)
  await filedBefore(desk, await desk.as(teller))
  await db.batch([
    sql`UPDATE book_runs SET result = 'clean', done_at = started_at, version = version + 1 WHERE result IS NULL`,
    sql`INSERT INTO book_checkpoints (account_id, from_version, version, balance_fen, flows)
        SELECT id, 0, version, balance_fen, '{}' FROM ledger_accounts a WHERE version > 0 AND id NOT LIKE 'payable:%'
           AND NOT EXISTS (SELECT 1 FROM book_checkpoints c WHERE c.account_id = a.id)`,
    sql`INSERT INTO book_runs (id, scope, asked_by, started_at, result, done_at)
        VALUES ('bkr_00000000000000000000000000', 'night', 'clock', '9999', 'clean', '9999')`,
  ])
  const kept = world.config.archive_after_days
  Object.assign(world.config, { archive_after_days: daysSince(day, localDate(world.now())) })
  await recordBehaviour(world, 100)
  while ((await moveHistoryOut(world, 10)) > 0);
  Object.assign(world.config, { archive_after_days: kept })
  await db.batch([
    sql`INSERT INTO book_runs (id, scope, asked_by, started_at)
        VALUES ('bkr_00000000000000000000000001', 'full', 'clock', ${world.now()})`,
  ])
  const [moved] = await desk.rows(sql`SELECT max(day) AS day FROM archive_segments`)
  if (moved?.day !== day) throw new Error(`${day} has not moved out`)
  put('/v1/archives/:day', day)
}
/** What a shop filed of the quarter still answers, whatever has moved out. */
async function filedBefore(desk: Desk, token: string) {
  const quarter = '2026Q1'
  const { data } = good(
    await desk.call('GET', `/v1/quarterly-figures?quarter=${quarter}`, { token }),
  )
  await desk.db.batch(
    data.map(({ merchant_id, from_on, to_on, figures }) =>
      insertFiling({
        merchant_id,
        quarter,
        body: { quarter, from_on, to_on, figures },
        content_hash: 'a'.repeat(64),
        filed_by: merchant_id,
        filed_at: desk.world.now(),
      }),
    ),
  )
}
const daysSince = (day: string, today: string): number =>
  (Date.parse(today) - Date.parse(day)) / 86_400_000
