import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OFFICIALS } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import { good } from '../refunds/support'
import { goes } from './regulator-support'
import { type House, looksRight, openHouse } from './support'

const DISTRICTS = ['huancui', 'wendeng', 'rongcheng', 'rushan', 'gaoqu', 'jingqu', 'lingang']

describe('the city as an official sees it, in a real browser', () => {
  let house: House
  let bank: Counter
  let supervisor: string
  beforeAll(async () => {
    bank = await openCounter()
    await bank.banks()
    await bank.closes()
    bank.advance(3 * 3_600_000)
    await bank.paysOut(12_345)
    const [entry] = await bank.rows(
      sql`SELECT seq, account_no FROM mock_bank_entries WHERE amount_fen < 0 ORDER BY seq DESC LIMIT 1`,
    )
    const day = localDate(bank.world.now())
    const of = { entry_seq: Number(entry?.seq), account_no: String(entry?.account_no) }
    await setBankFault(bank.db, { day, kind: 'dropped', ...of })
    for (let i = 0; i < 6; i++) await bank.closes()
    const body = {
      ...OFFICIALS.supervisor,
      districts: DISTRICTS,
    }
    const token = await bank.boss()
    supervisor = good(await bank.call('POST', '/v1/officials', { token, body })).id as string
    house = await openHouse(bank)
  })
  afterAll(async () => house?.close())

  it('shows four figures, the districts and thirty days, each picture with its numbers', async () => {
    const page = await house.opens({ as: [supervisor] })
    const forbidden: string[] = []
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) forbidden.push(message.text())
    })
    await page.goto(`${house.url}/r/city`)
    expect(await page.locator('svg:is([role=img], [role=group])').count()).toBe(6)
    expect(
      await page.getAttribute('figure:has-text("充值与放款") svg.broad', 'aria-label'),
    ).toContain('充值与放款')
    const [paid] = await bank.rows(sql`SELECT sum(paid_fen) AS fen FROM city_days`)
    expect(Number(paid?.fen)).toBeGreaterThan(0)
    expect(await page.textContent('main')).toContain('图上的数')
    await page.setViewportSize({ width: 1280, height: 800 })
    expect(await page.locator('svg.narrow').first().isVisible()).toBe(false)
    await page.setViewportSize({ width: 320, height: 800 })
    expect(await page.locator('svg.broad').first().isVisible()).toBe(false)
    await looksRight(page, 'regulator city')
    expect(forbidden).toEqual([])
    await goes(page, '.map a:has-text("环翠")')
    expect(page.url()).toContain('/r/shops?district=huancui')
    expect(await page.inputValue('select[name=district]')).toBe('huancui')
  })

  it('shows what stood behind the cards on each closed day, and what is overdue', async () => {
    const page = await house.opens({ as: [supervisor] })
    await page.goto(`${house.url}/r`)
    expect(await page.textContent('main')).toContain('没有要处理的事')
    expect(await page.textContent('main')).toContain('银行的差异不在这里')
    await goes(page, 'nav a:has-text("覆盖率")')
    await looksRight(page, 'regulator coverage')
    await goes(page, 'table >> nth=0 >> td a')
    expect(await page.textContent('main')).toContain('只有我们记了')
    await looksRight(page, 'regulator break')
    await page.goBack()
    await goes(page, 'table >> nth=1 >> td a >> nth=0')
    expect(await page.textContent('main')).toContain('内容哈希')
    await looksRight(page, 'regulator closed day')
    await goes(page, `td a:has-text("${bank.shop.plan.name}")`)
    expect(await page.textContent('main')).toContain('逐日覆盖率')
    await looksRight(page, 'regulator shop covered')
  })

  it('prints the morning on one sheet of A4, every figure with its day', async () => {
    const page = await house.opens({ as: [supervisor] })
    await page.goto(`${house.url}/r/morning`)
    await looksRight(page, 'regulator morning')
    const today = localDate(bank.world.now())
    expect(await page.textContent('h1')).toContain(today)
    for (const heading of await page.locator('.sheet h2').allTextContents())
      expect(`${heading}${await page.textContent('.sheet dl')}`).toMatch(/\d{4}-\d\d-\d\d/)
    // A full meeting: twelve shops with long reasons, cloned from the one there is.
    await page.evaluate(`(() => {
      const row = document.querySelector('.sheet tbody tr')
      row.children[2].textContent = '法定代表人变更未报，执照已到期，还欠着顾客，三次上门都没有人；'.repeat(2)
      for (let i = 1; i < 12; i++) row.after(row.cloneNode(true))
    })()`)
    await page.setViewportSize({ width: 703, height: 1031 })
    await page.emulateMedia({ media: 'print' })
    await page.screenshot({ path: '.build/screens/regulator-morning-print.png', fullPage: true })
    const pdf = (await page.pdf({ format: 'A4', printBackground: true })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })

  it('finds a shop by its name from the bar, and narrows the list by links', async () => {
    const page = await house.opens({ as: [supervisor] })
    await page.goto(`${house.url}/r`)
    expect(await page.textContent('.head')).toMatch(/全市：没有要办的店/)
    await goes(page, '.chips a:has-text("5级")')
    expect(await page.textContent('main')).toContain('没有要处理的事')
    expect(await page.textContent('.chips [aria-current]')).toContain('红·5级')
    await page.fill('#find', bank.shop.plan.name)
    await Promise.all([page.waitForEvent('framenavigated'), page.press('#find', 'Enter')])
    expect(await page.locator('tbody tr td:first-child a').allTextContents()).toEqual([
      bank.shop.plan.name,
    ])
    expect(await page.inputValue('main [name=name]')).toBe(bank.shop.plan.name)
  })

  it('tells the levels apart without colour', async () => {
    const page = await house.opens({ as: [supervisor] })
    await page.goto(`${house.url}/r/shops`)
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' })
    await page.locator('table').screenshot({ path: '.build/screens/regulator-level-grey.png' })
    const meter = page.locator('.level').first()
    expect(await meter.textContent()).toMatch(/[绿蓝黄橙红]·[1-5]级/)
    const level = Number((await meter.textContent())?.match(/[1-5]/)?.[0])
    expect(await meter.locator('rect[opacity="1"]').count()).toBe(level)
  })

  it('keeps others out of the pages and out of other districts’ shops', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/r/city`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    const token = await bank.boss()
    const elsewhere = good(
      await bank.call('POST', '/v1/officials', {
        token,
        body: {
          ...OFFICIALS.supervisor_second,
          districts: ['rushan'],
        },
      }),
    ).id as string
    const other = await house.opens({ as: [elsewhere] })
    expect((await other.goto(`${house.url}/r/shops/${bank.shop.id}`))?.status()).toBe(404)
    await looksRight(other, 'regulator not here')
    await other.goto(`${house.url}/r/shops`)
    expect(await other.textContent('main')).not.toContain(bank.shop.plan.name)
    for (const path of ['/r', '/r/shops']) {
      await other.goto(`${house.url}${path}?district=huancui`)
      expect(await other.textContent('.warn')).toContain('环翠区不在您的辖区（乳山市）')
      expect(await other.textContent('main')).not.toMatch(/都正常|没有要办的店|没有要处理的事/)
    }
    await looksRight(other, 'regulator foreign district')
    await other.goto(`${house.url}/r`)
    expect(await other.textContent('.head')).toContain('乳山市：')
  })
})
