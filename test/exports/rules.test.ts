import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { accountMerchant, accountName } from '../../src/exports/account-rules'
import type { Booking, Source } from '../../src/exports/source'
import { exportSpan, usualSpan } from '../../src/exports/span-rules'
import { csvRow } from '../../src/exports/table'
import {
  beancountName,
  hledgerName,
  hledgerTag,
  plainLine,
  quoted,
  signedYuan,
} from '../../src/exports/text-rules'
import { writeXlsx } from '../../src/exports/xlsx'
import { sheetRow } from '../../src/exports/xlsx-parts-rules'
import { fen } from '../../src/kernel/money'
import { Refusal } from '../../src/kernel/refusals'
import * as chart from '../../src/ledger/chart'
import { readCsv, readXlsx } from './readers'

const CITY = { merchant_id: null, detail: 'shop' } as const

describe('names of accounts', () => {
  it('exist for every account that the chart can spell', () => {
    const spelt = Object.values(chart).flatMap((spell) => {
      const said = spell('x')
      return typeof said === 'string' ? [said] : Array.isArray(said) ? said : []
    })
    expect(spelt.length).toBeGreaterThan(10)
    for (const account_id of spelt)
      expect(accountName(account_id, 'mch_1', CITY)[0]).toMatch(/^(assets|liabilities)$/)
    expect(() => accountName('magic:x', null, CITY)).toThrow('magic:x')
  })
  it.each([
    ['escrow:crd_1', 'mch_1', CITY, 'liabilities:cards:mch_1'],
    ['escrow:crd_1', 'mch_1', { ...CITY, detail: 'card' }, 'liabilities:cards:mch_1:crd_1'],
    ['custody:mch_1', null, CITY, 'assets:custody:mch_1'],
    ['psp:stripe', null, CITY, 'assets:psp:stripe'],
    ['psp:stripe', null, { ...CITY, merchant_id: 'mch_1' }, 'assets:in-transit:mch_1'],
    ['custody:mch_2', null, { ...CITY, merchant_id: 'mch_1' }, 'assets:in-transit:mch_1'],
    ['escrow:crd_2', 'mch_2', { detail: 'card', merchant_id: 'mch_1' }, 'assets:in-transit:mch_1'],
  ] as const)('%s of %s is called as accountants call it', (account_id, shop, view, name) => {
    expect(hledgerName(accountName(account_id, shop, view))).toBe(name)
  })
  it('belong to the shop of the card, to the shop, or to nobody here', () => {
    expect(accountMerchant('held:crd_1', 'mch_1')).toBe('mch_1')
    expect(accountMerchant('payable:mch_2', null)).toBe('mch_2')
    expect(accountMerchant('fees:stripe', null)).toBeNull()
  })
  it('are good Beancount', () => {
    expect(beancountName(['assets', 'in-transit', 'mch_01ABC'])).toBe('Assets:In-transit:Mch-01ABC')
    expect(beancountName(['assets', 'psp', '_wechat pay'])).toBe('Assets:Psp:Wechat-pay')
  })
})

describe('a span of days', () => {
  const now = '2026-03-31T04:00:00.000Z'
  it('is of days in Shanghai, both included', () => {
    expect(exportSpan('2026-03-01', '2026-03-02', now)).toEqual({
      from: '2026-03-01',
      to: '2026-03-02',
      starts_at: '2026-02-28T16:00:00.000Z',
      ends_at: '2026-03-02T16:00:00.000Z',
    })
  })
  it('is the last month unless somebody says otherwise, and always one that is taken', () => {
    const usual = usualSpan('2026-03-31')
    expect(usual).toEqual({ from: '2026-03-01', to: '2026-03-31' })
    expect(() => exportSpan(usual.from, usual.to, now)).not.toThrow()
  })
  it('ends a minute ago if its last day is today, and never before it begins', () => {
    expect(exportSpan('2026-03-31', '2026-03-31', now).ends_at).toBe('2026-03-31T03:59:00.000Z')
    const { starts_at, ends_at } = exportSpan(
      '2026-03-31',
      '2026-03-31',
      '2026-03-30T16:00:30.000Z',
    )
    expect([starts_at, ends_at]).toEqual(['2026-03-30T15:59:30.000Z', '2026-03-30T15:59:30.000Z'])
  })
  it.each([
    ['2026-03-02', '2026-03-01', 'export_range_is_backwards'],
    ['2025-03-30', '2026-03-31', 'export_range_too_long'],
    ['2026-03-01', '2026-04-01', 'export_day_has_not_come'],
  ])('from %s to %s is refused: %s', (from, to, code) => {
    const tried = () => exportSpan(from, to, now)
    expect(tried).toThrow(Refusal)
    expect(tried).toThrow(expect.objectContaining({ code }))
  })
  it('may be a year and a leap day', () => {
    expect(exportSpan('2025-03-31', '2026-03-31', now).from).toBe('2025-03-31')
  })
})

describe('texts', () => {
  it.each([
    [0, '0.00'],
    [-5, '-0.05'],
    [5, '0.05'],
    [100, '1.00'],
    [-123_456, '-1234.56'],
    [Number.MAX_SAFE_INTEGER, '90071992547409.91'],
  ])('%i fen is %s', (amount, text) => {
    expect(signedYuan(amount)).toBe(text)
  })
  it('cannot end a line, a comment, a tag or a string', () => {
    expect(plainLine('a\r\n2026-01-01 b ; (c) | d')).toBe('a 2026-01-01 b _ _c_ _ d')
    expect(hledgerTag('a, b:c\n')).toBe('a_ b:c ')
    expect(quoted('a"b\\c\nd')).toBe('"a\\"b\\\\c d"')
    expect(hledgerName(['assets', 'x  1.00 CNY ; y:z'])).not.toMatch(/ {2}|;|y:z/)
  })
  it('are no formulas in CSV, and amounts are numbers', () => {
    const cells = ['=1+1', '+x', '-x', '@SUM(A1)', '\tx', '\rx', 'a"b', 'a,b', 'a\r\nb', '', '中文']
    const row = csvRow([...cells, { amount_fen: fen(-5) }])
    const [read] = readCsv(`\uFEFF${row}`)
    expect(read).toEqual([
      "'=1+1",
      "'+x",
      "'-x",
      "'@SUM(A1)",
      "'\tx",
      "'\rx",
      'a"b',
      'a,b',
      'a\r\nb',
      '',
      '中文',
      '-0.05',
    ])
  })
  it('are texts in a workbook, whatever they look like', () => {
    expect(sheetRow(['=1+1', '<&">\u0007', { amount_fen: fen(-5) }], 7)).toBe(
      '<row r="7"><c r="A7" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>' +
        '<c r="B7" t="inlineStr"><is><t xml:space="preserve">&lt;&amp;&quot;&gt; </t></is></c>' +
        '<c r="C7" s="1"><v>-0.05</v></c></row>',
    )
  })
})

describe('a workbook', () => {
  const at = '2026-03-01T00:00:00.000Z'
  const bookings = (count: number): Booking[] =>
    Array.from({ length: count }, (_, i) => ({
      id: `trf_${i}`,
      booked_on: '2026-03-01',
      reason: 'purchase_paid',
      subject_id: 'pur_1',
      event_at: at,
      created_at: at,
      legs: [
        { name: ['assets', 'a'], amount_fen: fen(i + 1), card_id: null },
        { name: ['liabilities', 'b'], amount_fen: fen(-i - 1), card_id: 'crd_1' },
      ],
    }))
  const source = (pages: number[]): Source => ({
    view: CITY,
    span: exportSpan('2026-03-01', '2026-03-01', '2026-03-02T00:00:00.000Z'),
    async *openings() {},
    async *closings() {},
    async *bookings() {
      for (const count of pages) yield bookings(count)
    },
  })
  const bytesOf = async (pages: number[], rows_max?: number) => {
    const bytes: number[] = []
    for await (const chunk of writeXlsx(source(pages), rows_max)) bytes.push(...chunk)
    return Uint8Array.from(bytes)
  }
  it('goes on in another sheet when one is full, each with its header in sight', async () => {
    const bytes = await bytesOf([3, 4], 5)
    const sheets = readXlsx(bytes)
    expect([...sheets].map(([name, rows]) => [name, rows.length])).toEqual([
      ['分录', 6],
      ['分录 2', 6],
      ['分录 3', 5],
      ['期末余额', 1],
    ])
    const whole = [...sheets.values()].slice(0, 3).flatMap((rows) => rows.slice(1))
    expect(whole.map((row) => row[2])).toEqual(
      [...bookings(3), ...bookings(4)].flatMap(({ id }) => [id, id]),
    )
    for (const [path, xml] of Object.entries(unzipSync(bytes)))
      if (path.includes('worksheets/'))
        expect(new TextDecoder().decode(xml)).toContain('state="frozen"')
  })
  it('is whole though nothing was booked', async () => {
    expect([...readXlsx(await bytesOf([]))].map(([name, rows]) => [name, rows.length])).toEqual([
      ['分录', 1],
      ['期末余额', 1],
    ])
  })
  it('names each part once in its contents', async () => {
    const files = unzipSync(await bytesOf([1]))
    const types = new TextDecoder().decode(files['[Content_Types].xml'])
    for (const path of Object.keys(files))
      if (path.startsWith('xl/') && !path.endsWith('.rels'))
        expect(types.split(`PartName="/${path}"`)).toHaveLength(2)
  })
})
