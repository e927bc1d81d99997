import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { deliver } from '../../src/notify/attempt'
import { deliverEvents } from '../../src/notify/deliver'
import { all, sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import { asked } from '../support/asked'
import { eventIn, openTown, sentUnits, type Town } from './support'

let town: Town
beforeEach(async () => {
  town = await openTown()
})
const URL_B = 'https://books.haifeng-bakery.cn/in'
const at = (url: string) => town.outside.told.filter((one) => one.url === url)
const disable = async (id: string, verb: 'disable' | 'enable' = 'disable') =>
  good(
    await town.call('POST', `/v1/webhook-endpoints/${id}/${verb}`, { token: await town.owner() }),
  )

describe(`one run on ${ENGINE}`, () => {
  it('tells everything that is due of one subject, in order', async () => {
    await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    for (const amount of [100, 200, 300, 400]) await town.uses(card, amount)
    expect(await deliverEvents(town.world, 100)).toBe(4)
    expect(sentUnits(town.outside.told)).toEqual([100, 200, 300, 400])
  })
  it('keeps to its bound and goes on next time', async () => {
    await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    for (const amount of [100, 200, 300]) await town.uses(card, amount)
    expect(await deliverEvents(town.world, 2)).toBe(2)
    expect(await deliverEvents(town.world, 2)).toBe(1)
    expect(sentUnits(town.outside.told)).toEqual([100, 200, 300])
  })
  it('lets an endpoint that stays silent wait, and serves the others meanwhile', async () => {
    await town.subscribes()
    await town.subscribes({ url: URL_B })
    for (const service of ['面包', '蛋糕', '点心', '茶', '汤']) {
      const card = await town.holds({ lots: [BREAD], service })
      await town.uses(card, 100)
      await town.uses(card, 200)
    }
    town.outside.answer = ({ url }) => (url === URL_B ? 200 : new TypeError('unreachable'))
    await deliverEvents(town.world, 100)
    expect(at(URL_B)).toHaveLength(10)
    expect(town.outside.told).toHaveLength(13)
    town.outside.answer = () => 200
    town.advance(MINUTE_MS)
    await deliverEvents(town.world, 100)
    expect(town.outside.told).toHaveLength(23)
  })
  it('finishes what is under way when its endpoint is switched off, and keeps the rest for later', async () => {
    const { id } = await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    await town.uses(card, 200)
    town.outside.answer = async () => {
      await disable(id)
      return 200
    }
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100])
    town.outside.answer = () => 200
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100])
    await disable(id, 'enable')
    town.advance(HOUR_MS)
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100, 200])
  })
  it('leaves the try free when the endpoint went off between finding and sending', async () => {
    const { id } = await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    await deliverEvents(town.world, 0)
    const [found] = await all(
      town.db,
      sql<{ id: string; version: number }>`SELECT id, version FROM webhook_deliveries`,
    )
    await disable(id)
    await expect(deliver(town.world, found!)).rejects.toThrow('delivery_changed_meanwhile')
    expect(town.outside.told).toEqual([])
    await disable(id, 'enable')
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100])
  })
  it('never knocks at an address that would be refused today', async () => {
    await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    await town.db.batch([
      sql`UPDATE webhook_endpoints SET url = 'https://169.254.169.254/', version = version + 1`,
    ])
    await deliverEvents(town.world, 100)
    expect(town.outside.told).toEqual([])
    const rows = await asked(town.db, sql`SELECT state, last_fault FROM webhook_deliveries`)
    expect(rows).toEqual([{ state: 'pending', last_fault: 'Refusal' }])
  })
  it('takes a redirect for a failure', async () => {
    await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    town.outside.answer = () => 307
    await deliverEvents(town.world, 100)
    const rows = await asked(town.db, sql`SELECT state, last_status FROM webhook_deliveries`)
    expect(rows).toEqual([{ state: 'pending', last_status: 307 }])
  })
})

describe(`an endpoint that keeps failing, on ${ENGINE}`, () => {
  it('is switched off, which its owner’s other endpoint and the list of events tell', async () => {
    const { id } = await town.subscribes()
    await town.subscribes({ url: URL_B, types: ['webhook_endpoint.disabled'] })
    const card = await town.holds({ lots: [BREAD] })
    town.outside.answer = ({ url }) => (url === URL_B ? 200 : 500)
    for (let day = 0; day < 5; day++) {
      await town.uses(card, 100 + day)
      await deliverEvents(town.world, 100)
      town.advance(DAY_MS)
    }
    await deliverEvents(town.world, 100)
    const token = await town.owner()
    const seen = good(await town.call('GET', `/v1/webhook-endpoints/${id}`, { token }))
    expect(seen).toMatchObject({ id, disabled_reason: 'kept_failing' })
    expect(seen.secret).toBeUndefined()
    expect(at(URL_B).map(eventIn)).toMatchObject([
      { type: 'webhook_endpoint.disabled', subject_id: id, data: { reason: 'kept_failing' } },
    ])
  })
  it('stays on when it took something in between', async () => {
    const { id } = await town.subscribes()
    const [bread, cake] = [
      await town.holds({ lots: [BREAD] }),
      await town.holds({ lots: [BREAD], service: '蛋糕' }),
    ]
    town.outside.answer = (message) => (eventIn(message).subject_id === bread ? 500 : 200)
    for (let day = 0; day < 5; day++) {
      await town.uses(bread, 100)
      await town.uses(cake, 100)
      await deliverEvents(town.world, 100)
      town.advance(DAY_MS)
    }
    const token = await town.owner()
    const seen = good(await town.call('GET', `/v1/webhook-endpoints/${id}`, { token }))
    expect(seen.disabled_at).toBeNull()
  })
})
