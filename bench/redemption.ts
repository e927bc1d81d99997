import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { client } from '../src/client/client'
import { benchCity } from './city'
import {
  ALONE,
  byTurns,
  type Call,
  interleaved,
  type Measured,
  middle,
  middleNumber,
  pairedRatio,
  round,
  type Sample,
  type Target,
} from './load'
import { postgresPeer, USES } from './peers/postgres'
import { startWorkerd } from './serve/workerd'
import { startWranglerDev } from './serve/wrangler'
import { sqliteFloor } from './sqlite-floor'

/**
 * `npm run bench [-- --json] [--rounds 5] [--no-dev]`: redemption by code over HTTP on plain workerd, with the city in
 * D1 and in a shard, beside the floors and peers of the same run, in interleaved rounds. Ratios are what counts: machines
 * differ and this one is shared.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
    'no-dev': { type: 'boolean' },
  },
})
const ROUNDS = Number(values.rounds)
const AMOUNTS: Record<number, number> = { 1: 60, 8: 200, 64: 512 }
const CONNECTIONS = Object.keys(AMOUNTS).map(Number)
const SQLITE = 128
const WARM = 40
const NEEDED = ROUNDS * CONNECTIONS.reduce((sum, c) => sum + (AMOUNTS[c] ?? 0), 0) + WARM
const say = (line: string) => {
  if (!values.json) console.log(line)
}

const dir = mkdtempSync(join(tmpdir(), 'yufubao-bench-'))
const city = benchCity()
const vars = city.vars
const d1 = await startWorkerd({ dir: join(dir, 'd1'), vars, entry: 'bench/serve/alone.ts' })
const shard = await startWorkerd({ dir: join(dir, 'shard'), vars, storage: 'shard' })
const floors = await startWorkerd({ dir: join(dir, 'floors'), vars, entry: 'bench/floors.ts' })
const cards = NEEDED + ROUNDS * (AMOUNTS[64] ?? 0) + 100
for (const server of [d1, shard, floors]) await server.setup(city.texts(cards))

let keys = 0
const redemption = (n: number, more: Record<string, string> = {}): Call => ({
  method: 'POST',
  path: '/v1/redemptions',
  ok: 201,
  headers: {
    Authorization: `Bearer ${city.cashier_token}`,
    'Idempotency-Key': `bench-${++keys}`,
    ...more,
  },
  body: JSON.stringify({ code: city.code(n, Date.now()), amount_fen: 100 + (n % 900) }),
})
/** Each use takes a card of its own: the act alone, or with telling the holder in the tick of the act. */
const cards_used = new Map<string, number>()
const uses = ({ url, cpu_ms }: typeof d1, more: Record<string, string> = { [ALONE]: '1' }) => ({
  url,
  cpu_ms,
  next: () => {
    const card = (cards_used.get(url) ?? 0) + 1
    cards_used.set(url, card)
    return redemption(card, more)
  },
})
say(`capturing ${NEEDED} redemptions for the floors…`)
const { next } = uses(floors)
const capture = () => ({ ...next(), path: '/capture' })
const capturing = await round(floors.url, capture, { connections: 8, amount: NEEDED })
if (capturing.errors > 0) throw new Error(`${capturing.errors} redemptions could not be captured`)

const redemptions = ROUNDS * SQLITE
const sqlite_full = await sqliteFloor({ city, dir, redemptions, synchronous: 'FULL' })
const sqlite_off = await sqliteFloor({ city, dir, redemptions, synchronous: 'OFF' })
const postgres = await postgresPeer((ROUNDS * 2 + 1) * (USES + 64))

/** The same walk over all cards for the views and for their floor. */
const random = () => 1 + ((keys++ * 7919) % cards)
const view = ({ url, cpu_ms }: typeof d1): Target => ({
  url,
  cpu_ms,
  next: () => ({
    path: `/v1/cards/${city.card_id(random())}`,
    headers: { Authorization: `Bearer ${city.cashier_token}` },
  }),
})
const read: Target = { url: floors.url, next: () => ({ path: `/read/${city.card_id(random())}` }) }
const inProcess = ({ rate }: typeof sqlite_full) => ({
  rate: async (connections: number) => (connections === 64 ? rate(SQLITE) : null),
})
const measured: Record<string, Measured> = {
  noop: { url: floors.url, next: () => ({ path: '/noop' }) },
  batch: { url: floors.url, cpu_ms: floors.cpu_ms, next: () => ({ path: '/batch' }) },
  d1: uses(d1),
  shard: uses(shard),
  d1_told: { ...uses(d1, {}), only: 64 },
  shard_told: { ...uses(shard, {}), only: 64 },
  read,
  d1_view: view(d1),
  shard_view: view(shard),
  sqlite_full: inProcess(sqlite_full),
  sqlite_off: inProcess(sqlite_off),
  ...('missing' in postgres ? {} : { postgres }),
}
for (const one of Object.values(measured))
  if ('url' in one) await round(one.url, one.next, { connections: 4, amount: WARM })
const samples = await interleaved(measured, { rounds: ROUNDS, amounts: AMOUNTS })
const turns = await byTurns(view(d1), read, { connections: 64, amount: 300, turns: 2 * ROUNDS })
const shard_turns = await byTurns(view(shard), read, {
  connections: 64,
  amount: 300,
  turns: 2 * ROUNDS,
})
const round_trips = await tripsOf('shard')
const rss_mb = d1.rss_mb()
const shard_rss_mb = shard.rss_mb()
for (const server of [d1, shard, floors]) await server.stop()
for (const floor of [sqlite_full, sqlite_off]) floor.close()
if ('stop' in postgres) postgres.stop()
rmSync(dir, { recursive: true, force: true })
const on_dev = values['no-dev'] ? {} : await devRounds()

const table = Object.fromEntries(Object.entries(samples).map(([id, list]) => [id, middle(list)]))
const short = (ratio: number) => Number(ratio.toPrecision(3))
const by = (above: string, below: string) => short(pairedRatio(samples, above, below))
const busy = (samples['shard@64'] ?? []).map(({ p99, p50 }) => p99 / p50)
const errors =
  Object.values(table).reduce((sum, sample) => sum + sample.errors, turns.errors) +
  shard_turns.errors
const figures = {
  round_trips,
  redemption_c1_vs_d1: by('shard@1', 'd1@1'),
  redemption_c8_vs_d1: by('shard@8', 'd1@8'),
  redemption_c64_vs_d1: by('shard@64', 'd1@64'),
  redemption_c64_told_vs_d1: by('shard_told@64', 'd1_told@64'),
  redemption_c1_vs_batch: by('shard@1', 'batch@1'),
  redemption_c8_vs_batch: by('shard@8', 'batch@8'),
  redemption_c64_vs_batch: by('shard@64', 'batch@64'),
  redemption_c64_vs_sqlite_full: by('shard@64', 'sqlite_full@64'),
  redemption_c64_p99_vs_p50: short(middleNumber(busy)),
  d1_cpu_c64_vs_shard: short(pairedRatio(samples, 'd1@64', 'shard@64', (one) => one.cpu_ms ?? 0)),
  card_view_c64_vs_read: short(shard_turns.ratio),
  ...('missing' in postgres
    ? {}
    : {
        redemption_c8_vs_postgres_hot: by('shard@8', 'postgres@8'),
        redemption_c64_vs_postgres_hot: by('shard@64', 'postgres@64'),
      }),
  d1_redemption_c8_vs_batch: by('d1@8', 'batch@8'),
  d1_redemption_c64_vs_batch: by('d1@64', 'batch@64'),
  d1_redemption_c64_vs_sqlite_full: by('d1@64', 'sqlite_full@64'),
  d1_card_view_c64_vs_read: short(turns.ratio),
  rss_mb: Math.max(rss_mb, shard_rss_mb),
  errors,
}
const ok = errors === 0 && round_trips <= 2
const machine = `${cpus().length} cores (${cpus()[0]?.model})`
say(`\n${machine}; plain workerd, WAL, synchronous FULL; ${ROUNDS} interleaved rounds, medians`)
if ('missing' in postgres) say(`PostgreSQL: ${postgres.missing}`)
say(
  `${'what'.padEnd(14)}${['conns', 'req/s', 'p50 ms', 'p99 ms', 'cpu ms', 'errors'].map((head) => head.padStart(9)).join('')}`,
)
for (const [id, sample] of Object.entries(table)) {
  const [name = '', connections = ''] = id.split('@')
  const numbers = [sample.rps.toFixed(0), sample.p50.toFixed(2), sample.p99.toFixed(1)]
  const cells = [connections, ...numbers, (sample.cpu_ms ?? 0).toFixed(2), String(sample.errors)]
  say(`${name.padEnd(14)}${cells.map((cell) => cell.padStart(9)).join('')}`)
}
for (const [id, sample] of Object.entries(on_dev))
  say(
    `wrangler dev, ${id}: ${sample.rps.toFixed(0)}/s, p50 ${sample.p50.toFixed(1)} ms, p99 ${sample.p99.toFixed(1)} ms`,
  )
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)

/** The product says itself how often it went to storage for this request (development header). */
async function tripsOf(storage: 'd1' | 'shard'): Promise<number> {
  const again = await startWorkerd({ dir: join(dir, 'trips'), vars, storage })
  await again.setup(city.texts(2000))
  const till = client({ base: again.url, reader: 'staff', token: city.cashier_token })
  const use = (n: number) => {
    const body = { code: city.code(n, Date.now()), amount_fen: 100 }
    return till.ask('POST /v1/redemptions', { body })
  }
  await use(1)
  const said = await use(2)
  await again.stop()
  if (said.is !== 'done') throw new Error(`redemption answered ${said.status}`)
  return Number(said.headers.get('x-d1-round-trips'))
}

/** The same act on the development server, apart: its proxy hides every difference, so it is in no ratio. */
async function devRounds(): Promise<Record<string, Sample>> {
  const dev_dir = mkdtempSync(join(tmpdir(), 'yufubao-bench-dev-'))
  const dev = await startWranglerDev({ dir: dev_dir, vars, texts: city.texts(900) })
  let n = 0
  const out: Record<string, Sample> = {}
  await round(dev.url, () => redemption(++n), { connections: 4, amount: 20 })
  for (const connections of CONNECTIONS) {
    const size = { connections, amount: 200 }
    out[`no-op@${connections}`] = await round(dev.url, () => ({ path: '/healthz' }), size)
    out[`redemption@${connections}`] = await round(dev.url, () => redemption(++n), size)
  }
  await dev.stop()
  rmSync(dev_dir, { recursive: true, force: true })
  return out
}
