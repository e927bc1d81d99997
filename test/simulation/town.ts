import { earnPeriodDays } from '../../src/cards/earn'
import { HOLDERS, OFFICIALS, officialPhone } from '../../src/demo/cast'
import { newestCode } from '../../src/demo/people'
import { JOBS } from '../../src/jobs'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { type Row, type Statement, sql } from '../../src/platform/d1'
import { PIN } from '../redemptions/support'
import { asked } from '../support/asked'
import type { City, Official, Shop } from '../support/city'
import { tellAnew } from './outside'
import type { Person, Scene } from './scene'
import type { Chance } from './scheduler'

export type Tokens = Record<Person, string>
const PHONES = { li: HOLDERS.li.phone, wang: HOLDERS.wang.phone } as const

/** The shop and its people; two holders with money on their cards and a PIN. */
export async function settle(city: City) {
  const shop = await city.opens(0)
  const rows: Rows = (statement) => asked(city.db, statement)
  const people = await bringHolders(city, shop)
  await bringOthers({ city, shop, rows, people })
  await city.raises(shop.id, 'AAA')
  const tokens = async (): Promise<Tokens> => {
    const entries: [Person, string][] = []
    for (const [who, id] of people) entries.push([who, await city.as(id)])
    return Object.fromEntries(entries) as Tokens
  }
  return {
    tokens,
    scene: sceneOf({ city, shop, rows }),
    /** Everything that is money, in one line. */
    money: async () => JSON.stringify(await Promise.all(MONEY.map(rows))),
    ...timeOf(city, rows),
  }
}

type Rows = (statement: Statement) => Promise<Row[]>
const MONEY = [
  sql`SELECT id, balance_fen, version FROM ledger_accounts ORDER BY id`,
  sql`SELECT id, used_units, held_units, released_fen, refunded_fen, difference_fen, refund_id FROM lots ORDER BY id`,
  sql`SELECT * FROM merchant_totals ORDER BY merchant_id`,
]

async function bringHolders(city: City, shop: Shop): Promise<Map<Person, string>> {
  const people = new Map<Person, string>()
  for (const who of ['li', 'wang'] as const) {
    const person = await city.joins(PHONES[who])
    people.set(who, person.id)
    await city.call('PUT', '/v1/me', {
      token: person.token,
      body: { nickname: HOLDERS[who].name },
    })
    city.advance(MINUTE_MS)
    await city.call('POST', '/v1/me/sms-codes', { token: person.token, body: { purpose: 'pin' } })
    const code = await newestCode(city.client, PHONES[who])
    await city.call('PUT', '/v1/me/pin', { token: person.token, body: { pin: PIN, code } })
    await city.buys(person, shop, 1, who === 'li' ? 'pm_card_visa' : 'pm_card_refundFail')
  }
  return people
}

type Town = { city: City; shop: Shop; rows: Rows }
async function bringOthers({ city, shop, rows, people }: Town & { people: Map<Person, string> }) {
  const gym = await city.opens(1)
  const li = { id: people.get('li') ?? '', token: await city.as(people.get('li') ?? '') }
  await city.buys(li, gym, 0)
  // The gym's card is used at the gym: its till speaks as the cashier of that shop.
  const official = async (kind: Official['kind'], role: Official['role'], phone: string) => {
    const districts =
      kind === 'regulator' ? { districts: [shop.plan.district, gym.plan.district] } : {}
    const reply = await city.call('POST', '/v1/officials', {
      token: city.operator,
      body: { kind, role, name: '张同志', phone, ...districts },
    })
    return String(reply.body.id)
  }
  people.set('supervisor', await official('regulator', 'supervisor', OFFICIALS.supervisor.phone))
  people.set('second', await official('regulator', 'supervisor', OFFICIALS.supervisor_second.phone))
  people.set('bank', await official('bank', 'bank', OFFICIALS.teller.phone))
  await official('bank', 'bank', OFFICIALS.checker.phone)
  people.set('checker', await official('operator', 'operator', officialPhone(9)))
  people.set('stranger', (await city.joins(HOLDERS.stranger.phone)).id)
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
}

const sceneOf =
  ({ city, shop, rows }: Town) =>
  (dice: Chance, now_tokens: Tokens): Scene => ({
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
      return row?.nickname === HOLDERS.wang.name ? 'wang' : 'li'
    },
    phone_of: (who) => PHONES[who === 'wang' ? 'wang' : 'li'],
    contract_of: async (offer_id) =>
      (await city.call('GET', `/v1/offers/${offer_id}/contract`)).body?.hash ?? '',
    merchant_id: shop.id,
  })

function timeOf(city: City, rows: Rows) {
  const mocks = async () => {
    if (!city.stripe_mock_deps) return
    await settleDueAsyncPayments(city.stripe_mock_deps)
    await deliverDueWebhooks(city.stripe_mock_deps)
  }
  return {
    /** Time goes by: seconds, hours or days, with what the night brings. */
    pass: async (dice: Chance) => {
      const kind = dice.below(20)
      city.advance(
        kind < 14
          ? (5 + dice.below(120)) * 1_000
          : kind < 18
            ? dice.below(30) * HOUR_MS
            : DAY_MS * (1 + dice.below(5)),
      )
      await mocks()
      // A job whose bank or provider is silent breaks, and is run again with the next tick (`runJobs`).
      if (kind >= 14) for (const { run } of JOBS) await run(city.world, 50).catch(() => 0)
      if (kind >= 18) await earnPeriodDays(city.world, 50)
    },
    /** The dust settles: lines are up, the bank tells its days right, and everything that is due is done. */
    finish: async () => {
      await city.db.batch([
        sql`UPDATE mock_bank_answers SET turns = 0`,
        sql`UPDATE mock_stripe_knobs SET remaining = 0`,
      ])
      for (let half_day = 0; half_day < 8; half_day++) {
        city.advance(DAY_MS / 2)
        const wrong = await rows(sql`SELECT DISTINCT day FROM mock_bank_faults WHERE lifted = 0`)
        for (const { day } of wrong) await tellAnew(city, String(day))
        await mocks()
        for (const { run } of JOBS) await run(city.world, 100)
      }
    },
  }
}
