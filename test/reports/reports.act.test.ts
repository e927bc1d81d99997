import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { recordBehaviour } from '../../src/behaviour/record'
import { BEHAVIOUR_CHECKS } from '../../src/checks/nights'
import { localDate, plusDays } from '../../src/kernel/time'
import { all, sql } from '../../src/platform/d1'
import { recordReports } from '../../src/reports/record'
import { hearWarnings } from '../../src/supervision/warn'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let first: string
const night = async () => {
  await recordBehaviour(desk.world, 100)
  await hearWarnings(desk.world, 100)
  return recordReports(desk.world, 100)
}
const report = async (who: string, query = '') =>
  good(await desk.says(who, 'GET', `/v1/reports${query}` as '/v1/reports'))

describe(`reports on ${ENGINE}`, () => {
  beforeAll(async () => {
    desk = await openDesk()
    first = localDate(desk.world.now())
    const card = await desk.buysCard()
    await desk.uses(card, 30_000)
    const about = { kind: 'refund_refused', wish: 'refund' } as const
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/complaints`, about))
    await desk.days(1)
    expect(await night()).toBeGreaterThan(0)
  })

  it('adds a night once, whoever runs it again', async () => {
    expect(await night()).toBe(0)
    const [row] = await all(
      desk.db,
      sql<{ n: number }>`SELECT count(*) AS n FROM report_days WHERE day = ${first}`,
    )
    expect(row?.n).toBeGreaterThan(0)
  })
  it('says which district got worse and why, with figures equal to the shops’ own days', async () => {
    const found = await report(desk.supervisor, `?to=${first}`)
    expect(found.to).toBe(first)
    expect(found.worse).toMatchObject({ key: desk.shop.plan.district })
    expect(found.worse?.why[0]).toMatchObject({ cause: 'complaints', now: 1, before: 0, points: 5 })
    expect(found.shops[0]).toMatchObject({ merchant_id: desk.shop.id, change: 5 })
    const [sum] = await all(
      desk.db,
      sql<{
        sold: number
        escrow: number
      }>`SELECT sum(sold_fen) AS sold, sum(escrow_fen) AS escrow FROM behaviour_days
           WHERE day = ${first}`,
    )
    expect(found.totals.now).toMatchObject({ sold_fen: sum?.sold, escrow_fen: sum?.escrow })
    expect(found.is_whole).toBe(false)
  })
  it('shows an official of another district nothing of it, and takes no district that is none', async () => {
    const other = desk.shop.plan.district === 'rushan' ? 'huancui' : 'rushan'
    const elsewhere = await report(desk.supervisor, `?to=${first}&district=${other}`)
    expect(elsewhere.totals.now.sold_fen).toBe(0)
    expect(elsewhere.worse).toBeNull()
    const refused = await desk.says(
      desk.supervisor,
      'GET',
      '/v1/reports?district=nowhere' as '/v1/reports',
    )
    expect(refused.body.code).toBe('district_unknown')
    const early = await desk.says(
      desk.supervisor,
      'GET',
      '/v1/reports?span=quarter&quarter=2099Q1' as '/v1/reports',
    )
    expect(early.body.code).toBe('report_not_begun')
  })
  it('never ends a week after yesterday', async () => {
    const today = localDate(desk.world.now())
    expect((await report(desk.supervisor, `?to=${plusDays(today, 9)}`)).to).toBe(
      plusDays(today, -1),
    )
  })
  it('is a file, too', async () => {
    const csv = await desk.says(
      desk.supervisor,
      'GET',
      `/v1/reports/file?format=csv&to=${first}&by=sector`,
    )
    expect(csv.status).toBe(200)
    const xlsx = await desk.says(desk.supervisor, 'GET', `/v1/reports/file?format=xlsx&to=${first}`)
    expect(xlsx.headers.get('content-disposition')).toContain('.xlsx')
  })
  it('its roll-ups are what the shops’ own days come to, and no day is left out', async () => {
    const passes = BEHAVIOUR_CHECKS.filter(({ over }) => over?.[0] === 'report_days')
    expect(passes).toHaveLength(2)
    for (const { divergences } of passes) {
      const rows = sql`(SELECT * FROM report_days)`
      expect(await all(desk.db, divergences(rows, rows))).toEqual([])
    }
  })
})
