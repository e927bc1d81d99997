import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import { payDaily } from '../payouts/support'
import type { BodyAt, Path } from '../support/addresses'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
  await bank.closes()
  bank.advance(3 * 3_600_000)
})
const today = () => localDate(bank.world.now())
const bad = (kind: 'charge' | 'unknown_credit' | 'interest', amount_fen: number) =>
  setBankFault(bank.db, { day: today(), kind, account_no: bank.account_no, amount_fen })
const read = async <P extends string>(path: Path<'GET', P>) =>
  (await bank.says(bank.teller, 'GET', path)).body
const mine = async (day: string) =>
  (await read(`/v1/bank/closes/${day}/merchants`)).data.find(
    (row: { merchant_id: string }) => row.merchant_id === bank.shop.id,
  )
const events = async () =>
  (
    await bank.rows(
      sql`SELECT type, merchant_id, data FROM events WHERE type LIKE 'coverage.%' ORDER BY seq`,
    )
  ).map((row) => [row.type, row.merchant_id, JSON.parse(String(row.data)).missing_fen])
const shortages = async (who = bank.teller) =>
  (await bank.says(who, 'GET', '/v1/bank/shortages')).body.data
/** Two people end a break; the answer of the second. */
const ends = async (
  one: { id: string; difference_fen: number | null } | undefined,
  how: Omit<BodyAt<'POST /v1/bank/breaks/:id/proposal'>, 'note'>,
) => {
  const path = `/v1/bank/breaks/${one!.id}` as const
  await bank.says(bank.teller, 'POST', `${path}/proposal`, { note: '已与柜面核实', ...how })
  const seen = { proposal: how.proposal, difference_fen: one!.difference_fen! }
  return (await bank.says(bank.checker, 'POST', `${path}/approval`, seen)).status
}
const payouts = () => bank.rows(sql`SELECT state FROM payouts WHERE merchant_id = ${bank.shop.id}`)

describe(`money that is missing on ${ENGINE}`, () => {
  it('is not made up for by money of unknown origin, and is told the same morning with its sum', async () => {
    await bad('charge', 500)
    await bad('unknown_credit', 500)
    const day = await bank.closes()
    expect(await mine(day)).toMatchObject({
      bank_fen: 30_000,
      coverage_bp: 9_833,
      short_fen: 500,
      missing_fen: 500,
      breaks_in_fen: 500,
      breaks_out_fen: -500,
      unexplained_fen: 0,
    })
    const { totals, breaks } = await read(`/v1/bank/closes/${day}`)
    expect(totals).toMatchObject({ coverage_bp: 9_833, shops_short: 1, short_fen: 500 })
    expect(breaks).toMatchObject([
      { class: 'B2', count: 1, in_fen: 500, out_fen: 0 },
      { class: 'B9', count: 1, in_fen: 0, out_fen: -500 },
    ])
    expect(await events()).toEqual([['coverage.short', bank.shop.id, 500]])
    expect(await shortages()).toMatchObject([
      { merchant_id: bank.shop.id, day, missing_fen: 500, coverage_bp: 9_833 },
    ])
    // The next morning brings no news of the same sum.
    await bank.closes()
    expect(await events()).toHaveLength(1)
  })
  it('of two shops is the sum of both, whatever a third has too much', async () => {
    const [other] = await bank.rows(
      sql`SELECT custody_account_no AS no FROM merchants WHERE id <> ${bank.shop.id} AND custody_account_no IS NOT NULL`,
    )
    await bad('charge', 500)
    const of = { day: today(), account_no: String(other?.no), amount_fen: 500 }
    await setBankFault(bank.db, { ...of, kind: 'unknown_credit' })
    const day = await bank.closes()
    const { totals } = await read(`/v1/bank/closes/${day}`)
    expect(totals).toMatchObject({ coverage_bp: 9_833, shops_short: 1, short_fen: 500 })
  })
  it('stays apart when two people book −300 and +300', async () => {
    await bad('charge', 300)
    await bad('unknown_credit', 300)
    await bank.closes()
    for (const one of (await read('/v1/bank/breaks')).data) {
      const path = `/v1/bank/breaks/${one!.id}` as const
      await bank.says(bank.teller, 'POST', `${path}/proposal`, {
        proposal: 'suspense',
        note: '待查',
      })
      const seen = { proposal: 'suspense', difference_fen: one!.difference_fen! } as const
      expect((await bank.says(bank.checker, 'POST', `${path}/approval`, seen)).status).toBe(200)
    }
    const day = await bank.closes()
    expect(await mine(day)).toMatchObject({
      suspense_in_fen: 300,
      suspense_out_fen: -300,
      coverage_bp: 9_900,
      missing_fen: 300,
      in_transit_fen: 0,
      unexplained_fen: 0,
    })
  })
  it('holds the shop’s payouts by rule; named other money makes it good by two people, and they go on', async () => {
    await bad('charge', 500)
    await bank.closes()
    await bank.uses(2_000)
    await payDaily(bank.world, 10)
    expect(await payouts()).toEqual([])
    const asked = await bank.call('POST', '/v1/payouts', { token: await bank.owner(), body: {} })
    expect([asked.status, asked.body.code]).toEqual([409, 'payout_waits_for_cover'])
    await bad('unknown_credit', 500)
    await bank.closes()
    const credit = (await read('/v1/bank/breaks?class=B2')).data[0]
    expect(credit!.may_end_as).toEqual(['suspense', 'make_good'])
    const path = `/v1/bank/breaks/${credit!.id}`
    const proposal = { proposal: 'make_good', note: '退还误收的管理费' }
    const nameless = await bank.says(bank.teller, 'POST', `${path}/proposal`, proposal)
    expect(nameless.body.code).toBe('payer_missing')
    const named = { ...proposal, payer: '本行营业部' }
    expect((await bank.says(bank.teller, 'POST', `${path}/proposal`, named)).status).toBe(200)
    const seen = { proposal: 'make_good', difference_fen: 500 }
    const alone = await bank.says(bank.teller, 'POST', `${path}/approval`, seen)
    expect(alone.body.code).toBe('checker_must_not_be_maker')
    const agreed = await bank.says(bank.checker, 'POST', `${path}/approval`, seen)
    expect(agreed.body).toMatchObject({
      state: 'resolved',
      proposal: 'make_good',
      payer: '本行营业部',
    })
    expect(await bank.balance(`suspense-out:${bank.shop.id}`)).toBe(500)
    const day = await bank.closes()
    expect(await mine(day)).toMatchObject({
      coverage_bp: 10_000,
      missing_fen: 0,
      unexplained_fen: 0,
    })
    expect((await events()).map(([type]) => type)).toEqual(['coverage.short', 'coverage.restored'])
    expect(await shortages()).toEqual([])
    await payDaily(bank.world, 10)
    expect(await payouts()).toHaveLength(1)
  })
  it('lets the shop have nothing early', async () => {
    await bad('charge', 1)
    await bank.closes()
    await bank.raises(bank.shop.id, 'AAA')
    expect((await bank.mine('/v1/advances/me')).available_fen).toBe(0)
    const ask = { token: await bank.owner(), body: { amount_fen: 1 } }
    const reply = await bank.call('POST', '/v1/advances', ask)
    expect([reply.status, reply.body.code]).toEqual([409, 'payout_waits_for_cover'])
    expect(await bank.balance(`advance:${bank.shop.id}`)).toBe(0)
  })
  it('is made good by what the bank itself gives back, too', async () => {
    await bad('charge', 500)
    await bank.closes()
    await bad('interest', 500)
    await bank.closes()
    const credit = (await read('/v1/bank/breaks')).data.find(
      (one: { difference_fen: number }) => one.difference_fen > 0,
    )
    expect(credit).toMatchObject({ class: 'B9', may_end_as: ['suspense', 'make_good'] })
    expect(await ends(credit, { proposal: 'make_good', payer: '本行退还管理费' })).toBe(200)
    const day = await bank.closes()
    expect(await mine(day)).toMatchObject({ coverage_bp: 10_000, missing_fen: 0 })
  })
  it('is none where money that was nobody’s went back to whom it came from, by name and by two people', async () => {
    await bad('unknown_credit', 500)
    await bank.closes()
    await ends((await read('/v1/bank/breaks')).data[0], { proposal: 'suspense' })
    await bad('unknown_credit', -500)
    await bank.closes()
    const debit = (await read('/v1/bank/breaks')).data[0]
    expect(debit).toMatchObject({ class: 'B2', may_end_as: ['suspense', 'give_back'] })
    const nameless = { proposal: 'give_back', note: '退汇' } as const
    const path = `/v1/bank/breaks/${debit!.id}/proposal` as const
    expect((await bank.says(bank.teller, 'POST', path, nameless)).body.code).toBe('payer_missing')
    expect(await ends(debit, { proposal: 'give_back', payer: '海边贸易有限公司' })).toBe(200)
    for (const side of ['in', 'out'])
      expect(await bank.balance(`suspense-${side}:${bank.shop.id}`)).toBe(0)
    const day = await bank.closes()
    expect(await mine(day)).toMatchObject({
      coverage_bp: 10_000,
      missing_fen: 0,
      suspense_in_fen: 0,
      unexplained_fen: 0,
    })
    expect((await checkBooks(bank.db)).divergences).toEqual([])
  })
  it('is hidden by no return of more than was found', async () => {
    await bad('unknown_credit', 499)
    await bank.closes()
    await ends((await read('/v1/bank/breaks')).data[0], { proposal: 'suspense' })
    await bad('unknown_credit', -500)
    await bank.closes()
    const debit = (await read('/v1/bank/breaks')).data[0]
    const named = { proposal: 'give_back', note: '退汇', payer: '海边贸易有限公司' } as const
    const reply = await bank.says(
      bank.teller,
      'POST',
      `/v1/bank/breaks/${debit!.id}/proposal`,
      named,
    )
    expect([reply.status, reply.body.code]).toEqual([409, 'return_exceeds_suspense'])
  })
  it('is never made good by more than what is missing', async () => {
    await bad('charge', 500)
    await bad('unknown_credit', 501)
    await bank.closes()
    const credit = (await read('/v1/bank/breaks?class=B2')).data[0]
    const named = { proposal: 'make_good', note: '补足', payer: '本行' } as const
    const path = `/v1/bank/breaks/${credit!.id}/proposal` as const
    const reply = await bank.says(bank.teller, 'POST', path, named)
    expect([reply.status, reply.body.code]).toEqual([409, 'payment_exceeds_shortfall'])
  })
  it('is not forgotten on a day without a statement', async () => {
    await bad('charge', 500)
    await bank.closes()
    const silent = { day: today(), kind: 'omitted', account_no: bank.account_no } as const
    await setBankFault(bank.db, silent)
    await bank.closes()
    const [cover] = await bank.rows(
      sql`SELECT * FROM merchant_covers WHERE merchant_id = ${bank.shop.id}`,
    )
    expect(cover).toMatchObject({ is_complete: 0, missing_fen: 500 })
    expect(await events()).toHaveLength(1)
  })
  it('is not told away by a sum that leaves the unread shop out', async () => {
    await bank.closes()
    const whole = (await read('/v1/bank/overview')).totals
    expect(whole.coverage_bp).toBe(10_000)
    // Another shop has money behind its cards; the one whose statement is missing may be the short one.
    await setBankFault(bank.db, { day: today(), kind: 'omitted', account_no: bank.account_no })
    const day = await bank.closes()
    expect((await read(`/v1/bank/closes/${day}`)).totals.coverage_bp).toBeNull()
    await bank.db.batch([
      sql`UPDATE merchant_covers SET owed_fen = 5, covered_fen = 5, version = version + 1
           WHERE merchant_id <> ${bank.shop.id}`,
    ])
    expect((await read('/v1/bank/overview')).totals.coverage_bp).toBeNull()
  })
  it('is nobody’s business but the bank’s, the operator’s and the district’s', async () => {
    expect((await bank.says(bank.li.id, 'GET', '/v1/bank/shortages')).status).toBe(403)
  })
})
