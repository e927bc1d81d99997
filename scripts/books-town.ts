import type { DatabaseSync } from 'node:sqlite'
import { openBenchCity } from '../bench/in-memory-city'
import { HOLDERS } from '../src/demo/cast'
import { buy } from '../src/demo/holders'
import { devSignIn, signIn } from '../src/demo/people'
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
  const { client, shop, call, database, advance, opened } = city
  const must = async (
    method: string,
    path: string,
    who: string,
    body: object = {},
  ): Promise<Record<string, unknown>> => {
    const said = await call(method, path, await devSignIn(client, who), body)
    if (said.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(said.body)}`)
    return said.body as unknown as Record<string, unknown>
  }
  const idOf = (text: string) => (database.prepare(text).get() as { id: string }).id
  const owner = idOf("SELECT id FROM staff WHERE role = 'owner'")
  const [small, large] = shop.offers
  if (!small || !large) throw new Error('the bakery has two offers')
  const later = (days: number) =>
    client.moveTo(new Date(Date.parse(opened.world.now()) + days * DAY_MS).toISOString())
  const lives = async (phone: string) => {
    // An address that answers nobody is given up after some days: each holder's week has its own.
    await must('POST', '/v1/webhook-endpoints', owner, {
      url: `https://pos.haitang-bakery.cn/hook/${phone}`,
      types: ['*'],
    })
    const { person_id: holder } = await signIn(client, { phone, kind: 'consumer' })
    await buy(client, await devSignIn(client, holder), large, 'pm_card_visa')
    const card = idOf(`SELECT id FROM cards WHERE consumer_id = '${holder}'`)
    const use = async (amount_fen: number) => {
      advance(2 * MINUTE_MS)
      await must('POST', `/v1/cards/${card}/pay-code-key`, holder)
      const code = await call('GET', `/v1/cards/${card}/pay-code`, await devSignIn(client, holder))
      return must('POST', '/v1/redemptions', shop.cashier_id, {
        code: code.body.digits,
        amount_fen,
      })
    }
    const first = await use(20_000)
    await must('POST', `/v1/redemptions/${String(first.id)}/corrections`, owner, {
      kind: 'refund',
      units: 100,
      reason: '多扣了一元',
    })
    for (const amount_fen of [1_500, 1_600]) {
      const claim = await must('POST', '/v1/claims', shop.cashier_id, { card_id: card, amount_fen })
      await must('POST', `/v1/holds/${String(claim.id)}/confirmation`, holder)
    }
    await later(3)
    await must('POST', `/v1/cards/${card}/refunds`, holder, { ground: 'own_wish' })
    await later(2)
    await buy(client, await devSignIn(client, holder), small, 'pm_card_visa')
    return { use }
  }
  return { database, lives, now: () => opened.world.now() }
}
