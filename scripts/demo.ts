import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { freePort } from '../bench/serve/running'
import { startWorkerd } from '../bench/serve/workerd'
import { checkBooks } from '../src/books/check'
import { type City, playCity } from '../src/demo/city'
import { clientOver } from '../src/demo/client'
import { PIN, tellLife } from '../src/demo/life'
import { visitor } from '../src/demo/people'
import { tellWeeks } from '../src/demo/weeks'
import { sqliteDb } from '../src/engines/sqlite'
import { readConfig } from '../src/environment/config'
import { secretsFrom } from '../src/environment/secrets'
import { yuan } from '../src/kernel/money'
import { DAY_MS, dayStart, epochMs, instantAt, localDate, plusDays } from '../src/kernel/time'
import { bootstrapToken } from '../src/people/bootstrap'
import { readArguments } from './arguments.mjs'
import { ensureDevVars } from './dev-vars.mjs'

/** `npm run demo`: a whole city's months against the real worker on plain workerd; exits 1 if any invariant fails. */
const values = readArguments('demo', {
  json: { type: 'boolean' },
  days: { type: 'string', default: '30' },
})
const say = (line: string) => {
  if (!values.json) console.log(line)
}
const dir = mkdtempSync(join(tmpdir(), 'yufubao-demo-'))
const port = await freePort()
const vars = { ...ensureDevVars(join(dir, '.dev.vars')), PUBLIC_URL: `http://127.0.0.1:${port}` }
const server = await startWorkerd({ dir, vars, port })
const read = readConfig({ ...vars, PUBLIC_URL: server.url })
if ('faults' in read) throw new Error(read.faults.join('; '))
const client = clientOver({
  fetch: (request) => fetch(request),
  base_url: server.url,
  dev_token: vars.DEV_TOKEN ?? '',
  moveTo: async (to) => {
    await client.yufubao.must('POST /dev/clock', { body: { to } })
  },
})
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
const starts_at = dayStart(plusDays(localDate(instantAt(Date.now() + DAY_MS)), 1))
const secrets = secretsFrom(read.config.keyring, random)
const story = { client, days: Number(values.days), starts_at, seed: 20211, diary: say }
const city = await playCity({
  ...story,
  bootstrap_token: await bootstrapToken({ secrets, now: () => starts_at }),
})
const last_day = instantAt(epochMs(starts_at) + (story.days - 1) * DAY_MS + 10 * 3_600_000)
await tellLife({ client, city, now: last_day, diary: say })
await fourReaders(city)
await tellWeeks({ client, city, now: last_day, diary: say, pin: PIN })
const bank = visitor(client, 'bank', city.officials.bank)
const ledger = await bank.must('GET /v1/ledger/trial-balance')
say('\n试算平衡')
for (const line of ledger.lines) {
  say(
    `  ${line.account.padEnd(12)}${String(line.accounts_count).padStart(6)} 个账户 ${yuan(line.balance_fen).padStart(18)}`,
  )
}
say(`  合计 ${yuan(ledger.sum_fen)}`)
await server.stop()

const folder = join(
  dir,
  'database',
  readdirSync(join(dir, 'database')).find((name) => !name.startsWith('.')) ?? '',
)
const file =
  readdirSync(folder).find((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite') ?? ''
const database = new DatabaseSync(join(folder, file))
const books = await checkBooks(sqliteDb(database))
database.close()
rmSync(dir, { recursive: true, force: true })
for (const { check, id, found, expected } of books.divergences)
  console.error(`${check}: ${id} 账上 ${found}，应为 ${expected}`)
const { merchants, cards, transfers, books_sum_fen } = books.figures
const ok = books.result === 'clean' && ledger.sum_fen === 0 && city.uses > 0
say(
  `\n${merchants} 家店 · ${city.holders.length} 位顾客 · ${cards} 张卡 · ${city.uses} 次核销 · ${transfers} 笔划转 · 账本${ok ? '干净' : '有差错'}`,
)
console.log(
  JSON.stringify({
    ok,
    figures: {
      merchants,
      holders: city.holders.length,
      cards,
      transfers,
      redemptions: city.uses,
      books_sum_fen,
      books: books.result,
    },
  }),
)
process.exit(ok ? 0 : 1)

/** One card as its four readers see it. */
async function fourReaders({ holders, officials }: City) {
  const [holder] = holders
  const card = holder?.cards[0]
  if (!holder || !card) throw new Error('the story sold no card')
  const readers = [
    [`顾客 ${holder.name}`, 'consumer', holder.id],
    [`店家 ${card.shop.plan.name}`, 'staff', card.shop.cashier_id],
    ['银行', 'bank', officials.bank],
    ['监管', 'regulator', officials.supervisor],
  ] as const
  for (const [who, kind, subject_id] of readers) {
    if (kind === 'bank' || kind === 'regulator')
      // Whoever reads for an office says first what for; the holder sees it.
      await visitor(client, kind, subject_id).must('POST /v1/access-purposes', {
        body: { reference_id: card.shop.id, reason: '演示：四方各看到一张卡的什么' },
      })
    const seen = await visitor(client, kind, subject_id).must('GET /v1/cards/:id', {
      params: { id: card.id },
    })
    say(`\n${who}看这张卡\n${JSON.stringify(seen, null, 2).replace(/^/gm, '  ')}`)
  }
}
