import { mkdirSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCity } from '../support/city'
import { OVERFLOWING, pageFaults, WIDTHS } from './house'
import { type House, openHouse } from './support'
import { journeyCosts } from './taps'

/** Somebody looks at these: `/dev/design` in every mode and width. */
const SHOTS = '.build/shots'
const MODES = {
  light: {},
  dark: { colorScheme: 'dark' },
  care: {},
  forced: { forcedColors: 'active' },
  print: { media: 'print' },
} as const
const PAGES = { people: '/dev/design', desk: '/dev/design/desk' } as const
const CASES = Object.keys(PAGES).flatMap((page) => Object.keys(MODES).map((mode) => [page, mode]))

describe('every component, in every mode', () => {
  let house: House
  beforeAll(async () => {
    mkdirSync(SHOTS, { recursive: true })
    house = await openHouse(await openCity())
  })
  afterAll(async () => house?.close())

  it.each(CASES)('%s in %s fits, reads and is photographed', async (page_name, mode) => {
    const page = await house.opens({ care: mode === 'care' })
    await page.emulateMedia({ ...MODES[mode as keyof typeof MODES] })
    await page.goto(house.url + PAGES[page_name as keyof typeof PAGES])
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 })
      if (mode !== 'print')
        expect(await page.evaluate(OVERFLOWING), `${page_name} ${mode} ${width}`).toEqual([])
      await page.screenshot({ path: `${SHOTS}/design-${page_name}-${mode}-${width}.png` })
    }
    expect(await pageFaults(page)).toEqual([])
    await page.context().close()
  })
  it('hides what is only decoration from forced colours and from paper, and keeps the figures', async () => {
    const page = await house.opens()
    await page.goto(house.url + PAGES.people)
    expect(await page.locator('.art').first().isVisible()).toBe(true)
    for (const mode of [MODES.forced, MODES.print]) {
      await page.emulateMedia({ forcedColors: null, media: null, ...mode })
      expect(await page.locator('.art').first().isVisible()).toBe(false)
      expect(await page.locator('.face .money').first().isVisible()).toBe(true)
    }
    expect(await page.locator('main form').first().isVisible()).toBe(false)
  })
  it('shows a shop’s card by its whole surface, and the buttons on it by themselves', async () => {
    const page = await house.opens()
    await page.setViewportSize({ width: 390, height: 900 })
    await page.goto(house.url + PAGES.people)
    const card = await page.locator('.face').first().boundingBox()
    if (!card) throw new Error('no card')
    const under = (x: number, y: number) =>
      page.evaluate(`document.elementFromPoint(${x}, ${y})?.closest('a')?.textContent`)
    expect(await under(card.x + card.width - 20, card.y + 90)).toBe('福来家常菜')
    const button = await page.locator('.face .button').first().boundingBox()
    expect(await under((button?.x ?? 0) + 30, (button?.y ?? 0) + 20)).toContain('出示消费码')
  })
  it('weighs no more than a desk’s page may', async () => {
    const answer = await fetch(house.url + PAGES.desk)
    const sheet = await fetch(
      house.url + (/href="(\/i\/desk[\w.]+css)"/.exec(await answer.clone().text())?.[1] ?? ''),
    )
    const bytes = [await answer.text(), await sheet.text()].map((text) => gzipSync(text).length)
    expect(bytes.reduce((sum, n) => sum + n, 0)).toBeLessThanOrEqual(20_000)
  })
})

it('a job costs no more taps and typing than it may', async () => {
  expect((await journeyCosts((desk) => openHouse(desk))).filter(({ is_over }) => is_over)).toEqual(
    [],
  )
})
