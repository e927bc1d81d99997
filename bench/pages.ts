import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { type Looked, openLookedAt } from '../test/browser/addresses'
import { type House, OVERFLOWING, openHouse, pageFaults, WIDTHS } from '../test/browser/house'
import { journeyCosts } from '../test/browser/taps'
import { namesIn, untranslatedIn } from '../test/browser/untranslated'

/**
 * `npm run bench -- pages [--json]`: each page as a browser meets it. `wire_bytes`: everything that crossed the wire on
 * a first visit (gzip, as an edge sends it). `readable_ms_weak_3g`: from the click to the moment the page's answer can
 * be read, at 400 kb/s, 400 ms round trip and a processor slowed six times; the median of three first visits.
 * `axe_violations` (WCAG 2.2 AA and best practice) and `overflows` at 320, 390, 1280 and 1920 px must be 0. People's
 * pages are those of holders and before a sign-in, without the API's reference; desks are everybody else's.
 * `taps_over_budget`: journeys of test/browser/taps.ts that cost more taps or typing than they may.
 * `untranslated_strings`: runs of Chinese that English pages say by themselves, each once a page. `stories` are the
 * jobs that the browser tests play to their end, `stories_without_js` those played with scripts switched off.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'pages'),
  options: { json: { type: 'boolean' }, 'no-stories': { type: 'boolean' } },
})
const say = (line: string) => values.json || console.log(line)
const ROUNDS = 3
const WEAK_3G = {
  offline: false,
  latency: 400,
  downloadThroughput: 50_000,
  uploadThroughput: 50_000,
}

type Figures = {
  page: string
  path: string
  whose: 'people' | 'desk' | 'reference'
  status: number
  wire_bytes: number
  readable_ms_weak_3g: number
  axe_violations: number
  overflows: Record<string, number>
}

async function measure(house: House, at: Looked): Promise<Figures> {
  const rounds: { ms: number; bytes: number; status: number }[] = []
  for (let round = 0; round < ROUNDS; round++) rounds.push(await firstVisit(house, at))
  const times = rounds.map(({ ms }) => ms).sort((a, b) => a - b)
  const page = await house.opens({ js: true, as: at.as })
  await page.goto(house.url + at.path)
  const overflows: Record<string, number> = {}
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 })
    overflows[width] = ((await page.evaluate(OVERFLOWING)) as unknown[]).length
  }
  const axe_violations = (await pageFaults(page)).length
  await page.context().close()
  return {
    page: at.name,
    path: at.path,
    whose: whoseIs(at),
    status: rounds[0]?.status ?? 0,
    wire_bytes: Math.max(...rounds.map(({ bytes }) => bytes)),
    readable_ms_weak_3g: times[ROUNDS >> 1] ?? 0,
    axe_violations,
    overflows,
  }
}

const whoseIs = ({ name, as }: Looked): Figures['whose'] => {
  if (/^\/(?:docs|dev)/.test(name)) return 'reference'
  return as.length === 0 || name.startsWith('/c') ? 'people' : 'desk'
}
/** What an English page still says in Chinese. */
async function untranslatedOn(at: Looked, names: readonly string[]): Promise<string[]> {
  const page = await house.opens({ as: at.as })
  await page.context().addCookies([{ name: 'yfb_lang', value: 'en', url: house.url }])
  await page.goto(house.url + at.path)
  const said = untranslatedIn(await page.content(), names)
  await page.context().close()
  return said
}

/** A visit with an empty cache; what a person waits for is the first `readable` element with words in it. */
async function firstVisit(house: House, at: Looked) {
  const page: Page = await house.opens({ js: true, as: at.as })
  await page.setViewportSize({ width: 360, height: 740 })
  const wire = await page.context().newCDPSession(page)
  let bytes = 0
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await wire.send('Network.enable')
  await wire.send('Network.emulateNetworkConditions', WEAK_3G)
  await wire.send('Emulation.setCPUThrottlingRate', { rate: 6 })
  const began = performance.now()
  const answered = await page.goto(house.url + at.path, { waitUntil: 'commit' })
  await page.waitForSelector(at.readable, { state: 'visible' })
  const ms = Math.trunc(performance.now() - began)
  await page.waitForLoadState('load')
  await page.context().close()
  return { ms, bytes, status: answered?.status() ?? 0 }
}

/** Plays every browser story and counts those that passed, and those of them that never ran a script. */
function playStories() {
  const noted = '.build/stories.jsonl'
  rmSync(noted, { force: true })
  const args = ['run', '--project', 'browser', '--reporter=json']
  const { stdout } = spawnSync('node_modules/.bin/vitest', args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NO_COLOR: '1' },
  })
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    testResults: {
      assertionResults: { status: string; ancestorTitles: string[]; title: string }[]
    }[]
  }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const lines = existsSync(noted) ? readFileSync(noted, 'utf8').trim().split('\n') : []
  const windows = lines.map((line) => JSON.parse(line) as { story: string; js: boolean })
  const passed = tests.filter(({ status }) => status === 'passed')
  const played = passed.map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' > '))
  const with_js = new Set(windows.filter(({ js }) => js).map(({ story }) => story))
  return {
    stories: played.length,
    stories_without_js: played.filter((story) => !with_js.has(story)).length,
    stories_failed: tests.length - passed.length,
  }
}

const { city, pages: looked } = await openLookedAt()
const house = await openHouse(city, { gzip: true })
const names = await namesIn(city)
const untranslated: { page: string; said: string[] }[] = []
const pages: Figures[] = []
for (const at of looked) {
  const figures = await measure(house, at)
  pages.push(figures)
  const said = await untranslatedOn(at, names)
  if (said.length > 0) untranslated.push({ page: at.name, said })
  say(
    `${figures.page.padEnd(24)} ${String(figures.wire_bytes).padStart(6)} B  ` +
      `${String(figures.readable_ms_weak_3g).padStart(5)} ms  axe ${figures.axe_violations}  ` +
      `overflow ${Object.values(figures.overflows).join('/')}  ${figures.status}`,
  )
}
await house.close()
const journeys = await journeyCosts((desk) => openHouse(desk))
const stories = values['no-stories'] ? null : playStories()
const wrong = pages.filter(
  ({ axe_violations, overflows, status }) =>
    status >= 500 || axe_violations > 0 || Object.values(overflows).some((n) => n > 0),
)
const of = (whose: Figures['whose']) => pages.filter((page) => page.whose === whose)
const medianOf = (all: readonly number[]): number =>
  [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0
const sumOf = (all: readonly number[]): number => all.reduce((sum, n) => sum + n, 0)
const summary = {
  ok: wrong.length === 0,
  pages: pages.length,
  axe_violations: sumOf(pages.map(({ axe_violations }) => axe_violations)),
  overflows: sumOf(pages.flatMap(({ overflows }) => Object.values(overflows))),
  consumer_wire_bytes_median: medianOf(of('people').map(({ wire_bytes }) => wire_bytes)),
  consumer_wire_bytes_max: Math.max(...of('people').map(({ wire_bytes }) => wire_bytes)),
  readable_ms_weak_3g_median: medianOf(
    of('people').map(({ readable_ms_weak_3g }) => readable_ms_weak_3g),
  ),
  desk_wire_bytes_max: Math.max(...of('desk').map(({ wire_bytes }) => wire_bytes)),
  taps_over_budget: journeys.filter(({ is_over }) => is_over).length,
  untranslated_strings: sumOf(untranslated.map(({ said }) => said.length)),
  ...stories,
}
if (values.json) console.log(JSON.stringify({ ...summary, journeys, untranslated, each: pages }))
else {
  for (const { name, taps, typed } of journeys) console.log(`${taps} taps, ${typed} typed: ${name}`)
  for (const { page, said } of untranslated) console.log(`${page}: ${said.join(' | ')}`)
  console.log(JSON.stringify(summary))
}
process.exit(summary.ok && (stories?.stories_failed ?? 0) === 0 ? 0 : 1)
