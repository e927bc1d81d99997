import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { pspAccount } from '../../src/ledger/chart'
import { sql } from '../../src/platform/d1'
import { expirePurchases } from '../../src/purchases/expire'
import { openShop, type Shop } from './shop'

const VISA = 'pm_card_visa'
const NO_FUNDS = 'pm_card_chargeDeclinedInsufficientFunds'
const MINUTE = 60_000

describe(`POST /v1/purchases/:id/payment on ${ENGINE}`, () => {
  let shop: Shop
  let order: string
  beforeEach(async () => {
    shop = await openShop()
    order = await shop.order(shop.li)
  })
  const isPaidOnce = async () => {
    expect(await shop.see(shop.li, order)).toMatchObject({ status: 'paid' })
    expect(await shop.charged()).toBe(1)
    expect(await shop.lots()).toHaveLength(1)
    expect(await shop.balance(pspAccount('stripe'))).toBe(-20_000)
  }

  it('pays: the provider’s notice opens the card', async () => {
    expect((await shop.pay(shop.li, order, VISA)).status).toBe(200)
    await isPaidOnce()
  })
  it('answers a decline for ever under its key, and takes another card under another', async () => {
    const declined = await shop.pay(shop.li, order, NO_FUNDS, 'first')
    expect([declined.status, declined.body.code]).toEqual([409, 'payment_declined'])
    expect(declined.body.detail).toMatch(/^没有扣钱。.*余额不足/)
    expect(await shop.see(shop.li, order)).toMatchObject({
      status: 'awaiting_payment',
      reason: 'insufficient_funds',
      attempts: 1,
    })
    expect(await shop.lots()).toEqual([])
    expect((await shop.pay(shop.li, order, NO_FUNDS, 'first')).text).toBe(declined.text)
    const reused = await shop.pay(shop.li, order, VISA, 'first')
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency_key_reused'])

    expect((await shop.pay(shop.li, order, VISA, 'second')).status).toBe(200)
    await isPaidOnce()
    expect(await shop.see(shop.li, order)).toMatchObject({ reason: null, attempts: 2 })
  })
  it('takes no word for a payment method that is none', async () => {
    const reply = await shop.pay(shop.li, order, 'pm_card_of_nobody')
    expect([reply.status, reply.body.code]).toEqual([409, 'payment_declined'])
    expect((await shop.pay(shop.li, order, '4242424242424242')).status).toBe(422)
    expect((await shop.pay(shop.li, order, VISA)).status).toBe(200)
    await isPaidOnce()
  })
  it('refuses to pay twice', async () => {
    await shop.pay(shop.li, order, VISA)
    const again = await shop.pay(shop.li, order, VISA)
    expect([again.status, again.body.code]).toEqual([409, 'purchase_already_paid'])
    await isPaidOnce()
  })
  it('charges once for ten twins under one key', async () => {
    const twins = await Promise.all(
      Array.from({ length: 10 }, () => shop.pay(shop.li, order, VISA, 'twin')),
    )
    const statuses = new Set(twins.map(({ status }) => status))
    expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([])
    expect((await shop.pay(shop.li, order, VISA, 'twin')).status).toBe(200)
    await isPaidOnce()
  })
  it.each([[[VISA]], [[VISA, 'pm_card_mastercard', NO_FUNDS]]])(
    'charges once for ten rivals under ten keys with %j',
    async (methods) => {
      await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          shop.pay(shop.li, order, methods[i % methods.length] ?? VISA, `rival-${i}`),
        ),
      )
      const last = await shop.pay(shop.li, order, VISA)
      expect([200, 409]).toContain(last.status)
      await isPaidOnce()
      const opened = shop.wire.calls.filter((call) => call === 'POST /v1/payment_intents')
      expect(opened.length).toBeGreaterThan(0)
      const [intents] = await shop.db.batch([sql`SELECT DISTINCT provider_ref FROM purchases`])
      expect(intents).toHaveLength(1)
    },
  )
  it('does not charge twice when the provider’s answer is lost', async () => {
    await shop.pay(shop.li, order, 'pm_mock_timeout', 'lost')
    await shop.pay(shop.li, order, 'pm_mock_timeout', 'lost')
    await isPaidOnce()
  })
  it.each(['unsent', 'unanswered'] as const)(
    'says it does not know when the line goes dead (%s), and the same key resolves it',
    async (fault) => {
      shop.hold(true)
      let dead = false
      shop.wire.next = (path) => {
        dead ||= path.endsWith('/confirm')
        return dead ? fault : null
      }
      const unclear = await shop.pay(shop.li, order, VISA, 'dead-line')
      expect([unclear.status, unclear.body.code]).toEqual([409, 'payment_unclear'])
      const rival = await shop.pay(shop.li, order, VISA, 'rival')
      expect([rival.status, rival.body.code]).toEqual([409, 'payment_unclear'])

      shop.wire.next = () => null
      const resolved = await shop.pay(shop.li, order, VISA, 'dead-line')
      expect(resolved.body).toMatchObject({ status: 'processing', payment: { state: 'succeeded' } })
      shop.hold(false)
      await shop.redeliver(shop.notices.at(-1))
      await isPaidOnce()
    },
  )
  it('repeats a decline whose answer was lost, and does not try the card again', async () => {
    shop.wire.next = (path) => (path.endsWith('/confirm') ? 'unanswered' : null)
    expect((await shop.pay(shop.li, order, NO_FUNDS, 'k')).body.code).toBe('payment_unclear')
    shop.wire.next = () => null
    expect((await shop.pay(shop.li, order, NO_FUNDS, 'k')).body.code).toBe('payment_declined')
    const [charges] = await shop.db.batch([
      sql`SELECT id FROM mock_stripe_objects WHERE object = 'charge'`,
    ])
    expect(charges).toHaveLength(1)
  })
  it('tells the truth about a shop put on hold between order and payment', async () => {
    await shop.db.batch([
      sql`UPDATE merchants SET sales_held_at = '2026-03-02T00:00:00.000Z', version = version + 1`,
    ])
    const reply = await shop.pay(shop.li, order, VISA)
    expect([reply.status, reply.body.code]).toEqual([409, 'sales_on_hold'])
    expect(shop.wire.calls).toEqual([])
  })
  it('takes no payment after the order’s time is up', async () => {
    shop.advance(31 * MINUTE)
    const late = await shop.pay(shop.li, order, VISA)
    expect([late.status, late.body.code]).toEqual([409, 'purchase_expired'])
    expect(await expirePurchases(shop.world, 10)).toBe(1)
    expect(await shop.see(shop.li, order)).toMatchObject({ status: 'expired' })
    expect(await shop.charged()).toBe(0)
  })
  it('sends payers back to our own pages only', async () => {
    const path = `/v1/purchases/${order}/payment` as const
    const body = { payment_method: VISA, return_url: 'https://evil.example/' }
    const reply = await shop.call('POST', path, { token: shop.li, body })
    expect([reply.status, reply.body.errors[0]!.pointer]).toEqual([422, '/return_url'])
  })
})
