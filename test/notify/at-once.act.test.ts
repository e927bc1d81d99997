import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { all, sql } from '../../src/platform/d1'
import { atOnce, BREAD, type Counter, openCounter } from '../redemptions/support'
import { wireRequest } from '../support/wire'

let counter: Counter
let card: string
let later: Promise<unknown>[]
let keys = 0
let knocks: string[]
beforeEach(async () => {
  knocks = []
  const post = async (url: string) => ({ status: knocks.push(url) && 201 })
  counter = await openCounter({ outbound: { post } })
  card = await counter.holds({ lots: [BREAD] })
  later = []
})
/** A request in a process that goes on after its answer, as a worker does. */
async function asks(
  address: `${string} /v1/${string}`,
  options: { token: string; body?: object; key?: string },
) {
  const [method = '', path = ''] = address.split(' ')
  const request = wireRequest(method, path, options, () => `live-${++keys}`)
  const context = {
    waitUntil: (work: Promise<unknown>) => void later.push(work),
    passThroughOnException: () => undefined,
    props: {},
  }
  return counter.app.fetch(request, {} as Env, context as ExecutionContext)
}
const settled = async () => {
  while (later.length > 0) await later.shift()
}
const messages = async () =>
  (
    await all(
      counter.db,
      sql<{
        text: string
      }>`SELECT text FROM mock_sms_outbox WHERE phone = ${counter.li.phone} AND text NOT LIKE '%验证码%' ORDER BY at, id`,
    )
  ).map(({ text }) => text)
let amount = 1_000
const uses = async (key?: string) => {
  const { digits } = await counter.code(card)
  const token = await counter.till()
  const body = { code: digits, amount_fen: ++amount }
  return asks('POST /v1/redemptions', { token, body, ...(key ? { key } : {}) })
}

describe(`what an act told is sent in its tick on ${ENGINE}`, () => {
  it('after the answer, once, and not again by the job', async () => {
    expect((await uses()).status).toBe(201)
    await settled()
    const [only, ...more] = await messages()
    expect([only, more]).toEqual([expect.stringContaining('已核销¥10.01'), []])
    for (let i = 0; i < 3; i++) await sendNotices(counter.world, 100)
    expect(await messages()).toHaveLength(1)
  })
  it('and shown on a device that was to show it, once', async () => {
    const endpoint = 'https://fcm.googleapis.com/fcm/send/phone-of-li'
    const keys_of_it = {
      p256dh: `BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8`,
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    }
    const body = { endpoint, ...keys_of_it }
    await asks('POST /v1/push-subscriptions', { token: counter.li.token, body })
    await uses()
    await settled()
    expect(knocks).toEqual([endpoint])
    await sendNotices(counter.world, 100)
    expect(knocks).toHaveLength(1)
  })
  it('with the address of the use, which shows nothing before a sign-in and then its objection', async () => {
    const { id } = (await (await uses()).json()) as { id: string }
    await settled()
    const [text = ''] = await messages()
    const path = new URL(/https?:\S+$/.exec(text)?.[0] ?? '').pathname
    expect(path).toBe(`/u/${id}`)
    const led = await asks(`GET ${path}` as 'GET /v1/u', { token: '' })
    expect([led.status, led.headers.get('Location')]).toEqual([302, `/c/redemptions/${id}`])
    const shut = await asks(`GET /c/redemptions/${id}` as 'GET /v1/u', { token: '' })
    expect(shut.headers.get('Location')).toContain('/sign-in?as=consumer')
    expect(await shut.text()).not.toContain('海')
  })
  it('of a claim, of a freeze and of a refund, too; of nothing that concerns nobody', async () => {
    const till = await counter.till()
    const claim = { card_id: card, amount_fen: 700 }
    await asks('POST /v1/claims', { token: till, body: claim })
    await asks(`POST /v1/cards/${card}/freeze`, {
      token: counter.li.token,
      body: { reason: 'lost_phone' },
    })
    await settled()
    expect((await messages()).map((text) => text.slice(5, 12))).toEqual([
      expect.stringContaining('¥7.00'),
      expect.stringContaining('钱没有动'),
    ])
    const quiet = await counter.trips(async () => {
      await asks('PATCH /v1/me', { token: counter.li.token, body: { nickname: '小李' } })
      await settled()
    })
    expect(quiet.length).toBeLessThanOrEqual(2)
  })
  it('once each when many acts and the job tell at one moment', async () => {
    const second = await counter.holds({ lots: [BREAD], service: '蛋糕' })
    const token = await counter.till()
    const codes = [(await counter.code(card)).digits, (await counter.code(second)).digits]
    const replies = await Promise.all([
      ...codes.map((code) =>
        asks('POST /v1/redemptions', { token, body: { code, amount_fen: ++amount } }),
      ),
      ...(await atOnce(2, () => sendNotices(counter.world, 100))),
    ])
    expect(replies.slice(0, 2).map((reply) => (reply as Response).status)).toEqual([201, 201])
    await settled()
    await sendNotices(counter.world, 100)
    expect(await messages()).toHaveLength(2)
  })
  it('by one teller at a time, who takes in one go what came while it was sending', async () => {
    const cards = [card]
    for (const service of ['蛋糕', '面包', '咖啡', '早餐'])
      cards.push(await counter.holds({ lots: [BREAD], service }))
    const token = await counter.till()
    const codes: string[] = []
    for (const one of cards) codes.push((await counter.code(one)).digits)
    const { send } = counter.world.sms
    let opens = () => {}
    const is_open = new Promise<void>((ok) => {
      opens = ok
    })
    Object.assign(counter.world.sms, {
      send: (message: Parameters<typeof send>[0]) => is_open.then(() => send(message)),
    })
    for (const code of codes)
      await asks('POST /v1/redemptions', { token, body: { code, amount_fen: ++amount } })
    opens()
    await settled()
    expect(await messages()).toHaveLength(cards.length)
    const acts = await all(
      counter.db,
      sql<{ n: number }>`SELECT count(*) AS n FROM journal WHERE operation = 'sendNotices'`,
    )
    expect(acts).toEqual([{ n: 2 }])
    Object.assign(counter.world.sms, { send })
  })
  it('by the next act, where the teller went away with its request', async () => {
    const { send } = counter.world.sms
    await new Promise<void>((is_sending) => {
      const silent = () => new Promise(() => is_sending())
      Object.assign(counter.world.sms, { send: silent })
      void uses()
    })
    later.length = 0
    Object.assign(counter.world.sms, { send })
    counter.advance(MINUTE_MS)
    expect((await uses()).status).toBe(201)
    await settled()
    expect(await messages()).toHaveLength(1)
    await sendNotices(counter.world, 100)
    expect(await messages()).toHaveLength(2)
  })
  it('once, however often its request is sent', async () => {
    const { digits } = await counter.code(card)
    const token = await counter.till()
    const body = { code: digits, amount_fen: ++amount }
    await atOnce(4, () => asks('POST /v1/redemptions', { token, body, key: 'one-sale' }))
    await settled()
    expect(await messages()).toHaveLength(1)
  })
  it('by the job, where the process died between the commit and the message', async () => {
    const { digits } = await counter.code(card)
    await counter.redeem({ code: digits, amount_fen: ++amount })
    expect(await messages()).toEqual([])
    await sendNotices(counter.world, 100)
    expect(await messages()).toHaveLength(1)
  })
  it('by the job, where the gateway was silent; the act stands and its answer never waited', async () => {
    const real = counter.world.sms.send
    let calls = 0
    Object.assign(counter.world.sms, {
      send: async () => {
        calls += 1
        throw new Error('gateway: result unknown')
      },
    })
    expect((await uses()).status).toBe(201)
    await settled()
    counter.advance(MINUTE_MS)
    expect((await uses()).status).toBe(201)
    await settled()
    expect([calls, await messages()]).toEqual([2, []])
    Object.assign(counter.world.sms, { send: real })
    counter.advance(HOUR_MS)
    await sendNotices(counter.world, 100)
    expect(await messages()).toHaveLength(2)
  })
})
