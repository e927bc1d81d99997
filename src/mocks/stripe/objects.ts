export type Kind =
  | 'payment_intent'
  | 'charge'
  | 'refund'
  | 'dispute'
  | 'balance_transaction'
  | 'customer'
  | 'payout'
  | 'event'
export type StripeObject = {
  id: string
  object: Kind
  created: number
  livemode: false
  [field: string]: unknown
}
export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'
export type Intent = StripeObject & {
  amount: number
  amount_capturable: number
  amount_received: number
  status: IntentStatus
  capture_method: 'automatic' | 'automatic_async' | 'manual'
  payment_method: string | null
  latest_charge: string | null
  return_url: string | null
  last_payment_error: object | null
  next_action: object | null
  canceled_at: number | null
  cancellation_reason: string | null
}
export type Charge = StripeObject & {
  amount: number
  amount_captured: number
  amount_refunded: number
  captured: boolean
  refunded: boolean
  disputed: boolean
  payment_intent: string
  payment_method: string
  balance_transaction: string | null
}
export type Refund = StripeObject & {
  amount: number
  charge: string
  payment_intent: string
  status: 'pending' | 'succeeded' | 'failed' | 'canceled'
}

export const newIntent = (
  base: Base,
  of: {
    amount: number
    capture_method: Intent['capture_method']
    description: string | null
    customer: string | null
    metadata: Record<string, string>
    confirmation_method: string
    secret: string
  },
): Intent => ({
  id: base.id,
  object: 'payment_intent',
  created: base.created,
  livemode: false,
  amount: of.amount,
  amount_capturable: 0,
  amount_received: 0,
  currency: 'cny',
  status: 'requires_payment_method',
  capture_method: of.capture_method,
  confirmation_method: of.confirmation_method,
  client_secret: `${base.id}_secret_${of.secret}`,
  description: of.description,
  customer: of.customer,
  metadata: of.metadata,
  payment_method: null,
  payment_method_types: ['card', 'wechat_pay', 'alipay'],
  latest_charge: null,
  last_payment_error: null,
  next_action: null,
  canceled_at: null,
  cancellation_reason: null,
  return_url: null,
})
type Base = { id: string; created: number }

export const newCharge = (
  base: Base,
  intent: Intent,
  of: {
    captured: boolean
    failure: { code: string; message: string; decline_code?: string } | null
  },
): Charge => ({
  id: base.id,
  object: 'charge',
  created: base.created,
  livemode: false,
  amount: intent.amount,
  amount_captured: of.captured && !of.failure ? intent.amount : 0,
  amount_refunded: 0,
  currency: 'cny',
  captured: of.captured && !of.failure,
  paid: !of.failure,
  refunded: false,
  disputed: false,
  status: of.failure ? 'failed' : 'succeeded',
  failure_code: of.failure?.code ?? null,
  failure_message: of.failure?.message ?? null,
  outcome: {
    type: of.failure ? 'issuer_declined' : 'authorized',
    reason: of.failure?.decline_code ?? null,
    network_status: of.failure ? 'declined_by_network' : 'approved_by_network',
  },
  payment_intent: intent.id,
  payment_method: intent.payment_method ?? '',
  balance_transaction: null,
  description: intent.description,
  billing_details: { name: null, email: null, phone: null },
  metadata: intent.metadata,
})

/** The fee is 0.6 % rounded down; a refund gives none of it back. */
export function newBalanceTransaction(
  base: Base,
  of: { amount: number; type: 'charge' | 'refund' | 'adjustment'; source: string },
): StripeObject {
  const fee = of.type === 'charge' ? Math.floor((of.amount * 6) / 1000) : 0
  return {
    id: base.id,
    object: 'balance_transaction',
    created: base.created,
    livemode: false,
    amount: of.amount,
    fee,
    net: of.amount - fee,
    currency: 'cny',
    type: of.type,
    source: of.source,
    available_on: base.created + 86_400,
    status: 'pending',
    exchange_rate: null,
  }
}
