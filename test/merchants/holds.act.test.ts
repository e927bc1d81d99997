import { beforeEach, describe, expect, it } from 'vitest'
import { readProviderBook } from '../../src/custody/third'
import { HOLDERS, officialPhone } from '../../src/demo/cast'
import { fen } from '../../src/kernel/money'
import { openAccountStatement, post as transfer } from '../../src/ledger/book'
import { pspAccount } from '../../src/ledger/chart'
import { all, sql } from '../../src/platform/d1'
import { good } from '../support/addresses'
import { type City, type Official, openCity, type Shop } from '../support/city'

let city: City
let shop: Shop
let supervisor: string
let colleague: string

const official = async (
  n: number,
  kind: Official['kind'],
  role: Official['role'],
  districts: string[],
) => {
  const id = await city.appoints({ kind, role, phone: officialPhone(n), districts })
  return city.as(id)
}
const change = async (
  path: 'sales-hold' | 'sales-hold/lifting',
  reason: string,
  token = supervisor,
) => good(await city.call('POST', `/v1/merchants/${shop.id}/${path}`, { token, body: { reason } }))

beforeEach(async () => {
  city = await openCity()
  shop = await city.opens(0)
  supervisor = await official(2, 'regulator', 'supervisor', ['huancui'])
  colleague = await official(4, 'regulator', 'supervisor', ['huancui'])
})

describe('a hold on sales', () => {
  it('is answered to the reader who asked, as that reader sees the shop', async () => {
    expect(await change('sales-hold', '店门关了三天')).toMatchObject({ reader: 'regulator' })
    const asked = await change('sales-hold/lifting', '店主已回来营业')
    expect(asked).toMatchObject({ reader: 'regulator', sales_lift_reason: '店主已回来营业' })
    expect(asked.sales_held_at).not.toBeNull()
    const seen = await change('sales-hold/lifting', '看过了，同意', city.operator)
    expect(seen).toMatchObject({ reader: 'operator', sales_held_at: null, sales_lift_at: null })
  })
  it('put on a shop that is held lasts since the first one, for the newest reason', async () => {
    const first = await change('sales-hold', '店门关了三天')
    city.advance(60_000)
    expect(await change('sales-hold', '店门关了四天')).toMatchObject({
      sales_held_at: first.sales_held_at,
      sales_held_reason: '店门关了四天',
    })
  })
  it('leaves a trace of who put and who ended it, and why', async () => {
    await change('sales-hold', '店门关了三天')
    city.advance(60_000)
    await change('sales-hold/lifting', '店主已回来营业')
    expect(await change('sales-hold/lifting', '看过了，同意', colleague)).toMatchObject({
      sales_held_reason: null,
      sales_lifted_at: city.world.now(),
      sales_lifted_reason: '店主已回来营业',
    })
    const rows = await all(
      city.db,
      sql<{ actor_kind: string; answer: string }>`SELECT actor_kind, answer FROM journal
           WHERE subject_id = ${shop.id} AND operation IN ('holdSales', 'liftSalesHold') ORDER BY seq`,
    )
    expect(rows.map(({ actor_kind }) => actor_kind)).toEqual([
      'regulator',
      'regulator',
      'regulator',
    ])
    expect(rows[0]?.answer).toContain('店门关了三天')
    expect(rows[2]?.answer).toContain('店主已回来营业')
  })
  it('is not lifted by one person, however often, under whatever id, nor around the acts', async () => {
    const lift = (token: string) =>
      city.call('POST', `/v1/merchants/${shop.id}/sales-hold/lifting`, {
        token,
        body: { reason: '店主已回来营业' },
      })
    await change('sales-hold', '店门关了三天')
    const said = await Promise.all([1, 2, 3].map(() => lift(supervisor)))
    expect(said.map(({ status }) => status).sort()).toEqual([200, 403, 403])
    const [me] = await all(
      city.db,
      sql<{ id: string }>`SELECT sales_lift_by AS id FROM merchants WHERE id = ${shop.id}`,
    )
    await city.db.batch([
      sql`UPDATE officials SET disabled_at = ${city.world.now()} WHERE id = ${me?.id ?? ''}`,
    ])
    const again = await official(2, 'regulator', 'supervisor', ['huancui'])
    expect((await lift(again)).body.code).toBe('checker_must_not_be_maker')
    const around = city.db.batch([
      sql`UPDATE merchants SET sales_held_at = NULL, sales_lifted_by = ${me?.id ?? ''}, version = version + 1 WHERE id = ${shop.id}`,
    ])
    await expect(around).rejects.toThrow('checker_must_not_be_maker')
    expect((await lift(colleague)).body.sales_held_at).toBeNull()
  })
  it('asked to be lifted a week ago, or before a new stop, is asked again', async () => {
    await change('sales-hold', '店门关了三天')
    await change('sales-hold/lifting', '店主已回来营业')
    await change('sales-hold', '又关门了')
    expect(
      (await change('sales-hold/lifting', '店主回来了', city.operator)).sales_held_at,
    ).not.toBeNull()
    const late = await city.appoints({
      kind: 'regulator',
      role: 'supervisor',
      phone: officialPhone(5),
      districts: ['huancui'],
    })
    city.advance(8 * 86_400_000)
    const seen = await change('sales-hold/lifting', '店主回来了', await city.as(late))
    expect(seen.sales_held_at).not.toBeNull()
  })
  it('put by three at one moment is held once, and no change is lost', async () => {
    const reasons = ['店门关了三天', '电话无人接听', '收到十起投诉']
    await Promise.all(reasons.map((reason) => change('sales-hold', reason)))
    const [row] = await all(
      city.db,
      sql<{
        version: number
        sales_held_reason: string
      }>`SELECT version, sales_held_reason FROM merchants WHERE id = ${shop.id}`,
    )
    expect(row?.version).toBe(5) // applied 1, admitted 2, three holds
    expect(reasons).toContain(row?.sales_held_reason)
  })
})

describe('the bank’s overview', () => {
  it('names the fen that our books and the provider’s own figure do not share', async () => {
    const bank = await official(3, 'bank', 'bank', [])
    await city.buys(await city.joins(HOLDERS.li.phone), shop)
    const seen = async () => {
      await readProviderBook(city.world, 100)
      return (await city.call('GET', '/v1/bank/overview', { token: bank })).body
    }
    const before = await seen()
    expect([before.unexplained_fen, before.totals.protection_bp]).toEqual([0, 10_000])
    const fee = { from: 'fees:stripe', to: pspAccount('stripe'), amount_fen: fen(1) }
    const { world } = city
    await city.db.batch([
      openAccountStatement(fee.from),
      ...transfer(world, { ...fee, reason: 'test', subject_id: shop.id, event_at: world.now() }),
    ])
    const after = await seen()
    expect(after.psp_fen).toBe(before.psp_fen - 1)
    expect(after.unexplained_fen).toBe(1)
    expect(after.totals.protection_bp).toBe(9_999)
  })
})
