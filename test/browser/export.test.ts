import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('the books as a file, without JavaScript', () => {
  let house: House
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk()
    await desk.uses(await desk.buysCard(1), 20_000)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('gives an owner the shop’s journal, and says what is wrong with the days', async () => {
    const page = await house.opens({ as: [desk.owner] })
    await page.goto(`${house.url}/m/export`)
    await looksRight(page, 'merchant export')
    await page.selectOption('select[name=format]', 'hledger')
    const download = page.waitForEvent('download')
    await page.click('button:has-text("下载")')
    const file = await (await download).createReadStream()
    const text = await new Response(file as unknown as ReadableStream).text()
    expect(text).toContain('liabilities:cards')
    expect(text).toContain('=')

    const xlsx = await page.request.get(
      `${house.url}/m/export/file?format=xlsx&from=2026-03-01&to=2026-03-02`,
    )
    expect((await xlsx.body()).subarray(0, 2).toString()).toBe('PK')
    await page.goto(`${house.url}/m/export/file?format=csv&from=2026-03-02&to=2026-03-01`)
    expect(await page.textContent('h1')).toContain('日')
    expect(await page.textContent('main')).toContain('export_range_is_backwards')
  })
  it('is not for a cashier', async () => {
    const page = await house.opens({ as: [desk.shop.cashier_id] })
    await page.goto(`${house.url}/m/export/file?format=csv&from=2026-03-01&to=2026-03-02`)
    expect(await page.textContent('main')).toContain('店主或店长能看')
  })
})
