import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { fetchStatements } from '../../src/intake/fetch'
import { dayStart, localDate, plusDays } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
})
/** Two rows: the opening and the closing balance of one account. */
const twoRows = (day: string, { fen = '300.00', id = 'UP1', lines = [] as string[] } = {}) =>
  [
    '行别,账号,对账单号,期号,记账日期,借贷,金额,银行流水号,指令号,对方户名,对方账号,附言',
    `期初,${bank.account_no},${id},,${day},贷,${fen},,,,,`,
    ...lines,
    `期末,${bank.account_no},,,${day},贷,${fen},,,,,`,
  ].join('\n')
const today = () => localDate(bank.world.now())
/** 01:00 of the next day: the day is over, and the bank's own file is not there yet. */
const afterMidnight = () => {
  const next = Date.parse(dayStart(plusDays(today(), 1))) + 3_600_000
  bank.advance(next - Date.parse(bank.world.now()))
}
const days = () => bank.rows(sql`SELECT day, phase, has_file, is_whole FROM bank_days ORDER BY day`)
const close = async (day: string) =>
  (await bank.says(bank.teller, 'GET', `/v1/bank/closes/${day}`)).body

describe(`a business day on ${ENGINE}`, () => {
  it.each([0, 1, 30])('takes no booked statement of a day that is not over (+%i)', async (more) => {
    const reply = await bank.gives(bank.teller, twoRows(plusDays(today(), more)))
    expect([reply.status, reply.body.code]).toEqual([409, 'bank_day_not_over'])
    expect(reply.body.errors[0]).toMatchObject({ code: 'day_not_over' })
    expect(await bank.rows(sql`SELECT count(*) AS n FROM bank_statements`)).toEqual([{ n: 0 }])
    expect(await days()).toEqual([])
  })
  it('is not begun by the file of one account: the bank’s own file is fetched, and closes it', async () => {
    const day = today()
    afterMidnight()
    expect((await bank.gives(bank.teller, twoRows(day))).status).toBe(201)
    expect(await days()).toMatchObject([{ day, phase: 'expected', has_file: 0, is_whole: 0 }])
    await bank.reconciles()
    expect((await close(day)).code).toBe('bank_close_not_found')
    bank.advance(5 * 3_600_000)
    await fetchStatements(bank.world, 100)
    expect(await days()).toMatchObject([{ day, phase: 'waiting', has_file: 1, is_whole: 1 }])
    await bank.reconciles()
    const { totals } = await close(day)
    expect(totals.stated_count).toBe(totals.merchants_count)
  })
  it('names an account that the bank left out at once, without running numbers', async () => {
    const day = today()
    await setBankFault(bank.db, { day, kind: 'omitted', account_no: bank.account_no })
    await bank.closes()
    expect(await bank.breaks()).toMatchObject([
      { class: 'B12', day, merchant_id: bank.shop.id, difference_fen: 0 },
    ])
    expect(await days()).toMatchObject([{ phase: 'done', has_file: 1, is_whole: 0 }])
    const { totals } = await close(day)
    expect(totals.merchants_count - totals.stated_count).toBe(1)
    expect(totals.coverage_bp).toBeNull()
    const [cover] = await bank.rows(
      sql`SELECT * FROM merchant_covers WHERE merchant_id = ${bank.shop.id}`,
    )
    expect(cover).toMatchObject({ is_complete: 0, covered_fen: 0, owed_fen: 30_000 })
    // The account's own file comes later, by two people as the day is sealed: the day is whole.
    const late = twoRows(day, { fen: '0.00' })
    expect((await bank.gives(bank.teller, late)).body.code).toBe('bank_file_needs_second')
    expect((await bank.gives(bank.checker, late)).status).toBe(201)
    expect(await days()).toMatchObject([{ has_file: 1, is_whole: 1 }])
  })
  it('that was left out for one account is one break a day, and one again when the next one comes', async () => {
    const day = today()
    for (const on of [day, plusDays(day, 1)])
      await setBankFault(bank.db, { day: on, kind: 'omitted', account_no: bank.account_no })
    await bank.closes()
    await bank.closes()
    await bank.closes()
    const silent = (await bank.breaks()).filter((one) => one.class === 'B12')
    expect(silent.map((one) => one.day)).toEqual([day, plusDays(day, 1)])
  })
  it('is never skipped because a file of a later day was brought first', async () => {
    await bank.closes()
    bank.advance(3 * 86_400_000)
    const yesterday = plusDays(today(), -1)
    await bank.gives(bank.teller, twoRows(yesterday))
    await fetchStatements(bank.world, 100)
    const known = (await days()).map(({ day }) => String(day))
    expect(known).toEqual(known.map((_day, i) => plusDays(String(known[0]), i)))
    expect(known.at(-1)).toBe(yesterday)
  })
  it('takes no statement from before the account was opened', async () => {
    bank.advance(86_400_000)
    const reply = await bank.gives(bank.teller, twoRows('2025-01-01'))
    expect([reply.status, reply.body.code]).toEqual([422, 'bank_statement_before_account'])
    const old = '明细,,,,2025-01-01,贷,1.00,L9,,,,'
    const opened = plusDays(today(), -1)
    const lines = [old.replace('明细,', `明细,${bank.account_no}`)]
    const file = twoRows(opened, { lines }).replace('贷,300.00,,,,,', '贷,299.00,,,,,')
    expect((await bank.gives(bank.teller, file)).body.code).toBe('bank_statement_before_account')
  })
  it('takes the same number with a changed instruction as a contradiction, and names the line', async () => {
    const day = today()
    afterMidnight()
    const told = (instruction: string) =>
      twoRows(day, {
        fen: '0.00',
        lines: [
          `明细,${bank.account_no},,,${day},贷,5.00,L1,${instruction},,,往来`,
          `明细,${bank.account_no},,,${day},借,5.00,L2,,,,往来`,
        ],
      })
    expect((await bank.gives(bank.teller, told('A1'))).status).toBe(201)
    for (const changed of ['A2', '']) {
      const reply = await bank.gives(bank.teller, told(changed))
      expect([changed, reply.status, reply.body.code]).toEqual([
        changed,
        409,
        'bank_statement_contradicts',
      ])
      expect(reply.body.errors).toMatchObject([{ code: 'line_differs', pointer: '/明细/3' }])
      expect(reply.body.errors[0]!.detail).toContain('指令号是 A1')
    }
    const again = await bank.gives(bank.teller, told('A2'), { restates: true })
    expect(again.status, again.text).toBe(201)
    const standing = await bank.rows(
      sql`SELECT match_key FROM bank_lines WHERE state <> 'withdrawn' ORDER BY line_key`,
    )
    expect(standing).toEqual([{ match_key: 'A2' }, { match_key: null }])
  })
  it('takes the same number with a changed reference as a contradiction, and names the line', async () => {
    const day = today()
    afterMidnight()
    const told = (reference: string) =>
      twoRows(day, {
        fen: '0.00',
        lines: [
          `明细,${bank.account_no},,,${day},贷,5.00,${reference},,,,往来`,
          `明细,${bank.account_no},,,${day},借,5.00,L2,,,,往来`,
        ],
      })
    expect((await bank.gives(bank.teller, told('L1'))).status).toBe(201)
    const reply = await bank.gives(bank.teller, told('L1X'))
    expect([reply.status, reply.body.code]).toEqual([409, 'bank_statement_contradicts'])
    expect(reply.body.errors[0]).toMatchObject({ code: 'line_unknown', pointer: '/明细/3' })
    expect(reply.body.errors[0]!.detail).toContain('L1X')
    expect(await bank.rows(sql`SELECT count(*) AS n FROM bank_lines`)).toEqual([{ n: 2 }])
    const again = await bank.gives(bank.teller, told('L1X'), { restates: true })
    expect(again.status, again.text).toBe(201)
    const standing = await bank.rows(
      sql`SELECT bank_reference FROM bank_lines WHERE state <> 'withdrawn' ORDER BY seq`,
    )
    expect(standing.map((line) => line.bank_reference).sort()).toEqual(['L1X', 'L2'])
  })
})

describe(`a return on another shop’s account on ${ENGINE}`, () => {
  it.each([
    ['return', (key: string) => `贷,200.00,否,RX1,,${key},退汇`],
    ['reversal', (key: string) => `贷,200.00,是,RX1,${key},${key},冲正`],
  ])('is B10 that names both shops, never that shop’s own %s', async (_name, told) => {
    await bank.paysOut(20_000)
    await bank.closes()
    bank.advance(3_600_000)
    const [payout] = await bank.rows(
      sql`SELECT id FROM payouts WHERE merchant_id = ${bank.shop.id}`,
    )
    const key = String(payout?.id).slice(4)
    const [other] = await bank.rows(
      sql`SELECT id, name, custody_account_no AS no FROM merchants WHERE id <> ${bank.shop.id} AND custody_account_no IS NOT NULL`,
    )
    const no = String(other?.no)
    const day = today()
    await setBankFault(bank.db, { day, kind: 'omitted', account_no: no })
    afterMidnight()
    const file = [
      '行别,账号,对账单号,期号,记账日期,借贷,金额,冲正,银行流水号,指令号,端到端号,附言',
      `期初,${no},UP9,,${day},贷,0.00,,,,,`,
      `明细,${no},,,${day},${told(key)}`,
      `期末,${no},,,${day},贷,200.00,,,,,`,
    ].join('\n')
    const given = await bank.gives(bank.teller, file)
    expect(given.status, given.text).toBe(201)
    await bank.morning()
    const found = await bank.rows(
      sql`SELECT class, merchant_id, other_merchant_id, difference_fen, note FROM bank_breaks WHERE state = 'open'`,
    )
    const [shop] = await bank.rows(sql`SELECT name FROM merchants WHERE id = ${bank.shop.id}`)
    expect(found).toMatchObject([
      {
        class: 'B10',
        merchant_id: other?.id,
        other_merchant_id: bank.shop.id,
        difference_fen: 20_000,
      },
    ])
    expect(found[0]?.note).toContain(`「${shop?.name}」`)
    expect(found[0]?.note).toContain(`「${other?.name}」`)
  })
})

describe(`a file that somebody brought by mistake on ${ENGINE}`, () => {
  const withdraw = (who: string, id: string) =>
    bank.says(who, 'POST', `/v1/bank/files/${id}/withdrawal`, { note: '传错了文件' })
  it('is taken back by two people, and its day waits for the right one', async () => {
    const day = today()
    afterMidnight()
    const file = await bank.gives(bank.teller, twoRows(day, { fen: '77.00' }))
    expect((await withdraw(bank.teller, file.body.id)).body.state).toBe('proposed')
    expect((await withdraw(bank.teller, file.body.id)).body.code).toBe('checker_must_not_be_maker')
    expect((await withdraw(bank.checker, file.body.id)).body.state).toBe('withdrawn')
    expect((await withdraw(bank.checker, file.body.id)).body.code).toBe('bank_file_is_withdrawn')
    const again = await bank.gives(bank.teller, twoRows(day, { fen: '77.00' }))
    expect(again.body.code).toBe('bank_file_is_withdrawn')
    bank.advance(5 * 3_600_000)
    await fetchStatements(bank.world, 100)
    await bank.reconciles()
    expect(await bank.breaks()).toEqual([])
    expect((await close(day)).totals.coverage_bp).toBe(10_000)
  })
  it('stays once its day is sealed; what is sealed is told anew only by two people with the same file', async () => {
    const day = today()
    await bank.closes()
    const anew = twoRows(day, { id: 'UP2' })
    const first = await bank.gives(bank.teller, anew)
    expect([first.status, first.body.code]).toEqual([409, 'bank_file_needs_second'])
    expect((await bank.gives(bank.teller, anew)).body.code).toBe('bank_file_needs_second')
    expect(await bank.rows(sql`SELECT count(*) AS n FROM bank_files`)).toEqual([{ n: 1 }])
    const second = await bank.gives(bank.checker, anew)
    expect(second.status, second.text).toBe(201)
    const late = await withdraw(bank.teller, second.body.id)
    expect([late.status, late.body.code]).toEqual([409, 'bank_day_is_sealed'])
    const [own] = await bank.rows(sql`SELECT id FROM bank_files WHERE source = 'bank'`)
    expect((await withdraw(bank.teller, String(own?.id))).body.code).toBe('bank_file_is_the_banks')
  })
})

describe(`a line dated tomorrow on ${ENGINE}`, () => {
  it('counts with the statement that tells it, and alarms nobody', async () => {
    await bank.closes()
    bank.advance(3_600_000)
    const day = today()
    await setBankFault(bank.db, { day, kind: 'omitted', account_no: bank.account_no })
    afterMidnight()
    const file = [
      '行别,账号,对账单号,期号,记账日期,借贷,金额,银行流水号,指令号,对方户名,对方账号,附言',
      `期初,${bank.account_no},UP7,,${day},贷,300.00,,,,,`,
      `明细,${bank.account_no},,,${plusDays(day, 1)},贷,5.00,LT1,,,,往来款`,
      `期末,${bank.account_no},,,${day},贷,305.00,,,,,`,
    ].join('\n')
    const given = await bank.gives(bank.teller, file)
    expect(given.status, given.text).toBe(201)
    await bank.morning()
    expect(await bank.breaks()).toMatchObject([{ class: 'B2', difference_fen: 500 }])
    const [cover] = await bank.rows(
      sql`SELECT missing_fen FROM merchant_covers WHERE merchant_id = ${bank.shop.id}`,
    )
    expect(cover).toMatchObject({ missing_fen: 0 })
  })
})

describe(`partial files of the bank on ${ENGINE}`, () => {
  it.each([1, 2, 3])(
    'leave every past day whole or named, whoever is left out (seed %i)',
    async (seed) => {
      const accounts = (
        await bank.rows(
          sql`SELECT custody_account_no AS no FROM merchants WHERE custody_account_no IS NOT NULL ORDER BY id`,
        )
      ).map(({ no }) => String(no))
      for (let n = 0; n < 5; n++) {
        const day = today()
        for (const [i, account_no] of accounts.entries())
          if ((seed * 7 + n * 5 + i * 3) % 4 === 0)
            await setBankFault(bank.db, { day, kind: 'omitted', account_no })
        await bank.closes()
      }
      const unnamed = await bank.rows(
        sql`SELECT k.day, k.merchant_id FROM bank_coverage k WHERE k.bank_fen IS NULL AND NOT EXISTS (
            SELECT 1 FROM bank_breaks b WHERE b.subject = 'ns:' || k.merchant_id || ':' || k.day AND b.class = 'B12')`,
      )
      expect(unnamed).toEqual([])
      const silent = await bank.rows(sql`SELECT day FROM bank_coverage WHERE bank_fen IS NULL`)
      const named = (await bank.breaks()).filter((one) => one.class === 'B12')
      expect(named).toHaveLength(silent.length)
      const news = await bank.rows(
        sql`SELECT count(*) AS n FROM events WHERE type = 'coverage.short'`,
      )
      expect(news).toEqual([{ n: 0 }])
    },
  )
})
