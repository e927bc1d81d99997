import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  NEW_SECRET,
  type Notice,
  OLD_SECRET,
  openProvider,
  type Provider,
  refusal,
  SECRET,
} from './provider'

const PAID = 'payment_intent.succeeded'
let p: Provider
beforeEach(() => {
  p = openProvider()
})
const opened = (notice: Notice | undefined, secret: string, at_ms: number) =>
  Stripe.webhooks.constructEventAsync(
    notice?.raw ?? '',
    notice?.signature ?? '',
    secret,
    300,
    Stripe.createSubtleCryptoProvider(),
    at_ms,
  )
const ofType = (type: string) => p.notices.filter(({ event }) => event.type === type)

describe('a notice', () => {
  it('is signed so that the official SDK believes it', async () => {
    const paid = await p.pay('pm_card_visa')
    const event = await opened(ofType(PAID)[0], NEW_SECRET, p.deps.now_ms())
    expect(event).toMatchObject({
      object: 'event',
      type: PAID,
      livemode: false,
      api_version: '2026-10-28.endive',
      data: { object: { id: paid.id, status: 'succeeded' } },
    })
    await expect(opened(ofType(PAID)[0], OLD_SECRET, p.deps.now_ms())).rejects.toThrow()
  })
  it('carries a signature for each secret while they are rotated', async () => {
    p = openProvider({ webhook_secrets: [OLD_SECRET, NEW_SECRET] })
    await p.pay('pm_card_visa')
    const [notice] = p.notices
    expect(notice?.signature).toMatch(/^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/)
    for (const secret of [OLD_SECRET, NEW_SECRET])
      expect((await opened(notice, secret, p.deps.now_ms())).type).toBe('payment_intent.created')
    await expect(opened(notice, 'whsec_other', p.deps.now_ms())).rejects.toThrow()
  })
  it('names the request and the key that caused it', async () => {
    const answer = await p.stripe.paymentIntents.create(
      { amount: 100, currency: 'cny' },
      { idempotencyKey: 'cause' },
    )
    expect(p.notices[0]?.event.request).toEqual({
      id: answer.lastResponse.requestId,
      idempotency_key: 'cause',
    })
  })
  it('shows the object as it was then', async () => {
    const { id } = await p.stripe.paymentIntents.create({ amount: 100, currency: 'cny' })
    await p.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    const { data } = await p.stripe.events.list({ types: ['payment_intent.created', PAID] })
    expect(data.map((event) => (event.data.object as Stripe.PaymentIntent).status)).toEqual([
      'succeeded',
      'requires_payment_method',
    ])
  })
  it('is counted as pending until it is answered with 2xx', async () => {
    p.receiver.status = 503
    await p.stripe.paymentIntents.create({ amount: 100, currency: 'cny' })
    const id = String(p.notices[0]?.event.id)
    expect(p.notices[0]?.event.pending_webhooks).toBe(1)
    expect((await p.stripe.events.retrieve(id)).pending_webhooks).toBe(1)
    p.receiver.status = 200
    expect(await p.later(5_000)).toEqual({ delivered: 1, failed: 0, pending: 0 })
    expect((await p.stripe.events.retrieve(id)).pending_webhooks).toBe(0)
  })
  it('is repeated ever more slowly, always the same and freshly signed, then given up', async () => {
    p.receiver.status = 500
    await p.stripe.paymentIntents.create({ amount: 100, currency: 'cny' })
    const waits_s = [5, 30, 120, 600, 3_600, 21_600, 86_400]
    for (const [i, wait_s] of waits_s.entries()) {
      await p.later(wait_s * 1_000 - 1)
      expect(p.notices).toHaveLength(i + 1)
      await p.later(1)
      expect(p.notices).toHaveLength(i + 2)
    }
    expect(await p.later(1_000_000_000)).toEqual({ delivered: 0, failed: 0, pending: 0 })
    expect(new Set(p.notices.map(({ event }) => event.id)).size).toBe(1)
    expect(new Set(p.notices.map(({ signature }) => signature)).size).toBe(8)
  })
  it('is repeated when nobody answered at all', async () => {
    let tries = 0
    p = openProvider({
      deliver: async () => {
        tries += 1
        throw new TypeError('connection refused')
      },
    })
    expect((await p.pay('pm_card_visa')).status).toBe('succeeded')
    expect(tries).toBe(3)
    expect(await p.later(5_000)).toEqual({ delivered: 0, failed: 3, pending: 3 })
  })
  it('reaches a receiver that calls back at once, and is not sent to it again meanwhile', async () => {
    const seen: string[] = []
    p = openProvider({
      deliver: async (request) => {
        const event = JSON.parse(await request.text())
        seen.push(event.type)
        const { id } = event.data.object
        if (event.type === PAID) await p.stripe.refunds.create({ payment_intent: id, amount: 1 })
        return new Response()
      },
    })
    await p.pay('pm_card_visa')
    expect([...seen].sort()).toEqual([
      'charge.refunded',
      'charge.succeeded',
      'payment_intent.created',
      PAID,
      'refund.created',
    ])
  })
})

describe('a method with a fault on the line', () => {
  it('pm_mock_dup_webhook tells everything twice', async () => {
    await p.pay('pm_mock_dup_webhook')
    expect(ofType(PAID)).toHaveLength(2)
    expect(new Set(ofType(PAID).map(({ event }) => event.id)).size).toBe(1)
  })
  it('pm_mock_late_webhook tells a minute late', async () => {
    expect((await p.pay('pm_mock_late_webhook')).status).toBe('succeeded')
    await p.later(59_999)
    expect(p.notices).toEqual([])
    await p.later(1)
    expect(ofType(PAID)).toHaveLength(1)
  })
})

describe('the control plane', () => {
  const order = (amount: number) => p.stripe.paymentIntents.create({ amount, currency: 'cny' })
  const amounts = () =>
    p.notices.map(({ event }) => (event.data.object as Stripe.PaymentIntent).amount)

  it('drops the next notices for good; resending brings one back', async () => {
    await p.control('webhooks/drop?next=2')
    for (const amount of [1, 2, 3]) await order(amount)
    expect(amounts()).toEqual([3])
    expect(await p.later(1_000_000)).toEqual({ delivered: 0, failed: 0, pending: 0 })
    const { data } = await p.stripe.events.list()
    await p.control(`webhooks/resend/${data.at(-1)?.id}`)
    expect(amounts()).toEqual([3, 1])
  })
  it('doubles the next notice', async () => {
    await p.control('webhooks/dup')
    await order(1)
    expect(amounts()).toEqual([1, 1])
    await order(2)
    expect(amounts()).toEqual([1, 1, 2])
  })
  it('turns the next notices round', async () => {
    await p.control('webhooks/reorder?next=3')
    for (const amount of [1, 2, 3, 4]) await order(amount)
    expect(amounts()).toEqual([4])
    await p.later(10_000)
    expect(amounts()).toEqual([4, 3, 2, 1])
  })
  it('holds the next notice back', async () => {
    await p.control('webhooks/delay?next=1&seconds=600')
    for (const amount of [1, 2]) await order(amount)
    await p.later(599_000)
    expect(amounts()).toEqual([2])
    await p.later(1_000)
    expect(amounts()).toEqual([2, 1])
  })
  it('tells what was sent and what is set', async () => {
    await order(1)
    await p.control('webhooks/drop?next=5')
    const log = await (await p.raw('GET', '/__mock/log')).json()
    expect(log).toMatchObject({
      deliveries: [
        { type: 'payment_intent.created', status: 'delivered', attempts: 1, answered: 200 },
      ],
      knobs: [{ name: 'drop', remaining: 5 }],
    })
  })
  it.each(['webhooks/drop', 'webhooks/resend/evt_x', 'dispute/ch_x', 'settle_refund/re_x'])(
    'does not do %s without the secret key',
    async (path) => {
      const reply = await p.raw('POST', `/__mock/${path}`, '', { Authorization: 'Bearer no' })
      expect(reply.status).toBe(401)
    },
  )
  it('refuses knobs and numbers it does not know', async () => {
    expect((await p.control('webhooks/explode')).error.code).toBe('resource_missing')
    expect((await p.control('webhooks/drop?next=1001')).error.param).toBe('next')
    expect((await p.control('webhooks/drop?times=1')).error.code).toBe('parameter_unknown')
    expect((await p.control('webhooks/resend/evt_none')).error.code).toBe('resource_missing')
  })
})

describe('a registered endpoint', () => {
  it('gets the events it asked for, signed with a secret told once', async () => {
    const endpoint = await p.stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:8787/other',
      enabled_events: [PAID],
    })
    expect(endpoint.secret).toMatch(/^whsec_/)
    const seen = await p.stripe.webhookEndpoints.retrieve(endpoint.id)
    expect(seen.secret).toBeUndefined()
    expect(JSON.stringify(await p.stripe.webhookEndpoints.list())).not.toContain(endpoint.secret)
    await p.pay('pm_card_visa')
    const theirs = p.notices.filter(({ url }) => url.endsWith('/other'))
    expect(theirs.map(({ event }) => event.type)).toEqual([PAID])
    const event = await opened(theirs[0], String(endpoint.secret), p.deps.now_ms())
    expect(event.pending_webhooks).toBe(2)
    await p.stripe.webhookEndpoints.del(endpoint.id)
    await p.pay('pm_card_visa')
    expect(p.notices.filter(({ url }) => url.endsWith('/other'))).toHaveLength(1)
    expect((await refusal(p.stripe.webhookEndpoints.retrieve(endpoint.id))).statusCode).toBe(404)
  })
})

it('never shows the secrets in what it sends', async () => {
  await p.pay('pm_card_visa')
  const sent = p.notices.map(({ raw, signature }) => raw + signature).join()
  for (const secret of [SECRET, NEW_SECRET]) expect(sent).not.toContain(secret)
})
