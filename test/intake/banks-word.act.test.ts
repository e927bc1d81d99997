import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { checkBooks } from '../../src/books/check'
import { fetchStatements } from '../../src/intake/fetch'
import { dayStart, localDate, plusDays } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from './support'

let bank: Counter
let day: string
beforeEach(async () => {
  bank = await openCounter()
  await bank.banks()
  await bank.closes()
  bank.advance(3 * 3_600_000)
  day = localDate(bank.world.now())
})
/** One account's statement as somebody types it, in our own layout. */
const typed = (lines: readonly string[], { id = 'UP1', to = '300.00' } = {}) =>
  [
    '行别,账号,对账单号,期号,记账日期,借贷,金额,冲正,银行流水号,附言',
    `期初,${bank.account_no},${id},,${day},贷,300.00,,,`,
    ...lines.map((line) => `明细,${bank.account_no},,,${day},${line}`),
    `期末,${bank.account_no},,,${day},贷,${to},,,`,
  ].join('\n')
const charge = (amount_fen: number) =>
  setBankFault(bank.db, { day, kind: 'charge', account_no: bank.account_no, amount_fen })
/** The next day at such an hour; the bank's file of the day is there from five on. */
const nextDayAt = (hour: number) => {
  const at = Date.parse(dayStart(plusDays(day, 1))) + hour * 3_600_000
  bank.advance(at - Date.parse(bank.world.now()))
}
const mine = async () =>
  (await bank.says(bank.teller, 'GET', `/v1/bank/closes/${day}/merchants`)).body.data.find(
    (row: { merchant_id: string }) => row.merchant_id === bank.shop.id,
  )
const fetches = async () => {
  nextDayAt(6)
  await fetchStatements(bank.world, 100)
  await bank.reconciles()
}
const theBanksNumber = async () =>
  String(
    (
      await bank.rows(
        sql`SELECT statement_id FROM bank_statements WHERE merchant_id = ${bank.shop.id} ORDER BY seq DESC LIMIT 1`,
      )
    )[0]?.statement_id,
  ).replace(/\d{4}-\d\d-\d\d$/, day)

describe(`what the bank itself told on ${ENGINE}`, () => {
  it.each([
    ['told anew under its number', true],
    ['told beside it', false],
  ])('is not replaced by one person’s file, %s, before the day is sealed', async (_how, anew) => {
    await charge(500)
    await bank.nextMorning()
    const id = anew ? await theBanksNumber() : 'UP1'
    const file = anew
      ? typed([], { id })
      : typed(['借,5.00,,X1,账户管理费', '贷,5.00,是,X1,账户管理费'])
    const reply = await bank.gives(bank.teller, file, { restates: anew })
    expect([reply.status, reply.body.code]).toEqual([409, 'bank_file_needs_second'])
    await bank.reconciles()
    expect(await mine()).toMatchObject({ bank_fen: 29_500, missing_fen: 500, coverage_bp: 9_833 })
  })
  it.each([
    ['its own number and another sum', () => theBanksNumber(), typed, '77.00'],
    ['another number and no fee', async () => 'UP1', typed, '300.00'],
  ])('replaces what somebody brought before it, under %s', async (_name, number, told, to) => {
    await charge(500)
    nextDayAt(1)
    const lines = to === '77.00' ? ['借,223.00,,X9,往来'] : []
    const file = told(lines, { id: await number(), to })
    expect((await bank.gives(bank.teller, file)).status).toBe(201)
    await fetches()
    expect(await mine()).toMatchObject({ bank_fen: 29_500, missing_fen: 500, coverage_bp: 9_833 })
    expect(await bank.breaks()).toMatchObject([{ class: 'B9', difference_fen: -500 }])
  })
  it('replaces a line that somebody brought under its reference with another sum', async () => {
    await charge(500)
    nextDayAt(6)
    const bytes = (await bank.world.bank.statement({ day }))?.bytes ?? new Uint8Array()
    const reference = /BANK\d+/.exec(new TextDecoder().decode(bytes))?.[0]
    expect(reference).toBeDefined()
    nextDayAt(1)
    const file = typed([`借,1.00,,${reference},账户管理费`], { to: '299.00' })
    expect((await bank.gives(bank.teller, file)).status).toBe(201)
    await fetches()
    expect(await mine()).toMatchObject({ bank_fen: 29_500, missing_fen: 500 })
    expect(await bank.breaks()).toMatchObject([{ class: 'B9', difference_fen: -500 }])
  })
  it('is asked for though somebody brought every account, and amends what was sealed by that', async () => {
    await charge(500)
    nextDayAt(1)
    const accounts = await bank.rows(
      sql`SELECT custody_account_no AS no FROM merchants WHERE custody_account_no IS NOT NULL`,
    )
    const all = accounts.flatMap(({ no }) => {
      const fen = no === bank.account_no ? '300.00' : '0.00'
      return [`期初,${no},ALL,,${day},贷,${fen},,,`, `期末,${no},,,${day},贷,${fen},,,`]
    })
    const head = '行别,账号,对账单号,期号,记账日期,借贷,金额,冲正,银行流水号,附言'
    expect((await bank.gives(bank.teller, [head, ...all].join('\n'))).status).toBe(201)
    await bank.reconciles()
    expect(await mine()).toMatchObject({ bank_fen: 30_000, coverage_bp: 10_000 })
    await fetches()
    expect(await mine()).toMatchObject({ bank_fen: 29_500, missing_fen: 500, coverage_bp: 9_833 })
    const told = await bank.rows(
      sql`SELECT type FROM events WHERE type IN ('bank.close_amended', 'coverage.short') ORDER BY type`,
    )
    expect(told).toEqual([{ type: 'bank.close_amended' }, { type: 'coverage.short' }])
    expect((await checkBooks(bank.db)).divergences).toEqual([])
  })
  it('begins the day when somebody had brought the very bytes, and names who is left out', async () => {
    await setBankFault(bank.db, { day, kind: 'omitted', account_no: bank.account_no })
    nextDayAt(6)
    const bytes = (await bank.world.bank.statement({ day }))?.bytes ?? new Uint8Array()
    expect((await bank.gives(bank.teller, bytes)).status).toBe(201)
    await fetches()
    expect(await bank.breaks()).toMatchObject([{ class: 'B12', day, merchant_id: bank.shop.id }])
  })
  it('is read though two people had taken the same bytes back', async () => {
    nextDayAt(6)
    const bytes = (await bank.world.bank.statement({ day }))?.bytes ?? new Uint8Array()
    const { id } = (await bank.gives(bank.teller, bytes)).body
    for (const who of [bank.teller, bank.checker])
      await bank.says(who, 'POST', `/v1/bank/files/${id}/withdrawal`, { note: '传错了' })
    await fetches()
    bank.advance(3_600_000)
    await fetchStatements(bank.world, 100)
    await bank.reconciles()
    expect(await mine()).toMatchObject({ bank_fen: 30_000, coverage_bp: 10_000 })
    const files = await bank.rows(
      sql`SELECT source, content_hash FROM bank_files ORDER BY id DESC LIMIT 2`,
    )
    expect(files.map(({ source }) => source)).toEqual(['bank', 'upload'])
    const { data } = (await bank.says(bank.teller, 'GET', '/v1/bank/files')).body
    expect(data[0]!.content_hash).toBe(data[1]!.content_hash)
  })
})
