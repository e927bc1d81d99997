import { earnPeriodDays } from '../../src/cards/earn'
import { fundRefunds } from '../../src/custody/refunds'
import { finishSettlements, settleIntoCustody } from '../../src/custody/settle'
import { HOLDERS, OFFICIALS } from '../../src/demo/cast'
import { DAY_MS, MINUTE_MS } from '../../src/kernel/time'
import { deliverDueWebhooks, settleDueAsyncPayments } from '../../src/mocks/stripe/app'
import { type Statement, sql } from '../../src/platform/d1'
import {
  advanceRefunds,
  escalateRefunds,
  payOverdueRefunds,
  paySilentRefunds,
} from '../../src/refunds/clock'
import { sendRefunds } from '../../src/remittances/send'
import { good, type Says } from '../support/addresses'
import { asked } from '../support/asked'
import { type City, openCity, type Shop } from '../support/city'

type Row = Record<string, unknown>
export type Desk = City & {
  shop: Shop
  li: { id: string; token: string }
  supervisor: string
  /** Says it as this person, freshly signed in. */
  says: Says
  owner: string
  /** A card bought at the shop, by default ¥1,000 for ¥1,200 of bread. */
  buysCard: (offer?: number, method?: string) => Promise<string>
  uses: (card: string, amount_fen: number) => Promise<void>
  visits: (card: string, visits: number) => Promise<void>
  /** What the clock does about refunds every five minutes. */
  tick: () => Promise<void>
  /** Brings what consumers paid into custody. */
  banks: () => Promise<void>
  days: (n: number) => Promise<void>
  balance: (account: string) => Promise<number>
  rows: (statement: Statement) => Promise<Row[]>
}

/** What may be used at one go without the PIN. */
const ONE_USE_FEN = 20_000

export { good }

/** What the clock does about refunds every five minutes, after the provider has told what it knows. */
async function tickOf(city: City): Promise<void> {
  const deps = city.stripe_mock_deps
  if (deps) {
    await settleDueAsyncPayments(deps)
    await deliverDueWebhooks(deps)
  }
  for (const job of [
    paySilentRefunds,
    escalateRefunds,
    payOverdueRefunds,
    advanceRefunds,
    sendRefunds,
    fundRefunds,
  ])
    await job(city.world, 100)
}

export async function openDesk(n = 0, options: Parameters<typeof openCity>[0] = {}): Promise<Desk> {
  const city = await openCity(options)
  const shop = await city.opens(n)
  const li = await city.joins(HOLDERS.li.phone)
  const rows = (statement: Statement) => asked(city.db, statement)
  const says: Desk['says'] = async (who, method, path, body, key) =>
    city.call(method, path, {
      token: await city.as(who),
      ...(method === 'GET' ? {} : { body: body ?? {} }),
      ...(key ? { key } : {}),
    })
  const [owner] = await rows(
    sql`SELECT id FROM staff WHERE merchant_id = ${shop.id} AND role = 'owner'`,
  )
  const supervisor = good(
    await city.call('POST', '/v1/officials', {
      token: city.operator,
      body: {
        ...OFFICIALS.supervisor,
        districts: [shop.plan.district],
      },
    }),
  ).id as string
  const tick = () => tickOf(city)
  const redeem = async (card: string, what: object) => {
    city.advance(2 * MINUTE_MS)
    good(await says(li.id, 'POST', `/v1/cards/${card}/pay-code-key`))
    const { digits } = good(await says(li.id, 'GET', `/v1/cards/${card}/pay-code`))
    good(await says(shop.cashier_id, 'POST', '/v1/redemptions', { code: digits, ...what }))
  }
  return {
    ...city,
    shop,
    li,
    supervisor,
    says,
    owner: String(owner?.id),
    buysCard: async (offer = 1, method) =>
      (await city.buys({ ...li, token: await city.as(li.id) }, shop, offer, method)).id,
    uses: async (card, amount_fen) => {
      for (let left = amount_fen; left > 0; left -= ONE_USE_FEN)
        await redeem(card, { amount_fen: Math.min(left, ONE_USE_FEN) })
    },
    visits: (card, visits) => redeem(card, { visits }),
    tick,
    banks: async () => {
      city.advance(3 * DAY_MS)
      await settleIntoCustody(city.world, 100)
      await finishSettlements(city.world, 100)
    },
    days: async (count) => {
      for (let i = 0; i < count; i++) {
        city.advance(DAY_MS)
        await earnPeriodDays(city.world, 100)
        await tick()
      }
    },
    balance: async (account) =>
      Number(
        (await rows(sql`SELECT balance_fen AS b FROM ledger_accounts WHERE id = ${account}`))[0]
          ?.b ?? 0,
      ),
    rows,
  }
}
