import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../../src/platform/d1'
import { openProvider, type Provider, refusal } from './provider'

const { errors } = Stripe
const DAY_MS = 86_400_000
let p: Provider
beforeEach(() => {
  p = openProvider()
})
const nets = async () => {
  const lines = await p.stripe.balanceTransactions.list({ limit: 100 })
  return lines.data.map(({ type, amount, fee, net }) => [type, amount, fee, net]).reverse()
}

describe('a refund', () => {
  it('gives back part, then the rest, then nothing more', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    const part = await p.stripe.refunds.create({
      payment_intent: paid.id,
      amount: 300,
      reason: 'requested_by_customer',
      metadata: { our_no: 'R1' },
    })
    expect(part).toMatchObject({
      object: 'refund',
      amount: 300,
      status: 'succeeded',
      charge: paid.latest_charge,
      payment_intent: paid.id,
      metadata: { our_no: 'R1' },
    })
    expect(await p.charge(paid)).toMatchObject({ amount_refunded: 300, refunded: false })
    await p.stripe.refunds.create({ charge: String(paid.latest_charge) })
    expect(await p.charge(paid)).toMatchObject({ amount_refunded: 1_000, refunded: true })
    const none = await refusal(p.stripe.refunds.create({ payment_intent: paid.id, amount: 1 }))
    expect(none).toBeInstanceOf(errors.StripeInvalidRequestError)
    expect(none).toMatchObject({ code: 'charge_already_refunded', charge: paid.latest_charge })
    expect(p.types().slice(-4)).toEqual([
      'refund.created',
      'charge.refunded',
      'refund.created',
      'charge.refunded',
    ])
    expect(p.notices.at(-1)?.event.data.previous_attributes).toEqual({
      amount_refunded: 300,
      refunded: false,
    })
  })
  it('is never more than what is left', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    await p.stripe.refunds.create({ payment_intent: paid.id, amount: 999 })
    const more = await refusal(p.stripe.refunds.create({ payment_intent: paid.id, amount: 2 }))
    expect(more).toMatchObject({ param: 'amount', statusCode: 400 })
    expect((await p.charge(paid)).amount_refunded).toBe(999)
  })
  it('is of what was captured, not of what was held', async () => {
    const held = await p.pay('pm_card_visa', 1_000, { capture_method: 'manual' })
    const early = await refusal(p.stripe.refunds.create({ payment_intent: held.id }))
    expect(early.code).toBe('charge_not_refundable')
    await p.stripe.paymentIntents.capture(held.id, { amount_to_capture: 400 })
    const all = await p.stripe.refunds.create({ payment_intent: held.id })
    expect(all.amount).toBe(400)
    expect((await p.charge(held)).refunded).toBe(true)
  })
  it('races: ten of 300 on a charge of 1,000 come to three', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    const tries = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        p.stripe.refunds.create({ payment_intent: paid.id, amount: 300 }),
      ),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect((await p.charge(paid)).amount_refunded).toBe(900)
    const { data } = await p.stripe.refunds.list({ payment_intent: paid.id })
    expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBe(900)
  })
  it('that would break the sum is refused by the database itself', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    await p.stripe.refunds.create({ payment_intent: paid.id, amount: 700 })
    const row = (id: string, status: string) =>
      p.db.batch([
        sql`INSERT INTO mock_stripe_objects (id, version, data)
            VALUES (${id}, 1, ${JSON.stringify({
              id,
              object: 'refund',
              amount: 301,
              status,
              charge: paid.latest_charge,
            })})`,
      ])
    await expect(row('re_forged', 'pending')).rejects.toThrow('mock_refunds_exceed_captured')
    await expect(row('re_failed', 'failed')).resolves.toBeDefined()
  })
  it('may be pending, and succeeds later', async () => {
    const paid = await p.pay('pm_card_pendingRefund', 1_000)
    const refund = await p.stripe.refunds.create({ payment_intent: paid.id })
    expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' })
    expect((await p.charge(paid)).refunded).toBe(true)
    await p.later(30_000)
    const done = await p.stripe.refunds.retrieve(refund.id)
    expect([done.status, done.pending_reason]).toEqual(['succeeded', undefined])
    expect(p.types().at(-1)).toBe('refund.updated')
  })
  it('may be called back while it is pending, and only then', async () => {
    const paid = await p.pay('pm_card_pendingRefund', 1_000)
    const refund = await p.stripe.refunds.create({ payment_intent: paid.id })
    expect((await p.stripe.refunds.cancel(refund.id)).status).toBe('canceled')
    expect(await p.charge(paid)).toMatchObject({ amount_refunded: 0, refunded: false })
    await p.later(60_000)
    expect((await p.stripe.refunds.retrieve(refund.id)).status).toBe('canceled')
    expect((await refusal(p.stripe.refunds.cancel(refund.id))).statusCode).toBe(400)
  })
  it('may fail after it looked done: the money is ours again and refundable again', async () => {
    const paid = await p.pay('pm_card_refundFail', 1_000)
    const refund = await p.stripe.refunds.create({ payment_intent: paid.id, amount: 400 })
    expect(refund.status).toBe('succeeded')
    await p.later(30_000)
    const failed = await p.stripe.refunds.retrieve(refund.id)
    expect(failed).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' })
    expect(p.types().slice(-2)).toEqual(['charge.updated', 'refund.failed'])
    expect((await p.charge(paid)).amount_refunded).toBe(0)
    expect(await nets()).toEqual([
      ['charge', 1_000, 6, 994],
      ['refund', -400, 0, -400],
      ['refund_failure', 400, 0, 400],
    ])
    await p.stripe.refunds.create({ payment_intent: paid.id, amount: 1_000 })
  })
  it('ends as the control plane says, once', async () => {
    const paid = await p.pay('pm_card_pendingRefund', 1_000)
    const { id } = await p.stripe.refunds.create({ payment_intent: paid.id })
    expect((await p.control(`settle_refund/${id}?as=failed`)).status).toBe('failed')
    expect((await p.control(`settle_refund/${id}`)).error.code).toBe('status_transition_invalid')
    expect((await p.charge(paid)).amount_refunded).toBe(0)
  })
  it('needs a charge or a payment intent, and one that is there', async () => {
    expect((await refusal(p.stripe.refunds.create({}))).code).toBe('parameter_missing')
    const nobody = await refusal(p.stripe.refunds.create({ charge: 'ch_nobody' }))
    expect(nobody).toMatchObject({ code: 'resource_missing', param: 'charge', statusCode: 400 })
  })
})

describe('a dispute', () => {
  it('follows pm_card_createDispute at once and takes the money', async () => {
    const paid = await p.pay('pm_card_createDispute', 1_000)
    expect(await p.charge(paid)).toMatchObject({ disputed: true })
    const [dispute] = (await p.stripe.disputes.list({ payment_intent: paid.id })).data
    expect(dispute).toMatchObject({ amount: 1_000, status: 'needs_response', reason: 'fraudulent' })
    expect(p.types().slice(-4)).toEqual([
      'charge.succeeded',
      'payment_intent.succeeded',
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
    ])
    expect(await nets()).toContainEqual(['adjustment', -1_000, 1_500, -2_500])
    const refund = await refusal(p.stripe.refunds.create({ payment_intent: paid.id }))
    expect(refund.code).toBe('charge_disputed')
  })
  it('is won with winning evidence, and the money comes back', async () => {
    const paid = await p.pay('pm_card_createDispute', 1_000)
    const [dispute] = (await p.stripe.disputes.list({ payment_intent: paid.id })).data
    const won = await p.stripe.disputes.update(String(dispute?.id), {
      evidence: { uncategorized_text: 'winning_evidence' },
    })
    expect(won.status).toBe('won')
    expect(p.types().slice(-3)).toEqual([
      'charge.dispute.updated',
      'charge.dispute.funds_reinstated',
      'charge.dispute.closed',
    ])
    expect((await p.stripe.balance.retrieve()).pending[0]?.amount).toBe(994)
    expect((await refusal(p.stripe.disputes.close(won.id))).statusCode).toBe(400)
  })
  it('is lost when it is given up', async () => {
    const paid = await p.pay('pm_card_createDispute', 1_000)
    const [dispute] = (await p.stripe.disputes.list({ payment_intent: paid.id })).data
    expect((await p.stripe.disputes.close(String(dispute?.id))).status).toBe('lost')
    expect(await nets()).toEqual([
      ['charge', 1_000, 6, 994],
      ['adjustment', -1_000, 1_500, -2_500],
    ])
  })
  it('is opened and decided by the control plane, once', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    const path = `dispute/${paid.latest_charge}`
    await p.stripe.refunds.create({ payment_intent: paid.id, amount: 400 })
    expect(await p.control(path)).toMatchObject({ status: 'needs_response', amount: 600 })
    expect((await p.control(path)).error.code).toBe('charge_disputed')
    expect((await p.control(`${path}?as=won`)).status).toBe('won')
    expect((await p.control(`${path}?as=won`)).error.code).toBe('charge_disputed')
  })
})

describe('the bill', () => {
  it.each([
    [1, 0],
    [166, 0],
    [167, 1],
    [20_000, 120],
    [99_999_999, 599_999],
  ])('takes 0.6 %% of %i fen, rounded down: %i', async (amount, fee) => {
    const paid = await p.pay('pm_card_visa', amount, {
      expand: ['latest_charge.balance_transaction'],
    })
    const charge = paid.latest_charge as Stripe.Charge
    expect(charge.balance_transaction).toMatchObject({
      amount,
      fee,
      net: amount - fee,
      type: 'charge',
      source: charge.id,
      currency: 'cny',
    })
  })
  it('makes money available a day later, or at once with bypassPending', async () => {
    const paid = await p.pay('pm_card_visa', 1_000)
    await p.pay('pm_card_bypassPending', 500)
    const before = await p.stripe.balance.retrieve()
    expect([before.available[0]?.amount, before.pending[0]?.amount]).toEqual([497, 994])
    await p.later(DAY_MS)
    const after = await p.stripe.balance.retrieve()
    expect([after.available[0]?.amount, after.pending[0]?.amount]).toEqual([1_491, 0])
    const { data } = await p.stripe.balanceTransactions.list({
      source: String(paid.latest_charge),
    })
    expect(data.map(({ status }) => status)).toEqual(['available'])
  })
  it('pays out what is available, and no fen of it twice', async () => {
    await p.pay('pm_card_bypassPending', 1_000)
    const create = (amount: number) => p.stripe.payouts.create({ amount, currency: 'cny' })
    const tries = await Promise.allSettled([create(600), create(600), create(600)])
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const short = await refusal(create(395))
    expect(short).toMatchObject({ code: 'balance_insufficient' })
    await create(394)
    expect((await p.stripe.balance.retrieve()).available[0]?.amount).toBe(0)
    await p.later(DAY_MS)
    const { data } = await p.stripe.payouts.list({ status: 'paid' })
    expect(data).toHaveLength(2)
    expect(p.types().filter((type) => type === 'payout.paid')).toHaveLength(2)
  })
})
