import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { yuan } from '../../src/kernel/money'
import { type Counter, openCounter } from '../bank/support'
import { type House, looksRight, openHouse } from './support'

describe('a shop’s custody account, as the bank sees it', () => {
  let house: House
  let bank: Counter
  beforeAll(async () => {
    bank = await openCounter()
    await bank.banks()
    await bank.closes()
    bank.advance(3 * 3_600_000)
    await bank.paysOut(12_345)
    await bank.closes()
    house = await openHouse(bank)
  })
  afterAll(async () => house?.close())

  it('shows the bank’s balance beside ours, and a deposit once it is received', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/merchants`)
    await looksRight(page, 'bank merchants')
    await page.selectOption('select[name=district]', bank.shop.plan.district)
    await page.click('button:has-text("看")')
    await page.click(`a:has-text("${bank.shop.plan.name}")`)
    const custody_fen = -(await bank.balance(`custody:${bank.shop.id}`))
    expect(await page.textContent('.safe')).toContain('银行的账与我们的账一致')
    expect(await page.textContent('.kpis')).toContain(yuan(custody_fen))
    await looksRight(page, 'bank merchant')
    await page.fill('#amount_fen', '五千')
    await page.click('button:has-text("登记收到")')
    expect(await page.textContent('.errors')).toContain('请写金额')
    expect(await bank.balance(`deposit:${bank.shop.id}`)).toBe(0)
    await page.fill('#amount_fen', '5,000.50')
    await page.click('button:has-text("登记收到")')
    expect(await page.textContent('.safe')).toContain('已登记收到的保证金')
    expect(await bank.balance(`deposit:${bank.shop.id}`)).toBe(500_050)
    expect(await page.textContent('main')).toContain('¥5,000.50')
    await page.goto(`${house.url}/b`)
    expect(await page.textContent('.sums')).toContain('保证金')
    expect(await page.textContent('main')).toContain('两边相等')
  })

  it('leads to the bank’s lines, the payouts and what each consists of', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/merchants/${bank.shop.id}`)
    await page.click('a:has-text("银行对账单和明细")')
    expect(await page.textContent('main')).toContain('−¥123.45')
    await looksRight(page, 'bank lines')
    await page.fill('input[name=to_on]', '2020-01-01')
    await page.click('button:has-text("看")')
    expect(await page.textContent('main')).toContain('这些天没有明细')
    await page.goto(`${house.url}/b/payouts?merchant_id=${bank.shop.id}`)
    await looksRight(page, 'bank payouts')
    await page.click('td a')
    expect(await page.textContent('.safe')).toContain('¥123.45')
    expect(await page.textContent('main')).toContain('核销放款 × 1')
    await looksRight(page, 'bank payout')
    await page.goto(`${house.url}/b/accounts/custody:${bank.shop.id}`)
    expect(await page.textContent('.amount')).toContain('5,177.05')
    expect(await page.textContent('table')).toContain('出款到账')
    await looksRight(page, 'bank account entries')
    await page.goto(`${house.url}/b/accounts`)
    expect(await page.textContent('tr.sum')).toContain('¥0.00')
    await looksRight(page, 'bank trial balance')
  })

  it('shows money on its way in, and says that nothing is parked', async () => {
    const page = await house.opens({ as: [bank.teller], care: true })
    await page.goto(`${house.url}/b/settlements`)
    expect(await page.textContent('table')).toContain('¥300.00')
    await looksRight(page, 'bank settlements in large text')
    await page.click('a:has-text("挂着的各行")')
    expect(await page.textContent('.safe')).toContain('没有挂账')
    await looksRight(page, 'bank parked')
  })

  it('is nobody else’s: a regulator or a shop is led to sign in', async () => {
    const page = await house.opens({ as: [bank.shop.cashier_id] })
    await page.goto(`${house.url}/b/merchants/${bank.shop.id}`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
  })
})
