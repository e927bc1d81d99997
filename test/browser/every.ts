import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAGES } from '../../src/web/routes'
import { type LookedAt, openLookedAt, SKIPPED } from './addresses'
import { type House, looksRight, openHouse } from './support'

/** Words as programs write them, where no code, number or address stands: a person reads a word of their own. */
const MACHINE_WORDS = `(() => {
  const copy = document.querySelector('main').cloneNode(true)
  for (const one of copy.querySelectorAll('code, pre, script, style, svg')) one.remove()
  return [...new Set(copy.textContent.match(/\\b[a-z]+(_[a-z]+)+\\b/g) ?? [])]
})()`

/** Every page as its reader sees it, in usual or in large letters: a file for each, so that both cores have one. */
export function looksAtEveryPage(care: boolean): void {
  describe(`every page of the product, as its reader sees it${care ? ', in large letters' : ''}`, () => {
    let house: House
    let at: LookedAt
    beforeAll(async () => {
      at = await openLookedAt()
      house = await openHouse(at.city)
    })
    afterAll(async () => house?.close())

    it.each(
      PAGES.filter(({ method, path }) => method === 'GET' && !SKIPPED.has(path)).map(
        ({ path }) => path,
      ),
    )('%s shows something, fits and is accessible', async (path) => {
      const seen = at.pages.find(({ name }) => name === path)
      if (!seen) throw new Error(`${path} was not prepared`)
      const page = await house.opens({ as: seen.as, care })
      const answered = await page.goto(house.url + seen.path)
      expect(answered?.status(), `${seen.path} ${await page.textContent('body')}`).toBe(200)
      expect(await page.locator(seen.readable).count(), seen.readable).toBeGreaterThan(0)
      if (!/^\/(docs|dev)/.test(path)) expect(await page.evaluate(MACHINE_WORDS), path).toEqual([])
      await looksRight(page, `every ${path}${care ? ' large' : ''}`)
      await page.context().close()
    })
  })
}
