import { beforeEach, describe, expect, it } from 'vitest'
import { requestFingerprint } from '../../src/environment/fingerprint'
import { decidePin, type PinRow, readPinState } from '../../src/identity/pin'
import { Refusal } from '../../src/kernel/refusals'
import { MINUTE_MS } from '../../src/kernel/time'
import { PUBLIC } from '../../src/platform/actor'
import { one, sql } from '../../src/platform/d1'
import { answerOnce } from '../../src/platform/journal'
import { atOnce, openTown, type Town } from './town'

/** A number with digits that a PIN might repeat. */
const WANG = '13812345678'
const PIN = '739205'
let town: Town
let token: string
let id: string

beforeEach(async () => {
  town = await openTown()
  const session = await town.signIn(WANG)
  token = session.token
  id = session.person.id
  town.advance(MINUTE_MS)
})

async function putPin(pin: string, old_pin?: string) {
  const asked = await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token })
  expect(asked.status).toBe(202)
  const code = await town.codeFor(WANG)
  const said = await town.call('PUT', '/v1/me/pin', {
    token,
    body: { pin, code, ...(old_pin ? { old_pin } : {}) },
  })
  town.advance(MINUTE_MS)
  return said
}

let keys = 0
/** An act of another room that wants a PIN before it does its work. */
async function tryPin(pin: string): Promise<string> {
  const said = ['tryPin', pin]
  const ask = {
    who: { ...PUBLIC, id },
    key: `try-${++keys}`,
    operation: 'tryPin',
    policy: 'public',
    request_id: 'req',
    fingerprint: requestFingerprint('tryPin', said),
    shape: (_status: number, body: object) => body,
  } as const
  const act = {
    reads: () => ({ pin: readPinState(sql`${id}`) }),
    decide: async ({ rows, now }: { rows: { pin: PinRow[] }; now: string }) => ({
      status: 200,
      subject_id: id,
      body: { object: 'ok' },
      statements: [await decidePin(town.world, rows.pin[0], pin, now)],
    }),
  }
  try {
    const body = JSON.parse((await answerOnce(town.world, ask, act)).body) as {
      code?: string
      detail?: string
    }
    return body.code ?? 'ok'
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}
const counted = (outcomes: string[]) =>
  Object.fromEntries(
    [...new Set(outcomes)].map((name) => [name, outcomes.filter((o) => o === name).length]),
  )
const state = () =>
  one(
    town.db,
    sql<{
      pin_tries: number
      pin_locked_until: string | null
    }>`SELECT pin_tries, pin_locked_until FROM consumers WHERE id = ${id}`,
  )

describe('a PIN', () => {
  it('is set with a code sent for it, and shows as set', async () => {
    expect(await tryPin(PIN)).toBe('pin_not_set')
    const said = await putPin(PIN)
    expect([said.status, said.body.object]).toEqual([200, 'pin'])
    expect((await town.call('GET', '/v1/me', { token })).body.pin_set).toBe(true)
    expect([await tryPin('739206'), await tryPin('７３９２０５'), await tryPin(PIN)]).toEqual([
      'pin_wrong',
      'ok',
      'ok',
    ])
  })
  it('is not set with a code for signing in', async () => {
    await town.askCode(WANG)
    const code = await town.codeFor(WANG)
    const said = await town.call('PUT', '/v1/me/pin', { token, body: { pin: PIN, code } })
    expect(said.body.code).toBe('code_wrong')
  })
  it('is refused when anybody would guess it, and the code stays good', async () => {
    await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token })
    const code = await town.codeFor(WANG)
    const simple = [
      '111111',
      '000000',
      '123456',
      '654321',
      '234567',
      '987654',
      '121212',
      '138138',
      '812345',
      '345678',
    ]
    for (const pin of simple) {
      const said = await town.call('PUT', '/v1/me/pin', { token, body: { pin, code } })
      expect(said.body.code, pin).toBe('pin_too_simple')
    }
    expect((await town.call('PUT', '/v1/me/pin', { token, body: { pin: PIN, code } })).status).toBe(
      200,
    )
  })
  it('has a salt of its own: the same digits never look the same', async () => {
    const hash = () => one(town.db, sql<{ pin_hash: string }>`SELECT pin_hash FROM consumers`)
    await putPin(PIN)
    const first = await hash()
    await putPin(PIN, PIN)
    expect((await hash())?.pin_hash).not.toBe(first?.pin_hash)
    expect(await tryPin(PIN)).toBe('ok')
  })
  it('locks with the fifth wrong try for a quarter of an hour, and counts anew after', async () => {
    await putPin(PIN)
    for (let i = 0; i < 4; i++) expect(await tryPin('000001')).toBe('pin_wrong')
    expect(await tryPin(PIN)).toBe('ok')
    for (let i = 0; i < 5; i++) expect(await tryPin('000001')).toBe('pin_wrong')
    expect(await tryPin(PIN)).toBe('pin_locked')
    town.advance(15 * MINUTE_MS - 1)
    expect(await tryPin(PIN)).toBe('pin_locked')
    town.advance(1)
    expect(await tryPin('000001')).toBe('pin_wrong')
    expect(await state()).toEqual({ pin_tries: 1, pin_locked_until: null })
    expect(await tryPin(PIN)).toBe('ok')
    expect(await state()).toEqual({ pin_tries: 0, pin_locked_until: null })
  })
  it('locks for longer each time, and begins anew after the right one', async () => {
    await putPin(PIN)
    const lock = async () => {
      for (let i = 0; i < 5; i++) expect(await tryPin('000001')).toBe('pin_wrong')
      expect(await tryPin(PIN)).toBe('pin_locked')
      const until = Date.parse((await state())?.pin_locked_until ?? '')
      const ms = until - Date.parse(town.world.now())
      town.advance(ms)
      return ms / MINUTE_MS
    }
    expect([await lock(), await lock(), await lock(), await lock()]).toEqual([15, 60, 1440, 1440])
    expect(await tryPin(PIN)).toBe('ok')
    expect(await lock()).toBe(15)
  })
  it('counts five tries exactly among thirty at one moment', async () => {
    await putPin(PIN)
    const outcomes = await atOnce(30, () => tryPin('000001'))
    expect(counted(outcomes)).toEqual({ pin_wrong: 5, pin_locked: 25 })
  })
  it('refuses the right one when it comes after five wrong ones of the same moment', async () => {
    await putPin(PIN)
    const outcomes = await atOnce(30, (i) => tryPin(i === 29 ? PIN : '000001'))
    expect(outcomes.filter((outcome) => outcome === 'pin_wrong')).toHaveLength(5)
    expect(outcomes[29]).toBe('pin_locked')
  })
  it('is replaced by who has the old one; the number alone does not do', async () => {
    await putPin(PIN)
    expect((await putPin('805172')).body).toMatchObject({ status: 403, code: 'step_up_needed' })
    expect((await putPin('805172', '000001')).body.code).toBe('pin_wrong')
    expect((await putPin('805172', PIN)).status).toBe(200)
    expect([await tryPin(PIN), await tryPin('805172')]).toEqual(['pin_wrong', 'ok'])
  })
  it('stays locked, though its number gets the codes', async () => {
    await putPin(PIN)
    for (let i = 0; i < 5; i++) await tryPin('000001')
    expect((await putPin('805172', PIN)).body.code).toBe('pin_locked')
    expect(await tryPin(PIN)).toBe('pin_locked')
  })
})
