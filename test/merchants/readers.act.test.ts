import { beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS, officialPhone, SUCCESSORS, staffPhone } from '../../src/demo/cast'
import { all, sql } from '../../src/platform/d1'
import { type Body, mistaken, type Path, type Query } from '../support/addresses'
import { type City, type Official, openCity, type Shop } from '../support/city'

type Token = string
let city: City
let bakery: Shop // 环翠
let gym: Shop // 经区
let bank: Token
let huancui: Token
let jingqu: Token
let owner: Token
let cashier: Token
let other_owner: Token
let consumer: Token

const get = <P extends string>(token: Token | undefined, path: Path<'GET', P>) =>
  city.call('GET', path, token === undefined ? {} : { token })
const post = <P extends string>(token: Token, path: Path<'POST', P>, body?: Body<'POST', P>) =>
  city.call('POST', path, { token, body: body ?? {} })

async function official(
  n: number,
  kind: Official['kind'],
  role: Official['role'],
  districts: string[],
) {
  const id = await city.appoints({ kind, role, phone: officialPhone(n), districts })
  return city.as(id)
}
const ownerOf = async ({ id }: Shop) => {
  const [row] = await all(
    city.db,
    sql<{ id: string }>`SELECT id FROM staff WHERE merchant_id = ${id} AND role = 'owner'`,
  )
  return city.as(row?.id ?? '')
}

beforeAll(async () => {
  city = await openCity()
  bakery = await city.opens(0)
  gym = await city.opens(1)
  bank = await official(2, 'bank', 'bank', [])
  huancui = await official(3, 'regulator', 'supervisor', ['huancui'])
  jingqu = await official(4, 'regulator', 'supervisor', ['jingqu', 'wendeng'])
  owner = await ownerOf(bakery)
  other_owner = await ownerOf(gym)
  cashier = await city.as(bakery.cashier_id)
  consumer = (await city.joins(HOLDERS.li.phone)).token
})

describe('a shop', () => {
  it('is shown to each reader as far as it is their business', async () => {
    const shown = async (token: Token) => (await get(token, `/v1/merchants/${bakery.id}`)).body
    const papers = ['licence_no', 'settlement_account_mask', 'legal_representative']
    const money = ['owed_fen', 'payable_fen', 'custody_fen']
    const fields = (body: object) => [...papers, ...money].filter((field) => field in body)
    expect(fields(await shown(cashier))).toEqual([])
    expect(fields(await shown(bank))).toEqual(money)
    for (const token of [owner, huancui, city.operator])
      expect(fields(await shown(token))).toEqual([...papers, ...money])
    expect((await shown(bank)).custody_account_no).toMatch(/^\d{16}$/)
    for (const token of [owner, cashier, huancui, city.operator])
      expect('custody_account_no' in (await shown(token))).toBe(false)
  })
  it('is not there for another shop, nor for a supervisor of elsewhere', async () => {
    const nowhere = await get(other_owner, '/v1/merchants/mch_00000000000000000000000000')
    for (const token of [other_owner, jingqu]) {
      const { status, body } = await get(token, `/v1/merchants/${bakery.id}`)
      expect([status, { ...body, request_id: '' }]).toEqual([
        404,
        { ...nowhere.body, request_id: '' },
      ])
    }
  })
  it('is no consumer’s business', async () => {
    expect((await get(consumer, `/v1/merchants/${bakery.id}`)).status).toBe(403)
    expect((await get(undefined, `/v1/merchants/${bakery.id}`)).status).toBe(401)
  })
})

describe('the list of shops', () => {
  const seen = async (token: Token, query: Query = '') =>
    (await get(token, `/v1/merchants${query}`)).body.data.map(({ id }) => id)

  it('holds what the reader may see', async () => {
    const both = [bakery.id, gym.id]
    expect(await seen(city.operator)).toEqual(both)
    expect(await seen(bank)).toEqual(both)
    expect(await seen(huancui)).toEqual([bakery.id])
    expect(await seen(jingqu)).toEqual([gym.id])
    expect(await seen(owner)).toEqual([bakery.id])
    expect(await seen(cashier)).toEqual([bakery.id])
  })
  it('is filtered by district and trade, and never beyond the jurisdiction', async () => {
    expect(await seen(bank, '?district=jingqu')).toEqual([gym.id])
    expect(await seen(bank, '?sector=bakery')).toEqual([bakery.id])
    expect(await seen(bank, '?district=jingqu&sector=bakery')).toEqual([])
    expect(await seen(huancui, '?district=jingqu')).toEqual([])
  })
  it('comes in pages', async () => {
    const first = (await get(bank, '/v1/merchants?limit=1')).body
    const second = (await get(bank, `/v1/merchants?limit=1&cursor=${first.next_cursor}`)).body
    expect([first.data[0]!.id, second.data[0]!.id]).toEqual([bakery.id, gym.id])
    expect([first.has_more, second.has_more, second.next_cursor]).toEqual([true, false, null])
  })
})

describe('writing about shops', () => {
  it('is for the operator alone', async () => {
    const path = `/v1/merchants/${bakery.id}/admission` as const
    for (const token of [owner, cashier, bank, huancui, consumer])
      expect((await post(token, path)).status).toBe(403)
    for (const token of [owner, bank, huancui])
      expect((await post(token, '/v1/merchants', mistaken({}))).status).toBe(403)
    expect((await post(city.operator, path)).body.code).toBe('merchant_already_admitted')
  })
})

describe('a hold on sales', () => {
  const reason = { reason: '有人投诉联系不上店家' }
  const hold = (token: Token) => post(token, `/v1/merchants/${bakery.id}/sales-hold`, reason)
  const lift = (token: Token) =>
    post(token, `/v1/merchants/${bakery.id}/sales-hold/lifting`, { reason: '已联系上店家' })

  it('is put and lifted by the supervisor there, and not by one of elsewhere', async () => {
    expect((await hold(jingqu)).status).toBe(404)
    expect((await lift(huancui)).body.code).toBe('sales_not_on_hold')
    const held = await hold(huancui)
    expect([held.status, held.body.sales_held_reason]).toEqual([200, reason.reason])
    expect((await lift(jingqu)).status).toBe(404)
    expect((await lift(huancui)).body.sales_held_at).not.toBeNull()
    expect((await lift(huancui)).body.code).toBe('checker_must_not_be_maker')
    expect((await lift(city.operator)).body.sales_held_at).toBeNull()
  })
  it('stops sales and offers, and says so on the wall', async () => {
    await hold(city.operator)
    const shop = (await get(undefined, `/v1/shops/${bakery.code}`)).body
    expect([shop.may_sell, shop.offers]).toEqual([false, []])
    expect(shop.notice).toContain('已暂停充值')
    const [offer] = bakery.offers
    const said = { offer_id: offer!.id, contract_hash: offer!.contract_hash }
    const order = await post(consumer, '/v1/purchases', { ...said, contract_accepted: true })
    expect(order.body.code).toBe('sales_on_hold')
    await lift(city.operator)
    await lift(huancui)
    const again = (await get(undefined, `/v1/shops/${bakery.code}`)).body
    expect([again.may_sell, again.offers.length]).toEqual([true, bakery.offers.length])
  })
  it('wants a reason', async () => {
    const { status, body } = await post(
      huancui,
      `/v1/merchants/${bakery.id}/sales-hold`,
      mistaken({}),
    )
    expect([status, body.errors[0]!.pointer]).toEqual([422, '/reason'])
  })
})

describe('the shop code', () => {
  it('is read by anybody, in capitals or not', async () => {
    const shop = (await get(undefined, `/v1/shops/${bakery.code.toLowerCase()}`)).body
    expect(shop).toMatchObject({ code: bakery.code, name: bakery.plan.name, may_sell: true })
    expect(shop.district_name).toBe('环翠区')
    expect(shop.notice).toBe(shop.standing.sentence)
    expect(shop.offers.map(({ id }: { id: string }) => id).sort()).toEqual(
      bakery.offers.map(({ id }) => id).sort(),
    )
  })
  it('that nobody knows is not found', async () => {
    const { status, body } = await get(undefined, '/v1/shops/ZZZZZZZZ')
    expect([status, body.code]).toEqual([404, 'shop_code_unknown'])
  })
  it('of a shop that is not admitted warns, and sells nothing', async () => {
    const body = {
      name: '还没接入的店',
      entity_type: 'individual',
      sector: 'cafe',
      district: 'rushan',
      address: '乳山市商业街 1 号',
      licence_no: '91350100M000100Y43',
      licence_expires_on: null,
      legal_representative: SUCCESSORS.buyer,
      lease_ends_on: null,
      settlement_account_no: '6217000012345678',
      owner: { name: SUCCESSORS.buyer, phone: staffPhone(99, 1) },
    } as const
    const { code } = (await post(city.operator, '/v1/merchants', body)).body
    const shop = (await get(undefined, `/v1/shops/${code}`)).body
    expect([shop.may_sell, shop.notice]).toEqual([false, expect.stringContaining('请先别充值')])
  })
})
