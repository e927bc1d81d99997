import { beforeEach, describe, expect, it } from 'vitest'
import { BAKERY, cashierName, HOLDERS, officialPhone, staffPhone } from '../../src/demo/cast'
import { forgetCodesAndSessions } from '../../src/identity/sessions'
import {
  clearedCookie,
  cookieCredential,
  credentialFrom,
  sessionCookie,
  tokenHash,
} from '../../src/identity/tokens'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { insertOwner, insertStaff } from '../../src/people/staff'
import { all, one, sql } from '../../src/platform/d1'
import { MERCHANT, openTown, type Town } from './town'

const WANG = HOLDERS.wang.phone
const OWNER = staffPhone(1, 1)
const CASHIER = staffPhone(1, 2)
let town: Town

beforeEach(async () => {
  town = await openTown()
  const now = town.world.now()
  const owner = await insertOwner(
    town.world,
    { merchant_id: MERCHANT, name: BAKERY.legal_representative, phone: OWNER },
    now,
  )
  const cashier = await insertStaff(
    town.world,
    { merchant_id: MERCHANT, role: 'cashier', name: cashierName(1), phone: CASHIER },
    { now, created_by: null, waits: false },
  )
  await town.db.batch([owner.statement, cashier.statement])
})

const me = async (token: string) => {
  const { status, body } = await town.call('GET', '/v1/me', { token })
  return status === 200 ? 200 : `${status} ${body.code}`
}
type SessionRow = { idle_expires_at: string; absolute_expires_at: string }
const rowOf = async (id: string) =>
  (await one(town.db, sql<SessionRow>`SELECT * FROM sessions WHERE id = ${id}`))!

describe('a token', () => {
  it('is nothing without its prefix, under another kind’s, or unknown; of another kind, it is refused', async () => {
    const { token } = await town.signIn(WANG)
    const other = token.replace('yfb_consumer_', 'yfb_staff_')
    for (const bad of [
      other,
      token.slice(0, -1),
      `${token}A`,
      token.toUpperCase(),
      `yfb_consumer_${'A'.repeat(43)}`,
    ])
      expect(await me(bad)).toBe('401 not_signed_in')
    expect((await town.call('GET', '/v1/me')).headers.get('www-authenticate')).toBe('Bearer')
    const list = await town.call('GET', `/v1/merchants/${MERCHANT}/staff`, { token })
    expect([list.status, list.body.code]).toEqual([403, 'role_not_allowed'])
  })
  it('is read from the header for the API and from the cookie for pages, never the other way round', async () => {
    const token = `yfb_staff_${'x'.repeat(43)}`
    const hash = await tokenHash(token)
    const of = (headers: Record<string, string>) => new Request('https://x.test/', { headers })
    const cookie = `a=b; __Host-yfb_staff=${token}; c=d`
    expect(await credentialFrom(of({ cookie }))).toBeNull()
    expect(await credentialFrom(of({ authorization: `Bearer ${token}` }))).toMatchObject({
      kind: 'staff',
      token_hash: hash,
    })
    expect(
      await cookieCredential(of({ authorization: `Bearer ${token}` }), 'staff', 'production'),
    ).toBeNull()
    expect(await cookieCredential(of({ cookie }), 'staff', 'production')).toMatchObject({
      kind: 'staff',
      token_hash: hash,
    })
    expect(await cookieCredential(of({ cookie }), 'bank', 'production')).toBeNull()
    expect(
      await cookieCredential(of({ cookie: `yfb_staff=${token}` }), 'staff', 'production'),
    ).toBeNull()
    expect(await cookieCredential(of({ cookie: `yfb_bank=${token}` }), 'bank', 'dev')).toBeNull()
    expect(sessionCookie('staff', token, 'production', 60)).toBe(
      `__Host-yfb_staff=${token}; Path=/; Max-Age=60; HttpOnly; SameSite=Strict; Secure`,
    )
    expect(clearedCookie('staff', 'dev')).toBe(
      'yfb_staff=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
    )
  })
  it('is nowhere in storage, nor is a phone or a code', async () => {
    const wang = await town.signIn(WANG)
    town.advance(MINUTE_MS)
    await town.post('/v1/me/sms-codes', { purpose: 'pin' }, { token: wang.token })
    const code = await town.codeFor(WANG)
    const pin = { pin: '739205', code }
    expect((await town.call('PUT', '/v1/me/pin', { token: wang.token, body: pin })).status).toBe(
      200,
    )
    const owner = await town.signIn(OWNER, 'staff')
    const hired = { phone: staffPhone(1, 3), name: cashierName(2), role: 'cashier' }
    await town.post(`/v1/merchants/${MERCHANT}/staff`, hired, { token: owner.token })
    await town.askCode(officialPhone(2222), 'staff')

    const tables = await all(
      town.db,
      sql<{
        name: string
      }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'mock_%' AND name NOT LIKE '_cf%'`,
    )
    const dump: string[] = []
    for (const { name } of tables)
      dump.push(JSON.stringify(await all(town.db, { text: `SELECT * FROM "${name}"`, values: [] })))
    const text = dump.join('\n')
    expect(text).toContain(wang.id)
    const secrets = [
      wang.token,
      owner.token,
      wang.token.slice(13),
      WANG,
      OWNER,
      hired.phone,
      officialPhone(2222),
      code,
      pin.pin,
    ]
    for (const secret of secrets) expect(text).not.toContain(secret)
  })
})

describe('a session', () => {
  it('ends for a consumer after 30 days unused, for staff after half an hour', async () => {
    const [wang, owner, late] = [
      await town.signIn(WANG),
      await town.signIn(OWNER, 'staff'),
      await town.signIn(CASHIER, 'staff'),
    ]
    town.advance(30 * MINUTE_MS - 1)
    expect([await me(wang.token), await me(owner.token)]).toEqual([200, 200])
    town.advance(1)
    expect([await me(wang.token), await me(late.token)]).toEqual([200, '401 session_expired'])
    town.advance(30 * DAY_MS)
    expect(await me(wang.token)).toBe('401 session_expired')
  })
  it('is kept alive by use, with one write per half idle time, but not beyond a till’s sixteen hours', async () => {
    const owner = await town.signIn(OWNER, 'staff')
    const began = await rowOf(owner.id)
    town.advance(10 * MINUTE_MS)
    expect(await me(owner.token)).toBe(200)
    expect(await rowOf(owner.id)).toEqual(began)
    town.advance(8 * MINUTE_MS)
    expect(await me(owner.token)).toBe(200)
    for (let minutes = 18; minutes < 16 * 60 - 20; minutes += 20) {
      town.advance(20 * MINUTE_MS)
      expect(await me(owner.token)).toBe(200)
    }
    const { idle_expires_at, absolute_expires_at } = await rowOf(owner.id)
    expect(idle_expires_at).toBe(absolute_expires_at)
    town.advance(20 * MINUTE_MS)
    expect(await me(owner.token)).toBe('401 session_expired')
  })
  it('is kept alive by acts as well as by reads', async () => {
    const owner = await town.signIn(OWNER, 'staff')
    town.advance(20 * MINUTE_MS)
    const body = { name: '小丛', role: 'cashier', phone: staffPhone(1, 4) }
    const added = await town.call('POST', `/v1/merchants/${MERCHANT}/staff`, {
      token: owner.token,
      body,
    })
    expect(added.status).toBe(201)
    town.advance(20 * MINUTE_MS)
    expect(await me(owner.token)).toBe(200)
  })
  it('is not brought back by a request that comes too late', async () => {
    const owner = await town.signIn(OWNER, 'staff')
    town.advance(30 * MINUTE_MS)
    expect(await me(owner.token)).toBe('401 session_expired')
    expect(await me(owner.token)).toBe('401 session_expired')
  })
  it('ends alone by signing out, and with all others by signing out everywhere', async () => {
    const tokens: string[] = []
    for (let i = 0; i < 3; i++) {
      tokens.push((await town.signIn(WANG)).token)
      town.advance(MINUTE_MS)
    }
    const [a = '', b = '', c = ''] = tokens
    const out = await town.call('POST', '/v1/sessions/current/revocation', { token: a })
    expect([out.status, out.body.scope]).toEqual([201, 'current'])
    expect([await me(a), await me(b), await me(c)]).toEqual(['401 not_signed_in', 200, 200])
    expect((await town.call('POST', '/v1/sessions/revocation', { token: b })).body.scope).toBe(
      'everywhere',
    )
    expect([await me(b), await me(c)]).toEqual(['401 not_signed_in', '401 not_signed_in'])
  })
  it('follows a changed role with the next request', async () => {
    const { token } = await town.signIn(CASHIER, 'staff')
    const list = () => town.call('GET', `/v1/merchants/${MERCHANT}/staff`, { token })
    expect((await list()).status).toBe(403)
    await town.db.batch([sql`UPDATE staff SET role = 'manager' WHERE name = ${cashierName(1)}`])
    expect((await list()).status).toBe(200)
    expect((await town.call('GET', '/v1/me', { token })).body.role).toBe('manager')
  })
  it('is forgotten ninety days after its end, and a code after a day', async () => {
    await town.signIn(OWNER, 'staff')
    const left = () =>
      town.count(
        sql`SELECT (SELECT count(*) FROM sms_codes) * 10 + (SELECT count(*) FROM sessions) AS n`,
      )
    town.advance(DAY_MS - 1)
    expect([await forgetCodesAndSessions(town.world, 100), await left()]).toEqual([0, 11])
    town.advance(1)
    expect([await forgetCodesAndSessions(town.world, 100), await left()]).toEqual([1, 1])
    town.advance(89 * DAY_MS + 16 * HOUR_MS)
    expect([await forgetCodesAndSessions(town.world, 100), await left()]).toEqual([1, 0])
  })
})
