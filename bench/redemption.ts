import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { client } from '../src/client/client'
import { benchCity } from './city'
import { byTurns, type Call, middle, round, type Sample, type Target } from './load'
import { startWorkerd } from './serve/workerd'
import { startWranglerDev } from './serve/wrangler'
import { sqliteFloor } from './sqlite-floor'

/**
 * `npm run bench [-- --json] [--rounds 3] [--dev]`: redemption by code over HTTP on plain workerd, beside the floors of
 * the same run, in interleaved rounds. Ratios are what counts: machines differ and this one is shared.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '3' },
    'no-dev': { type: 'boolean' },
  },
})
const ROUNDS = Number(values.rounds)
const TURNS = 12 * ROUNDS
const AMOUNTS: Record<number, number> = { 1: 200, 8: 500, 64: 900 }
const CONNECTIONS = Object.keys(AMOUNTS).map(Number)
const NEEDED = ROUNDS * CONNECTIONS.reduce((sum, c) => sum + (AMOUNTS[c] ?? 0), 0) + 50
const say = (line: string) => {
  if (!values.json) console.log(line)
}

const dir = mkdtempSync(join(tmpdir(), 'yufubao-bench-'))
const city = benchCity()
const product = await startWorkerd({ dir: join(dir, 'product'), vars: city.vars })
const floors = await startWorkerd({
  dir: join(dir, 'floors'),
  vars: city.vars,
  entry: 'bench/floors.ts',
})
const cards = NEEDED + 50
for (const server of [product, floors]) await server.setup(city.texts(cards))

let keys = 0
const redemption = (n: number): Call => ({
  method: 'POST',
  path: '/v1/redemptions',
  ok: 201,
  headers: { Authorization: `Bearer ${city.cashier_token}`, 'Idempotency-Key': `bench-${++keys}` },
  body: JSON.stringify({ code: city.code(n, Date.now()), amount_fen: 100 + (n % 900) }),
})
say(`capturing ${NEEDED} redemptions for the floor…`)
let next_capture = 1
const capturing = await round(
  floors.url,
  () => ({ ...redemption(next_capture++), path: '/capture' }),
  { connections: 8, amount: NEEDED },
)
if (capturing.errors > 0) throw new Error(`${capturing.errors} redemptions could not be captured`)

let next_card = 1
const view = (n: number): Call => ({
  path: `/v1/cards/${city.card_id(n)}`,
  headers: { Authorization: `Bearer ${city.cashier_token}` },
})
/** The same walk over all cards for the view and for its floor. */
const random = () => 1 + ((keys++ * 7919) % cards)
const read: Target = { url: floors.url, next: () => ({ path: `/read/${city.card_id(random())}` }) }
const card_view: Target = { url: product.url, next: () => view(random()) }
const targets: Record<string, Target> = {
  noop: { url: floors.url, next: () => ({ path: '/noop' }) },
  read,
  read_hot: { url: floors.url, next: () => ({ path: `/read/${city.card_id(1)}` }) },
  batch: { url: floors.url, next: () => ({ path: '/batch' }) },
  redemption: { url: product.url, next: () => redemption(next_card++) },
  card_view,
  card_view_hot: { url: product.url, next: () => view(1) },
}
const samples: Record<string, Sample[]> = {}
for (const [name, { url, next }] of Object.entries(targets)) {
  if (name !== 'batch') await round(url, next, { connections: 4, amount: 40 })
}
for (let n = 0; n < ROUNDS; n++) {
  for (const connections of CONNECTIONS) {
    for (const [name, { url, next }] of Object.entries(targets)) {
      const sample = await round(url, next, { connections, amount: AMOUNTS[connections] ?? 100 })
      const id = `${name}@${connections}`
      samples[id] = [...(samples[id] ?? []), sample]
    }
  }
}
const table = Object.fromEntries(Object.entries(samples).map(([id, list]) => [id, middle(list)]))
const turns = await byTurns(card_view, read, { connections: 64, amount: 900, turns: TURNS })
const round_trips = await tripsOf(1)
const rss_mb = product.rss_mb()
await product.stop()
await floors.stop()
const sqlite_full = await sqliteFloor({ city, dir, redemptions: 800, synchronous: 'FULL' })
const sqlite_off = await sqliteFloor({ city, dir, redemptions: 800, synchronous: 'OFF' })
rmSync(dir, { recursive: true, force: true })

const on_dev = values['no-dev'] ? {} : await devRounds()

const rps = (id: string) => table[id]?.rps ?? 0
const ratio = (a: number, b: number) => Number((a / b).toPrecision(3))
const errors = Object.values(table).reduce((sum, sample) => sum + sample.errors, turns.errors)
const figures = {
  round_trips,
  redemption_c1_vs_batch: ratio(rps('redemption@1'), rps('batch@1')),
  redemption_c8_vs_batch: ratio(rps('redemption@8'), rps('batch@8')),
  redemption_c64_vs_batch: ratio(rps('redemption@64'), rps('batch@64')),
  redemption_c64_vs_sqlite_full: ratio(rps('redemption@64'), sqlite_full),
  card_view_c64_vs_read: Number(turns.ratio.toPrecision(3)),
  rss_mb,
  errors,
}
const ok = errors === 0 && round_trips <= 2
const machine = `${cpus().length} cores (${cpus()[0]?.model})`
say(
  `\n${machine}; plain workerd; D1 as SQLite WAL, synchronous FULL; ${ROUNDS} interleaved rounds, medians`,
)
say(
  `${'what'.padEnd(16)}${'conns'.padStart(6)}${'req/s'.padStart(9)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'errors'.padStart(8)}`,
)
for (const [id, sample] of Object.entries(table)) {
  const [name = '', connections = ''] = id.split('@')
  const cells = [
    sample.rps.toFixed(0).padStart(9),
    sample.p50.toFixed(2).padStart(9),
    sample.p99.toFixed(1).padStart(9),
  ]
  say(
    `${name.padEnd(16)}${connections.padStart(6)}${cells.join('')}${String(sample.errors).padStart(8)}`,
  )
}
say(
  `node:sqlite, same statements, in process: ${sqlite_full.toFixed(0)}/s (WAL, FULL), ${sqlite_off.toFixed(0)}/s (WAL, OFF)`,
)
const half = `${turns.quarter.toFixed(2)} and ${turns.three_quarters.toFixed(2)}`
say(
  `card view ÷ one read at 64: ${turns.ratio.toFixed(2)}, the middle of ${TURNS} turns; half of them between ${half}`,
)
for (const [id, sample] of Object.entries(on_dev)) {
  say(
    `wrangler dev, ${id}: ${sample.rps.toFixed(0)}/s, p50 ${sample.p50.toFixed(1)} ms, p99 ${sample.p99.toFixed(1)} ms`,
  )
}
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)

/** The product says itself how often it went to storage for this request (development header). */
async function tripsOf(card: number): Promise<number> {
  const again = await startWorkerd({ dir: join(dir, 'trips'), vars: city.vars })
  await again.setup(city.texts(2000))
  const till = client({ base: again.url, reader: 'staff', token: city.cashier_token })
  const use = (n: number) => {
    const body = { code: city.code(n, Date.now()), amount_fen: 100 }
    return till.ask('POST /v1/redemptions', { body })
  }
  await use(card)
  const said = await use(card + 1)
  await again.stop()
  if (said.is !== 'done') throw new Error(`redemption answered ${said.status}`)
  return Number(said.headers.get('x-d1-round-trips'))
}

/** The same act on the development server, apart: its proxy hides every difference, so it is in no ratio. */
async function devRounds(): Promise<Record<string, Sample>> {
  const dev_dir = mkdtempSync(join(tmpdir(), 'yufubao-bench-dev-'))
  const dev = await startWranglerDev({ dir: dev_dir, vars: city.vars, texts: city.texts(900) })
  let n = 0
  const out: Record<string, Sample> = {}
  await round(dev.url, () => redemption(++n), { connections: 4, amount: 20 })
  for (const connections of CONNECTIONS) {
    out[`no-op@${connections}`] = await round(dev.url, () => ({ path: '/healthz' }), {
      connections,
      amount: 200,
    })
    out[`redemption@${connections}`] = await round(dev.url, () => redemption(++n), {
      connections,
      amount: 200,
    })
  }
  await dev.stop()
  rmSync(dev_dir, { recursive: true, force: true })
  return out
}
