import { Webhook } from 'standardwebhooks'
import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import type { OutboundPort } from '../../src/environment/ports'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { TRY_AGAIN_MS } from '../../src/notify/attempt'
import { deliverEvents } from '../../src/notify/deliver'
import { sql } from '../../src/platform/d1'
import { BREAD, type Counter, good, openCounter } from '../redemptions/support'
import { asked } from '../support/asked'
import { START } from '../support/world'
import type { Types } from './support'

type Told = { url: string; headers: Record<string, string>; body: string }
let told: Told[]
let answers: (message: Told) => number | Error
let counter: Counter
const outbound: OutboundPort = {
  post: async (url, headers, body) => {
    const message = { url, headers, body: String(body) }
    told.push(message)
    const status = answers(message)
    if (status instanceof Error) throw status
    return { status }
  },
}
beforeEach(async () => {
  told = []
  answers = () => 200
  counter = await openCounter({ outbound })
})
const URL_A = 'https://pos.haifeng-bakery.cn/yufubao'
const add = async (at = counter.shop, types: Types = ['*'], url = URL_A) =>
  good(
    await counter.call('POST', '/v1/webhook-endpoints', {
      token: await counter.till(at, 'owner'),
      body: { url, types },
    }),
  )
const use = async (card: string, amount_fen: number) => {
  counter.advance(MINUTE_MS)
  const { digits } = await counter.code(card)
  return good(await counter.redeem({ code: digits, amount_fen }))
}
const idOf = ({ body }: Told) => (JSON.parse(body) as { id: string }).id
const dataOf = ({ body }: Told) => (JSON.parse(body) as { data: Record<string, unknown> }).data

describe(`an event on ${ENGINE}`, () => {
  it('is told once, signed so that the reference library verifies it', async () => {
    const { secret } = await add()
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const card = await counter.holds({ lots: [BREAD] })
    const receipt = await use(card, 4_800)
    await deliverEvents(counter.world, 100)
    await deliverEvents(counter.world, 100)
    expect(told).toHaveLength(1)
    const [message] = told
    expect(dataOf(message!)).toMatchObject({
      redemption_id: receipt.id,
      units: 4_800,
      released_fen: 4_000,
    })
    expect(message!.body).not.toMatch(/csm_|139|\*\*\*\*/)
    const fresh = {
      ...message!.headers,
      'webhook-timestamp': message!.headers['webhook-timestamp']!,
    }
    const library = new Webhook(secret)
    // The library looks at the machine's clock: only the age check is set aside.
    expect(() => verifyAt(library, message!.body, fresh)).not.toThrow()
    expect(() => verifyAt(library, `${message!.body} `, fresh)).toThrow()
    expect(() =>
      verifyAt(new Webhook(`whsec_${btoa('another secret of 24 bytes')}`), message!.body, fresh),
    ).toThrow()
  })
  it('is signed with both secrets for a day after a rotation', async () => {
    const { id, secret: old } = await add()
    const token = await counter.till(counter.shop, 'owner')
    const { secret: young } = good(
      await counter.call('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, { token }),
    )
    expect(young).not.toBe(old)
    const card = await counter.holds({ lots: [BREAD] })
    await use(card, 100)
    await deliverEvents(counter.world, 100)
    for (const secret of [old, young])
      expect(() => verifyAt(new Webhook(secret), told[0]!.body, told[0]!.headers)).not.toThrow()
    counter.advance(DAY_MS)
    await use(card, 200)
    await deliverEvents(counter.world, 100)
    // A day on by the demo's clock, and still the second it is outside.
    expect(told[1]!.headers['webhook-timestamp']).toBe(String(START / 1000))
    expect(() => verifyAt(new Webhook(young), told[1]!.body, told[1]!.headers)).not.toThrow()
    expect(() => verifyAt(new Webhook(old), told[1]!.body, told[1]!.headers)).toThrow()
  })
  it('is the same over the wire and by its address, and nothing else', async () => {
    await add()
    await use(await counter.holds({ lots: [BREAD] }), 100)
    await deliverEvents(counter.world, 100)
    const token = await counter.till(counter.shop, 'owner')
    const read = await counter.call('GET', `/v1/events/${idOf(told[0]!)}`, { token })
    expect(read.text).toBe(told[0]!.body)
    expect(read.body).toMatchObject({ merchant_id: counter.shop.id, at: counter.world.now() })
    const list = good(await counter.call('GET', '/v1/events?type=redemption.succeeded', { token }))
    expect(list.data).toEqual([read.body])
    const unknown = await counter.call('GET', '/v1/events?type=redemption.succeded', { token })
    expect([unknown.status, unknown.body.errors[0]!.pointer]).toEqual([422, '/query/type'])
  })
  it('reaches a receiver on this machine in development', async () => {
    const url = 'http://127.0.0.1:9000/hook'
    await add(counter.shop, ['*'], url)
    await use(await counter.holds({ lots: [BREAD] }), 100)
    await deliverEvents(counter.world, 100)
    expect(told.map((message) => message.url)).toEqual([url])
  })
  it('that fails holds back its own subject only, and comes in order', async () => {
    await add()
    const [bread, cake] = [
      await counter.holds({ lots: [BREAD] }),
      await counter.holds({ lots: [BREAD], service: '蛋糕' }),
    ]
    for (const amount of [100, 200, 300]) await use(bread, amount)
    await use(cake, 400)
    let broken = true
    answers = (message) => (broken && dataOf(message).card_id === bread ? 503 : 200)
    for (let i = 0; i < 4; i++) await deliverEvents(counter.world, 100)
    expect(told.map((message) => dataOf(message).units)).toEqual([100, 400])
    broken = false
    for (let i = 0; i < 4; i++) {
      counter.advance(10 * SECOND_MS)
      await deliverEvents(counter.world, 100)
    }
    expect(told.map((message) => dataOf(message).units)).toEqual([100, 400, 100, 200, 300])
    expect(new Set(told.map(idOf)).size).toBe(4)
  })
  it('is tried again at growing waits and ends as a visible dead letter', async () => {
    const { id } = await add()
    const card = await counter.holds({ lots: [BREAD] })
    await use(card, 100)
    answers = () => new TypeError('unreachable')
    for (const [i, wait_ms] of [...TRY_AGAIN_MS, 0].entries()) {
      await deliverEvents(counter.world, 100)
      expect(told).toHaveLength(i + 1)
      counter.advance(Math.trunc(wait_ms * 0.79))
      await deliverEvents(counter.world, 100)
      expect(told, `not before ${wait_ms}`).toHaveLength(i + 1)
      counter.advance(Math.trunc(wait_ms * 0.42))
    }
    counter.advance(30 * DAY_MS)
    await deliverEvents(counter.world, 100)
    expect(told).toHaveLength(8)
    const dead = await counter.call('GET', `/v1/webhook-endpoints/${id}/deliveries?state=dead`, {
      token: await counter.till(counter.shop, 'owner'),
    })
    expect(dead.body.data).toMatchObject([{ tries: 8, last_fault: 'TypeError', last_status: null }])
  })
  it('switches an endpoint off after three days of nothing but failure, and goes on when it is back', async () => {
    const { id } = await add()
    const card = await counter.holds({ lots: [BREAD] })
    answers = () => 500
    for (let day = 0; day < 4; day++) {
      await use(card, 100 + day)
      await deliverEvents(counter.world, 100)
      counter.advance(DAY_MS)
    }
    const token = await counter.till(counter.shop, 'owner')
    const [seen] = good(await counter.call('GET', '/v1/webhook-endpoints', { token })).data
    expect(seen!.disabled_reason).toBe('kept_failing')
    const before = told.length
    await use(card, 900)
    await deliverEvents(counter.world, 100)
    expect(told).toHaveLength(before)
    answers = () => 200
    good(
      await counter.call('POST', `/v1/webhook-endpoints/${id}/enable`, {
        token: await counter.till(counter.shop, 'owner'),
      }),
    )
    for (let i = 0; i < 8; i++) {
      counter.advance(DAY_MS)
      await deliverEvents(counter.world, 100)
    }
    expect(told.slice(before).map((message) => dataOf(message).units)).toContain(900)
  })
  it('is sent again, under the same id, when we died before writing it down', async () => {
    await add()
    const card = await counter.holds({ lots: [BREAD] })
    await use(card, 100)
    await deliverEvents(counter.world, 0)
    counter.faulty.next = (statements) =>
      statements.some(({ text }) => text.includes('webhook_attempts')) ? 'before' : null
    await deliverEvents(counter.world, 100)
    counter.faulty.next = () => null
    counter.advance(HOUR_MS)
    await deliverEvents(counter.world, 100)
    expect(told.length).toBeGreaterThanOrEqual(2)
    expect(new Set(told.map(idOf)).size).toBe(1)
    const rows = await asked(counter.db, sql`SELECT state, tries FROM webhook_deliveries`)
    expect(rows).toEqual([{ state: 'delivered', tries: 1 }])
  })
  it('is told once by two runs at the same moment', async () => {
    await add()
    const card = await counter.holds({ lots: [BREAD] })
    for (const amount of [100, 200, 300]) await use(card, amount)
    await Promise.all([deliverEvents(counter.world, 100), deliverEvents(counter.world, 100)])
    for (let i = 0; i < 4; i++) await deliverEvents(counter.world, 100)
    expect(told.map((message) => dataOf(message).units)).toEqual([100, 200, 300])
  })
  it('can be told again, and only of the kinds asked for', async () => {
    const { id } = await add(counter.shop, ['redemption.succeeded'])
    const card = await counter.holds({ lots: [BREAD] })
    await use(card, 100)
    counter.advance(MINUTE_MS)
    const { digits } = await counter.code(card)
    good(await counter.redeem({ code: digits, amount_fen: 30_000 }))
    await deliverEvents(counter.world, 100)
    expect(told).toHaveLength(1)
    const replay = { since: '2026-01-01T00:00:00.000Z' }
    const token = await counter.till(counter.shop, 'owner')
    const path = `/v1/webhook-endpoints/${id}/replays` as const
    expect(good(await counter.call('POST', path, { token, body: replay })).deliveries_count).toBe(1)
    await deliverEvents(counter.world, 100)
    expect(told.map(idOf)).toEqual([idOf(told[0]!), idOf(told[0]!)])
  })
  it('is nobody else’s: shops see their own, cashiers and consumers none', async () => {
    const { id } = await add()
    await add(counter.other, ['*'], 'https://pos.other-shop.cn/')
    const card = await counter.holds({ lots: [BREAD] })
    await use(card, 100)
    await deliverEvents(counter.world, 100)
    expect(told.map(({ url }) => url)).toEqual([URL_A])
    const other = await counter.till(counter.other, 'owner')
    const theirs = good(await counter.call('GET', '/v1/events', { token: other })).data
    expect(theirs.map(({ type }: { type: string }) => type)).toEqual(['merchant.admitted'])
    expect(theirs[0]!.merchant_id).toBe(counter.other.id)
    expect(
      (await counter.call('POST', `/v1/webhook-endpoints/${id}/disable`, { token: other })).body
        .code,
    ).toBe('endpoint_not_found')
    const own = good(
      await counter.call('GET', '/v1/events', { token: await counter.till(counter.shop, 'owner') }),
    )
    expect(
      (await counter.call('GET', `/v1/events/${own.data[0]!.id}`, { token: other })).body.code,
    ).toBe('event_not_found')
    expect((await counter.call('GET', '/v1/events', { token: await counter.till() })).status).toBe(
      403,
    )
  })
})

/** The library checks the age against the machine's clock; the message is from the test's. */
function verifyAt(library: Webhook, body: string, headers: Record<string, string>): unknown {
  const real = Date.now
  Date.now = () => Number(headers['webhook-timestamp']) * 1000
  try {
    return library.verify(body, headers)
  } finally {
    Date.now = real
  }
}
