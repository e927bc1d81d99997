import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS } from '../../src/demo/cast'
import { deliverEvents } from '../../src/notify/deliver'
import { all, sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import { anyhow, mistaken } from '../support/addresses'
import { asked } from '../support/asked'
import type { Official } from '../support/city'
import { eventIn, openTown, type Town, type Types, URL_A } from './support'

let town: Town
beforeEach(async () => {
  town = await openTown()
})
const BANK = 'https://hooks.weihai-bank.cn/yufubao'
const PLATFORM = 'https://ops.yufubao-platform.cn/in'
async function official(
  kind: Official['kind'],
  role: Official['role'],
  phone: string,
  districts: string[] = [],
) {
  const body = { kind, role, name: '小丛', phone, districts } as const
  return town.as(good(await town.call('POST', '/v1/officials', { token: town.operator, body })).id)
}
const add = (token: string, url = URL_A, types: Types = ['*']) =>
  town.call('POST', '/v1/webhook-endpoints', { token, body: { url, types } })
const about = (url: string) =>
  town.outside.told.filter((one) => one.url === url).map((one) => eventIn(one).type)

describe(`subscribers on ${ENGINE}`, () => {
  it('are shops for what is theirs, the bank and the platform for everything', async () => {
    const bank = await official('bank', 'bank', OFFICIALS.teller.phone)
    good(await add(bank, BANK))
    good(await add(town.operator, PLATFORM, ['redemption.succeeded']))
    await town.subscribes({ at: town.other })
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    await town.opens(4)
    await deliverEvents(town.world, 100)
    expect(about(BANK)).toEqual(['redemption.succeeded', 'merchant.admitted'])
    expect(about(PLATFORM)).toEqual(['redemption.succeeded'])
    expect(about(URL_A)).toEqual([])
  })
  it('of one kind do not see the endpoints of another', async () => {
    const bank = await official('bank', 'bank', OFFICIALS.teller.phone)
    const ids = [
      good(await add(bank, BANK)).id,
      good(await add(town.operator, PLATFORM)).id,
      (await town.subscribes()).id,
    ]
    for (const [i, token] of [bank, town.operator, await town.owner()].entries()) {
      const { data } = good(await town.call('GET', '/v1/webhook-endpoints', { token }))
      expect(data.map(({ id }: { id: string }) => id)).toEqual([ids[i]])
      for (const id of ids.filter((one) => one !== ids[i]))
        for (const [method, path, body] of [
          ['GET', ''],
          ['GET', '/deliveries'],
          ['PUT', '', { url: URL_A, types: ['*'] }],
          ['POST', '/disable'],
          ['POST', '/enable'],
          ['POST', '/rotate-secret'],
          ['POST', '/replays', { since: '2026-01-01T00:00:00.000Z' }],
        ] as const) {
          const reply = await town.call(method, anyhow(`/v1/webhook-endpoints/${id}${path}`), {
            token,
            ...(body ? { body } : {}),
          })
          expect([reply.status, reply.body.code], `${method} ${path}`).toEqual([
            404,
            'endpoint_not_found',
          ])
        }
    }
  })
  it('are no cashiers, supervisors or consumers', async () => {
    const supervisor = await official('regulator', 'supervisor', OFFICIALS.supervisor.phone, [
      'huancui',
    ])
    expect((await add(await town.till())).status).toBe(403)
    for (const token of [supervisor, town.li.token])
      expect([401, 403]).toContain((await add(token)).status)
  })
  it('have ten endpoints in use at most, also when one is switched on again', async () => {
    const token = await town.owner()
    const first = await town.subscribes()
    for (let i = 1; i < 10; i++) await town.subscribes({ url: `${URL_A}/${i}` })
    expect((await add(token)).body.code).toBe('endpoints_full')
    const path = `/v1/webhook-endpoints/${first.id}`
    good(await town.call('POST', `${path}/disable`, { token }))
    good(await add(token))
    const again = await town.call('POST', `${path}/enable`, { token })
    expect([again.status, again.body.code]).toEqual([409, 'endpoints_full'])
  })
  it('may not name an address inside a house, new or changed', async () => {
    const token = await town.owner()
    expect((await add(token, 'https://169.254.169.254/')).body.code).toBe('endpoint_url_refused')
    const { id } = await town.subscribes()
    const body = { url: 'https://db.internal/', types: ['*'] } as const
    const changed = await town.call('PUT', `/v1/webhook-endpoints/${id}`, { token, body })
    expect(changed.body.code).toBe('endpoint_url_refused')
    expect((await add(token, URL_A, mistaken(['no.such']))).body.code).toBe('request_invalid')
  })
  it('hear of what happens from now on, and only of the types they asked for', async () => {
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    const { id } = await town.subscribes({ types: ['payout.paid'] })
    await town.uses(card, 200)
    await deliverEvents(town.world, 100)
    expect(town.outside.told).toEqual([])
    const body = { url: URL_A, types: ['redemption.succeeded'] } as const
    const token = await town.owner()
    good(await town.call('PUT', `/v1/webhook-endpoints/${id}`, { token, body }))
    await town.uses(card, 300)
    await deliverEvents(town.world, 100)
    expect(town.outside.told.map((one) => eventIn(one).data.units)).toEqual([300])
  })
  it('see the secret when it is made, again for the same request, and in no table', async () => {
    const token = await town.owner()
    const body = { url: URL_A, types: ['*'] } as const
    const ask = { token, body, key: 'the-same-request' } as const
    const made = good(await town.call('POST', '/v1/webhook-endpoints', ask))
    const again = good(await town.call('POST', '/v1/webhook-endpoints', ask))
    expect(again.secret).toBe(made.secret)
    const tables = await town.everything()
    const journal = await asked(town.db, sql`SELECT * FROM journal`)
    expect(JSON.stringify([tables, journal])).not.toContain(made.secret.slice(6))
    for (const path of ['', `/${made.id}`] as const) {
      const seen = await town.call('GET', `/v1/webhook-endpoints${path}`, { token })
      expect(seen.text).not.toContain('whsec_')
    }
  })
})

it(`what happens to a shop is an event of its own, on ${ENGINE}`, async () => {
  const path = `/v1/merchants/${town.shop.id}/sales-hold` as const
  const reason = '电话无人接听'
  good(await town.call('POST', path, { token: town.operator, body: { reason } }))
  const official = await town.appoints({
    kind: 'regulator',
    role: 'supervisor',
    phone: OFFICIALS.supervisor.phone,
    districts: ['huancui'],
  })
  for (const token of [town.operator, await town.as(official)])
    good(await town.call('POST', `${path}/lifting`, { token, body: { reason } }))
  const { data } = good(await town.call('GET', '/v1/events', { token: await town.owner() }))
  expect(data.map(({ type }: { type: string }) => type)).toEqual([
    'merchant.sales_lifted',
    'merchant.sales_held',
    'merchant.admitted',
  ])
  expect(JSON.stringify(data)).not.toContain(reason)
})
it(`a purchase that is credited is an event, once, on ${ENGINE}`, async () => {
  await town.buys(town.li, town.shop)
  const rows = await all(
    town.db,
    sql<{
      data: string
    }>`SELECT data FROM events WHERE type = 'purchase.paid' AND consumer_id = ${town.li.id}`,
  )
  expect(rows).toHaveLength(1)
  expect(JSON.parse(rows[0]!.data).paid_fen).toBeGreaterThan(0)
})
