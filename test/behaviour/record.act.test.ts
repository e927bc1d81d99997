import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { recordBehaviour } from '../../src/behaviour/record'
import { type BehaviourRow, readBehaviourOn } from '../../src/behaviour/rows'
import { BEHAVIOUR_CHECKS } from '../../src/checks/nights'
import { HOLDERS } from '../../src/demo/cast'
import { localDate, plusDays } from '../../src/kernel/time'
import { all, one, sql } from '../../src/platform/d1'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let first: string
const rowOf = async (day: string): Promise<BehaviourRow | undefined> =>
  (await all(desk.db, readBehaviourOn(day))).find(({ shop }) => shop === desk.shop.id)
const divergences = (rows = sql`(SELECT * FROM behaviour_days)`) =>
  all(desk.db, BEHAVIOUR_CHECKS[0]!.divergences(rows, rows))

/** One holder twice on a day, a report nobody has looked into, and one that became a case. */
async function complain(card: string): Promise<void> {
  const { li, shop, supervisor } = desk
  const about = { kind: 'refund_refused', wish: 'refund' } as const
  const file = () => desk.says(li.id, 'POST', `/v1/cards/${card}/complaints`, about)
  const { id } = good(await file())
  good(await desk.says(li.id, 'POST', `/v1/complaints/${id}/withdrawal`))
  good(await file())
  const wang = await desk.joins(HOLDERS.wang.phone)
  for (const who of [li.id, wang.id]) {
    const said = { kind: 'no_licence', words: '没有营业执照' }
    const report = good(await desk.says(who, 'POST', `/v1/merchants/${shop.id}/reports`, said))
    if (who === li.id) continue
    good(await desk.says(supervisor, 'POST', `/v1/complaints/${report.id}/acceptance`))
    const closed = { outcome: 'case_opened', note: '现场查实' } as const
    good(await desk.says(supervisor, 'POST', `/v1/complaints/${report.id}/closure`, closed))
  }
}

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
    await complain(card)
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
      complaints: 2,
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
  it('counts complaints by persons, and a report once it is a case', async () => {
    const lie = sql`(SELECT day, merchant_id, sold_fen, lots_sold, used_fen, uses, escrow_fen, complaints + 1 AS complaints
                       FROM behaviour_days)`
    expect(await divergences(lie)).not.toEqual([])
    const days = BEHAVIOUR_CHECKS.find(({ name }) => name === 'complaint_days_match_the_complaints')
    const rows = sql`(SELECT * FROM complaint_days)`
    expect(await all(desk.db, days!.divergences(rows, rows))).toEqual([])
    const wrong = sql`(SELECT day, merchant_id, kind, filed_count, filed_fen, ended_count + 1 AS ended_count, settled_count,
                              founded_count, late_count FROM complaint_days)`
    expect(await all(desk.db, days!.divergences(wrong, wrong))).not.toEqual([])
  })
  it('is found out when a row says otherwise', async () => {
    const lie = sql`(SELECT day, merchant_id, sold_fen, lots_sold, used_fen, uses, escrow_fen + 1 AS escrow_fen, complaints
                       FROM behaviour_days)`
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
