import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { benchCity } from '../../bench/city'
import { migrate } from '../../scripts/migrate'
import { bundle } from '../../scripts/setup.mjs'
import { checkBooks } from '../../src/books/check'
import { client } from '../../src/client/client'
import { sqliteDb } from '../../src/engines/sqlite'
import { freePort, type Typed, type } from '../start/support'

const CARDS = 400
const city = benchCity()
const folder = mkdtempSync(join(tmpdir(), 'yufubao-serve-'))
const config = join(folder, 'city.env')
const file = join(folder, 'city.sqlite')
let base = ''
let running: Typed | null = null
afterAll(async () => {
  running?.child.kill('SIGTERM')
  await running?.ended
  rmSync(folder, { recursive: true, force: true })
})

let built = ''
const typed = (...more: string[]) => type([built, '--config', config, ...more])
async function started(): Promise<Typed> {
  running = typed()
  await running.says(/上服务（node，进程 \d+）/)
  return running
}

type Sent = { key: string; body: { code: string; amount_fen: number }; status: number | null }
let cards = 0
const sent: Sent[] = []
/** Null: no answer. */
async function ask({ key, body }: Sent): Promise<number | null> {
  const till = client({ base, reader: 'staff', token: city.cashier_token, attempts_max: 1 })
  const said = await till.ask('POST /v1/redemptions', { body }, { key })
  return said.is === 'done' ? 201 : said.is === 'refused' ? said.status : null
}
async function redeem(): Promise<Sent> {
  cards += 1
  const body = { code: city.code(cards, Date.now()), amount_fen: 1000 + cards }
  const one: Sent = { key: `serve-${cards}`, body, status: null }
  sent.push(one)
  one.status = await ask(one)
  return one
}
/** Redeems on eight connections until one of them is not answered as it should be. */
const crowd = (more: () => boolean) =>
  Promise.all(
    Array.from({ length: 8 }, async () => {
      while (more() && (await redeem()).status === 201);
    }),
  )

beforeAll(async () => {
  built = bundle('scripts/serve.ts', { traced: false })
  const port = await freePort()
  base = `http://127.0.0.1:${port}`
  const vars = { ...city.vars, LISTEN: `127.0.0.1:${port}`, DATA: folder }
  mkdirSync(folder, { recursive: true })
  const lines = Object.entries(vars).map(([name, value]) => `${name}=${value}\n`)
  writeFileSync(config, lines.join(''), { mode: 0o600 })
  const database = new DatabaseSync(file)
  migrate(database)
  for (const text of city.texts(CARDS)) database.exec(text)
  database.close()
})

describe('a city served on one’s own machine', () => {
  it('loses nothing when it is killed: what has no answer is asked again under its key', async () => {
    const host = await started()
    setTimeout(() => host.child.kill('SIGKILL'), 150)
    await crowd(() => cards < CARDS / 2)
    await host.ended
    await started()
    const unanswered = sent.filter(({ status }) => status === null)
    for (const one of unanswered) one.status = await ask(one)
    for (const one of sent) expect(await ask(one)).toBe(201)
    expect(unanswered.length).toBeGreaterThan(0)
  })
  it('keeps a second process away, and says who is there', async () => {
    const second = typed()
    expect(await second.ended).toBe(1)
    expect(second.said()).toMatch(/正由另一个进程使用（npm run serve -- --host node，进程 \d+/)
  })
  it('is asked to end in the middle of acts: each is done and said, or not begun', async () => {
    const host = running
    setTimeout(() => host?.child.kill('SIGTERM'), 100)
    await crowd(() => cards < CARDS)
    expect(await host?.ended).toBe(0)
    const done = sent.filter(({ status }) => status === 201)
    const database = new DatabaseSync(file)
    const keys = database
      .prepare("SELECT idempotency_key AS key FROM journal WHERE operation = 'redeemByCode'")
      .all()
      .map(({ key }) => String(key))
    const books = await checkBooks(sqliteDb(database))
    database.close()
    expect(keys.sort()).toEqual(done.map(({ key }) => key).sort())
    expect([books.result, books.divergences]).toEqual(['clean', []])
    expect(sent.some(({ status }) => status !== 201)).toBe(true)
  })
  it('does not begin in production with a mock, a short secret or no proxy, and says which', async () => {
    writeFileSync(
      config,
      'YFB_MASTER_KEY=short\nPAYMENTS=mock\nPUBLIC_URL=https://yufubao.example\n',
    )
    chmodSync(config, 0o644)
    const refused = typed()
    expect(await refused.ended).toBe(78)
    for (const fault of [
      'YFB_MASTER_KEY must be 32 random bytes',
      'PAYMENTS must not be a mock in production',
      'STRIPE_SECRET_KEY is missing',
      'TRUSTED_PROXIES is missing',
      'is open to others',
    ])
      expect(refused.said()).toContain(fault)
  })
})
