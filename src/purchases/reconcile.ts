import { MINUTE_MS, plusMs } from '../kernel/time'
import { all } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import type { World } from '../platform/world'
import { recordQuery } from './credit'
import { changeOrder } from './expire'
import { statusAfter } from './rules'
import { listUnsettled, movePurchaseStatement, type PurchaseRow } from './store'

/** A provider's notice is given this long before we ask ourselves. */
const NOTICE_MS = 5 * MINUTE_MS

/**
 * Asks the provider about payments whose end it has not told us: a lost notice credits, a lost decline
 * frees the order for another card. Looks at no more than `limit` orders and says how many it settled;
 * what the provider still works on is asked about again next time.
 */
export async function reconcilePurchases(world: World, limit: number): Promise<number> {
  const accepted_before = plusMs(world.now(), -NOTICE_MS)
  const open = await all(world.db, listUnsettled(accepted_before, limit, world.now()))
  let settled_count = 0
  await eachDue(world, 'reconcilePurchases', open, {
    id: ({ id }) => id,
    act: async (order) => {
      settled_count += (await reconcilePurchase(world, order)) ? 1 : 0
    },
  })
  return settled_count
}

async function reconcilePurchase(world: World, order: PurchaseRow): Promise<boolean> {
  const seen = await world.payments.query(order.provider_ref ?? '')
  if (seen.state === 'succeeded') return !(await recordQuery(world, seen)).replayed
  const status = statusAfter(order, seen.state)
  if (status === null) return false
  const statement = movePurchaseStatement(order, { status, reason: seen.reason })
  await changeOrder(world, { operation: 'reconcilePurchase', order, statement })
  return true
}
