import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { checkBooks } from '../src/books/check'
import { playCity } from '../src/demo/city'
import { openInProcess } from '../src/demo/in-process'
import { playScenes } from '../src/demo/scenes'
import { soleWriterDb } from '../src/engines/sqlite'
import { type Config, readConfig } from '../src/environment/config'
import { DAY_MS, dayStart, HOUR_MS, instantAt, localDate, plusDays } from '../src/kernel/time'
import { setBankFault } from '../src/mocks/bank-faults'
import { bootstrapToken } from '../src/people/bootstrap'
import { numberFrom, readArguments, stop } from './arguments.mjs'
import { readVars } from './dev-vars.mjs'
import { databasePath, STATE } from './local-database'
import { faultSentence } from './sentence'
import { bringUpToDate, draftFile, forgetDraft, newDraft, publish } from './story/city-file'
import { openProgress, progressLine } from './story/progress'
import { serveReading } from './story/serve'
import { breathing } from './story/storage'

/**
 * What `npm start` runs before the server: migrates the local city, and tells its first months when nothing has
 * happened in it yet, through the acts. Meanwhile it answers reads on `--port`. A parent process is told the seconds.
 */
const values = readArguments('start', {
  state: { type: 'string', default: STATE },
  days: { type: 'string', default: '90' },
  port: { type: 'string' },
})
const days = numberFrom('days', values.days, { min: 1, max: 400 })
const url = `http://127.0.0.1:${values.port ?? 8787}`
const read = readConfig({ ...readVars(), PUBLIC_URL: url })
if ('faults' in read) stop(`.dev.vars 不完整：${read.faults.join('; ')}`, 1)
const file = databasePath(values.state)
const report = (part: object) => process.send?.(part)
const out = process.stderr
const LOG_LINES_MAX = 20
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    forgetDraft(file)
    process.exit(signal === 'SIGINT' ? 130 : 143)
  })
// Without the parent nobody would take the port over, nor hold the city.
process.on('disconnect', () => process.exit(1))

try {
  await tellIfEmpty(read.config)
} catch (error) {
  forgetDraft(file)
  stop(faultSentence(error), 1)
}
process.exit(0)

async function tellIfEmpty(config: Config): Promise<void> {
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  if (existsSync(file) && !bringUpToDate(file).empty) return void report({ migrate_s: seconds() })
  const database = newDraft(file)
  const migrate_s = seconds()
  report({ migrate_s })
  await tell(config, database)
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  database.close()
  publish(file)
  report({ city_s: seconds() - migrate_s })
}

async function tell(config: Config, database: DatabaseSync): Promise<void> {
  const starts_at = dayStart(plusDays(localDate(instantAt(Date.now() - DAY_MS)), -days + 1))
  const db = breathing(soleWriterDb(database))
  const { client, opened, finish } = openInProcess(config, db, starts_at)
  const progress = openProgress(days)
  const { telling } = progress
  const port = values.port === undefined ? null : Number(values.port)
  const { clock } = opened
  const reading =
    port && (await serveReading({ file: draftFile(file), port, config, clock, telling }))
  if (reading) report({ reading: url })
  const line = progressLine(out)
  const unsaid = hush()
  const city = await playCity({
    client,
    days,
    starts_at,
    seed: 20211,
    bootstrap_token: await bootstrapToken(opened.world),
    dayTold: () => {
      progress.dayTold()
      line.say(telling())
    },
  }).catch((error: unknown) => {
    line.end()
    const broken = db.broken()
    if (broken === null) out.write(unsaid.map((said) => `${said}\n`).join(''))
    throw broken === null ? error : new Error(broken)
  })
  const today = localDate(opened.world.now())
  await client.moveTo(instantAt(clock.now_ms() + HOUR_MS))
  await playScenes({ client, city, today, knob: (fault) => setBankFault(db, fault) })
  // Last night and this morning are told as well: what the bank says of yesterday is there when the first page opens.
  await client.moveTo(instantAt(Date.now()))
  await finish()
  const { result, divergences, figures } = await checkBooks(db)
  db.settle()
  line.end()
  if (reading) await reading.close()
  for (const { check, id, found, expected } of divergences)
    out.write(`${check}: ${id} 账上 ${found}，应为 ${expected}\n`)
  if (result !== 'clean') throw new Error('讲完以后账不平，这座城市没有留下')
  const counts = `${city.shops.length} 家店，${city.holders.length} 位顾客，${figures.cards} 张卡`
  report({ told: `${counts}，${city.uses} 次核销` })
}

/** What the service logs while the story is told is kept back, and only said if the story cannot go on. */
function hush(): string[] {
  const kept: string[] = []
  console.log = (said: unknown) => {
    kept.push(String(said))
    if (kept.length > LOG_LINES_MAX) kept.shift()
  }
  return kept
}
