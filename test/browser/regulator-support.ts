import type { Page } from 'playwright-core'

/** Presses what leads to another page, and waits until that page is there. */
export async function goes(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForEvent('framenavigated'), page.click(selector)])
  await page.waitForLoadState('load')
}
