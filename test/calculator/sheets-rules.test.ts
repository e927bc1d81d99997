import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { batch } from '../../src/batches/batch'
import { commaParted } from '../../src/batches/batch-cells'
import { BatchFault } from '../../src/batches/batch-fault'
import { xlsxRecords } from '../../src/batches/xlsx-in'
import { csvRecords } from '../../src/csv/cells'
import { WEIHAI } from '../support/weihai'
import { workbook } from './workbook'

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
const RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const sheet = (rows: string) =>
  strToU8(`<worksheet ${MAIN}><sheetData>${rows}</sheetData></worksheet>`)
const cellsOf = (bytes: Uint8Array) => [...xlsxRecords(bytes)].map(({ cells }) => cells)
const zip = (files: Zippable) => zipSync(files)
const SHEET = 'xl/worksheets/sheet1.xml'
const ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c><c r="C1"><v>5</v></c></row>'

describe('a workbook is opened piece by piece', () => {
  it('takes the sheet that stands first, days by their style, and no reading aids', () => {
    const files = (is_1904: boolean) =>
      zip({
        'xl/workbook.xml': strToU8(
          `<workbook ${MAIN} ${RELATIONS}><workbookPr${is_1904 ? ' date1904="1"' : ''}/><sheets>` +
            '<sheet name="持卡人" sheetId="7" r:id="rId9"/>' +
            '<sheet name="x" sheetId="1" r:id="rId1"/></sheets></workbook>',
        ),
        'xl/_rels/workbook.xml.rels': strToU8(
          '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>' +
            '<Relationship Id="rId9" Target="worksheets/sheet2.xml"/></Relationships>',
        ),
        'xl/styles.xml': strToU8(
          `<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" ` +
            'formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs count="3">' +
            '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        ),
        'xl/sharedStrings.xml': strToU8(
          `<sst ${MAIN}><si><r><t>王</t></r><r><t>芳</t></r>` +
            '<rPh sb="0" eb="1"><t>ワン</t></rPh></si></sst>',
        ),
        [SHEET]: sheet(ROW),
        'xl/worksheets/sheet2.xml': sheet(
          '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>46083.5</v></c>' +
            '<c r="C3" s="2"><v>46083</v></c><c r="D3" s="0"><v>36500</v></c>' +
            '<c r="E3"><v>289.32999999999998</v></c><c r="F3"><v>1.2E4</v></c></row>',
        ),
      })
    const rest = ['36500', '289.33', '12000']
    expect(cellsOf(files(false))).toEqual([['王芳', '2026-03-02', '2026-03-02', ...rest]])
    expect(cellsOf(files(true))).toEqual([['王芳', '2030-03-03', '2030-03-03', ...rest]])
  })

  it.each([
    [
      'what opens to a thousand times',
      () => zip({ [SHEET]: sheet('<row></row>'.repeat(500_000)) }),
      '不寻常',
    ],
    ['what says less than it holds', () => lying(zip({ [SHEET]: sheet(ROW) }), 24, 9), '完整'],
    ['what is locked', () => lying(zip({ [SHEET]: sheet(ROW) }), 8, 1), '密码'],
    ['a method we do not know', () => lying(zip({ [SHEET]: sheet(ROW) }), 10, 99), '完整'],
    ['a place beyond its end', () => lying(zip({ [SHEET]: sheet(ROW) }), 42, 250), '完整'],
    ['a thousand parts', () => zip(parts(1_000)), '太多'],
    ['no sheet', () => zip({ 'word/document.xml': strToU8('<w/>') }), '第一张表'],
    ['what names outside things', () => zip({ [SHEET]: strToU8('<!DOCTYPE a><a/>') }), 'DOCTYPE'],
    ['an endless cell', () => zip({ [SHEET]: sheet(endless()) }), '太长'],
    ['half of one', () => zip({ [SHEET]: sheet(ROW) }).slice(0, 120), '完整'],
  ])('refuses %s', (_what, bytes, why) => {
    expect(() => cellsOf(bytes())).toThrow(BatchFault)
    expect(() => cellsOf(bytes())).toThrow(why)
  })

  it('has given out the first rows before the last are open', () => {
    const rows = workbook([HEAD, ...Array.from({ length: 20_000 }, (_, n) => row(n))])
    const records = xlsxRecords(rows)
    expect(records.next().value?.cells).toEqual(HEAD)
    expect(records.next().value?.cells[0]).toBe('会员 0')
    records.return(undefined)
  })
})
const lying = (bytes: Uint8Array, field: number, value: number): Uint8Array => {
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < bytes.length - 4; at++)
    if (view.getUint32(at, true) === 0x02014b50) view.setUint8(at + field, value)
  return bytes
}
const parts = (count: number): Zippable =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`p${n}`, strToU8('x')]))
const endless = () => {
  const words = Array.from({ length: 90_000 }, (_, n) => `${(n * 7_919) % 99_991}`).join('')
  return `<row r="1"><c r="A1" t="inlineStr"><is><t>${words}</t></is></c></row>`
}

const HEAD = ['会员姓名', '充值金额（元）', '充值日期', '卡内余额', '住址']
const row = (n: number) => [`会员 ${n}`, '1000', '2026-01-05', '400', '甲栋 302']
const SHARED = { ground: 'shop_closed', terminated_on: '2026-06-01' }
const figuresOf = (records: Iterable<{ line: number; cells: string[] }>) =>
  [...batch(records, SHARED, WEIHAI)].map(([holder, total, ...rest]) => [
    holder,
    typeof total === 'object' && 'amount_fen' in total ? total.amount_fen : rest.at(-1),
  ])

describe('a sheet as an association keeps it', () => {
  it('finds its head under a title, by other words, with money and days as people write them', () => {
    const text = [
      '某某健身俱乐部会员登记表,,,,,',
      ',,,,,',
      '序号,姓名,实付金额(元),办卡时间,总课时,剩余课时',
      '1,王芳,"￥3,600.00元",2025年5月30日,36节,20 节',
      '2,李强,0.36万,2025-05-30 14:22,36,20',
      '3,张三,3600元整,20250530,36,20',
      '4,赵六,3600,2025/5/30,36,—',
    ].join('\n')
    const [wang, li, zhang, zhao, sums] = figuresOf(csvRecords(text))
    expect([wang, li, zhang]).toEqual([
      ['王芳', 200_000],
      ['李强', 200_000],
      ['张三', 200_000],
    ])
    expect(zhao?.[0]).toBe('赵六')
    expect(sums?.[0]).toBe('合计 4 人')
  })
  it('says which cell of a row it cannot read, in the words of the sheet', () => {
    const text = [
      '姓名,卡种,实付,付款日,剩余课时,总课时',
      '王芳,私教课,3600,2025-05-30,20,36',
      '李强,健身会员,3600,,20,36',
      '张三,,三千六,2025-05-30,20,36',
    ].join('\n')
    expect(figuresOf(csvRecords(text)).slice(0, 3)).toEqual([
      ['王芳', 200_000],
      ['李强', '第 3 行「付款日」没有填'],
      ['张三', '第 4 行「实付」看不懂，请只填数字或者日期'],
    ])
  })
  it('says what its head lacks', () => {
    expect(() => figuresOf(csvRecords('姓名,电话\n王芳,138'))).toThrow('实付和付款日')
  })
  it('ends where the file breaks, and says so', () => {
    const bytes = workbook([HEAD, ...Array.from({ length: 3_000 }, (_, n) => row(n))])
    const broken = bytes.slice()
    // In the middle of the packed sheet, which stands first.
    for (let at = 6_000; at < 6_200; at++) broken[at] = 0xff
    const rows = figuresOf(xlsxRecords(broken))
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.at(-2)?.[0]).toBe('以下没有算')
    expect(rows.at(-1)?.[0]).toMatch(/^合计前 \d+ 人$/)
  })
})

describe('what an association has in its drawer', () => {
  const answered = (text: string) =>
    [
      ...batch(
        csvRecords(commaParted(text)),
        { ground: 'shop_closed', terminated_on: '2025-09-01' },
        WEIHAI,
      ),
    ].map(([holder, total]) => [
      holder,
      typeof total === 'object' && 'amount_fen' in total ? total.amount_fen : total,
    ])
  const HEAD = '姓名,实付,付款日,余额'
  it.each([
    '2025年3月5日',
    '2025年3月5号',
    '2025/3/5',
    '2025.3.5',
    '２０２５０３０５',
    '45721',
    '二〇二五年三月五日',
    '二零二五年十二月三十一日',
    '2025-03-05 14:20',
  ])('reads the day %s', (day) => {
    const [row] = batch(
      csvRecords(`${HEAD}\n甲,1200,${day},600`),
      { ground: 'shop_closed', terminated_on: '2026-09-01' },
      WEIHAI,
    )
    expect(row?.at(-1)).toBe('')
  })

  it('reads sums as people write them, and no comma that parts no thousands', () => {
    const sums = ['"1,200.50元"', '１２００', '600块', '"6,5"', '"12,00"']
    const rows = sums.map((sum, at) => `${at},2000,2025/3/5,${sum}`).join('\n')
    expect(answered(`编号,实付,付款日,余额\n${rows}`).map(([, total]) => total)).toEqual([
      120050,
      120000,
      60000,
      '',
      '',
      300050,
    ])
  })

  it('takes what a table program pastes, with thousands in it', () => {
    const text =
      '姓名\t实付\t付款日\t余额\r\n甲\t1,200.50\t2025/3/5\t600\r\n乙\t"1,000"\t2025/3/5\t1,0\r\n'
    expect(answered(text)).toEqual([
      ['甲', 60000],
      ['乙', ''],
      ['合计 2 人', 60000],
    ])
  })

  it('passes over rows in which nothing stands, and the sums and notes below', () => {
    const rows = ['甲,1200,2025-03-05,600', ',,,', '', '乙,1200,2025-03-05,600', ',,,']
    const below = ['合计,2400,,1200', '备注：以上为初步统计,,,']
    expect(answered([HEAD, ...rows, ...below].join('\n'))).toEqual([
      ['甲', 60000],
      ['乙', 60000],
      ['合计 2 人', 120000],
    ])
  })

  it('reads a head whose cells are joined over two rows', () => {
    const text =
      '某健身会员退款登记表,,,\n姓名,付款,,余额\n,实付（元）,付款日期,\n甲,1200,2025-03-05,600'
    expect(answered(text)[0]).toEqual(['甲', 60000])
  })
})
