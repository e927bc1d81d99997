import { appendFileSync, mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { City } from '../support/city'
import { faultsOf, type House, OVERFLOWING, openHouse as openBareHouse, WIDTHS } from './house'

export { faultsOf, type House, signInAs } from './house'

const SHOTS = '.build/screens'
/** Each story that opened a window, and whether with scripts: `npm run bench -- pages` counts them. */
const STORIES = '.build/stories.jsonl'

export function openHouse(city: City): Promise<House> {
  mkdirSync(SHOTS, { recursive: true })
  const noted = (js: boolean) => {
    const story = expect.getState().currentTestName ?? ''
    appendFileSync(STORIES, `${JSON.stringify({ story, js })}\n`)
  }
  return openBareHouse(city, { noted })
}

/**
 * Looks at the page as it stands, at 320, 390 and 1280 px: nothing sticks out or is cut off, axe (WCAG 2.2 AA) finds
 * nothing, and a picture of each width is kept under .build/screens for somebody to look at.
 */
export async function looksRight(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load')
  mkdirSync(SHOTS, { recursive: true })
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate(OVERFLOWING), `${name} at ${width} px`).toEqual([])
    const file = `${SHOTS}/${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${width}.png`
    await page.screenshot({ path: file, fullPage: true })
  }
  expect(await faultsOf(page), name).toEqual([])
}
