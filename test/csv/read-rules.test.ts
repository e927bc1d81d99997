import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COLUMNS } from '../../src/csv/columns'
import { readCsv } from '../../src/csv/read'
import { codes, only, read, utf8 } from '../statements/support'

const HEADER = '行别,账号,记账日期,借贷,金额,余额,银行流水号,对方户名,附言,状态'
const csv = (...rows: string[]) => utf8([HEADER, ...rows].join('\r\n'))
const OPENING = '期初,1102,2026-11-23,贷,100.00,,,,,'
const CLOSING = '期末,1102,2026-11-23,贷,110.00,,,,,'
const LINE = '明细,1102,2026-11-23,贷,10.00,110.00,L1,王小丽,充值,'

describe('our CSV', () => {
  it('is read into the one shape', () => {
    expect(only(readCsv(csv(OPENING, LINE, CLOSING)))).toMatchObject({
      format: 'csv',
      version: null,
      account_no: '1102',
      statement_id: '1102/2026-11-23/2026-11-23',
      opening_fen: 10000,
      closing_fen: 11000,
      sums: { line_count: 1, in_fen: 1000, out_fen: 0 },
      lines: [
        {
          line_no: 1,
          file_line: 3,
          amount_fen: 1000,
          bank_reference: 'L1',
          status: 'booked',
          counterparty_name: '王小丽',
        },
      ],
    })
  })
  it('is understood in English, in any order of columns, and in LF', () => {
    const file = `amount,direction,booked_on,account_no,Record,status
100,CRDT,20261123,A,opening,
5.5,dbit,2026/11/3,A,line,booked
1,IN,,A,line,pending
94.50,in,2026-11-23,A,closing,
`
    expect(only(readCsv(utf8(file)))).toMatchObject({
      closing_fen: 9450,
      lines: [
        { amount_fen: -550, booked_on: '2026-11-03' },
        { amount_fen: 100, status: 'pending', booked_on: null },
      ],
    })
  })
  it('holds several accounts', () => {
    const other = [OPENING, CLOSING].map((row) =>
      row.replace('1102', '1103').replace('110.00', '100.00'),
    )
    expect(read(readCsv(csv(OPENING, LINE, CLOSING, ...other)))).toHaveLength(2)
  })
  it('keeps commas, quotes and line breaks inside quotes, and counts physical lines', () => {
    const line = '明细,1102,2026-11-23,贷,10.00,,L1,"王,""小""丽","第一行\r\n第二行",'
    const wrong = '明细,1102,2026-11-23,贷,x,,L2,,,'
    expect(only(readCsv(csv(OPENING, line, CLOSING))).lines[0]).toMatchObject({
      counterparty_name: '王,"小"丽',
      remittance: '第一行\r\n第二行',
    })
    expect(readCsv(csv(OPENING, line, wrong, CLOSING))).toMatchObject({
      faults: expect.arrayContaining([
        {
          line: 5,
          pointer: '/5/金额',
          code: 'amount_malformed',
          detail: expect.stringContaining('x'),
        },
      ]),
    })
  })
  it('says which row the balance goes wrong at, once', () => {
    const wrong = LINE.replace('110.00', '111.00')
    const after = LINE.replace('110.00', '121.00').replace('L1', 'L2')
    const reading = readCsv(csv(OPENING, wrong, after, CLOSING.replace('110.00', '120.00')))
    expect(reading).toMatchObject({
      fault_count: 1,
      faults: [{ line: 3, pointer: '/3/余额', code: 'running_balance_differs' }],
    })
  })
  it.each<[string, string[], string]>([
    ['whose lines do not reach the closing balance', [OPENING, CLOSING], 'balance_differs'],
    ['without a closing row', [OPENING, LINE], 'balance_missing'],
    ['without any row', [], 'balance_missing'],
    ['with a line before its opening', [LINE, OPENING, CLOSING], 'csv_record_order'],
    [
      'with a line of another account',
      [OPENING, LINE.replace('1102', '9'), CLOSING],
      'account_differs',
    ],
    [
      'with a row of another kind',
      [OPENING, LINE.replace('明细', '合计'), CLOSING],
      'value_unknown',
    ],
    ['with a cell too few', [OPENING, LINE.slice(0, -1), CLOSING], 'csv_cells_count'],
    [
      'with a separator in an amount',
      [OPENING, LINE.replace('10.00', '"1,010.00"'), CLOSING],
      'amount_malformed',
    ],
    [
      'with a sign in an amount',
      [OPENING, LINE.replace('10.00', '-10.00'), CLOSING],
      'amount_malformed',
    ],
    [
      'with an amount of nothing',
      [OPENING, LINE.replace('10.00', '0.00'), CLOSING],
      'amount_not_positive',
    ],
    ['with no direction', [OPENING, LINE.replace('贷', ''), CLOSING], 'value_missing'],
    [
      'with a direction nobody knows',
      [OPENING, LINE.replace('贷', 'toString'), CLOSING],
      'value_unknown',
    ],
    [
      'with a day that no calendar has',
      [OPENING, LINE.replace('2026-11-23', '2026-02-29'), CLOSING],
      'date_malformed',
    ],
    [
      'with a booked line of no day',
      [OPENING, LINE.replace('2026-11-23', ''), CLOSING],
      'value_missing',
    ],
    [
      'with a control character',
      [OPENING, LINE.replace('充值', '充\u0007值'), CLOSING],
      'value_unprintable',
    ],
    [
      'with a quote that is not closed',
      [OPENING, LINE.replace('充值', '"充值'), CLOSING],
      'csv_malformed',
    ],
    [
      'with a quote inside a bare cell',
      [OPENING, LINE.replace('充值', '充"值'), CLOSING],
      'csv_malformed',
    ],
    [
      'with text behind a quote',
      [OPENING, LINE.replace('充值', '"充"值'), CLOSING],
      'csv_malformed',
    ],
    [
      'with a cell of a book',
      [OPENING, LINE.replace('充值', '长'.repeat(1001)), CLOSING],
      'value_too_long',
    ],
    ['told twice', [OPENING, LINE, CLOSING, OPENING, LINE, CLOSING], 'page_twice'],
  ])('%s is refused', (_, rows, code) => {
    expect(codes(readCsv(csv(...rows)))).toContain(code)
  })
  it.each<[string, string, string]>([
    ['misses a column', HEADER.replace(',金额', ''), 'csv_header_missing'],
    ['has a column twice', `${HEADER},金额`, 'csv_header_twice'],
    ['has a column nobody knows', `${HEADER},心情`, 'csv_header_unknown'],
  ])('whose header %s is refused', (_, header, code) => {
    expect(codes(readCsv(utf8(`${header}\n${OPENING}`)))).toContain(code)
  })
  it('flags a bank reference that comes twice, and reads it', () => {
    const twice = readCsv(
      csv(OPENING, LINE, LINE.replace('110.00', '120.00'), CLOSING.replace('110.00', '120.00')),
    )
    expect(twice).toMatchObject({ ok: true, warnings: [{ line: 4, code: 'line_repeated' }] })
  })
  it('reads only CNY', () => {
    const file = utf8(
      '行别,账号,币种,记账日期,借贷,金额\n期初,1,USD,2026-11-23,贷,1\n期末,1,CNY,2026-11-23,贷,1',
    )
    expect(codes(readCsv(file))).toEqual(['currency_not_cny'])
  })
})

describe('the encoding', () => {
  /** 行别,账号,记账日期,借贷,金额 … 期初 … 贷 … 期末 in GBK. */
  const words: Record<string, number[]> = {
    行别: [0xd0, 0xd0, 0xb1, 0xf0],
    账号: [0xd5, 0xcb, 0xba, 0xc5],
    记账日期: [0xbc, 0xc7, 0xd5, 0xcb, 0xc8, 0xd5, 0xc6, 0xda],
    借贷: [0xbd, 0xe8, 0xb4, 0xfb],
    金额: [0xbd, 0xf0, 0xb6, 0xee],
    期初: [0xc6, 0xda, 0xb3, 0xf5],
    期末: [0xc6, 0xda, 0xc4, 0xa9],
    贷: [0xb4, 0xfb],
  }
  const file = '行别,账号,记账日期,借贷,金额\n期初,1,2026-11-23,贷,1\n期末,1,2026-11-23,贷,1\n'
  const gbk = new Uint8Array(
    file
      .split(/(行别|账号|记账日期|借贷|金额|期初|期末|贷)/)
      .flatMap((part) => words[part] ?? [...utf8(part)]),
  )
  it('is told by the bytes: UTF-8 with and without BOM, and GBK', () => {
    for (const bytes of [utf8(file), utf8(`\uFEFF${file}`), gbk])
      expect(only(readCsv(bytes)).closing_fen).toBe(100)
  })
  it('is GBK too where its few words happen to be valid UTF-8', () => {
    const plain =
      'record,account_no,booked_on,direction,amount,remittance\nopening,1,2026-11-23,c,1,\n' +
      'line,1,2026-11-23,c,1,%%\nclosing,1,2026-11-23,c,2,\n'
    const bytes = utf8(plain)
    bytes.set([0xc4, 0xa3], bytes.indexOf(37))
    expect(only(readCsv(bytes)).lines[0]?.remittance).toBe('模')
    expect(only(readCsv(utf8(plain.replace('%%', 'Café')))).lines[0]?.remittance).toBe('Café')
  })
  it('is no workbook: that is told once, with what to do', () => {
    for (const magic of [
      [0x50, 0x4b, 0x03, 0x04],
      [0xd0, 0xcf, 0x11, 0xe0],
    ]) {
      const read = readCsv(Uint8Array.from([...magic, 0x14, 0x00, 0x0a, 0x2c]))
      expect(codes(read)).toEqual(['spreadsheet_given'])
      expect(JSON.stringify(read)).toContain('另存为 CSV')
    }
  })
  it('is refused when it is neither', () => {
    expect(codes(readCsv(Uint8Array.of(0xff, 0xfe, 0x4c, 0x88)))).toEqual(['encoding_unknown'])
  })
})

describe('the page that documents it', () => {
  const page = readFileSync('docs/bank-files.md', 'utf8')

  it('shows a file that is read', () => {
    const example = /```csv\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
    expect(only(readCsv(utf8(example)))).toMatchObject({
      closing_fen: 110000,
      sums: { line_count: 3, booked_count: 2, pending_in_fen: 5000 },
    })
  })
  it('lists every column', () => {
    for (const [column, [name]] of Object.entries(COLUMNS))
      expect(page).toContain(`| ${name} | ${column} |`)
  })
})
