import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOLDERS } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { type Desk, good, openDesk } from '../refunds/support'
import type { Shop } from '../support/city'
import { digitsOn, type House, looksRight, openHouse } from './support'

const PIN = '739205'
let house: House
let desk: Desk
let card: string
let washer: Shop

describe('what a consumer does, without JavaScript', () => {
  beforeAll(async () => {
    desk = await openDesk()
    washer = await desk.opens(4)
    card = await desk.buysCard(1)
    await desk.uses(card, 40_000)
    await desk.banks()
    desk.advance(61_000)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())
  const visit = async (options: Parameters<House['opens']>[0] = {}) =>
    house.opens({ as: [desk.li.id], ...options })
  const asked = async (amount_fen: number, digits: string) =>
    desk.says(desk.shop.cashier_id, 'POST', '/v1/redemptions', { code: digits, amount_fen })

  it('shows the code, is used, and says what happened to the money', async () => {
    const page = await visit()
    await page.goto(`${house.url}/c`)
    await looksRight(page, 'consumer cards')
    await page.click('button:has-text("出示消费码")')
    expect(await page.textContent('h1')).toContain('海棠面包房')
    await looksRight(page, 'consumer code')
    const digits = await digitsOn(page)
    desk.advance(61_000)
    await page.reload()
    const next = await digitsOn(page)
    expect(next).not.toBe(digits)
    expect((await asked(4_800, next)).status).toBe(201)
    await page.reload()
    expect(await page.textContent('[role=status]')).toContain('已付 ¥48.00，还剩 ¥752.00')
    await looksRight(page, 'consumer paid')
    const third = await digitsOn(page)
    expect(third).not.toBe(next)
    await page.click('button:has-text("换一个码")')
    expect(await digitsOn(page)).not.toBe(third)
    expect((await asked(700, third)).body.code).toBe('code_invalid')
    await page.click('a:has-text("不是您付的")')
    await looksRight(page, 'consumer use')
    await page.click('a:has-text("知道了")')
    expect(await page.textContent('.money')).toBe('¥626.67')
    await looksRight(page, 'consumer card')
  })
  it('sets a PIN and confirms a larger sum with it', async () => {
    const page = await visit()
    await page.goto(`${house.url}/c/pin?next=/c/cards/${card}`)
    await page.click('button:has-text("发验证码")')
    await page.fill('input[name=code]', '000000')
    await page.fill('input[name=pin]', PIN)
    await page.click('main button[type=submit]')
    expect(await page.textContent('.errors')).toContain('验证码')
    await page.fill('input[name=code]', await newestCode(desk.client, HOLDERS.li.phone))
    await page.fill('input[name=pin]', PIN)
    await page.click('main button[type=submit]')
    expect(page.url(), 'back to what waited for the PIN').toBe(`${house.url}/c/cards/${card}`)
    await page.goto(`${house.url}/c/me`)
    expect(await page.textContent('main')).toContain('已设置')
    await looksRight(page, 'consumer me')

    // The code of these thirty seconds was just used.
    desk.advance(31_000)
    await page.goto(`${house.url}/c`)
    await page.click('button:has-text("出示消费码")')
    const waits = good(await asked(30_000, await digitsOn(page)))
    expect(waits.status).toBe('user_confirming')
    desk.advance(2_000)
    await page.goto(`${house.url}/c/cards/${card}`)
    expect(await page.textContent('form.warn')).toContain('还没有扣钱')
    await looksRight(page, 'consumer confirms')
    await page.fill('input[name=pin]', '111119')
    await page.click('button:has-text("确认付款")')
    expect(await page.textContent('.errors')).toContain('密码')
    await page.fill('input[name=pin]', PIN)
    await page.click('button:has-text("确认付款")')
    expect(await page.textContent('[role=status]')).toContain('已付 ¥300.00')
  })
  it('asks for a refund, sees the clock work for her, and is paid by silence', async () => {
    const page = await visit()
    const other = await desk.buysCard(1)
    await desk.uses(other, 20_000)
    await desk.days(8)
    await page.goto(`${house.url}/c/cards/${other}`)
    await page.click('a:has-text("退这张卡")')
    await looksRight(page, 'consumer why refund')
    await page.click('a:has-text("约不上")')
    const offered = (await page.textContent('.money')) ?? ''
    await looksRight(page, 'consumer refund offer')
    await page.click('main button[type=submit]')
    expect(await page.textContent('main')).toContain('您不用再做什么')
    await looksRight(page, 'consumer refund waits')
    await desk.days(9)
    await desk.banks()
    await desk.days(2)
    const later = await house.opens({ as: [desk.li.id], care: true })
    await later.goto(page.url())
    expect(await later.textContent('.money')).toBe(offered)
    expect(await later.textContent('main')).toContain('全部办完')
    await looksRight(later, 'consumer refund done large')
  })
  it('freezes a card and finds the code refused, then unfreezes it', async () => {
    const page = await visit()
    // The refund above ended everything on the card; there is no code to show until it is topped up.
    await page.goto(`${house.url}/c/cards/${card}`)
    expect(await page.textContent('main')).toContain('已经退完')
    expect(await page.locator('button:has-text("出示消费码")').count()).toBe(0)
    await desk.buysCard(1)
    await page.goto(`${house.url}/c/cards/${card}`)
    await page.click('a:has-text("挂失、停卡")')
    await looksRight(page, 'consumer freeze')
    await page.click('button:has-text("挂失这张卡")')
    expect(await page.textContent('main')).toContain('谁都用不了')
    expect(await page.locator('button:has-text("出示消费码")').count()).toBe(0)
    await page.click('a:has-text("解除挂失")')
    await page.fill('input[name=pin]', PIN)
    await page.click('button:has-text("解除挂失")')
    expect(await page.locator('button:has-text("出示消费码")').count()).toBe(1)
  })
  it('objects to a use that was not hers; only that sum stays aside', async () => {
    const bought = await desk.buysCard(1)
    const claim = good(
      await desk.says(desk.shop.cashier_id, 'POST', '/v1/claims', {
        card_id: bought,
        amount_fen: 900,
      }),
    )
    const page = await visit()
    await page.goto(`${house.url}/c`)
    expect(await page.textContent('main section >> nth=0')).toContain('等您看一眼')
    await page.click('a.row:has-text("登记了 ¥9.00")')
    await looksRight(page, 'consumer claim')
    await page.click('summary:has-text("我有异议")')
    await page.selectOption('select[name=reason]', 'not_me')
    await page.fill('textarea[name=note]', '那天我不在威海')
    await page.click('button:has-text("提出异议")')
    const held = good(await desk.says(desk.li.id, 'GET', `/v1/holds/${claim.id}`))
    expect(held.status).toBe('contested')
    expect(await page.textContent('main')).toContain('异议')
  })
  it('lets family see and freeze a card, and gives another card away', async () => {
    const wang = await desk.joins(HOLDERS.wang.phone)
    const page = await visit()
    await page.goto(`${house.url}/c/cards/${card}/share`)
    await looksRight(page, 'consumer share')
    await page.fill('input[name=phone]', HOLDERS.wang.phone)
    await page.fill('#companion-pin', PIN)
    await page.click('button:has-text("发出邀请")')
    await looksRight(page, 'consumer family')
    const hers = await house.opens({ as: [wang.id] })
    await hers.goto(`${house.url}/c/family`)
    await hers.click('button:has-text("接受邀请")')
    await hers.click('a:has-text("看这张卡")')
    expect(await hers.textContent('h1')).toBe('海棠面包房')
    expect(await hers.locator('a:has-text("退这张卡")').count()).toBe(0)
    expect(await hers.textContent('main')).toContain('一共付了')
    expect(await hers.textContent('main')).toContain('持卡人自己不想用了')
    expect(await hers.textContent('.flow')).not.toContain('您')

    const li = { ...desk.li, token: await desk.as(desk.li.id) }
    const given = (await desk.buys(li, washer, 0)).id
    await page.goto(`${house.url}/c/cards/${given}/share`)
    await page.fill('input[name=to_phone]', HOLDERS.wang.phone)
    await page.fill('#transfer-pin', PIN)
    await page.click('button:has-text("转给对方")')
    await hers.goto(`${house.url}/c/family`)
    await hers.check('input[name=accepted]')
    await hers.click('button:has-text("接受这张卡")')
    const [row] = (await desk.says(wang.id, 'GET', '/v1/cards')).body.data
    expect(row!.id).toBe(given)
  })
})
