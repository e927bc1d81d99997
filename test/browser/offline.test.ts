import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('a phone that loses its network', () => {
  let desk: Desk
  let house: House
  beforeAll(async () => {
    desk = await openDesk(1)
    house = await openHouse(desk)
  })
  afterAll(async () => house?.close())

  it('shows the one page it keeps, with nobody’s data on it, and comes back', async () => {
    const page = await house.opens({ js: true, as: [desk.li.id] })
    await page.goto(`${house.url}/c`)
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await expect
      .poll(() => page.evaluate("caches.match('/offline').then((kept) => Boolean(kept))"))
      .toBe(true)
    await page.context().setOffline(true)
    await page.goto(`${house.url}/c/refunds`)
    const said = (await page.textContent('main')) ?? ''
    expect(said).toContain('别再付一次')
    expect(said).not.toContain('¥')
    const keys = await page.evaluate(
      "caches.open('offline-1').then((kept) => kept.keys()).then((all) => all.map(({ url }) => new URL(url).pathname))",
    )
    expect(keys).toEqual(['/offline'])
    await page.context().setOffline(false)
    await page.goto(`${house.url}/c`)
    expect(await page.textContent('h1')).toBe('我的卡')
  })
  it('is a page like any other, and needs no worker', async () => {
    const page = await house.opens()
    await page.goto(`${house.url}/offline`)
    await looksRight(page, 'offline')
  })
})
