import { mkdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCity } from '../support/city'
import { OVERFLOWING, pageFaults, WIDTHS } from './house'
import { readsCode } from './public-codes'
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
const PAGES = {
  people: '/dev/design',
  desk: '/dev/design/desk',
  pay: '/dev/design/pay',
} as const
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
  it('draws a pay code that a phone and a gun read, light and dark, on the narrowest phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await house.opens()
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 320, height: 640 })
      await page.goto(house.url + PAGES.pay)
      for (const drawing of ['.qr', '.bars'])
        expect(await readsCode(page, drawing), `${drawing} ${colorScheme}`).toBe(
          '815031522191121206',
        )
    }
  })
  it('is walked by keys, and no key sends anything', async () => {
    const page = await house.opens({ js: true })
    await page.goto(house.url + PAGES.desk)
    await page.locator('[data-row]').first().focus()
    await page.keyboard.press('j')
    const here = () => page.evaluate('document.activeElement.textContent')
    expect(await here()).toBe('劲浪健身')
    await page.keyboard.press('k')
    expect(await here()).toBe('海棠面包房')
    await page.keyboard.press('k')
    expect(await here()).toBe('海棠面包房')
    await page.locator('textarea').focus()
    await page.keyboard.type('jk')
    expect(await page.inputValue('textarea')).toBe('jk')
  })
})

it('a job costs no more taps and typing than it may', async () => {
  expect((await journeyCosts((desk) => openHouse(desk))).filter(({ is_over }) => is_over)).toEqual(
    [],
  )
})
