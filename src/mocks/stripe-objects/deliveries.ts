import { MINUTE_MS, SECOND_MS } from '../../kernel/time'
import { all, one, readAll, type Statement, sql } from '../../platform/d1'
import { stripeSignature } from './signing'
import type { StripeMockDeps } from './store'

type DeliveryRow = {
  seq: number
  event_id: string
  attempts: number
  due_ms: number
  fault: string | null
  event: string
  /** Of a registered endpoint; null for the one of the configuration. */
  url: string | null
  signing_secret: string | null
}
type KnobValueRow = {
  name: 'drop' | 'dup' | 'reorder' | 'delay'
  remaining: number
  seconds: number
}

/** 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 24 h after a try that failed; then the provider gives up. */
const BACKOFF_S = [5, 30, 120, 600, 3_600, 21_600, 86_400]
const LEASE_MS = MINUTE_MS
const TIMEOUT_MS = 10 * SECOND_MS
const ROUND = 20
const ROUNDS_MAX = 10

/**
 * Sends the notices that are due, oldest first, each until it is answered 2xx: at least once, perhaps twice,
 * in no promised order. Safe to run from several places: a lease keeps two of them off one notice.
 */
export async function deliverDueWebhooks(
  deps: StripeMockDeps,
): Promise<{ delivered: number; failed: number; pending: number }> {
  const sent = await deliverSome(deps, ROUND * ROUNDS_MAX)
  const left = await one(
    deps.db,
    sql<{ n: number }>`SELECT count(*) AS n FROM mock_stripe_deliveries WHERE status = 'pending'`,
  )
  return { ...sent, pending: left?.n ?? 0 }
}

/** The same, for at most `limit` notices and without counting what is left. */
export async function deliverSome(
  deps: StripeMockDeps,
  limit: number,
): Promise<{ delivered: number; failed: number }> {
  let delivered = 0
  let failed = 0
  for (let left = limit; left > 0; ) {
    const { deliveries, has_knobs } = await claim(deps, Math.min(left, ROUND))
    left -= deliveries.length
    const results: Statement[] = []
    for (const delivery of deliveries) {
      const is_fresh = delivery.attempts === 1 && delivery.fault === null
      const knob = has_knobs && is_fresh ? await takeKnob(deps) : null
      if (knob && knob.name !== 'dup') {
        results.push(waylaid(delivery, knob, deps.now_ms()))
        continue
      }
      if (knob) results.push(twinOf(delivery))
      const answered = await send(deps, delivery)
      if (isSuccess(answered)) delivered += 1
      else failed += 1
      results.push(resultOf(delivery, { answered, knob, now_ms: deps.now_ms() }))
    }
    await deps.db.batch(results)
    const has_twins = results.length > deliveries.length
    if (deliveries.length < ROUND && !has_twins) break
  }
  return { delivered, failed }
}

type KnobRow = { name: 'drop' | 'dup' | 'reorder' | 'delay' }
async function claim({ db, now_ms }: StripeMockDeps, limit: number) {
  const now = now_ms()
  const { claimed, knobs } = await readAll(db, {
    claimed: sql<{ seq: number }>`UPDATE mock_stripe_deliveries AS d
        SET lease_until_ms = ${now + LEASE_MS}, attempts = attempts + 1
        WHERE seq IN (
          SELECT seq FROM mock_stripe_deliveries
          WHERE status = 'pending' AND due_ms <= ${now} AND lease_until_ms <= ${now}
          ORDER BY due_ms, seq LIMIT ${limit})
        RETURNING seq`,
    knobs: sql<KnobRow>`SELECT name FROM mock_stripe_knobs WHERE remaining > 0`,
  })
  const seqs = JSON.stringify(claimed.map(({ seq }) => seq))
  if (claimed.length === 0) return { deliveries: [], has_knobs: false }
  const deliveries = await all(
    db,
    sql<DeliveryRow>`SELECT d.seq, d.event_id, d.attempts, d.due_ms, d.fault,
               w.data ->> 'url' AS url, w.data ->> 'signing_secret' AS signing_secret,
               json_set(e.data, '$.pending_webhooks', (
                 SELECT count(*) FROM mock_stripe_deliveries
                 WHERE event_id = e.id AND status = 'pending')) AS event
        FROM mock_stripe_deliveries AS d
        JOIN mock_stripe_events AS e ON e.id = d.event_id
        LEFT JOIN mock_stripe_objects AS w ON w.id = d.endpoint
        WHERE d.seq IN (SELECT value FROM json_each(${seqs}))
        ORDER BY d.due_ms, d.seq`,
  )
  return { deliveries, has_knobs: knobs.length > 0 }
}

/** Uses up one of the faults that somebody ordered, if one is left. */
const takeKnob = ({ db }: StripeMockDeps): Promise<KnobValueRow | null> =>
  one(
    db,
    sql<KnobValueRow>`UPDATE mock_stripe_knobs SET remaining = remaining - 1
        WHERE name = (SELECT name FROM mock_stripe_knobs WHERE remaining > 0 ORDER BY name LIMIT 1)
        RETURNING name, remaining, seconds`,
  )

/** Dropped for ever, held back, or put behind those that come after it: the first of n waits n seconds. */
function waylaid({ seq }: DeliveryRow, knob: KnobValueRow, now_ms: number): Statement {
  const status = knob.name === 'drop' ? 'dropped' : 'pending'
  const wait_s = knob.name === 'reorder' ? knob.remaining + 1 : knob.seconds
  return sql`UPDATE mock_stripe_deliveries
             SET status = ${status}, fault = ${knob.name}, attempts = 0, lease_until_ms = 0,
                 due_ms = ${now_ms + wait_s * SECOND_MS}
             WHERE seq = ${seq}`
}

const twinOf = ({ seq }: DeliveryRow): Statement =>
  sql`INSERT INTO mock_stripe_deliveries (event_id, endpoint, status, due_ms, fault)
      SELECT event_id, endpoint, 'pending', due_ms, 'twin' FROM mock_stripe_deliveries WHERE seq = ${seq}`

const isSuccess = (answered: number | null) =>
  answered !== null && answered >= 200 && answered < 300

function resultOf(
  { seq, attempts, fault }: DeliveryRow,
  {
    answered,
    knob,
    now_ms,
  }: { answered: number | null; knob: KnobValueRow | null; now_ms: number },
): Statement {
  const wait_s = BACKOFF_S[attempts - 1]
  const status = isSuccess(answered) ? 'delivered' : wait_s === undefined ? 'failed' : 'pending'
  return sql`UPDATE mock_stripe_deliveries
             SET status = ${status}, answered = ${answered}, lease_until_ms = 0,
                 fault = ${knob?.name ?? fault}, due_ms = ${now_ms + (wait_s ?? 0) * SECOND_MS}
             WHERE seq = ${seq}`
}

/** Sends one notice, signed at this moment over its very bytes; null is no answer. */
async function send(deps: StripeMockDeps, delivery: DeliveryRow): Promise<number | null> {
  const body = delivery.event
  const at_s = Math.floor(deps.now_ms() / SECOND_MS)
  const secrets = delivery.signing_secret ? [delivery.signing_secret] : deps.webhook_secrets
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'Stripe-Signature': stripeSignature(body, { at_s, secrets }),
    'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const url = delivery.url ?? deps.webhook_url
    const answer = await deps.deliver(
      new Request(url, { method: 'POST', headers, body, redirect: 'manual', signal }),
    )
    await answer.body?.cancel()
    return answer.status
  } catch {
    return null
  }
}
