import { appendFileSync, mkdirSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { launchBrowser } from '../../scripts/chromium'
import type { City } from '../support/city'
import { type House, OVERFLOWING, openHouse as openBareHouse, pageFaults, WIDTHS } from './house'

export type { House } from './house'

/** `SCREENS=1` keeps a picture of every page looked at. Nobody looks at those of an ordinary run, so it makes none. */
const SHOTS = '.build/screens'
const KEEPS = process.env.SCREENS === '1'
/** Each story that opened a window, and whether with scripts: `npm run bench -- pages` counts them. */
const STORIES = '.build/stories.jsonl'

/** One browser for all houses of a worker: windows keep people apart, and a browser takes a second to start. */
let running: Promise<Browser> | null = null
async function browserOfWorker(): Promise<Browser> {
  const browser = await running
  if (browser?.isConnected()) return browser
  running = launchBrowser()
  return running
}

export async function openHouse(city: City, options: { port?: number } = {}): Promise<House> {
  mkdirSync(SHOTS, { recursive: true })
  const noted = (js: boolean) => {
    const story = expect.getState().currentTestName ?? ''
    appendFileSync(STORIES, `${JSON.stringify({ story, js })}\n`)
  }
  return openBareHouse(city, { ...options, noted, browser: await browserOfWorker() })
}

/**
 * Looks at the page as it stands, at 320, 390 and 1280 px: nothing sticks out or is cut off, axe (WCAG 2.2 AA) finds
 * nothing. With `SCREENS=1` a picture of each width is kept under .build/screens for somebody to look at.
 */
export async function looksRight(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('load')
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    expect(await page.evaluate(OVERFLOWING), `${name} at ${width} px`).toEqual([])
    const path = `${SHOTS}/${name.replace(/[^\p{L}\p{N}]+/gu, '-')}-${width}.png`
    if (KEEPS) await page.screenshot({ path, fullPage: true })
  }
  expect(await pageFaults(page), name).toEqual([])
}

/** The digits of the pay code on the page, as an eye reads them. */
export const digitsOn = async (page: Page): Promise<string> =>
  (await page.locator('.digits [aria-hidden]').allTextContents()).join('')
