import type { DatabaseSync } from 'node:sqlite'
import { openBenchCity } from '../bench/in-memory-city'
import { HOLDERS } from '../src/demo/cast'
import { buy } from '../src/demo/holders'
import { devSignIn, signIn, visitor } from '../src/demo/people'
import type { Offer } from '../src/demo/shops'
import { DAY_MS, MINUTE_MS } from '../src/kernel/time'

/** A small town in a SQLite file in which everything that a pass watches has happened at least once. */
export async function buildTown(file: string): Promise<DatabaseSync> {
  const { database, lives } = await foundTown(file)
  await lives(HOLDERS.li.phone)
  return database
}

/** The town before anything happened; each `lives` is a holder's first week in it, from the first card to a refund. */
export async function foundTown(file: string) {
  const city = await openBenchCity(file)
  const { client, shop, database, advance, opened } = city
  const idOf = (text: string) => (database.prepare(text).get() as { id: string }).id
  const owner = visitor(client, 'staff', idOf("SELECT id FROM staff WHERE role = 'owner'"))
  const till = visitor(client, 'staff', shop.cashier_id)
  const [small, large] = shop.offers
  if (!small || !large) throw new Error('the bakery has two offers')
  const later = (days: number) =>
    client.moveTo(new Date(Date.parse(opened.world.now()) + days * DAY_MS).toISOString())
  const lives = async (phone: string) => {
    // An address that answers nobody is given up after some days: each holder's week has its own.
    await owner.must('POST /v1/webhook-endpoints', {
      body: { url: `https://pos.haitang-bakery.cn/hook/${phone}`, types: ['*'] },
    })
    const { person_id } = await signIn(client, { phone, kind: 'consumer' })
    const holder = visitor(client, 'consumer', person_id)
    const buys = async (offer: Offer) =>
      buy(client, await devSignIn(client, person_id), offer, 'pm_card_visa')
    await buys(large)
    const card = idOf(`SELECT id FROM cards WHERE consumer_id = '${person_id}'`)
    const params = { id: card }
    /** What a till asks for a use of the card: a fresh code, and how much. */
    const asked = async (amount_fen: number) => {
      advance(2 * MINUTE_MS)
      await holder.must('POST /v1/cards/:id/pay-code-key', { params })
      const { digits } = await holder.must('GET /v1/cards/:id/pay-code', { params })
      return { code: digits, amount_fen }
    }
    const use = async (amount_fen: number) =>
      till.must('POST /v1/redemptions', { body: await asked(amount_fen) })
    const first = await use(20_000)
    await owner.must('POST /v1/redemptions/:id/corrections', {
      params: { id: first.id },
      body: { kind: 'refund', units: 100, reason: '多扣了一元' },
    })
    for (const amount_fen of [1_500, 1_600]) {
      const claim = await till.must('POST /v1/claims', { body: { card_id: card, amount_fen } })
      await holder.must('POST /v1/holds/:id/confirmation', { params: { id: claim.id } })
    }
    await later(3)
    await holder.must('POST /v1/cards/:id/refunds', { params, body: { ground: 'own_wish' } })
    await later(2)
    await buys(small)
    return { use, asked }
  }
  const { world } = opened
  return {
    database,
    lives,
    now: () => world.now(),
    world,
    later,
    till,
    cashier_id: shop.cashier_id,
  }
}
