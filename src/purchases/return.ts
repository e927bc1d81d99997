import { emit } from '../events/emit'
import { bareId } from '../kernel/ids'
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAside } from '../platform/jobs'
import { type Answer, answerOnce, clockAsk } from '../platform/journal'
import type { RefundNews } from '../platform/ports'
import type { World } from '../platform/world'
import { changeFact, type FactRow } from './parked'

/** A provider forgets a key after 24 hours: what may be older is looked for before it is told again. */
const KEY_KEPT_MS = 20 * HOUR_MS
const ASK_AGAIN_MS = 15 * MINUTE_MS
/** A refund that arrived may still come back: it is asked about once more. */
const STAYED_MS = 3 * DAY_MS

/**
 * Gives payments that were not credited back to their payers, and asks until they are there: the intent first, then
 * the call, then what was said. At most `limit`; one fact is one refund at the provider (its number is the key). No
 * money of the ledger moves: it was never in our books.
 */
export async function returnPayments(world: World, limit: number): Promise<number> {
  const now = world.now()
  const due = await all<FactRow>(
    world.db,
    sql`SELECT * FROM parked_facts f WHERE f.next_check_at <= ${now} AND ${notSetAside('returnPayments', sql`f.id`, now)}
         ORDER BY f.next_check_at, f.id LIMIT ${limit}`,
  )
  return eachDue(world, 'returnPayments', due, {
    id: ({ id }) => id,
    act: (fact) => giveBack(world, fact),
  })
}

async function giveBack(world: World, fact: FactRow): Promise<Answer> {
  const sent: FactRow = { ...fact, return_state: 'sent' }
  if (fact.return_state === 'created') {
    const begun = await record(world, fact, () => sent)
    if (begun.status !== 200) return begun
    sent.version += 1
  }
  const told = fact.return_state === 'created' ? sent : fact
  const said =
    told.return_ref === null
      ? await world.payments.refund({
          our_no: bareId(told.id),
          provider_ref: told.payment_ref ?? '',
          amount_fen: told.amount_fen,
          again: plusMs(told.resolved_at ?? '', KEY_KEPT_MS) <= world.now(),
        })
      : await world.payments.queryRefund(told.return_ref)
  return record(world, told, (fresh, now) => after(fresh, said, now))
}

/** What the provider says of it. A plain no stays with its owner: it is not tried by any other way. */
function after(fact: FactRow, said: RefundNews, now: Instant): FactRow {
  const return_ref = said.refund_ref ?? fact.return_ref
  if (said.state === 'succeeded') {
    const is_first = fact.return_state !== 'succeeded'
    const next_check_at = is_first ? plusMs(now, STAYED_MS) : null
    return { ...fact, return_ref, return_state: 'succeeded', next_check_at }
  }
  if (said.state === 'failed')
    return { ...fact, return_ref, return_state: 'failed', next_check_at: null }
  return { ...fact, return_ref, next_check_at: plusMs(now, ASK_AGAIN_MS) }
}

async function record(
  world: World,
  { id, version }: FactRow,
  change: (fresh: FactRow, now: Instant) => FactRow,
): Promise<Answer> {
  const key = `${id}:${version}`
  const ask = await clockAsk(world, { operation: 'returnPayment', key, said: [id, version] })
  return answerOnce(world, ask, {
    reads: () => [
      sql`SELECT * FROM parked_facts WHERE id = ${id}`,
      sql`SELECT consumer_id, merchant_id FROM purchases
           WHERE id = (SELECT purchase_id FROM parked_facts WHERE id = ${id})`,
    ],
    decide: ({ rows, now }) => {
      const fresh = rows[0]?.[0] as unknown as FactRow
      const order = rows[1]?.[0] as { consumer_id: string; merchant_id: string } | undefined
      const changed = change(fresh, now)
      const arrived =
        changed.return_state === 'succeeded' && fresh.return_state !== 'succeeded' && order
      const body = { id, return_state: changed.return_state }
      const statements = [
        changeFact(changed),
        ...(arrived ? [told(world, changed, order, now)] : []),
      ]
      return { status: 200, subject_id: id, body, statements }
    },
  })
}

const told = (
  world: World,
  fact: FactRow,
  order: { consumer_id: string; merchant_id: string },
  now: Instant,
): Statement =>
  emit(world, {
    type: 'purchase.returned',
    subject_id: fact.purchase_id ?? fact.id,
    merchant_id: order.merchant_id,
    consumer_id: order.consumer_id,
    data: { purchase_id: fact.purchase_id, amount_fen: fact.amount_fen, reason: fact.reason },
    at: now,
  })
