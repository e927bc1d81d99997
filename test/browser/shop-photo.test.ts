import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sql } from '../../src/platform/d1'
import { brings, jpeg, png } from '../photos/pictures'
import { type Desk, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('a picture of the front, brought to the page', () => {
  let house: House
  let desk: Desk
  let operator: string
  const asFile = (bytes: Uint8Array, name: string) => ({
    name,
    mimeType: 'image/png',
    buffer: Buffer.from(bytes),
  })
  beforeAll(async () => {
    desk = await openDesk()
    const [row] = await desk.rows(sql`SELECT id FROM officials WHERE kind = 'operator'`)
    operator = String(row?.id)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('that is no picture is refused beside its form', async () => {
    const page = await house.opens({ js: false, as: [desk.owner] })
    await page.goto(`${house.url}/m/photo`)
    await page.setInputFiles('input[name=file]', asFile(Buffer.from('<svg/>'), 'front.png'))
    await page.click('button:has-text("传给平台看")')
    expect(await page.textContent('.errors')).toContain('照片没有收下')
    await looksRight(page, 'photo refused')
  })
  it('is made smaller on the way, shown to nobody, then looked at and shown to everybody', async () => {
    const page = await house.opens({ js: true, as: [desk.owner] })
    await page.goto(`${house.url}/m/photo`)
    const large = asFile(png({ width: 2_600, height: 1_300 }), 'front.png')
    await page.setInputFiles('input[name=file]', large)
    const chosen = "document.querySelector('input[name=file]').files[0]?.name"
    await expect.poll(() => page.evaluate(chosen)).toBe('front.jpg')
    await page.click('button:has-text("传给平台看")')
    expect(await page.textContent('main')).toContain('等平台看')
    const [kept] = await desk.rows(sql`SELECT media, width, height FROM shop_photos`)
    expect(kept).toEqual({ media: 'image/jpeg', width: 1_280, height: 640 })
    const shop = await house.opens({ js: true })
    await shop.goto(`${house.url}/s/${desk.shop.code}`)
    expect(await shop.locator('img.front').count()).toBe(0)

    const desk_page = await house.opens({ js: false, as: [operator] })
    await desk_page.goto(`${house.url}/o/photos`)
    await looksRight(desk_page, 'photos waiting')
    await desk_page.click('button:has-text("给顾客看")')
    await shop.reload()
    const shown = shop.locator('img.front')
    await shown.scrollIntoViewIfNeeded()
    const width = "document.querySelector('img.front').naturalWidth"
    await expect.poll(() => shop.evaluate(width)).toBe(1_280)
    await looksRight(shop, 'shop with its front')
  })
  it('is served as a picture and nothing else, and is gone when its shop takes it back', async () => {
    const address = `${house.url}/s/${desk.shop.code}/photo`
    const served = await fetch(address)
    const headers = ['content-type', 'x-content-type-options', 'content-security-policy']
    expect(headers.map((name) => served.headers.get(name))).toEqual([
      'image/jpeg',
      'nosniff',
      "default-src 'none'; sandbox",
    ])
    const page = await house.opens({ js: false, as: [desk.owner] })
    await page.goto(`${house.url}/m/photo`)
    await page.click('button:has-text("撤下这张")')
    expect(await page.textContent('main')).toContain('已经撤下')
    expect((await fetch(address)).status).toBe(404)
    expect((await brings({ desk, who: desk.owner }, jpeg())).status).toBe(201)
  })
})
