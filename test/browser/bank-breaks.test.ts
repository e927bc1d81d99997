import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBooks } from '../../src/books/check'
import { OFFICIALS } from '../../src/demo/cast'
import { localDate } from '../../src/kernel/time'
import { type FaultKind, setBankFault } from '../../src/mocks/bank-faults'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import { type House, looksRight, openHouse } from './support'

describe('a break between the bank and the books', () => {
  let house: House
  let bank: Counter
  const wrong = async (kind: FaultKind) => {
    const [entry] = await bank.rows(
      sql`SELECT seq, account_no FROM mock_bank_entries WHERE amount_fen < 0 ORDER BY seq DESC LIMIT 1`,
    )
    const day = localDate(bank.world.now())
    const of = { entry_seq: Number(entry?.seq), account_no: String(entry?.account_no) }
    await setBankFault(bank.db, { day, kind, ...of })
  }
  beforeAll(async () => {
    bank = await openCounter()
    await bank.banks()
    await bank.closes()
    bank.advance(3 * 3_600_000)
    await bank.paysOut(12_345)
    await wrong('doubled')
    await bank.closes()
    await bank.closes()
    house = await openHouse(bank)
  })
  afterAll(async () => house?.close())

  it('is explained, proposed by one official, sent back, proposed again and approved by another', async () => {
    const maker = await house.opens({ as: [bank.teller] })
    await maker.goto(`${house.url}/b`)
    expect(await maker.textContent('.bad')).toContain('差 1 处')
    expect(await maker.textContent('.bad')).toContain('有 1 家店缺 ¥123.45')
    await looksRight(maker, 'bank today with a break')
    await maker.click('a:has-text("去处理差异")')
    await looksRight(maker, 'bank breaks')
    await maker.click('td a')
    const address = maker.url()
    const main = await maker.textContent('main')
    expect(main).toContain('银行记了两遍')
    expect(main).toContain('−¥123.45')
    const custody = `custody:${bank.shop.id}`
    const before = await bank.balance(custody)
    await looksRight(maker, 'bank break open')
    await maker.selectOption('select[name=proposal]', 'suspense')
    await maker.fill('#note', '与柜面核实，银行承认重复记账')
    await maker.click('button:has-text("提议，等同事复核")')
    expect(await maker.textContent('.warn')).toContain('您已提议')
    expect(await maker.textContent('main')).toContain('须由另一位同事复核')
    expect(await maker.locator('button:has-text("复核通过")').count()).toBe(0)
    expect(await bank.balance(custody)).toBe(before)
    await looksRight(maker, 'bank break proposed by oneself')

    const checker = await house.opens({ as: [bank.checker] })
    await checker.goto(address)
    await checker.click('summary:has-text("退回这个提议")')
    await checker.fill('#rejection-note', '请附银行回单号')
    await checker.click('button:has-text("退回") >> visible=true')
    expect(await checker.textContent('.hist')).toContain('提议被退回：请附银行回单号')

    await maker.goto(address)
    await maker.fill('#note', '回单 H-2217，银行承认重复记账')
    await maker.click('button:has-text("提议，等同事复核")')
    await checker.goto(address)
    await looksRight(checker, 'bank break to be checked')
    expect(await checker.textContent('.work')).toContain('回单 H-2217')
    expect(await checker.textContent('.work')).toContain(OFFICIALS.teller.name)
    await checker.click('button:has-text("复核通过")')
    expect(await checker.textContent('main')).toContain('已由两人解决')
    expect(await checker.textContent('.hist')).toContain(`${OFFICIALS.checker.name}（您本人）`)
    await looksRight(checker, 'bank break resolved')
    expect(await bank.balance(custody)).toBe(before + 12_345)
    expect(await bank.balance(`suspense-out:${bank.shop.id}`)).toBe(-12_345)
    expect((await checkBooks(bank.db)).divergences).toEqual([])
    await bank.closes()
    await checker.context().clearCookies()
    const after = await house.opens({ as: [bank.checker] })
    await after.goto(`${house.url}/b/breaks`)
    expect(await after.textContent('.safe')).toContain('没有等人处理的差异')
    await after.goto(`${house.url}/b`)
    expect(await after.textContent('.sums')).toContain('待查')
  })

  it('is not approved by who proposed it, and the page says why', async () => {
    bank.advance(3 * 3_600_000)
    await bank.paysOut(2_000)
    await wrong('dropped')
    await bank.closes()
    await bank.closes()
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/breaks?class=B1`)
    await page.click('td a')
    const address = page.url()
    await page.fill('#note', '银行漏记，已发函')
    await page.click('button:has-text("提议，等同事复核")')
    const said = { proposal: 'suspense', difference_fen: '2000', key: 'own-approval' }
    const tried = await page.request.post(`${address}/approval`, {
      form: said,
      headers: { Origin: house.url },
    })
    expect(tried.status()).toBe(403)
    expect(await tried.text()).toContain('没有动钱。提议的人不能自己复核')
    expect(await bank.balance(`suspense-out:${bank.shop.id}`)).toBe(-12_345)
  })

  it('is found by its class and state, and none is said in words', async () => {
    const page = await house.opens({ as: [bank.teller], care: true })
    await page.goto(`${house.url}/b/breaks`)
    await page.selectOption('select[name=state]', 'resolved')
    await page.selectOption('select[name=class]', 'B5')
    await page.click('button:has-text("看")')
    expect(await page.textContent('table')).toContain('两人解决')
    await looksRight(page, 'bank breaks resolved in large text')
    await page.goto(`${house.url}/b/breaks?class=B6`)
    expect(await page.textContent('main')).toContain('没有这样的差异')
  })
})
