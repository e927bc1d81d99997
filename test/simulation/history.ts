import { createHash } from 'node:crypto'
import { checkBooks } from '../../src/books/check'
import { JOBS } from '../../src/jobs'
import { all, sql } from '../../src/platform/d1'
import { type AnyReply, anyhow } from '../support/addresses'
import { type City, openCity } from '../support/city'
import { COMMANDS } from './commands'
import { loseProviderAnswers, OUTSIDE, OUTSIDE_WEIGHTS } from './outside'
import { wrongOutside } from './right'
import type { Request, Scene } from './scene'
import { type Chance, chance, scheduler } from './scheduler'
import { settle, type Tokens } from './town'

export type Tally = { done: Map<string, number>; refused: Map<string, Set<string>> }
type History = {
  seed: number
  violations: string[]
  trace: string
  said: number
  jobs: number
}
type Said = { request: Request; key: string; name: string; reply: AnyReply | null }
/** What a planted fault may reach: the storage below the scheduler. */
export type Plant = (city: City) => Promise<void>

/**
 * A town of two shops and two holders lives through `rounds` of requests that run at once, twins and liars among them,
 * with jobs, lost batches, lost answers, payers who take payments back and a bank that tells half a day. Afterwards
 * everything must be right (docs/INVARIANTS.md).
 */
export async function liveThrough(
  seed: number,
  rounds: number,
  tally: Tally,
  plant?: Plant,
): Promise<History> {
  const dice = chance(seed)
  const outbound = { post: async () => ({ status: dice.percent(80) ? 200 : 503 }) }
  const city = await openCity({ seed, outbound })
  const town = await settle(city)
  await plant?.(city)
  const answersArrive = loseProviderAnswers(city, 6, chance(seed + 1_000_000))
  const clock = scheduler(city.faulty, dice, { loses_percent: 6 })
  const violations: string[] = []
  const heard: Said[] = []
  let [keys, jobs] = [0, 0]

  for (let round = 0; round < rounds; round++) {
    const tokens = await town.tokens()
    const scene = town.scene(dice, tokens)
    const batch = await requests(scene, () => `${seed}-${++keys}`)
    const beside = await happening(scene, city, tally)
    const alone = batch.length === 1 && beside === null ? await town.money() : null
    const tasks = batch.map((said) => async () => {
      said.reply = await call(city, said, tokens)
    })
    const due = dice.percent(40) ? [job(city, dice.below(JOBS.length))] : []
    jobs += due.length
    const world = beside === null ? [] : [async () => void (await beside())]
    await clock.run([...tasks, ...due, ...(dice.percent(30) ? due : []), ...world])
    for (const said of batch) {
      violations.push(...(await answered(city, said, tokens)))
      heard.push(said)
      if (said.reply) count(tally, said)
    }
    const only = batch[0]?.reply
    const was_refused = alone !== null && due.length === 0 && only && only.status >= 400
    if (was_refused && (await town.money()) !== alone)
      violations.push(`${batch[0]?.name} was refused (${only.body?.code}) and moved money`)
    await town.pass(dice)
  }
  answersArrive()
  await town.finish()
  const tokens = await town.tokens()
  for (const said of heard) violations.push(...(await replayed(city, said, tokens)))
  violations.push(...(await wrongInside(city)), ...(await wrongOutside(city)))
  for (const { outcome, n } of await outcomes(city)) {
    const name = `a dispute is ${outcome ?? 'open'}`
    tally.done.set(name, (tally.done.get(name) ?? 0) + n)
  }
  const trace = createHash('sha256').update(clock.trace.join(' ')).digest('hex').slice(0, 12)
  return { seed, violations, trace, said: heard.length, jobs }
}

/**
 * One to four requests, perhaps a twin under the same key, a liar under it, the same once more under its own key, or a
 * stranger who tries the same.
 */
async function requests(scene: Scene, key: () => string): Promise<Said[]> {
  const { dice } = scene
  const batch: Said[] = []
  const size = 1 + dice.below(4)
  while (batch.length < size) {
    const { name, make } = weighted(COMMANDS, WEIGHTS, dice)
    const request = await make(scene)
    if (request === null) break
    batch.push({ request, key: key(), name, reply: null })
  }
  const [first] = batch
  if (!first) return batch
  if (dice.percent(25)) batch.push({ ...first })
  const body = { ...first.request.body, note: 'x' }
  if (dice.percent(10)) batch.push({ ...first, request: { ...first.request, body } })
  if (dice.percent(25)) batch.push({ ...first, key: key() })
  const is_theirs = first.request.path === '/v1/purchases'
  if (dice.percent(8) && !is_theirs)
    batch.push({ ...first, key: key(), request: { ...first.request, who: 'stranger' } })
  return batch
}

/** What the world does beside them, now and then. */
async function happening(scene: Scene, city: City, { done }: Tally) {
  if (!scene.dice.percent(45)) return null
  const { name, make } = weighted(OUTSIDE, OUTSIDE_WEIGHTS, scene.dice)
  const act = await make(scene, city)
  if (act !== null) done.set(name, (done.get(name) ?? 0) + 1)
  return act
}

/** An answer that was lost is asked for again, under the same key, until it is there. Says what is wrong with it. */
async function answered(city: City, said: Said, tokens: Tokens): Promise<string[]> {
  const { name, key, request } = said
  for (let n = 0; isLost(said.reply); n++) {
    if (n > 5) return [`${name}: no answer to ${key}`]
    // Who asked a provider and died keeps the key for half a minute; the caller is told to come back.
    if (said.reply?.body?.code === 'request_in_flight') city.advance(31_000)
    said.reply = await call(city, said, tokens)
  }
  return request.who === 'stranger' && (said.reply?.status ?? 0) < 400
    ? [`8: a stranger did "${name}": ${request.path}`]
    : []
}
const isLost = (reply: AnyReply | null): boolean =>
  reply === null || reply.status >= 500 || reply.body?.code === 'request_in_flight'

const outcomes = ({ db }: City) =>
  all(
    db,
    sql<{
      outcome: string | null
      n: number
    }>`SELECT outcome, count(*) AS n FROM disputes WHERE lot_id IS NOT NULL GROUP BY outcome`,
  )

async function wrongInside({ db }: City): Promise<string[]> {
  const books = await checkBooks(db)
  const wrong = books.divergences.map(
    ({ check, id, found, expected }) => `${check}: ${id} ${found} ≠ ${expected}`,
  )
  return books.result === 'incomplete' ? [...wrong, 'a pass over the books could not run'] : wrong
}

const WEIGHTS = COMMANDS.reduce((sum, { weight }) => sum + weight, 0)
function weighted<T extends { weight: number }>(of: readonly T[], sum: number, dice: Chance): T {
  let left = dice.below(sum)
  for (const one of of) {
    left -= one.weight
    if (left < 0) return one
  }
  throw new Error('weights add up')
}

const call = (city: City, { request, key }: Said, tokens: Tokens): Promise<AnyReply> =>
  city.call(request.method, anyhow(request.path), {
    token: tokens[request.who],
    body: request.body,
    key,
  })

function count(tally: Tally, { name, reply }: Said): void {
  if (!reply) return
  if (reply.status < 400) tally.done.set(name, (tally.done.get(name) ?? 0) + 1)
  else tally.refused.set(name, (tally.refused.get(name) ?? new Set()).add(String(reply.body?.code)))
}

/** INVARIANTS 4: a key has one answer for ever. What is not kept under its key (a guard, a limit) may be asked anew. */
async function replayed(city: City, said: Said, tokens: Tokens): Promise<string[]> {
  const { reply, name, key } = said
  if (reply === null || reply.status >= 400) return []
  const again = await call(city, said, tokens)
  const same = again.text === reply.text && again.headers.get('Idempotency-Replayed') === 'true'
  return same ? [] : [`${name}: ${key} was answered twice: ${reply.text} then ${again.text}`]
}

const job = (city: City, at: number) => async () => {
  await JOBS[at]?.run(city.world, 10)
}
