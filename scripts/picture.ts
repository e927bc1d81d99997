import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { playCity } from '../src/demo/city'
import { openInProcess } from '../src/demo/in-process'
import { devSignIn } from '../src/demo/people'
import { playScenes } from '../src/demo/scenes'
import { sqliteDb } from '../src/engines/sqlite'
import { readConfig } from '../src/environment/config'
import { localDate } from '../src/kernel/time'
import { setBankFault } from '../src/mocks/bank-faults'
import { bootstrapToken } from '../src/people/bootstrap'
import { readArguments, stop } from './arguments.mjs'
import { launchBrowser } from './chromium'
import { ensureDevVars } from './dev-vars.mjs'
import { drawIcons } from './icons'
import { migrate } from './migrate'
import { answer } from './story/serve'

/**
 * `npm run picture` draws the page that README shows (a card as its holder sees it, in a city of two weeks), and what
 * phones and shared links show of the mark: public/icon-*.png, public/share.png.
 */
const FILE = 'docs/picture.png'
const STARTS_AT = '2026-03-01T16:00:00.000Z'
readArguments('picture', {})
const read = readConfig(ensureDevVars())
if ('faults' in read) stop(read.faults.join('; '), 1)

const database = new DatabaseSync(':memory:')
migrate(database)
const db = sqliteDb(database)
const { client, opened } = openInProcess(read.config, db, STARTS_AT)
const city = await playCity({
  client,
  days: 14,
  starts_at: STARTS_AT,
  seed: 20211,
  bootstrap_token: await bootstrapToken(opened.world),
})
const today = localDate(opened.world.now())
await playScenes({ client, city, today, knob: (fault) => setBankFault(db, fault) })

const server = createServer((request, response) => void answer(client.fetch, request, response))
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const browser = await launchBrowser()
const context = await browser.newContext({
  locale: 'zh-CN',
  viewport: { width: 390, height: 780 },
  colorScheme: 'light',
})
const [, holder] = city.holders
const token = await devSignIn(client, holder?.id ?? '')
await context.addCookies([{ name: 'yfb_consumer', value: token, url, httpOnly: true }])
const page = await context.newPage()
await page.goto(`${url}/c/cards/${holder?.cards[0]?.id}`)
await page.screenshot({ path: FILE })
await drawIcons(browser)
await browser.close()
server.closeAllConnections()
server.close()
console.log(`wrote ${FILE}`)
process.exit(0)
