/** The objects of the wire, as docs.stripe.com/api gives them: what we carry of each, spelt the same. */
type Common = { id: string; created: number; livemode: false }
export type Metadata = Record<string, string>

export type IntentStatus =
  | 'requires_payment_method'
  | 'requires_confirmation'
  | 'requires_action'
  | 'processing'
  | 'requires_capture'
  | 'succeeded'
  | 'canceled'
export type PaymentIntent = Common & {
  object: 'payment_intent'
  amount: number
  amount_capturable: number
  amount_received: number
  currency: 'cny'
  status: IntentStatus
  payment_method: string | null
  payment_method_types: string[]
  capture_method: 'automatic' | 'automatic_async' | 'manual'
  confirmation_method: 'automatic'
  client_secret: string
  customer: string | null
  description: string | null
  latest_charge: string | null
  last_payment_error: object | null
  next_action: {
    type: 'redirect_to_url'
    redirect_to_url: { url: string; return_url: string | null }
  } | null
  canceled_at: number | null
  cancellation_reason: string | null
  receipt_email: string | null
  metadata: Metadata
}
export type Charge = Common & {
  object: 'charge'
  amount: number
  amount_captured: number
  amount_refunded: number
  currency: 'cny'
  status: 'succeeded' | 'failed'
  paid: boolean
  captured: boolean
  refunded: boolean
  disputed: boolean
  failure_code: string | null
  failure_message: string | null
  outcome: object
  payment_intent: string
  payment_method: string
  payment_method_details: object
  balance_transaction: string | null
  billing_details: object
  customer: string | null
  description: string | null
  metadata: Metadata
}
export type Refund = Common & {
  object: 'refund'
  amount: number
  currency: 'cny'
  charge: string
  payment_intent: string
  status: 'pending' | 'succeeded' | 'failed' | 'canceled'
  reason: string | null
  pending_reason?: string
  failure_reason?: string
  balance_transaction: string | null
  failure_balance_transaction?: string
  metadata: Metadata
}
/** docs.stripe.com/api/disputes/object#dispute_object-status; `warning_…` is an inquiry, which moves no money. */
export type DisputeStatus =
  | 'warning_needs_response'
  | 'warning_under_review'
  | 'warning_closed'
  | 'needs_response'
  | 'under_review'
  | 'won'
  | 'lost'
export type Dispute = Common & {
  object: 'dispute'
  amount: number
  currency: 'cny'
  charge: string
  payment_intent: string
  status: DisputeStatus
  reason: string
  is_charge_refundable: boolean
  /** Whole lines, as the provider shows them: what was taken, and what was given back. */
  balance_transactions: BalanceTransaction[]
  evidence: Record<string, string>
  evidence_details: {
    due_by: number
    enhanced_eligibility: Record<never, never>
    has_evidence: boolean
    past_due: boolean
    submission_count: number
    submission_method: 'manual' | 'not_submitted'
  }
  metadata: Metadata
}
/** One line of the provider's bill: what we reconcile against. `net = amount - fee`, in fen. */
export type BalanceTransaction = Common & {
  object: 'balance_transaction'
  amount: number
  fee: number
  net: number
  currency: 'cny'
  type:
    | 'charge'
    | 'payment'
    | 'refund'
    | 'payment_refund'
    | 'refund_failure'
    | 'payment_failure_refund'
    | 'adjustment'
    | 'stripe_fee'
    | 'reserve_transaction'
    | 'payout'
  source: string
  available_on: number
  status: 'pending' | 'available'
  description: string | null
  exchange_rate: null
  fee_details: object[]
  reporting_category: string
}
export type Payout = Common & {
  object: 'payout'
  amount: number
  currency: 'cny'
  status: 'in_transit' | 'paid'
  arrival_date: number
  automatic: false
  balance_transaction: string
  description: string | null
  method: 'standard'
  type: 'bank_account'
  metadata: Metadata
}
export type Customer = Common & {
  object: 'customer'
  name: string | null
  email: string | null
  phone: string | null
  description: string | null
  metadata: Metadata
  deleted?: true
}
export type WebhookEndpoint = Common & {
  object: 'webhook_endpoint'
  url: string
  enabled_events: string[]
  status: 'enabled' | 'disabled'
  description: string | null
  api_version: string | null
  metadata: Metadata
  /** Told once, when the endpoint is made, as `secret`; never shown again. */
  signing_secret: string
  deleted?: true
}
export type BalanceLock = { id: 'balance'; object: 'balance'; created: number; payouts?: number }

export type Kinds = {
  payment_intent: PaymentIntent
  charge: Charge
  refund: Refund
  dispute: Dispute
  balance_transaction: BalanceTransaction
  payout: Payout
  customer: Customer
  webhook_endpoint: WebhookEndpoint
  balance: BalanceLock
}
export type Kind = keyof Kinds
export type Thing = Kinds[Kind]
export type StripeEvent = Common & {
  object: 'event'
  type: string
  api_version: string
  pending_webhooks: number
  request: { id: string | null; idempotency_key: string | null }
  data: { object: object; previous_attributes?: object }
}
