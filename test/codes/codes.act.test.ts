import { beforeEach, describe, expect, it } from 'vitest'
import { HOLDERS, holderPhone, OFFICIALS } from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { insertOfficial } from '../../src/people/officials'
import { openTown, type Town, tally } from '../identity/town'

const WANG = HOLDERS.wang.phone
const OPERATOR = OFFICIALS.duty.phone
const PHONE = 'w'.repeat(43)
const from = (address: string) => ({ headers: { 'CF-Connecting-IP': address } })
let town: Town

beforeEach(async () => {
  town = await openTown()
})
const signInWith = (phone: string, challenge: string, code: string, kind = 'consumer') =>
  town.post('/v1/sessions', { phone, kind, challenge, code })
const wrongFor = (code: string, i = 0) =>
  String((Number(code) + 1 + i) % 1_000_000).padStart(6, '0')

describe('a stranger who asks for codes of somebody else’s number', () => {
  it('uses up what is theirs: the owner of the number gets a code in the same minute', async () => {
    for (let i = 0; i < 10; i++) {
      expect((await town.askCode(WANG, 'consumer', from('198.51.100.7'))).status).toBe(202)
      expect((await town.askCode(WANG, 'consumer', from('203.0.113.9'))).status).toBe(
        i < 10 ? 202 : 429,
      )
      town.advance(MINUTE_MS)
      if (i === 4) break
    }
    for (let i = 5; i < 10; i++) {
      await town.askCode(WANG, 'consumer', from('198.51.100.7'))
      town.advance(MINUTE_MS)
    }
    expect((await town.askCode(WANG, 'consumer', from('198.51.100.7'))).status).toBe(429)
    expect((await town.askCode(WANG, 'consumer', from('203.0.113.9'))).status).toBe(202)
  })
  it('asks ten times for a code of another kind, and the owner notices nothing', async () => {
    for (let i = 0; i < 10; i++) {
      await town.askCode(WANG, 'operator')
      town.advance(MINUTE_MS)
    }
    expect(await town.messagesTo(WANG)).toHaveLength(0)
    await town.signIn(WANG)
  })
  it('asks without an address for an operator’s code ten times, and the operator gets in', async () => {
    const { name, phone } = OFFICIALS.duty
    const who = { kind: 'operator' as const, role: 'operator' as const, name, phone, districts: [] }
    const { statement } = await insertOfficial(town.world, who, {
      created_by: 'bootstrap',
      now: town.world.now(),
      at_once: true,
    })
    await town.db.batch([statement])
    for (let i = 0; i < 10; i++) {
      expect((await town.askCode(OPERATOR, 'operator')).status).toBe(202)
      town.advance(MINUTE_MS)
    }
    await town.signIn(OPERATOR, 'operator')
  })
  it('guesses in another browser, and burns nothing of the owner’s', async () => {
    const { challenge } = (await town.askCode(WANG, 'consumer', from('203.0.113.9'))).body
    const code = await town.codeFor(WANG)
    const other = (await town.askCode(WANG, 'consumer', from('198.51.100.7'))).body.challenge
    for (let i = 0; i < 6; i++)
      expect((await signInWith(WANG, other, wrongFor(code, i))).body.code).toBe('code_wrong')
    // The right code is worth nothing to whoever did not ask for it, nor is a challenge that we never gave out.
    expect((await signInWith(WANG, other, code)).body.code).toBe('code_wrong')
    const forged = `${challenge.slice(0, -1)}${challenge.endsWith('A') ? 'B' : 'A'}`
    expect((await signInWith(WANG, forged, code)).body.code).toBe('code_wrong')
    expect((await signInWith(holderPhone(5), challenge, code)).body.code).toBe('code_wrong')
    expect((await signInWith(WANG, challenge, code)).status).toBe(201)
  })
  it('is refused the rest of sixty numbers in one go, from one address', async () => {
    const said = []
    for (let i = 0; i < 60; i++)
      said.push(await town.askCode(holderPhone(100 + i), 'consumer', from('198.51.100.7')))
    expect(tally(said)).toEqual({ '202 sms_code': 20, '429 code_sent_too_often': 40 })
    // A neighbour in the same network of version 6 is the same household.
    for (let i = 0; i < 20; i++)
      await town.askCode(holderPhone(200 + i), 'consumer', from(`2001:db8:1:2:3::${i}`))
    const late = await town.askCode(holderPhone(300), 'consumer', from('2001:db8:1:2:9::1'))
    expect([late.status, late.body.detail]).toEqual([429, expect.stringContaining('网络')])
    town.advance(10 * MINUTE_MS)
    expect((await town.askCode(holderPhone(300), 'consumer', from('198.51.100.7'))).status).toBe(
      202,
    )
  })
})

describe('a number that many strangers ask about at once', () => {
  /** Twenty codes from as many places: no stranger gets another one today. */
  const flood = async () => {
    for (let i = 0; i < 20; i++)
      expect((await town.askCode(WANG, 'consumer', from(`198.51.100.${i}`))).status).toBe(202)
    const full = await town.askCode(WANG, 'consumer', from('203.0.113.9'))
    expect([full.status, full.headers.get('retry-after')]).toEqual([429, String(DAY_MS / 1000)])
  }
  it('still signs in on a device that its owner used before', async () => {
    await town.signIn(WANG, 'consumer', { device: PHONE })
    town.advance(DAY_MS)
    await flood()
    await town.signIn(WANG, 'consumer', { device: PHONE, ...from('203.0.113.9') })
    const thief = await town.askCode(WANG, 'consumer', {
      device: 'x'.repeat(43),
      ...from('203.0.113.8'),
    })
    expect(thief.status).toBe(429)
  })
  it('is told so by its last message, whose link lets its reader ask all the same', async () => {
    await flood()
    const [last, before] = (await town.messagesTo(WANG)).map(({ text }) => text)
    expect(before).not.toContain('http')
    const pass = /\/sign-in\?as=consumer&pass=(\S+)$/.exec(last ?? '')?.[1] ?? ''
    const asking = (phone: string, said: string, address: string) =>
      town.post(
        '/v1/sms-codes',
        { phone, kind: 'consumer', purpose: 'sign_in', pass: said },
        from(address),
      )
    const forged = `${pass.slice(0, -1)}${pass.endsWith('A') ? 'B' : 'A'}`
    expect((await asking(WANG, forged, '203.0.113.9')).status).toBe(429)
    const let_in = await asking(WANG, pass, '203.0.113.9')
    expect(let_in.status).toBe(202)
    expect((await signInWith(WANG, let_in.body.challenge, await town.codeFor(WANG))).status).toBe(
      201,
    )
    town.advance(DAY_MS)
    await flood()
    expect((await asking(WANG, pass, '203.0.113.7')).status).toBe(429)
  })
  it('does not count what never went out', async () => {
    const { send } = town.sms
    town.sms.send = () => Promise.reject(new Error('gateway: no answer'))
    for (let i = 0; i < 20; i++)
      expect((await town.askCode(WANG, 'consumer', from(`198.51.100.${i}`))).status).toBe(503)
    town.sms.send = send
    town.advance(MINUTE_MS)
    await town.signIn(WANG, 'consumer', from('203.0.113.9'))
  })
})
