import { existsSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../../scripts/chromium'
import type { City } from '../support/city'

/** Narrow phone (and a desk enlarged four times), usual phone, desk, wall. */
export const WIDTHS = [320, 390, 1280, 1920] as const

type Options = {
  /** As an edge in front of the worker would send it. */
  gzip?: boolean
  /** Told of each window that opens, and whether it runs scripts. */
  noted?: (js: boolean) => void
  /** One that outlives the house; without it the house starts a browser of its own and closes it. */
  browser?: Browser
  /** Where it listens, for a city that must know its own address; any free port without it. */
  port?: number
}
/** The app of a test city behind a real socket, so that a browser can visit it; its clock moves with the city's. */
export type House = {
  url: string
  browser: Browser
  /** A browser window, with or without scripts, signed in as these people (ids of the city). */
  opens: (options?: { js?: boolean; as?: readonly string[]; care?: boolean }) => Promise<Page>
  close: () => Promise<void>
}

export async function openHouse(
  city: City,
  { gzip = false, noted = () => undefined, browser: shared, port = 0 }: Options = {},
): Promise<House> {
  const server = createServer((request, response) => void passOn(city, request, response, gzip))
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = shared ?? (await launchBrowser())
  const windows: BrowserContext[] = []
  return {
    url,
    browser,
    opens: async ({ js = false, as = [], care = false } = {}) => {
      noted(js)
      const context = await browser.newContext({ javaScriptEnabled: js, locale: 'zh-CN' })
      windows.push(context)
      for (const subject_id of as) await signInAs(context, city, url, subject_id)
      if (care) await context.addCookies([{ name: 'yfb_care', value: '1', url }])
      return context.newPage()
    },
    close: async () => {
      if (shared) await Promise.all(windows.map((context) => context.close()))
      else await browser.close()
      await closed(server)
    },
  }
}

/** What the page bar's cookie holds after a sign-in, without the clicks. */
async function signInAs(
  context: BrowserContext,
  city: City,
  url: string,
  subject_id: string,
): Promise<void> {
  const token = await city.as(subject_id)
  const kind = token.split('_')[1]
  await context.addCookies([{ name: `yfb_${kind}`, value: token, url, httpOnly: true }])
}

async function passOn(
  city: City,
  request: IncomingMessage,
  response: ServerResponse,
  gzip: boolean,
) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  const { method = 'GET' } = request
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks)
  const answer = await city.app.fetch(
    new Request(`http://${request.headers.host}${request.url}`, { method, headers, body }),
    {} as Env,
  )
  const file = answer.status === 404 ? fileAt(request.url ?? '') : null
  if (file) {
    response.setHeader('content-type', 'application/wasm')
    response.end(readFileSync(file))
    return
  }
  response.statusCode = answer.status
  answer.headers.forEach((value, name) => {
    if (name !== 'set-cookie') response.setHeader(name, value)
  })
  response.setHeader('set-cookie', answer.headers.getSetCookie())
  const plain = Buffer.from(await answer.arrayBuffer())
  if (gzip) response.setHeader('content-encoding', 'gzip')
  response.end(gzip ? gzipSync(plain) : plain)
}
/** What the platform serves beside the worker: a file of public/, by its exact name. */
function fileAt(url: string): string | null {
  const path = new URL(url, 'http://house').pathname
  const file = `public${path}`
  return /^\/i\/[\w.]+\.wasm$/.test(path) && existsSync(file) ? file : null
}
const closed = (server: Server) =>
  new Promise<void>((done) => {
    server.close(() => done())
    server.closeAllConnections()
  })

/** Windows with axe in them, by browser: axe costs more to load than to run, so a window looks at many copies. */
const lookers = new WeakMap<Browser, Page[]>()

async function openLooker(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: true, locale: 'zh-CN' })
  const copy = await context.newPage()
  await copy.setViewportSize({ width: 390, height: 800 })
  await copy.route('**/*', (route) =>
    route.request().isNavigationRequest() ? route.abort() : route.continue(),
  )
  await copy.evaluate(axe.source)
  return copy
}

/** What axe finds wrong, by rule and element. It needs scripts, so a copy of the page is looked at. */
export async function pageFaults(page: Page): Promise<string[]> {
  const browser = page.context().browser()!
  const idle = lookers.get(browser) ?? []
  lookers.set(browser, idle)
  const copy = idle.pop() ?? (await openLooker(browser))
  const base = `<base href="${page.url()}">`
  const html = (await page.content())
    .replace('<head>', `<head>${base}`)
    .replace(/<meta http-equiv="refresh"[^>]*>/, '')
    .replace(/<script[^>]*src=[^>]*><\/script>/g, '')
  // The document is written anew in the same window, where axe stays.
  await copy.setContent(html, { waitUntil: 'load' })
  const found = (await copy.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] })",
  )) as axe.AxeResults
  idle.push(copy)
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))
}

/**
 * Runs in the page (also where the page's own scripts are off): what sticks out of the window, or is cut off by its
 * own box. Skips fixed elements, boxes that scroll on purpose, and what lies inside such a box.
 */
export const OVERFLOWING = `(() => {
  const inside = (element) => {
    for (let box = element.parentElement; box; box = box.parentElement)
      if (getComputedStyle(box).overflowX !== 'visible') return true
    return false
  }
  return [...document.querySelectorAll('body *')].filter((element) => {
    const { left, right, width } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    if (!width || style.position === 'fixed' || element.matches('.skip, .vh') || inside(element)) return false
    const scrolls = style.overflowX === 'auto' || style.overflowX === 'scroll'
    const narrow = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
    const cut = style.display !== 'inline' && !scrolls && narrow && !element.closest('svg, select, input')
    return right > innerWidth + 1 || left < -1 || cut
  }).map((element) => {
    const words = (element.textContent || '').trim().slice(0, 40)
    return element.tagName + '.' + (element.getAttribute('class') || '') + ': ' + words
  }).slice(0, 5)
})()`
