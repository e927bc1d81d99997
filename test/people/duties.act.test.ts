import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { OFFICIALS, officialPhone } from '../../src/demo/cast'
import { policyRoles } from '../../src/platform/actor'
import { sql } from '../../src/platform/d1'
import { DUTY_ACTS, type Duty, isDutyAct, OFFICE_DUTIES } from '../../src/platform/duties'
import { OPERATIONS } from '../../src/platform/http'
import { anyhow, wireMethod } from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity } from '../support/city'

const writes = OPERATIONS.filter(
  ({ method, only_asks, policy }) => method !== 'get' && !only_asks && typeof policy === 'object',
)
const ROLE = { bank: 'bank', regulator: 'supervisor' } as const

describe('the list of duties', () => {
  it('names acts that there are, each open to the office that has the duty', () => {
    for (const [kind, role] of Object.entries(ROLE) as ['bank' | 'regulator', 'bank'][])
      for (const duty of OFFICE_DUTIES[kind]) {
        if (duty === 'all') continue
        const named = DUTY_ACTS[duty].map((id) => OPERATIONS.find((op) => op.operationId === id))
        expect(named, duty).not.toContain(undefined)
        for (const op of named) expect(policyRoles(op!.policy), op!.operationId).toContain(role)
      }
  })
  it('parts the bank’s maker from its checker: nobody of one duty proposes and approves', () => {
    const pairs = [
      ['proposeBreakResolution', 'approveBreakResolution'],
      ['proposeParkedFactEnd', 'approveParkedFactEnd'],
      ['receiveDeposit', 'approveDeposit'],
    ] as const
    for (const [make, check] of pairs)
      for (const duty of ['maker', 'checker', 'viewer'] as const)
        expect(isDutyAct(duty, make) && isDutyAct(duty, check), `${duty} ${make}`).toBe(false)
  })
})

describe(`duties, on ${ENGINE}`, () => {
  let city: City
  let phones = 300
  beforeAll(async () => {
    city = await openCity()
  })
  const enters = async (kind: 'bank' | 'regulator', duty: Duty) => {
    const body = {
      ...(kind === 'bank' ? OFFICIALS.teller : OFFICIALS.supervisor),
      ...{ duty, phone: officialPhone(phones++) },
      ...(kind === 'regulator' ? { districts: ['huancui'] } : {}),
    }
    const made = await city.call('POST', '/v1/officials', { token: await boss(), body })
    expect(made.body.duty, made.text).toBe(duty)
    return made.body.id
  }
  async function boss() {
    const first = sql`SELECT min(id) AS id FROM officials WHERE kind = 'operator'`
    return city.as(String((await asked<{ id: string }>(city.db, first))[0]?.id))
  }
  /** What is asked without a body that would fit: a door that is open says what is wrong, a shut one does not look. */
  const codeAt = async (token: string, op: (typeof writes)[number]) => {
    const path = anyhow(op.path.replace(/:(\w+)/g, 'x'))
    const method = wireMethod(op)
    const file = { raw: 'a,b\n1,2\n', headers: { 'Content-Type': 'text/csv' } }
    const said = op.raw_body ? file : { body: {} }
    return (await city.call(method, path, { token, ...said })).body.code
  }

  it('shut every act that is not theirs, to the last one: who only looks writes nothing', async () => {
    for (const kind of ['bank', 'regulator'] as const)
      for (const duty of OFFICE_DUTIES[kind]) {
        if (duty === 'all') continue
        const token = await city.as(await enters(kind, duty))
        const of_role = writes.filter(({ policy }) => policyRoles(policy).includes(ROLE[kind]))
        for (const op of of_role.filter(({ operationId }) => !isDutyAct(duty, operationId)))
          expect(await codeAt(token, op), `${duty} ${op.operationId}`).toBe('role_not_allowed')
      }
  })
  it('leave the others open: a maker writes down, and reads what the office reads', async () => {
    const token = await city.as(await enters('bank', 'maker'))
    const shop = await city.opens()
    const body = { amount_fen: 100 }
    const made = await city.call('POST', `/v1/merchants/${shop.id}/deposits`, { token, body })
    expect(made.status, made.text).toBe(201)
    const approval = `/v1/deposits/${made.body.id}/approval` as const
    const said = await city.call('POST', approval, { token, body: { agreed: true, note: null } })
    expect([said.status, said.body.code]).toEqual([403, 'role_not_allowed'])
    expect((await city.call('GET', '/v1/bank/breaks', { token })).status).toBe(200)
  })
  it('are narrowed from the next request on, and widened by nobody alone', async () => {
    const id = await enters('bank', 'all')
    const token = await city.as(id)
    const shop = await city.opens(1)
    const deposits = `/v1/merchants/${shop.id}/deposits` as const
    const body = { amount_fen: 100 }
    expect((await city.call('POST', deposits, { token, body })).status).toBe(201)
    const narrows = async (duty: Duty) =>
      city.call('POST', `/v1/officials/${id}/duty`, { token: await boss(), body: { duty } })
    expect((await narrows('checker')).body.duty).toBe('checker')
    expect((await city.call('POST', deposits, { token, body })).body.code).toBe('role_not_allowed')
    expect((await narrows('maker')).body.code).toBe('duty_only_narrows')
    expect((await narrows('mediator')).body.code).toBe('duty_not_of_office')
    expect((await narrows('viewer')).status).toBe(200)
    const wide = sql`UPDATE officials SET duty = 'all' WHERE id = ${id}`
    await expect(city.db.batch([wide])).rejects.toThrow('duty_only_narrows')
  })
  it('are ended at the next request by disabling, and after a quarter of an hour alone', async () => {
    const id = await enters('regulator', 'viewer')
    const token = await city.as(id)
    const me = async (of: string) => (await city.call('GET', '/v1/me', { token: of })).status
    expect(await me(token)).toBe(200)
    const path = `/v1/officials/${id}/disabling` as const
    expect((await city.call('POST', path, { token: await boss() })).status).toBe(201)
    expect(await me(token)).toBe(401)
    const left = await city.as(await enters('bank', 'all'))
    city.advance(15 * 60_000)
    expect(await me(left)).toBe(401)
  })
})
