import Stripe from 'stripe'
import {
  createStripeMock,
  deliverDueWebhooks,
  type StripeMockDeps,
  settleDueAsyncPayments,
} from '../../../src/mocks/stripe/app'
import type { Db } from '../../../src/platform/d1'
import { openSqlite } from '../../support/sqlite'
import { seeded } from '../../support/world'

export const SECRET = 'sk_test_of_the_mocks_own_tests'
export const NEW_SECRET = 'whsec_new_of_the_mocks_own_tests'
export const OLD_SECRET = 'whsec_old_of_the_mocks_own_tests'
const START = Date.parse('2026-03-02T01:00:00.000Z')
const BASE = 'http://127.0.0.1:8787/mock/stripe'

export type Notice = { raw: string; signature: string; event: Stripe.Event; url: string }

/** A provider of its own over fresh storage, driven by the official SDK, with a clock that stands still. */
export function openProvider(changes: Partial<StripeMockDeps> & { wrap?: (db: Db) => Db } = {}) {
  const clock = { ms: START }
  const notices: Notice[] = []
  const receiver = { answers: [] as number[], status: 200 }
  const db = openSqlite(['migrations/dev/0090_create_mock_stripe.sql'])
  const deps: StripeMockDeps = {
    now_ms: () => clock.ms,
    random: seeded(7),
    secret_key: SECRET,
    webhook_secrets: [NEW_SECRET],
    base_url: BASE,
    webhook_url: 'http://127.0.0.1:8787/webhooks/stripe',
    deliver: async (request) => {
      const raw = await request.text()
      const signature = request.headers.get('Stripe-Signature') ?? ''
      notices.push({ raw, signature, event: JSON.parse(raw), url: request.url })
      return new Response('', { status: receiver.answers.shift() ?? receiver.status })
    },
    ...changes,
    db: changes.wrap ? changes.wrap(db) : db,
  }
  const mock = createStripeMock(deps)
  const raw = async (method: string, path: string, body?: string, headers: object = {}) =>
    mock.fetch(
      new Request(`http://127.0.0.1${path}`, {
        method,
        headers: {
          Authorization: `Bearer ${SECRET}`,
          'Content-Type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }),
    )
  const pay = (payment_method: string, amount = 20_000, more: object = {}) =>
    stripe.paymentIntents.create({
      amount,
      currency: 'cny',
      payment_method,
      confirm: true,
      ...more,
    })
  const stripe = sdk((request) => mock.fetch(request))
  return {
    stripe,
    mock,
    deps,
    db,
    notices,
    receiver,
    raw,
    pay,
    types: () => notices.map(({ event }) => event.type),
    control: async (path: string) => (await raw('POST', `/__mock/${path}`)).json() as Promise<Told>,
    charge: async (intent: Stripe.PaymentIntent) =>
      stripe.charges.retrieve(String(intent.latest_charge)),
    /** Moves the clock and lets what is due happen, as the jobs do. */
    later: async (ms: number) => {
      clock.ms += ms
      await settleDueAsyncPayments(deps)
      return deliverDueWebhooks(deps)
    },
    advance: (ms: number) => {
      clock.ms += ms
    },
  }
}
/** What its controls answer: the object as it is then, or why not. */
type Told = { id: string; status: string; amount: number; error: { code: string; param: string } }
export type Provider = ReturnType<typeof openProvider>

export function sdk(fetch: (request: Request) => Response | Promise<Response>, key = SECRET) {
  return new Stripe(key, {
    httpClient: Stripe.createFetchHttpClient(async (url: RequestInfo | URL, init?: RequestInit) =>
      fetch(new Request(url, init)),
    ),
    host: '127.0.0.1',
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  })
}

/** The error a call ends in; a call that succeeds fails the test. */
export async function refusal(call: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  const error = await call.then(
    (value) => new Error(`it was answered: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (error instanceof Stripe.errors.StripeError) return error
  throw error
}
