import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { pspAccount } from '../../src/ledger/chart'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { sql } from '../../src/platform/d1'
import { expirePurchases } from '../../src/purchases/expire'
import { reconcilePurchases } from '../../src/purchases/reconcile'
import { notify } from '../payments/notices'
import { anyhow } from '../support/addresses'
import { openShop, type Shop } from './shop'

const VISA = 'pm_card_visa'
const ASKS = 'pm_card_authenticationRequired'
const MINUTE = 60_000

describe(`a payment that takes its time on ${ENGINE}`, () => {
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
    expect((await checkBooks(shop.db)).divergences).toEqual([])
  }
  const isUnpaid = async (status: string) => {
    expect(await shop.see(shop.li, order)).toMatchObject({ status, card_id: null })
    expect(await shop.charged()).toBe(0)
    expect(await shop.lots()).toEqual([])
  }
  const authenticate = (action_url: string | null, result: 'pass' | 'fail') =>
    shop.call('POST', anyhow(new URL(action_url!).pathname), {
      raw: `result=${result}`,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    })
  const later = async (ms: number) => {
    shop.advance(ms)
    const deps = shop.stripe_mock_deps
    if (!deps) throw new Error('the embedded provider is on')
    await settleDueAsyncPayments(deps)
    await deliverDueWebhooks(deps)
  }

  it('sends the payer to their bank, and pays when they pass', async () => {
    const asked = await shop.pay(shop.li, order, ASKS)
    const { action_url } = asked.body.payment!
    expect(asked.body).toMatchObject({
      status: 'processing',
      payment: { state: 'requires_action' },
    })
    expect(await shop.see(shop.li, order)).toMatchObject({ payment: { action_url } })
    const rival = await shop.pay(shop.li, order, VISA)
    expect(rival.body.payment).toMatchObject({ state: 'requires_action', action_url })
    await isUnpaid('processing')

    const passed = await authenticate(action_url, 'pass')
    expect(passed.headers.get('Location')).toMatch(/\/c\/purchases\/pur_/)
    await isPaidOnce()
  })
  it.each(['wechat_pay', 'alipay'])(
    'leads to the wallet (%s), and is paid when the payer comes back',
    async (wallet) => {
      const asked = await shop.pay(shop.li, order, wallet)
      expect(asked.body).toMatchObject({
        status: 'processing',
        payment: { state: 'requires_action' },
      })
      await isUnpaid('processing')
      const passed = await authenticate(asked.body.payment!.action_url, 'pass')
      expect(passed.headers.get('Location')).toMatch(/\/c\/purchases\/pur_/)
      await isPaidOnce()
    },
  )
  it('may be paid in another way when the payer came back from the wallet without paying', async () => {
    const asked = await shop.pay(shop.li, order, 'alipay')
    await authenticate(asked.body.payment!.action_url, 'fail')
    await isUnpaid('awaiting_payment')
    await shop.pay(shop.li, order, 'wechat_pay')
    const again = await shop.see(shop.li, order)
    await authenticate(again.payment?.action_url ?? null, 'pass')
    await isPaidOnce()
  })
  it('takes another card when the payer fails at their bank', async () => {
    const asked = await shop.pay(shop.li, order, ASKS)
    await authenticate(asked.body.payment!.action_url, 'fail')
    expect(await shop.see(shop.li, order)).toMatchObject({
      status: 'awaiting_payment',
      reason: 'payment_intent_authentication_failure',
    })
    await isUnpaid('awaiting_payment')
    await shop.pay(shop.li, order, VISA)
    await isPaidOnce()
  })
  it('credits a WeChat payment when it arrives', async () => {
    const waiting = await shop.pay(shop.li, order, 'pm_mock_wechat')
    expect(waiting.body).toMatchObject({ status: 'processing', payment: { state: 'processing' } })
    await isUnpaid('processing')
    await later(MINUTE)
    await isPaidOnce()
  })
  it('frees the order when a WeChat payment fails', async () => {
    await shop.pay(shop.li, order, 'pm_mock_async_fail')
    await later(MINUTE)
    await isUnpaid('awaiting_payment')
    await shop.pay(shop.li, order, VISA)
    await isPaidOnce()
  })
  it.each(['pm_mock_dup_webhook', 'pm_mock_late_webhook'])('credits %s once', async (method) => {
    await shop.pay(shop.li, order, method)
    await later(2 * MINUTE)
    await isPaidOnce()
  })
  it('does not mind in which order notices come, nor how often', async () => {
    shop.hold(true)
    const asked = await shop.pay(shop.li, order, ASKS)
    await authenticate(asked.body.payment!.action_url, 'fail')
    const again = await shop.pay(shop.li, order, ASKS)
    await authenticate(again.body.payment!.action_url, 'pass')
    shop.hold(false)
    for (const notice of [...shop.notices].reverse()) await shop.redeliver(notice)
    for (const notice of shop.notices) await shop.redeliver(notice)
    await isPaidOnce()
  })
  it('does not let late news of a failed attempt undo the next one', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, 'pm_card_chargeDeclined')
    const news = shop.notices.at(-1)
    shop.hold(false)
    await shop.pay(shop.li, order, 'pm_mock_wechat')
    expect(await (await shop.redeliver(news)).json()).toMatchObject({ outcome: 'noted' })
    await isUnpaid('processing')
    await later(MINUTE)
    await isPaidOnce()
  })

  it('finds a payment whose notice was lost, and only notes the notice when it comes', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, VISA)
    expect(await reconcilePurchases(shop.world, 10)).toBe(0)
    shop.advance(6 * MINUTE)
    expect(await reconcilePurchases(shop.world, 10)).toBe(1)
    expect(await reconcilePurchases(shop.world, 10)).toBe(0)
    await isPaidOnce()
    expect((await notify(shop, order)).body.outcome).toBe('noted')
    await isPaidOnce()
  })
  it('credits once when the job and the notice meet', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, VISA)
    shop.advance(6 * MINUTE)
    await Promise.all([
      reconcilePurchases(shop.world, 10),
      notify(shop, order),
      notify(shop, order, { id: 'evt_made_2' }),
      reconcilePurchases(shop.world, 10),
    ])
    await isPaidOnce()
  })
  it('frees an order whose request died before it reached the provider', async () => {
    shop.wire.next = (path) => (path.endsWith('/confirm') ? 'unsent' : null)
    expect((await shop.pay(shop.li, order, VISA, 'died')).body.code).toBe('payment_unclear')
    shop.wire.next = () => null
    shop.advance(6 * MINUTE)
    expect(await reconcilePurchases(shop.world, 10)).toBe(1)
    await isUnpaid('awaiting_payment')
    await shop.pay(shop.li, order, VISA, 'died')
    await isPaidOnce()
  })
  it('resolves on the same key what was charged but never written down', async () => {
    shop.hold(true)
    shop.faulty.next = (statements) => {
      const values = statements.flatMap((statement) => [...statement.values])
      const is_answer = values.includes('payPurchase') && values.includes('died')
      return is_answer && values.length > 8 ? 'before' : null
    }
    expect((await shop.pay(shop.li, order, VISA, 'died')).status).toBe(500)
    shop.faulty.next = () => null
    expect((await shop.pay(shop.li, order, VISA, 'died')).body.code).toBe('request_in_flight')
    shop.advance(31_000)
    const resolved = await shop.pay(shop.li, order, VISA, 'died')
    expect(resolved.body).toMatchObject({ status: 'processing', payment: { state: 'succeeded' } })
    await notify(shop, order)
    await isPaidOnce()
  })

  it('ends an order at the provider before it ends it here', async () => {
    const asked = await shop.pay(shop.li, order, ASKS)
    shop.advance(31 * MINUTE)
    expect(await expirePurchases(shop.world, 10)).toBe(1)
    expect(await expirePurchases(shop.world, 10)).toBe(0)
    const late = await authenticate(asked.body.payment!.action_url, 'pass')
    expect(late.status).toBe(400)
    expect((await shop.pay(shop.li, order, VISA)).body.code).toBe('purchase_expired')
    await isUnpaid('expired')
  })
  it('credits instead of expiring when the money had arrived after all', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, VISA)
    shop.advance(31 * MINUTE)
    expect(await expirePurchases(shop.world, 10)).toBe(1)
    await isPaidOnce()
  })
  it('leaves an order alone that the provider still works on, and looks again later', async () => {
    shop.advance(29 * MINUTE)
    await shop.pay(shop.li, order, 'pm_mock_wechat')
    shop.hold(true)
    shop.advance(2 * MINUTE)
    expect(await expirePurchases(shop.world, 10)).toBe(1)
    expect(await expirePurchases(shop.world, 10)).toBe(0)
    await isUnpaid('processing')
    await later(MINUTE)
    shop.advance(15 * MINUTE)
    expect(await expirePurchases(shop.world, 10)).toBe(1)
    await isPaidOnce()
  })
  it('waits when the provider cannot be asked', async () => {
    await shop.pay(shop.li, order, 'pm_mock_wechat')
    shop.advance(31 * MINUTE)
    shop.wire.next = () => 'unsent'
    expect(await reconcilePurchases(shop.world, 10)).toBe(0)
    expect(await expirePurchases(shop.world, 10)).toBe(1)
    shop.wire.next = () => null
    await later(0)
    await isPaidOnce()
  })
  it('credits money that arrives for an order that has expired', async () => {
    shop.hold(true)
    await shop.pay(shop.li, order, 'pm_card_visa')
    await shop.db.batch([
      sql`UPDATE purchases SET status = 'expired', version = version + 1 WHERE id = ${order}`,
    ])
    expect((await notify(shop, order)).body.outcome).toBe('credited')
    expect(await shop.see(shop.li, order)).toMatchObject({ status: 'paid' })
  })
})
