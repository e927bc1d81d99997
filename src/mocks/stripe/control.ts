import type { Hono } from 'hono'
import * as z from 'zod'
import { all, one, sql } from '../../platform/d1'
import { bookLine } from '../stripe-objects/bill'
import type { Call } from '../stripe-objects/call'
import { deliverDueWebhooks } from '../stripe-objects/deliveries'
import { readParams, text } from '../stripe-objects/params'
import type { StripeMockDeps } from '../stripe-objects/store'
import type { BalanceTransaction, Charge, Dispute } from '../stripe-objects/types'
import { type Failure, type Form, invalid, missing } from '../stripe-objects/wire'
import {
  decideDispute,
  escalateDispute,
  openDispute,
  reinstateDispute,
  theDispute,
} from './disputes'
import { endRefund, settleRefund, theRefund } from './refunds'

/** Operations of the control plane that change payments; the rest is mounted below. */
export const CONTROL = {
  '/__mock/settle_refund/:id': settleRefundNow,
  '/__mock/dispute/:id': disputeCharge,
  '/__mock/close_dispute/:id': closeDisputeNow,
  '/__mock/escalate_dispute/:id': escalateDisputeNow,
  '/__mock/reinstate_dispute/:id': reinstateDisputeNow,
  '/__mock/line/:id': bookStrangeLine,
}

const SettleRefund = z.strictObject({ as: z.enum(['succeeded', 'failed']).optional() })
/** Ends a refund now, as its card would or as `as` says. */
async function settleRefundNow({ draft, id, form }: Call) {
  const { as } = readParams(SettleRefund, form)
  const refund = await theRefund(draft, id)
  return as ? endRefund(draft, refund, as) : settleRefund(draft, refund)
}

const StrangeLine = z.strictObject({
  amount: z
    .string()
    .regex(/^-?\d{1,8}$/)
    .transform(Number),
})
const STRANGE = ['stripe_fee', 'reserve_transaction', 'adjustment'] as const
/** A line that no payment of ours explains: a fee, a reserve, an adjustment out of the blue. */
async function bookStrangeLine({ draft, id, form }: Call): Promise<BalanceTransaction> {
  const type = STRANGE.find((one) => one === id)
  if (!type) throw missing('line', id)
  const { amount } = readParams(StrangeLine, form)
  return bookLine(draft, { type, source: '', amount, fee: 0 })
}

const count = z
  .string()
  .regex(/^\d{1,8}$/)
  .transform(Number)
const Decide = z.strictObject({
  as: z.enum(['won', 'lost']).optional(),
  amount: count.optional(),
  inquiry: z.literal('true').optional(),
})
/** The payer of a charge disputes it; with `as`, the dispute is decided (and opened before, if need be). */
async function disputeCharge({ draft, id, form }: Call): Promise<Dispute | Failure> {
  const { as, amount, inquiry } = readParams(Decide, form)
  const charge = await draft.find('charge', id)
  if (!charge) throw missing('charge', id)
  const open = await one(
    draft.deps.db,
    sql<{ id: string }>`SELECT id FROM mock_stripe_objects
        WHERE object = 'dispute' AND charge = ${id} AND status NOT IN ('won', 'lost', 'warning_closed')`,
  )
  if (open && as) return decideDispute(draft, await theDispute(draft, open.id), as)
  if (!isDisputable(charge))
    return invalid('Nothing of this charge can be disputed.', { code: 'charge_disputed' })
  const opened = await openDispute(draft, charge, { amount, inquiry: inquiry === 'true' })
  return as ? decideDispute(draft, opened, as) : opened
}

/** A payer's bank does not ask whether we have given the money back already: a refunded charge can be disputed. */
const isDisputable = ({ disputed, captured }: Charge) => !disputed && captured

async function closeDisputeNow({ draft, id, form }: Call): Promise<Dispute | Failure> {
  const { as = 'lost' } = readParams(Decide, form)
  return decideDispute(draft, await theDispute(draft, id), as)
}

async function escalateDisputeNow({ draft, id, form }: Call): Promise<Dispute | Failure> {
  readParams(z.strictObject({}), form)
  return escalateDispute(draft, await theDispute(draft, id))
}

async function reinstateDisputeNow({ draft, id, form }: Call): Promise<Dispute | Failure> {
  readParams(z.strictObject({}), form)
  return reinstateDispute(draft, await theDispute(draft, id))
}

const Knob = z.strictObject({
  next: count.pipe(z.number().max(1_000)).default(1),
  seconds: count.pipe(z.number().max(2_592_000)).default(3_600),
})
const KNOBS = ['drop', 'dup', 'reorder', 'delay']

/** What goes wrong on the way of notices, their repetition, and the log. Behind the secret key like all else. */
export function mountControl(
  app: Hono,
  deps: StripeMockDeps,
  formOf: (request: Request) => Promise<Form>,
): void {
  app.post('/__mock/webhooks/resend/:event', async (c) => {
    const event_id = c.req.param('event')
    const sent = await all(
      deps.db,
      sql<{
        seq: number
      }>`INSERT INTO mock_stripe_deliveries (event_id, endpoint, status, due_ms, fault)
          SELECT DISTINCT event_id, endpoint, 'pending', ${deps.now_ms()}, 'resend'
          FROM mock_stripe_deliveries WHERE event_id = ${event_id} RETURNING seq`,
    )
    if (sent.length === 0) throw missing('event', event_id)
    return c.json(await deliverDueWebhooks(deps))
  })
  app.post('/__mock/webhooks/:knob', async (c) => {
    const name = c.req.param('knob')
    if (!KNOBS.includes(name)) throw missing('knob', name)
    const { next, seconds } = readParams(Knob, await formOf(c.req.raw))
    await deps.db.batch([
      sql`INSERT INTO mock_stripe_knobs (name, remaining, seconds) VALUES (${name}, ${next}, ${seconds})
          ON CONFLICT (name) DO UPDATE SET remaining = excluded.remaining, seconds = excluded.seconds`,
    ])
    return c.json({ object: 'knob', name, next, seconds })
  })
  app.get('/__mock/log', async (c) => {
    const { event = null } = readParams(Log, await formOf(c.req.raw))
    return c.json(await readLog(deps, event))
  })
}

const Log = z.strictObject({ event: text(100).optional() })
const LOG_MAX = 200

/** The latest notices, newest first: when each was due, how often it was tried and how it was answered. */
async function readLog({ db }: StripeMockDeps, event: string | null): Promise<object> {
  const deliveries = await all(
    db,
    sql<object>`SELECT d.event_id, e.type, d.endpoint, d.status, d.attempts, d.answered, d.fault, d.due_ms
        FROM mock_stripe_deliveries AS d JOIN mock_stripe_events AS e ON e.id = d.event_id
        WHERE ${event} IS NULL OR d.event_id = ${event} ORDER BY d.seq DESC LIMIT ${LOG_MAX}`,
  )
  const knobs = await all(
    db,
    sql<object>`SELECT name, remaining, seconds FROM mock_stripe_knobs WHERE remaining > 0 ORDER BY name`,
  )
  return { object: 'log', deliveries, knobs }
}
