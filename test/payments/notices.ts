import Stripe from 'stripe'
import { bareId } from '../../src/kernel/ids'
import { epochMs } from '../../src/kernel/time'
import { sql } from '../../src/platform/d1'
import type { Shop } from '../purchases/shop'

export type Fact = {
  id?: string
  type?: string
  intent?: object
  object?: object
  secret?: string
  livemode?: boolean
  away_s?: number
}

/** Signs an event of our own making with the official SDK and brings it to the inbox. */
export async function notify(shop: Shop, purchase: string, fact: Fact = {}) {
  const secrets = shop.world.config.stripe_webhook_secrets
  const now_s = Math.floor(epochMs(shop.world.now()) / 1000)
  const payload = JSON.stringify({
    id: fact.id ?? 'evt_made_1',
    object: 'event',
    livemode: fact.livemode ?? false,
    type: fact.type ?? 'payment_intent.succeeded',
    created: now_s,
    data: { object: fact.object ?? { ...(await intentOf(shop, purchase)), ...fact.intent } },
  })
  const header = await Stripe.webhooks.generateTestHeaderStringAsync({
    payload,
    secret: fact.secret ?? secrets[0] ?? '',
    timestamp: now_s + (fact.away_s ?? 0),
    cryptoProvider: Stripe.createSubtleCryptoProvider(),
  } as Parameters<typeof Stripe.webhooks.generateTestHeaderStringAsync>[0])
  return shop.call('POST', '/webhooks/stripe', {
    raw: payload,
    key: null,
    headers: { 'Stripe-Signature': header },
  })
}

/** What the provider would say of an order that was paid in full. */
async function intentOf(shop: Shop, purchase: string) {
  const [rows] = await shop.db.batch([sql`SELECT * FROM purchases WHERE id = ${purchase}`])
  const row = rows?.[0] ?? {}
  return {
    id: row.provider_ref ?? 'pi_never_opened',
    object: 'payment_intent',
    status: 'succeeded',
    amount: row.paid_fen ?? 1,
    amount_received: row.paid_fen ?? 1,
    currency: 'cny',
    metadata: { our_no: bareId(purchase) },
    client_secret: null,
    next_action: null,
    last_payment_error: null,
  }
}
