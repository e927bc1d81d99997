import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { yuan } from '../../src/kernel/money'
import { sql } from '../../src/platform/d1'
import { type Counter, openCounter } from '../intake/support'
import { type House, looksRight, openHouse } from './support'

describe('the sealed sheet of a day', () => {
  let house: House
  let bank: Counter
  const days: string[] = []
  const owed: number[] = []
  const owedNow = async () =>
    Number(
      (
        await bank.rows(
          sql`SELECT sum(balance_fen) AS fen FROM ledger_accounts WHERE id LIKE 'escrow:%' OR id LIKE 'held:%'`,
        )
      )[0]?.fen,
    )
  beforeAll(async () => {
    bank = await openCounter()
    await bank.banks()
    days.push(await bank.closes())
    owed.push(await owedNow())
    for (const amount of [12_345, 2_500]) {
      bank.advance(3 * 3_600_000)
      await bank.paysOut(amount)
      days.push(await bank.closes())
      owed.push(await owedNow())
    }
    house = await openHouse(bank)
  })
  afterAll(async () => house?.close())

  it('is listed by day with its coverage, and opened as of any past day', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/closes`)
    expect(await page.locator('tbody tr').count()).toBe(3)
    await looksRight(page, 'bank closes')
    await page.fill('input[name=day]', days[1] ?? '')
    await page.click('button:has-text("看这天")')
    expect(new URL(page.url()).pathname).toBe(`/b/closes/${days[1]}`)
    expect(await page.textContent('main')).toContain(yuan(owed[1] ?? 0))
    expect(await page.textContent('main')).toContain('覆盖率 100.00%')
    await looksRight(page, 'bank close sheet')
    const [sealed] = await bank.rows(
      sql`SELECT content_hash FROM bank_closes WHERE day = ${days[1] ?? ''}`,
    )
    expect(await page.textContent('main')).toContain(String(sealed?.content_hash))
  })

  it('tells every card as it stood that day, though money moved since', async () => {
    expect(owed[0]).toBeGreaterThan(owed[1] ?? 0)
    const page = await house.opens({ as: [bank.teller] })
    for (const [i, day] of days.entries()) {
      await page.goto(`${house.url}/b/closes/${day}`)
      await page.click(`a:has-text("${bank.shop.plan.name}")`)
      const sum = await page.textContent('tr.total td:last-child')
      expect(sum).toBe(yuan(owed[i] ?? 0))
    }
    await looksRight(page, 'bank cards at close')
    await page.click('tbody a >> nth=0')
    expect(await page.textContent('h1')).toBe('一张卡')
    expect(await page.textContent('main')).not.toContain('139')
    await looksRight(page, 'bank card')
  })

  it('says in words that a day is not closed', async () => {
    const page = await house.opens({ as: [bank.teller] })
    await page.goto(`${house.url}/b/closes/2099-01-01`)
    expect(await page.textContent('.warn')).toContain('还没有过完')
    await looksRight(page, 'bank day not closed')
    await page.click('a:has-text("看逐日封账")')
    expect(new URL(page.url()).pathname).toBe('/b/closes')
  })

  it('is printed on A4 paper: nothing cut off, the hash and places to sign on it', async () => {
    const page = await house.opens({ as: [bank.checker] })
    await page.goto(`${house.url}/b/closes/${days[2]}`)
    await page.click('a:has-text("打印归档")')
    await page.setViewportSize({ width: 703, height: 995 })
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.buttons').isVisible()).toBe(false)
    const sheet = (await page.textContent('.a4')) ?? ''
    for (const word of ['示范银行', '封条', '经办', '复核', '盖章', '全市'])
      expect(sheet).toContain(word)
    const cut = await page.evaluate(
      "[...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1).length",
    )
    expect(cut).toBe(0)
    const paper = await page.pdf({ format: 'A4', path: '.build/screens/bank-close-a4.pdf' })
    expect(paper.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length).toBe(1)
    await page.screenshot({ path: '.build/screens/bank-close-a4.png', fullPage: true })
  })
})
