import { createECDH } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { base64url } from '../../src/environment/crypto'
import type { OutboundPort } from '../../src/environment/ports'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../src/kernel/time'
import { sendNotices } from '../../src/notify/notices'
import { sql } from '../../src/platform/d1'
import { publicKeyOf } from '../../src/pushes/encryption'
import { forgetPushes } from '../../src/pushes/forget'
import { BREAD, type Counter, good, openCounter, type Person } from '../redemptions/support'

type Knock = { url: string; headers: Record<string, string>; bytes: Uint8Array }
let knocks: Knock[]
let answer: () => number | Error
let retry_after_s: number | null
let counter: Counter
let card: string
const outbound: OutboundPort = {
  post: async (url, headers, body) => {
    knocks.push({ url, headers, bytes: body as Uint8Array })
    const status = answer()
    if (status instanceof Error) throw status
    return { status, retry_after_s }
  },
}
beforeEach(async () => {
  knocks = []
  answer = () => 201
  retry_after_s = null
  counter = await openCounter({ outbound })
  card = await counter.holds({ lots: [BREAD] })
  await sendNotices(counter.world, 100)
  knocks = []
})
const pair = createECDH('prime256v1')
pair.setPrivateKey(Uint8Array.from({ length: 32 }, (_, i) => i + 1))
const p256dh = base64url(new Uint8Array(pair.getPublicKey()))
const auth = base64url(Uint8Array.from({ length: 16 }, (_, i) => i))
const ENDPOINT = 'https://fcm.googleapis.com/fcm/send/phone-of-li'
const subscribes = (endpoint = ENDPOINT, who: Person = counter.li, keys = { p256dh, auth }) =>
  counter.call('POST', '/v1/push-subscriptions', {
    token: who.token,
    body: { endpoint, ...keys },
  })
const listed = async (who: Person = counter.li) =>
  good(await counter.call('GET', '/v1/push-subscriptions', { token: who.token }))
const kept = () => counter.rows(sql`SELECT id, sealed FROM push_subscriptions`)
const waiting = () => counter.rows(sql`SELECT tries FROM push_deliveries`)
let amount = 1_000
const uses = async () => {
  counter.advance(MINUTE_MS)
  const { digits } = await counter.code(card)
  return good(await counter.redeem({ code: digits, amount_fen: ++amount }))
}
const tells = () => sendNotices(counter.world, 100)

describe(`messages on devices on ${ENGINE}`, () => {
  it('a use is shown where its holder wants it, beside the SMS, sealed, once', async () => {
    good(await subscribes())
    await uses()
    await tells()
    await tells()
    const [one, ...more] = knocks
    expect([one?.url, more]).toEqual([ENDPOINT, []])
    expect(one?.headers).toMatchObject({ 'Content-Encoding': 'aes128gcm', TTL: '86400' })
    const { application_server_key } = await listed()
    expect(application_server_key).toBe(base64url(publicKeyOf(counter.world.config.push_key)))
    expect(one?.headers.Authorization).toContain(`k=${application_server_key}`)
    expect(new TextDecoder().decode(one?.bytes)).not.toContain('核销')
    expect(await waiting()).toEqual([])
    const sms = await counter.rows(
      sql`SELECT id FROM mock_sms_outbox WHERE phone = ${counter.li.phone} AND text LIKE '%已核销%'`,
    )
    expect(sms).toHaveLength(1)
  })
  it('nobody else is shown anything, and nothing shows before somebody asks for it', async () => {
    good(await subscribes(`${ENDPOINT}-of-wang`, counter.wang))
    await uses()
    await tells()
    expect(knocks).toEqual([])
    expect((await listed()).data).toEqual([])
  })
  it('address and keys are told to nobody, in no answer and no row', async () => {
    const { body } = await subscribes()
    const [push] = await kept()
    const journal = await counter.rows(
      sql`SELECT answer FROM journal WHERE operation = 'addPushSubscription'`,
    )
    expect(body).toMatchObject({ service: 'fcm.googleapis.com', is_current: true })
    for (const one of [body, push, journal, await listed()]) {
      expect(JSON.stringify(one)).not.toContain('phone-of-li')
      expect(JSON.stringify(one)).not.toContain(auth)
    }
  })
  it.each([404, 410])(
    'a service that answers %i ends it, with all that waits for it',
    async (gone) => {
      good(await subscribes())
      await uses()
      await uses()
      answer = () => gone
      await tells()
      expect([await kept(), await waiting()]).toEqual([[], []])
    },
  )
  it.each([429, 500, 503, 0])(
    'a service that answers %i is asked again, later each time',
    async (status) => {
      good(await subscribes())
      answer = () => (status === 0 ? new Error('no route') : status)
      await uses()
      await tells()
      await tells()
      expect([knocks.length, await waiting()]).toEqual([1, [{ tries: 1 }]])
      counter.advance(7 * SECOND_MS)
      await tells()
      await tells()
      expect([knocks.length, await waiting()]).toEqual([2, [{ tries: 2 }]])
      answer = () => 201
      counter.advance(40 * SECOND_MS)
      await tells()
      expect([knocks.length, await waiting(), (await kept()).length]).toEqual([3, [], 1])
    },
  )
  it('a service that names its hour is left alone until then, and after a week of refusals for good', async () => {
    good(await subscribes())
    answer = () => 429
    retry_after_s = 3_600
    await uses()
    await tells()
    counter.advance(HOUR_MS - SECOND_MS)
    await tells()
    expect(knocks).toHaveLength(1)
    for (let i = 0; i < 12; i++) {
      counter.advance(DAY_MS + 6 * HOUR_MS)
      await tells()
    }
    expect([knocks.length, await waiting(), (await kept()).length]).toEqual([8, [], 1])
  })
})

describe(`a device that shows messages on ${ENGINE}`, () => {
  it('ends with its session: nothing is sent from that moment, and its address is deleted', async () => {
    good(await subscribes())
    await uses()
    good(
      await counter.call('POST', '/v1/sessions/revocation', {
        token: counter.li.token,
      }),
    )
    await tells()
    expect(knocks).toEqual([])
    await forgetPushes(counter.world, 100)
    expect([await kept(), await waiting()]).toEqual([[], []])
  })
  it('is switched off by its holder alone', async () => {
    const { id } = good(await subscribes())
    const off = (who: Person) =>
      counter.call('DELETE', `/v1/push-subscriptions/${id}`, { token: who.token })
    expect((await off(counter.wang)).body.code).toBe('push_subscription_not_found')
    expect(good(await off(counter.li))).toMatchObject({ id, deleted: true })
    expect((await off(counter.li)).body.code).toBe('push_subscription_not_found')
    await uses()
    await tells()
    expect(knocks).toEqual([])
  })
  it('shows the messages of whoever asked for it last: one browser is one row', async () => {
    good(await subscribes())
    good(await subscribes())
    expect((await listed()).data).toHaveLength(1)
    good(await subscribes(ENDPOINT, counter.wang))
    expect([(await listed()).data, (await listed(counter.wang)).data.length]).toEqual([[], 1])
    await uses()
    await tells()
    expect(knocks).toEqual([])
  })
  it('is one of ten at most', async () => {
    for (let i = 0; i < 10; i++) good(await subscribes(`${ENDPOINT}-${i}`))
    expect((await subscribes(`${ENDPOINT}-10`)).body.code).toBe('push_subscriptions_full')
    good(await subscribes(`${ENDPOINT}-3`))
  })
  it.each([
    ['http://10.0.0.8/hook', 'push_service_unknown'],
    ['https://evil.example.com/hook', 'push_service_unknown'],
    ['https://fcm.googleapis.com:444/hook', 'push_service_unknown'],
  ])('is not at %s', async (endpoint, code) => {
    expect((await subscribes(endpoint)).body.code).toBe(code)
  })
  it('has keys of its own: a point of the curve', async () => {
    const off_curve = base64url(Uint8Array.of(4, ...new Uint8Array(64).fill(9)))
    const { body } = await subscribes(ENDPOINT, counter.li, { p256dh: off_curve, auth })
    expect(body.code).toBe('push_keys_invalid')
    expect(await kept()).toEqual([])
  })
})
