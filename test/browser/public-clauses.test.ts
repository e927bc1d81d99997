import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

const NOTICE = '欢迎光临。本卡一经售出，概不退款！\n会员卡不得转借、转赠。\n现做面包不退不换。'

describe('the check of a shop’s terms, in a real browser without scripts', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(await openDesk())
  })
  afterAll(async () => house?.close())

  it('judges a pasted notice sentence by sentence, and says how to put it lawfully', async () => {
    for (const care of [false, true]) {
      const page = await house.opens({ care })
      await page.goto(house.url)
      await page.click('footer a:has-text("条款体检")')
      await looksRight(page, `clauses form${care ? ' care' : ''}`)
      await page.fill('[name=text]', NOTICE)
      await page.click('button:has-text("查一查")')
      const main = (await page.textContent('main')) ?? ''
      expect(main).toContain('有 2 句依法无效')
      expect(main).toContain('法释〔2025〕4号第九条第一项')
      expect(main).toContain('可以转让，通知本店时生效')
      expect(main).toContain('现做面包不退不换 · 没有发现')
      expect(await page.inputValue('[name=text]')).toBe(NOTICE)
      expect(page.url()).not.toContain('text=')
      await looksRight(page, `clauses answer${care ? ' care' : ''}`)
    }
  })

  it('takes as long a notice as it says', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/clauses`)
    await page.fill('[name=text]', '请勿吸烟。'.repeat(4_000))
    await page.click('button:has-text("查一查")')
    expect(await page.textContent('main')).toContain('没有看到依法无效的话')
  })
})
