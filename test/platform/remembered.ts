import { sql } from '../../src/platform/d1'
import type { Telling } from './lived-town'

/** What the first evening left behind, by the address that reads it. */
export async function rememberIds({ desk, one, put }: Telling, card: string): Promise<void> {
  const { shop } = desk
  put('/v1/cards/:id', card)
  put('/v1/lots/:id', await one(sql`SELECT id FROM lots WHERE card_id = ${card} LIMIT 1`))
  put('readClaimPack', await one(sql`SELECT id FROM refunds WHERE origin = 'incident'`))
  put('/v1/custody/merchants/:id', shop.id)
  put('/v1/merchants/:id', shop.id)
  put('/v1/supervision/shops/:id', shop.id)
  put('/v1/ledger/accounts/:id', `payable:${shop.id}`)
  put(
    '/v1/events/:id',
    await one(sql`SELECT id FROM events WHERE merchant_id = ${shop.id} LIMIT 1`),
  )
  put('/v1/shops/:code', shop.code)
  put('/v1/offers/:id', shop.offers[0]?.id)
  put('/v1/payouts/:id', await one(sql`SELECT id FROM payouts`))
  put('/v1/purchases/:id', await one(sql`SELECT id FROM purchases`))
}
