import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/d1'
import { expirePurchases } from '../../src/purchases/expire'
import { good, openDesk } from '../refunds/support'
import { readsCode } from './public-codes'
import { type House, looksRight, openHouse } from './support'

describe('the public pages, in a real browser without scripts', () => {
  let house: House
  let desk: Awaited<ReturnType<typeof openDesk>>
  let other: Awaited<ReturnType<typeof desk.opens>>
  beforeAll(async () => {
    desk = await openDesk()
    other = await desk.opens(2)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('says at the front door what this is, and leads to the shop whose code is typed', async () => {
    const page = await house.opens()
    await page.goto(house.url)
    const main = (await page.textContent('main')) ?? ''
    for (const promise of ['充值的钱进银行专户', '用一次，放一次', '依法退'])
      expect(main).toContain(promise)
    await looksRight(page, 'front')
    await page.fill('input[name=code]', ` ${desk.shop.code.toLowerCase()} `)
    await page.click('button:has-text("查这家店")')
    expect(await page.textContent('h1')).toContain(desk.shop.plan.name)
    await page.goto(house.url)
    await page.click('a:has-text("想接入")')
    expect(await page.textContent('h1')).toContain('店家接入')
    await looksRight(page, 'join')
  })

  it('shows a shop with its custody first and the smallest card on top', async () => {
    for (const care of [false, true]) {
      const page = await house.opens({ care })
      await page.goto(`${house.url}/S/${desk.shop.code}`)
      const main = (await page.textContent('main')) ?? ''
      expect(main).toContain('示范银行已开专户')
      expect(main).toContain('正常')
      expect(main.indexOf('充 300')).toBeLessThan(main.indexOf('充 1000 送 200'))
      expect(main).toContain('原价 ¥100 的东西，合 ¥83.33')
      expect(main).toContain('7 天内没用过，不用说理由，全额退')
      expect(await page.locator('main form').count()).toBe(0)
      await looksRight(page, `shop${care ? ' care' : ''}`)
      await page.click('article:has-text("充 300") a')
      const terms = (await page.textContent('main')) ?? ''
      expect(terms).toContain('7 天内没用过：不用说理由，全额退 ¥300.00')
      expect(terms).toContain('¥100.00 以内等 24 小时，¥1,000.00 以内等 3 天')
      expect(await page.textContent('pre')).toContain('冷静期')
      expect(page.url(), 'nobody signs in to read').toMatch(/\/offers\/off_/)
      await looksRight(page, `terms${care ? ' care' : ''}`)
      await page.goto(page.url().replace('/offers/', '/contracts/'))
      expect(await page.textContent('main')).toContain('冷静期')
      await looksRight(page, `contract alone${care ? ' care' : ''}`)
    }
  })

  it('turns red before any form where no shop has joined', async () => {
    for (const care of [false, true]) {
      const page = await house.opens({ care })
      for (const code of ['NOSUCH', 'x']) {
        const reply = await page.goto(`${house.url}/s/${code}`)
        expect(reply?.status()).toBe(404)
        expect(await page.textContent('h1')).toBe('这家店没有接入预付保，先别充值')
        expect(await page.locator('main form').count()).toBe(0)
      }
      await looksRight(page, `red${care ? ' care' : ''}`)
    }
  })

  it('buys after the contract, and says at each step what happened to the money', async () => {
    const page = await house.opens({ as: [desk.li.id] })
    await page.goto(`${house.url}/s/${desk.shop.code}`)
    await page.click('article:has-text("充 1000 送 200") a')
    await page.click('a:has-text("办这张卡")')
    const before = (await page.textContent('main')) ?? ''
    expect(before).toContain('按原价可买 ¥1,200.00 的东西')
    expect(before).toContain('这一笔不小')
    expect(before.indexOf('反悔了怎么办')).toBeLessThan(before.indexOf('用什么付'))
    expect(await page.textContent('pre')).toContain(desk.shop.plan.name)
    await looksRight(page, 'before paying')
    await page.check('input[name=accepted]')
    await page.check('input[value=pm_card_visa_chargeDeclinedInsufficientFunds]')
    await page.click('button:has-text("付 ¥1,000.00")')
    expect(page.url()).toContain('/c/purchases/')
    expect(await page.textContent('.errors')).toContain('没有扣钱')
    await looksRight(page, 'declined')

    await page.check('input[value=pm_card_visa]')
    await page.click('button:has-text("付 ¥1,000.00")')
    await desk.tick()
    await page.goto(page.url())
    expect(await page.textContent('main')).toContain('还在支付机构，没到专户')
    await looksRight(page, 'paid')
    await page.click('a:has-text("打开这张卡")')
    const cards = good(await desk.says(desk.li.id, 'GET', '/v1/cards'))
    expect(cards.data).toHaveLength(1)
    expect(cards.data[0]!.protected_fen).toBe(100_000)
  })

  it('waits for a slow payment by itself, warns against a second one, and lets an order lapse', async () => {
    const page = await house.opens({ as: [desk.li.id] })
    await page.goto(`${house.url}/s/${desk.shop.code}`)
    await page.click('article:has-text("充 300") a')
    await page.click('a:has-text("办这张卡")')
    expect(await page.textContent('main')).not.toContain('这一笔不小')
    await page.check('input[name=accepted]')
    await page.check('input[value=pm_mock_wechat]')
    await page.click('button:has-text("付 ¥300.00")')
    await page.goto(page.url())
    expect(await page.textContent('main')).toContain('请别重复付款')
    expect(await page.getAttribute('meta[http-equiv=refresh]', 'content')).toBe('5')
    expect(await page.locator('main form').count()).toBe(0)
    await looksRight(page, 'processing')
    const first = page.url()
    await page.goto(`${house.url}/s/${desk.shop.code}`)
    await page.click('article:has-text("充 300") a')
    await page.click('a:has-text("办这张卡")')
    await page.check('input[name=accepted]')
    await page.check('input[value=pm_card_visa_chargeDeclinedInsufficientFunds]')
    await page.click('button:has-text("付 ¥300.00")')
    expect(page.url(), 'another visit is another order').not.toBe(first)
    desk.advance(31 * 60_000)
    await expirePurchases(desk.world, 100)
    await page.goto(page.url())
    expect(await page.textContent('main')).toContain('没有扣钱。30 分钟内没有付款')
    await looksRight(page, 'lapsed')
  })

  it('sells nothing where top-ups are on hold, and says that money in the bank is safe', async () => {
    const [operator] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    const reason = '连续六天没有营业记录'
    const path = `/v1/merchants/${other.id}/sales-hold` as const
    good(await desk.says(String(operator?.id), 'POST', path, { reason }))
    const page = await house.opens()
    await page.goto(`${house.url}/s/${other.code}`)
    const main = (await page.textContent('main')) ?? ''
    expect(main).toContain('暂停充值')
    expect(main).toContain('先别在这里付钱')
    expect(await page.locator('a:has-text("看合同")').count()).toBe(0)
    await looksRight(page, 'on hold')
  })

  it('prints a sticker and a poster whose code opens the live page of the shop', async () => {
    const page = await house.opens()
    for (const [kind, size] of [
      ['sticker', [120, 160]],
      ['poster', [168, 230]],
      ['poster?size=a4', [238, 326]],
    ] as const) {
      await page.goto(`${house.url}/s/${desk.shop.code}/${kind}`)
      expect(await page.textContent('.walls')).toBe(desk.shop.code)
      const address = await readsCode(page, '.sheet .qr')
      expect(address).toBe(address.toUpperCase())
      const live = await fetch(house.url + new URL(address).pathname)
      expect([live.status, await live.text()]).toEqual([
        200,
        expect.stringContaining('已接入预付保'),
      ])
      await looksRight(page, kind)
      await page.emulateMedia({ media: 'print' })
      expect(await page.isVisible('.sheet .qr')).toBe(true)
      expect(await page.isVisible('.buttons')).toBe(false)
      const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
      expect(sheet.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
      const [, width, height] = /MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(sheet) ?? []
      expect([width, height].map((pt) => Math.round((Number(pt) / 72) * 25.4))).toEqual(size)
      await page.emulateMedia({ media: 'screen' })
    }
    expect(await page.textContent('.band')).toContain('充的钱由银行存管')
    expect((await page.goto(`${house.url}/s/NOSUCH/poster`))?.status()).toBe(404)
    expect(await page.locator('.sheet').count()).toBe(0)
  })

  it('sells in English too, with the contract as it binds, in Chinese', async () => {
    const page = await house.opens({ as: [desk.li.id] })
    await page.goto(`${house.url}/s/${desk.shop.code}?lang=en`)
    const shop = (await page.textContent('main')) ?? ''
    for (const said of ['With Yufubao', 'Cards, cheapest first', 'not checked this shop yet'])
      expect(shop).toContain(said)
    await looksRight(page, 'shop in English')
    await page.click('article:has-text("充 300") a')
    await page.click('a:has-text("Buy this card")')
    expect(await page.textContent('main')).toContain('If you change your mind')
    await looksRight(page, 'before paying in English')
    await page.check('input[name=accepted]')
    await page.check('input[value=pm_card_authenticationRequired]')
    await page.click('button:has-text("into custody")')
    expect(await page.textContent('main')).toContain('Nothing was charged yet: one step is missing')
    expect(await page.getAttribute('a:has-text("Go and pay")', 'href')).toContain('http')
    await looksRight(page, 'one step missing in English')
    for (const path of ['/', '/join', '/s', '/calculator?kind=period', '/s/NOSUCH', '/tips/new']) {
      await page.goto(house.url + path)
      await looksRight(page, `English ${path}`)
    }
  })
})
