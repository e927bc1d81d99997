import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { HOLDERS, OFFICIALS } from '../src/demo/cast'
import { appoint, inviteSecond } from '../src/demo/officials'
import { signIn, visitor } from '../src/demo/people'
import { DAY_MS } from '../src/kernel/time'
import { openBenchCity } from './in-memory-city'
import { quotesPerSecond } from './quotes'
import { sellCards } from './refund-city'
import { runEnding } from './refund-run'

/**
 * `npm run bench -- refunds [--json] [--cards 100000]`: the engine's quotes a second; the closure of a shop with so many
 * cards, in processes that are killed a quarter, half and three quarters of the way; the same for a runaway with an
 * advance out. In this machine's files over node:sqlite (WAL, synchronous FULL).
 */
const { values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    cards: { type: 'string', default: '100000' },
    child: { type: 'string' },
    ending: { type: 'string' },
  },
})
if (values.child !== undefined) {
  await runEnding(values.child, values.ending ?? '')
  process.exit(0)
}
const cards = Number(values.cards)
const dir = mkdtempSync(join(tmpdir(), 'yufubao-refunds-'))
const say = (text: string) => (values.json ? undefined : console.log(text))

type Progress = { phase: string; refunded_count: number; ms: number; rss_mb: number }
type Life = { steps: Progress[]; over: boolean; rows: number }
/** One process; killed without warning once so many refunds are open. */
function live(file: string, ending: string, kill_at: number): Promise<Life> {
  return new Promise((resolve, reject) => {
    const entry = process.argv[1] ?? ''
    const args = [
      '--enable-source-maps',
      '--no-warnings',
      entry,
      'refunds',
      '--child',
      file,
      '--ending',
      ending,
    ]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const life: Life = { steps: [], over: false, rows: 0 }
    let rest = ''
    child.stdout.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const said = JSON.parse(line) as Partial<Progress> & { over?: boolean; rows?: number }
        if (said.over) Object.assign(life, { over: true, rows: said.rows ?? 0 })
        else life.steps.push(said as Progress)
        if ((said.refunded_count ?? 0) >= kill_at) child.kill('SIGKILL')
      }
    })
    child.on('error', reject)
    child.on('close', () => resolve(life))
  })
}

/** Sells the cards, ends the shop, and lives through the kills. */
async function endOf(kind: 'closure' | 'incident') {
  const file = join(dir, `${kind}.sqlite`)
  const city = await openBenchCity(file)
  const { database, client, advance } = city
  const li = await signIn(client, { phone: HOLDERS.li.phone, kind: 'consumer' })
  sellCards(city, li.person_id, cards)
  const ending_id = kind === 'closure' ? await closureOf(city) : await runawayOf(city)
  database.close()
  const lives: Life[] = []
  const started = performance.now()
  for (const quarter of [1, 2, 3])
    lives.push(await live(file, ending_id, Math.floor((cards * quarter) / 4)))
  lives.push(await live(file, ending_id, Number.MAX_SAFE_INTEGER))
  const wall_s = Math.round((performance.now() - started) / 100) / 10
  advance(DAY_MS)
  return { file, wall_s, lives }
}

type City = Awaited<ReturnType<typeof openBenchCity>>
async function closureOf({ client, database }: City): Promise<string> {
  const owner_id = idOf(database, "SELECT id FROM staff WHERE role = 'owner'")
  const said = { reason: '租约到期不再续租', contact: '张店主 0631-5200000' }
  const body = { ...said, closes_on: '2026-04-02' }
  return (await visitor(client, 'staff', owner_id).must('POST /v1/closures', { body })).id
}

/** Two supervisors say that the shop is gone, with an advance out. */
async function runawayOf(city: City): Promise<string> {
  const { client, database, operator, shop } = city
  const official = async (name: string, phone: string) => {
    const said = { kind: 'regulator', role: 'supervisor', name, phone } as const
    const body = { ...said, districts: [shop.plan.district] }
    return visitor(client, 'regulator', await appoint(client, [operator, colleague], body))
  }
  // They were entered the day before.
  city.advance(-DAY_MS)
  const colleague = await inviteSecond(operator)
  const first = await official(OFFICIALS.supervisor.name, OFFICIALS.supervisor.phone)
  const other = await official(OFFICIALS.supervisor_second.name, OFFICIALS.supervisor_second.phone)
  city.advance(DAY_MS)
  const { id } = await first.must('POST /v1/incidents', {
    body: {
      merchant_id: shop.id,
      reason: '卷闸门关闭，电话不通',
      evidence: '网格员两次上门，照片三张',
    },
  })
  takeAdvance(database, city, Math.floor(cards * 1_234))
  await other.must('POST /v1/incidents/:id/confirmation', { params: { id } })
  return id
}
const idOf = (database: { prepare: (text: string) => { get: () => unknown } }, text: string) =>
  (database.prepare(text).get() as { id: string }).id

/** An advance that is out when the shop is gone: paid away, so that custody is short by it. */
function takeAdvance(database: City['database'], { shop, opened }: City, amount_fen: number): void {
  const { world } = opened
  const move = database.prepare(
    `INSERT INTO ledger_transfers
       (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const now = world.now()
  const { balance } = database
    .prepare("SELECT balance_fen AS balance FROM ledger_accounts WHERE id = 'payable:' || ?")
    .get(shop.id) as { balance: number }
  const post = (from: string, to: string, fen: number) =>
    move.run(world.newId('trf'), from, to, fen, 'bench_advance', shop.id, now, now)
  post(`advance:${shop.id}`, `payable:${shop.id}`, amount_fen)
  post(`payable:${shop.id}`, `custody:${shop.id}`, balance + amount_fen)
}

async function judge(file: string, lives: readonly Life[]) {
  const { DatabaseSync } = await import('node:sqlite')
  const database = new DatabaseSync(file)
  const one = (text: string) => Number(Object.values(database.prepare(text).get() as object)[0])
  const opened = one('SELECT count(*) FROM refunds')
  const distinct = one('SELECT count(DISTINCT card_id) FROM refunds')
  const owing = one('SELECT count(*) FROM ending_claims')
  const [end] = database.prepare('SELECT phase, covered_fen, shortfall_fen FROM endings').all() as {
    phase: string
    covered_fen: number
    shortfall_fen: number
  }[]
  const set_aside = one(
    "SELECT coalesce(sum(balance_fen), 0) FROM ledger_accounts WHERE id >= 'refunding:' AND id < 'refunding;'",
  )
  const sum = one('SELECT sum(balance_fen) FROM ledger_accounts')
  database.close()
  const steps = lives.flatMap((life) => life.steps)
  const sorted = steps.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (q: number) => Math.round((sorted[Math.floor(sorted.length * q)] ?? 0) * 10) / 10
  return {
    done: end?.phase === 'done',
    lost: owing - distinct,
    doubled: opened - distinct,
    short_by_fen: (end?.covered_fen ?? 0) - set_aside,
    books_sum_fen: sum,
    kills: lives.filter(({ over }) => !over).length,
    rss_mb: Math.max(...steps.map(({ rss_mb }) => rss_mb)),
    steps: steps.length,
    step_p50_ms: at(0.5),
    step_p99_ms: at(0.99),
    rows_written: lives.at(-1)?.rows ?? 0,
    cards_in_last_life: cards - Math.floor((cards * 3) / 4),
    shortfall_fen: end?.shortfall_fen ?? 0,
  }
}

const quotes_per_s = quotesPerSecond()
say(`引擎：每秒 ${quotes_per_s} 次算退款`)
const closure = await endOf('closure')
const closed = await judge(closure.file, closure.lives)
say(
  `停业 ${cards} 张卡（中途杀掉 ${closed.kills} 次）：${closure.wall_s} s，${JSON.stringify(closed)}`,
)
const incident = await endOf('incident')
const gone = await judge(incident.file, incident.lives)
say(
  `失联 ${cards} 张卡，缺 ${gone.shortfall_fen} 分：${incident.wall_s} s，${JSON.stringify(gone)}`,
)
rmSync(dir, { recursive: true, force: true })

const fine = (j: typeof closed) =>
  j.done && j.lost === 0 && j.doubled === 0 && j.short_by_fen === 0 && j.books_sum_fen === 0
const ok = fine(closed) && fine(gone) && closed.kills === 3 && gone.kills === 3
const figures = {
  quotes_per_s,
  cards,
  closure_100k_s: closure.wall_s,
  closure_rss_mb: closed.rss_mb,
  closure_killed_lost: closed.lost,
  closure_killed_doubled: closed.doubled,
  closure_kills: closed.kills,
  closure_step_p50_ms: closed.step_p50_ms,
  closure_step_p99_ms: closed.step_p99_ms,
  closure_rows_per_card:
    Math.round((closed.rows_written / Math.max(closed.cards_in_last_life, 1)) * 10) / 10,
  runaway_100k_s: incident.wall_s,
  runaway_rss_mb: gone.rss_mb,
  runaway_killed_lost: gone.lost,
  runaway_killed_doubled: gone.doubled,
  runaway_shortfall_fen: gone.shortfall_fen,
}
console.log(JSON.stringify({ ok, figures }))
process.exit(ok ? 0 : 1)
