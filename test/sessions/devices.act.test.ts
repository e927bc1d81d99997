import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { forgetCodesAndSessions } from '../../src/identity/sessions'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { openTown, type Town } from '../identity/town'

const WANG = HOLDERS.wang.phone
const HER_PHONE = 'p'.repeat(43)
const TABLET = 't'.repeat(43)
const IPAD = { 'User-Agent': 'Mozilla/5.0 (iPad; CPU OS 18_1) Version/18.1 Safari/604.1' }
let town: Town

beforeEach(async () => {
  town = await openTown()
})
const signIn = async (device?: string, headers = {}) => {
  const session = await town.signIn(WANG, 'consumer', { device, headers })
  town.advance(MINUTE_MS)
  return session
}
const me = async (token: string) => {
  const { status, body } = await town.call('GET', '/v1/me', { token })
  return status === 200 ? 200 : body.code
}
const devices = async (token: string) =>
  (await town.call('GET', '/v1/devices', { token })).body.data
const told = () =>
  all(
    town.db,
    sql<{ type: string; consumer_id: string | null; subject_id: string }>`
    SELECT type, consumer_id, subject_id FROM events ORDER BY seq`,
  )

describe('a device', () => {
  it('is made by a sign-in, known again by its token, and called what it says of itself', async () => {
    const first = await signIn(HER_PHONE)
    const tablet = await signIn(TABLET, IPAD)
    expect(await devices(tablet.token)).toMatchObject([
      { id: tablet.device_id, name: '苹果平板 · Safari', is_current: true, is_signed_in: true },
      { id: first.device_id, name: '一台设备', is_current: false, is_signed_in: true },
    ])
    const again = await signIn(HER_PHONE)
    expect(again.device_id).toBe(first.device_id)
    expect(await devices(again.token)).toHaveLength(2)
    // Signed in anew on the same device, what was signed in there before ends.
    expect([await me(first.token), await me(again.token)]).toEqual(['not_signed_in', 200])
  })
  it('says when it was used last, to a day', async () => {
    const { token } = await signIn(HER_PHONE)
    town.advance(3 * DAY_MS)
    expect(await me(token)).toBe(200)
    town.advance(DAY_MS - 1)
    expect((await devices(token))[0]!.last_used_at).toBe('2026-03-05T01:01:00.000Z')
  })
  it('that is new is told to whoever was there before, one that is known is not', async () => {
    const { person } = await signIn(HER_PHONE)
    expect(await told()).toEqual([])
    await signIn(HER_PHONE)
    expect(await told()).toEqual([])
    const tablet = await signIn(TABLET)
    expect(await told()).toEqual([
      { type: 'device.signed_in', consumer_id: person.id, subject_id: tablet.device_id },
    ])
    const nameless = await signIn()
    expect((await told()).map(({ subject_id }) => subject_id)).toEqual([
      tablet.device_id,
      nameless.device_id,
    ])
  })
  it('gets a name from its owner, and from nobody else', async () => {
    const { token, device_id } = await signIn(HER_PHONE)
    const stranger = await town.signIn(HOLDERS.stranger.phone)
    const rename = (by: string, name: string) =>
      town.call('PUT', `/v1/devices/${device_id}`, { token: by, body: { name } })
    expect((await rename(token, '老伴的手机')).body.name).toBe('老伴的手机')
    expect((await rename(stranger.token, '我的')).body.code).toBe('device_not_found')
    expect((await rename(token, HOLDERS.li.phone)).body.code).toBe('request_invalid')
    const out = await town.call('POST', `/v1/devices/${device_id}/revocation`, {
      token: stranger.token,
    })
    expect(out.body.code).toBe('device_not_found')
  })
  it('that is signed out from another is a stranger’s the next time', async () => {
    const lost = await signIn(HER_PHONE)
    const tablet = await signIn(TABLET)
    const out = await town.call('POST', `/v1/devices/${lost.device_id}/revocation`, {
      token: tablet.token,
    })
    expect([out.status, out.body.is_signed_in]).toEqual([200, false])
    expect([await me(lost.token), await me(tablet.token)]).toEqual(['not_signed_in', 200])
    expect(await devices(tablet.token)).toHaveLength(1)
    const again = await town.call('POST', `/v1/devices/${lost.device_id}/revocation`, {
      token: tablet.token,
    })
    expect(again.body.code).toBe('device_not_found')
    const back = await signIn(HER_PHONE)
    expect(back.device_id).not.toBe(lost.device_id)
    expect(await told()).toHaveLength(2)
  })
  it('is known no more once everything was signed out', async () => {
    const first = await signIn(HER_PHONE)
    await town.call('POST', '/v1/sessions/revocation', { token: first.token })
    const back = await signIn(HER_PHONE)
    expect(back.device_id).not.toBe(first.device_id)
  })
  it('is one, however often it signs in at one moment with one code', async () => {
    const { challenge } = (await town.askCode(WANG, 'consumer', { device: HER_PHONE })).body
    const body = {
      phone: WANG,
      kind: 'consumer',
      challenge,
      code: await town.codeFor(WANG),
      device: HER_PHONE,
    } as const
    const said = await Promise.all(Array.from({ length: 5 }, () => town.post('/v1/sessions', body)))
    expect(said.map(({ status }) => status).sort()).toEqual([201, 422, 422, 422, 422])
    expect(await town.count(sql`SELECT count(*) AS n FROM devices`)).toBe(1)
  })
  it('shared by two people is one of each of them', async () => {
    const wang = await signIn(HER_PHONE)
    const li = await town.signIn(HOLDERS.li.phone, 'consumer', { device: HER_PHONE })
    expect(await devices(wang.token)).toHaveLength(1)
    expect(await devices(li.token)).toMatchObject([{ id: li.device_id }])
    expect(await me(wang.token)).toBe(200)
  })
  it('is forgotten when its sessions are', async () => {
    await signIn(HER_PHONE)
    town.advance(180 * DAY_MS + 90 * DAY_MS)
    for (let i = 0; i < 3; i++) await forgetCodesAndSessions(town.world, 100)
    expect(await town.count(sql`SELECT count(*) AS n FROM devices`)).toBe(0)
  })
})
