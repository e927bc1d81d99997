import type { Instant } from '../kernel/time'

/** What a provider says of one payment. `unclear` is resolved by asking again, never by paying again. */
export type PaymentState =
  | 'requires_method'
  | 'requires_action'
  | 'processing'
  | 'succeeded'
  | 'declined'
  | 'canceled'
  | 'unclear'
export type PaymentView = {
  provider_ref: string
  state: PaymentState
  amount_fen: number
  currency: string
  our_no: string | null
  /** Where the payer proves who they are (3-D Secure), when the state is `requires_action`. */
  action_url: string | null
  /** The provider's word for a decline, such as `insufficient_funds`. */
  reason: string | null
  /** For the payer's own device (Stripe.js); never stored by us. */
  client_secret: string | null
}
export type PaymentNotice = {
  event_id: string
  kind: 'succeeded' | 'failed' | 'other'
  type: string
  payment: PaymentView | null
  happened_at: Instant
}

/** One payment provider. `our_no` is the bare 26 characters of our purchase id and its idempotency key. */
export interface PaymentProvider {
  readonly name: string
  create(order: { our_no: string; amount_fen: number; subject: string }): Promise<PaymentView>
  confirm(request: {
    our_no: string
    provider_ref: string
    method: string
    attempt: number
    return_url: string
  }): Promise<PaymentView>
  query(provider_ref: string): Promise<PaymentView>
  cancel(provider_ref: string): Promise<PaymentView>
  /** Checks signature and age (older *and* newer than 300 s are refused: `signature_invalid`). */
  verifyNotice(raw: string, headers: Headers): Promise<PaymentNotice>
}

/** The custody bank: it holds the money and executes; we instruct. */
export interface BankPort {
  readonly name: string
  openCustodyAccount(request: {
    instruction_id: string
    merchant_id: string
    holder: string
  }): Promise<{ account_no: string }>
  verifyAccount(request: { account_no: string; holder: string }): Promise<{ matches: boolean }>
}

export interface SmsPort {
  readonly name: string
  send(message: { id: string; phone: string; text: string; at: Instant }): Promise<void>
}
