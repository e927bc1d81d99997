import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, good, openDesk } from '../refunds/support'
import { digitsOn, type House, looksRight, openHouse } from './support'

describe('the pay code with JavaScript', () => {
  let house: House
  let desk: Desk
  let card: string
  beforeAll(async () => {
    desk = await openDesk()
    card = await desk.buysCard(1)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())
  const opens = async (care = false) => {
    const page = await house.opens({ js: true, as: [desk.li.id], care })
    await page.clock.install()
    await page.goto(`${house.url}/c/cards/${card}`)
    await page.click('button:has-text("出示消费码")')
    await page.waitForSelector('.digits')
    return page
  }

  it('renews itself without a touch, and stands still while nobody looks', async () => {
    const page = await opens()
    const first = await digitsOn(page)
    desk.advance(31_000)
    await page.clock.runFor(31_000)
    await expect.poll(() => digitsOn(page)).not.toBe(first)
    const second = await digitsOn(page)

    const other = await page.context().newPage()
    await other.goto('about:blank')
    await other.bringToFront()
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })",
    )
    desk.advance(31_000)
    await page.clock.runFor(31_000)
    expect(await digitsOn(page)).toBe(second)
    await page.evaluate(
      "Object.defineProperty(document, 'hidden', { get: () => false, configurable: true })",
    )
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await expect.poll(() => digitsOn(page)).not.toBe(second)
  })
  it('says what was paid as soon as the shop has used it, with the next code under it', async () => {
    const page = await opens()
    desk.advance(31_000)
    await page.clock.runFor(31_000)
    const code = await digitsOn(page)
    good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', { code, amount_fen: 4_800 }),
    )
    await page.clock.runFor(5_000)
    await page.waitForSelector('text=已付 ¥48.00')
    expect(await page.textContent('main')).toContain('下一个码，也只在这家店能用')
    const next = await digitsOn(page)
    expect(next).not.toBe(code)
    const again = { code: next, amount_fen: 900 }
    good(await desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', again))
    await page.clock.runFor(5_000)
    await page.waitForSelector('text=已付 ¥9.00')
  })
  it('says that the money is safe when the network is gone, and goes on when it is back', async () => {
    const page = await opens(true)
    await page.context().setOffline(true)
    await page.waitForSelector('#code [role=status]')
    expect(await page.textContent('#code')).toContain('消费码暂停，没有扣钱')
    await looksRight(page, 'consumer code offline large')
    await page.context().setOffline(false)
    await page.waitForSelector('.digits')
  })
  it('keeps its dark modules where the colours are forced', async () => {
    const page = await opens()
    await page.emulateMedia({ forcedColors: 'active' })
    const colour = await page.evaluate(
      "getComputedStyle(document.querySelector('#code path')).fill",
    )
    expect(colour).toBe('rgb(23, 32, 43)')
    await looksRight(page, 'consumer code forced colours')
  })
  it('is told in English to who asked for it', async () => {
    const page = await opens()
    await page.click('a:has-text("English")')
    expect(await page.textContent('main')).toContain('Only good at this shop')
    await page.goto(`${house.url}/c`)
    expect(await page.textContent('h1')).toBe('My cards')
    await page.goto(`${house.url}/c/cards/${card}`)
    expect(await page.textContent('main')).toContain('Money on the card')
    await looksRight(page, 'consumer card in English')
  })
})
