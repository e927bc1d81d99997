import { beforeEach, describe, expect, it } from 'vitest'
import {
  BAKERY,
  cashierName,
  HOLDERS,
  OFFICIALS,
  officialPhone,
  staffPhone,
} from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS, plusMs } from '../../src/kernel/time'
import { bootstrapToken } from '../../src/people/bootstrap'
import { insertOwner } from '../../src/people/staff'
import { one, sql } from '../../src/platform/d1'
import { atOnce, MERCHANT, OTHER_MERCHANT, openTown, type Town, tally } from '../identity/town'

const OPERATOR = OFFICIALS.duty.phone
const OWNER = staffPhone(1, 1)
let town: Town
let operator: string

async function bootstrap() {
  const bootstrap_token = await bootstrapToken(town.world)
  return town.post('/v1/operators/bootstrap', { bootstrap_token, name: '值班员', phone: OPERATOR })
}
const add = (token: string, merchant_id: string, body: object) =>
  town.post(`/v1/merchants/${merchant_id}/staff`, body, { token })
const owner = { phone: OWNER, name: BAKERY.legal_representative, role: 'owner' }
/** A shop is taken in with its owner. */
async function takeIn(merchant_id: string, name: string, phone: string) {
  const { world } = town
  const { statement } = await insertOwner(world, { merchant_id, name, phone }, world.now())
  await world.db.batch([statement])
}
/** The first owner has agreed to another one, and the day is over. */
const agreed = (id: string) =>
  town.db.batch([
    sql`UPDATE staff SET approved_at = created_at, effective_from = created_at, approved_by = (
          SELECT o.id FROM staff o WHERE o.merchant_id = staff.merchant_id AND o.role = 'owner' AND o.effective_from IS NOT NULL)
         WHERE id = ${id}`,
  ])
const cashier = { phone: staffPhone(1, 2), name: cashierName(1), role: 'cashier' }

beforeEach(async () => {
  town = await openTown()
})

describe('the first operator', () => {
  it('comes in with the bootstrap token, once', async () => {
    const said = await bootstrap()
    expect([said.status, said.body.role]).toEqual([201, 'operator'])
    const { token } = await town.signIn(OPERATOR, 'operator')
    expect((await town.call('GET', '/v1/me', { token })).body.name).toBe('值班员')
    expect((await bootstrap()).body.code).toBe('operator_exists')
  })
  it('is one of many who try at one moment', async () => {
    const bootstrap_token = await bootstrapToken(town.world)
    const said = await atOnce(20, (i) =>
      town.post('/v1/operators/bootstrap', {
        bootstrap_token,
        name: '值班员',
        phone: officialPhone(10 + i),
      }),
    )
    expect(tally(said)).toEqual({ '201 official': 1, '409 operator_exists': 19 })
  })
  it('does not come in with a token that is old, early, changed or made up', async () => {
    const body = { name: '值班员', phone: OPERATOR }
    const bootstrap_token = await bootstrapToken(town.world)
    const changed = bootstrap_token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    const later = await bootstrapToken({ ...town.world, now: () => '2026-03-02T01:02:00.000Z' })
    const tag = bootstrap_token.slice(-43)
    const shifted = `yfb_bootstrap_${(Date.parse(town.world.now()) + 1).toString(36)}_${tag}`
    for (const wrong of [
      changed,
      later,
      shifted,
      'yfb_bootstrap_x',
      `yfb_bootstrap_abcdefgh_${'A'.repeat(43)}`,
    ]) {
      const said = await town.post('/v1/operators/bootstrap', { ...body, bootstrap_token: wrong })
      expect(said.body.code, wrong).toBe('bootstrap_token_wrong')
    }
    town.advance(15 * MINUTE_MS)
    const old = await town.post('/v1/operators/bootstrap', { ...body, bootstrap_token })
    expect(old.body.code).toBe('bootstrap_token_wrong')
    expect(await town.count(sql`SELECT count(*) AS n FROM officials`)).toBe(0)
  })
})

describe('staff', () => {
  beforeEach(async () => {
    await bootstrap()
    operator = (await town.signIn(OPERATOR, 'operator')).token
    await takeIn(MERCHANT, owner.name, owner.phone)
    await takeIn(OTHER_MERCHANT, '孙海燕', staffPhone(2, 2))
  })

  it('are added by the owner of the shop, and no owner by an owner', async () => {
    const { token } = await town.signIn(OWNER, 'staff')
    const added = await add(token, MERCHANT, cashier)
    expect(added.body).toMatchObject({
      object: 'staff_member',
      role: 'cashier',
      phone_mask: '137****0002',
      merchant_id: MERCHANT,
    })
    expect(
      (await add(token, MERCHANT, { ...cashier, role: 'owner', phone: staffPhone(1, 9) })).body
        .code,
    ).toBe('role_not_allowed')
    expect((await add(token, OTHER_MERCHANT, cashier)).body.code).toBe('merchant_not_found')
    expect((await add(token, MERCHANT, cashier)).body.code).toBe('phone_taken')
    expect((await add(operator, OTHER_MERCHANT, cashier)).body.code).toBe('phone_taken')
  })
  it('are refused once when the same phone is added many times at one moment', async () => {
    const said = await atOnce(10, () => add(operator, MERCHANT, cashier))
    expect(tally(said)).toEqual({ '201 staff_member': 1, '409 phone_taken': 9 })
  })
  it('of another shop are not there', async () => {
    const second = await add(operator, OTHER_MERCHANT, { ...owner, phone: staffPhone(2, 1) })
    expect(second.status).toBe(201)
    await agreed(second.body.id)
    const other = await town.signIn(staffPhone(2, 1), 'staff')
    const mine = await town.signIn(OWNER, 'staff')
    const seen = await town.call('GET', `/v1/merchants/${MERCHANT}/staff`, { token: other.token })
    const missing = await town.call('GET', '/v1/merchants/mch_0000000000000000000000ZZZZ/staff', {
      token: other.token,
    })
    expect([seen.status, { ...seen.body, request_id: '' }]).toEqual([
      404,
      { ...missing.body, request_id: '' },
    ])
    const path = `/v1/merchants/${MERCHANT}/staff/${mine.person.id}/disabling`
    expect((await town.call('POST', path, { token: other.token })).body.code).toBe(
      'person_not_found',
    )
    const trick = `/v1/merchants/${OTHER_MERCHANT}/staff/${mine.person.id}/disabling`
    expect((await town.call('POST', trick, { token: other.token })).body.code).toBe(
      'person_not_found',
    )
  })
  it('are listed in pages', async () => {
    for (let i = 0; i < 4; i++)
      await add(operator, MERCHANT, { ...cashier, phone: staffPhone(1, 20 + i) })
    const { token } = await town.signIn(OWNER, 'staff')
    const path = `/v1/merchants/${MERCHANT}/staff?limit=2`
    const ids: string[] = []
    let cursor = ''
    for (let page = 0; page < 3; page++) {
      const { body } = await town.call('GET', path + cursor, { token })
      ids.push(...body.data.map(({ id }: { id: string }) => id))
      expect(body.has_more).toBe(page < 2)
      cursor = `&cursor=${body.next_cursor}`
    }
    expect(new Set(ids).size).toBe(5)
  })
  it('who are disabled are out at once, get no code, and may work elsewhere', async () => {
    const { token } = await town.signIn(OWNER, 'staff')
    const { body } = await add(token, MERCHANT, cashier)
    const session = await town.signIn(cashier.phone, 'staff')
    const path = `/v1/merchants/${MERCHANT}/staff/${body.id}/disabling`
    const disabled = await town.call('POST', path, { token })
    expect([disabled.status, disabled.body.disabled_at]).toEqual([201, town.world.now()])
    expect((await town.call('GET', '/v1/me', { token: session.token })).body.code).toBe(
      'not_signed_in',
    )
    expect((await town.call('POST', path, { token })).body.disabled_at).toBe(
      disabled.body.disabled_at,
    )
    town.advance(MINUTE_MS)
    const before = (await town.messagesTo(cashier.phone)).length
    expect((await town.askCode(cashier.phone, 'staff')).status).toBe(202)
    expect(await town.messagesTo(cashier.phone)).toHaveLength(before)
    expect((await add(operator, OTHER_MERCHANT, cashier)).status).toBe(201)
  })
  it('keep one owner, even when two owners disable each other at one moment', async () => {
    const first = await town.signIn(OWNER, 'staff')
    const path = (id: string) => `/v1/merchants/${MERCHANT}/staff/${id}/disabling`
    const alone = await town.call('POST', path(first.person.id), { token: first.token })
    expect(alone.body.code).toBe('last_owner_must_stay')
    const second = await add(operator, MERCHANT, { ...owner, phone: staffPhone(2, 1) })
    await agreed(second.body.id)
    const said = await Promise.all(
      [first.person.id, second.body.id].map((id) =>
        town.call('POST', path(id), { token: operator }),
      ),
    )
    expect(tally(said)).toEqual({ '201 staff_member': 1, '409 last_owner_must_stay': 1 })
  })
})

describe('officials', () => {
  const supervisor = {
    kind: 'regulator',
    role: 'supervisor',
    name: '老鞠',
    phone: OFFICIALS.supervisor.phone,
    districts: ['huancui'],
  }
  beforeEach(async () => {
    await bootstrap()
    operator = (await town.signIn(OPERATOR, 'operator')).token
  })

  /** The second operator, whom the first brings in alone; signed in. */
  async function invites(): Promise<string> {
    const said = await town.post('/v1/officials', { ...OFFICIALS.reviewer }, { token: operator })
    expect(said.body.state).toBe('in_office')
    return (await town.signIn(OFFICIALS.reviewer.phone, 'operator')).token
  }
  it('are added, listed and disabled by an operator alone', async () => {
    const added = await town.post('/v1/officials', supervisor, { token: operator })
    expect(added.body).toMatchObject({
      object: 'official',
      kind: 'regulator',
      districts: ['huancui'],
    })
    const row = await one(
      town.db,
      sql<{ created_by: string }>`SELECT created_by FROM officials WHERE id = ${added.body.id}`,
    )
    expect(row?.created_by).toMatch(/^ofc_/)
    expect(added.body).toMatchObject({ state: 'waiting', is_own: true, created_by_name: '值班员' })
    const early = await town.askCode(supervisor.phone, 'regulator')
    expect([early.status, await town.messagesTo(supervisor.phone)]).toEqual([202, []])
    const second = await invites()
    const path = `/v1/nominations/${added.body.id}/decision`
    const agreed = await town.post(path, { agreed: true }, { token: second })
    expect(agreed.body).toMatchObject({
      state: 'agreed',
      effective_from: plusMs(town.world.now(), DAY_MS),
    })
    town.advance(DAY_MS)
    const { token } = await town.signIn(supervisor.phone, 'regulator')
    expect((await town.post('/v1/officials', supervisor, { token })).status).toBe(403)
    operator = (await town.signIn(OPERATOR, 'operator')).token
    const list = await town.call('GET', '/v1/officials', { token: operator })
    expect(list.body.data).toHaveLength(3)
    expect(list.body.data.map(({ state }: { state: string }) => state)).toEqual([
      'in_office',
      'in_office',
      'in_office',
    ])
    const disabling = `/v1/officials/${added.body.id}/disabling`
    expect((await town.call('POST', disabling, { token: operator })).status).toBe(201)
    expect((await town.call('GET', '/v1/me', { token })).status).toBe(401)
  })
  it('need a role that fits their kind, and districts only if they supervise', async () => {
    const wrong = [
      { ...supervisor, role: 'operator' },
      { ...supervisor, districts: [] },
      { ...supervisor, kind: 'bank', role: 'bank' },
      { ...supervisor, role: 'owner' },
    ]
    for (const body of wrong)
      expect((await town.post('/v1/officials', body, { token: operator })).body.code).toBe(
        'request_invalid',
      )
    const bank = { kind: 'bank', role: 'bank', name: '小丛', phone: OFFICIALS.teller.phone }
    expect((await town.post('/v1/officials', bank, { token: operator })).body.districts).toEqual([])
  })
  it('keep one operator', async () => {
    const me = await town.call('GET', '/v1/me', { token: operator })
    const path = `/v1/officials/${me.body.id}/disabling`
    expect((await town.call('POST', path, { token: operator })).body.code).toBe(
      'last_operator_must_stay',
    )
  })
})

describe('a consumer', () => {
  it('chooses what to be called, but not by a number', async () => {
    const { token } = await town.signIn(HOLDERS.wang.phone)
    const said = await town.call('PUT', '/v1/me', { token, body: { nickname: ' 王阿姨 ' } })
    expect(said.body.nickname).toBe('王阿姨')
    expect((await town.call('GET', '/v1/me', { token })).body.nickname).toBe('王阿姨')
    for (const nickname of ['', ' ', '13812345678', 'x'.repeat(21), '<b>', 'a\u0000b'])
      expect((await town.call('PUT', '/v1/me', { token, body: { nickname } })).body.code).toBe(
        'request_invalid',
      )
  })
})
