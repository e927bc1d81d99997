import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort, type Running } from '../../bench/serve/running'
import { startWranglerDev } from '../../bench/serve/wrangler'
import { launchBrowser } from '../../scripts/chromium'
import { ensureDevVars } from '../../scripts/dev-vars.mjs'
import { CHARACTERS, HOLDERS, OFFICIALS, officialPhone } from '../../src/demo/cast'
import { clientOver } from '../../src/demo/client'
import { appoint, inviteSecond } from '../../src/demo/officials'
import { signIn } from '../../src/demo/people'
import { openShop, type Shop } from '../../src/demo/shops'
import { readConfig } from '../../src/environment/config'
import { secretsFrom } from '../../src/environment/secrets'
import { instantAt, localDate, plusDays } from '../../src/kernel/time'
import { bootstrapToken } from '../../src/people/bootstrap'
import { digitsOn } from './support'

const WIDTHS = [320, 390, 1280]

describe('a card in a real browser, without JavaScript', () => {
  const dir = mkdtempSync(join(tmpdir(), 'yufubao-browser-'))
  let server: Running
  let browser: Browser
  let shop: Shop
  let page: Page
  const visit = async (name: string, path?: string) => {
    if (path) await page.goto(server.url + path)
    // A form that was just sent may still be on its way to the next page.
    await page.waitForLoadState('load')
    await page.waitForSelector('body', { state: 'attached' })
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 })
      const sticks_out = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(sticks_out, `${name} at ${width} px`).toBeLessThanOrEqual(0)
    }
    expect(await faultsOf(page), name).toEqual([])
  }

  beforeAll(async () => {
    const port = await freePort()
    const vars: Record<string, string> = {
      ...ensureDevVars(join(dir, '.dev.vars')),
      PUBLIC_URL: `http://127.0.0.1:${port}`,
    }
    server = await startWranglerDev({ dir, vars, port })
    shop = await openBakery(server.url, vars)
    browser = await launchBrowser()
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    rmSync(dir, { recursive: true, force: true })
  })

  it('is bought after its contract was read, paid with 3-D Secure, shown and used', async () => {
    await visit('front door', '/')
    await page.click('button:has-text("王秀兰")')
    await visit('no cards yet')
    await visit('shop', `/s/${shop.code}`)
    await page.click('article:has-text("充 1000 送 200") a')
    expect(await page.textContent('pre')).toContain('海棠面包房')
    await visit('terms')
    await page.click('a:has-text("办这张卡")')
    await visit('contract')
    await page.check('input[name=accepted]')
    await page.check('input[value=pm_card_visa_chargeDeclinedInsufficientFunds]')
    await page.click('button:has-text("付 ¥1,000.00")')
    expect(await page.textContent('.errors')).toContain('没有扣钱')
    await visit('declined')
    await page.check('input[value=pm_card_authenticationRequired]')
    await page.click('button:has-text("付 ¥1,000.00")')
    await visit('one step missing')
    await page.click('a:has-text("去付款")')
    await page.click('button:has-text("通过")')
    await page.goto(page.url())
    expect(await page.textContent('main')).toContain('已付款')
    await page.click('a:has-text("打开这张卡")')
    expect(await page.textContent('.money')).toBe('¥1,000.00')
    expect(await page.textContent('main')).toContain('还能用¥1,200.00')
    await visit('card')
    const card = page.url()
    await page.click('button:has-text("出示消费码")')
    await visit('pay code')
    const digits = await digitsOn(page)

    const till = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await till.goto(server.url)
    await till.click('button:has-text("收银员")')
    await till.fill('input[name=code]', digits)
    await till.fill('input[name=amount_fen]', '60')
    await till.click('button:has-text("核销")')
    expect(await till.textContent('main')).toContain('已付 ¥60.00，还剩 ¥1,140.00')
    await page.goto(card)
    expect(await page.textContent('.money')).toBe('¥950.00')
  })
  it.each([
    ['银行', '/b'],
    ['监管', '/r'],
    ['平台', '/o'],
  ])('opens for %s', async (who, path) => {
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await page.goto(server.url)
    await page.click(`section:has(h2:has-text("${who}")) button >> nth=0`)
    expect(new URL(page.url()).pathname).toBe(path)
    await visit(who)
  })
  it('would notice a picture without words and a page that sticks out', async () => {
    page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    await page.setContent(
      '<html lang="zh"><head><title>x</title></head><body><img src="x"></body></html>',
    )
    expect((await faultsOf(page)).join()).toContain('image-alt')
    await page.setContent(
      '<html lang="zh"><head></head><body><div style="width:2000px">x</div></body></html>',
    )
    await expect(visit('wide')).rejects.toThrow('wide at 320 px')
  })
  it('shows its contract and every refusal', async () => {
    await visit('API', '/docs')
    await visit('refusals', '/docs/refusals')
    expect(await page.textContent('main')).toContain('redemption_exceeds_balance')
  })
})

/** What axe finds wrong (WCAG 2.2 AA), by rule and element. It needs scripts, so a copy of the page is looked at. */
async function faultsOf(page: Page): Promise<string[]> {
  const copy = await page.context().browser()!.newPage()
  await copy.setViewportSize({ width: 390, height: 800 })
  await copy.route('**/*', (route) =>
    route.request().isNavigationRequest() ? route.abort() : route.continue(),
  )
  const base = `<base href="${page.url()}">`
  await copy.setContent(
    (await page.content())
      .replace('<head>', `<head>${base}`)
      .replace(/<meta http-equiv="refresh"[^>]*>/, ''),
    { waitUntil: 'load' },
  )
  await copy.evaluate(axe.source)
  const found = (await copy.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })",
  )) as axe.AxeResults
  await copy.close()
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target}`))
}

async function openBakery(url: string, vars: Record<string, string>): Promise<Shop> {
  const client = clientOver({
    fetch: (request) => fetch(request),
    base_url: url,
    dev_token: vars.DEV_TOKEN ?? '',
    moveTo: async () => undefined,
  })
  const read = readConfig(vars)
  if ('faults' in read) throw new Error(read.faults.join('; '))
  const now = instantAt(Date.now())
  const secrets = secretsFrom(read.config.keyring, (bytes) =>
    crypto.getRandomValues(new Uint8Array(bytes)),
  )
  const phone = OFFICIALS.duty.phone
  await client.yufubao.must('POST /v1/operators/bootstrap', {
    body: {
      bootstrap_token: await bootstrapToken({ secrets, now: () => now }),
      name: OFFICIALS.duty.name,
      phone,
    },
  })
  const { token } = await signIn(client, { phone, kind: 'operator' })
  const first = client.yufubao.as('operator', token)
  const second = await inviteSecond(first)
  for (const [kind, role, name, n] of [
    ['bank', 'bank', '柜员小丛', 2],
    ['regulator', 'supervisor', '老鞠', 3],
  ] as const) {
    const districts = kind === 'bank' ? [] : ['huancui']
    const official = { kind, role, name, phone: officialPhone(n), districts }
    await appoint(client, [first, second], official)
  }
  // They are in office when a day has passed.
  await client.yufubao.must('POST /dev/clock', { body: { advance_seconds: 86_400 } })
  const { token: next_day } = await signIn(client, { phone, kind: 'operator' })
  const wang = await signIn(client, { phone: HOLDERS.wang.phone, kind: 'consumer' })
  await client.yufubao
    .as('consumer', wang.token)
    .must('PUT /v1/me', { body: { nickname: HOLDERS.wang.name } })
  const [bakery] = CHARACTERS
  if (!bakery) throw new Error('no bakery')
  return openShop(client, next_day, bakery, 1, plusDays(localDate(now), 1))
}
