import { type Client, must, textOf } from './client'
import { mustAs, sayAs } from './people'
import type { Offer, Shop } from './shops'

export type HeldCard = { id: string; shop: Shop; kind: string; used_up: boolean }
export type Holder = { id: string; name: string; phone: string; cards: HeldCard[] }

/** Reads the contract, accepts it, pays; the card is there when the provider's notice has been credited. */
export async function buy(
  client: Client,
  token: string,
  offer: Offer,
  method = 'pm_card_visa',
): Promise<Record<string, unknown>> {
  const contract = await must(client, 'GET', `/v1/offers/${offer.id}/contract`)
  const purchase = await must(client, 'POST', '/v1/purchases', {
    token,
    body: { offer_id: offer.id, contract_hash: textOf(contract, 'hash'), contract_accepted: true },
  })
  const id = textOf(purchase, 'id')
  await must(client, 'POST', `/v1/purchases/${id}/payment`, {
    token,
    body: { payment_method: method },
  })
  return must(client, 'GET', `/v1/purchases/${id}`, { token })
}

/** Shows a fresh code, and the shop redeems it. Returns the receipt, or the refusal. */
export async function redeem(
  client: Client,
  holder: Holder,
  card: HeldCard,
  what: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  await mustAs(client, holder.id, 'POST', `/v1/cards/${card.id}/pay-code-key`, { body: {} })
  const code = await mustAs(client, holder.id, 'GET', `/v1/cards/${card.id}/pay-code`)
  const body = { code: textOf(code, 'digits'), ...what }
  return sayAs(client, card.shop.cashier_id, 'POST', '/v1/redemptions', { body })
}
