import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { Query } from '../support/addresses'
import { type City, openCity, type Shop } from '../support/city'

let city: City
let shop: Shop
const look = async () => (await city.call('GET', `/v1/shops/${shop.code}`)).body
const shelf = async (query: Query = '', code = shop.code) =>
  (await city.call('GET', `/v1/shops/${code}/offers${query}`)).body
const idsOf = (offers: { id: string }[]) => offers.map(({ id }) => id)

beforeEach(async () => {
  city = await openCity()
  shop = await city.opens(0)
})

describe('the wall code', () => {
  it('says where the money is and how much of it is behind the cards', async () => {
    expect(await look()).toMatchObject({
      object: 'shop',
      merchant_id: shop.id,
      custody_opened: true,
      standing: { state: 'empty', tone: 'plain', coverage_bp: null },
      level: 'A',
      may_sell: true,
      sales_refusal: null,
    })
    await city.buys(await city.joins(HOLDERS.li.phone), shop)
    expect((await look()).standing).toMatchObject({ state: 'never_closed', tone: 'warn' })
  })
  it('tells the public nothing that is the shop’s, the bank’s or a holder’s business', async () => {
    await city.buys(await city.joins(HOLDERS.li.phone), shop)
    const { text } = await city.call('GET', `/v1/shops/${shop.code}`)
    expect(text).not.toMatch(/owed_fen|paid_fen|payable|account|licence|mask|137\*/)
  })
  it('that is not ours warns before anybody pays', async () => {
    for (const path of ['', '/offers'] as const) {
      const { status, body } = await city.call('GET', `/v1/shops/ZZZZZZZZ${path}`)
      expect([status, body.code]).toEqual([404, 'shop_code_unknown'])
      expect(body.detail ?? body.title).toContain('先别付款')
    }
  })
  it('stops selling the day after the licence ends, and says why', async () => {
    const last_day = localDate(city.world.now())
    await city.db.batch([
      sql`UPDATE merchants SET licence_expires_on = ${last_day}, version = version + 1`,
    ])
    expect((await look()).may_sell).toBe(true)
    city.advance(24 * 3_600_000)
    expect(await look()).toMatchObject({
      may_sell: false,
      sales_refusal: 'licence_not_valid',
      notice: expect.stringContaining('执照已到期'),
      offers: [],
    })
  })
})

describe('the shelf', () => {
  it('comes in pages to anybody', async () => {
    const first = await shelf('?limit=1')
    const second = await shelf(`?limit=1&cursor=${first.next_cursor}`)
    expect(idsOf([...first.data, ...second.data])).toEqual(idsOf(shop.offers))
    expect([first.has_more, second.has_more]).toEqual([true, false])
    const prices = (await shelf()).data.map((one) => one.price_fen)
    expect(prices).toEqual([...prices].sort((a, b) => a - b))
    const [one] = first.data
    expect(idsOf((await shelf(`?offer_id=${one!.id}`)).data)).toEqual([one!.id])
    expect(one!.per_use!.price_fen).toBeGreaterThan(0)
    expect(first.data[0]!.contract_hash).toBe(shop.offers[0]?.contract_hash)
    expect(await shelf('?cursor=!')).toMatchObject({ code: 'cursor_invalid' })
  })
  it('holds this shop’s offers only, and none while sales are on hold', async () => {
    const other = await city.opens(1)
    expect(idsOf((await shelf()).data)).toEqual(idsOf(shop.offers))
    await city.call('POST', `/v1/merchants/${shop.id}/sales-hold`, {
      token: city.operator,
      body: { reason: '有人投诉联系不上店家' },
    })
    expect(await shelf()).toMatchObject({ data: [], has_more: false })
    expect(idsOf((await shelf('', other.code)).data)).toEqual(idsOf(other.offers))
  })
})
