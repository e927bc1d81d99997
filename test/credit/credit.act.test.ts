import { beforeAll, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { recordBehaviour } from '../../src/behaviour/record'
import { CREDIT_CHECKS } from '../../src/checks/credit'
import { markCredit, scoreCredit } from '../../src/credit/night'
import { HOLDERS } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { all, type Statement, sql } from '../../src/platform/d1'
import { recordReports } from '../../src/reports/record'
import { hearWarnings } from '../../src/supervision/warn'
import { type Desk, good, openDesk } from '../refunds/support'

let desk: Desk
let card: string
const night = async () => {
  await recordBehaviour(desk.world, 100)
  await hearWarnings(desk.world, 100)
  await recordReports(desk.world, 100)
  await markCredit(desk.world, 100)
  return scoreCredit(desk.world, 100)
}
const credit = async (who: string) =>
  good(await desk.says(who, 'GET', `/v1/merchants/${desk.shop.id}/credit`))
const divergences = async (rows: (table: string) => Statement) =>
  (
    await Promise.all(
      CREDIT_CHECKS.map(({ over, divergences: find }) =>
        all(desk.db, find(rows(over?.[0] ?? ''), sql`(SELECT 1)`)),
      ),
    )
  ).flat()
const whole = (table: string) => ({ text: `(SELECT * FROM ${table})`, values: [] })

describe(`credit on ${ENGINE}`, () => {
  beforeAll(async () => {
    desk = await openDesk()
    card = await desk.buysCard()
    await desk.uses(card, 30_000)
    const about = { kind: 'refund_refused', wish: 'refund' } as const
    good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/complaints`, about))
    await desk.days(1)
    expect(await night()).toBeGreaterThan(0)
  })

  it('says every line of a score to the shop, and what its level means', async () => {
    const { score, lines, level, means } = await credit(desk.owner)
    expect({ score, level }).toEqual({ score: 695, level: 'A' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ indicator: 'complaint', figure: 1, weight: 600, points: -598 })
    expect(means).toMatchObject({ advance_bp: 0, sale_cap_fen: null, patrol_percent: 100 })
    expect(await divergences(whole)).toEqual([])
  })
  it('scores only where something changed', async () => {
    expect(await night()).toBe(0)
    await desk.days(1)
    expect(await night()).toBe(0)
  })
  it('takes one objection to what counts against the shop, and strikes it out from then on', async () => {
    const [line] = (await credit(desk.owner)).lines
    const mark = line?.marks[0]?.id ?? ''
    const object = () =>
      desk.says(desk.owner, 'POST', `/v1/credit-marks/${mark}/objection`, { words: '不是我们的事' })
    const { id, answer_by } = good(await object())
    expect((await object()).body.code).toBe('credit_objection_filed')
    expect(answer_by > localDate(desk.world.now())).toBe(true)
    const answer = () =>
      desk.says(desk.supervisor, 'POST', `/v1/credit-objections/${id}/answer`, {
        ground: 'appeal',
        note: '复议撤销',
      })
    expect(good(await answer())).toMatchObject({ state: 'upheld' })
    expect((await answer()).body.code).toBe('credit_objection_not_open')
    expect(await night()).toBe(1)
    expect(await credit(desk.owner)).toMatchObject({ score: 700, lines: [] })
    expect(
      good(await desk.says(desk.owner, 'GET', '/v1/credit-objections')).data.map((one) => one.id),
    ).toEqual([id])
  })
  it('lowers a level that the score lost, at once; what two people may raise is only shown', async () => {
    const [use] = await desk.rows(sql`SELECT max(day) AS day FROM credit_days`)
    const day = String(use?.day)
    await desk.db.batch([
      sql`INSERT INTO credit_marks (id, merchant_id, indicator, day, figure, source, made_at)
          VALUES ('cmk_01JQ0000000000000000000000', ${desk.shop.id}, 'off_escrow_sale_reported', ${day}, 1, 'test', '')`,
      sql`UPDATE credit_states SET review_on = '2020-01-01' WHERE merchant_id = ${desk.shop.id}`,
    ])
    expect(await night()).toBe(1)
    expect(await credit(desk.owner)).toMatchObject({
      level: 'B',
      score_level: 'B',
      may_rise_to: null,
    })
    const [told] = await desk.rows(
      sql`SELECT data FROM events WHERE type = 'credit.level_lowered' AND merchant_id = ${desk.shop.id}`,
    )
    expect(JSON.parse(String(told?.data))).toMatchObject({ before: 'A', level: 'B' })
  })
  it('stops sales at the sum that its level allows, and the shop sells again once it owes less', async () => {
    const offer = desk.shop.offers[1]
    const owes = (fen: number) =>
      desk.db.batch([
        sql`UPDATE merchants SET level = 'D', version = version + 1 WHERE id = ${desk.shop.id}`,
        sql`UPDATE merchant_totals SET owed_fen = owed_fen + ${fen}, paid_fen = paid_fen + ${fen} WHERE merchant_id = ${desk.shop.id}`,
      ])
    const order = () =>
      desk.says(desk.li.id, 'POST', '/v1/purchases', {
        offer_id: offer?.id ?? '',
        contract_hash: offer?.contract_hash ?? '',
        contract_accepted: true,
      })
    await owes(4_990_000)
    expect((await order()).body.code).toBe('level_sale_cap_reached')
    await owes(-4_990_000)
    expect((await order()).status).toBe(201)
  })
  it('counts stars only of a holder who agreed to a use, once in thirty days', async () => {
    const [use] = await desk.rows(
      sql`SELECT id FROM redemptions WHERE card_id = ${card} ORDER BY id LIMIT 1`,
    )
    const rate = (who: string) =>
      desk.says(who, 'POST', `/v1/redemptions/${String(use?.id)}/rating`, { stars: 5 })
    const wang = await desk.joins(HOLDERS.wang.phone)
    expect((await rate(wang.id)).body.code).toBe('redemption_not_found')
    expect(good(await rate(desk.li.id))).toMatchObject({ stars: 5, merchant_id: desk.shop.id })
    expect((await rate(desk.li.id)).body.code).toBe('rating_given_already')
    expect((await credit(desk.owner)).ratings).toEqual({ count: 1, average_hundredths: null })
    expect(await divergences(whole)).toEqual([])
  })
  it('keeps marks, scores and ratings as they are', async () => {
    for (const text of [
      'UPDATE credit_marks SET figure = 9',
      'DELETE FROM credit_marks',
      'UPDATE credit_scores SET score = 1000',
      'UPDATE shop_ratings SET stars = 1',
    ])
      await expect(desk.db.batch([{ text, values: [] }])).rejects.toThrow('credit_marks_are_kept')
  })
})
