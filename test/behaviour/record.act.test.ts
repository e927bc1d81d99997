import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { recordBehaviour } from '../../src/behaviour/record'
import { type BehaviourRow, readBehaviourOn } from '../../src/behaviour/rows'
import { BEHAVIOUR_CHECKS } from '../../src/checks/nights'
import { localDate, plusDays } from '../../src/kernel/time'
import { all, one, sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let first: string
const rowOf = async (day: string): Promise<BehaviourRow | undefined> =>
  (await all(desk.db, readBehaviourOn(day))).find(({ shop }) => shop === desk.shop.id)
const divergences = (rows = sql`(SELECT * FROM behaviour_days)`) =>
  all(desk.db, BEHAVIOUR_CHECKS[0]!.divergences(rows, rows))

describe(`what shops did, day by day, on ${ENGINE}`, () => {
  beforeAll(async () => {
    desk = await openDesk()
    first = localDate(desk.world.now())
    const card = await desk.buysCard()
    await desk.uses(card, 30_000)
    const { id } = good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', {
        card_id: card,
        amount_fen: 1_500,
      }),
    )
    good(await desk.says(desk.li.id, 'POST', `/v1/holds/${id}/contest`, { reason: 'not_me' }))
    await desk.banks()
    await desk.days(1)
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/refunds`, { ground: 'own_wish' }))
    await desk.tick()
    await desk.days(1)
    expect(await recordBehaviour(desk.world, 100)).toBeLessThan(100)
  })

  it('has a row for every shop and every day that is over, and none of today', async () => {
    const days = await all(
      desk.db,
      sql<{ day: string }>`SELECT DISTINCT day FROM behaviour_days ORDER BY day`,
    )
    const today = localDate(desk.world.now())
    expect(days.map(({ day }) => day)).toContain(first)
    expect(days.at(-1)?.day).toBe(plusDays(today, -1))
  })
  it('says what was sold and used, with its bonus, and what the evening held', async () => {
    const row = await rowOf(first)
    expect(row).toMatchObject({
      lots_sold: 1,
      sold_fen: 100_000,
      bonus_fen: 20_000,
      uses: 2,
      holders: 1,
    })
    expect(row?.escrow_fen).toBe(100_000 - (row?.used_fen ?? 0))
  })
  it('ends each evening where the books end', async () => {
    const last = await rowOf(plusDays(localDate(desk.world.now()), -1))
    const totals = await one(
      desk.db,
      sql<{
        owed_fen: number
      }>`SELECT owed_fen FROM merchant_totals WHERE merchant_id = ${desk.shop.id}`,
    )
    expect(last?.escrow_fen).toBe(totals?.owed_fen)
    expect(await divergences()).toEqual([])
  })
  it('is found out when a row says otherwise', async () => {
    const lie = sql`(SELECT day, merchant_id, sold_fen, lots_sold, used_fen, uses, escrow_fen + 1 AS escrow_fen FROM behaviour_days)`
    expect(await divergences(lie)).not.toEqual([])
  })
  it('writes a day once', async () => {
    const before = await all(desk.db, sql<object>`SELECT * FROM behaviour_days`)
    await recordBehaviour(desk.world, 100)
    expect(await all(desk.db, sql<object>`SELECT * FROM behaviour_days`)).toEqual(before)
    await expect(desk.db.batch([sql`UPDATE behaviour_days SET uses = 99`])).rejects.toThrow(
      'behaviour_days_are_kept',
    )
  })
})
