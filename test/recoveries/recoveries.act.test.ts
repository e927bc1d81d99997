import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { maskPhone } from '../../src/identity/phone'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { stopUrl } from '../../src/recoveries/link'
import { tellOldNumbers } from '../../src/recoveries/tell'
import { openTown, type Town } from '../identity/town'

const WANG = HOLDERS.wang.phone
const NEW_NUMBER = HOLDERS.stranger.phone
const PIN = '739205'
const NEW_PIN = '805172'
const OLD_PHONE = 'o'.repeat(43)
const THIEF = 't'.repeat(43)
let town: Town
/** Wang's own phone, with a PIN, and another device that only gets the codes of the number. */
let own: string
let thief: string
let id: string

const signIn = async (device: string) => {
  const session = await town.signIn(WANG, 'consumer', { device })
  town.advance(MINUTE_MS)
  id = session.person.id
  return session.token
}
beforeEach(async () => {
  town = await openTown()
  own = await signIn(OLD_PHONE)
  await put(own, { pin: PIN })
  thief = await signIn(THIEF)
})
const codeOf = async (token: string) => {
  const asked = await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token })
  if (asked.status !== 202) throw new Error(asked.text)
  town.advance(MINUTE_MS)
  return town.codeFor(WANG)
}
const put = async (token: string, body: { pin: string; old_pin?: string }) =>
  town.call('PUT', '/v1/me/pin', { token, body: { ...body, code: await codeOf(token) } })
const start = async (token: string) =>
  town.post('/v1/recoveries', { kind: 'pin', code: await codeOf(token) }, { token })
const finish = (token: string, recovery: string, body: object = { pin: NEW_PIN }) =>
  town.post(`/v1/recoveries/${recovery}/completion`, body, { token })
const cancel = (token: string, recovery: string) =>
  town.post(`/v1/recoveries/${recovery}/cancellation`, {}, { token })
const prove = async (token: string, pin: string) => {
  const { status, body } = await town.post('/v1/me/proofs', { pin }, { token })
  return status === 201 ? 'proved' : body.code
}
const events = async () =>
  (await all(town.db, sql<{ type: string }>`SELECT type FROM events ORDER BY seq`)).map(
    ({ type }) => type,
  )
const me = async (token: string) => (await town.call('GET', '/v1/me', { token })).status

describe(`a lost PIN on ${ENGINE}`, () => {
  it('is replaced a day later, on the device that asked, not a millisecond before', async () => {
    const asked = await start(thief)
    expect([asked.status, asked.body]).toMatchObject([
      201,
      { object: 'recovery', kind: 'pin', state: 'cooling', is_here: true },
    ])
    expect(await events()).toContain('recovery.started')
    const again = await start(thief)
    expect(again.body.code).toBe('recovery_already_open')
    town.advance(Date.parse(asked.body.ripe_at) - Date.parse(town.world.now()) - 1)
    const early = await finish(thief, asked.body.id)
    expect([early.body.code, early.headers.get('retry-after')]).toEqual([
      'recovery_still_cooling',
      '1',
    ])
    expect(await prove(own, PIN)).toBe('proved')
    town.advance(1)
    expect((await finish(own, asked.body.id)).body.code).toBe('recovery_on_other_device')
    expect((await finish(thief, asked.body.id, {})).body.code).toBe('request_invalid')
    expect((await finish(thief, asked.body.id, { pin: '123456' })).body.code).toBe('pin_too_simple')
    const done = await finish(thief, asked.body.id)
    expect([done.status, done.body.state]).toEqual([200, 'done'])
    expect([await prove(own, PIN), await prove(own, NEW_PIN)]).toEqual(['pin_wrong', 'proved'])
    expect(await events()).toContain('pin.changed')
    expect((await finish(thief, asked.body.id)).body.code).toBe('account_recovery_not_open')
  })
  it('is no power while it cools: neither proof nor another PIN comes of it', async () => {
    const { body } = await start(thief)
    expect((await put(thief, { pin: NEW_PIN })).body.code).toBe('step_up_needed')
    expect(await prove(thief, NEW_PIN)).toBe('pin_wrong')
    expect((await finish(thief, body.id)).body.code).toBe('recovery_still_cooling')
  })
  it('is stopped by any other device, which puts out the one that asked', async () => {
    const { body } = await start(thief)
    const seen = (await town.call('GET', '/v1/recoveries', { token: own })).body.data
    expect(seen).toMatchObject([{ id: body.id, state: 'cooling', is_here: false }])
    const stopped = await cancel(own, body.id)
    expect([stopped.status, stopped.body.state]).toEqual([200, 'cancelled'])
    expect([await me(thief), await me(own)]).toEqual([401, 200])
    expect(await events()).toContain('recovery.cancelled')
    town.advance(DAY_MS)
    expect((await cancel(own, body.id)).body.code).toBe('account_recovery_not_open')
  })
  it('is stopped by one tap of the link, which shows nothing and finishes nothing', async () => {
    const { body } = await start(thief)
    const token = (await stopUrl(town.world, body.id)).split('/').pop() ?? ''
    const path = `/v1/recovery-cancellations/${token}` as const
    const seen = await town.call('GET', path)
    expect(Object.keys(seen.body).sort()).toEqual([
      'kind',
      'may_cancel',
      'message',
      'message_en',
      'object',
      'ripe_at',
      'state',
    ])
    expect(await me(thief)).toBe(200)
    const forged = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`
    const wrong = `/v1/recovery-cancellations/${forged}` as const
    expect((await town.call('GET', wrong)).body.code).toBe('recovery_link_invalid')
    expect((await town.post(wrong, {})).body.code).toBe('recovery_link_invalid')
    expect((await town.post(path, {})).body).toMatchObject({
      state: 'cancelled',
      may_cancel: false,
    })
    expect([await me(thief), await me(own)]).toEqual([401, 200])
    expect((await town.post(path, {})).body.code).toBe('account_recovery_not_open')
  })
  it('is nobody else’s business', async () => {
    const { body } = await start(thief)
    const li = (await town.signIn(HOLDERS.li.phone)).token
    expect((await cancel(li, body.id)).body.code).toBe('account_recovery_not_found')
    expect((await finish(li, body.id)).body.code).toBe('account_recovery_not_found')
    expect((await town.call('GET', '/v1/recoveries', { token: li })).body.data).toEqual([])
  })
  it('lapses after a week, and is asked for three times in thirty days at most', async () => {
    const first = await start(thief)
    town.advance(8 * DAY_MS)
    expect((await finish(thief, first.body.id)).body.code).toBe('account_recovery_not_open')
    const second = await start(thief)
    expect(second.status).toBe(201)
    await cancel(thief, second.body.id)
    const third = await start(thief)
    await cancel(thief, third.body.id)
    expect((await start(thief)).body.code).toBe('recoveries_too_often')
  })
  it('that never was there is none', async () => {
    const li = (await town.signIn(HOLDERS.li.phone)).token
    town.advance(MINUTE_MS)
    await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token: li })
    const code = await town.codeFor(HOLDERS.li.phone)
    const said = await town.post('/v1/recoveries', { kind: 'pin', code }, { token: li })
    expect(said.body.code).toBe('pin_not_set')
  })
  it('of two that start at one moment is one', async () => {
    const code = await codeOf(thief)
    const said = await Promise.all(
      [1, 2, 3].map(() => town.post('/v1/recoveries', { kind: 'pin', code }, { token: thief })),
    )
    expect(said.map(({ status }) => status).sort()).toEqual([201, 409, 409])
  })
})

describe(`another number on ${ENGINE}`, () => {
  const codeTo = async (token: string, phone = NEW_NUMBER) => {
    await town.post('/v1/me/phone/sms-codes', { phone }, { token })
    town.advance(MINUTE_MS)
    return town.codeFor(phone)
  }
  const change = (token: string, body: { code: string; pin?: string }) =>
    town.call('PUT', '/v1/me/phone', { token, body: { phone: NEW_NUMBER, ...body } })
  it('is had at once by who proves it; the old one is told', async () => {
    const code = await codeTo(own)
    expect((await change(own, { code })).body.code).toBe('step_up_needed')
    expect((await change(own, { code, pin: '000001' })).body.code).toBe('pin_wrong')
    const done = await change(own, { code, pin: PIN })
    expect([done.status, done.body.phone_mask]).toEqual([200, maskPhone(NEW_NUMBER)])
    const before = (await town.messagesTo(WANG)).length
    expect([await tellOldNumbers(town.world, 10), await tellOldNumbers(town.world, 10)]).toEqual([
      1, 0,
    ])
    const [told] = await town.messagesTo(WANG)
    expect((await town.messagesTo(WANG)).length).toBe(before + 1)
    expect(told?.text).toContain('换了手机号')
    expect((await town.signIn(NEW_NUMBER)).person.id).toBe(id)
    expect((await town.signIn(WANG)).person.id).not.toBe(id)
  })
  it('waits a day without the PIN, and the old number hears of it at once', async () => {
    const code = await codeTo(thief)
    const asked = await town.post(
      '/v1/recoveries',
      { kind: 'phone', phone: NEW_NUMBER, code },
      { token: thief },
    )
    expect([asked.status, asked.body.kind]).toEqual([201, 'phone'])
    expect((await finish(thief, asked.body.id, {})).body.code).toBe('recovery_still_cooling')
    expect((await town.signIn(WANG, 'consumer', { device: OLD_PHONE })).person.id).toBe(id)
    town.advance(DAY_MS)
    expect((await finish(thief, asked.body.id, {})).status).toBe(200)
    expect((await town.signIn(NEW_NUMBER)).person.id).toBe(id)
    expect(await tellOldNumbers(town.world, 10)).toBe(1)
  })
  it('that somebody has is taken, before and at the end of the wait', async () => {
    const code = await codeTo(thief)
    const body = { kind: 'phone', phone: NEW_NUMBER, code } as const
    const asked = await town.post('/v1/recoveries', body, { token: thief })
    town.advance(MINUTE_MS)
    await town.signIn(NEW_NUMBER)
    town.advance(DAY_MS)
    expect((await finish(thief, asked.body.id, {})).body.code).toBe('phone_taken')
    const late = await codeTo(own)
    expect((await change(own, { code: late, pin: PIN })).body.code).toBe('phone_taken')
  })
  it('is not had with a code that went to the old one', async () => {
    const code = await codeOf(own)
    expect((await change(own, { code, pin: PIN })).body.code).toBe('code_wrong')
  })
})
