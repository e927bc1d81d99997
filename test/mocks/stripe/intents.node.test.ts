import Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { openProvider, type Provider, refusal } from './provider'

const { errors } = Stripe
let p: Provider
beforeEach(() => {
  p = openProvider()
})

describe('a payment by card', () => {
  it('goes from order to method to money', async () => {
    const { paymentIntents } = p.stripe
    const order = await paymentIntents.create({
      amount: 20_000,
      currency: 'cny',
      description: '充 200 送 40',
      metadata: { our_no: 'NO1' },
    })
    expect(order).toMatchObject({
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount: 20_000,
      amount_received: 0,
      currency: 'cny',
      livemode: false,
      latest_charge: null,
      metadata: { our_no: 'NO1' },
    })
    const chosen = await paymentIntents.update(order.id, { payment_method: 'pm_card_visa' })
    expect(chosen.status).toBe('requires_confirmation')
    const paid = await paymentIntents.confirm(order.id)
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 20_000 })
    expect(await paymentIntents.retrieve(order.id)).toEqual(paid)
    expect(await p.charge(paid)).toMatchObject({
      payment_intent: order.id,
      amount: 20_000,
      amount_captured: 20_000,
      paid: true,
      captured: true,
      status: 'succeeded',
      payment_method: 'pm_card_visa',
      metadata: { our_no: 'NO1' },
    })
    expect(p.types()).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ])
  })
  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
    ['pm_card_chargeCustomerFail', 'card_declined', 'generic_decline'],
  ])('is declined with %s', async (method, code, decline_code) => {
    const order = await p.stripe.paymentIntents.create({ amount: 100, currency: 'cny' })
    const declined = await refusal(
      p.stripe.paymentIntents.confirm(order.id, { payment_method: method }),
    )
    expect(declined).toBeInstanceOf(errors.StripeCardError)
    expect(declined).toMatchObject({ statusCode: 402, code, decline_code })
    expect(declined.doc_url).toContain(code.replaceAll('_', '-'))
    const after = await p.stripe.paymentIntents.retrieve(order.id)
    expect(declined.payment_intent).toEqual(after)
    expect(after).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { code, decline_code, payment_method: { id: method } },
    })
    expect(declined.charge).toBe(after.latest_charge)
    expect(await p.charge(after)).toMatchObject({ status: 'failed', paid: false, captured: false })
    expect(p.types().slice(1)).toEqual(['charge.failed', 'payment_intent.payment_failed'])
    const again = await p.stripe.paymentIntents.confirm(order.id, {
      payment_method: 'pm_card_visa',
    })
    expect(again).toMatchObject({ status: 'succeeded', last_payment_error: null })
  })
  it.each(['succeeded', 'canceled', 'processing', 'requires_action', 'requires_capture'])(
    'is not confirmed again once it is %s',
    async (status) => {
      const manner = {
        succeeded: ['pm_card_visa', {}],
        canceled: ['pm_card_authenticationRequired', {}],
        processing: ['pm_mock_wechat', {}],
        requires_action: ['pm_card_authenticationRequired', {}],
        requires_capture: ['pm_card_visa', { capture_method: 'manual' }],
      }[status] as [string, object]
      const { id } = await p.pay(manner[0], 100, manner[1])
      if (status === 'canceled') await p.stripe.paymentIntents.cancel(id)
      const told = p.notices.length
      const no = await refusal(
        p.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' }),
      )
      expect(no).toBeInstanceOf(errors.StripeInvalidRequestError)
      expect(no).toMatchObject({ code: 'payment_intent_unexpected_state', statusCode: 400 })
      expect(no.payment_intent).toMatchObject({ id, status })
      expect(p.notices).toHaveLength(told)
    },
  )
  it('needs a method that exists and that the order takes', async () => {
    const { paymentIntents } = p.stripe
    const { id } = await paymentIntents.create({
      amount: 100,
      currency: 'cny',
      allowed_payment_method_types: ['card'],
    })
    const none = await refusal(paymentIntents.confirm(id))
    expect(none.code).toBe('payment_intent_unexpected_state')
    const strange = await refusal(paymentIntents.confirm(id, { payment_method: 'pm_card_gold' }))
    expect(strange).toMatchObject({ code: 'resource_missing', param: 'payment_method' })
    expect(strange.statusCode).toBe(400)
    const wechat = await refusal(paymentIntents.confirm(id, { payment_method: 'pm_mock_wechat' }))
    expect(wechat.param).toBe('payment_method')
    expect((await paymentIntents.retrieve(id)).status).toBe('requires_payment_method')
  })
  it('is declined when nobody is there to authenticate', async () => {
    const no = await refusal(
      p.pay('pm_card_authenticationRequired', 100, { error_on_requires_action: true }),
    )
    expect(no).toMatchObject({ code: 'authentication_required', statusCode: 402 })
  })
})

describe('holding, capturing, canceling', () => {
  const hold = (amount = 1_000) => p.pay('pm_card_visa', amount, { capture_method: 'manual' })
  it('holds money and takes part of it', async () => {
    const held = await hold()
    expect(held).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 1_000,
      amount_received: 0,
    })
    expect(await p.charge(held)).toMatchObject({ captured: false, balance_transaction: null })
    const taken = await p.stripe.paymentIntents.capture(held.id, { amount_to_capture: 600 })
    expect(taken).toMatchObject({
      status: 'succeeded',
      amount: 1_000,
      amount_received: 600,
      amount_capturable: 0,
    })
    expect(await p.charge(taken)).toMatchObject({ captured: true, amount_captured: 600 })
    expect(p.types()).toContain('payment_intent.amount_capturable_updated')
    expect(p.types().slice(-2)).toEqual(['charge.updated', 'payment_intent.succeeded'])
  })
  it('takes no more than was held, and nothing twice', async () => {
    const { id } = await hold()
    const more = await refusal(p.stripe.paymentIntents.capture(id, { amount_to_capture: 1_001 }))
    expect(more).toMatchObject({ code: 'amount_too_large', param: 'amount_to_capture' })
    await p.stripe.paymentIntents.capture(id)
    const again = await refusal(p.stripe.paymentIntents.capture(id))
    expect(again.code).toBe('payment_intent_unexpected_state')
  })
  it('releases what was held when the order is canceled', async () => {
    const held = await hold()
    const ended = await p.stripe.paymentIntents.cancel(held.id, {
      cancellation_reason: 'abandoned',
    })
    expect(ended).toMatchObject({ status: 'canceled', cancellation_reason: 'abandoned' })
    expect(ended.canceled_at).toBeGreaterThan(0)
    expect(await p.charge(ended)).toMatchObject({ refunded: true, captured: false })
    expect((await p.stripe.balance.retrieve()).pending[0]?.amount).toBe(0)
    expect(p.types().at(-1)).toBe('payment_intent.canceled')
  })
  it.each(['pm_card_visa', 'pm_mock_wechat'])('does not cancel after %s', async (method) => {
    const { id } = await p.pay(method)
    const no = await refusal(p.stripe.paymentIntents.cancel(id))
    expect(no).toMatchObject({ code: 'payment_intent_unexpected_state', statusCode: 400 })
  })
  it('does not hold money of a method that cannot be held', async () => {
    const no = await refusal(p.pay('pm_mock_alipay', 100, { capture_method: 'manual' }))
    expect(no.param).toBe('payment_method')
  })
})
