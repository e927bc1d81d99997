import type { RefundNews } from '../environment/ports'
import { emit } from '../events/emit'
import { instructionNewsStatement, instructionSilenceStatement } from '../instructions/store'
import { tellOnce } from '../instructions/tell'
import { bareId } from '../kernel/ids'
import { insist } from '../kernel/refusals'
import { DAY_MS, type Instant, MINUTE_MS, plusMs } from '../kernel/time'
import { all, type Statement, sql } from '../platform/d1'
import { eachDue, notSetAsideCondition } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { type FactRow, updateFact } from './parked'

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
  const due = await all(
    world.db,
    sql<FactRow>`SELECT * FROM parked_facts f WHERE f.next_check_at <= ${now} AND ${notSetAsideCondition('returnPayments', sql`f.id`, now)}
         ORDER BY f.next_check_at, f.id LIMIT ${limit}`,
  )
  return eachDue(world, 'returnPayments', due, {
    id: ({ id }) => id,
    act: (fact) => giveBack(world, fact),
  })
}

async function giveBack(world: World, fact: FactRow) {
  const sent: FactRow = { ...fact, return_state: 'sent' }
  if (fact.return_state === 'created') {
    const begun = await record(world, fact, () => sent)
    if (begun.status !== 200) return begun
    sent.version += 1
  }
  const told = fact.return_state === 'created' ? sent : fact
  const said =
    told.return_ref === null
      ? await tellOnce(world, orderOf(told), {
          // Told again, a provider looks first.
          ask: async () => null,
          tell: (again) =>
            world.payments.refund({
              our_no: bareId(told.id),
              provider_ref: told.payment_ref ?? '',
              amount_fen: told.amount_fen,
              again,
            }),
        })
      : await world.payments.queryRefund(told.return_ref)
  return record(world, told, (fresh, now) => after(fresh, said, now), said)
}
const orderOf = ({ id, amount_fen }: FactRow) =>
  ({
    id: bareId(id),
    kind: 'payment_return',
    subject_id: id,
    merchant_id: null,
    amount_fen,
  }) as const
const HEARD = { pending: 'accepted', succeeded: 'done', failed: 'refused' } as const
const heardOf = (fact: FactRow, { state, reason }: RefundNews, now: Instant): Statement =>
  state === 'unclear'
    ? instructionSilenceStatement(bareId(fact.id), now)
    : instructionNewsStatement(orderOf(fact), { state: HEARD[state], reason }, now)

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

type OrderRow = { consumer_id: string; merchant_id: string }
function record(
  world: World,
  { id, version }: FactRow,
  change: (fresh: FactRow, now: Instant) => FactRow,
  said?: RefundNews,
) {
  const key = `${id}:${version}`
  const request = { operation: 'returnPayment', key, said: [id, version] }
  return jobAct(world, request, {
    reads: () => ({
      fact: sql<FactRow>`SELECT * FROM parked_facts WHERE id = ${id}`,
      order: sql<OrderRow>`SELECT consumer_id, merchant_id FROM purchases
           WHERE id = (SELECT purchase_id FROM parked_facts WHERE id = ${id})`,
    }),
    decide: ({ rows, now, kit }) => {
      const [fresh] = rows.fact
      insist(fresh, 'a parked fact is kept')
      const order = rows.order[0]
      const changed = change(fresh, now)
      const arrived =
        changed.return_state === 'succeeded' && fresh.return_state !== 'succeeded' && order
      const body = { id, return_state: changed.return_state }
      const statements = [
        updateFact(changed),
        ...(said ? [heardOf(changed, said, now)] : []),
        ...(arrived ? [told(kit, changed, order, now)] : []),
      ]
      return { status: 200, subject_id: id, body, statements }
    },
  })
}

const told = (
  kit: Kit,
  fact: FactRow,
  order: { consumer_id: string; merchant_id: string },
  now: Instant,
): Statement =>
  emit(kit, {
    type: 'purchase.returned',
    subject_id: fact.purchase_id ?? fact.id,
    merchant_id: order.merchant_id,
    consumer_id: order.consumer_id,
    data: { purchase_id: fact.purchase_id, amount_fen: fact.amount_fen, reason: fact.reason },
    at: now,
  })
