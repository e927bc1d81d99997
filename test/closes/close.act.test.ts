import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { closeDays } from '../../src/closes/close'
import { closeHash, hashPage } from '../../src/closes/hash'
import { type CoverageRow, hashedRows } from '../../src/closes/rules'
import { fetchStatements } from '../../src/intake/fetch'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { reconcileDays } from '../../src/reconciliation/reconcile'
import { type Counter, openCounter } from '../intake/support'
import { good, type Path } from '../support/addresses'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
  await bank.closes()
  bank.advance(3 * 3_600_000)
})
const read = async <P extends string>(path: Path<'GET', P>, who = bank.teller) => {
  const reply = await bank.says(who, 'GET', path)
  return good(reply)
}
const mineOf = <R extends { merchant_id: string }>(rows: R[]) =>
  rows.find((row) => row.merchant_id === bank.shop.id)

describe(`the close of a day on ${ENGINE}`, () => {
  it('says what every card is owed and what the bank has, and is sealed upon the day before', async () => {
    await bank.paysOut(12_345)
    const day = await bank.closes()
    const close = await read(`/v1/bank/closes/${day}`)
    expect(close.totals).toMatchObject({
      requirement_fen: 17_655,
      bank_fen: 17_655,
      custody_fen: 17_655,
      coverage_bp: 10_000,
      in_transit_fen: 0,
      unexplained_fen: 0,
      cards_count: 1,
      breaks_count: 0,
    })
    expect(close.breaks).toEqual([])
    const { data } = await read(`/v1/bank/closes/${day}/merchants`)
    expect(mineOf(data)).toMatchObject({ requirement_fen: 17_655, resource_fen: 17_655 })
    const [before] = await bank.rows(
      sql`SELECT content_hash FROM bank_closes WHERE day < ${day} ORDER BY day DESC LIMIT 1`,
    )
    expect(close.previous_hash).toBe(before?.content_hash)
    const { object: _object, sealed_at: _at, content_hash, reading, ...body } = close
    expect(reading).toMatchObject({ state: 'whole', silent_count: 0, difference_fen: 0 })
    expect(closeHash(body)).toBe(content_hash)
    const rows = await bank.rows(
      sql`SELECT * FROM bank_coverage WHERE day = ${day} ORDER BY merchant_id`,
    )
    expect(hashPage('', hashedRows(rows as unknown as CoverageRow[]))).toBe(close.rows_hash)
  })
  it('names on the desk whose account had no statement, and what the last one said', async () => {
    const before = localDate(bank.world.now())
    await bank.closes()
    expect(await read('/v1/bank/desk')).toMatchObject({ silent_count: 0, silent: [] })
    bank.advance(3 * 3_600_000)
    const day = localDate(bank.world.now())
    await setBankFault(bank.db, { day, kind: 'omitted', account_no: bank.account_no })
    await bank.closes()
    const desk = await read('/v1/bank/desk')
    expect(desk).toMatchObject({ newest_close: day, silent_count: 1 })
    expect(desk.silent).toMatchObject([
      {
        merchant_id: bank.shop.id,
        custody_account_mask: `尾号 ${bank.account_no.slice(-4)}`,
        last_stated_on: before,
        last_bank_fen: 30_000,
        custody_fen: 30_000,
      },
    ])
  })
  it('can be made again from the entries, card by card, however much later', async () => {
    await bank.paysOut(12_345)
    const day = await bank.closes()
    const before = await read(`/v1/bank/closes/${day}`)
    await bank.paysOut(1_111)
    await bank.closes()
    const { data, page_sums } = await read(
      `/v1/bank/closes/${day}/cards?merchant_id=${bank.shop.id}`,
    )
    expect(page_sums).toMatchObject({ escrow_fen: 17_655, held_fen: 0, owed_fen: 17_655 })
    const shop = await read(`/v1/bank/closes/${day}/merchants?merchant_id=${bank.shop.id}`)
    expect(shop.data).toMatchObject([{ merchant_id: bank.shop.id, state: 'whole' }])
    expect(data).toEqual([
      {
        object: 'card_balance',
        card_id: bank.card,
        escrow_fen: 17_655,
        held_fen: 0,
        refunding_fen: 0,
        owed_fen: 17_655,
      },
    ])
    expect(await read(`/v1/bank/closes/${day}`)).toEqual(before)
    const series = await read(`/v1/bank/coverage/${bank.shop.id}`)
    expect(series.data.map((row) => row.requirement_fen)).toEqual([16_544, 17_655, 30_000])
  })
  it('shows what is short, what is on its way and what is the shop’s own', async () => {
    await bank.buys(bank.li, bank.shop, 0)
    await bank.uses(5_000)
    const day = localDate(bank.world.now())
    const [entry] = await bank.rows(
      sql`SELECT seq FROM mock_bank_entries ORDER BY seq DESC LIMIT 1`,
    )
    expect(entry).toBeDefined()
    await setBankFault(bank.db, {
      day,
      kind: 'charge',
      account_no: bank.account_no,
      amount_fen: 300,
    })
    await bank.closes()
    const mine = mineOf((await read(`/v1/bank/closes/${day}/merchants`)).data)
    expect(mine).toMatchObject({
      requirement_fen: 55_000,
      bank_fen: 29_700,
      payable_fen: 5_000,
      resource_fen: 29_700,
      owed_fen: 60_000,
      covered_fen: 29_700,
      cards_covered_fen: 24_700,
      short_fen: 30_300,
      in_transit_fen: 30_000,
      missing_fen: 300,
      coverage_bp: 4_950,
      breaks_in_fen: 0,
      breaks_out_fen: -300,
      unexplained_fen: 0,
    })
  })
  it('counts nobody’s money for the cards while it is unexplained', async () => {
    const day = localDate(bank.world.now())
    const of = { day, account_no: bank.account_no, amount_fen: 900 }
    await setBankFault(bank.db, { ...of, kind: 'unknown_credit' })
    await bank.closes()
    const mine = mineOf((await read(`/v1/bank/closes/${day}/merchants`)).data)
    expect(mine).toMatchObject({ bank_fen: 30_900, resource_fen: 30_000, coverage_bp: 10_000 })
    const [found] = (await read('/v1/bank/breaks')).data
    const path = `/v1/bank/breaks/${found!.id}`
    const proposal = { proposal: 'suspense', note: '查无此款' }
    await bank.says(bank.teller, 'POST', `${path}/proposal`, proposal)
    const seen = { proposal: 'suspense', difference_fen: 900 }
    expect((await bank.says(bank.checker, 'POST', `${path}/approval`, seen)).status).toBe(200)
    const next = await bank.closes()
    const later = mineOf((await read(`/v1/bank/closes/${next}/merchants`)).data)
    expect(later).toMatchObject({
      bank_fen: 30_900,
      custody_fen: 30_900,
      suspense_in_fen: 900,
      suspense_out_fen: 0,
      resource_fen: 30_000,
      in_transit_fen: 0,
      unexplained_fen: 0,
    })
  })
  it('has no ratio without a statement, and is sealed all the same', async () => {
    const day = localDate(bank.world.now())
    await setBankFault(bank.db, { day, kind: 'missing' })
    await bank.closes()
    bank.advance(8 * 3_600_000)
    await bank.reconciles()
    const close = await read(`/v1/bank/closes/${day}`)
    expect(close.totals).toMatchObject({
      bank_fen: null,
      coverage_bp: null,
      requirement_fen: 30_000,
    })
    expect(close.breaks).toMatchObject([{ class: 'B12', count: 1 }])
  })
  it('cannot be changed once it is sealed', async () => {
    const day = await bank.closes()
    for (const change of [
      sql`UPDATE bank_closes SET body = '{}', version = version + 1 WHERE day = ${day}`,
      sql`UPDATE bank_coverage SET requirement_fen = 0 WHERE day = ${day}`,
      sql`DELETE FROM bank_coverage WHERE day = ${day}`,
      sql`INSERT INTO bank_closes (day, phase, began_at) VALUES ('2020-01-01', 'requiring', 'x')`,
    ])
      await expect(bank.db.batch([change])).rejects.toThrow(/bank_day_is_sealed|bank_changed/)
  })
  it('goes on after being killed at any step, to the same figures', async () => {
    await bank.paysOut(12_345)
    const day = await bank.nextMorning()
    let n = 0
    bank.faulty.next = () => (n++ % 3 === 1 ? 'after' : n % 7 === 0 ? 'before' : null)
    for (let i = 0; i < 60; i++) {
      await fetchStatements(bank.world, 5).catch(() => 0)
      await reconcileDays(bank.world, 2).catch(() => 0)
      await closeDays(bank.world, 2).catch(() => 0)
    }
    bank.faulty.next = () => null
    bank.advance(86_400_000)
    for (let i = 0; i < 10; i++) await bank.closes()
    const close = await read(`/v1/bank/closes/${day}`)
    expect(close.totals).toMatchObject({
      requirement_fen: 17_655,
      bank_fen: 17_655,
      breaks_count: 0,
    })
    expect(await bank.breaks()).toEqual([])
  })
  it('is shown to those whose business it is', async () => {
    const day = await bank.closes()
    expect((await bank.says(bank.li.id, 'GET', `/v1/bank/closes/${day}`)).status).toBe(403)
    expect((await bank.says(bank.teller, 'GET', '/v1/bank/closes/2031-01-01')).status).toBe(404)
    const closes = await read('/v1/bank/closes')
    expect(closes.data.map((close: { day: string }) => close.day)[0]).toBe(day)
    const days = await read('/v1/bank/days')
    expect(days.data[0]).toMatchObject({ day, phase: 'done', has_file: true, breaks_found: 0 })
  })
})
