import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { stopUrl } from '../../src/recoveries/link'
import { openTown, type Town } from '../identity/town'

const WANG = HOLDERS.wang.phone
const PIN = '739205'
const OLD_PHONE = 'o'.repeat(43)
const NEW_PHONE = 'n'.repeat(43)
let town: Town
let id: string

beforeEach(async () => {
  town = await openTown()
  const { token, person } = await town.signIn(WANG, 'consumer', { device: OLD_PHONE })
  id = person.id
  town.advance(MINUTE_MS)
  await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token })
  const body = { pin: PIN, code: await town.codeFor(WANG) }
  expect((await town.call('PUT', '/v1/me/pin', { token, body })).status).toBe(200)
})
const asked = async (device: string) => {
  town.advance(MINUTE_MS)
  const { challenge } = (await town.askCode(WANG, 'consumer', { device })).body
  return { phone: WANG, challenge, code: await town.codeFor(WANG), device }
}
const signIn = async (device: string, more: object = {}) =>
  town.post('/v1/sessions', { kind: 'consumer', ...(await asked(device)), ...more })

describe(`a number that was silent for ninety days, on ${ENGINE}`, () => {
  it('is like any other until then', async () => {
    town.advance(90 * DAY_MS - 3 * MINUTE_MS)
    expect((await signIn(NEW_PHONE)).status).toBe(201)
  })
  it('takes the PIN as well, and leaves the code good for it', async () => {
    town.advance(91 * DAY_MS)
    const said = await asked(NEW_PHONE)
    const session = (more: object) =>
      town.post('/v1/sessions', { kind: 'consumer', ...said, ...more })
    const refused = await session({})
    expect([refused.status, refused.body.code]).toEqual([403, 'number_silent'])
    expect(refused.text).not.toContain(id)
    expect((await session({ pin: '000001' })).body.code).toBe('pin_wrong')
    expect((await session({ pin: PIN })).body.person.id).toBe(id)
  })
  it('is the long-silent holder’s own on the device they had', async () => {
    town.advance(91 * DAY_MS)
    expect((await signIn(OLD_PHONE)).body.person.id).toBe(id)
  })
  it('says nothing of itself to who has no code', async () => {
    town.advance(91 * DAY_MS)
    const { challenge } = await asked(NEW_PHONE)
    const guess = { phone: WANG, kind: 'consumer', challenge, code: '000000' }
    expect((await town.post('/v1/sessions', guess)).body.code).toBe('code_wrong')
  })
  it('is signed in by the device that waited a day, and by no other', async () => {
    town.advance(91 * DAY_MS)
    const start = await town.post('/v1/silent-numbers/recovery', await asked(NEW_PHONE))
    expect([start.status, start.body.kind, start.body.state]).toEqual([201, 'sign_in', 'cooling'])
    expect(start.text).not.toContain(id)
    expect((await signIn(NEW_PHONE)).body.code).toBe('number_silent')
    expect((await town.post('/v1/silent-numbers/recovery', await asked(NEW_PHONE))).body.code).toBe(
      'recovery_already_open',
    )
    town.advance(Date.parse(start.body.ripe_at) - Date.parse(town.world.now()) - MINUTE_MS - 1)
    const early = await asked(NEW_PHONE)
    const session = () => town.post('/v1/sessions', { kind: 'consumer', ...early })
    expect((await session()).body.code).toBe('number_silent')
    expect((await signIn('x'.repeat(43))).body.code).toBe('number_silent')
    expect((await signIn(NEW_PHONE)).body.person.id).toBe(id)
    // Being in is not being proved: what moves money still takes the PIN.
    const in_all = await signIn(NEW_PHONE)
    const put = { phone: HOLDERS.stranger.phone, code: '000000' }
    const said = await town.call('PUT', '/v1/me/phone', { token: in_all.body.token, body: put })
    expect(said.body.code).toBe('step_up_needed')
  })
  it('stays shut where somebody said “not me” in time', async () => {
    town.advance(91 * DAY_MS)
    const start = await town.post('/v1/silent-numbers/recovery', await asked(NEW_PHONE))
    const token = (await stopUrl(town.world, start.body.id)).split('/').pop()
    expect((await town.post(`/v1/recovery-cancellations/${token}`, {})).status).toBe(201)
    town.advance(DAY_MS)
    expect((await signIn(NEW_PHONE)).body.code).toBe('number_silent')
  })
  it('starts anew for its new holder, who sees nothing of the one before', async () => {
    town.advance(91 * DAY_MS)
    const joined = await town.post('/v1/silent-numbers/new-account', await asked(NEW_PHONE))
    expect([joined.status, joined.body.person.pin_set]).toEqual([201, false])
    expect(joined.body.person.id).not.toBe(id)
    expect((await signIn(NEW_PHONE)).body.person.id).toBe(joined.body.person.id)
    expect(
      await town.count(
        sql`SELECT count(*) AS n FROM consumers WHERE number_left_at IS NOT NULL AND id = ${id}`,
      ),
    ).toBe(1)
  })
  it('is no way around anything while the number is in use', async () => {
    for (const way of ['recovery', 'new-account'])
      expect((await town.post(`/v1/silent-numbers/${way}`, await asked(NEW_PHONE))).body.code).toBe(
        'number_not_silent',
      )
  })
})
