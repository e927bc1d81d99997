import { finishSettlements, settleIntoCustody } from '../../src/custody/settle'
import { HOLDERS } from '../../src/demo/cast'
import { DAY_MS } from '../../src/kernel/time'
import { payDaily } from '../../src/payouts/pay'
import { settlePayouts } from '../../src/payouts/settle'
import { all, sql } from '../../src/platform/d1'
import { type Answer, good, type Path } from '../support/addresses'
import { type City, openCity, type Shop } from '../support/city'

export type Town = City & {
  shop: Shop
  li: { id: string; token: string }
  owner: () => Promise<string>
  /** Somebody of the platform, freshly signed in; and the owner of another shop. */
  boss: () => Promise<string>
  stranger: () => Promise<string>
  card: string
  /** Uses so much of the card, at the counter, by code. */
  uses: (amount_fen: number) => Promise<{ id: string; released_fen: number }>
  /** Brings what consumers paid into custody: the provider's money is there two days later. */
  banks: () => Promise<void>
  balance: (account: string) => Promise<number>
  /** Tells the bank and asks it, as the clock does. */
  asksBank: () => Promise<void>
  mine: <P extends string>(path: Path<'GET', P>) => Promise<Answer<'GET', P>>
}
/** A bakery whose customer has paid 500 yuan by card at the real provider's mock. */
export async function openTown(): Promise<Town> {
  const city = await openCity()
  const shop = await city.opens(0)
  const li = await city.joins(HOLDERS.li.phone)
  const held = await city.buys(li, shop, 0)
  const other = await city.opens(2)
  const ownerOf = async (merchant_id: string) => {
    const [person] = await all(
      city.db,
      sql<{
        id: string
      }>`SELECT id FROM staff WHERE merchant_id = ${merchant_id} AND role = 'owner'`,
    )
    return city.as(person?.id ?? '')
  }
  const owner = () => ownerOf(shop.id)
  const boss = async () => {
    const [person] = await all(
      city.db,
      sql<{ id: string }>`SELECT id FROM officials WHERE kind = 'operator' ORDER BY id LIMIT 1`,
    )
    return city.as(person?.id ?? '')
  }
  const balance = async (account: string) =>
    Number(
      (
        await all(
          city.db,
          sql<{ b: number }>`SELECT balance_fen AS b FROM ledger_accounts WHERE id = ${account}`,
        )
      )[0]?.b ?? 0,
    )
  return {
    ...city,
    shop,
    li,
    owner,
    boss,
    stranger: () => ownerOf(other.id),
    balance,
    card: held.id,
    uses: async (amount_fen) => {
      city.advance(60_000)
      const token = await city.as(li.id)
      await city.call('POST', `/v1/cards/${held.id}/pay-code-key`, { token, body: {} })
      const { body } = await city.call('GET', `/v1/cards/${held.id}/pay-code`, { token })
      const reply = await city.call('POST', '/v1/redemptions', {
        token: await city.as(shop.cashier_id),
        body: { code: body.digits, amount_fen },
      })
      if (reply.status !== 201) throw new Error(reply.text)
      return reply.body
    },
    banks: async () => {
      city.advance(3 * DAY_MS)
      await settleIntoCustody(city.world, 100)
      await finishSettlements(city.world, 100)
    },
    asksBank: async () => {
      await settlePayouts(city.world, 100)
    },
    mine: async (path) => good(await city.call('GET', path, { token: await owner() })),
  }
}
export { payDaily }
