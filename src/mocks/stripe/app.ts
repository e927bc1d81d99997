import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { yuan } from '../../kernel/money'
import { sameText } from '../../platform/crypto'
import { sql } from '../../platform/d1'
import { type Call, type Result, runCall } from './calls'
import { mountControl } from './control'
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  fail,
  settleAction,
  succeed,
} from './intents'
import { METHODS } from './methods'
import type { Charge, Intent, Kind, StripeObject } from './objects'
import { expand, list, retrieve } from './reads'
import { createRefund, openDispute } from './refunds'
import { newId, type StripeMockDeps, type Tx } from './store'
import { allow, errorBody, invalid, mapIn, type Params, readForm, StripeError, text } from './wire'

export { deliverDueWebhooks } from './events'
export type { StripeMockDeps } from './store'

const LISTS: Record<string, Kind> = {
  payment_intents: 'payment_intent',
  charges: 'charge',
  refunds: 'refund',
  disputes: 'dispute',
  events: 'event',
  balance_transactions: 'balance_transaction',
  payouts: 'payout',
  customers: 'customer',
}

/** A payment provider that speaks Stripe's wire, with its state in D1. The official SDK drives it unmodified. */
export function createStripeMock(deps: StripeMockDeps): Hono {
  const app = new Hono()
  app.onError((error, c) => {
    const known =
      error instanceof StripeError
        ? error
        : new StripeError(500, { type: 'api_error', message: 'An unknown error occurred' })
    return reply(c, {
      status: known.status,
      body: errorBody(known),
      replayed: false,
      request_id: newId(deps, 'req'),
    })
  })
  app.notFound((c) => {
    throw invalid(`Unrecognized request URL (${c.req.method}: ${c.req.path}).`, {
      code: 'resource_missing',
    })
  })
  const keyed = async (c: Context, next: () => Promise<void>) => {
    if (!sameText(c.req.header('authorization') ?? '', `Bearer ${deps.secret_key}`)) {
      throw new StripeError(401, {
        type: 'invalid_request_error',
        message: 'Invalid API Key provided',
      })
    }
    await next()
  }
  app.use('/v1/*', keyed)
  app.use('/__mock/*', keyed)
  mountWrites(app, deps)
  mountReads(app, deps)
  mountPages(app, deps)
  mountControl(
    app,
    deps,
    (result) =>
      new Response(result.body, {
        status: result.status,
        headers: { 'Content-Type': 'application/json' },
      }),
  )
  return app
}

function mountWrites(app: Hono, deps: StripeMockDeps) {
  const write = (
    path: string,
    run: (tx: Tx, params: Params, id: string) => Promise<StripeObject>,
  ) =>
    app.post(path, async (c) => {
      const form = await bodyOf(c)
      const params = readForm(form)
      const key = c.req.header('idempotency-key') ?? null
      if (key !== null && key.length > 255)
        throw invalid('Idempotency keys may be at most 255 characters')
      const call: Call = {
        key,
        said: `${c.req.path}?${form}`,
        run: (tx) => run(tx, params, c.req.param('id') ?? ''),
      }
      const result = await runCall(deps, call)
      if (result.status >= 400) return reply(c, result)
      const body = JSON.stringify(await expand(deps, JSON.parse(result.body) as object, params))
      return reply(c, { ...result, body })
    })
  const intent = async (tx: Tx, id: string): Promise<Intent> =>
    (await tx.load<Intent>(id)) ??
    raise(invalid(`No such payment_intent: '${id}'`, { code: 'resource_missing' }))

  write('/v1/payment_intents', (tx, params) => disputed(tx, createIntent(tx, params)))
  write('/v1/payment_intents/:id/confirm', async (tx, params, id) =>
    disputed(tx, confirmIntent(tx, await intent(tx, id), params)),
  )
  write('/v1/payment_intents/:id/capture', async (tx, params, id) =>
    captureIntent(tx, await intent(tx, id), params),
  )
  write('/v1/payment_intents/:id/cancel', async (tx, params, id) =>
    cancelIntent(tx, await intent(tx, id), params),
  )
  write('/v1/refunds', createRefund)
  write('/v1/customers', async (tx, params) => {
    allow(params, ['name', 'email', 'phone', 'description', 'metadata'])
    const customer: StripeObject = {
      id: newId(deps, 'cus'),
      object: 'customer',
      created: tx.now_s,
      livemode: false,
      name: text(params, 'name'),
      email: text(params, 'email'),
      description: text(params, 'description'),
      metadata: mapIn(params, 'metadata'),
    }
    tx.insert(customer)
    return customer
  })
}

/** A method that disputes does so as soon as its charge stands. */
async function disputed(tx: Tx, made: Promise<Intent>): Promise<Intent> {
  const intent = await made
  const method = METHODS[intent.payment_method ?? '']
  if (
    intent.status === 'succeeded' &&
    method?.disputed &&
    typeof intent.latest_charge === 'string'
  ) {
    const charge = await tx.load<Charge>(intent.latest_charge)
    if (charge) await openDispute(tx, charge)
  }
  return intent
}
function mountReads(app: Hono, deps: StripeMockDeps) {
  app.get('/v1/balance', async (c) => {
    const [rows] = await deps.db.batch([
      sql`SELECT coalesce(sum(data ->> 'net'), 0) AS net FROM mock_stripe_objects WHERE object = 'balance_transaction'`,
    ])
    return c.json({
      object: 'balance',
      livemode: false,
      available: [],
      pending: [{ amount: Number(rows?.[0]?.net ?? 0), currency: 'cny' }],
    })
  })
  app.get('/v1/webhook_endpoints', (c) =>
    c.json({
      object: 'list',
      url: '/v1/webhook_endpoints',
      has_more: false,
      data: [endpointOf(deps)],
    }),
  )
  for (const [path, kind] of Object.entries(LISTS)) {
    app.get(`/v1/${path}`, async (c) => {
      const params = readForm(new URL(c.req.url).search.slice(1))
      return c.json(await expand(deps, await list(deps, kind, `/v1/${path}`, params), params))
    })
    app.get(`/v1/${path}/:id`, async (c) => {
      const params = readForm(new URL(c.req.url).search.slice(1))
      return c.json(await expand(deps, await retrieve(deps, kind, c.req.param('id')), params))
    })
  }
}

const endpointOf = (deps: StripeMockDeps) => ({
  id: 'we_embedded',
  object: 'webhook_endpoint',
  livemode: false,
  url: deps.webhook_url,
  status: 'enabled',
  enabled_events: ['*'],
  metadata: {},
})

/** The provider's 3-D Secure page: two plain forms, no script. */
function mountPages(app: Hono, deps: StripeMockDeps) {
  app.get('/authenticate/:id', async (c) => {
    const intent = (await retrieve(deps, 'payment_intent', c.req.param('id'))) as Intent
    const form = (result: string, label: string) =>
      html`<form method="post" action="${deps.base_url}/authenticate/${intent.id}">
<input type="hidden" name="result" value="${result}">
<button style="font-size:1.4rem;padding:1rem 2rem;margin:.5rem">${label}</button></form>`
    return c.html(html`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>银行验证（模拟）</title><body style="font-family:system-ui,sans-serif;max-width:30rem;margin:2rem auto;padding:0 1rem">
<h1>银行验证（模拟）</h1><p>金额 ${yuan(intent.amount)}。这是开发环境的模拟页面，不会扣真钱。</p>
${form('pass', '通过')}${form('fail', '拒绝')}</body></html>`)
  })
  app.post('/authenticate/:id', async (c) => {
    const params = readForm(await bodyOf(c))
    const id = c.req.param('id')
    const result = await runCall(deps, {
      key: null,
      said: id,
      run: async (tx) =>
        settleAction(
          tx,
          (await tx.load<Intent>(id)) ??
            raise(invalid('No such payment_intent', { code: 'resource_missing' })),
          text(params, 'result') === 'pass',
        ),
    })
    const { return_url } = JSON.parse(result.body) as Intent
    return return_url
      ? c.redirect(return_url, 303)
      : c.html(
          html`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>好了</title><p>好了，可以关闭这个页面。</p></html>`,
        )
  })
}

/** Asynchronous payments whose time has come succeed or fail, as their method says. */
export async function settleDueAsyncPayments(deps: StripeMockDeps): Promise<number> {
  const [rows] = await deps.db.batch([
    sql`SELECT id FROM mock_stripe_objects WHERE due_ms IS NOT NULL AND due_ms <= ${deps.now_ms()} ORDER BY due_ms LIMIT 100`,
  ])
  for (const row of rows ?? []) {
    await runCall(deps, {
      key: null,
      said: String(row.id),
      run: async (tx) => {
        const intent =
          (await tx.load<Intent>(String(row.id))) ?? raise(invalid('No such payment_intent'))
        if (intent.status !== 'processing') return intent
        const method = METHODS[intent.payment_method ?? '']
        if (method?.outcome === 'later_succeeds') return succeed(tx, intent)
        return fail(tx, intent, {
          type: 'invalid_request_error',
          code: method?.code ?? 'processing_error',
          message: 'The payment failed.',
        })
      },
    })
  }
  return rows?.length ?? 0
}

/** Read as bytes: the runtime warns of text in a form body. */
const bodyOf = async (c: Context): Promise<string> =>
  new TextDecoder().decode(await c.req.arrayBuffer())

function reply(c: Context, { status, body, replayed, request_id }: Result) {
  c.header('Request-Id', request_id)
  if (replayed) c.header('Idempotent-Replayed', 'true')
  c.header('Content-Type', 'application/json')
  return c.body(body, status as 200)
}

const raise = (error: Error): never => {
  throw error
}
