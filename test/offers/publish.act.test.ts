import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS, staffPhone } from '../../src/demo/cast'
import { sha256 } from '../../src/environment/crypto'
import { all, sql } from '../../src/platform/d1'
import {
  anyhow,
  type Body,
  type BodyAt,
  mistaken,
  type Path,
  type Query,
} from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity, type Shop } from '../support/city'

const STORED = {
  kind: 'stored_value',
  name: '充 500 送 60',
  price_fen: 50_000,
  bonus_fen: 6_000,
} as const
const TEN_CAKES = {
  kind: 'count',
  name: '蛋糕 10 次',
  service: '蛋糕一角',
  price_fen: 20_000,
  visits: 10,
  list_price_fen: 2_600,
} as const
const MONTH = {
  kind: 'period',
  name: '月卡',
  service: '每日一只吐司',
  price_fen: 30_000,
  days: 30,
  list_price_fen: 1_800,
  use_limit: 'limited',
} as const
let city: City
let shop: Shop
let owner: string
let cashier: string

const ownerOf = async ({ id }: Shop) => {
  const [row] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${id} AND role = 'owner'`,
  )
  return city.as(row?.id ?? '')
}
const post = <P extends string>(
  path: Path<'POST', P>,
  body?: Body<'POST', P>,
  token = owner,
  key?: string,
) => city.call('POST', path, { token, body: body ?? {}, ...(key ? { key } : {}) })
const publish = (body: BodyAt<'POST /v1/offers'>, token = owner) => post('/v1/offers', body, token)
const contractOf = async (id: string) => (await city.call('GET', `/v1/offers/${id}/contract`)).body
const offerIds = async (query: Query = '') =>
  (await city.call('GET', `/v1/offers${query}`, { token: owner })).body.data.map(({ id }) => id)

beforeEach(async () => {
  city = await openCity()
  shop = await city.opens(0)
  owner = await ownerOf(shop)
  cashier = await city.as(shop.cashier_id)
})

describe('an offer', () => {
  it.each([
    [STORED, { face_units: 56_000, bonus_units: 6_000, valid_days: null, service: '' }],
    [TEN_CAKES, { face_units: 10, bonus_units: 0, valid_days: null, discount_bp: 10_000 }],
    [
      { ...TEN_CAKES, bonus_visits: 1 },
      { face_units: 11, bonus_units: 1 },
    ],
    [MONTH, { face_units: 30, valid_days: 30, use_limit: 'limited' }],
  ])('is put on sale with what it buys: %o', async (body, expected) => {
    const reply = await publish(body)
    expect([reply.status, reply.body]).toMatchObject([201, { ...expected, withdrawn_at: null }])
    expect(reply.body.merchant_id).toBe(shop.id)
  })
  it('comes with a contract anybody can read, found by the hash of its text', async () => {
    const { body } = await publish({ ...STORED, clauses: ['储值可在店内任意商品使用'] })
    const contract = await contractOf(body.id)
    expect(contract.hash).toBe(body.contract_hash)
    expect(contract.hash).toBe(await sha256(contract.text))
    expect(contract).toMatchObject({ offer_id: body.id, merchant_name: shop.plan.name })
    expect(contract.text).toContain('储值可在店内任意商品使用')
    expect(contract.price_list.map(({ name }: { name: string }) => name)).toEqual(
      shop.plan.items.map(([name]) => name),
    )
  })
  it('keeps the price list of its day in its contract', async () => {
    const before = (await publish(STORED)).body
    const [item] = (await contractOf(before.id)).price_list
    await post(`/v1/price-items/${item!.id}/withdrawal`)
    await post('/v1/price-items', { name: item!.name, list_price_fen: item!.list_price_fen + 500 })
    expect((await contractOf(before.id)).price_list).toContainEqual(item)
    const after = (await publish(STORED)).body
    expect(after.contract_hash).not.toBe(before.contract_hash)
    expect((await contractOf(after.id)).price_list).not.toContainEqual(item)
  })
  it('made twice from the same terms is two offers under one contract', async () => {
    const [first, second] = [(await publish(STORED)).body, (await publish(STORED)).body]
    expect(second.contract_hash).toBe(first.contract_hash)
    expect((await contractOf(second.id)).offer_id).toBe(second.id)
    const kept = await asked(
      city.db,
      sql`SELECT hash FROM contracts WHERE hash = ${first.contract_hash}`,
    )
    expect(kept).toHaveLength(1)
  })
  it('with a void clause is refused, and told which one, why and by what article', async () => {
    const clauses = ['生日当天可领小蛋糕一份', '一经售出概不退换', '过期作废']
    const { status, body } = await publish({ ...STORED, clauses })
    expect([status, body.code]).toEqual([422, 'clause_void'])
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/clauses/1',
      '/clauses/2',
    ])
    expect(body.errors[0]!.detail).toContain('第九条')
    expect(body.errors[1]!.detail).toContain('第二十四条')
    expect(await offerIds()).toHaveLength(shop.offers.length)
  })
  it('that costs more than paying each time is refused', async () => {
    const { body } = await publish({ ...TEN_CAKES, price_fen: 26_001 })
    expect(body.code).toBe('offer_terms_inconsistent')
    expect((await publish({ ...TEN_CAKES, price_fen: 26_000 })).status).toBe(201)
  })
  it('with a field of another kind, or too many clauses, is not understood', async () => {
    const fault = async (body: object) => {
      const reply = await publish(mistaken(body))
      return [reply.status, reply.body.code]
    }
    const invalid = [422, 'request_invalid']
    expect(await fault({ ...STORED, visits: 3 })).toEqual(invalid)
    expect(await fault({ ...TEN_CAKES, bonus_fen: 100 })).toEqual(invalid)
    expect(await fault({ ...STORED, kind: 'lifetime' })).toEqual(invalid)
    expect(await fault({ ...STORED, price_fen: 0.5 })).toEqual(invalid)
    expect(await fault({ ...STORED, clauses: Array(11).fill('免费停车') })).toEqual(invalid)
    expect(await fault({ ...STORED, clauses: ['免'.repeat(201)] })).toEqual(invalid)
  })
  it('needs a shop that may sell', async () => {
    const reason = { reason: '有人投诉联系不上店家' }
    await post(`/v1/merchants/${shop.id}/sales-hold`, reason, city.operator)
    expect((await publish(STORED)).body.code).toBe('sales_on_hold')
  })
})

describe('taking an offer off the shelf', () => {
  it('hides it from the wall and from sale, and leaves its contract readable', async () => {
    const [offer] = shop.offers
    const path = `/v1/offers/${offer!.id}/withdrawal` as const
    const taken = await post(path)
    expect([taken.status, taken.body.withdrawn_at]).toEqual([200, city.world.now()])
    city.advance(60_000)
    expect((await post(path)).body.withdrawn_at).toBe(taken.body.withdrawn_at)
    const wall = (await city.call('GET', `/v1/shops/${shop.code}`)).body.offers
    expect(wall.map(({ id }: { id: string }) => id)).not.toContain(offer!.id)
    expect((await contractOf(offer!.id)).hash).toBe(offer!.contract_hash)
    const { token } = await city.joins(HOLDERS.li.phone)
    const order = {
      offer_id: offer!.id,
      contract_hash: offer!.contract_hash,
      contract_accepted: true,
    } as const
    expect((await post('/v1/purchases', order, token)).status).toBeGreaterThanOrEqual(400)
  })
  it('of another shop is not found', async () => {
    const other = await ownerOf(await city.opens(1))
    const { status, body } = await post(`/v1/offers/${shop.offers[0]!.id}/withdrawal`, {}, other)
    expect([status, body.code]).toEqual([404, 'offer_not_found'])
    expect(await offerIds()).toHaveLength(shop.offers.length)
  })
})

describe('the lists', () => {
  it('of offers show the shop’s own, newest first, in pages', async () => {
    const { id } = (await publish(STORED)).body
    expect((await offerIds())[0]).toBe(id)
    expect(await offerIds('?is_live=true')).toEqual(await offerIds())
    const page = (await city.call('GET', '/v1/offers?limit=2', { token: owner })).body
    const rest = await offerIds(`?limit=2&cursor=${page.next_cursor}`)
    expect([page.data.length, page.has_more, rest.length]).toEqual([2, true, 1])
    const other = await ownerOf(await city.opens(1))
    const theirs = (await city.call('GET', '/v1/offers', { token: other })).body.data
    expect(theirs.every((offer: { merchant_id: string }) => offer.merchant_id !== shop.id)).toBe(
      true,
    )
  })
  it('of prices are the till’s to read, and a withdrawn item is off them', async () => {
    const items = async () =>
      (await city.call('GET', '/v1/price-items', { token: cashier })).body.data
    const [first, ...others] = await items()
    expect(first!.name).toBe(shop.plan.items[0]![0])
    const taken = await post(`/v1/price-items/${first!.id}/withdrawal`)
    expect([taken.status, taken.body.withdrawn_at]).toEqual([200, city.world.now()])
    expect(await items()).toEqual(others)
    city.advance(60_000)
    const again = await post(`/v1/price-items/${first!.id}/withdrawal`)
    expect(again.body).toEqual(taken.body)
    const other = await ownerOf(await city.opens(1))
    const theirs = await post(`/v1/price-items/${others[0]!.id}/withdrawal`, {}, other)
    expect([theirs.status, theirs.body.code]).toEqual([404, 'item_not_found'])
  })
})

describe('who may write offers and prices', () => {
  it('is the owner and the manager, not the cashier, and nobody outside the shop', async () => {
    const item = { name: '欧包', list_price_fen: 1_500 }
    const writes = [
      ['/v1/offers', STORED],
      ['/v1/price-items', item],
      [`/v1/offers/${shop.offers[0]!.id}/withdrawal`, {}],
    ] as const
    for (const [path, body] of writes) {
      const { status, body: said } = await post(anyhow(path), body, cashier)
      expect([status, said.code], path).toEqual([403, 'role_not_allowed'])
      expect((await post(anyhow(path), body, city.operator)).status, path).toBe(403)
    }
    const { id } = await city.client.yufubao
      .as('staff', owner)
      .must('POST /v1/merchants/:id/staff', {
        params: { id: shop.id },
        body: { name: '店长', role: 'manager', phone: staffPhone(1, 8) },
      })
    const manager = await city.as(id)
    for (const [path, body] of writes)
      expect((await post(anyhow(path), body, manager)).status, path).toBeLessThan(300)
  })
})
