import { closeDays } from '../../src/closes/close'
import { fetchStatements } from '../../src/intake/fetch'
import { localDate, plusDays } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { reconcileDays } from '../../src/reconciliation/reconcile'
import type { Desk } from '../refunds/support'

/** Yesterday at the bank, with one credit nobody knows and one charge: fetched, reconciled, sealed, and on the regulator's list. */
export async function bankYesterday(
  desk: Desk,
  put: (key: string, value: unknown) => void,
): Promise<void> {
  const { db, world, shop } = desk
  const day = plusDays(localDate(world.now()), -1)
  const [row] = await desk.rows(
    sql`SELECT custody_account_no AS account_no FROM merchants WHERE id = ${shop.id}`,
  )
  const account_no = String(row?.account_no)
  await setBankFault(db, { day, kind: 'unknown_credit', account_no, amount_fen: 777 })
  await setBankFault(db, { day, kind: 'charge', account_no, amount_fen: 888 })
  await fetchStatements(world, 10)
  while ((await reconcileDays(world, 50)) > 0);
  while ((await closeDays(world, 50)) > 0);
  await db.batch([
    sql`UPDATE bank_breaks SET escalated_at = ${world.now()}, version = version + 1 WHERE merchant_id = ${shop.id}`,
  ])
  const [found] = await desk.rows(sql`SELECT id FROM bank_breaks WHERE merchant_id = ${shop.id}`)
  const [file] = await desk.rows(sql`SELECT id, content_hash FROM bank_files`)
  put('/v1/bank/files/:id', file?.id)
  put('/v1/bank/breaks/:id', found?.id)
  put('/v1/bank/closes/:day', day)
  put('/v1/supervision/coverage/:day', day)
  put('/v1/bank/coverage/:id', shop.id)
  put('/v1/bank/uploads/:content_hash', file?.content_hash)
}
