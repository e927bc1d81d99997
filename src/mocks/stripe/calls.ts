import { sha256 } from '../../platform/crypto'
import { type Statement, sql } from '../../platform/d1'
import { deliverDueWebhooks } from './events'
import { METHODS } from './methods'
import type { StripeObject } from './objects'
import { isConflict, newId, openTx, type StripeMockDeps, type Tx } from './store'
import { errorBody, StripeError } from './wire'

export type Call = { key: string | null; said: string; run: (tx: Tx) => Promise<StripeObject> }
export type Result = { status: number; body: string; replayed: boolean; request_id: string }
const LEASE_MS = 20_000
const ATTEMPTS_MAX = 5

/**
 * Runs one writing call under its idempotency key (docs.stripe.com/idempotency): the first answer is kept,
 * errors included once execution began; not for validation; a twin meanwhile is told so; other params are refused.
 */
export async function runCall(deps: StripeMockDeps, call: Call): Promise<Result> {
  const request_id = newId(deps, 'req')
  const fingerprint = await sha256(call.said)
  const kept =
    call.key === null ? null : await claim(deps, { key: call.key, fingerprint, request_id })
  if (kept) return { ...kept, replayed: true, request_id }
  try {
    const result = await execute(deps, call, request_id)
    await deliverDueWebhooks(deps).catch(() => undefined)
    return result
  } catch (error) {
    if (call.key !== null)
      await deps.db.batch([
        sql`DELETE FROM mock_stripe_idempotency WHERE key = ${call.key} AND status IS NULL`,
      ])
    throw error
  }
}

async function execute(deps: StripeMockDeps, call: Call, id: string): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const tx = openTx(deps, { id, idempotency_key: call.key })
    const { status, body } = await call.run(tx).then(
      (object) => ({ status: 200, body: JSON.stringify(object) }),
      (error: unknown) => {
        if (error instanceof StripeError && error.keeps)
          return { status: error.status, body: errorBody(error) }
        throw error
      },
    )
    try {
      await deps.db.batch([...tx.statements, ...keep(call, status, body)])
      return losesAnswer(body)
        ? { ...LOST, request_id: id }
        : { status, body, replayed: false, request_id: id }
    } catch (error) {
      if (!isConflict(error) || attempt >= ATTEMPTS_MAX) throw error
    }
  }
}

/** `pm_mock_timeout`: everything happened, but the first answer does not arrive. The key still finds it. */
const LOST = {
  status: 500,
  body: '{"error":{"type":"api_error","message":"An unknown error occurred"}}',
  replayed: false,
}
function losesAnswer(body: string): boolean {
  const { object, payment_method } = JSON.parse(body) as {
    object?: string
    payment_method?: string
  }
  return object === 'payment_intent' && METHODS[payment_method ?? '']?.line === 'answer_lost'
}

const keep = ({ key }: Call, status: number, body: string): Statement[] =>
  key === null
    ? []
    : [
        sql`UPDATE mock_stripe_idempotency SET status = ${status}, body = ${body} WHERE key = ${key}`,
      ]

type KeyRow = {
  fingerprint: string
  request_id: string
  status: number | null
  body: string | null
}
async function claim(
  deps: StripeMockDeps,
  of: { key: string; fingerprint: string; request_id: string },
): Promise<{ status: number; body: string } | null> {
  const now_ms = deps.now_ms()
  const [, rows] = await deps.db.batch([
    sql`INSERT INTO mock_stripe_idempotency (key, fingerprint, request_id, lease_ms)
        VALUES (${of.key}, ${of.fingerprint}, ${of.request_id}, ${now_ms + LEASE_MS})
        ON CONFLICT (key) DO UPDATE SET request_id = excluded.request_id, lease_ms = excluded.lease_ms
          WHERE mock_stripe_idempotency.status IS NULL AND mock_stripe_idempotency.lease_ms <= ${now_ms}
            AND mock_stripe_idempotency.fingerprint = excluded.fingerprint`,
    sql`SELECT fingerprint, request_id, status, body FROM mock_stripe_idempotency WHERE key = ${of.key}`,
  ])
  const row = rows?.[0] as KeyRow | undefined
  if (row && row.fingerprint !== of.fingerprint) {
    throw new StripeError(400, {
      type: 'idempotency_error',
      message:
        'Keys for idempotent requests can only be used with the same parameters they were first used with.',
    })
  }
  if (row?.status && row.body !== null) return { status: row.status, body: row.body }
  if (row && row.request_id !== of.request_id) {
    throw new StripeError(409, {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: 'There is currently another in-progress request using this Idempotent Key.',
    })
  }
  return null
}
