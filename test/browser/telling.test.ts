import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../src/app'
import type { Telling } from '../../src/platform/world'
import { type Desk, openDesk } from '../refunds/support'
import { type House, looksRight, openHouse } from './support'

describe('the front page while the city’s story is still being told', () => {
  let house: House
  let desk: Desk
  let told: Telling
  beforeAll(async () => {
    desk = await openDesk()
    told = { day: 12, days: 140, share_bp: 857, seconds_left: 95 }
    const app = createApp({ open: async () => ({ ...desk, telling: () => told }) })
    house = await openHouse({ ...desk, app })
  })
  afterAll(async () => house?.close())

  it.each([false, true])(
    'says how far it is, and shows what is there (large: %s)',
    async (care) => {
      const page = await house.opens({ care })
      await page.goto(house.url)
      const line = (await page.textContent('#telling')) ?? ''
      expect(line).toContain('第 12 / 140 天')
      await looksRight(page, `telling${care ? ' large' : ''}`)
      told = { ...told, seconds_left: null }
      await page.goto(house.url)
      expect(await page.textContent('#telling')).not.toContain('null')
      told = { ...told, seconds_left: 95 }
    },
  )

  it('shows whose doors there will be, shut until then', async () => {
    const page = await house.opens()
    await page.goto(house.url)
    expect(await page.locator('.people button').count()).toBeGreaterThan(0)
    expect(await page.locator('.people button:not([disabled])').count()).toBe(0)
  })
})
