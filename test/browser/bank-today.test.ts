import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { yuan } from '../../src/kernel/money'
import { type Counter, openCounter } from '../bank/support'
import { type House, looksRight, openHouse } from './support'

describe('the bank, on the morning after', () => {
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

  it('says that the books tie out, and where each figure comes from', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b`)
    expect(await page.textContent('.safe')).toContain('对得上，没有差异')
    expect(await page.textContent('main')).toContain('两边相等，一分不差')
    const custody = -(await bank.balance(`custody:${bank.shop.id}`))
    expect(custody).toBeGreaterThan(0)
    await looksRight(page, 'bank today')
    await page.click(`.sums a:has-text("${yuan(custody)}") >> nth=0`)
    expect(new URL(page.url()).hash).toBe('#shops')
  })
})
