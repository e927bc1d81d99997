import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { sql } from '../../src/platform/d1'
import { type Counter, good, openCounter } from '../redemptions/support'
import type { Body, BodyAt, Method, Path } from '../support/addresses'

let counter: Counter
let first: string
beforeEach(async () => {
  counter = await openCounter()
  first = counter.shop.id.replace('mch', 'shp')
})
type Who = 'owner' | 'cashier'
const ask = async <M extends Method, P extends string>(
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
  who: Who = 'owner',
) =>
  counter.call(method, path, {
    token: await counter.till(counter.shop, who),
    ...(body ? { body } : {}),
  })
const other = async <M extends Method, P extends string>(
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
) =>
  counter.call(method, path, {
    token: await counter.till(counter.other, 'owner'),
    ...(body ? { body } : {}),
  })
const adds = (name: string, who: Who = 'owner') =>
  ask('POST', '/v1/merchant-shops', { name, address: '海滨路 2 号', district: 'gaoqu' }, who)
const closes = (id: string) => ask('POST', `/v1/merchant-shops/${id}/closure`, {})
const assigns = (staff_id: string, shop_id: string | null) =>
  ask('PUT', `/v1/staff/${staff_id}/shop`, { shop_id })
const listed = async () => good(await ask('GET', '/v1/merchant-shops', undefined, 'cashier')).data

describe(`a merchant’s shops on ${ENGINE}`, () => {
  it('begin with one: the merchant’s own name and address', async () => {
    expect(await listed()).toMatchObject([
      { id: first, name: '海棠面包房', address: '环翠区海棠路 18 号', closed_at: null },
    ])
  })
  it('are added, renamed and closed by the owner, and closed twice is closed once', async () => {
    const shop = good(await adds('海棠高区店'))
    expect(shop).toMatchObject({
      object: 'merchant_shop',
      merchant_id: counter.shop.id,
      district_name: '火炬高技术产业开发区',
      staff_ids: [],
    })
    const path = `/v1/merchant-shops/${shop.id}/name` as const
    expect(good(await ask('PUT', path, { name: '海棠二店' })).name).toBe('海棠二店')
    const closed = good(await closes(shop.id))
    expect(closed.closed_at).toBe(counter.world.now())
    counter.advance(60_000)
    expect(good(await closes(shop.id)).closed_at).toBe(closed.closed_at)
    expect((await ask('PUT', path, { name: '三店' })).body.code).toBe('shop_closed')
    expect((await listed()).map(({ name }: { name: string }) => name)).toEqual([
      '海棠面包房',
      '海棠二店',
    ])
    const open = good(await ask('GET', '/v1/merchant-shops?is_open=true', undefined, 'cashier'))
    expect(open.data.map(({ id }: { id: string }) => id)).toEqual([first])
  })
  it('have names of their own, and a closed one frees its name', async () => {
    const { id } = good(await adds('海棠二店'))
    expect((await adds('海棠二店')).body.code).toBe('shop_name_taken')
    const taken = await ask('PUT', `/v1/merchant-shops/${first}/name`, { name: '海棠二店' })
    expect(taken.body.code).toBe('shop_name_taken')
    good(await closes(id))
    expect((await adds('海棠二店')).status).toBe(201)
  })
  it('leave one open, whoever asks at the same moment', async () => {
    expect((await closes(first)).body.code).toBe('last_shop_must_stay')
    const { id } = good(await adds('海棠二店'))
    const replies = await Promise.all([closes(first), closes(id)])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
    const open = (await listed()).filter(
      ({ closed_at }: { closed_at: string | null }) => closed_at === null,
    )
    expect(open).toHaveLength(1)
  })
  it('are at most fifty', async () => {
    for (let n = 2; n <= 50; n++) good(await adds(`海棠 ${n} 店`))
    expect((await adds('海棠 51 店')).body.code).toBe('shops_too_many')
  })
  it('are nobody else’s business: another owner’s are not found', async () => {
    const { id } = good(await adds('海棠二店'))
    const before = await counter.everything()
    for (const reply of [
      await other('PUT', `/v1/merchant-shops/${id}/name`, { name: '我的店' }),
      await other('POST', `/v1/merchant-shops/${id}/closure`, {}),
      await other('PUT', `/v1/staff/${counter.other.cashier_id}/shop`, { shop_id: id }),
    ]) {
      expect([reply.status, reply.body.code]).toEqual([404, 'shop_not_found'])
    }
    const theirs = await other('PUT', `/v1/staff/${counter.shop.cashier_id}/shop`, {
      shop_id: null,
    })
    expect([theirs.status, theirs.body.code]).toEqual([404, 'person_not_found'])
    expect((await adds('收银员的店', 'cashier')).body.code).toBe('role_not_allowed')
    expect(await counter.everything()).toEqual(before)
  })
  it('have their staff, until the shop closes or somebody leaves it', async () => {
    const { id } = good(await adds('海棠二店'))
    const { cashier_id } = counter.shop
    const staffOf = async (shop_id: string) =>
      (await listed()).find((shop: { id: string }) => shop.id === shop_id)!.staff_ids
    expect(good(await assigns(cashier_id, id))).toEqual({
      object: 'staff_shop',
      staff_id: cashier_id,
      shop_id: id,
    })
    expect(await staffOf(id)).toEqual([cashier_id])
    good(await assigns(cashier_id, first))
    expect([await staffOf(id), await staffOf(first)]).toEqual([[], [cashier_id]])
    good(await assigns(cashier_id, null))
    expect(await staffOf(first)).toEqual([])
    good(await assigns(cashier_id, id))
    good(await closes(id))
    expect(await counter.rows(sql`SELECT * FROM shop_staff`)).toEqual([])
    expect((await assigns(cashier_id, id)).body.code).toBe('shop_closed')
  })
  it('stand on the public page, the open ones, with what each offer is for', async () => {
    const { id } = good(await adds('海棠二店'))
    const offer = {
      kind: 'stored_value',
      name: '二店卡',
      price_fen: 10_000,
      shop_ids: [id],
    } as const
    good(await ask('POST', '/v1/offers', offer))
    const page = good(await counter.call('GET', `/v1/shops/${counter.shop.code}`))
    expect(page.shops).toEqual([
      {
        id: first,
        name: '海棠面包房',
        address: '环翠区海棠路 18 号',
        district_name: '环翠区',
        hours: null,
      },
      {
        id,
        name: '海棠二店',
        address: '海滨路 2 号',
        district_name: '火炬高技术产业开发区',
        hours: null,
      },
    ])
    const shown = page.offers.map((one: { name: string; shops: string[] }) => [one.name, one.shops])
    expect(shown).toEqual([
      ['二店卡', ['海棠二店']],
      ['充 300', []],
      ['充 1000 送 200', []],
    ])
    good(await closes(id))
    const after = good(await counter.call('GET', `/v1/shops/${counter.shop.code}`))
    expect(after.shops.map((one: { id: string }) => one.id)).toEqual([first])
  })
})

describe(`the shops in an offer on ${ENGINE}`, () => {
  const OFFER = { kind: 'stored_value', name: '充 100', price_fen: 10_000 } as const
  const publish = (body: BodyAt<'POST /v1/offers'>) => ask('POST', '/v1/offers', body)
  const textOf = async (id: string) =>
    good(await counter.call('GET', `/v1/offers/${id}/contract`)).text
  it('are all of them unless it says so; one shop alone leaves the contract as it was', async () => {
    const one = good(await publish(OFFER))
    expect(one).toMatchObject({ shops: [], shop_ids: [] })
    expect(await textOf(one.id)).toContain('可用门店：本店。')
    good(await adds('海棠二店'))
    const two = good(await publish(OFFER))
    expect(await textOf(two.id)).toContain(
      '可用门店：商家的所有门店，现在有海棠面包房、海棠二店；以后新开的也能用。',
    )
    expect(two.contract_hash).not.toBe(one.contract_hash)
  })
  it('are named in its contract as they were called that day', async () => {
    const { id } = good(await adds('海棠二店'))
    const offer = good(await publish({ ...OFFER, shop_ids: [id, id] }))
    expect(offer).toMatchObject({ shops: ['海棠二店'], shop_ids: [id] })
    const said =
      '可用门店：海棠二店。这些门店都关闭的，商家的其他门店照常接待您；您也可以依法解除合同。'
    expect(await textOf(offer.id)).toContain(said)
    good(await ask('PUT', `/v1/merchant-shops/${id}/name`, { name: '海棠新店' }))
    expect(await textOf(offer.id)).toContain(said)
  })
  it('must be open ones of its own merchant', async () => {
    const { id } = good(await adds('海棠二店'))
    good(await closes(id))
    const theirs = counter.other.id.replace('mch', 'shp')
    const refused = async (shop_ids: string[]) => {
      const { status, body } = await publish({ ...OFFER, shop_ids })
      return [status, body.code]
    }
    expect(await refused([first, id])).toEqual([409, 'shop_closed'])
    expect(await refused([theirs])).toEqual([404, 'shop_not_found'])
    expect(await refused([])).toEqual([422, 'request_invalid'])
  })
})

describe(`a branch called like somebody else’s shop on ${ENGINE}`, () => {
  it('is told to the platform, opened or renamed; one’s own name is nobody’s', async () => {
    const told = async () =>
      (await counter.rows(sql`SELECT text FROM work_notices WHERE text LIKE '%看起来一样%'`)).length
    const [mine, theirs] = await Promise.all(
      [counter.shop, counter.other].map(async ({ id }) =>
        String((await counter.rows(sql`SELECT name FROM merchants WHERE id = ${id}`))[0]?.name),
      ),
    )
    const branch = good(await adds(`${mine}（二店）`))
    expect(await told()).toBe(0)
    const renamed = { name: `${theirs?.split('').join('·')} 二店` }
    good(await ask('PUT', `/v1/merchant-shops/${branch.id}/name`, renamed))
    expect(await told()).toBeGreaterThan(0)
  })
})
