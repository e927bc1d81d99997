import { hex } from '../../platform/crypto'
import { sql } from '../../platform/d1'
import type { StripeMockDeps } from './store'

const BATCH = 100
/** 5 s, 30 s, 2 min, 10 min, 1 h, 6 h, 24 h; then once a day for ever: nothing is dropped silently. */
const BACKOFF_MS = [5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000] as const

/** `t=<unix>,v1=<hex HMAC-SHA256(secret, t.body)>`, one v1 per secret while they rotate (docs.stripe.com/webhooks). */
export async function signatureOf(
  body: string,
  now_s: number,
  secrets: readonly string[],
): Promise<string> {
  const text = new TextEncoder()
  const signed = await Promise.all(
    secrets.map(async (secret) => {
      const algorithm = { name: 'HMAC', hash: 'SHA-256' }
      const key = await crypto.subtle.importKey('raw', text.encode(secret), algorithm, false, [
        'sign',
      ])
      return `v1=${hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, text.encode(`${now_s}.${body}`))))}`
    }),
  )
  return [`t=${now_s}`, ...signed].join(',')
}

type Due = { seq: number; event_id: string; attempts: number; data: string }

/** Sends what is due, at least once each, oldest first; what fails waits longer each time. */
export async function deliverDueWebhooks(
  deps: StripeMockDeps,
): Promise<{ delivered: number; failed: number; pending: number }> {
  const now_ms = deps.now_ms()
  const [due] = await deps.db.batch([
    sql`SELECT d.seq, d.event_id, d.attempts, e.data FROM mock_stripe_deliveries d JOIN mock_stripe_events e ON e.id = d.event_id
         WHERE d.delivered_ms IS NULL AND d.due_ms <= ${now_ms} ORDER BY d.due_ms, d.seq LIMIT ${BATCH}`,
  ])
  let delivered = 0
  let failed = 0
  for (const { seq, attempts, data } of (due ?? []) as Due[]) {
    const outcome = await send(deps, data)
    const done = /^2\d\d$/.test(outcome)
    if (done) delivered += 1
    else failed += 1
    const wait_ms = BACKOFF_MS[Math.min(attempts, BACKOFF_MS.length - 1)] ?? 0
    await deps.db.batch([
      sql`UPDATE mock_stripe_deliveries SET attempts = attempts + 1, outcome = ${outcome},
                 delivered_ms = ${done ? now_ms : null}, due_ms = ${done ? now_ms : now_ms + wait_ms} WHERE seq = ${seq}`,
    ])
  }
  const [rows] = await deps.db.batch([
    sql`SELECT count(*) AS n FROM mock_stripe_deliveries WHERE delivered_ms IS NULL`,
  ])
  return { delivered, failed, pending: Number(rows?.[0]?.n ?? 0) }
}

async function send(deps: StripeMockDeps, body: string): Promise<string> {
  try {
    const signature = await signatureOf(
      body,
      Math.floor(deps.now_ms() / 1000),
      deps.webhook_secrets,
    )
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': signature,
    }
    const reply = await deps.deliver(
      new Request(deps.webhook_url, { method: 'POST', headers, body }),
    )
    await reply.arrayBuffer()
    return String(reply.status)
  } catch (error) {
    return `failed: ${error instanceof Error ? error.message : 'unknown'}`
  }
}
