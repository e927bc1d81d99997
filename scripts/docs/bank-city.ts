import { DatabaseSync } from 'node:sqlite'
import { CONFIG } from '../../bench/in-memory-city'
import { createApp } from '../../src/app'
import { finishSettlements, settleIntoCustody } from '../../src/custody/settle'
import { holderPhone, OFFICIALS, shopPlans } from '../../src/demo/cast'
import { type Client, chance, clientOver } from '../../src/demo/client'
import { buy, type HeldCard, type Holder, redeem } from '../../src/demo/holders'
import { appoint, inviteSecond } from '../../src/demo/officials'
import { devSignIn, signIn, visitor } from '../../src/demo/people'
import { openShop, type Shop } from '../../src/demo/shops'
import { sqliteDb } from '../../src/engines/sqlite'
import type { OutboundPort } from '../../src/environment/ports'
import { DAY_MS, dayStart, HOUR_MS, localDate, MINUTE_MS } from '../../src/kernel/time'
import { openWorld } from '../../src/open'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { bootstrapToken } from '../../src/people/bootstrap'
import { movableClock } from '../../src/platform/world'
import { migrate } from '../migrate'

/** 2026-03-02 09:00 in Asia/Shanghai; the clock stands still until it is moved, so that the play is always the same. */
const START = Date.parse('2026-03-02T01:00:00.000Z')
const SHOPS = 3
const TOPUP_EVERY = 7
const SEED = 20_260_302

type Person = { id: string; name: string }
type Regular = { shop: Shop; holder: Holder; card: HeldCard }
export type BankCity = Awaited<ReturnType<typeof openBankCity>>

/** A small town in memory: three shops with custody accounts, a customer each, two officials of the bank. */
export async function openBankCity() {
  const { client, world, clock } = openHouse()
  clock.offset_ms -= DAY_MS
  const said = {
    bootstrap_token: await bootstrapToken(world),
    name: OFFICIALS.duty.name,
    phone: OFFICIALS.duty.phone,
  }
  await client.yufubao.must('POST /v1/operators/bootstrap', { body: said })
  const { token } = await signIn(client, { phone: said.phone, kind: 'operator' })
  const operator = client.yufubao.as('operator', token)
  const second = await inviteSecond(operator)
  const official = async (name: string, phone: string): Promise<Person> => {
    const body = { kind: 'bank', role: 'bank', name, phone, districts: [] } as const
    return { id: await appoint(client, [operator, second], body), name }
  }
  const teller = await official(OFFICIALS.teller.name, OFFICIALS.teller.phone)
  const checker = await official(OFFICIALS.checker.name, OFFICIALS.checker.phone)
  // Who was entered the day before is in office now.
  clock.offset_ms += DAY_MS
  const today = await signIn(client, { phone: said.phone, kind: 'operator' })
  const regulars: Regular[] = []
  for (const [n, plan] of plansWithCards().entries()) {
    const shop = await openShop(client, today.token, plan, n + 1, localDate(world.now()))
    regulars.push(await customerOf(client, shop, n))
  }
  const advance = (ms: number) => {
    clock.offset_ms += ms
  }
  return {
    client,
    world,
    regulars,
    teller,
    checker,
    /** On to so many hours after midnight of this day, or of a later one. */
    goTo: (day: string, hours: number) =>
      advance(Date.parse(dayStart(day)) + hours * HOUR_MS - Date.parse(world.now())),
    /** Every regular uses the card; the shop is paid the same day, and the bank confirms. */
    async trades(no: number) {
      for (const [n, regular] of regulars.entries()) {
        const { holder, card } = regular
        if (no % TOPUP_EVERY === 0) await topUp(client, regular)
        const used = await redeem(client, holder, card, { amount_fen: useOf(no, n) })
        if (used.status !== 201) throw new Error(JSON.stringify(used))
      }
      await settleIntoCustody(world, 100)
      await finishSettlements(world, 100)
      await payDaily(world, 100)
      await settlePayouts(world, 100)
      advance(11 * MINUTE_MS)
      await settlePayouts(world, 100)
    },
    as: (who: Person) => visitor(client, 'bank', who.id),
  }
}
/** Another sum on each day and in each shop, so that no two payments look alike. */
const useOf = (no: number, shop: number): number => 1_000 + 31 * no + 7 * shop

export function openHouse(outbound?: OutboundPort) {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const clock = movableClock(() => START)
  const dice = chance(SEED)
  const random = (bytes: number) => Uint8Array.from({ length: bytes }, () => dice.below(256))
  const env = {} as Env
  const deliver = async (request: Request) => app.fetch(request, env)
  const deps = { db: sqliteDb(database), clock, random, deliver }
  const opened = openWorld(CONFIG, outbound ? { ...deps, outbound } : deps)
  const app = createApp({ open: async () => opened })
  const client = clientOver({
    fetch: deliver,
    base_url: CONFIG.public_url,
    dev_token: CONFIG.dev_token ?? '',
    moveTo: async () => undefined,
  })
  return { client, clock, world: opened.world }
}

const plansWithCards = () =>
  shopPlans()
    .filter(({ offers }) => offers.some(({ kind }) => kind === 'stored_value'))
    .slice(0, SHOPS)

async function customerOf(client: Client, shop: Shop, n: number): Promise<Regular> {
  const phone = holderPhone(n + 1)
  const { person_id } = await signIn(client, { phone, kind: 'consumer' })
  const holder: Holder = { id: person_id, name: `顾客 ${n + 1}`, phone, cards: [] }
  const card: HeldCard = { id: '', shop, kind: 'stored_value', used_up: false }
  const regular = { shop, holder, card }
  await topUp(client, regular)
  return regular
}

/** Buys the shop's largest stored value, on the same card as before. */
async function topUp(client: Client, { shop, holder, card }: Regular): Promise<void> {
  const [offer] = shop.offers
    .filter(({ kind }) => kind === 'stored_value')
    .sort((a, b) => b.price_fen - a.price_fen)
  if (!offer) throw new Error(`${shop.plan.name} sells no stored value`)
  const purchase = await buy(client, await devSignIn(client, holder.id), offer)
  if (purchase.card_id === null) throw new Error('what was paid for is on no card')
  card.id = purchase.card_id
}
