import { collectClaims, fundDisputes } from '../../src/disputes/recover'
import { findDisputes, reviewDisputes } from '../../src/disputes/review'
import { deliverDueWebhooks } from '../../src/mocks/stripe/app'
import { type Row, sql } from '../../src/platform/d1'
import { type Desk, openDesk } from '../refunds/support'
import { asked } from '../support/asked'

export { good } from '../refunds/support'

type Contest = { as?: 'won' | 'lost'; amount?: number; inquiry?: true }
type Dispute = Row & { id: string; provider_ref: string }
export type Court = Desk & {
  /** The payer of a card's newest payment goes to their bank; with `as`, it is decided. */
  contests: (card: string, how?: Contest) => Promise<{ id: string }>
  decides: (dispute_ref: string, as: 'won' | 'lost') => Promise<unknown>
  control: (path: string) => Promise<{ id: string }>
  disputes: (card: string) => Promise<Dispute[]>
  lot: (card: string) => Promise<Row>
  claims: (merchant_id?: string) => Promise<number>
  /** What the clock does about disputes every five minutes. */
  reviews: () => Promise<void>
  /** Both books of the provider's money: what the ledger says is there, and what the provider says. */
  events: (type: string) => Promise<Row[]>
}

/** A desk where payers go to their bank. */
export const openCourt = async (n = 0): Promise<Court> => courtAt(await openDesk(n))

export function courtAt(desk: Desk): Court {
  const control = async (path: string) => {
    const { body } = await desk.call('POST', `/mock/stripe/__mock/${path}`, {
      token: 'sk_test_of_the_test_suite',
      key: null,
    })
    if (desk.stripe_mock_deps) await deliverDueWebhooks(desk.stripe_mock_deps)
    return { ...body, id: String(body.id) }
  }
  return {
    ...desk,
    control,
    contests: async (card, how = {}) => {
      const [charge] = await desk.rows(
        sql`SELECT o.id FROM mock_stripe_objects o JOIN purchases p ON p.provider_ref = o.payment_intent
             WHERE o.object = 'charge' AND p.card_id = ${card} ORDER BY o.seq DESC LIMIT 1`,
      )
      const query = new URLSearchParams(Object.entries(how).map(([k, v]) => [k, String(v)]))
      return control(`dispute/${charge?.id}?${query}`)
    },
    decides: (ref, as) => control(`close_dispute/${ref}?as=${as}`),
    disputes: (card) =>
      asked(desk.db, sql`SELECT * FROM disputes WHERE card_id = ${card} ORDER BY id`),
    lot: async (card) =>
      (await desk.rows(sql`SELECT * FROM lots WHERE card_id = ${card} ORDER BY id DESC`))[0]!,
    claims: (id = desk.shop.id) => desk.balance(`claims:${id}`),
    reviews: async () => {
      for (const job of [findDisputes, reviewDisputes, collectClaims, fundDisputes])
        await job(desk.world, 100)
    },
    events: async (type) =>
      (await desk.rows(sql`SELECT data FROM events WHERE type = ${type} ORDER BY seq`)).map((row) =>
        JSON.parse(String(row.data)),
      ),
  }
}
