import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import {
  createStripeMock,
  deliverDueWebhooks,
  type StripeMockDeps,
} from '../../src/mocks/stripe/app'
import { seeded } from '../support/world'

const KEY = 'sk_test_of_the_mock'
const SECRETS = ['whsec_old_secret_of_the_mock', 'whsec_new_secret_of_the_mock']
type Notice = { type: string; body: string; signature: string }

describe(`the embedded provider on ${ENGINE}, its notices and its lists`, () => {
  let stripe: Stripe
  let deps: StripeMockDeps
  let clock_ms: number
  let notices: Notice[]
  let deliver_status: number
  let mock: ReturnType<typeof createStripeMock>

  beforeEach(async () => {
    clock_ms = Date.parse('2026-03-02T01:00:00.000Z')
    notices = []
    deliver_status = 200
    deps = {
      db: await openStorage(),
      now_ms: () => clock_ms,
      random: seeded(3),
      secret_key: KEY,
      webhook_secrets: SECRETS,
      base_url: 'http://127.0.0.1:8787/mock/stripe',
      webhook_url: 'http://127.0.0.1:8787/webhooks/stripe',
      deliver: async (request) => {
        const body = await request.text()
        notices.push({
          type: JSON.parse(body).type,
          body,
          signature: request.headers.get('stripe-signature') ?? '',
        })
        return new Response('', { status: deliver_status })
      },
    }
    mock = createStripeMock(deps)
    stripe = client(KEY)
  })
  const client = (key: string, retries = 0) =>
    new Stripe(key, {
      httpClient: Stripe.createFetchHttpClient(async (url, init) =>
        mock.fetch(new Request(String(url), init)),
      ),
      maxNetworkRetries: retries,
      telemetry: false,
    })
  const create = (amount: number, more: object = {}, options: object = {}) =>
    stripe.paymentIntents.create({ amount, currency: 'cny', ...more }, options)
  const paid = (amount: number, payment_method = 'pm_card_visa', more: object = {}) =>
    create(amount, { payment_method, confirm: true, ...more })
  const types = () => notices.map(({ type }) => type)
  const control = (path: string) =>
    mock.fetch(
      new Request(`http://x/__mock/${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${KEY}` },
      }),
    )

  describe('notices', () => {
    it('are signed with every secret while they rotate', async () => {
      await paid(100)
      const { body, signature } = notices.at(-1)!
      for (const secret of SECRETS) {
        const event = await Stripe.webhooks.constructEventAsync(
          body,
          signature,
          secret,
          300,
          Stripe.createSubtleCryptoProvider(),
          clock_ms,
        )
        expect(event).toMatchObject({
          type: 'payment_intent.succeeded',
          data: {
            object: { status: 'succeeded' },
            previous_attributes: { status: 'requires_confirmation' },
          },
        })
      }
      await expect(
        Stripe.webhooks.constructEventAsync(
          body,
          signature,
          'whsec_other',
          300,
          undefined,
          clock_ms,
        ),
      ).rejects.toThrow()
    })
    it('come again, later each time, until they are taken', async () => {
      deliver_status = 503
      await paid(100)
      expect(await deliverDueWebhooks(deps)).toMatchObject({ delivered: 0, failed: 0, pending: 3 })
      clock_ms += 5_000
      expect(await deliverDueWebhooks(deps)).toMatchObject({ failed: 3 })
      deliver_status = 200
      clock_ms += 30_000
      expect(await deliverDueWebhooks(deps)).toEqual({ delivered: 3, failed: 0, pending: 0 })
    })
    it.each([
      ['pm_mock_dup_webhook', 2, 0],
      ['pm_mock_late_webhook', 0, 1],
    ])('%s: %i at once, %i a minute later', async (method, now, later) => {
      await paid(100, method)
      expect(types().filter((type) => type === 'payment_intent.succeeded')).toHaveLength(now)
      clock_ms += 60_000
      await deliverDueWebhooks(deps)
      expect(types().filter((type) => type === 'payment_intent.succeeded')).toHaveLength(
        now + later,
      )
    })
    it('can be dropped, doubled, delayed and reordered', async () => {
      await control('webhooks/drop?next=3')
      await paid(1)
      expect(types()).toEqual([])
      await control('webhooks/dup?next=3')
      await paid(2)
      expect(notices).toHaveLength(6)
      notices = []
      await control('webhooks/reorder?next=3')
      await paid(3)
      clock_ms += 10_000
      await deliverDueWebhooks(deps)
      expect(types()).toEqual([
        'payment_intent.succeeded',
        'charge.succeeded',
        'payment_intent.created',
      ])
    })
  })

  describe('reads', () => {
    it('page through everything once, newest first', async () => {
      const made: string[] = []
      for (let i = 0; i < 7; i++) made.unshift((await create(100 + i)).id)
      const seen: string[] = []
      for await (const intent of stripe.paymentIntents.list({ limit: 3 })) seen.push(intent.id)
      expect(seen).toEqual(made)
      expect(
        (await stripe.paymentIntents.list({ limit: 3, ending_before: made[5]! })).data.map(
          ({ id }) => id,
        ),
      ).toEqual(made.slice(2, 5))
      await expect(
        stripe.paymentIntents.list({ starting_after: 'pi_nobody' }),
      ).rejects.toMatchObject({ code: 'resource_missing', statusCode: 400 })
    })
    it('expand links, on lists too, and refuse to expand what is none', async () => {
      const intent = await paid(1000)
      const wide = await stripe.paymentIntents.retrieve(intent.id, {
        expand: ['latest_charge.balance_transaction'],
      })
      expect(wide.latest_charge).toMatchObject({
        object: 'charge',
        balance_transaction: { amount: 1000, fee: 6, net: 994 },
      })
      const list = await stripe.paymentIntents.list({ expand: ['data.latest_charge'] })
      expect(list.data[0]!.latest_charge).toMatchObject({ object: 'charge' })
      await expect(
        stripe.paymentIntents.retrieve(intent.id, { expand: ['amount'] }),
      ).rejects.toMatchObject({ param: 'expand' })
    })
    it('refuse a wrong key, an unknown id, an unknown parameter and another currency', async () => {
      await expect(client('sk_test_wrong').balance.retrieve()).rejects.toBeInstanceOf(
        Stripe.errors.StripeAuthenticationError,
      )
      await expect(stripe.paymentIntents.retrieve('pi_nobody')).rejects.toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
      })
      await expect(create(100, { surprise: 'x' })).rejects.toMatchObject({
        code: 'parameter_unknown',
        param: 'surprise',
      })
      await expect(
        stripe.paymentIntents.create({ amount: 100, currency: 'usd' }),
      ).rejects.toMatchObject({ param: 'currency' })
    })
    it('add up: the balance is the sum of what was booked', async () => {
      const intent = await paid(10_000)
      await stripe.refunds.create({ payment_intent: intent.id, amount: 4_000 })
      expect((await stripe.balance.retrieve()).pending[0]!.amount).toBe(10_000 - 60 - 4_000)
      expect((await stripe.balanceTransactions.list()).data).toHaveLength(2)
    })
  })
})
