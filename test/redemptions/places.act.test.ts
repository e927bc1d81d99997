import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { DAY_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { Body, BodyAt, Method, Path } from '../support/addresses'
import { type Counter, good, openCounter, PIN } from './support'

const OFFER = { kind: 'stored_value', name: '充 100', price_fen: 10_000, bonus_fen: 2_000 } as const
let counter: Counter
/** The first shop, the second, and one of another merchant. */
let [one, two, theirs] = ['', '', '']
beforeEach(async () => {
  counter = await openCounter()
  one = counter.shop.id.replace('mch', 'shp')
  theirs = counter.other.id.replace('mch', 'shp')
  const body = { name: '海棠二店', address: '海滨路 2 号', district: 'gaoqu' }
  two = good(await asOwner('POST', '/v1/merchant-shops', body)).id
})
const asOwner = async <M extends Method, P extends string>(
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
) =>
  counter.call(method, path, { token: await counter.till(counter.shop, 'owner'), body: body ?? {} })
const asHolder = async <P extends string>(path: Path<'POST', P>, body?: Body<'POST', P>) =>
  counter.call('POST', path, { token: await counter.as(counter.li.id), body: body ?? {} })
const asTill = async <P extends string>(path: Path<'POST', P>, body?: Body<'POST', P>) =>
  counter.call('POST', path, { token: await counter.till(), body: body ?? {} })
const worksAt = async (shop_id: string | null) =>
  good(await asOwner('PUT', `/v1/staff/${counter.shop.cashier_id}/shop`, { shop_id }))
const buys = async (offer: BodyAt<'POST /v1/offers'>): Promise<string> => {
  const { id, contract_hash, kind, price_fen } = good(await asOwner('POST', '/v1/offers', offer))
  counter.shop.offers.push({ id, contract_hash, kind, price_fen })
  return (await counter.buys(counter.li, counter.shop, counter.shop.offers.length - 1)).id
}
const uses = async (card: string, body: Omit<BodyAt<'POST /v1/redemptions'>, 'code'>) => {
  counter.advance(2 * MINUTE_MS)
  const { digits } = await counter.code(card)
  return counter.redeem({ code: digits, ...body })
}
const lotsOf = async (card: string) =>
  counter.rows(
    sql`SELECT used_units, held_units FROM lots WHERE card_id = ${card} ORDER BY bought_at, id`,
  )
const shopsOfDay = async () =>
  good(
    await counter.call('GET', '/v1/merchant-day', {
      token: await counter.till(counter.shop, 'owner'),
    }),
  ).shops
const clean = async () => expect((await checkBooks(counter.db)).divergences).toEqual([])

describe(`the shop of a use on ${ENGINE}`, () => {
  it('is the one stated, or the one the cashier works at, and stands on the receipt', async () => {
    const card = await buys(OFFER)
    const stated = good(await uses(card, { amount_fen: 1_200, shop_id: two }))
    expect(stated).toMatchObject({
      merchant_name: '海棠面包房',
      shop: { id: two, name: '海棠二店' },
    })
    await worksAt(one)
    const worked = good(await uses(card, { amount_fen: 600 }))
    expect(worked.shop).toEqual({ id: one, name: '海棠面包房' })
    const read = await counter.call('GET', `/v1/redemptions/${stated.id}`, {
      token: await counter.as(counter.li.id),
    })
    expect(good(read).shop).toEqual({ id: two, name: '海棠二店' })
    await clean()
  })
  it('is unknown when nobody says and there are several, and the use is as good', async () => {
    const card = await buys(OFFER)
    expect(good(await uses(card, { amount_fen: 600 }))).toMatchObject({
      status: 'succeeded',
      shop: null,
    })
    expect((await shopsOfDay()).map((shop: { uses_count: number }) => shop.uses_count)).toEqual([
      0, 0,
    ])
  })
  it('adds up, shop by shop, in the merchant’s day, corrections included', async () => {
    const card = await buys(OFFER)
    good(await uses(card, { amount_fen: 1_200, shop_id: one }))
    good(await uses(card, { amount_fen: 600, shop_id: two }))
    const wrong = good(await uses(card, { amount_fen: 2_400, shop_id: two }))
    expect(await shopsOfDay()).toEqual([
      { shop_id: one, name: '海棠面包房', uses_count: 1, released_fen: 1_000 },
      { shop_id: two, name: '海棠二店', uses_count: 2, released_fen: 2_500 },
    ])
    const undo = { kind: 'void', reason: '按错了金额' } as const
    good(await asTill(`/v1/redemptions/${wrong.id}/corrections`, undo))
    expect((await shopsOfDay())[1]).toMatchObject({ uses_count: 1, released_fen: 500 })
    good(await asOwner('POST', `/v1/merchant-shops/${two}/closure`))
    expect((await shopsOfDay())[1]).toMatchObject({ shop_id: two, released_fen: 500 })
    await clean()
  })
  it.each([
    [
      'a closed shop',
      async () => good(await asOwner('POST', `/v1/merchant-shops/${two}/closure`)),
      409,
      'shop_closed',
    ],
    ['somebody who works elsewhere', () => worksAt(one), 403, 'staff_of_another_shop'],
  ])('is refused at %s, and nothing moves', async (_, before, status, code) => {
    const card = await buys(OFFER)
    await before()
    const { digits } = await counter.code(card)
    const books = await counter.everything()
    const reply = await counter.redeem({ code: digits, amount_fen: 600, shop_id: two })
    expect([reply.status, reply.body.code]).toEqual([status, code])
    expect(reply.body.detail ?? reply.body.title).toContain('没有扣钱')
    expect(await counter.everything()).toEqual(books)
  })
  it('of another merchant is not found, by code, by PIN, in a claim and in a booking', async () => {
    await counter.setPin(counter.li)
    const card = await buys(OFFER)
    const holder = await counter.as(counter.li.id)
    const on = { enabled: true, pin: PIN }
    good(await counter.call('PUT', `/v1/cards/${card}/counter-pin`, { token: holder, body: on }))
    const { digits } = await counter.code(card)
    const what = { amount_fen: 600, shop_id: theirs }
    const starts_at = plusMs(counter.world.now(), DAY_MS)
    for (const reply of [
      await counter.redeem({ code: digits, ...what }),
      await asTill('/v1/counter/redemptions', {
        card_id: card,
        phone_tail: '0001',
        pin: PIN,
        ...what,
      }),
      await asTill('/v1/claims', { card_id: card, ...what }),
      await asHolder('/v1/bookings', { card_id: card, starts_at, ...what }),
    ]) {
      expect([reply.status, reply.body.code]).toEqual([404, 'shop_not_found'])
    }
    expect(await lotsOf(card)).toEqual([{ used_units: 0, held_units: 0 }])
  })
})

describe(`a card for one of two shops on ${ENGINE}`, () => {
  it('is refused at the other in every way of using it, and moves nothing', async () => {
    await counter.setPin(counter.li)
    const card = await buys({ ...OFFER, shop_ids: [one] })
    const holder = await counter.as(counter.li.id)
    const on = { enabled: true, pin: PIN }
    good(await counter.call('PUT', `/v1/cards/${card}/counter-pin`, { token: holder, body: on }))
    const { digits } = await counter.code(card)
    const what = { amount_fen: 600, shop_id: two }
    const starts_at = plusMs(counter.world.now(), DAY_MS)
    const lots = await counter.rows(sql`SELECT * FROM lots`)
    for (const reply of [
      await counter.redeem({ code: digits, ...what }),
      await asTill('/v1/counter/redemptions', {
        card_id: card,
        phone_tail: '0001',
        pin: PIN,
        ...what,
      }),
      await asTill('/v1/claims', { card_id: card, ...what }),
      await asHolder('/v1/bookings', { card_id: card, starts_at, ...what }),
    ]) {
      expect([reply.status, reply.body.code]).toEqual([409, 'card_not_accepted_here'])
    }
    expect((await counter.redeem({ code: digits, amount_fen: 600 })).body.code).toBe(
      'shop_not_stated',
    )
    expect(await counter.rows(sql`SELECT * FROM lots`)).toEqual(lots)
    expect(await counter.rows(sql`SELECT id FROM redemptions`)).toEqual([])
    expect((await uses(card, { amount_fen: 600, shop_id: one })).status).toBe(201)
    await clean()
  })
  it('is refused to a check-in elsewhere', async () => {
    const card = await buys({
      kind: 'period',
      name: '月卡',
      service: '健身',
      price_fen: 30_000,
      days: 30,
      list_price_fen: 1_800,
      use_limit: 'unlimited',
      shop_ids: [two],
    })
    expect((await uses(card, { shop_id: one })).body.code).toBe('card_not_accepted_here')
    expect((await uses(card, {})).body.code).toBe('shop_not_stated')
    const came = good(await uses(card, { shop_id: two }))
    expect(came).toMatchObject({ label: '到店', shop: { id: two } })
    expect((await shopsOfDay())[1]).toMatchObject({ uses_count: 1, released_fen: 0 })
  })
  it('with a later lot for both gives only that lot there, and says what is left there', async () => {
    const card = await buys({ ...OFFER, shop_ids: [one] })
    counter.advance(MINUTE_MS)
    expect(await buys({ ...OFFER, price_fen: 5_000, bonus_fen: 0 })).toBe(card)
    const receipt = good(await uses(card, { amount_fen: 2_000, shop_id: two }))
    expect(receipt).toMatchObject({ released_fen: 2_000, balance_after_units: 15_000 })
    expect((await lotsOf(card)).map(({ used_units }) => used_units)).toEqual([0, 2_000])
    const short = await uses(card, { amount_fen: 3_001, shop_id: two })
    expect(short.body).toMatchObject({
      code: 'redemption_exceeds_balance',
      detail: '没有扣钱。这张卡在这家门店还剩 ¥30.00',
    })
    const claim = good(
      await asTill('/v1/claims', { card_id: card, amount_fen: 3_000, shop_id: two }),
    )
    expect(claim).toMatchObject({ shop: { id: two, name: '海棠二店' }, units: 3_000 })
    expect(await lotsOf(card)).toEqual([
      { used_units: 0, held_units: 0 },
      { used_units: 2_000, held_units: 3_000 },
    ])
    const confirmed = good(await asHolder(`/v1/holds/${claim.id}/confirmation`))
    const use = await counter.call('GET', `/v1/redemptions/${confirmed.redemption_id}`, {
      token: await counter.till(),
    })
    expect(good(use).shop).toEqual({ id: two, name: '海棠二店' })
    expect((await uses(card, { amount_fen: 1, shop_id: two })).body.code).toBe(
      'card_not_accepted_here',
    )
    await clean()
  })
  it('waits for its PIN at the shop where it was asked, and is decided there again', async () => {
    await counter.setPin(counter.li)
    const card = await buys({ ...OFFER, price_fen: 50_000, shop_ids: [two] })
    const waits = good(await uses(card, { amount_fen: 30_000, shop_id: two }))
    expect(waits).toMatchObject({ status: 'user_confirming', shop: { id: two } })
    const done = good(await asHolder(`/v1/redemptions/${waits.id}/confirmation`, { pin: PIN }))
    expect(done).toMatchObject({ status: 'succeeded', shop: { id: two, name: '海棠二店' } })
    expect((await shopsOfDay())[1]!.uses_count).toBe(1)
    await clean()
  })
  it('is accepted everywhere once its only shop is closed', async () => {
    const card = await buys({ ...OFFER, shop_ids: [two] })
    expect((await uses(card, { amount_fen: 600, shop_id: one })).body.code).toBe(
      'card_not_accepted_here',
    )
    good(await asOwner('POST', `/v1/merchant-shops/${two}/closure`))
    const receipt = good(await uses(card, { amount_fen: 600 }))
    expect(receipt.shop).toEqual({ id: one, name: '海棠面包房' })
    await clean()
  })
})

describe(`a booking at one of two shops on ${ENGINE}`, () => {
  it('is taken at its shop, not by those who work at the other', async () => {
    const card = await buys({ ...OFFER, shop_ids: [two] })
    const starts_at = plusMs(counter.world.now(), DAY_MS)
    const asked = { card_id: card, amount_fen: 1_200, starts_at }
    const booking = good(await asHolder('/v1/bookings', { ...asked, shop_id: two }))
    counter.advance(DAY_MS)
    await worksAt(one)
    const refused = await asTill(`/v1/bookings/${booking.id}/capture`)
    expect(refused.body.code).toBe('booking_at_another_shop')
    await worksAt(two)
    const { digits: code } = await counter.code(card)
    const done = good(await asTill(`/v1/bookings/${booking.id}/capture`, { code }))
    expect(done).toMatchObject({ status: 'captured', shop: { id: two } })
    expect((await shopsOfDay())[1]).toMatchObject({ uses_count: 1, released_fen: 1_000 })
    await clean()
  })
  it('that named none is taken where the member of staff works', async () => {
    const card = await buys(OFFER)
    const starts_at = plusMs(counter.world.now(), DAY_MS)
    const booking = good(
      await asHolder('/v1/bookings', { card_id: card, amount_fen: 1_200, starts_at }),
    )
    expect(booking.shop).toBeNull()
    counter.advance(DAY_MS)
    await worksAt(one)
    const { digits: code } = await counter.code(card)
    good(await asTill(`/v1/bookings/${booking.id}/capture`, { code }))
    expect((await shopsOfDay())[0]).toMatchObject({ shop_id: one, uses_count: 1 })
  })
})

describe(`a use at a shop on ${ENGINE}`, () => {
  it('takes two round trips, as ever', async () => {
    const card = await buys({ ...OFFER, shop_ids: [one] })
    const { digits } = await counter.code(card)
    const token = await counter.till()
    const sizes = await counter.trips(async () =>
      good(await counter.redeem({ code: digits, amount_fen: 600, shop_id: one }, { token })),
    )
    expect(sizes).toHaveLength(2)
  })
  it('keeps its shop, whoever writes', async () => {
    const card = await buys(OFFER)
    const { id } = good(await uses(card, { amount_fen: 600, shop_id: one }))
    await expect(
      counter.db.batch([
        sql`UPDATE redemptions SET shop_id = ${two}, version = version + 1 WHERE id = ${id}`,
      ]),
    ).rejects.toThrow()
    await expect(
      counter.db.batch([
        sql`UPDATE shops SET merchant_id = ${counter.other.id}, version = version + 1 WHERE id = ${two}`,
      ]),
    ).rejects.toThrow('shops_are_kept')
  })
})
