import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { benchCity } from '../bench/city'
import { freePort } from '../bench/serve/running'
import { type Server, startWorkerd } from '../bench/serve/workerd'
import { checkBooks } from '../src/books/check'
import { client } from '../src/client/client'
import { sqliteDb } from '../src/engines/sqlite'
import { readArguments } from './arguments.mjs'
import { crashOutside } from './crash-outside'

/**
 * `npm run crash [-- --rounds 6] [--json]`: redeems under load, kills workerd with SIGKILL in the middle, starts it
 * again on the same files and sends every unanswered request once more under its key. Then kills the service at every call
 * to the bank and the provider, before it, when it was served and when its answer was booked. Fails when anything
 * acknowledged is gone, anything happened twice, or the books are not clean.
 */
const values = readArguments('crash', {
  rounds: { type: 'string', default: '5' },
  json: { type: 'boolean' },
})
const rounds = Number(values.rounds)
const CARDS = 4000
const CONNECTIONS = 16
type Sent = { key: string; body: { code: string; amount_fen: number }; answer: string | null }

const dir = mkdtempSync(join(tmpdir(), 'yufubao-crash-'))
const city = benchCity()
const port = await freePort()
const sent: Sent[] = []
let card = 0
let server = await startWorkerd({ dir, vars: city.vars, port })
await server.setup(city.texts(CARDS))
for (let n = 1; n <= rounds; n++) {
  await hammer(server, 300 + n * 150)
  server = await startWorkerd({ dir, vars: city.vars, port, migrate: false })
}
const unanswered = sent.filter(({ answer }) => answer === null)
for (const request of unanswered) request.answer = await ask(server, request)
const wrong: string[] = []
for (const request of sent) {
  const again = await ask(server, request)
  if (again !== request.answer) wrong.push(`${request.key}: ${request.answer} became ${again}`)
}
await server.stop()

const folder = join(dir, 'database', readdirSync(join(dir, 'database'))[0] ?? '')
const file =
  readdirSync(folder).find((name) => name.endsWith('.sqlite') && name !== 'metadata.sqlite') ?? ''
const database = new DatabaseSync(join(folder, file))
const books = await checkBooks(sqliteDb(database))
const { n: redeemed } = database
  .prepare("SELECT count(*) AS n FROM redemptions WHERE status = 'succeeded'")
  .get() as { n: number }
database.close()
const outside = await crashOutside(dir)
wrong.push(...outside.wrong)
rmSync(dir, { recursive: true, force: true })
const acknowledged = sent.filter(({ answer }) => answer?.includes('"status":"succeeded"')).length
if (redeemed !== acknowledged)
  wrong.push(`${redeemed} redemptions in the books, ${acknowledged} acknowledged`)
for (const line of wrong.slice(0, 20)) console.error(line)
for (const { check, id, found, expected } of books.divergences)
  console.error(`${check}: ${id} ${found} ≠ ${expected}`)
const ok = wrong.length === 0 && books.result === 'clean' && acknowledged > 0
if (!values.json) {
  console.log(
    `${rounds} 次强杀（另在 ${outside.kills} 次外部调用中强杀）：${sent.length} 个请求，${unanswered.length} 个当时没有回音，${acknowledged} 次核销，账本 ${books.result}`,
  )
}
console.log(
  JSON.stringify({
    ok,
    figures: {
      kills: rounds + outside.kills,
      acked: acknowledged + outside.acked,
      lost: Math.max(acknowledged - redeemed, 0) + outside.lost,
      doubled: Math.max(redeemed - acknowledged, 0) + outside.doubled,
      requests: sent.length,
      unanswered: unanswered.length,
      acknowledged,
      lost_or_twice: wrong.length,
      books: books.result,
    },
  }),
)
process.exit(ok ? 0 : 1)

/** Sends redemptions until the server is killed after `ms`; whatever has no answer by then stays open. */
async function hammer(target: Server, ms: number): Promise<void> {
  let alive = true
  const kill = setTimeout(() => {
    alive = false
    target.kill('SIGKILL')
  }, ms)
  const worker = async () => {
    while (alive) {
      card += 1
      const request: Sent = {
        key: `crash-${card}`,
        body: { code: city.code(card, Date.now()), amount_fen: 1000 + card },
        answer: null,
      }
      sent.push(request)
      request.answer = await ask(target, request).catch(() => null)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  clearTimeout(kill)
}

/** One try: what is unsure stays open until the server is back. */
async function ask(target: Server, { key, body }: Sent): Promise<string> {
  const till = client({
    base: target.url,
    reader: 'staff',
    token: city.cashier_token,
    attempts_max: 1,
  })
  const said = await till.ask('POST /v1/redemptions', { body }, { key })
  if (said.is === 'unsure') throw new Error(`answered ${said.status}`)
  return JSON.stringify(said.is === 'done' ? said.answer : said.problem)
}
