import { beforeEach, describe, expect, it } from 'vitest'
import { ENGINE } from '#storage'
import { CHUNK_LINES } from '../../src/intake/pieces'
import { setBankFault } from '../../src/mocks/bank-faults'
import { type Statement, sql } from '../../src/platform/d1'
import { payDaily } from '../payouts/support'
import { type Counter, openCounter } from './support'

let bank: Counter
beforeEach(async () => {
  bank = await openCounter()
  bank.advance(86_400_000)
})
const HEAD = '行别,账号,对账单号,期号,记账日期,借贷,金额,银行流水号,指令号,对方户名,对方账号,附言'
const csv = (lines: string[], { account = bank.account_no, id = 'S1', closing = '' } = {}) =>
  [
    HEAD,
    `期初,${account},${id},1,2026-03-02,贷,0.00,,,,,`,
    ...lines.map((line) => `明细,${account},,,2026-03-02,${line}`),
    `期末,${account},,,2026-03-02,贷,${closing},,,,,`,
  ].join('\n')
const LINES = [
  '贷,100.00,L1,stl_1,,,充值',
  '借,30.00,L2,P2,王小丽,6222021234567890123,付款 13800000000',
]
const file = () => csv(LINES, { closing: '70.00' })
const lines = () => bank.rows(sql`SELECT * FROM bank_lines ORDER BY seq`)

describe(`a file of bank statements on ${ENGINE}`, () => {
  it('is read as a whole, with nobody’s name left in it', async () => {
    const reply = await bank.gives(bank.teller, file())
    expect(reply.status, reply.text).toBe(201)
    expect(reply.body).toMatchObject({ statements_count: 1, lines_count: 2, source: 'upload' })
    expect(reply.headers.get('x-d1-round-trips')).toBe('2')
    expect(await lines()).toMatchObject([
      { amount_fen: 10_000, match_key: 'stl_1', merchant_id: bank.shop.id, state: 'open' },
      {
        amount_fen: -3_000,
        counterparty: '王**',
        counterparty_account: '622202****0123',
        remittance: '付款 138****00',
      },
    ])
    const shown = await bank.says(bank.teller, 'GET', `/v1/bank/lines?merchant_id=${bank.shop.id}`)
    expect(shown.body.data).toHaveLength(2)
    const [line] = shown.body.data
    const path = `/v1/bank/lines?merchant_id=${bank.shop.id}&seqs=${line!.seq},999999` as const
    expect((await bank.says(bank.teller, 'GET', path)).body.data).toEqual([line])
    const file_read = await bank.says(bank.teller, 'GET', `/v1/bank/files/${reply.body.id}`)
    expect(file_read.body).toEqual(reply.body)
    expect(shown.text).not.toContain('王小丽')
  })
  it('is the same file when it comes again, in any key; its lines come once', async () => {
    const first = await bank.gives(bank.teller, file(), { key: 'once' })
    const again = await bank.gives(bank.teller, file(), { key: 'once' })
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const other = await bank.gives(bank.checker, file())
    expect([other.status, other.body.id]).toEqual([200, first.body.id])
    expect(await lines()).toHaveLength(2)
  })
  it('adds only what is new when files overlap', async () => {
    await bank.gives(bank.teller, file())
    const more = csv([...LINES, '贷,5.00,L3,stl_2,,,充值'], { id: 'S2', closing: '75.00' })
    expect((await bank.gives(bank.teller, more)).status).toBe(201)
    expect((await lines()).map(({ bank_reference }) => bank_reference)).toEqual(['L1', 'L2', 'L3'])
    const files = await bank.rows(sql`SELECT new_count FROM bank_files ORDER BY id`)
    expect(files.map(({ new_count }) => new_count)).toEqual([2, 1])
  })
  it('that contradicts what the bank told before changes nothing, and says where', async () => {
    await bank.gives(bank.teller, file())
    const other = csv(['贷,100.01,L1,stl_1,,,充值', LINES[1] ?? ''], { id: 'S2', closing: '70.01' })
    const reply = await bank.gives(bank.teller, other)
    expect(reply.body).toMatchObject({ code: 'bank_statement_contradicts' })
    expect(reply.body.errors[0]).toMatchObject({ code: 'line_differs', pointer: '/明细/3' })
    const total = csv([], { closing: '0.00' })
    const second = await bank.gives(bank.teller, total)
    expect(second.body.errors[0]).toMatchObject({ code: 'statement_differs' })
    expect(await bank.rows(sql`SELECT count(*) AS n FROM bank_statements`)).toEqual([{ n: 1 }])
  })
  it('with one wrong line is refused whole, with the line and the place', async () => {
    const wrong = csv([LINES[0] ?? '', '借,30.001,L2,P2,,,'], { closing: '70.00' })
    const reply = await bank.gives(bank.teller, wrong)
    expect([reply.status, reply.body.code]).toEqual([422, 'bank_file_unreadable'])
    expect(reply.body.errors[0]).toMatchObject({ code: 'amount_finer_than_fen' })
    expect(reply.body.errors[0]!.detail).toContain('第 4 行')
    const strange = csv([], { account: '999999999999', closing: '0.00' })
    expect((await bank.gives(bank.teller, strange)).body.errors[0]!.code).toBe('account_unknown')
    expect(await lines()).toEqual([])
  })
  it('is only taken from the bank, as a file, up to the limit', async () => {
    const { teller } = bank
    expect((await bank.gives(teller, '{}', { type: 'application/json' })).status).toBe(415)
    const large = new Uint8Array(10 * 1024 * 1024 + 1)
    expect((await bank.gives(teller, large)).body.code).toBe('bank_file_too_large')
    expect((await bank.gives(bank.li.id, file())).status).toBe(403)
  })
  it('comes in pieces when it is large, and goes on after being killed', async () => {
    const many = Array.from({ length: CHUNK_LINES * 2 + 5 }, (_, i) => `贷,0.01,R${i},I${i},,,`)
    const big = csv(many, { closing: '60.05' })
    let batches = 0
    bank.faulty.next = () => (++batches === 9 ? 'after' : batches > 9 ? 'before' : null)
    const dead = await bank.gives(bank.teller, big, { key: 'big' }).catch(() => null)
    expect(dead?.status ?? 500).toBe(500)
    bank.faulty.next = () => null
    expect(await lines()).toEqual([])
    const [{ n = 0 } = {}] = await bank.rows(sql`SELECT count(*) AS n FROM bank_file_chunks`)
    expect(Number(n)).toBeGreaterThan(0)
    const coming = { object: 'bank_upload', state: 'coming_in', chunks_count: 3 }
    const [chunk] = await bank.rows(sql`SELECT content_hash FROM bank_file_chunks LIMIT 1`)
    const progress = await bank.says(bank.teller, 'GET', `/v1/bank/uploads/${chunk?.content_hash}`)
    expect(progress.body).toMatchObject(coming)
    // Nobody knows yet that it is dead: until its lease runs out, the same request is told to wait.
    const waits = await bank.gives(bank.teller, big, { key: 'big' })
    expect(waits.body).toMatchObject({ status: 409, code: 'request_in_flight' })
    expect(waits.headers.get('retry-after')).toBe('2')
    bank.advance(31_000)
    const sent = await bank.rows(sql`SELECT no FROM bank_file_chunks`)
    const reply = await bank.gives(bank.teller, big, { key: 'big' })
    expect(reply.status, reply.text).toBe(201)
    const pieces = await bank.rows(
      sql`SELECT count(*) AS n FROM journal WHERE operation = 'stageBankLines'`,
    )
    expect([sent.length, pieces]).toEqual([Number(n), [{ n: 3 }]])
    expect((await lines()).length).toBe(many.length)
    const path = `/v1/bank/uploads/${reply.body.content_hash}` as const
    expect((await bank.says(bank.teller, 'GET', path)).body).toMatchObject({ state: 'imported' })
  })
  it.each(['before', 'after'] as const)(
    'that is large is there once, its pieces sent once, though the connection is lost %s the last commit',
    async (when) => {
      const many = Array.from({ length: CHUNK_LINES + 5 }, (_, i) => `贷,0.01,R${i},I${i},,,`)
      let lost = 0
      bank.faulty.next = (statements) =>
        statements.some(({ text }) => text.startsWith('INSERT INTO bank_files')) && lost++ === 0
          ? when
          : null
      const reply = await bank.gives(bank.teller, csv(many, { closing: '30.05' }))
      expect(reply.status, reply.text).toBe(201)
      expect(lost).toBe(when === 'before' ? 2 : 1)
      expect((await lines()).length).toBe(many.length)
      const count = (table: Statement) => bank.rows(sql`SELECT count(*) AS n FROM ${table}`)
      expect(await count(sql`journal WHERE operation = 'stageBankLines'`)).toEqual([{ n: 2 }])
      expect(await count(sql`bank_file_chunks`)).toEqual([{ n: 0 }])
      expect(await count(sql`journal_leases`)).toEqual([{ n: 0 }])
    },
  )
  it('that never became whole is let go after two days', async () => {
    const many = Array.from({ length: CHUNK_LINES + 5 }, (_, i) => `贷,0.01,R${i},I${i},,,`)
    let batches = 0
    bank.faulty.next = () => (++batches > 7 ? 'before' : null)
    await bank.gives(bank.teller, csv(many, { closing: '30.05' })).catch(() => null)
    bank.faulty.next = () => null
    const chunks = async () => (await bank.rows(sql`SELECT no FROM bank_file_chunks`)).length
    expect(await chunks()).toBe(1)
    await bank.nextMorning()
    expect(await chunks()).toBe(1)
    await bank.nextMorning()
    await bank.nextMorning()
    expect(await chunks()).toBe(0)
  })
  it('holds a page until the others of its statement are there', async () => {
    const page = (n: number, is_last: boolean, balances: string, entry: string) =>
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>',
        `<GrpHdr><MsgId>M${n}</MsgId><CreDtTm>2026-03-02T01:00:00Z</CreDtTm>`,
        `<MsgPgntn><PgNb>${n}</PgNb><LastPgInd>${is_last}</LastPgInd></MsgPgntn></GrpHdr>`,
        '<Stmt><Id>P1</Id><FrToDt><FrDtTm>2026-03-02T00:00:00</FrDtTm>',
        '<ToDtTm>2026-03-02T23:59:59</ToDtTm></FrToDt>',
        `<Acct><Id><Othr><Id>${bank.account_no}</Id></Othr></Id></Acct>`,
        `${balances}${entry}</Stmt></BkToCstmrStmt></Document>`,
      ].join('')
    const balance = (code: string, yuan: string) =>
      [
        `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="CNY">${yuan}</Amt>`,
        '<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-03-02</Dt></Dt></Bal>',
      ].join('')
    const entry = (ref: string) =>
      [
        '<Ntry><Amt Ccy="CNY">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>',
        `<BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>${ref}</AcctSvcrRef><BkTxCd/></Ntry>`,
      ].join('')
    const xml = { type: 'application/xml' }
    const first = page(1, false, balance('OPBD', '0.00'), entry('A'))
    const held = await bank.gives(bank.teller, first, xml)
    expect(held.status, held.text).toBe(201)
    expect(held.body).toMatchObject({ held_count: 1, lines_count: 0 })
    const last = page(2, true, balance('CLBD', '2.00'), entry('B'))
    const whole = await bank.gives(bank.teller, last, xml)
    expect(whole.body, whole.text).toMatchObject({ held_count: 0, lines_count: 2 })
    expect(await bank.rows(sql`SELECT count(*) AS n FROM bank_held_pages`)).toEqual([{ n: 0 }])
  })
  it('is fetched every night for each day that is over, and asked for until it is there', async () => {
    await bank.uses(20_000)
    await bank.banks()
    await payDaily(bank.world, 10)
    await bank.asksBank()
    const day = await bank.nextMorning()
    expect(await bank.rows(sql`SELECT source, given_by FROM bank_files`)).toEqual([
      { source: 'bank', given_by: 'clock' },
    ])
    expect((await lines()).map(({ amount_fen }) => amount_fen)).toEqual([30_000, -20_000])
    const next = await (async () => {
      await setBankFault(bank.db, { day: nextDay(day), kind: 'missing' })
      return bank.nextMorning()
    })()
    const [missing] = await bank.rows(sql`SELECT * FROM bank_days WHERE day = ${next}`)
    expect(missing).toMatchObject({ phase: 'expected', has_file: 0 })
  })
})
const nextDay = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
