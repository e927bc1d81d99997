import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, good, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

const ITEMS = [
  '套餐',
  '海鲜面',
  '辣炒蛤蜊',
  '鲅鱼水饺',
  '酸辣土豆丝',
  '小米粥',
  '米饭',
  '打包盒',
  '午餐',
]
let house: House
let desk: Desk
let card: string
const code = async () => {
  desk.advance(31_000)
  good(await desk.says(desk.li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
  return String(good(await desk.says(desk.li.id, 'GET', `/v1/cards/${card}/pay-code`)).digits)
}
const opens = async (who: string, js = false) => {
  const page = await house.opens({ js, as: [who] })
  await page.goto(`${house.url}/m`)
  return page
}
/** Where the box ends, and where what can be seen ends: the bar at a phone's foot covers the page. */
const below = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox()
  const nav = await page.locator('.bar nav').boundingBox()
  const height = page.viewportSize()?.height ?? 0
  const seen = nav && nav.y > 100 ? nav.y : height
  return { ends: (box?.y ?? 9_999) + (box?.height ?? 0), seen }
}

describe('the till on one screen', () => {
  beforeAll(async () => {
    desk = await openDesk()
    card = await desk.buysCard(1)
    for (const name of ITEMS)
      good(await desk.says(desk.owner, 'POST', '/v1/price-items', { name, list_price_fen: 3_200 }))
    const claim = { card_id: card, amount_fen: 12_800 }
    good(await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', claim))
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('has code and button in sight, with the last use above them', async () => {
    const page = await opens(desk.shop.cashier_id, true)
    await page.click('label:has-text("海鲜面")')
    await page.fill('input[name=code]', await code())
    await page.click('button:has-text("核销")')
    await page.click('a:has-text("下一位")')
    expect(await page.textContent('.res .sum')).toContain('¥32.00')
    expect(await page.textContent('.waits')).toContain('¥128.00')
    const sizes = [
      [1280, 800],
      [390, 844],
    ] as const
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      for (const selector of ['#code', '#till button[type=submit]']) {
        const { ends, seen } = await below(page, selector)
        expect(ends, `${selector} at ${width} px`).toBeLessThanOrEqual(seen)
      }
    }
    await looksRight(page, 'till after a use')
  })
  it('takes a sum typed into the code’s field, and the later of sum and item', async () => {
    const page = await opens(desk.shop.cashier_id, true)
    await page.keyboard.press('F2')
    expect(await page.isChecked('label:has-text("海鲜面") input')).toBe(false)
    expect(await page.locator('.tile:has(:checked) b').textContent()).not.toBe('不选项目')
    await page.fill('#code', '12.5')
    await page.press('#code', 'Enter')
    expect(await page.inputValue('[name=amount_fen]')).toBe('12.5')
    expect(await page.inputValue('#code')).toBe('')
    expect(await page.locator('.tile:has(:checked) b').textContent()).toBe('不选项目')
  })
  it('says what is missing or wrong: no sum, nothing, another wallet’s code', async () => {
    const page = await opens(desk.shop.cashier_id)
    await page.fill('input[name=code]', await code())
    await page.click('button:has-text("核销")')
    expect(await page.textContent('.errors')).toContain('没有写扣多少')
    await page.fill('input[name=amount_fen]', '0')
    await page.click('button:has-text("核销")')
    expect(await page.textContent('.errors')).toContain('金额要大于 0')
    await page.fill('input[name=amount_fen]', '8')
    await page.fill('input[name=code]', '134567890123456789')
    await page.click('button:has-text("核销")')
    expect(await page.textContent('.errors')).toContain('没有扣钱。这是微信支付的付款码')
  })
  it('shows a cashier the doors that open, the owner all; also where one was shut', async () => {
    const doors = async (page: Page) => (await page.locator('.bar nav a').allTextContents()).join()
    const cashier = await opens(desk.shop.cashier_id)
    expect(await doors(cashier)).toBe('收银,店')
    await cashier.goto(`${house.url}/m/today`)
    expect(await doors(cashier)).toBe('收银,店')
    expect(await doors(await opens(desk.owner))).toBe('收银,今天,卡,退款,店')
  })
  it('says why there is no card to choose, and finds those the shop may claim from', async () => {
    const page = await opens(desk.shop.cashier_id)
    await page.click('a:has-text("免码核销")')
    expect(await page.textContent('main')).toContain('先按手机尾号找卡')
    await page.fill('#phone_tail', '0009')
    await page.click('button:has-text("找卡")')
    expect(await page.textContent('main')).toContain('没有手机尾号 0009 的顾客在本店有卡')
    await looksRight(page, 'no card to claim from')
    await page.fill('#phone_tail', '0001')
    await page.click('button:has-text("找卡")')
    await page.selectOption('select[name=card_id]', card)
    await page.click('button:has-text("占用")')
    expect(await page.textContent('.errors')).toContain('须且只须给出')
    await page.selectOption('select[name=card_id]', card)
    await page.fill('input[name=amount_fen]', '6')
    await page.click('button:has-text("占用")')
    expect(await page.textContent('main')).toContain('¥6.00')
  })
  it('takes what is left when the cashier says so, and names the rest', async () => {
    const page = await opens(desk.shop.cashier_id)
    await page.fill('input[name=amount_fen]', '100000')
    await page.fill('input[name=code]', await code())
    await page.click('button:has-text("核销")')
    expect(await page.textContent('.errors')).toContain('还剩 ¥')
    await page.check('input[name=up_to_balance]')
    await page.click('button:has-text("核销")')
    expect(await page.textContent('main')).toContain('等顾客确认')
    expect(await page.textContent('main')).toContain('余额不够，还要另收')
  })
  it('keeps one’s last ten uses with the way to void them after 下一位, and the shift', async () => {
    const page = await opens(desk.shop.cashier_id)
    await page.fill('input[name=amount_fen]', '81')
    await page.fill('input[name=code]', await code())
    await page.click('button:has-text("核销")')
    await page.click('a:has-text("下一位")')
    await page.goto(`${house.url}/m`)
    expect(await page.textContent('.mine')).toContain('我这一班')
    const row = page.locator('.uses li').first()
    expect(await row.textContent()).toContain('¥81.00')
    await row.locator('a:has-text("撤销")').click()
    await page.fill('input[name=reason]', '打错了')
    await page.click('button:has-text("钱退回卡里")')
    expect(await page.textContent('main')).toContain('已全部退回卡里')
    await page.goto(`${house.url}/m`)
    expect(await page.locator('.uses li').first().textContent()).toContain('作废')
    expect(await page.textContent('.mine')).toContain('撤销 1 笔')
    await looksRight(page, 'till with the last uses')
  })
  it('locks with a PIN, and a sale in the middle of it goes on where it was', async () => {
    const page = await opens(desk.shop.cashier_id)
    await page.click('a:has-text("设一个收银密码")')
    await page.fill('input[name=pin]', '482913')
    await looksRight(page, 'till pin')
    await page.click('button:has-text("设好")')
    await page.click('button:has-text("锁屏")')
    await looksRight(page, 'till locked')
    await page.goto(`${house.url}/m/holds`)
    expect(await page.textContent('h1')).toBe('收银台已锁')
    await page.fill('input[name=pin]', '000111')
    await page.click('button:has-text("开屏")')
    expect(await page.textContent('.errors')).toContain('收银密码不对')
    await page.fill('input[name=pin]', '482913')
    await page.click('button:has-text("开屏")')
    expect(page.url()).toBe(`${house.url}/m/holds`)

    await page.goto(`${house.url}/m`)
    await page.fill('input[name=amount_fen]', '64.5')
    await page.fill('input[name=code]', await code())
    desk.advance(40 * 60_000)
    await page.click('button:has-text("核销")')
    expect(await page.textContent('h1')).toBe('收银台已锁')
    await page.fill('input[name=pin]', '482913')
    await page.click('button:has-text("开屏")')
    expect(await page.textContent('[role=status]')).toContain('没有扣钱，接着办')
    expect(await page.inputValue('input[name=amount_fen]')).toBe('64.5')
    expect(await page.inputValue('input[name=code]')).toBe('')
    await looksRight(page, 'till after the lock')
    await page.fill('input[name=code]', await code())
    await page.click('button:has-text("核销")')
    expect(await page.textContent('main')).toContain('已付 ¥64.50')
    await page.goto(`${house.url}/m`)
    expect(await page.locator('[role=status]:visible').count()).toBe(0)
  })
  it('asks for that PIN before a sale is taken back', async () => {
    const page = await opens(desk.shop.cashier_id)
    await page.locator('.uses li a:has-text("撤销")').first().click()
    await page.fill('input[name=reason]', '打错了')
    await page.fill('input[name=till_pin]', '000111')
    await page.click('button:has-text("钱退回卡里")')
    expect(await page.textContent('.errors')).toContain('收银密码不对')
    await page.fill('input[name=till_pin]', '482913')
    await page.click('button:has-text("钱退回卡里")')
    expect(await page.textContent('main')).toContain('已全部退回卡里')
  })
  it('does not show what was rung up elsewhere, whatever the address says', async () => {
    const page = await opens(desk.owner)
    for (const last of ['rdm_01M0000000000000000000000', '../x', '']) {
      await page.goto(`${house.url}/m?last=${encodeURIComponent(last)}`)
      expect(await page.locator('.res').count()).toBe(0)
      expect(await page.locator('#code').count()).toBe(1)
    }
  })
})
