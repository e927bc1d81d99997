import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkBooks } from '../src/books/check'
import { sqliteDb } from '../src/engines/sqlite'
import { JOBS, type Job } from '../src/jobs'
import { openLivedCity } from './nights-city'

/**
 * `npm run bench -- nights [--json] [--shops 1000] [--cards 50000] [--uses 2000]`: a day and a night, every job at its
 * hour, in a city on the first, thirtieth and three hundredth day of its life. The first night reads everything and is
 * left out; then three nights of each by turns, and the middle. node:sqlite, WAL; processor time, so that what else runs counts little.
 */
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    shops: { type: 'string', default: '1000' },
    cards: { type: 'string', default: '50000' },
    uses: { type: 'string', default: '2000' },
    ages: { type: 'string', default: '1,30,300' },
  },
})
const say = (text: string) => (values.json ? undefined : console.log(text))
const dir = mkdtempSync(join(tmpdir(), 'yufubao-nights-'))
const NIGHTS = 3

/** Processor seconds of every job, added up since the last time it was asked. */
function watchJobs(): () => Record<string, number> {
  let spent: Record<string, number> = {}
  for (const job of JOBS as Job[]) {
    const { run } = job
    job.run = async (world, limit) => {
      const before = process.cpuUsage()
      try {
        return await run(world, limit)
      } finally {
        spent[job.name] = (spent[job.name] ?? 0) + secondsSince(before)
      }
    }
  }
  return () => {
    const said = spent
    spent = {}
    return said
  }
}
const secondsSince = (before: NodeJS.CpuUsage) => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}
const spentByJob = watchJobs()
const two = (n: number) => Math.round(n * 100) / 100

type Night = { seconds: number; by_job: Record<string, number> }
type Aged = { days: number; city: Awaited<ReturnType<typeof openLivedCity>>; nights: Night[] }

/** A city of that age, after its first night, which reads everything. */
async function agedCity(days: number): Promise<Aged> {
  const size = {
    shops: Number(values.shops),
    cards: Number(values.cards),
    uses_a_day: Number(values.uses),
  }
  const city = await openLivedCity(join(dir, `${days}.sqlite`), { ...size, days })
  await city.night()
  const first = spentByJob()
  say(`${days} 天：第一晚 ${two(Object.values(first).reduce((a, b) => a + b, 0))} 秒`)
  return { days, city, nights: [] }
}

async function liveOneMore({ days, city, nights }: Aged): Promise<void> {
  const before = process.cpuUsage()
  await city.night()
  const night = { seconds: secondsSince(before), by_job: spentByJob() }
  nights.push(night)
  say(`  ${days} 天，又一晚 ${two(night.seconds)} 秒`)
}

const middleOf = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

async function figuresOf({ days, city, nights }: Aged) {
  const seconds = middleOf(nights.map((night) => night.seconds))
  const middle = nights.find((night) => night.seconds === seconds) ?? { seconds, by_job: {} }
  const runs = city.database.prepare('SELECT result, looked_at FROM book_runs').all()
  const { result, figures, divergences } = await checkBooks(sqliteDb(city.database))
  const failures = city.database.prepare('SELECT job, error FROM job_failures LIMIT 3').all()
  city.database.close()
  const ok =
    result === 'clean' && failures.length === 0 && runs.every((run) => run.result === 'clean')
  if (!ok)
    console.error(JSON.stringify({ days, runs, failures, divergences: divergences.slice(0, 3) }))
  const checker_s = (middle.by_job.continueRuns ?? 0) + (middle.by_job.startNightlyRun ?? 0)
  const jobs = Object.entries(middle.by_job).sort(([, a], [, b]) => b - a)
  say(
    `${days} 天：一晚 ${two(middle.seconds)} 秒：${jobs
      .slice(0, 9)
      .map(([name, s]) => `${name} ${two(s)}`)
      .join('，')}`,
  )
  return {
    ok,
    seconds: middle.seconds,
    checker_s,
    transfers: figures.transfers,
    jobs,
    looked_at: runs.at(-1)?.looked_at,
  }
}

const ages = values.ages.split(',').map(Number)
const cities: Aged[] = []
for (const days of ages) cities.push(await agedCity(days))
// By turns: what else the machine does while a night lasts falls upon every age alike.
for (let n = 0; n < NIGHTS; n++) for (const aged of cities) await liveOneMore(aged)
const by_age = new Map<number, Awaited<ReturnType<typeof figuresOf>>>()
for (const aged of cities) by_age.set(aged.days, await figuresOf(aged))
rmSync(dir, { recursive: true, force: true })
const nightsAt = (days: number) => cities.find((aged) => aged.days === days)?.nights ?? []
/** The middle of the rounds' own ratios. */
const ratioOf = (old: number, young: number) =>
  middleOf(nightsAt(old).map(({ seconds }, n) => seconds / (nightsAt(young)[n]?.seconds ?? 1e9)))
const at = (days: number) => by_age.get(days)?.seconds ?? 0
const oldest = by_age.get(Math.max(...ages))
const ratio = two(ratioOf(300, 30))
const figures = {
  night_day300_vs_day30: ratio,
  night_s: two(oldest?.seconds ?? 0),
  night_day1_s: two(at(1)),
  night_day30_s: two(at(30)),
  checker_share: two((oldest?.checker_s ?? 0) / Math.max(oldest?.seconds ?? 0, 0.001)),
  checker_day30_s: two(by_age.get(30)?.checker_s ?? 0),
  checker_day300_s: two(by_age.get(300)?.checker_s ?? 0),
  transfers_day300: by_age.get(300)?.transfers ?? 0,
}
const ok = [...by_age.values()].every((one) => one.ok) && (ratio <= 1.2 || !by_age.has(300))
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)
