import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Db, Statement } from '../../../src/platform/d1'
import { openProvider, type Provider, refusal, sdk } from './provider'

const { errors } = Stripe
const DAY_MS = 86_400_000
let p: Provider
beforeEach(() => {
  p = openProvider()
})
const order = (amount = 100, idempotencyKey = 'k1') =>
  p.stripe.paymentIntents.create({ amount, currency: 'cny' }, { idempotencyKey })
const charges = async () => (await p.stripe.charges.list({ limit: 100 })).data.length

/** The SDK's fetch client hands out the answer's own headers, whatever its types say. */
const isReplayed = ({ lastResponse }: { lastResponse: { headers: object } }) =>
  (lastResponse.headers as Headers).get('Idempotent-Replayed')

/** Storage at which `count` answers under the key `twin` wait for one another before any is written. */
const meeting = (count: number) => (db: Db) => {
  const waiting: (() => void)[] = []
  let is_open = false
  return {
    batch: async (statements: readonly Statement[]) => {
      const is_twin = statements.some(
        ({ text, values }) => text.startsWith('INSERT INTO mock_stripe_id') && values[0] === 'twin',
      )
      if (is_twin && !is_open) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve)
          is_open = waiting.length === count
          if (is_open) for (const go of waiting) go()
        })
      }
      return db.batch(statements)
    },
  }
}

describe('an idempotency key', () => {
  it('gets one answer, and says when it is a repeat', async () => {
    const first = await order()
    const again = await order()
    expect(again).toEqual(first)
    expect([isReplayed(first), isReplayed(again)]).toEqual([null, 'true'])
    expect(again.lastResponse.requestId).not.toBe(first.lastResponse.requestId)
    expect((await p.stripe.paymentIntents.list()).data).toHaveLength(1)
  })
  it('repeats what was answered then, not what is so now', async () => {
    const first = await order()
    await p.stripe.paymentIntents.cancel(first.id)
    expect((await order()).status).toBe('requires_payment_method')
  })
  it('is refused with other parameters, and on another path', async () => {
    const { id } = await order(100)
    const other = await refusal(order(101))
    expect(other).toBeInstanceOf(errors.StripeIdempotencyError)
    expect([other.statusCode, other.type]).toEqual([400, 'StripeIdempotencyError'])
    const elsewhere = await refusal(
      p.stripe.paymentIntents.cancel(id, {}, { idempotencyKey: 'k1' }),
    )
    expect(elsewhere).toBeInstanceOf(errors.StripeIdempotencyError)
    expect((await p.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method')
  })
  it('lets one of two twins through; the other hears 409, and then the same answer', async () => {
    p = openProvider({ wrap: meeting(2) })
    const { id } = await p.stripe.paymentIntents.create({ amount: 100, currency: 'cny' })
    const confirm = () =>
      p.stripe.paymentIntents.confirm(
        id,
        { payment_method: 'pm_card_visa' },
        { idempotencyKey: 'twin' },
      )
    const tries = await Promise.allSettled([confirm(), confirm()])
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' })
    expect((await confirm()).status).toBe('succeeded')
    expect(await charges()).toBe(1)
  })
  it('lets the SDK’s own retry turn a twin’s 409 into the answer', async () => {
    p = openProvider({ wrap: meeting(2) })
    const create = () =>
      p.stripe.paymentIntents.create(
        { amount: 100, currency: 'cny' },
        { idempotencyKey: 'twin', maxNetworkRetries: 2 },
      )
    const [one, other] = await Promise.all([create(), create()])
    expect(one.id).toBe(other.id)
  })
  it('keeps a decline', async () => {
    const { id } = await order()
    const confirm = (payment_method: string) =>
      p.stripe.paymentIntents.confirm(id, { payment_method }, { idempotencyKey: 'd' })
    const first = await refusal(confirm('pm_card_chargeDeclined'))
    const again = await refusal(confirm('pm_card_chargeDeclined'))
    expect(again.charge).toBe(first.charge)
    expect(again.headers?.['idempotent-replayed']).toBe('true')
    expect(await charges()).toBe(1)
  })
  it('keeps a refusal by state, for execution had begun', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    const capture = () =>
      p.stripe.paymentIntents.capture(paid.id, {}, { idempotencyKey: 'too late' })
    await refusal(capture())
    const again = await refusal(capture())
    expect(again).toMatchObject({ code: 'payment_intent_unexpected_state' })
    expect(again.headers?.['idempotent-replayed']).toBe('true')
  })
  it('keeps a server error too', async () => {
    const { id } = await order()
    const confirm = () =>
      p.stripe.paymentIntents.confirm(
        id,
        { payment_method: 'pm_mock_api_error' },
        { idempotencyKey: 'broken' },
      )
    expect(await refusal(confirm())).toBeInstanceOf(errors.StripeAPIError)
    const again = await refusal(confirm())
    expect(again.statusCode).toBe(500)
    expect(again.headers?.['idempotent-replayed']).toBe('true')
    expect((await p.stripe.paymentIntents.retrieve(id)).status).toBe('requires_payment_method')
  })
  it('does not keep what failed validation', async () => {
    expect((await refusal(order(0))).code).toBe('parameter_invalid_integer')
    expect((await order(100)).amount).toBe(100)
    const confirm = (id: string) =>
      p.stripe.paymentIntents.confirm(
        id,
        { payment_method: 'pm_card_visa' },
        { idempotencyKey: 'c' },
      )
    expect((await refusal(confirm('pi_none'))).statusCode).toBe(404)
    expect((await confirm((await order()).id)).status).toBe('succeeded')
  })
  it('has 1 to 255 characters', async () => {
    expect((await order(100, 'k'.repeat(255))).amount).toBe(100)
    expect((await refusal(order(100, 'k'.repeat(256)))).statusCode).toBe(400)
  })
  it('is forgotten after a day, and not before', async () => {
    const { id } = await order()
    p.advance(DAY_MS - 1)
    expect((await order()).id).toBe(id)
    p.advance(1)
    expect((await order()).id).not.toBe(id)
  })
  it('goes unused when storage fails, and the work with it', async () => {
    let is_down = false
    const broken = openProvider({
      wrap: (db) => ({
        batch: async (statements: readonly Statement[]) => {
          if (is_down && statements.length > 2) throw new Error('D1_ERROR: no disk')
          return db.batch(statements)
        },
      }),
    })
    const create = () =>
      broken.stripe.paymentIntents.create({ amount: 100, currency: 'cny' }, { idempotencyKey: 'k' })
    is_down = true
    expect((await refusal(create())).statusCode).toBe(500)
    is_down = false
    await create()
    expect((await broken.stripe.paymentIntents.list()).data).toHaveLength(1)
  })
})

describe('an answer that is lost', () => {
  it('was a payment all the same, and the key finds it', async () => {
    const { id } = await order()
    const confirm = () =>
      p.stripe.paymentIntents.confirm(
        id,
        { payment_method: 'pm_mock_timeout' },
        { idempotencyKey: 'lost' },
      )
    expect(await refusal(confirm())).toBeInstanceOf(errors.StripeAPIError)
    expect((await p.stripe.paymentIntents.retrieve(id)).status).toBe('succeeded')
    expect((await confirm()).status).toBe('succeeded')
    expect((await confirm()).status).toBe('succeeded')
    expect(await charges()).toBe(1)
    expect(p.types().filter((type) => type === 'payment_intent.succeeded')).toHaveLength(1)
  })
  it('is found by the SDK’s own retry', async () => {
    const patient = sdk((request) => p.mock.fetch(request))
    const paid = await patient.paymentIntents.create(
      { amount: 100, currency: 'cny', payment_method: 'pm_mock_timeout', confirm: true },
      { maxNetworkRetries: 1 },
    )
    expect(paid.status).toBe('succeeded')
    expect(await charges()).toBe(1)
  })
})

describe('two requests at once', () => {
  it('do not both confirm', async () => {
    const { id } = await order()
    const confirm = () => p.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    const tries = await Promise.allSettled(Array.from({ length: 8 }, confirm))
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refused).toEqual(Array.from({ length: 7 }, () => 'payment_intent_unexpected_state'))
    expect(await charges()).toBe(1)
  })
  it('do not both capture', async () => {
    const { id } = await p.pay('pm_card_visa', 1_000, { capture_method: 'manual' })
    const capture = () => p.stripe.paymentIntents.capture(id, { amount_to_capture: 600 })
    const tries = await Promise.allSettled([capture(), capture(), capture()])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await p.stripe.balance.retrieve()).pending[0]?.amount).toBe(597)
  })
  it('do not both cancel and confirm', async () => {
    const { id } = await order()
    const tries = await Promise.allSettled([
      p.stripe.paymentIntents.cancel(id),
      p.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
    ])
    expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const { status } = await p.stripe.paymentIntents.retrieve(id)
    expect(await charges()).toBe(status === 'canceled' ? 0 : 1)
  })
})
