import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHUNK_LINES } from '../../src/intake/pieces'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import { type House, looksRight, openHouse } from './support'

const HEAD = '行别,账号,对账单号,期号,记账日期,借贷,金额,银行流水号,指令号,对方户名,对方账号,附言'
describe('a statement file, brought to the page', () => {
  let house: House
  let bank: Counter
  const csv = (lines: string[], closing: string, id = 'S1') =>
    [
      HEAD,
      `期初,${bank.account_no},${id},1,2026-03-02,贷,0.00,,,,,`,
      ...lines.map((line) => `明细,${bank.account_no},,,2026-03-02,${line}`),
      `期末,${bank.account_no},,,2026-03-02,贷,${closing},,,,,`,
    ].join('\n')
  const LINES = [
    '贷,100.00,L1,stl_1,,,充值',
    '借,30.00,L2,P2,王小丽,6222021234567890123,付款 13800000000',
  ]
  const asFile = (text: string, name = '1121.csv') => ({
    name,
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  })
  const linesRead = async () =>
    Number(
      (await bank.rows(sql`SELECT count(*) AS n FROM bank_lines WHERE state <> 'withdrawn'`))[0]?.n,
    )
  beforeAll(async () => {
    bank = await openCounter()
    bank.advance(3 * 86_400_000)
    house = await openHouse(bank)
  })
  afterAll(async () => house?.close())

  it('that is wrong is refused as a whole, each fault with its line', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/files`)
    await looksRight(page, 'bank files none')
    const bad = csv(['贷,100.00,L1,stl_1,,,充值', '出错,3.005,L2,P2,,,'], '70.00')
    await page.setInputFiles('input[name=file]', asFile(bad))
    await page.click('button:has-text("读入")')
    expect(await page.textContent('.errors')).toContain('一行也没有读入')
    const said = await page.textContent('main')
    expect(said).toContain('第 4 行')
    expect(said).toContain('金额不能比分更细')
    expect(said).toContain('要么整份读入，要么一行也不读')
    expect(await linesRead()).toBe(0)
    await looksRight(page, 'bank file refused')
  })

  it('that is right is read once, and a second time is told so', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/files`)
    await page.setInputFiles('input[name=file]', asFile(csv(LINES, '70.00')))
    await page.click('button:has-text("读入")')
    expect(await page.textContent('.safe')).toContain('整份读入了。没有动钱。')
    expect(await page.textContent('.safe')).toContain('1 份对账单，2 行明细')
    await looksRight(page, 'bank file read')
    await page.setInputFiles('input[name=file]', asFile(csv(LINES, '70.00'), 'again.csv'))
    await page.click('button:has-text("读入")')
    expect(await page.textContent('.safe')).toContain('这份读过了')
    expect(await linesRead()).toBe(2)
  })

  it('that contradicts the earlier one needs the word that it is re-issued', async () => {
    const page = await house.opens({ as: [bank.checker] })
    await page.goto(`${house.url}/b/files`)
    const other = csv(
      ['贷,100.00,L1,stl_1,,,充值', LINES[1]?.replace('30.00', '20.00') ?? ''],
      '80.00',
    )
    await page.setInputFiles('input[name=file]', asFile(other))
    await page.click('button:has-text("读入")')
    const said = await page.textContent('main')
    expect(said).toContain('与已读入的对账单不同')
    expect(said).toContain('第 4 行')
    await looksRight(page, 'bank file contradicts')
    await page.setInputFiles('input[name=file]', asFile(other))
    await page.check('input[name=restates]')
    await page.click('button:has-text("读入")')
    expect(await page.textContent('.safe')).toContain('整份读入了')
    const [line] = await bank.rows(
      sql`SELECT amount_fen FROM bank_lines WHERE bank_reference = 'L2' AND state <> 'withdrawn'`,
    )
    expect(line).toEqual({ amount_fen: -2_000 })
  })

  it('of many lines comes in by pieces, and the page says how far it is', async () => {
    const many = Array.from({ length: CHUNK_LINES + 5 }, (_, i) => `贷,1.00,M${i},stl_m${i},,,充值`)
    const text = csv(many, `${CHUNK_LINES + 5}.00`, 'S9').replaceAll('2026-03-02', '2026-03-03')
    const page = await house.opens({ as: [bank.teller], js: true })
    await page.goto(`${house.url}/b/files`)
    await page.setInputFiles('input[name=file]', asFile(text, 'large.csv'))
    await page.click('button:has-text("读入")')
    expect(await page.textContent('.safe')).toContain(`${CHUNK_LINES + 5} 行明细`)
    const [file] = await bank.rows(
      sql`SELECT content_hash FROM bank_files ORDER BY id DESC LIMIT 1`,
    )
    await page.goto(`${house.url}/b/uploads/${file?.content_hash}`)
    expect(await page.textContent('.safe')).toContain('整份读入了')
    await page.goto(`${house.url}/b/uploads/${'0'.repeat(64)}`)
    expect(await page.textContent('.warn')).toContain('没有收到过这份文件')
    await looksRight(page, 'bank upload unknown')
  })

  it('is taken from our own page only, and no larger than a statement file may be', async () => {
    const page = await house.opens({ as: [bank.teller] })
    const send = (bytes: number, origin: string) =>
      page.request.post(`${house.url}/b/files`, {
        headers: { Origin: origin },
        multipart: {
          key: 'k1',
          file: { name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.alloc(bytes, 'x') },
        },
      })
    const large = await send(10 * 1024 * 1024 + 1, house.url)
    expect(large.status()).toBe(413)
    expect(await large.text()).toContain('一个文件最多 10 MB')
    expect((await send(10, 'https://evil.example')).status()).toBe(403)
    const none = await page.request.post(`${house.url}/b/files`, {
      headers: { Origin: house.url },
      form: { key: 'k2' },
    })
    expect(none.status()).toBe(415)
  })
})
