import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { eraseRipe } from '../../src/privacy/erase'
import { forgetOldTraces } from '../../src/privacy/forget'
import { type Desk, good, openDesk } from '../refunds/support'

const PIN = '739205'
/** RFC 8291, appendix A. */
const PUSH_KEYS = {
  p256dh: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
}
let desk: Desk
let wang: { id: string; token: string }

beforeEach(async () => {
  desk = await openDesk()
  wang = await desk.joins(HOLDERS.wang.phone)
  good(await desk.call('POST', '/v1/me/sms-codes', { token: wang.token, body: { purpose: 'pin' } }))
  const code = await newestCode(desk.client, HOLDERS.wang.phone)
  good(await desk.call('PUT', '/v1/me/pin', { token: wang.token, body: { pin: PIN, code } }))
})
const proves = async () =>
  good(await desk.call('POST', '/v1/me/proofs', { token: wang.token, body: { pin: PIN } }))
const exported = (key?: string) =>
  desk.call('POST', '/v1/me/data-exports', { token: wang.token, body: {}, ...(key ? { key } : {}) })
const erasure = async () => good(await desk.call('GET', '/v1/me/erasure', { token: wang.token }))
const asks = () => desk.call('POST', '/v1/me/erasure', { token: wang.token, body: {} })
const types = async () =>
  (await desk.rows(sql`SELECT type FROM events WHERE consumer_id = ${wang.id} ORDER BY seq`)).map(
    ({ type }) => type,
  )

describe(`one’s own data on ${ENGINE}`, () => {
  it('is copied whole for whoever proves who they are, told, and kept nowhere', async () => {
    const { id: card } = await desk.buys(wang, desk.shop, 1)
    expect((await exported()).body.code).toBe('step_up_needed')
    await proves()
    const copy = good(await exported('copy-1'))
    expect(copy.person).toMatchObject({ id: wang.id, phone: HOLDERS.wang.phone })
    expect(copy.lists.cards).toMatchObject([{ id: card }])
    expect(copy.lists.payments).toHaveLength(1)
    expect(await types()).toContain('data.exported')
    const [kept] = await desk.rows(
      sql`SELECT answer FROM journal WHERE operation = 'exportMyData' AND status = 201`,
    )
    expect(String(kept?.answer)).not.toContain(HOLDERS.wang.phone)
    expect(String(kept?.answer)).not.toContain(card)
  })
  it('is answered to the same key for ten minutes, and copied three times a day', async () => {
    await proves()
    good(await exported('copy-1'))
    good(await exported('copy-1'))
    good(await exported())
    good(await exported())
    expect((await exported()).body.code).toBe('data_exports_used_up')
    desk.advance(10 * MINUTE_MS + 1)
    expect((await exported('copy-1')).body.code).toBe('data_export_over')
  })
  it('holds nothing of anybody else', async () => {
    await desk.buysCard()
    await proves()
    const text = JSON.stringify(good(await exported()))
    expect(text).not.toContain(desk.li.id)
    expect(text).not.toContain(HOLDERS.li.phone)
  })
})

describe(`an erasure on ${ENGINE}`, () => {
  it('is refused while a card holds money, and says why', async () => {
    await desk.buys(wang, desk.shop, 1)
    expect(await erasure()).toMatchObject({ state: 'none', obstacles: [{ kind: 'money_left' }] })
    expect((await asks()).body.code).toBe('step_up_needed')
    await proves()
    expect((await asks()).body.code).toBe('erasure_blocked')
  })
  it('waits a week, leaves no name and no number, and the number is a new person’s then', async () => {
    await proves()
    const push = { endpoint: 'https://fcm.googleapis.com/fcm/send/x', ...PUSH_KEYS }
    good(await desk.call('POST', '/v1/push-subscriptions', { token: wang.token, body: push }))
    const { ripe_at } = good(await asks())
    expect((await asks()).body.code).toBe('erasure_waits_already')
    desk.advance(Date.parse(String(ripe_at)) - Date.parse(desk.world.now()) - 1)
    expect(await eraseRipe(desk.world, 10)).toBe(0)
    desk.advance(1)
    expect([await eraseRipe(desk.world, 10), await eraseRipe(desk.world, 10)]).toEqual([1, 0])
    const [left] = await desk.rows(
      sql`SELECT phone_sealed, phone_mask, nickname, pin_hash FROM consumers WHERE id = ${wang.id}`,
    )
    expect(left).toEqual({
      phone_sealed: '',
      phone_mask: '已注销',
      nickname: '已注销',
      pin_hash: null,
    })
    expect(await desk.rows(sql`SELECT id FROM push_subscriptions`)).toEqual([])
    expect((await desk.call('GET', '/v1/me', { token: wang.token })).status).toBe(401)
    expect((await desk.joins(HOLDERS.wang.phone)).id).not.toBe(wang.id)
  })
  it('is taken back by one tap', async () => {
    await proves()
    good(await asks())
    const back = await desk.call('POST', '/v1/me/erasure/cancellation', {
      token: wang.token,
      body: {},
    })
    expect(good(back).state).toBe('cancelled')
    desk.advance(8 * DAY_MS)
    expect(await eraseRipe(desk.world, 10)).toBe(0)
    expect(await types()).toEqual(expect.arrayContaining(['erasure.asked', 'erasure.ended']))
  })
  it('stops when money came meanwhile', async () => {
    await proves()
    good(await asks())
    await desk.buys(wang, desk.shop, 1)
    desk.advance(7 * DAY_MS)
    expect(await eraseRipe(desk.world, 10)).toBe(1)
    const [row] = await desk.rows(sql`SELECT state FROM erasures`)
    expect(row?.state).toBe('stopped')
    const [me] = await desk.rows(sql`SELECT phone_mask FROM consumers WHERE id = ${wang.id}`)
    expect(me?.phone_mask).not.toBe('已注销')
  })
})

describe(`how long things are kept on ${ENGINE}`, () => {
  it('traces of readings go after three years, not a day before', async () => {
    await desk.buysCard()
    good(await desk.says(desk.li.id, 'GET', '/v1/cards'))
    const [card] = await desk.rows(sql`SELECT id FROM cards LIMIT 1`)
    good(await desk.says(desk.supervisor, 'GET', `/v1/cards/${String(card?.id)}`))
    const count = async () =>
      Number((await desk.rows(sql`SELECT count(*) AS n FROM access_traces`))[0]?.n)
    desk.advance(3 * 365 * DAY_MS - MINUTE_MS)
    expect([await forgetOldTraces(desk.world, 10), await count()]).toEqual([0, 1])
    desk.advance(2 * MINUTE_MS)
    expect([await forgetOldTraces(desk.world, 10), await count()]).toEqual([1, 0])
    expect(await forgetOldTraces(desk.world, 10)).toBe(0)
  })
})
