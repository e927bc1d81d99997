import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { readBalance } from '../stripe-objects/bill'
import type { Call, Operation } from '../stripe-objects/call'
import { shownMethod } from '../stripe-objects/methods'
import { sameSecret } from '../stripe-objects/signing'
import { newId, type StripeMockDeps } from '../stripe-objects/store'
import type { Kind } from '../stripe-objects/types'
import {
  apiError,
  errorBody,
  Failure,
  type Form,
  invalid,
  missing,
  readForm,
  requestText,
} from '../stripe-objects/wire'
import { cancelIntent, captureIntent } from './capture'
import { updateCharge } from './charging'
import { confirmIntent } from './confirm'
import { CONTROL, mountControl } from './control'
import { closeDispute, updateDispute } from './disputes'
import { createIntent, updateIntent } from './intents'
import { listEvents, listHandler, readEvent } from './lists'
import { mountPages } from './pages'
import { createPayout } from './payouts'
import {
  createCustomer,
  createEndpoint,
  deleteCustomer,
  deleteEndpoint,
  updateCustomer,
  updateEndpoint,
} from './people'
import { cancelRefund, createRefund, updateRefund } from './refunds'
import { type Reply, runOperation, runReading } from './run'

export { deliverDueWebhooks } from '../stripe-objects/deliveries'
export type { StripeMockDeps } from '../stripe-objects/store'
export { settleDueAsyncPayments } from './settle'

const BODY_MAX = 64 * 1024

const WRITES: Record<string, Operation> = {
  '/v1/payment_intents': createIntent,
  '/v1/payment_intents/:id': updateIntent,
  '/v1/payment_intents/:id/confirm': confirmIntent,
  '/v1/payment_intents/:id/capture': captureIntent,
  '/v1/payment_intents/:id/cancel': cancelIntent,
  '/v1/charges/:id': updateCharge,
  '/v1/refunds': createRefund,
  '/v1/refunds/:id': updateRefund,
  '/v1/refunds/:id/cancel': cancelRefund,
  '/v1/disputes/:id': updateDispute,
  '/v1/disputes/:id/close': closeDispute,
  '/v1/payouts': createPayout,
  '/v1/customers': createCustomer,
  '/v1/customers/:id': updateCustomer,
  '/v1/webhook_endpoints': createEndpoint,
  '/v1/webhook_endpoints/:id': updateEndpoint,
  ...CONTROL,
}
const DELETES: Record<string, Operation> = {
  '/v1/customers/:id': deleteCustomer,
  '/v1/webhook_endpoints/:id': deleteEndpoint,
}
const LISTS: Record<string, { kind: Kind; filters: Parameters<typeof listHandler>[2] }> = {
  '/v1/payment_intents': { kind: 'payment_intent', filters: ['customer'] },
  '/v1/charges': { kind: 'charge', filters: ['customer', 'payment_intent'] },
  '/v1/refunds': { kind: 'refund', filters: ['charge', 'payment_intent'] },
  '/v1/disputes': { kind: 'dispute', filters: ['charge', 'payment_intent'] },
  '/v1/balance_transactions': { kind: 'balance_transaction', filters: ['type', 'source'] },
  '/v1/payouts': { kind: 'payout', filters: ['status'] },
  '/v1/customers': { kind: 'customer', filters: [] },
  '/v1/webhook_endpoints': { kind: 'webhook_endpoint', filters: [] },
}

/**
 * A payment provider that speaks Stripe's wire and keeps its state in our database: the official SDK drives
 * it unmodified, in process or over HTTP, with or without the prefix of `base_url` before `/v1`.
 */
export function createStripeMock(deps: StripeMockDeps): Hono {
  const prefix = new URL(deps.base_url).pathname.replace(/\/$/, '')
  const app = new Hono({ getPath: (request) => pathOf(request, prefix) })
  app.onError((error, c) => replyFailure(c, deps, error instanceof Failure ? error : apiError()))
  app.notFound((c) =>
    replyFailure(
      c,
      deps,
      invalid(`Unrecognized request URL (${c.req.method}: ${c.req.path}).`, {}, 404),
    ),
  )
  const is_too_large = invalid('The request body is too large.', {}, 413)
  app.use(bodyLimit({ maxSize: BODY_MAX, onError: (c) => replyFailure(c, deps, is_too_large) }))
  mountPages(app, deps)
  app.use(async (c, next) => {
    if (!sameSecret(c.req.header('Authorization') ?? '', `Bearer ${deps.secret_key}`))
      throw invalid('Invalid API Key provided.', {}, 401)
    await next()
  })
  const serve = (operation: Operation) => async (c: Context) => {
    const form = await formOf(c.req.raw)
    const key = c.req.header('Idempotency-Key') ?? null
    const said = JSON.stringify([c.req.method, c.req.path, form])
    const id = c.req.param('id') ?? ''
    return reply(c, await runOperation(deps, { key, said, id, form }, operation))
  }
  for (const [path, operation] of Object.entries(WRITES)) app.post(path, serve(operation))
  for (const [path, operation] of Object.entries(DELETES)) app.delete(path, serve(operation))
  mountReads(app, deps)
  mountControl(app, deps, formOf)
  return app
}

function pathOf(request: Request, prefix: string): string {
  const { pathname } = new URL(request.url)
  return prefix !== '' && pathname.startsWith(`${prefix}/`)
    ? pathname.slice(prefix.length)
    : pathname
}

function mountReads(app: Hono, deps: StripeMockDeps) {
  const read = (path: string, operation: Operation) =>
    app.get(path, async (c) => {
      const asked = { id: c.req.param('id') ?? '', form: await formOf(c.req.raw) }
      return reply(c, await runReading(deps, asked, operation))
    })
  read('/v1/balance', ({ draft }) => readBalance(draft))
  read('/v1/events', listEvents)
  read('/v1/events/:id', readEvent)
  read('/v1/payment_methods/:id', async ({ id }) => {
    const method = shownMethod(id)
    if (!method) throw missing('PaymentMethod', id)
    return method
  })
  for (const [path, { kind, filters }] of Object.entries(LISTS)) {
    read(path, listHandler(kind, path, filters))
    read(`${path}/:id`, (call) => readOne(call, kind))
  }
}

async function readOne({ draft, id }: Call, kind: Kind): Promise<object> {
  const thing = await draft.find(kind, id)
  const is_gone = thing?.object === 'webhook_endpoint' && thing.deleted
  if (!thing || is_gone) throw missing(kind, id)
  return thing
}

/** Parameters come in the query of a GET and in the body of everything else, where a query may help out. */
async function formOf(request: Request): Promise<Form> {
  const query = new URL(request.url).search.slice(1)
  if (request.method === 'GET') return readForm(query)
  const body = await requestText(request)
  const type = request.headers.get('Content-Type') ?? ''
  if (body !== '' && !type.startsWith('application/x-www-form-urlencoded'))
    throw invalid('Send parameters as application/x-www-form-urlencoded.')
  return readForm([query, body].filter((part) => part !== '').join('&'))
}

const replyFailure = (c: Context, deps: StripeMockDeps, failure: Failure): Response =>
  reply(c, {
    status: failure.status,
    body: JSON.stringify(errorBody(failure)),
    request_id: newId(deps, 'req'),
    replayed: false,
  })

function reply(c: Context, { status, body, request_id, replayed }: Reply): Response {
  const headers = new Headers({
    'Content-Type': 'application/json',
    'Request-Id': request_id,
    'Stripe-Version': c.req.header('Stripe-Version') ?? '',
  })
  if (replayed) headers.set('Idempotent-Replayed', 'true')
  if (status === 409 || status === 429) headers.set('Stripe-Should-Retry', 'true')
  return new Response(body, { status, headers })
}
