import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { endInsiderMarks } from '../../src/insiders/end'
import { DAY_MS } from '../../src/kernel/time'
import { decidePayout } from '../../src/payouts/rules'
import { readTill } from '../../src/payouts/store'
import { all, sql } from '../../src/platform/d1'
import { mattersQuery } from '../../src/supervision/matters'
import { BREAD, type Counter, good, type LotPlan, openCounter } from '../redemptions/support'

let city: Counter
const BIG: LotPlan = { paid_fen: 200_000, face_units: 200_000 }
const owners = () => city.till(city.shop, 'owner')
const marks = async () =>
  good(await city.call('GET', '/v1/insider-marks', { token: await owners() }))
const uses = async (card: string, amount_fen: number) => {
  city.advance(61_000)
  return good(await city.redeem({ code: (await city.code(card)).digits, amount_fen }))
}
/** Li's number is that of somebody at the till. */
const isOfTheShop = () =>
  city.db.batch([
    sql`INSERT INTO staff (id, merchant_id, role, name, phone_index, phone_sealed, phone_mask, created_at, created_by,
                           effective_from)
        SELECT 'stf_00000000000000000000000001', ${city.shop.id}, 'cashier', '小李', phone_index, phone_sealed, phone_mask,
               ${city.world.now()}, NULL, ${city.world.now()} FROM consumers WHERE id = ${city.li.id}`,
  ])
describe(`a use that somebody of the shop made up, on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCounter()
  })

  it('is nothing special with a customer', async () => {
    const card = await city.holds({ lots: [BREAD] })
    await uses(card, 20_000)
    expect((await marks()).data).toEqual([])
  })

  it('is marked where the cashier is the customer, and above ¥200 a month is not payable for a day', async () => {
    const card = await city.holds({ lots: [BIG] })
    await isOfTheShop()
    await uses(card, 15_000)
    expect((await marks()).data).toMatchObject([
      { kind: 'same_phone', fen: 15_000, is_withheld: false, withheld_until: null },
    ])
    await uses(card, 15_000)
    const told = await marks()
    expect(told.data[0]).toMatchObject({ kind: 'same_phone', is_withheld: true })
    expect(told.totals).toEqual({ marked_count: 2, marked_fen: 30_000, withheld_fen: 15_000 })
    const [till] = await city.rows(
      sql`SELECT * FROM (${mattersQuery('2026-03-02', city.shop.id)}) WHERE kind = 'insider_marks'`,
    )
    expect(till).toMatchObject({ money_fen: 15_000, cards_count: 1, detail: '1' })
    const recognised = await city.call(
      'POST',
      `/v1/redemptions/${told.data[0]?.redemption_id ?? ''}/recognition`,
      { token: city.li.token },
    )
    expect([recognised.status, recognised.body.code]).toEqual([
      403,
      'insider_mark_not_yours_to_end',
    ])
    city.advance(DAY_MS)
    expect(await endInsiderMarks(city.world, 10)).toBe(1)
    expect(await endInsiderMarks(city.world, 10)).toBe(0)
    const after = await marks()
    expect(after.totals?.withheld_fen).toBe(0)
    expect(after.data[0]).toMatchObject({ is_withheld: false, ended_by: 'time' })
  })

  it('is marked by the device that both sign in on: a cousin’s number does not help', async () => {
    const card = await city.holds({ lots: [BIG], holder: city.wang })
    const now = city.world.now()
    const device = (id: string, kind: string, subject_id: string) =>
      sql`INSERT INTO devices (id, kind, subject_id, token_hash, name, created_at)
          VALUES (${id}, ${kind}, ${subject_id}, 'the-one-at-the-till', '手机', ${now})`
    await city.db.batch([
      device('dvc_00000000000000000000000001', 'staff', city.shop.owner_id),
      device('dvc_00000000000000000000000002', 'consumer', city.wang.id),
    ])
    city.advance(61_000)
    good(await city.redeem({ code: (await city.code(card, city.wang)).digits, amount_fen: 15_000 }))
    expect((await marks()).data).toMatchObject([{ kind: 'same_device' }])
    await expect(city.db.batch([sql`DELETE FROM insider_marks`])).rejects.toThrow(
      /insider_mark_changed_meanwhile/,
    )
  })

  it('is not paid out at once: bought at one’s own shop, used up, and the money asked for', async () => {
    const card = await city.holds({ lots: [BIG] })
    await isOfTheShop()
    await city.setPin(city.li)
    for (let i = 0; i < 5; i++) await uses(card, 20_000)
    const told = await marks()
    expect(told.totals).toMatchObject({ marked_count: 5, withheld_fen: 80_000 })
    const [till] = await all(city.db, readTill(sql`${city.shop.id}`, '2026-03-02'))
    expect(till).toMatchObject({ payable_fen: 100_000, before_withheld_fen: 20_000 })
    const open = { ...till!, admitted_at: city.world.now(), custody_fen: 1_000_000 }
    const first = decidePayout('on_demand', open, '2026-03-02')
    expect(first.amount_fen).toBe(20_000)
    expect(first.covers_to_version).toBe((till?.withheld_from_version ?? 0) - 1)
    expect(() => decidePayout('on_demand', { ...open, outstanding_fen: 1 }, '2026-03-02')).toThrow(
      /payout_waits_for_marks/,
    )
    // As a day goes by it is all payable.
    city.advance(DAY_MS)
    await endInsiderMarks(city.world, 10)
    const [after] = await all(city.db, readTill(sql`${city.shop.id}`, '2026-03-03'))
    expect(after).toMatchObject({ payable_fen: 100_000, withheld_from_version: null })
  })

  it('is another’s: nobody else lists or recognises it', async () => {
    const card = await city.holds({ lots: [BIG] })
    await isOfTheShop()
    const { id } = await uses(card, 20_000)
    const other = await city.till(city.other, 'owner')
    expect(good(await city.call('GET', '/v1/insider-marks', { token: other })).data).toEqual([])
    const wang = await city.call('POST', `/v1/redemptions/${id}/recognition`, {
      token: city.wang.token,
    })
    expect([wang.status, wang.body.code]).toEqual([404, 'insider_mark_not_found'])
    const cashier = await city.call('GET', '/v1/insider-marks', { token: await city.till() })
    expect([cashier.status, cashier.body.code]).toEqual([403, 'role_not_allowed'])
  })
})

describe(`uses without a phone in sight, on ${ENGINE}`, () => {
  beforeEach(async () => {
    city = await openCounter()
  })
  /** As the shop rang them up: by PIN on its own screen. */
  const ringsUp = async (n: number, fen: number) => {
    const card = await city.holds({ lots: [BIG] })
    const at = city.world.now()
    for (let i = 0; i < n; i++)
      await city.db.batch([
        sql`INSERT INTO redemptions (id, card_id, merchant_id, staff_id, unit, units, label, released_fen, status, started_at,
                                     ended_at, way, consent)
            VALUES (${`rdm_0000000000000000000000000${i.toString(36)}`}, ${card}, ${city.shop.id},
                    ${city.shop.cashier_id}, 'fen', ${fen}, '面包', ${fen}, 'succeeded', ${at}, ${at}, 'counter_use', 'pin')`,
      ])
  }

  it('are marked in a burst, and let go when the holder says that it was them', async () => {
    await ringsUp(10, 1_000)
    expect((await marks()).data).toEqual([])
    await city.db.batch([
      sql`INSERT INTO redemptions (id, card_id, merchant_id, staff_id, unit, units, label, released_fen, status, started_at,
                                   ended_at, way, consent)
          SELECT 'rdm_00000000000000000000000099', card_id, merchant_id, staff_id, unit, 45000, label, 45000, status, started_at,
                 ended_at, way, consent FROM redemptions LIMIT 1`,
    ])
    const told = await marks()
    expect(told.data.map(({ kind }) => kind).sort()).toEqual(['before_payout', 'burst'])
    expect(told.totals).toEqual({ marked_count: 1, marked_fen: 45_000, withheld_fen: 45_000 })
    const path = '/v1/redemptions/rdm_00000000000000000000000099/recognition' as const
    expect(good(await city.call('POST', path, { token: city.li.token })).ended_by).toBe('holder')
    expect((await marks()).totals?.withheld_fen).toBe(0)
    const again = await city.call('POST', path, { token: city.li.token })
    expect([again.status, again.body.code]).toEqual([404, 'insider_mark_not_found'])
  })

  it('are limited for a shop in a day', async () => {
    const [merchant, day] = [city.shop.id, '2026-03-02']
    await city.db.batch([
      sql`INSERT INTO counter_shop_days (merchant_id, day, count, fen, count_max, fen_max)
          VALUES (${merchant}, ${day}, 60, 1, 60, 600000)`,
    ])
    const card = await city.holds({ lots: [BREAD] })
    await city.setPin(city.li)
    good(
      await city.call('PUT', `/v1/cards/${card}/counter-pin`, {
        token: await city.as(city.li.id),
        body: { enabled: true, pin: '739205', counter_pin: '604713' },
      }),
    )
    const paid = await city.call('POST', '/v1/counter/redemptions', {
      token: await city.till(),
      body: { card_id: card, phone_tail: '0001', pin: '604713', amount_fen: 1_000 },
    })
    expect([paid.status, paid.body.code]).toEqual([429, 'counter_shop_limit_reached'])
  })
})
