import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { HOLDERS, OFFICIALS, staffPhone } from '../../src/demo/cast'
import { DAY_MS, localDate } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import { filingHash } from '../../src/quarters/file'
import { clerk, depositedBy } from '../ends/support'
import { type Office, openOffice } from '../packs/support'
import { good } from '../refunds/support'

let office: Office
let card: string
/** A shop of another district. */
let other: string
const ME = '/v1/merchants/me/quarterly-figures'
const until = (on: string) =>
  office.advance(Date.parse(`${on}T04:00:00.000Z`) - Date.parse(office.world.now()))
const files = (quarter: string, key?: string) =>
  office.says(office.owner, 'POST', `${ME}/${quarter}/filing`, {}, key)

type Filing = Parameters<typeof filingHash>[0]
describe(`the figures of a quarter on ${ENGINE}`, () => {
  beforeEach(async () => {
    office = await openOffice()
    other = (await office.opens(3)).id
    // The first quarter of 2026: ¥1,000 + ¥300 + ¥300 in, 600 of 1,200 used, ¥300 back.
    card = await office.buysCard(1)
    await office.uses(card, 60_000)
    await office.sells(HOLDERS.zhao.phone)
    const wang = await office.sells(HOLDERS.wang.phone)
    good(
      await office.says(wang.holder, 'POST', `/v1/cards/${wang.card}/refunds`, {
        ground: 'own_wish',
      }),
    )
    await office.tick()
    await office.banks()
    await office.tick()
  })

  it('are what a hand adds up, and agree with the bank’s close of the last day', async () => {
    until('2026-03-31')
    await office.closes()
    const first = await office.read(office.owner, `${ME}/2026Q1`)
    expect(first).toMatchObject({
      quarter: '2026Q1',
      from_on: '2026-01-01',
      to_on: '2026-03-31',
      filed_at: null,
      figures: {
        balance_before_fen: 0,
        topups_count: 3,
        received_fen: 160_000,
        uses_count: 3,
        redeemed_fen: 50_000,
        refunds_count: 1,
        refunded_fen: 30_000,
        balance_fen: 80_000,
        cards_opened_count: 3,
        cards_count: 3,
        payable_fen: 50_000,
        custody_fen: 130_000,
        deposit_fen: 0,
        advance_fen: 0,
        bank: { requirement_fen: 80_000, cards_count: 2, ties_out: true, coverage_bp: 10_000 },
      },
    })
    // The second quarter: ¥300 more, 12,000 of the ¥1,000 card used (10,000 of it cash), a deposit of ¥500.
    await office.sells(HOLDERS.wu.phone)
    await office.uses(card, 12_000)
    const checker = await clerk(office, OFFICIALS.checker.phone)
    const { teller: typist, shop } = office
    await depositedBy(office, { typist, checker, merchant_id: shop.id, amount_fen: 50_000 })
    const second = await office.read(office.owner, `${ME}/2026Q2`)
    expect(second).toMatchObject({
      state: 'running',
      figures: {
        balance_before_fen: 80_000,
        received_fen: 30_000,
        redeemed_fen: 10_000,
        refunded_fen: 0,
        balance_fen: 100_000,
        cards_opened_count: 1,
        cards_count: 4,
        deposit_fen: 50_000,
        bank: null,
      },
    })
    expect((await office.read(office.owner, `${ME}/2026Q1`)).figures).toEqual(first.figures)
  })

  it('are filed once by the owner, when the quarter is over, and never change again', async () => {
    expect((await files('2026Q1')).body.code).toBe('quarter_not_over')
    until('2026-04-02')
    const filed = await files('2026Q1', 'file-once')
    expect(filed.status).toBe(201)
    expect(filed.body).toMatchObject({ state: 'filed', figures: { balance_fen: 80_000 } })
    expect((await files('2026Q1', 'file-once')).body).toEqual(filed.body)
    const again = await files('2026Q1')
    expect([again.status, again.body.code]).toEqual([409, 'quarter_already_filed'])
    const { merchant_id, quarter, from_on, to_on, figures } = filed.body
    const of = { merchant_id, quarter, from_on, to_on }
    expect(filingHash({ ...of, figures: figures as Filing['figures'] })).toBe(
      filed.body.content_hash,
    )
    await office.sells(HOLDERS.wu.phone)
    await office.uses(card, 12_000)
    // Even a roll-up that somebody falsifies afterwards changes nothing about what was filed.
    await office.db.batch([sql`UPDATE merchant_days SET paid_fen = paid_fen + 1`])
    expect(await office.read(office.owner, `${ME}/2026Q1`)).toEqual(filed.body)
    for (const attack of [
      sql`UPDATE quarter_filings SET body = '{}'`,
      sql`DELETE FROM quarter_filings`,
      sql`INSERT OR REPLACE INTO quarter_filings SELECT merchant_id, quarter, '{}', content_hash, filed_by, filed_at FROM quarter_filings`,
    ])
      await expect(office.db.batch([attack]), attack.text).rejects.toThrow(
        /filings_are_kept|quarter_already_filed/,
      )
  })

  it('are the owner’s to file; a manager reads, a cashier and other people do not', async () => {
    until('2026-04-02')
    const manager = good(
      await office.says(office.owner, 'POST', `/v1/merchants/${office.shop.id}/staff`, {
        name: '店长',
        role: 'manager',
        phone: staffPhone(1, 8),
      }),
    ).id
    expect((await office.read(manager, `${ME}/2026Q1`)).state).toBe('open')
    expect((await office.says(manager, 'POST', `${ME}/2026Q1/filing`)).status).toBe(403)
    expect((await office.says(office.shop.cashier_id, 'GET', `${ME}/2026Q1`)).status).toBe(403)
    expect((await office.says(office.li.id, 'GET', `${ME}/2026Q1`)).status).toBe(403)
    const early = await office.says(office.owner, 'GET', `${ME}/2026Q3`)
    expect(early.body.code).toBe('quarter_not_begun')
    const nonsense = await office.says(office.owner, 'GET', `${ME}/2026Q5`)
    expect(nonsense.body.code).toBe('request_invalid')
  })

  it('are listed for the bank, the platform and the supervisors of the district', async () => {
    until('2026-04-02')
    const list = async (who: string, more = '') =>
      (await office.read(who, `/v1/quarterly-figures?quarter=2026Q1${more}`)).data
    for (const who of [office.teller, office.boss])
      expect(await list(who)).toMatchObject(
        [office.shop.id, other].sort().map((merchant_id) => ({ merchant_id, filed_at: null })),
      )
    expect(await list(office.supervisor)).toMatchObject([{ merchant_id: office.shop.id }])
    expect(await list(office.elsewhere)).toEqual([])
    good(await files('2026Q1'))
    expect(await list(office.supervisor, '&filed=false')).toEqual([])
    expect(await list(office.supervisor, '&filed=true')).toMatchObject([
      { state: 'filed', figures: { received_fen: 160_000 } },
    ])
    expect(
      (await office.says(office.owner, 'GET', '/v1/quarterly-figures?quarter=2026Q1')).status,
    ).toBe(403)
  })
})

describe('a company of a trade that order 9 reaches', () => {
  it('is due fifteen working days after the quarter, and overdue the day after', async () => {
    office = await openOffice()
    await office.db.batch([
      sql`UPDATE merchants SET entity_type = 'company', version = version + 1 WHERE id = ${office.shop.id}`,
    ])
    const state = async () => {
      const { state, due_on } = await office.read(office.owner, `${ME}/2026Q1`)
      return [localDate(office.world.now()), state, due_on]
    }
    until('2026-03-31')
    // 1–3 April are worked, 4–6 are 清明; 7–10, 13–17 and 20–22 make fifteen.
    expect(await state()).toEqual(['2026-03-31', 'running', '2026-04-22'])
    until('2026-04-22')
    expect(await state()).toEqual(['2026-04-22', 'due', '2026-04-22'])
    office.advance(DAY_MS)
    expect(await state()).toEqual(['2026-04-23', 'overdue', '2026-04-22'])
    const [late] = (await office.read(office.teller, '/v1/quarterly-figures?quarter=2026Q1')).data
    expect(late).toMatchObject({ state: 'overdue', figures: { received_fen: 0 } })
    expect((await files('2026Q1')).body).toMatchObject({ state: 'filed_late' })
  })
})
