import { refuse } from '../kernel/refusals'
import { localDate, MINUTE_MS, plusMs } from '../kernel/time'
import { underSaleRules } from '../offers/region'
import { offerFrom } from '../offers/store'
import type { Ask } from '../platform/act'
import { sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { World } from '../platform/world'
import { decidePurchase } from './rules'
import { cardsFrom, insertPurchase, readSale } from './store'
import { presentPurchase } from './views'

/** How long an order may wait for its payment. Well under the 24 h a provider remembers our keys. */
const ORDER_MS = 30 * MINUTE_MS

type StopRow = { stopped: number }
/**
 * Orders an offer under the contract the consumer has read. Commits our own order and asks nobody: the
 * provider is first told when it is paid (`payPurchase`). Refuses what `decidePurchase` refuses, and
 * `offer_not_found`.
 */
export function buyOffer(
  world: World,
  ask: Ask,
  request: { offer_id: string; contract_hash: string },
) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      sale: readSale({ offer_id: sql`${request.offer_id}`, consumer_id: who.subject_id }),
      stops: sql<StopRow>`SELECT 1 AS stopped FROM offers o JOIN service_stops s ON s.merchant_id = o.merchant_id
           WHERE o.id = ${request.offer_id} AND o.kind = 'period' AND s.ended_at IS NULL
             AND (s.service IS NULL OR s.service = o.service)`,
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      const { sale, stops } = rows
      const offer = offerFrom(sale.offer[0] ?? refuse('offer_not_found'))
      const merchant = sale.merchant[0] ?? refuse('offer_not_found')
      if (stops.length > 0) refuse('service_stopped')
      const { contract_hash } = request
      decidePurchase({
        offer,
        ...underSaleRules(city, merchant, localDate(now)),
        cards: cardsFrom(sale.cards),
        on: localDate(now),
        contract_hash,
      })

      const order = {
        id: kit.newId('pur'),
        consumer_id: actor.id,
        merchant_id: merchant.id,
        offer_id: offer.id,
        contract_hash,
        paid_fen: offer.price_fen,
        provider: kit.payments.name,
        accepted_at: now,
        expires_at: plusMs(now, ORDER_MS),
      }
      return {
        status: 201,
        subject_id: order.id,
        body: presentPurchase({ ...order, ...UNPAID, merchant_name: merchant.name }),
        statements: [insertPurchase(order)],
      }
    },
  })
}

const UNPAID = {
  provider_ref: null,
  status: 'awaiting_payment',
  reason: null,
  attempts: 0,
  card_id: null,
  lot_id: null,
  paid_at: null,
  refunds_fen: 0,
  wallet: null,
  version: 1,
} as const
