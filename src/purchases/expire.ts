import type { PaymentView } from '../environment/ports'
import { MINUTE_MS, plusMs } from '../kernel/time'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'
import { recordQuery } from './credit'
import {
  listOverdue,
  lookAgainStatement,
  movePurchaseStatement,
  type PurchaseRow,
  readPurchase,
} from './store'

/** How long an order rests that the provider neither ended nor let us end. */
const LOOK_AGAIN_MS = 15 * MINUTE_MS

/**
 * Ends orders whose time is up: first at the provider, then here, so that nobody can pay an order we
 * call expired. If the money had arrived after all, it is credited instead. Handles at most `limit`.
 */
export async function expirePurchases(world: World, limit: number): Promise<number> {
  const due = await all(world.db, listOverdue(world.now(), limit))
  return eachDue(world, 'expirePurchases', due, {
    id: ({ id }) => id,
    act: (order) => expirePurchase(world, order),
  })
}

async function expirePurchase(world: World, order: PurchaseRow): Promise<void> {
  const seen = await endAtProvider(world, order)
  if (seen?.state === 'succeeded') await recordQuery(world, seen)
  const is_over = seen === null || seen.state === 'canceled'
  const statement = is_over
    ? movePurchaseStatement(order, { status: 'expired', reason: order.reason })
    : lookAgainStatement(order, plusMs(world.now(), LOOK_AGAIN_MS))
  await changeOrder(world, { operation: 'expirePurchase', order, statement })
}

/** What the provider makes of an order that shall end; null when it never heard of it. */
async function endAtProvider(world: World, order: PurchaseRow): Promise<PaymentView | null> {
  if (order.provider_ref === null) return null
  const seen = await world.payments.query(order.provider_ref)
  const may_cancel = ['requires_method', 'requires_action', 'declined'].includes(seen.state)
  return may_cancel ? world.payments.cancel(order.provider_ref) : seen
}

/** Changes an order unless it moved on since it was read; once per order and version. */
export async function changeOrder(
  world: World,
  change: { operation: string; order: PurchaseRow; statement: Statement },
): Promise<void> {
  const { operation, order, statement } = change
  const { id, version } = order
  const request = { operation, key: `${id}:${version}`, said: [id, version] }
  await jobAct(world, request, {
    reads: () => ({ purchase: readPurchase(sql`p.id = ${id}`) }),
    decide: ({ rows }) => {
      const is_current = rows.purchase[0] && rows.purchase[0].version === version
      const body = { object: 'purchase_change', purchase_id: id, changed: Boolean(is_current) }
      return { status: 200, subject_id: id, body, statements: is_current ? [statement] : [] }
    },
  })
}
