import type { DatabaseSync } from 'node:sqlite'
import { openBenchCity } from '../bench/in-memory-city'
import { buy } from '../src/demo/holders'
import { devSignIn, signIn } from '../src/demo/people'
import { DAY_MS, MINUTE_MS } from '../src/kernel/time'

/** A small town in a SQLite file in which everything that a pass watches has happened at least once. */
export async function buildTown(file: string): Promise<DatabaseSync> {
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
  const { person_id: li } = await signIn(client, { phone: '13900000001', kind: 'consumer' })
  await must('POST', '/v1/webhook-endpoints', owner, {
    url: 'https://pos.haitang-bakery.cn/hook',
    types: ['*'],
  })
  const [small, large] = shop.offers
  if (!small || !large) throw new Error('the bakery has two offers')
  await buy(client, await devSignIn(client, li), large, 'pm_card_visa')
  const card = idOf('SELECT id FROM cards')
  const use = async (amount_fen: number) => {
    advance(2 * MINUTE_MS)
    await must('POST', `/v1/cards/${card}/pay-code-key`, li)
    const code = await call('GET', `/v1/cards/${card}/pay-code`, await devSignIn(client, li))
    return must('POST', '/v1/redemptions', shop.cashier_id, { code: code.body.digits, amount_fen })
  }
  const first = await use(20_000)
  await must('POST', `/v1/redemptions/${String(first.id)}/corrections`, owner, {
    kind: 'refund',
    units: 100,
    reason: '多扣了一元',
  })
  for (const amount_fen of [1_500, 1_600]) {
    const claim = await must('POST', '/v1/claims', shop.cashier_id, { card_id: card, amount_fen })
    await must('POST', `/v1/holds/${String(claim.id)}/confirmation`, li)
  }
  const three_days = new Date(Date.parse(opened.world.now()) + 3 * DAY_MS).toISOString()
  await client.moveTo(three_days)
  await must('POST', `/v1/cards/${card}/refunds`, li, { ground: 'own_wish' })
  const two_more = new Date(Date.parse(opened.world.now()) + 2 * DAY_MS).toISOString()
  await client.moveTo(two_more)
  await buy(client, await devSignIn(client, li), small, 'pm_card_visa')
  return database
}
