import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { escrowAccount, pspAccount } from '../../src/ledger/chart'
import { all, sql } from '../../src/platform/d1'
import { openShop, SHOP, type Shop, TEN_VISITS } from '../purchases/shop'
import { type Fact, notify } from './notices'

const UNKNOWN = 'pur_01KJZ999999999999999999999'

describe(`POST /webhooks/stripe on ${ENGINE}`, () => {
  let shop: Shop
  let order: string
  /** An order whose money the provider took while its notices were held back. */
  beforeEach(async () => {
    shop = await openShop()
    shop.hold(true)
    order = await shop.order(shop.li)
    expect((await shop.pay(shop.li, order, 'pm_card_visa')).body).toMatchObject({
      status: 'processing',
      payment: { state: 'succeeded' },
    })
  })

  it('opens the card, adds the lot and books the money in one go', async () => {
    expect((await notify(shop, order)).body).toEqual({
      object: 'payment_receipt',
      event_id: 'evt_made_1',
      outcome: 'credited',
    })
    const seen = await shop.see(shop.li, order)
    expect(seen).toMatchObject({ status: 'paid', reason: null, payment: { state: 'succeeded' } })
    expect(await shop.balance(escrowAccount(seen.card_id!))).toBe(20_000)
    expect(await shop.balance(pspAccount('stripe'))).toBe(-20_000)
    expect(await shop.lots()).toMatchObject([
      {
        id: seen.lot_id,
        card_id: seen.card_id,
        purchase_id: order,
        paid_fen: 20_000,
        face_units: 24_000,
        bonus_units: 4_000,
        starts_on: '2026-03-02',
        ends_on: null,
        cool_off_ends_at: '2026-03-09T16:00:00.000Z',
      },
    ])
    const [totals] = await all(shop.db, sql<object>`SELECT * FROM merchant_totals`)
    expect(totals).toMatchObject({
      merchant_id: SHOP,
      cards_count: 1,
      paid_fen: 20_000,
      owed_fen: 20_000,
    })
  })
  it('credits once, whatever is delivered twenty times at once or again next day', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => notify(shop, order)))
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1)
    const books = await shop.books()
    expect(await shop.lots()).toHaveLength(1)
    shop.advance(86_400_000)
    const again = await notify(shop, order)
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true'])
    expect(await shop.books()).toBe(books)
    expect(await shop.events()).toHaveLength(1)
  })
  it('credits one of twenty different events about the same success and notes the others', async () => {
    const ids = Array.from({ length: 20 }, (_, i) => `evt_made_${i}`)
    for (let tries = 0; (await shop.events()).length < 20 && tries < 10; tries++) {
      await Promise.all(ids.map((id) => notify(shop, order, { id })))
    }
    const outcomes = (await shop.events()).map(({ outcome }) => outcome).sort()
    expect(outcomes).toEqual(['credited', ...Array(19).fill('noted')])
    expect(await shop.lots()).toHaveLength(1)
    expect(await shop.balance(pspAccount('stripe'))).toBe(-20_000)
  })
  it.each<[string, Fact, string]>([
    ['one fen too little', { intent: { amount_received: 19_999 } }, 'amount_mismatch'],
    ['one fen too much', { intent: { amount_received: 20_001 } }, 'amount_mismatch'],
    ['dollars', { intent: { currency: 'usd' } }, 'currency_mismatch'],
    ['another payment object', { intent: { id: 'pi_other' } }, 'provider_ref_mismatch'],
    ['another order number', { intent: { metadata: { our_no: 'X' } } }, 'our_no_mismatch'],
    ['no order number', { intent: { metadata: {} } }, 'our_no_mismatch'],
    ['a state that is no success', { intent: { status: 'canceled' } }, 'state_not_succeeded'],
    ['a body nobody can read', { object: { hello: 1 } }, 'notice_unreadable'],
    [
      'a refund',
      { type: 'charge.refunded', object: { amount: 1, currency: 'cny' } },
      'unexpected_refund',
    ],
    [
      'a dispute',
      { type: 'charge.dispute.created', object: { amount: 1, currency: 'cny' } },
      'unexpected_dispute',
    ],
  ])('parks %s, and the books stay byte for byte', async (_what, fact, reason) => {
    const before = await shop.books()
    expect(await notify(shop, order, fact)).toMatchObject({
      status: 200,
      body: { outcome: 'parked' },
    })
    expect(await shop.books()).toBe(before)
    expect(await shop.events()).toMatchObject([{ outcome: 'parked', reason }])
    expect(await shop.see(shop.li, order)).toMatchObject({ status: 'processing', card_id: null })
  })
  it('parks money for an order we never made', async () => {
    const before = await shop.books()
    expect((await notify(shop, UNKNOWN)).body.outcome).toBe('parked')
    expect(await shop.events()).toMatchObject([
      { outcome: 'parked', reason: 'purchase_unknown', purchase_id: null },
    ])
    expect(await shop.books()).toBe(before)
  })
  it('still credits the true notice after a false one', async () => {
    await notify(shop, order, { id: 'evt_false', intent: { amount_received: 1 } })
    expect((await notify(shop, order, { id: 'evt_true' })).body.outcome).toBe('credited')
  })
  it.each<[string, Fact]>([
    ['another secret', { secret: 'whsec_of_somebody_else' }],
    ['a date one year ahead', { away_s: 365 * 86_400 }],
    ['a date 301 s ahead', { away_s: 301 }],
    ['a date 301 s ago', { away_s: -301 }],
  ])('refuses %s and records nothing', async (_what, fact) => {
    expect(await notify(shop, order, fact)).toMatchObject({
      status: 400,
      body: { code: 'signature_invalid' },
    })
    expect(await shop.events()).toEqual([])
    expect(await shop.lots()).toEqual([])
  })
  it('refuses a body without signature, or larger than 256 KiB', async () => {
    const bare = await shop.call('POST', '/webhooks/stripe', { raw: '{}', key: null })
    expect([bare.status, bare.body.code]).toEqual([400, 'signature_invalid'])
    const raw = `{"x":"${'x'.repeat(256 * 1024)}"}`
    const large = await shop.call('POST', '/webhooks/stripe', { raw, key: null })
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large'])
  })
  it('tops up one card when two orders for it are credited at once', async () => {
    const second = await shop.order(shop.li)
    await shop.pay(shop.li, second, 'pm_card_visa')
    const replies = await Promise.all([
      notify(shop, order, { id: 'evt_1' }),
      notify(shop, second, { id: 'evt_2' }),
    ])
    expect(replies.map(({ body }) => body.outcome)).toEqual(['credited', 'credited'])
    const [a, b] = await shop.lots()
    expect(a?.card_id).toBe(b?.card_id)
    expect(await shop.balance(escrowAccount(a?.card_id ?? ''))).toBe(40_000)
    const [totals] = await all(shop.db, sql<object>`SELECT * FROM merchant_totals`)
    expect(totals).toMatchObject({ cards_count: 1, topups_count: 2, owed_fen: 40_000 })
  })
  it('opens a second card for another kind of service, and one per consumer', async () => {
    const visits = await shop.order(shop.li, TEN_VISITS)
    const wangs = await shop.order(shop.wang)
    await shop.pay(shop.li, visits, 'pm_card_visa')
    await shop.pay(shop.wang, wangs, 'pm_card_visa')
    for (const paid of [order, visits, wangs]) await notify(shop, paid, { id: `evt_${paid}` })
    expect(new Set((await shop.lots()).map(({ card_id }) => card_id)).size).toBe(3)
    expect((await shop.see(shop.li, visits)).card_id).not.toBe(
      (await shop.see(shop.li, order)).card_id,
    )
  })
})

describe(`GET /v1/payment-events on ${ENGINE}`, () => {
  it('shows the operator what waits for a person, page by page, and no consumer', async () => {
    const shop = await openShop()
    for (const n of [1, 2, 3]) await notify(shop, UNKNOWN, { id: `evt_${n}` })
    await notify(shop, UNKNOWN, { id: 'evt_4', type: 'payment_intent.created' })
    const path = '/v1/payment-events?outcome=parked&limit=2'
    const first = await shop.call('GET', path, { token: shop.operator })
    expect(first.body).toMatchObject({
      object: 'list',
      has_more: true,
      data: [{ object: 'payment_event', reason: 'purchase_unknown' }, { outcome: 'parked' }],
    })
    const next = `${path}&cursor=${first.body.next_cursor}` as const
    const second = await shop.call('GET', next, { token: shop.operator })
    const all_ids = [...first.body.data, ...second.body.data].map((event) => event.event_id)
    expect(all_ids).toEqual(['evt_3', 'evt_2', 'evt_1'])
    expect(second.body.has_more).toBe(false)
    expect((await shop.call('GET', path, { token: shop.li })).status).toBe(403)
  })
})
