import { createHash } from 'node:crypto'
import { checkBooks } from '../../src/books/check'
import { earnPeriodDays } from '../../src/cards/earn'
import { newestCode } from '../../src/demo/people'
import { JOBS } from '../../src/jobs'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { all, type Row, type Statement, sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import { type City, openCity } from '../support/city'
import type { Reply } from '../support/world'
import { COMMANDS } from './commands'
import type { Command, Person, Request, Scene } from './scene'
import { chance, scheduler } from './scheduler'

export type Tally = { done: Map<string, number>; refused: Map<string, Set<string>> }
export type History = {
  seed: number
  violations: string[]
  trace: string
  said: number
  jobs: number
}
type Said = { request: Request; key: string; name: string; reply: Reply | null }
/** What a planted fault may reach: the storage below the scheduler. */
export type Plant = (city: City) => Promise<void>

const PHONES = { li: '13900000001', wang: '13900000002' } as const

/**
 * A town of one shop and two holders lives through `rounds` of requests that run at once, twins and liars among them,
 * with jobs, lost batches and lost answers. Afterwards everything must be right (docs/INVARIANTS.md).
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
  const clock = scheduler(city.faulty, dice, { loses_percent: 6 })
  const violations: string[] = []
  const heard: Said[] = []
  let [keys, jobs] = [0, 0]

  for (let round = 0; round < rounds; round++) {
    const tokens = await town.tokens()
    const scene = town.scene(dice, tokens)
    const batch: Said[] = []
    const size = 1 + dice.below(4)
    while (batch.length < size) {
      const command = weighted(dice.below(WEIGHTS))
      const request = await command.make(scene)
      if (request === null) break
      batch.push({ request, key: `${seed}-${++keys}`, name: command.name, reply: null })
    }
    const [first] = batch
    if (first && dice.percent(25)) batch.push({ ...first })
    if (first && dice.percent(10))
      batch.push({
        ...first,
        request: { ...first.request, body: { ...first.request.body, note: 'x' } },
      })
    const alone = batch.length === 1 ? await town.money() : null
    const tasks = batch.map((said) => async () => {
      said.reply = await call(city, said, tokens)
    })
    const due = dice.percent(40) ? [job(city, dice.below(JOBS.length))] : []
    jobs += due.length
    await clock.run([...tasks, ...due, ...(dice.percent(30) ? due : [])])
    for (const said of batch) {
      // An answer that was lost is asked for again, under the same key, until it is there.
      for (
        let n = 0;
        said.reply === null ||
        said.reply.status >= 500 ||
        said.reply.body?.code === 'request_in_flight';
        n++
      ) {
        if (n > 5) violations.push(`${said.name}: no answer to ${said.key}`)
        if (n > 5) break
        // Who asked a provider and died keeps the key for half a minute; the caller is told to come back.
        if (said.reply?.body?.code === 'request_in_flight') city.advance(31_000)
        said.reply = await call(city, said, tokens)
      }
      heard.push(said)
      if (said.reply) count(tally, said)
    }
    const only = batch[0]?.reply
    if (
      alone !== null &&
      due.length === 0 &&
      only &&
      only.status >= 400 &&
      (await town.money()) !== alone
    )
      violations.push(`${batch[0]?.name} was refused (${only.body?.code}) and moved money`)
    await town.pass(dice)
  }
  await town.finish()
  const tokens = await town.tokens()
  for (const said of heard) violations.push(...(await replayed(city, said, tokens)))
  const books = await checkBooks(city.db)
  violations.push(
    ...books.divergences.map((one) => `${one.check}: ${one.id} ${one.found} ≠ ${one.expected}`),
  )
  if (books.result === 'incomplete') violations.push('a pass over the books could not run')
  const trace = createHash('sha256').update(clock.trace.join(' ')).digest('hex').slice(0, 12)
  return { seed, violations, trace, said: heard.length, jobs }
}

const WEIGHTS = COMMANDS.reduce((sum, { weight }) => sum + weight, 0)
function weighted(at: number): Command {
  let left = at
  for (const command of COMMANDS) {
    left -= command.weight
    if (left < 0) return command
  }
  throw new Error('weights add up')
}

type Tokens = Record<Person, string>
const call = (city: City, { request, key }: Said, tokens: Tokens): Promise<Reply> =>
  city.call(request.method, request.path, { token: tokens[request.who], body: request.body, key })

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

/** The shop and its people; two holders with money on their cards and a PIN. */
async function settle(city: City) {
  const shop = await city.opens(0)
  const gym = await city.opens(1)
  const rows = (statement: Statement) => all<Row>(city.db, statement)
  const people = new Map<Person, string>()
  for (const who of ['li', 'wang'] as const) {
    const person = await city.joins(PHONES[who])
    people.set(who, person.id)
    await city.call('PUT', '/v1/me', {
      token: person.token,
      body: { nickname: who === 'li' ? '李' : '王' },
    })
    city.advance(MINUTE_MS)
    await city.call('POST', '/v1/me/sms-codes', { token: person.token, body: { purpose: 'pin' } })
    const code = await newestCode(city.client, PHONES[who])
    await city.call('PUT', '/v1/me/pin', { token: person.token, body: { pin: PIN, code } })
    await city.buys(person, shop, 1, who === 'li' ? 'pm_card_visa' : 'pm_card_refundFail')
  }
  const li = { id: people.get('li') ?? '', token: await city.as(people.get('li') ?? '') }
  await city.buys(li, gym, 0)
  // The gym's card is used at the gym: its till speaks as the cashier of that shop.
  const official = async (kind: string, role: string, phone: string) => {
    const districts =
      kind === 'regulator' ? { districts: [shop.plan.district, gym.plan.district] } : {}
    const reply = await city.call('POST', '/v1/officials', {
      token: city.operator,
      body: { kind, role, name: '张同志', phone, ...districts },
    })
    return String(reply.body.id)
  }
  people.set('supervisor', await official('regulator', 'supervisor', '13900000091'))
  people.set('second', await official('regulator', 'supervisor', '13900000092'))
  people.set('bank', await official('bank', 'bank', '13900000093'))
  people.set('cashier', shop.cashier_id)
  people.set('gym_cashier', gym.cashier_id)
  const idOf = async (statement: Statement) => String((await rows(statement))[0]?.id)
  people.set(
    'owner',
    await idOf(sql`SELECT id FROM staff WHERE merchant_id = ${shop.id} AND role = 'owner'`),
  )
  people.set(
    'gym_owner',
    await idOf(sql`SELECT id FROM staff WHERE merchant_id = ${gym.id} AND role = 'owner'`),
  )
  people.set('boss', await idOf(sql`SELECT id FROM officials WHERE kind = 'operator'`))
  await city.raises(shop.id, 'AAA')

  const tokens = async (): Promise<Tokens> => {
    const entries: [Person, string][] = []
    for (const [who, id] of people) entries.push([who, await city.as(id)])
    return Object.fromEntries(entries) as Tokens
  }
  const mocks = async () => {
    if (!city.stripe_mock_deps) return
    await settleDueAsyncPayments(city.stripe_mock_deps)
    await deliverDueWebhooks(city.stripe_mock_deps)
  }
  return {
    tokens,
    scene: (dice: ReturnType<typeof chance>, now_tokens: Tokens): Scene => ({
      dice,
      now: () => city.world.now(),
      id: async (from) => {
        const found = await rows(from)
        const row = dice.percent(70) ? found[0] : dice.pick(found)
        return row?.id == null ? null : String(row.id)
      },
      any: async (from) => {
        const row = dice.pick(await rows(from))
        return row?.id == null ? null : String(row.id)
      },
      code: async (card, who) => {
        const token = now_tokens[who]
        await city.call('POST', `/v1/cards/${card}/pay-code-key`, { token, body: {} })
        const { body } = await city.call('GET', `/v1/cards/${card}/pay-code`, { token })
        return body?.digits ?? null
      },
      owner_of: async (card) => {
        const [row] = await rows(
          sql`SELECT h.nickname FROM cards c JOIN consumers h ON h.id = c.consumer_id WHERE c.id = ${card}`,
        )
        return row?.nickname === '王' ? 'wang' : 'li'
      },
      phone_of: (who) => PHONES[who === 'wang' ? 'wang' : 'li'],
      merchant_id: shop.id,
    }),
    /** Everything that is money, in one line. */
    money: async () =>
      JSON.stringify([
        await rows(sql`SELECT id, balance_fen, version FROM ledger_accounts ORDER BY id`),
        await rows(
          sql`SELECT id, used_units, held_units, released_fen, refunded_fen, difference_fen, refund_id FROM lots ORDER BY id`,
        ),
        await rows(sql`SELECT * FROM merchant_totals ORDER BY merchant_id`),
      ]),
    /** Time goes by: seconds, hours or days, with what the night brings. */
    pass: async (dice: ReturnType<typeof chance>) => {
      const kind = dice.below(20)
      city.advance(
        kind < 14
          ? (5 + dice.below(120)) * 1_000
          : kind < 18
            ? dice.below(30) * HOUR_MS
            : DAY_MS * (1 + dice.below(5)),
      )
      await mocks()
      if (kind >= 14) for (const { run } of JOBS) await run(city.world, 50)
      if (kind >= 18) await earnPeriodDays(city.world, 50)
    },
    /** The dust settles: everything that is due is done. */
    finish: async () => {
      for (let day = 0; day < 3; day++) {
        city.advance(DAY_MS)
        await mocks()
        for (const { run } of JOBS) await run(city.world, 100)
      }
    },
    gym,
  }
}
