import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { officialPhone } from '../../src/demo/cast'
import { HOUR_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let operator: string
beforeEach(async () => {
  desk = await openDesk()
  const [row] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
  operator = String(row?.id)
})
const roster = async (who: string) =>
  good(await desk.says(who, 'GET', '/v1/duty-roster')).data.map(({ official_id }) => official_id)
const takesOn = (kind: 'bank' | 'regulator', phone: string, districts: string[] = []) =>
  desk.appoints({
    kind,
    role: kind === 'bank' ? 'bank' : 'supervisor',
    phone,
    districts,
  })

describe(`who is on duty, on ${ENGINE}`, () => {
  it('is told to an operator whole, and to others their own house and districts', async () => {
    const bank = await takesOn('bank', officialPhone(71))
    const near = await takesOn('regulator', officialPhone(72), ['huancui'])
    const far = await takesOn('regulator', officialPhone(73), ['rongcheng'])
    for (const who of [bank, near, far]) await desk.as(who)
    expect((await roster(operator)).sort()).toEqual(
      expect.arrayContaining([bank, near, far, operator].sort()),
    )
    expect(await roster(bank)).toEqual([bank])
    expect(await roster(far)).toEqual([far])
    expect(await roster(near)).not.toContain(far)
    for (const who of [desk.owner, desk.li.id])
      expect((await desk.says(who, 'GET', '/v1/duty-roster')).status).toBe(403)
  })
  it('ends with the session, and says for where', async () => {
    const near = await takesOn('regulator', officialPhone(72), ['huancui'])
    await desk.as(near)
    const { data } = good(await desk.says(operator, 'GET', '/v1/duty-roster'))
    expect(data.find(({ official_id }) => official_id === near)).toMatchObject({
      kind: 'regulator',
      districts: ['huancui'],
      district_names: ['环翠区'],
    })
    desk.advance(HOUR_MS)
    expect(await roster(operator)).not.toContain(near)
  })
})
