import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { OFFICIALS } from '../../src/demo/cast'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import type { Path } from '../support/addresses'
import { NANJING } from '../support/nanjing'

/** The same program with another configuration: everything below is one story told in 南京. */
let desk: Desk
const page = async <P extends string>(path: Path<'GET', P>, cookie = '') =>
  (await desk.call('GET', path, { headers: { cookie } })).text
const clean = async () => expect((await checkBooks(desk.db)).divergences).toEqual([])

describe(`a second city on ${ENGINE}`, () => {
  beforeAll(async () => {
    desk = await openDesk(0, { city: NANJING, district: 'xuanwu' })
  })

  it('says its own name, law and districts', async () => {
    const city = good(await desk.call('GET', '/v1/city'))
    expect(city).toMatchObject({ code: 'nanjing', name: '南京市', region: 'jiangsu' })
    const facts = good(await desk.call('GET', '/v1/city/facts?table=district&limit=100'))
    expect(facts.data.map(({ key }: { key: string }) => key)).toContain('gaochun')
    expect(facts.data.map(({ key }: { key: string }) => key)).not.toContain('huancui')
  })

  it('makes contracts of its own place, with fifteen days to think it over', async () => {
    const [offer] = desk.shop.offers
    const { text } = good(await desk.call('GET', `/v1/offers/${offer?.id}/contract`))
    expect(text).toContain('位于南京市玄武区')
    expect(text).toContain('付款后 15 天内')
    expect(text).toContain('江苏省')
    expect(text).toContain('025-12315、12345')
    expect(text).not.toContain('威海')
  })

  it('gives a whole payment back on the tenth day, as 江苏 has it', async () => {
    const card = await desk.buysCard(1)
    await desk.banks()
    await desk.days(7)
    const path = `/v1/cards/${card}/refunds` as const
    const refund = good(await desk.says(desk.li.id, 'POST', path, { ground: 'cooling_off' }))
    expect(refund).toMatchObject({ basis: 'cooling_off', undisputed_fen: 100_000 })
    await desk.tick()
    await desk.tick()
    const after = good(await desk.says(desk.li.id, 'GET', `/v1/refunds/${refund.id}`))
    expect(after).toMatchObject({ status: 'done', refunded_fen: 100_000 })
    await clean()
  })

  it('sells, redeems and refunds what is left after a use', async () => {
    const card = await desk.buysCard(1)
    await desk.banks()
    await desk.uses(card, 12_000)
    expect(await desk.balance(`escrow:${card}`)).toBe(90_000)
    const path = `/v1/cards/${card}/refunds` as const
    const refund = good(await desk.says(desk.li.id, 'POST', path, { ground: 'own_wish' }))
    expect(refund).toMatchObject({ basis: 'consumer_cause', undisputed_fen: 88_000 })
    await desk.tick()
    await desk.tick()
    expect(good(await desk.says(desk.li.id, 'GET', `/v1/refunds/${refund.id}`))).toMatchObject({
      refunded_fen: 88_000,
    })
    await clean()
  })

  it('knows no district of another city, and no shop or official enters one', async () => {
    const token = await desk.as(desk.supervisor)
    const shops = await desk.call('GET', '/v1/merchants?district=huancui', { token })
    expect([shops.status, shops.body.code]).toEqual([422, 'district_unknown'])
    const known = good(await desk.call('GET', '/v1/merchants?district=xuanwu', { token }))
    expect(known.data).toHaveLength(1)
    const official = {
      ...OFFICIALS.supervisor,
      districts: ['xuanwu', 'rongcheng'],
    }
    const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    const made = await desk.says(String(operator?.id), 'POST', '/v1/officials', official)
    expect([made.status, made.body.code]).toEqual([422, 'district_unknown'])
    const branch = { name: '二店', address: '中山路 1 号', district: 'wendeng' }
    const added = await desk.says(desk.owner, 'POST', '/v1/merchant-shops', branch)
    expect([added.status, added.body.code]).toEqual([422, 'district_unknown'])
    const move = {
      kind: 'move',
      from_on: '2027-06-01',
      reason: '租约到期，另寻店面',
      facts: { address: '新街 1 号', district: 'jingqu' },
    } as const
    const moved = await desk.says(desk.owner, 'POST', '/v1/merchant-changes', move)
    expect([moved.status, moved.body.code]).toEqual([422, 'district_unknown'])
    const tip = { kind: 'invite', shop_name: '老街浴池', district: 'rushan' } as const
    const told = await desk.says(desk.li.id, 'POST', '/v1/shop-tips', tip)
    expect([told.status, told.body.code]).toEqual([422, 'district_unknown'])
  })

  it('shows its names on its pages', async () => {
    const shop = await page(`/s/${desk.shop.code}`)
    expect(shop).toContain('玄武区')
    expect(shop).toContain('025-12315')
    const li = `yfb_consumer=${await desk.as(desk.li.id)}`
    expect(await page('/tips/new', li)).toContain('<option value="gaochun"')
    const work = await page('/r', `yfb_regulator=${await desk.as(desk.supervisor)}`)
    expect(work).toContain('<option value="xuanwu"')
    expect(work).not.toContain('荣成')
    expect(await page('/c', li)).not.toContain('威海')
  })
})
