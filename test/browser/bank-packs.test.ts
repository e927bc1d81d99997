import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { holderPhone } from '../../src/demo/cast'
import { yuan } from '../../src/kernel/money'
import { type Office, openOffice } from '../packs/support'
import { type House, looksRight, openHouse } from './support'

describe('what a resolution needs, as the bank reads it', () => {
  let house: House
  let office: Office
  let owed_fen = 0
  beforeAll(async () => {
    office = await openOffice()
    await office.sells(holderPhone(77))
    const day = await office.night()
    const pack = await office.read(
      office.teller,
      `/v1/resolution-packs/${office.shop.id}?day=${day}`,
    )
    owed_fen = pack.owed_fen
    house = await openHouse(office)
  })
  afterAll(async () => house?.close())

  it('is one page: who is owed what, whom to find, and that it ties out; and a file', async () => {
    const page = await house.opens({ as: [office.teller] })
    await page.goto(`${house.url}/b/merchants/${office.shop.id}`)
    await page.click('a:has-text("处置包")')
    expect(owed_fen).toBeGreaterThan(0)
    expect(await page.textContent('.safe')).toContain(`逐卡加总 ${yuan(owed_fen)}`)
    const said = await page.textContent('main')
    expect(said).toContain(office.shop.plan.legal_representative)
    expect(said).not.toContain(holderPhone(77))
    await looksRight(page, 'bank resolution pack')
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.click('a:has-text("下载全部卡")'),
    ])
    expect(file.suggestedFilename()).toContain('resolution-pack')
    await page.goto(`${house.url}/b/packs/${office.shop.id}?day=2020-01-01`)
    expect(await page.textContent('.warn')).toContain('没有处置包')
    await looksRight(page, 'bank no resolution pack')
  })

  it('and the quarter of each shop, with what is filed and what is late', async () => {
    const page = await house.opens({ as: [office.teller] })
    await page.goto(`${house.url}/b/quarters`)
    await looksRight(page, 'bank quarter before')
    const [, running] = await page.locator('select[name=quarter] option').allTextContents()
    expect(running).toMatch(/^20\d\dQ[1-4]$/)
    await page.selectOption('select[name=quarter]', { index: 0 })
    await page.click('button:has-text("看")')
    expect(await page.textContent('table')).toContain(office.shop.plan.name)
    expect(await page.textContent('table')).toContain('还没有结束')
    await looksRight(page, 'bank quarter')
  })
})
