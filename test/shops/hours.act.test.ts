import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { sql } from '../../src/platform/d1'
import { type Counter, good, openCounter } from '../redemptions/support'
import type { BodyAt } from '../support/addresses'

let counter: Counter
let first: string
beforeEach(async () => {
  counter = await openCounter()
  first = counter.shop.id.replace('mch', 'shp')
})
const day = { opens: '09:00', closes: '21:00' }
const week = [null, day, day, day, day, day, day]
const states = async (
  body: BodyAt<'PUT /v1/merchant-shops/:id/hours'>,
  {
    id = first,
    who = 'owner',
    shop = counter.shop,
  }: { id?: string; who?: 'owner' | 'cashier'; shop?: Counter['shop'] } = {},
) =>
  counter.call('PUT', `/v1/merchant-shops/${id}/hours`, {
    token: await counter.till(shop, who),
    body,
  })
const shown = async () =>
  good(await counter.call('GET', `/v1/shops/${counter.shop.code}`, {})).shops[0]

describe(`a shop’s hours on ${ENGINE}`, () => {
  it('are nothing until they are stated, and then anybody reads them behind the wall code', async () => {
    expect((await shown())!.hours).toBeNull()
    const closures = [{ from_on: '2099-10-01', to_on: '2099-10-07' }]
    const stated = good(await states({ weekly: week, closures }))
    expect(stated).toMatchObject({ object: 'shop_hours', weekly: week, closures })
    expect((await shown())!.hours).toEqual(stated)
  })
  it('are stated anew whole; what was said before is kept and never edited', async () => {
    good(await states({ weekly: week, closures: [] }))
    good(await states({ weekly: [day, ...week.slice(1)], closures: [] }))
    expect((await shown())!.hours!.weekly[0]).toEqual(day)
    const kept = sql`SELECT version FROM shop_hours WHERE shop_id = ${first} ORDER BY version`
    expect(await counter.rows(kept)).toEqual([{ version: 1 }, { version: 2 }])
    for (const touch of [sql`UPDATE shop_hours SET weekly = '[]'`, sql`DELETE FROM shop_hours`])
      await expect(counter.db.batch([touch])).rejects.toThrow('shop_hours_are_kept')
  })
  it('of two statements at once both count, one after the other', async () => {
    const replies = await Promise.all([
      states({ weekly: week, closures: [] }),
      states({ weekly: [day, ...week.slice(1)], closures: [] }),
    ])
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    const [row] = await counter.rows(sql`SELECT count(*) AS n FROM shop_hours`)
    expect(row).toEqual({ n: 2 })
  })
  it('are the owner’s and the manager’s to state, of their own open shops', async () => {
    const body = { weekly: week, closures: [] }
    expect((await states(body, { who: 'cashier' })).status).toBe(403)
    const foreign = await states(body, { shop: counter.other })
    expect([foreign.status, foreign.body.code]).toEqual([404, 'shop_not_found'])
    const token = await counter.till(counter.shop, 'owner')
    const second = good(
      await counter.call('POST', '/v1/merchant-shops', {
        token,
        body: { name: '海棠二店', address: '海滨路 2 号', district: 'gaoqu' },
      }),
    )
    good(await counter.call('POST', `/v1/merchant-shops/${second.id}/closure`, { token, body: {} }))
    expect((await states(body, { id: second.id })).body.code).toBe('shop_closed')
  })
  it.each([
    ['six days', week.slice(1)],
    ['no day at all', week.map(() => null)],
    ['a shop that shuts as it opens', [{ opens: '09:00', closes: '09:00' }, ...week.slice(1)]],
    ['an hour that is none', [{ opens: '24:00', closes: '09:00' }, ...week.slice(1)]],
    ['half an answer', [{ opens: '09:00', closes: '' }, ...week.slice(1)]],
  ])('are refused with %s', async (_, weekly) => {
    expect((await states({ weekly, closures: [] })).status).toBe(422)
  })
  it.each([
    ['backwards', { from_on: '2099-10-07', to_on: '2099-10-01' }],
    ['without end', { from_on: '2099-01-01', to_on: '2099-12-31' }],
    ['on a day that does not exist', { from_on: '2099-02-30', to_on: '2099-03-01' }],
  ])('are refused with a closure %s', async (_, closure) => {
    expect((await states({ weekly: week, closures: [closure] })).status).toBe(422)
  })
})
