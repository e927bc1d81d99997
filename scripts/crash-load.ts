import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { benchCity } from '../bench/city'
import { freePort } from '../bench/serve/running'
import { type Server, startWorkerd } from '../bench/serve/workerd'
import { checkBooks } from '../src/books/check'
import { client } from '../src/client/client'
import { sqliteDb } from '../src/engines/sqlite'

const CARDS = 4000
type Sent = { key: string; body: { code: string; amount_fen: number }; answer: string | null }
type Load = { dir: string; storage: 'd1' | 'shard'; rounds: number; connections: number }
type Crashed = {
  requests: number
  unanswered: number
  acknowledged: number
  /** In the books; what was acknowledged and is not there is lost, what is there and was not is doubled. */
  redeemed: number
  books: string
  wrong: string[]
}

/**
 * Redeems under load, kills workerd with SIGKILL in the middle, starts it again on the same files, so many rounds; sends
 * every unanswered request once more under its key, and then every request again: each answer must be the first one.
 */
export async function crashUnderLoad({
  dir,
  storage,
  rounds,
  connections,
}: Load): Promise<Crashed> {
  const city = benchCity()
  const opened = { dir, vars: city.vars, port: await freePort(), storage }
  const sent: Sent[] = []
  let server = await startWorkerd(opened)
  await server.setup(city.texts(CARDS))
  const ask = (target: Server, { key, body }: Sent) =>
    answerOf(target, city.cashier_token, { key, body })
  const next = (): Sent => {
    const card = sent.length + 1
    const body = { code: city.code(card, Date.now()), amount_fen: 1000 + card }
    return { key: `crash-${card}`, body, answer: null }
  }
  const one = async () => {
    const request = next()
    sent.push(request)
    request.answer = await ask(server, request).catch(() => null)
    return request.answer !== null
  }
  for (let n = 1; n <= rounds; n++) {
    await hammer(server, one, { connections, answers: 40 + n * 60 })
    server = await startWorkerd({ ...opened, migrate: false })
  }
  const unanswered = sent.filter(({ answer }) => answer === null)
  for (const request of unanswered) request.answer = await ask(server, request)
  const wrong: string[] = []
  for (const request of sent) {
    const again = await ask(server, request)
    if (again !== request.answer) wrong.push(`${request.key}: ${request.answer} became ${again}`)
  }
  await server.stop()
  const { redeemed, books } = await whatStands(join(dir, 'database'))
  for (const { check, id, found, expected } of books.divergences)
    wrong.push(`${check}: ${id} ${found} ≠ ${expected}`)
  const acknowledged = sent.filter(({ answer }) => answer?.includes('"status":"succeeded"')).length
  if (redeemed !== acknowledged)
    wrong.push(`${redeemed} redemptions in the books, ${acknowledged} acknowledged`)
  const figures = { requests: sent.length, unanswered: unanswered.length, acknowledged, redeemed }
  return { ...figures, books: books.result, wrong: wrong.map((line) => `${storage}: ${line}`) }
}

type Hammering = { connections: number; answers: number }
/** Keeps so many requests in the air, and kills the server a moment after so many were answered. */
async function hammer(server: Server, one: () => Promise<boolean>, of: Hammering): Promise<void> {
  let left = of.answers
  let alive = true
  const kill = () => {
    alive = false
    server.kill('SIGKILL')
  }
  const late = setTimeout(kill, 60_000)
  const worker = async () => {
    while (alive) {
      const is_answered = await one()
      left -= is_answered ? 1 : 0
      if (left === 0 && is_answered) setTimeout(kill, of.answers % 7)
    }
  }
  await Promise.all(Array.from({ length: of.connections }, worker))
  clearTimeout(late)
}

/** One try: what is unsure stays open until the server is back. */
async function answerOf(server: Server, token: string, { key, body }: Omit<Sent, 'answer'>) {
  const till = client({ base: server.url, reader: 'staff', token, attempts_max: 1 })
  const said = await till.ask('POST /v1/redemptions', { body }, { key })
  if (said.is === 'unsure') throw new Error(`answered ${said.status}`)
  return JSON.stringify(said.is === 'done' ? said.answer : said.problem)
}

/** The city's own file, read when nobody serves it any more. */
async function whatStands(kept: string) {
  const folder = join(kept, readdirSync(kept)[0] ?? '')
  const is_city = (name: string) => name.endsWith('.sqlite') && name !== 'metadata.sqlite'
  const database = new DatabaseSync(join(folder, readdirSync(folder).find(is_city) ?? ''))
  const books = await checkBooks(sqliteDb(database))
  const { n: redeemed } = database
    .prepare("SELECT count(*) AS n FROM redemptions WHERE status = 'succeeded'")
    .get() as { n: number }
  database.close()
  return { redeemed, books }
}
