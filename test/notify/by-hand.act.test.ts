import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { secondsIn } from '../../src/environment/outside'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { deliverEvents } from '../../src/notify/deliver'
import { type Statement, sql } from '../../src/platform/d1'
import { BREAD, good } from '../redemptions/support'
import { anyhow, type Body, type Method, type Path } from '../support/addresses'
import { asked } from '../support/asked'
import { loses } from '../support/lost'
import { eventIn, openTown, sentUnits, type Town, URL_A } from './support'

let town: Town
beforeEach(async () => {
  town = await openTown()
})
const URL_B = 'https://books.haifeng-bakery.cn/in'
const says = async <M extends Method, P extends string>(
  method: M,
  path: Path<M, P>,
  body?: Body<M, P>,
) => town.call(method, path, { token: await town.owner(), ...(body ? { body } : {}) })
const deliveries = async (id: string) =>
  good(await says('GET', `/v1/webhook-endpoints/${id}/deliveries`)).data
const retry = (id: string) => says('POST', `/v1/webhook-deliveries/${id}/retry`)
const test = (id: string) => says('POST', `/v1/webhook-endpoints/${id}/tests`)
const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code]

describe(`a test event on ${ENGINE}`, () => {
  it('goes to the one endpoint at once, whatever it listens to, and its answer is said', async () => {
    const { id } = await town.subscribes({ types: ['payout.paid'] })
    await town.subscribes({ url: URL_B })
    const sent = good(await test(id))
    expect(sent).toMatchObject({
      object: 'webhook_delivery',
      endpoint_id: id,
      type: 'webhook_endpoint.tested',
      state: 'delivered',
      attempts: [{ no: 1, status: 200, fault: null }],
    })
    await deliverEvents(town.world, 100)
    expect(town.outside.told.map(({ url }) => url)).toEqual([URL_A])
    const event = eventIn(town.outside.told[0]!)
    expect(event).toMatchObject({ subject_id: id, data: { endpoint_id: id } })
    expect(good(await says('GET', `/v1/events/${event.id}`))).toEqual(event)
    expect((await deliveries(id))[0]!.id).toBe(sent.id)
  })
  it('that is not taken is tried again like any other', async () => {
    const { id } = await town.subscribes()
    town.outside.answer = () => 500
    expect(good(await test(id))).toMatchObject({ state: 'pending', last_status: 500, tries: 1 })
    town.outside.answer = () => 200
    town.advance(MINUTE_MS)
    await deliverEvents(town.world, 100)
    expect((await deliveries(id))[0]!.state).toBe('delivered')
    expect(new Set(town.outside.told.map(({ body }) => body)).size).toBe(1)
  })
  it.each(['before', 'after'] as const)(
    'is one event under one id, though the line is lost %s it is written down',
    async (when) => {
      const { id } = await town.subscribes()
      const isIt = ({ text }: Statement) => text.startsWith('INSERT INTO webhook_del')
      const commit = loses(town.faulty, when, isIt)
      const sent = good(await test(id))
      expect(commit.found()).toBe(when === 'before' ? 2 : 1)
      expect(sent).toMatchObject({ state: 'delivered', tries: 1 })
      expect(town.outside.told).toHaveLength(when === 'before' ? 2 : 1)
      expect(new Set(town.outside.told.map((one) => eventIn(one).id)).size).toBe(1)
      expect(await deliveries(id)).toHaveLength(1)
    },
  )
  it('is not sent to an endpoint that is off, and of nobody else’s', async () => {
    const { id } = await town.subscribes()
    good(await says('POST', `/v1/webhook-endpoints/${id}/disable`))
    expect(codeOf(await test(id))).toEqual([409, 'endpoint_disabled'])
    const other = await town.call('POST', `/v1/webhook-endpoints/${id}/tests`, {
      token: await town.owner(town.other),
    })
    expect(codeOf(other)).toEqual([404, 'endpoint_not_found'])
    expect(town.outside.told).toEqual([])
  })
})

describe(`a retry on ${ENGINE}`, () => {
  it('sends what waits now, and what follows it with the next run', async () => {
    const { id } = await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    for (const amount of [100, 200]) await town.uses(card, amount)
    town.outside.answer = () => 503
    for (let i = 0; i < 4; i++) {
      await deliverEvents(town.world, 100)
      town.advance(3 * MINUTE_MS)
    }
    const [second, first] = await deliveries(id)
    expect(codeOf(await retry(second!.id))).toEqual([409, 'delivery_waits_its_turn'])
    town.outside.answer = () => 200
    town.outside.told.length = 0
    expect(good(await retry(first!.id))).toMatchObject({ state: 'delivered', last_status: 200 })
    await deliverEvents(town.world, 100)
    expect(sentUnits(town.outside.told)).toEqual([100, 200])
  })
  it('that fails is kept in the log and leaves the clock’s own tries as they were', async () => {
    const { id } = await town.subscribes()
    await town.uses(await town.holds({ lots: [BREAD] }), 100)
    town.outside.answer = () => 500
    await deliverEvents(town.world, 100)
    const [before] = await deliveries(id)
    for (let i = 0; i < 9; i++) good(await retry(before!.id))
    const [after] = await deliveries(id)
    expect(after).toMatchObject({ state: 'pending', tries: 1, next_try_at: before!.next_try_at })
    expect(after!.attempts.map(({ no }: { no: number }) => no)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ])
  })
  it('of what is over tells it again as a replay, under the same id', async () => {
    const { id } = await town.subscribes()
    await town.uses(await town.holds({ lots: [BREAD] }), 100)
    await deliverEvents(town.world, 100)
    const [first] = await deliveries(id)
    const again = good(await retry(first!.id))
    expect(again).toMatchObject({ replay: 1, state: 'delivered', event_id: first!.event_id })
    expect(again.id).not.toBe(first!.id)
    expect(new Set(town.outside.told.map(({ body }) => body)).size).toBe(1)
  })
  it('is answered once: the same key sends nothing again', async () => {
    const { id } = await town.subscribes()
    await town.uses(await town.holds({ lots: [BREAD] }), 100)
    await deliverEvents(town.world, 100)
    const [first] = await deliveries(id)
    const ask = { token: await town.owner(), key: 'once' }
    const path = `/v1/webhook-deliveries/${first!.id}/retry` as const
    const [one, two] = [await town.call('POST', path, ask), await town.call('POST', path, ask)]
    expect(two.text).toBe(one.text)
    expect(town.outside.told).toHaveLength(2)
  })
  it('is nobody else’s', async () => {
    const { id } = await town.subscribes()
    await town.uses(await town.holds({ lots: [BREAD] }), 100)
    await deliverEvents(town.world, 100)
    const [first] = await deliveries(id)
    const other = await town.call('POST', `/v1/webhook-deliveries/${first!.id}/retry`, {
      token: await town.owner(town.other),
    })
    expect(codeOf(other)).toEqual([404, 'delivery_not_found'])
  })
  it('is what a replay is to whatever a failure holds back', async () => {
    const { id } = await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    await town.uses(card, 100)
    await deliverEvents(town.world, 100)
    town.outside.answer = () => 500
    await town.uses(card, 200)
    // Longer than an hour and a fifth, which the fifth failure waits at most; the sixth waits for hours.
    for (let i = 0; i < 6; i++) {
      await deliverEvents(town.world, 100)
      town.advance(2 * HOUR_MS)
    }
    town.outside.answer = () => 200
    town.outside.told.length = 0
    await deliverEvents(town.world, 100)
    expect(town.outside.told).toEqual([])
    const since = '2026-01-01T08:00:00+08:00'
    good(await says('POST', `/v1/webhook-endpoints/${id}/replays`, { since }))
    await deliverEvents(town.world, 100)
    // The first telling of 200 comes before its replay, and no day has to pass.
    const units = sentUnits(town.outside.told).filter((one) => one !== undefined)
    expect(units).toEqual([100, 200, 200])
  })
})

describe(`what a subscriber answers, on ${ENGINE}`, () => {
  it('410 switches its endpoint off at once, and says why', async () => {
    const { id } = await town.subscribes()
    const card = await town.holds({ lots: [BREAD] })
    for (const amount of [100, 200]) await town.uses(card, amount)
    town.outside.answer = () => 410
    await deliverEvents(town.world, 100)
    expect(town.outside.told).toHaveLength(1)
    const seen = good(await says('GET', `/v1/webhook-endpoints/${id}`))
    expect(seen).toMatchObject({ disabled_reason: 'gone', disabled_at: town.world.now() })
    const [event] = good(await says('GET', '/v1/events?type=webhook_endpoint.disabled')).data
    expect(event!.data).toMatchObject({ endpoint_id: id, reason: 'gone' })
    const states = (await deliveries(id)).map(({ state }: { state: string }) => state)
    expect(states.sort()).toEqual(['dead', 'pending'])
  })
  it('Retry-After puts the next try off, by a day at most', async () => {
    const { id } = await town.subscribes()
    await town.uses(await town.holds({ lots: [BREAD] }), 100)
    for (const [retry_after_s, wait_ms] of [
      [600, 600 * SECOND_MS],
      [9_999_999, DAY_MS],
    ] as const) {
      town.outside.answer = () => 429
      town.outside.retry_after_s = retry_after_s
      await deliverEvents(town.world, 100)
      const [delivery] = await deliveries(id)
      const ms = Date.parse(delivery!.next_try_at!) - Date.parse(town.world.now())
      expect(ms).toBe(wait_ms)
      town.advance(wait_ms)
    }
  })
  it.each([
    ['120', 120],
    ['0', 0],
    ['Mon, 02 Mar 2026 01:01:00 GMT', 60],
    ['Mon, 02 Mar 2026 00:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['', null],
    [null, null],
  ])('%s is so many seconds', (said, seconds) => {
    expect(secondsIn(said, Date.parse('2026-03-02T01:00:00.000Z'))).toBe(seconds)
  })
})

describe(`an endpoint that is deleted, on ${ENGINE}`, () => {
  it('is found no more and told no more; its rows stay, and what stood at it ends', async () => {
    const { id } = await town.subscribes()
    await town.uses(await town.holds({ lots: [BREAD] }), 100)
    town.outside.answer = () => 500
    await deliverEvents(town.world, 100)
    const gone = good(await says('DELETE', `/v1/webhook-endpoints/${id}`))
    expect(gone).toMatchObject({ id, deleted_at: town.world.now(), disabled_reason: 'by_owner' })
    const path = `/v1/webhook-endpoints/${id}`
    for (const [method, more] of [
      ['GET', ''],
      ['GET', '/deliveries'],
      ['DELETE', ''],
      ['POST', '/enable'],
      ['POST', '/tests'],
    ] as const)
      expect(codeOf(await says(method, anyhow(path + more))), more).toEqual([
        404,
        'endpoint_not_found',
      ])
    expect(good(await says('GET', '/v1/webhook-endpoints')).data).toEqual([])
    const dead = await town.call('GET', '/v1/notify/dead-letters', { token: town.operator })
    expect(good(dead).data).toEqual([])
    town.advance(DAY_MS)
    await deliverEvents(town.world, 100)
    expect(town.outside.told).toHaveLength(1)
    expect(await asked(town.db, sql`SELECT state, last_fault FROM webhook_deliveries`)).toEqual([
      { state: 'dead', last_fault: 'endpoint deleted' },
    ])
  })
  it('makes room for another, and stays deleted whatever is tried', async () => {
    for (let i = 0; i < 10; i++) await town.subscribes()
    const body = { url: URL_B, types: ['*'] } as const
    expect(codeOf(await says('POST', '/v1/webhook-endpoints', body))).toEqual([
      409,
      'endpoints_full',
    ])
    const { id } = good(await says('GET', '/v1/webhook-endpoints')).data[0]!
    good(await says('DELETE', `/v1/webhook-endpoints/${id}`))
    good(await says('POST', '/v1/webhook-endpoints', body))
    const back = sql`UPDATE webhook_endpoints SET deleted_at = NULL, version = version + 1 WHERE id = ${id}`
    await expect(town.db.batch([back])).rejects.toThrow('endpoint_changed_meanwhile')
  })
})
