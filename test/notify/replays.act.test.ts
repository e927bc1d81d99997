import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { deliverEvents } from '../../src/notify/deliver'
import { REPLAY_MAX } from '../../src/notify/replay'
import { sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import type { Query } from '../support/addresses'
import { eventIn, openTown, sentUnits, type Town } from './support'

let town: Town
let card: string
beforeEach(async () => {
  town = await openTown()
  card = await town.holds({ lots: [BREAD] })
})
const replay = async (id: string, body: object) =>
  town.call('POST', `/v1/webhook-endpoints/${id}/replays`, { token: await town.owner(), body })
const log = async (id: string, query: Query = '') =>
  good(
    await town.call('GET', `/v1/webhook-endpoints/${id}/deliveries${query}`, {
      token: await town.owner(),
    }),
  )

describe(`a replay on ${ENGINE}`, () => {
  it('tells again from one event on, in order, under the same ids', async () => {
    const { id } = await town.subscribes()
    for (const amount of [100, 200, 300]) await town.uses(card, amount)
    await deliverEvents(town.world, 100)
    const [, second] = town.outside.told.map(eventIn)
    expect(good(await replay(id, { from: second!.id }))).toMatchObject({
      deliveries_count: 2,
      next_from: null,
    })
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100, 200, 300, 200, 300])
    const ids = town.outside.told.map(({ headers }) => headers['webhook-id'])
    expect(ids.slice(3)).toEqual(ids.slice(1, 3))
    expect(town.outside.told[3]!.body).toBe(town.outside.told[1]!.body)
  })
  it('tells again since a moment, and only the types asked for', async () => {
    const { id } = await town.subscribes()
    await town.uses(card, 100)
    town.advance(MINUTE_MS)
    const since = town.world.now()
    await town.uses(card, 200)
    await deliverEvents(town.world, 100)
    const asked = { since, types: ['payout.paid'] }
    expect(good(await replay(id, asked)).deliveries_count).toBe(0)
    expect(good(await replay(id, { ...asked, types: ['*'] })).deliveries_count).toBe(1)
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100, 200, 200])
  })
  it('may be asked for again and again, each time counted in the log', async () => {
    const { id } = await town.subscribes()
    await town.uses(card, 100)
    await deliverEvents(town.world, 100)
    const { id: from } = eventIn(town.outside.told[0]!)
    for (let i = 0; i < 2; i++) {
      good(await replay(id, { from }))
      await deliverEvents(town.world, 100)
    }
    const { data } = await log(id)
    expect(data.map((one: { replay: number }) => one.replay)).toEqual([2, 1, 0])
  })
  it('says where to go on when there is more than one asking may bring', async () => {
    const { id } = await town.subscribes()
    await town.uses(card, 100)
    await deliverEvents(town.world, 100)
    await town.db.batch([
      sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${REPLAY_MAX + 20})
          INSERT INTO events (id, type, subject_id, merchant_id, data, at)
          SELECT 'evt_' || substr('00000000000000000000000000' || i, -26), 'payout.paid', 'pyo_' || i,
                 ${town.shop.id}, '{}', ${town.world.now()} FROM n`,
    ])
    for (let i = 0; i < 6; i++) await deliverEvents(town.world, 100)
    const { id: from } = eventIn(town.outside.told[0]!)
    const first = good(await replay(id, { from }))
    expect(first.deliveries_count).toBe(REPLAY_MAX)
    const rest = good(await replay(id, { from: first.next_from }))
    expect([rest.deliveries_count, rest.next_from]).toEqual([21, null])
  })
  it('never overtakes a first telling of the same subject, nor holds one up', async () => {
    const { id } = await town.subscribes()
    await town.uses(card, 100)
    await deliverEvents(town.world, 100)
    town.outside.answer = () => 500
    await town.uses(card, 200)
    await deliverEvents(town.world, 100)
    good(await replay(id, { from: eventIn(town.outside.told[0]!).id }))
    // 200 is tried again at once, because somebody asks; its replay may not come before it, that of 100 may.
    town.outside.answer = (message) => (eventIn(message).data.units === 100 ? 500 : 200)
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100, 200, 100, 200])
    town.advance(7 * SECOND_MS)
    await deliverEvents(town.world, 100)
    await town.uses(card, 300)
    await deliverEvents(town.world, 100)
    const well = sentUnits(town.outside.told).filter((units) => units !== 100)
    expect(well.slice(0, 3)).toEqual([200, 200, 300])
  })
  it.each([{}, { since: '2026-03-02T00:00:00.000Z', from: 'evt_00000000000000000000000000' }])(
    'names one beginning: %j is refused',
    async (body) => {
      const { id } = await town.subscribes()
      expect((await replay(id, body)).body.code).toBe('request_invalid')
    },
  )
  it('begins at an event of one’s own', async () => {
    const { id } = await town.subscribes()
    const theirs = good(
      await town.call('GET', '/v1/events', { token: await town.owner(town.other) }),
    ).data[0]
    expect((await replay(id, { from: theirs!.id })).body.code).toBe('event_not_found')
    const other = await town.subscribes({ at: town.other })
    const asked = await replay(other.id, { since: '2026-01-01T00:00:00.000Z' })
    expect(asked.body.code).toBe('endpoint_not_found')
  })
})

describe(`the log on ${ENGINE}`, () => {
  it('has every try with what came of it, page by page', async () => {
    const { id } = await town.subscribes()
    await town.uses(card, 100)
    town.outside.answer = () => 503
    await deliverEvents(town.world, 100)
    town.advance(10 * SECOND_MS)
    town.outside.answer = () => new DOMException('late', 'TimeoutError')
    await deliverEvents(town.world, 100)
    const [waiting] = (await log(id)).data
    expect(waiting).toMatchObject({
      type: 'redemption.succeeded',
      state: 'pending',
      tries: 2,
      attempts: [
        { no: 1, status: 503, fault: 'status 503' },
        { no: 2, status: null, fault: 'TimeoutError' },
      ],
    })
    expect(waiting!.next_try_at! > town.world.now()).toBe(true)
    town.advance(MINUTE_MS)
    town.outside.answer = () => 204
    await town.uses(card, 200)
    await deliverEvents(town.world, 100)
    const first = await log(id, '?limit=1')
    const second = await log(id, `?limit=1&cursor=${first.next_cursor}`)
    expect([first.has_more, second.has_more]).toEqual([true, false])
    expect(first.data[0]).toMatchObject({ tries: 1, next_try_at: null, last_status: 204 })
    expect(second.data[0]).toMatchObject({ id: waiting!.id, tries: 3, state: 'delivered' })
  })
  it('is nobody else’s', async () => {
    const { id } = await town.subscribes()
    const other = await town.call('GET', `/v1/webhook-endpoints/${id}/deliveries`, {
      token: await town.owner(town.other),
    })
    expect(other.body.code).toBe('endpoint_not_found')
  })
})
