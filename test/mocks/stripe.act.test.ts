import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE, openStorage } from '#storage'
import {
  createStripeMock,
  type StripeMockDeps,
  settleDueAsyncPayments,
} from '../../src/mocks/stripe/app'
import { seeded } from '../support/world'

const KEY = 'sk_test_of_the_mock'
const SECRETS = ['whsec_old_secret_of_the_mock', 'whsec_new_secret_of_the_mock']
type Notice = { type: string; body: string; signature: string }

describe(`the embedded provider on ${ENGINE}, driven by the official SDK`, () => {
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

  it('goes from requires_payment_method through confirm to succeeded, and tells it', async () => {
    const intent = await create(4800, { metadata: { our_no: 'A1' } })
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      amount: 4800,
      currency: 'cny',
      metadata: { our_no: 'A1' },
      livemode: false,
    })
    const done = await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })
    expect(done).toMatchObject({ status: 'succeeded', amount_received: 4800 })
    expect(types()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
    expect(await stripe.paymentIntents.retrieve(intent.id)).toEqual(done)
  })
  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
  ])('declines %s as the SDK expects it', async (method, code, decline_code) => {
    const intent = await create(100)
    const error = await stripe.paymentIntents
      .confirm(intent.id, { payment_method: method })
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ statusCode: 402, code, decline_code })
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code },
    })
    expect(types()).toContain('payment_intent.payment_failed')
    expect(
      (await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })).status,
    ).toBe('succeeded')
  })
  it.each([
    ['pass', 'succeeded'],
    ['fail', 'requires_payment_method'],
  ])('asks for 3-D Secure on a plain page: %s → %s', async (result, status) => {
    const intent = await paid(100, 'pm_card_authenticationRequired', {
      return_url: 'http://127.0.0.1:8787/c/x',
    })
    expect(intent.status).toBe('requires_action')
    const path = new URL(intent.next_action!.redirect_to_url!.url!).pathname.replace(
      '/mock/stripe',
      '',
    )
    expect(await (await mock.fetch(new Request(`http://x${path}`))).text()).toContain(
      '<form method="post"',
    )
    const answer = await mock.fetch(
      new Request(`http://x${path}`, { method: 'POST', body: new URLSearchParams({ result }) }),
    )
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      'http://127.0.0.1:8787/c/x',
    ])
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status)
  })
  it.each([
    ['pm_mock_wechat', 'succeeded'],
    ['pm_mock_alipay', 'succeeded'],
    ['pm_mock_async_fail', 'requires_payment_method'],
  ])('settles %s later: %s', async (method, status) => {
    const intent = await paid(100, method)
    expect(intent.status).toBe('processing')
    expect(await settleDueAsyncPayments(deps)).toBe(0)
    clock_ms += 30_000
    expect(await settleDueAsyncPayments(deps)).toBe(1)
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status)
    expect(await settleDueAsyncPayments(deps)).toBe(0)
  })
  it('captures at most what it holds, and frees the rest', async () => {
    const held = await paid(1000, 'pm_card_visa', { capture_method: 'manual' })
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 1000 })
    await expect(
      stripe.paymentIntents.capture(held.id, { amount_to_capture: 1001 }),
    ).rejects.toMatchObject({ code: 'amount_too_large' })
    expect(await stripe.paymentIntents.capture(held.id, { amount_to_capture: 600 })).toMatchObject({
      status: 'succeeded',
      amount_received: 600,
      amount_capturable: 0,
    })
    await expect(stripe.paymentIntents.cancel(held.id)).rejects.toMatchObject({
      code: 'payment_intent_unexpected_state',
    })
  })
  it('lets one of many racing confirms win, with one charge', async () => {
    const intent = await create(100)
    const tries = Array.from({ length: 8 }, () =>
      stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }).then(
        () => 1,
        () => 0,
      ),
    )
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1)
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1)
  })
  it('never refunds more than was captured, whatever races', async () => {
    const intent = await paid(1000)
    const tries = Array.from({ length: 8 }, () =>
      stripe.refunds.create({ payment_intent: intent.id, amount: 300 }).then(
        () => 1,
        () => 0,
      ),
    )
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(3)
    await stripe.refunds.create({ payment_intent: intent.id })
    await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    })
    expect((await stripe.charges.retrieve(String(intent.latest_charge))).amount_refunded).toBe(1000)
  })
  it('gives a failed refund back, and settles a pending one', async () => {
    const failing = await paid(500, 'pm_card_refundFail')
    const failed = await stripe.refunds.create({ payment_intent: failing.id })
    expect(failed.status).toBe('succeeded')
    clock_ms += 30_000
    await settleDueAsyncPayments(deps)
    expect((await stripe.refunds.retrieve(failed.id)).status).toBe('failed')
    expect((await stripe.charges.retrieve(String(failing.latest_charge))).amount_refunded).toBe(0)
    const pending = await stripe.refunds.create({
      payment_intent: (await paid(500, 'pm_card_pendingRefund')).id,
    })
    expect(pending.status).toBe('pending')
    expect((await control(`settle_refund/${pending.id}`)).status).toBe(200)
    expect((await stripe.refunds.retrieve(pending.id)).status).toBe('succeeded')
    expect(types()).toEqual(expect.arrayContaining(['refund.failed', 'refund.updated']))
  })
  it('opens a dispute at once where the method says so', async () => {
    await paid(700, 'pm_card_createDispute')
    expect((await stripe.disputes.list()).data[0]).toMatchObject({
      amount: 700,
      status: 'needs_response',
    })
    expect(types()).toEqual(
      expect.arrayContaining(['charge.dispute.created', 'charge.dispute.funds_withdrawn']),
    )
  })

  describe('idempotency', () => {
    it('answers one key once, and says when it repeats', async () => {
      const first = await create(100, {}, { idempotencyKey: 'k' })
      const again = await create(100, {}, { idempotencyKey: 'k' })
      expect(again.id).toBe(first.id)
      const headers = new Headers(again.lastResponse.headers)
      expect(headers.get('idempotent-replayed')).toBe('true')
      await expect(create(101, {}, { idempotencyKey: 'k' })).rejects.toBeInstanceOf(
        Stripe.errors.StripeIdempotencyError,
      )
    })
    it('does not keep what validation refused', async () => {
      await expect(create(0, {}, { idempotencyKey: 'v' })).rejects.toMatchObject({
        statusCode: 400,
      })
      expect((await create(0 + 1, {}, { idempotencyKey: 'v' })).amount).toBe(1)
    })
    it('makes one intent of ten twins', async () => {
      const twins = await Promise.all(
        Array.from({ length: 10 }, () =>
          create(100, {}, { idempotencyKey: 'twin' }).then(
            (i) => i.id,
            (e) => e.code,
          ),
        ),
      )
      expect(new Set(twins.filter((id) => String(id).startsWith('pi_'))).size).toBe(1)
      expect(
        twins.every((id) => String(id).startsWith('pi_') || id === 'idempotency_key_in_use'),
      ).toBe(true)
    })
    it('keeps a decline under its key', async () => {
      const intent = await create(100)
      const confirm = () =>
        stripe.paymentIntents.confirm(
          intent.id,
          { payment_method: 'pm_card_chargeDeclined' },
          { idempotencyKey: 'd' },
        )
      await expect(confirm()).rejects.toMatchObject({ code: 'card_declined' })
      await expect(confirm()).rejects.toMatchObject({ code: 'card_declined' })
      expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1)
    })
    it('loses an answer once, and finds the payment by its key', async () => {
      const intent = await create(100)
      const done = await client(KEY, 1).paymentIntents.confirm(intent.id, {
        payment_method: 'pm_mock_timeout',
      })
      expect(done.status).toBe('succeeded')
      expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(1)
    })
  })
})
