import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { yuan } from '../../src/kernel/money'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
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
  const lastDay = async () =>
    String((await bank.rows(sql`SELECT max(day) AS day FROM bank_closes`))[0]?.day)
  afterAll(async () => house?.close())

  it('says that the books tie out, and where each figure comes from', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b`)
    expect(await page.textContent('.safe')).toContain('对得上，没有差异')
    expect(await page.textContent('main')).toContain('两边相等，没有差')
    const custody = -(await bank.balance(`custody:${bank.shop.id}`))
    expect(custody).toBeGreaterThan(0)
    const bank_side = await page.textContent('.strip:has-text("银行对账单")')
    expect(bank_side).toContain('说不清的¥0.00')
    expect(await page.textContent('.strip:has-text("支付机构说的余额")')).toMatch(
      /核对时相差(¥0\.00|—)/,
    )
    await looksRight(page, 'bank today')
    await page.click(`.sums a:has-text("${yuan(custody)}") >> nth=0`)
    expect(new URL(page.url()).hash).toBe('#shops')
  })

  it('is not alarmed by money that is on its way in', async () => {
    await bank.buys(bank.li, bank.shop)
    await bank.closes()
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b`)
    expect(await page.textContent('.safe')).toContain('另有在途 ¥')
    await page.click('.safe a')
    expect(await page.textContent('.safe')).toContain('另有在途 ¥')
  })

  it('says it in large text and in English as well', async () => {
    const page = await house.opens({ as: [bank.checker], care: true })
    await page.goto(`${house.url}/b`)
    await looksRight(page, 'bank today in large text')
    await page.goto(`${house.url}/b?lang=en`)
    expect(await page.textContent('.safe')).toContain('It ties out')
    await page.goto(`${house.url}/b/closes/${await lastDay()}`)
    await looksRight(page, 'bank close in English in large text')
  })
})
