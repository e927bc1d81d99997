import type { Token } from '../client/client'
import type { Client } from './client'
import { visitor } from './people'
import type { Offer, Shop } from './shops'

export type HeldCard = { id: string; shop: Shop; kind: Offer['kind']; used_up: boolean }
export type Holder = { id: string; name: string; phone: string; cards: HeldCard[] }
/** What is taken off a card in one visit. */
export type Use = { amount_fen: number } | { visits: number }

/** Reads the contract, accepts it, pays; the card is there when the provider's notice has been credited. */
export async function buy(client: Client, token: Token, offer: Offer, method = 'pm_card_visa') {
  const consumer = client.yufubao.as('consumer', token)
  const contract = await consumer.must('GET /v1/offers/:id/contract', { params: { id: offer.id } })
  const { id } = await consumer.must('POST /v1/purchases', {
    body: { offer_id: offer.id, contract_hash: contract.hash, contract_accepted: true },
  })
  const params = { id }
  await consumer.must('POST /v1/purchases/:id/payment', {
    params,
    body: { payment_method: method },
  })
  return consumer.must('GET /v1/purchases/:id', { params })
}

/** Shows a fresh code, and the shop redeems it. Returns what came of it: the receipt, or the refusal. */
export async function redeem(client: Client, holder: Holder, card: HeldCard, what: Use) {
  const consumer = visitor(client, 'consumer', holder.id)
  const params = { id: card.id }
  await consumer.must('POST /v1/cards/:id/pay-code-key', { params })
  const { digits } = await consumer.must('GET /v1/cards/:id/pay-code', { params })
  const till = visitor(client, 'staff', card.shop.cashier_id)
  return till.ask('POST /v1/redemptions', { body: { code: digits, ...what } })
}
