import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { endCourtOrders } from '../../src/courts/orders'
import { OFFICIALS } from '../../src/demo/cast'
import { DAY_MS, localDate, MINUTE_MS, plusDays } from '../../src/kernel/time'
import { payCourts, payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { sql } from '../../src/platform/d1'
import { ABOUT_THE_REST } from '../complaints/support'
import { type Court, good, openCourt } from '../disputes/support'
import { mistaken } from '../support/addresses'

let court: Court
let card: string
let teller: string
let checker: string
const ORDER = {
  court: '海州区人民法院',
  case_no: '（2026）辽0204执123号',
  document_no: '（2026）辽0204执123号之一',
  basis: 'execution' as const,
}
const today = () => localDate(court.world.now())
const files = (amount_fen: number, also: object = {}) =>
  court.says(teller, 'POST', `/v1/merchants/${court.shop.id}/court-orders`, {
    ...ORDER,
    amount_fen,
    until_on: plusDays(today(), 90),
    ...also,
  })
const confirms = (id: string, who = checker, agreed = true) =>
  court.says(who, 'POST', `/v1/court-orders/${id}/confirmation`, { agreed })
const inForce = async (amount_fen: number, also: object = {}) => {
  const { id } = good(await files(amount_fen, also))
  good(await confirms(id))
  return id
}
const deducts = (id: string, amount_fen: number, also: object = {}) =>
  court.says(teller, 'POST', `/v1/court-orders/${id}/deductions`, {
    document_no: '（2026）辽0204执123号之二',
    amount_fen,
    to_holder: '海州区人民法院执行款专户',
    to_account_no: '6222000011113333',
    ...also,
  })
const agrees = (id: string, who = checker, agreed = true) =>
  court.says(who, 'POST', `/v1/court-deductions/${id}/agreement`, { agreed })
const seen = async (id: string) =>
  good(await court.says(court.owner, 'GET', `/v1/court-orders/${id}`))
const payable = () => court.balance(`payable:${court.shop.id}`)
const earns = async (fen = 6_000) => {
  const before = await payable()
  await court.uses(card, fen)
  return (await payable()) - before
}
const ticks = async () => {
  await payCourts(court.world, 100)
  for (let i = 0; i < 2; i++) {
    await settlePayouts(court.world, 100)
    court.advance(11 * MINUTE_MS)
  }
  expect((await checkBooks(court.db)).divergences).toEqual([])
  // What has to wait is not tried in vain: after some tries it would be nobody's.
  expect(await court.rows(sql`SELECT job, subject_id, error FROM job_failures`)).toEqual([])
}
const pays = async () => {
  await payDaily(court.world, 100)
  await ticks()
}
const gone = async (to_court: boolean) =>
  Number(
    (
      await court.rows(
        sql`SELECT coalesce(sum(amount_fen), 0) AS n FROM payouts
             WHERE state = 'paid' AND (court_deduction_id IS NOT NULL) = ${to_court ? 1 : 0}`,
      )
    )[0]?.n,
  )

describe(`money that courts freeze and take, on ${ENGINE}`, () => {
  beforeEach(async () => {
    court = await openCourt()
    const official = async (body: object) =>
      good(
        await court.call('POST', '/v1/officials', { token: court.operator, body: mistaken(body) }),
      ).id as string
    teller = await official(OFFICIALS.teller)
    checker = await official(OFFICIALS.checker)
    card = await court.buysCard()
    await court.banks()
  })

  it('freezes at once on one word, pays the shop what is beyond, and holds nothing of the holders', async () => {
    const first = await earns()
    const order = good(await files(first - 1_000))
    expect(order).toMatchObject({ state: 'filed', frozen_fen: first - 1_000, may_confirm: false })
    const escrow = await court.balance(`escrow:${card}`)
    await pays()
    expect([await gone(false), await payable()]).toEqual([1_000, first - 1_000])
    expect(await court.balance(`escrow:${card}`)).toBe(escrow)
    const asked = await court.says(court.owner, 'POST', '/v1/payouts')
    expect(asked.body.code).toBe('payout_held_by_court')
    expect(
      (await court.says(court.owner, 'POST', '/v1/advances', { amount_fen: 100 })).body.code,
    ).toBe('advance_not_while_frozen')
    const next = await earns()
    await pays()
    expect(await gone(false)).toBe(1_000 + next)
  })

  it('takes another person to confirm, to lift and to take money; a wrong document ends as one that never was', async () => {
    await earns()
    const { id } = good(await files(50_000))
    expect((await files(50_000)).body.code).toBe('court_order_filed_already')
    expect(good(await court.says(teller, 'GET', '/v1/bank/desk')).court_papers_waiting).toBe(1)
    expect((await deducts(id, 1_000)).body.code).toBe('court_order_not_confirmed')
    expect((await confirms(id, teller)).body.code).toBe('checker_must_not_be_maker')
    good(await confirms(id, checker, false))
    expect(await seen(id)).toMatchObject({ state: 'ended', ended_for: 'rejected', frozen_fen: 0 })
    const again = await inForce(50_000)
    expect((await confirms(again)).body.code).toBe('court_order_confirmed')
    const lifts = (who: string, agreed = true) =>
      court.says(who, 'POST', `/v1/court-orders/${again}/lifting/decision`, { agreed })
    expect((await lifts(checker)).body.code).toBe('court_lifting_not_asked')
    const ask = () =>
      court.says(teller, 'POST', `/v1/court-orders/${again}/lifting`, {
        document_no: '（2026）辽0204执123号之九',
      })
    good(await ask())
    expect((await ask()).body.code).toBe('court_lifting_asked')
    expect((await lifts(teller)).body.code).toBe('checker_must_not_be_maker')
    expect((await seen(again)).frozen_fen).toBe(50_000)
    good(await lifts(checker, false))
    good(await ask())
    good(await lifts(checker))
    expect((await seen(again)).frozen_fen).toBe(0)
    await pays()
    expect(await payable()).toBe(0)
    await expect(
      court.db.batch([sql`DELETE FROM court_orders WHERE id = ${again}`]),
    ).rejects.toThrow('court_orders_are_kept')
  })

  it('pays the court as money becomes payable, up to the fen and no further, and the shop the rest', async () => {
    const first = await earns()
    const id = await inForce(first + 2_000)
    expect((await deducts(id, first + 2_001)).body.code).toBe('court_deduction_too_much')
    const one = good(await deducts(id, first + 2_000))
    expect((await deducts(id, 1)).body.code).toBe('court_deduction_too_much')
    await ticks()
    expect(await gone(true)).toBe(0)
    expect((await agrees(one.id, teller)).body.code).toBe('checker_must_not_be_maker')
    good(await agrees(one.id))
    expect((await agrees(one.id)).body.code).toBe('court_deduction_decided')
    await ticks()
    expect(await gone(true)).toBe(first)
    expect(await seen(id)).toMatchObject({ paid_fen: first, frozen_fen: 2_000, state: 'in_force' })
    const next = await earns()
    await ticks()
    expect(await gone(true)).toBe(first + 2_000)
    expect(await seen(id)).toMatchObject({ frozen_fen: 0, state: 'paid' })
    await pays()
    expect([await gone(false), await payable()]).toEqual([next - 2_000, 0])
    const [row] = await court.rows(
      sql`SELECT id FROM payouts WHERE court_deduction_id IS NOT NULL ORDER BY id LIMIT 1`,
    )
    const payout = good(await court.says(court.owner, 'GET', `/v1/payouts/${row?.id}`))
    expect(payout.message).toContain('法院划拨')
    expect(payout.lines.reduce((sum, line) => sum + line.amount_fen, 0)).toBe(payout.amount_fen)
  })

  it('freezes again what a court’s account did not take, and does not try it a second time', async () => {
    const first = await earns()
    const id = await inForce(first)
    const one = good(await deducts(id, first, { to_account_no: '6222000011114444' }))
    good(await agrees(one.id))
    for (let i = 0; i < 3; i++) await ticks()
    expect(await gone(true)).toBe(0)
    expect(await payable()).toBe(first)
    const { deductions, ...order } = await seen(id)
    expect(order).toMatchObject({ frozen_fen: first, paid_fen: 0 })
    expect(deductions).toMatchObject([{ state: 'ended', ended_for: 'account_failed', paid_fen: 0 }])
    expect((await court.rows(sql`SELECT id FROM payouts`)).length).toBe(1)
    const right = good(await deducts(id, first))
    good(await agrees(right.id))
    await ticks()
    expect(await gone(true)).toBe(first)
  })

  it('pays the order that came first, whoever takes first; ends by its day; is renewed before it', async () => {
    const sum = await earns()
    const first = await inForce(sum - 500, { until_on: plusDays(today(), 10) })
    const second = await inForce(sum, { document_no: '（2026）辽0204执999号' })
    const late = good(await deducts(second, sum))
    good(await agrees(late.id))
    await ticks()
    expect(await gone(true)).toBe(500)
    const renews = (until_on: string) =>
      court.says(teller, 'POST', `/v1/court-orders/${first}/renewal`, {
        document_no: '（2026）辽0204执123号续',
        until_on,
      })
    expect((await renews(plusDays(today(), 400))).body.code).toBe('court_order_term_unfit')
    expect((await renews(plusDays(today(), 5))).body.code).toBe('court_order_term_unfit')
    good(await renews(plusDays(today(), 20)))
    court.advance(15 * DAY_MS)
    await ticks()
    expect(await gone(true)).toBe(500)
    court.advance(7 * DAY_MS)
    expect((await renews(plusDays(today(), 20))).body.code).toBe('court_order_ended')
    await ticks()
    expect(await gone(true)).toBe(sum)
    expect(await endCourtOrders(court.world, 10)).toBe(1)
    expect(await endCourtOrders(court.world, 10)).toBe(0)
    expect(await seen(first)).toMatchObject({ state: 'ended', ended_for: 'term' })
  })

  it('leaves what a complaint is about to the holder, and takes back what the bank sends back', async () => {
    const sum = await earns()
    const [use] = await court.rows(sql`SELECT id FROM redemptions ORDER BY id DESC LIMIT 1`)
    const about = { ...ABOUT_THE_REST, kind: 'overcharged', wish: 'give_back' } as const
    good(
      await court.says(court.li.id, 'POST', `/v1/cards/${card}/complaints`, {
        ...{ ...about, use_ids: [String(use?.id)], amount_fen: 1_000 },
      }),
    )
    const id = await inForce(sum)
    const one = good(await deducts(id, sum, { to_account_no: '6222000011112222' }))
    good(await agrees(one.id))
    await ticks()
    expect([await gone(true), await payable()]).toEqual([sum - 1_000, 1_000])
    court.advance(2 * DAY_MS)
    await ticks()
    expect([await gone(true), await payable()]).toEqual([0, sum])
    expect(await seen(id)).toMatchObject({ frozen_fen: sum, paid_fen: 0 })
    await expect(
      court.db.batch([
        sql`UPDATE court_orders SET amount_fen = 1, version = version + 1 WHERE id = ${id}`,
      ]),
    ).rejects.toThrow('court_order_changed_meanwhile')
    await expect(
      court.db.batch([
        sql`UPDATE court_orders SET ended_for = 'lifted', ended_by = ${teller}, ended_at = ${court.world.now()},
                   lifting_asked_by = ${teller}, lifting_asked_at = ${court.world.now()}, lifting_no = 'a lie',
                   version = version + 1 WHERE id = ${id}`,
      ]),
    ).rejects.toThrow('checker_must_not_be_maker')
  })
})
