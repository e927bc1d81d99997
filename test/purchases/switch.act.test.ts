import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { pspAccount } from '../../src/ledger/chart'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import { notify } from '../payments/notices'
import { anyhow } from '../support/addresses'
import { openShop, type Shop } from './shop'

const MINUTE = 60_000
describe(`an order begun in one wallet and paid in the other on ${ENGINE}`, () => {
  let shop: Shop
  let order: string
  beforeEach(async () => {
    shop = await openShop()
    order = await shop.order(shop.li)
  })
  const switchTo = (payment_method: string, key?: string, token = shop.li) =>
    shop.call('POST', `/v1/purchases/${order}/payment-switches`, {
      token,
      body: { payment_method },
      ...(key === undefined ? {} : { key }),
    })
  const authenticate = (action_url: string | null | undefined, result: 'pass' | 'fail') =>
    shop.call('POST', anyhow(new URL(action_url ?? 'http://x/none').pathname), {
      raw: `result=${result}`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
  const linkOf = async () => (await shop.see(shop.li, order)).payment?.action_url
  const isPaidOnce = async () => {
    expect(await shop.see(shop.li, order)).toMatchObject({ status: 'paid' })
    expect(await shop.charged()).toBe(1)
    expect(await shop.lots()).toHaveLength(1)
    expect(await shop.balance(pspAccount('stripe'))).toBe(-20_000)
    expect((await checkBooks(shop.db)).divergences).toEqual([])
  }

  it('takes the waiting attempt back, leads to the other wallet, and is paid once', async () => {
    await shop.pay(shop.li, order, 'wechat_pay')
    const switched = await switchTo('alipay')
    expect(switched).toMatchObject({ status: 200, body: { status: 'processing', attempts: 2 } })
    expect(switched.body.payment).toMatchObject({ state: 'requires_action', wallet: 'alipay' })
    expect(await shop.see(shop.li, order)).toMatchObject({ payment: { wallet: 'alipay' } })
    expect(await shop.charged()).toBe(0)
    const link = await linkOf()
    await authenticate(link, 'pass')
    expect((await authenticate(link, 'pass')).status).toBe(400)
    await isPaidOnce()
  })
  it('goes to and fro as often as somebody likes, on one order', async () => {
    await shop.pay(shop.li, order, 'wechat_pay')
    for (const wallet of ['alipay', 'wechat_pay', 'wechat_pay', 'alipay'])
      expect((await switchTo(wallet)).body.payment).toMatchObject({ wallet })
    const list = await shop.call('GET', '/v1/purchases', { token: shop.li })
    expect(list.body.data).toHaveLength(1)
    await authenticate(await linkOf(), 'pass')
    await isPaidOnce()
  })
  it('is switched once under one key', async () => {
    await shop.pay(shop.li, order, 'wechat_pay')
    const [first, twice] = [await switchTo('alipay', 'one'), await switchTo('alipay', 'one')]
    expect(twice.body).toEqual(first.body)
    expect(await shop.see(shop.li, order)).toMatchObject({ attempts: 2 })
    expect((await switchTo('wechat_pay', 'one')).body.code).toBe('idempotency_key_reused')
  })
  it('pays in the other way, too, what was begun nowhere or came back unpaid', async () => {
    expect((await switchTo('alipay')).body.payment).toMatchObject({ wallet: 'alipay' })
    await authenticate(await linkOf(), 'fail')
    expect(await shop.see(shop.li, order)).toMatchObject({ status: 'awaiting_payment' })
    await switchTo('pm_card_visa')
    await isPaidOnce()
  })

  it('asks for nothing more when the first payment came before the switch', async () => {
    const asked = await shop.pay(shop.li, order, 'wechat_pay')
    shop.hold(true)
    await authenticate(asked.body.payment?.action_url, 'pass')
    const late = await switchTo('alipay')
    expect(late.body).toMatchObject({ attempts: 1, payment: { state: 'succeeded' } })
    expect(late.body.payment).toMatchObject({ wallet: 'wechat_pay', action_url: null })
    shop.hold(false)
    await notify(shop, order)
    expect((await switchTo('alipay')).body.code).toBe('purchase_already_paid')
    await isPaidOnce()
  })
  it('sees the payment that comes between its question and the taking back', async () => {
    const asked = await shop.pay(shop.li, order, 'wechat_pay')
    shop.hold(true)
    let paying: Promise<unknown> | null = null
    shop.wire.next = (path) => {
      const is_asked = path.startsWith('GET /v1/payment_intents/')
      if (is_asked) paying ??= authenticate(asked.body.payment?.action_url, 'pass')
      return null
    }
    const late = await switchTo('alipay')
    await paying
    shop.wire.next = () => null
    shop.hold(false)
    expect([200, 409]).toContain(late.status)
    if ((await shop.charged()) === 0) await authenticate(await linkOf(), 'pass')
    else await notify(shop, order)
    await isPaidOnce()
  })
  it('is one payment whatever is told, in whatever order and how often', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, 'wechat_pay')
    await authenticate(await linkOf(), 'fail')
    await shop.pay(shop.li, order, 'alipay')
    await switchTo('wechat_pay')
    await authenticate(await linkOf(), 'pass')
    shop.hold(false)
    for (const notice of [...shop.notices].reverse()) await shop.redeliver(notice)
    for (const notice of shop.notices) await shop.redeliver(notice)
    await isPaidOnce()
  })
  it('is not undone by late news of the attempt before', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, 'wechat_pay')
    await authenticate(await linkOf(), 'fail')
    const news = shop.notices.at(-1)
    shop.hold(false)
    await switchTo('alipay')
    expect(await (await shop.redeliver(news)).json()).toMatchObject({ outcome: 'noted' })
    expect((await linkOf()) ?? null).not.toBeNull()
    await authenticate(await linkOf(), 'pass')
    await isPaidOnce()
  })
  it('is one payment when two switch at once', async () => {
    await shop.pay(shop.li, order, 'wechat_pay')
    const both = await Promise.all([switchTo('alipay'), switchTo('pm_card_visa')])
    for (const { status, body } of both)
      if (status !== 200) expect(body.code).toBe('payment_unclear')
    if ((await shop.charged()) === 0) await authenticate(await linkOf(), 'pass')
    await isPaidOnce()
  })

  it('waits while the provider works on the first payment', async () => {
    await shop.pay(shop.li, order, 'pm_mock_wechat')
    const early = await switchTo('alipay')
    expect(early.body).toMatchObject({ attempts: 1, payment: { state: 'processing' } })
    shop.advance(MINUTE)
    const deps = shop.stripe_mock_deps
    if (!deps) throw new Error('the embedded provider is on')
    await settleDueAsyncPayments(deps)
    await deliverDueWebhooks(deps)
    await isPaidOnce()
  })
  it.each(['unsent', 'unanswered'] as const)(
    'begins nothing when the taking back is %s, and goes on under the same key',
    async (fault) => {
      await shop.pay(shop.li, order, 'wechat_pay')
      const isTakingBack = (path: string) => /^POST \/v1\/payment_intents\/pi_\w+$/.test(path)
      shop.wire.next = (path) => (isTakingBack(path) ? fault : null)
      expect((await switchTo('alipay', 'again')).body.code).toBe('payment_unclear')
      expect(await shop.see(shop.li, order)).toMatchObject({ attempts: 1 })
      shop.wire.next = () => null
      expect((await switchTo('alipay', 'again')).body.payment).toMatchObject({ wallet: 'alipay' })
      await authenticate(await linkOf(), 'pass')
      await isPaidOnce()
    },
  )
  it('is nobody else’s, not too late, and not where sales are stopped', async () => {
    const before = (await shop.pay(shop.li, order, 'wechat_pay')).body.payment?.action_url
    expect((await switchTo('alipay', 'not-mine', shop.wang)).body.code).toBe('purchase_not_found')
    await shop.db.batch([
      sql`UPDATE merchants SET sales_held_at = '2026-03-02T00:00:00.000Z', version = version + 1`,
    ])
    expect((await switchTo('alipay')).status).toBe(409)
    expect(await linkOf()).toBe(before)
    shop.advance(31 * MINUTE)
    expect((await switchTo('alipay')).body.code).toBe('purchase_expired')
    expect(await shop.charged()).toBe(0)
  })
})
