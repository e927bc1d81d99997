import { beforeEach, describe, expect, it } from 'vitest'
import { BAKERY, HOLDERS, staffPhone } from '../../src/demo/cast'
import { MINUTE_MS } from '../../src/kernel/time'
import { insertOwner } from '../../src/people/staff'
import type { Kind } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { atOnce, MERCHANT, openTown, type Town, tally } from './town'

const WANG = HOLDERS.wang.phone
const OWNER = staffPhone(1, 1)
const STRANGER = HOLDERS.stranger.phone
let town: Town

beforeEach(async () => {
  town = await openTown()
  const { statement } = await insertOwner(
    town.world,
    { merchant_id: MERCHANT, name: BAKERY.legal_representative, phone: OWNER },
    town.world.now(),
  )
  await town.db.batch([statement])
})

const tries = () => town.count(sql`SELECT tries AS n FROM sms_codes`)
const wrongFor = (code: string, i = 0) =>
  String((Number(code) + 1 + i) % 1_000_000).padStart(6, '0')

describe('sms codes', () => {
  it('sends six digits, and the answer tells nothing of them', async () => {
    const asked = await town.askCode(WANG)
    expect(asked.status).toBe(202)
    expect(asked.body).toMatchObject({
      object: 'sms_code',
      resend_after_s: 60,
      expires_at: '2026-03-02T01:05:00.000Z',
    })
    expect(await town.codeFor(WANG)).toMatch(/^\d{6}$/)
    expect(asked.text).not.toContain(await town.codeFor(WANG))
  })
  it('answers alike whether a staff phone is known or not, and writes only to the known one', async () => {
    const [known, unknown] = [
      await town.askCode(OWNER, 'staff'),
      await town.askCode(STRANGER, 'staff'),
    ]
    expect(Object.keys(unknown.body)).toEqual(Object.keys(known.body))
    const bare = { id: '', challenge: '' }
    expect({ ...unknown.body, ...bare }).toEqual({ ...known.body, ...bare })
    expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()])
    expect([unknown.status, known.status]).toEqual([202, 202])
    expect(await town.messagesTo(OWNER)).toHaveLength(1)
    expect(await town.messagesTo(STRANGER)).toHaveLength(0)

    const again = [await town.askCode(OWNER, 'staff'), await town.askCode(STRANGER, 'staff')]
    expect(tally(again)).toEqual({ '429 code_sent_too_often': 2 })
    const wrong = await town.post('/v1/sessions', {
      phone: OWNER,
      kind: 'staff',
      challenge: known.body.challenge,
      code: wrongFor(await town.codeFor(OWNER)),
    })
    const guess = await town.post('/v1/sessions', {
      phone: STRANGER,
      kind: 'staff',
      challenge: unknown.body.challenge,
      code: '123456',
    })
    expect({ ...guess.body, request_id: '' }).toEqual({ ...wrong.body, request_id: '' })
  })
  it('lets one message out for a hundred requests at one moment', async () => {
    const said = await atOnce(100, () => town.askCode(WANG))
    expect(tally(said)).toEqual({ '202 sms_code': 1, '429 code_sent_too_often': 99 })
    expect(await town.messagesTo(WANG)).toHaveLength(1)
    const refused = said.find(({ status }) => status === 429)
    expect(refused?.headers.get('retry-after')).toBe('60')
  })
  it('sends no second code when the answer was lost', async () => {
    town.failNext((statements) =>
      statements.some((s) => /INTO sms_codes/.test(s.text)) ? 'after' : null,
    )
    const first = await town.askCode(WANG, 'consumer', { key: 'lost' })
    town.failNext(null)
    const second = await town.askCode(WANG, 'consumer', { key: 'lost' })
    expect([first.status, second.text]).toEqual([202, first.text])
    expect(await town.messagesTo(WANG)).toHaveLength(1)
  })
  it('sends the committed code when the request is repeated after the gateway failed', async () => {
    const send = town.sms.send
    town.sms.send = () => Promise.reject(new Error('gateway: no answer'))
    expect((await town.askCode(WANG, 'consumer', { key: 'again' })).status).toBe(503)
    expect(await town.messagesTo(WANG)).toHaveLength(0)
    town.sms.send = send
    const said = [
      await town.askCode(WANG, 'consumer', { key: 'again' }),
      await town.askCode(WANG, 'consumer', { key: 'again' }),
    ]
    expect(tally(said)).toEqual({ '202 sms_code': 2 })
    expect(await town.messagesTo(WANG)).toHaveLength(1)
    const { challenge } = said[0]!.body
    const session = {
      phone: WANG,
      kind: 'consumer',
      challenge,
      code: await town.codeFor(WANG),
    } as const
    expect((await town.post('/v1/sessions', session)).status).toBe(201)
  })
  it('refuses what is no mainland mobile number', async () => {
    for (const phone of ['12812345678', '1381234567', '138123456789', '0631-5200000', '', 'x'])
      expect((await town.askCode(phone)).body.code, phone).toBe('request_invalid')
  })
})

describe('signing in', () => {
  it('takes a new consumer in and answers a token', async () => {
    const { challenge } = (await town.askCode(WANG)).body
    const body = {
      phone: WANG,
      kind: 'consumer',
      challenge,
      code: await town.codeFor(WANG),
    } as const
    const said = await town.post('/v1/sessions', body)
    expect(said.status).toBe(201)
    expect(said.body).toMatchObject({
      object: 'session',
      kind: 'consumer',
      expires_at: '2026-04-01T01:00:00.000Z',
      absolute_expires_at: '2026-08-29T01:00:00.000Z',
      person: {
        object: 'consumer',
        nickname: '顾客0000',
        phone_mask: '139****0000',
        pin_set: false,
      },
    })
    expect(said.body.token).toMatch(/^yfb_consumer_[A-Za-z0-9_-]{43}$/)
    const me = await town.call('GET', '/v1/me', { token: said.body.token })
    expect(me.body).toEqual(said.body.person)
  })
  it('knows one person however the number is typed', async () => {
    const { person } = await town.signIn(WANG)
    for (const typed of [
      '１３９００００００００',
      '+86 139-0000-0000',
      '0086 139 0000 0000',
      '\u202d13900000000\u202c',
    ]) {
      town.advance(MINUTE_MS)
      const { challenge } = (await town.askCode(typed)).body
      const code = (await town.codeFor(WANG)).replace(/\d/g, (d) =>
        String.fromCharCode(0xff10 + Number(d)),
      )
      const said = await town.post('/v1/sessions', {
        ...{ phone: typed, kind: 'consumer' },
        ...{ challenge, code },
      })
      expect(said.body.person?.id, typed).toBe(person.id)
    }
    expect(await town.count(sql`SELECT count(*) AS n FROM consumers`)).toBe(1)
  })
  it('answers a repeated sign-in with the same token', async () => {
    const { challenge } = (await town.askCode(WANG)).body
    const body = {
      phone: WANG,
      kind: 'consumer',
      challenge,
      code: await town.codeFor(WANG),
    } as const
    const first = await town.post('/v1/sessions', body, { key: 'k' })
    const second = await town.post('/v1/sessions', body, { key: 'k' })
    expect(second.text).toBe(first.text)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(await town.count(sql`SELECT count(*) AS n FROM sessions`)).toBe(1)
    const other = await town.post('/v1/sessions', { ...body, code: '000000' }, { key: 'k' })
    expect(other.body.code).toBe('idempotency_key_reused')
  })
  it('keeps the keys of different people apart', async () => {
    await town.askCode(WANG, 'consumer', { key: 'same' })
    expect((await town.askCode(STRANGER, 'consumer', { key: 'same' })).status).toBe(202)
  })
  it('counts five tries exactly among a hundred at one moment', async () => {
    const { challenge } = (await town.askCode(WANG)).body
    const code = await town.codeFor(WANG)
    const whose = { phone: WANG, kind: 'consumer', challenge } as const
    const said = await atOnce(100, (i) =>
      town.post('/v1/sessions', { ...whose, code: wrongFor(code, i) }),
    )
    expect(tally(said)).toEqual({ '422 code_wrong': 100 })
    expect(await tries()).toBe(5)
    const late = await town.post('/v1/sessions', { ...whose, code })
    expect(late.body.code).toBe('code_wrong')
  })
  it('refuses the right code when it is the hundredth of a hundred tries at one moment', async () => {
    const { challenge } = (await town.askCode(WANG)).body
    const code = await town.codeFor(WANG)
    const whose = { phone: WANG, kind: 'consumer', challenge } as const
    const said = await atOnce(100, (i) => {
      const tried = i === 99 ? code : wrongFor(code, i)
      return town.post('/v1/sessions', { ...whose, code: tried })
    })
    expect(tally(said)).toEqual({ '422 code_wrong': 100 })
    expect(await tries()).toBe(5)
    expect(await town.count(sql`SELECT count(*) AS n FROM sessions`)).toBe(0)
  })
  it.each([
    ['a new consumer', WANG, 'consumer'],
    ['a known owner', OWNER, 'staff'],
  ] as const)('lets one of twenty right tries at one moment in: %s', async (_who, phone, kind) => {
    const { challenge } = (await town.askCode(phone, kind)).body
    const body = { phone, kind, challenge, code: await town.codeFor(phone) } as const
    const said = await atOnce(20, () => town.post('/v1/sessions', body))
    expect(tally(said)).toEqual({ '201 session': 1, '422 code_wrong': 19 })
    expect(await town.count(sql`SELECT count(*) AS n FROM sessions`)).toBe(1)
  })
  it('refuses a code that is used, five minutes old, or of another kind', async () => {
    const asking = async () => {
      const { challenge } = (await town.askCode(OWNER)).body
      const code = await town.codeFor(OWNER)
      return (kind: Kind) => town.post('/v1/sessions', { phone: OWNER, kind, challenge, code })
    }
    const first = await asking()
    expect([(await first('consumer')).status, (await first('consumer')).body.code]).toEqual([
      201,
      'code_wrong',
    ])
    town.advance(MINUTE_MS)
    const second = await asking()
    expect((await second('staff')).body.code).toBe('code_wrong')
    town.advance(5 * MINUTE_MS)
    expect((await second('consumer')).body.code).toBe('code_wrong')
  })
  it('does not let in an operator who is known only as a shop owner', async () => {
    const { challenge } = (await town.askCode(OWNER, 'operator')).body
    expect(await town.messagesTo(OWNER)).toHaveLength(0)
    const guess = { phone: OWNER, kind: 'operator', challenge, code: '123456' } as const
    const said = await town.post('/v1/sessions', guess)
    expect(said.body.code).toBe('code_wrong')
  })
})
