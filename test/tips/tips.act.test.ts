import { describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'
import { type BodyAt, mistaken } from '../support/addresses'

const bath = {
  kind: 'report',
  shop_name: '老街浴池',
  district: 'huancui',
  note: '只收现金充值',
} as const
const tells = (desk: Desk, who: string, body: BodyAt<'POST /v1/shop-tips'> = bath, key?: string) =>
  desk.says(who, 'POST', '/v1/shop-tips', body, key)
const reads = async (desk: Desk, who: string) =>
  good(await desk.says(who, 'GET', '/v1/shop-tips')).data as { shop_name: string }[]
const operatorOf = async (desk: Desk) =>
  String((await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`))[0]?.id)

describe(`a tip about a shop that has not joined, on ${ENGINE}`, () => {
  it('is read by its teller, the supervisor of its district and the operator, and names nobody', async () => {
    const desk = await openDesk()
    const wang = await desk.joins(HOLDERS.wang.phone)
    const told = await tells(desk, desk.li.id)
    expect(told.status, told.text).toBe(201)
    expect(told.body).toMatchObject({ object: 'shop_tip', district_name: '环翠区', address: null })
    good(
      await tells(desk, wang.id, {
        ...bath,
        kind: 'invite',
        district: 'rushan',
        shop_name: '海边琴行',
      }),
    )

    const names = async (who: string) => (await reads(desk, who)).map(({ shop_name }) => shop_name)
    expect(await names(desk.li.id)).toEqual(['老街浴池'])
    expect(await names(wang.id)).toEqual(['海边琴行'])
    expect(await names(desk.supervisor)).toEqual(['老街浴池'])
    expect(await names(await operatorOf(desk))).toEqual(['海边琴行', '老街浴池'])
    const all = await desk.says(await operatorOf(desk), 'GET', '/v1/shop-tips')
    for (const secret of [desk.li.id, wang.id, HOLDERS.li.phone, '0001'])
      expect(all.text).not.toContain(secret)
    for (const who of [desk.owner, desk.shop.cashier_id])
      expect((await desk.says(who, 'GET', '/v1/shop-tips')).status).toBe(403)
  })

  it('comes five times a day from one person, counted in Shanghai, and not a sixth', async () => {
    const desk = await openDesk()
    for (let n = 1; n <= 5; n++)
      good(await tells(desk, desk.li.id, { ...bath, shop_name: `第 ${n} 家` }, `tip-${n}`))
    const again = await tells(desk, desk.li.id, { ...bath, shop_name: '第 5 家' }, 'tip-5')
    expect(again.status).toBe(201)
    const sixth = await tells(desk, desk.li.id)
    expect([sixth.status, sixth.body.code]).toEqual([429, 'shop_tips_used_up'])
    expect(await reads(desk, desk.li.id)).toHaveLength(5)
    const wang = await desk.joins(HOLDERS.wang.phone)
    expect((await tells(desk, wang.id)).status).toBe(201)
    desk.advance(DAY_MS)
    expect((await tells(desk, desk.li.id)).status).toBe(201)
  })

  it('is not let in six at once', async () => {
    const desk = await openDesk()
    const replies = await Promise.all(
      Array.from({ length: 7 }, (_, n) => tells(desk, desk.li.id, bath, `at-once-${n}`)),
    )
    const statuses = replies.map(({ status }) => status).sort()
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429])
    expect(await reads(desk, desk.li.id)).toHaveLength(5)
  })

  it('is refused with a place that this city does not have', async () => {
    const desk = await openDesk()
    const reply = await tells(desk, desk.li.id, { ...bath, district: 'beijing' })
    expect([reply.status, reply.body.code]).toEqual([422, 'district_unknown'])
    expect(reply.body.errors).toMatchObject([{ pointer: '/district', code: 'district_unknown' }])
  })

  it.each([
    ['no name', { shop_name: ' ' }],
    ['a name too long', { shop_name: '店'.repeat(61) }],
    ['a place that is no code', { district: '北京' }],
    ['a story', { note: '说'.repeat(201) }],
    ['a kind of its own', { kind: 'praise' }],
    ['a name in the body', { consumer_id: 'csm_x' }],
  ])('is refused with %s', async (_what, wrong) => {
    const desk = await openDesk()
    const reply = await tells(desk, desk.li.id, mistaken({ ...bath, ...wrong }))
    expect([reply.status, reply.body.code]).toEqual([422, 'request_invalid'])
  })

  it('is kept as it was said', async () => {
    const desk = await openDesk()
    good(await tells(desk, desk.li.id))
    for (const statement of [
      sql`UPDATE shop_tips SET note = 'x'`,
      sql`DELETE FROM shop_tips`,
      sql`INSERT INTO shop_tips
          SELECT 'tip_x', consumer_id, 'praise', shop_name, district, address, note, told_on, created_at FROM shop_tips`,
    ])
      await expect(desk.db.batch([statement])).rejects.toThrow(/shop_tip/)
  })
})
