import { expect, it } from 'vitest'
import { staffPhone } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { good, openCounter } from '../redemptions/support'
import { paired } from './support'

it('a cap goes down by one person and up by two, never by one alone', async () => {
  const city = await openCounter()
  const till = await paired(city, { daily_cap_fen: 100_000 })
  const owner = await city.till(city.shop, 'owner')
  const body = { name: '店长', role: 'manager', phone: staffPhone(1, 8) } as const
  const at = `/v1/merchants/${city.shop.id}/staff` as const
  const manager = good(await city.call('POST', at, { token: owner, body })).id
  await city.db.batch([
    sql`UPDATE staff SET effective_from = created_at WHERE id = ${manager} AND effective_from IS NULL`,
  ])
  const sets = async (daily_cap_fen: number, who: string) =>
    city.call('PUT', `/v1/terminals/${till.id}/daily-cap`, {
      token: who,
      body: { daily_cap_fen },
    })
  expect(good(await sets(50_000, owner)).daily_cap_fen).toBe(50_000)
  expect(good(await sets(90_000, owner))).toMatchObject({
    daily_cap_fen: 50_000,
    cap_wish_fen: 90_000,
  })
  expect(good(await sets(90_000, owner)).daily_cap_fen).toBe(50_000)
  expect(good(await sets(80_000, await city.as(manager))).daily_cap_fen).toBe(50_000)
  expect(good(await sets(80_000, await city.till(city.shop, 'owner'))).daily_cap_fen).toBe(80_000)
  good(await sets(90_000, await city.till(city.shop, 'owner')))
  city.advance(8 * DAY_MS)
  expect(good(await sets(90_000, await city.as(manager))).daily_cap_fen).toBe(80_000)
  const cashier = await sets(1_000, await city.till())
  expect(cashier.body.code).toBe('role_not_allowed')
  const alone = city.db.batch([
    sql`UPDATE terminals SET daily_cap_fen = 99000, cap_set_by = ${manager} WHERE id = ${till.id}`,
  ])
  await expect(alone).rejects.toThrow('terminal_changed_meanwhile')
})
