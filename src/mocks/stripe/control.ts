import type { Hono } from 'hono'
import { sql } from '../../platform/d1'
import { type Result, runCall } from './calls'
import { deliverDueWebhooks } from './events'
import type { Charge, Refund, StripeObject } from './objects'
import { closeDispute, openDispute, settleRefund } from './refunds'
import type { StripeMockDeps, Tx } from './store'
import { invalid } from './wire'

const KNOBS = ['drop', 'dup', 'reorder', 'delay']

/** Things that happen to a provider from outside, for tests and the demo: development only, with the secret key. */
export function mountControl(
  app: Hono,
  deps: StripeMockDeps,
  answer: (result: Result) => Response,
) {
  const happen = async (id: string, run: (tx: Tx, object: StripeObject) => Promise<StripeObject>) =>
    answer(
      await runCall(deps, {
        key: null,
        said: id,
        run: async (tx) => run(tx, (await tx.load<StripeObject>(id)) ?? missing(id)),
      }),
    )
  app.post('/__mock/settle_refund/:id', (c) =>
    happen(c.req.param('id'), (tx, refund) =>
      settleRefund(tx, refund as Refund, c.req.query('as') === 'failed' ? 'failed' : 'succeeded'),
    ),
  )
  app.post('/__mock/dispute/:id', (c) =>
    happen(c.req.param('id'), (tx, charge) => openDispute(tx, charge as Charge)),
  )
  app.post('/__mock/close_dispute/:id', (c) =>
    happen(c.req.param('id'), (tx, dispute) =>
      closeDispute(tx, dispute, c.req.query('as') === 'won'),
    ),
  )
  app.post('/__mock/webhooks/resend/:event', async (c) => {
    await deps.db.batch([
      sql`INSERT INTO mock_stripe_deliveries (event_id, due_ms) VALUES (${c.req.param('event')}, ${deps.now_ms()})`,
    ])
    return c.json(await deliverDueWebhooks(deps))
  })
  app.post('/__mock/webhooks/:knob', async (c) => {
    const knob = c.req.param('knob')
    if (!KNOBS.includes(knob)) throw invalid(`No such knob: ${knob}`, { code: 'resource_missing' })
    const next = Number(c.req.query('next') ?? 1)
    await deps.db.batch([
      sql`INSERT INTO mock_stripe_knobs (name, remaining) VALUES (${knob}, ${next})
          ON CONFLICT (name) DO UPDATE SET remaining = excluded.remaining`,
    ])
    return c.json({ knob, next })
  })
  app.get('/__mock/log', async (c) => {
    const [deliveries] = await deps.db.batch([
      sql`SELECT d.event_id, e.type, d.attempts, d.due_ms, d.delivered_ms, d.outcome FROM mock_stripe_deliveries d
            JOIN mock_stripe_events e ON e.id = d.event_id ORDER BY d.seq DESC LIMIT 100`,
    ])
    return c.json({ deliveries })
  })
}

const missing = (id: string): never => {
  throw invalid(`No such object: '${id}'`, { code: 'resource_missing' })
}
