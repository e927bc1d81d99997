import type { Instant, LocalDate } from '../kernel/time'

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
  /** The provider's refund that the notice is about, if it is about one. */
  refund_ref?: string | null
  /** The provider's dispute that the notice is about, if it is about one. */
  dispute_ref?: string | null
  /** Whether it is about real money; a notice of the other world is refused. */
  is_live?: boolean
}

/** What a provider says of one refund. `failed` may come after `succeeded`: then the money is with the provider again. */
type RefundState = 'pending' | 'succeeded' | 'failed' | 'unclear'
export type RefundNews = { refund_ref: string | null; state: RefundState; reason: string | null }

/** A dispute as the provider knows it: a payer takes a payment back at their bank. Its states are the provider's words. */
export type DisputeView = {
  dispute_ref: string
  payment_ref: string
  amount_fen: number
  currency: string
  reason: string
  status: string
  /** Until when evidence is taken; null: none is asked for. */
  respond_by: Instant | null
  has_evidence: boolean
  /** What the provider took from our balance for it, less what it gave back; its own fee apart. */
  taken_fen: number
  fee_fen: number
  opened_at: Instant
}
export type DisputePage = { items: DisputeView[]; next: string | null; more: boolean }
/** Evidence in the provider's own fields; text only. */
export type DisputeEvidence = Record<string, string>

/** One line of the provider's bill: a payment whose money is there, before and after the provider's fee. */
export type SettledItem = {
  /** The line itself; a payment may have more than one, which is then not right. */
  ref: string
  kind: 'payment'
  provider_ref: string | null
  our_no: string | null
  currency: string
  gross_fen: number
  fee_fen: number
  net_fen: number
  available_at: Instant
}
/** Any line of the provider's bill, of whatever type: its own words and figures. `raw`: it could not be read. */
export type BillLine = {
  ref: string
  type: string
  amount_fen: number
  fee_fen: number
  net_fen: number
  currency: string
  source_ref: string | null
  payment_ref: string | null
  our_no: string | null
  happened_at: Instant
  available_at: Instant
  raw: string | null
}
export type BillPage = { lines: BillLine[]; next: string | null; more: boolean }
/** `next` is where to go on, now when there is `more`, else the next time. */
export type SettledPage = { items: SettledItem[]; next: string | null; more: boolean }

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
  /**
   * Takes back an attempt that waits for its payer, in favour of another method on the same payment object: its link is
   * dead from then on, and the object waits to be confirmed (`requires_method`). What it has become meanwhile otherwise.
   */
  replace(request: {
    our_no: string
    provider_ref: string
    method: string
    attempt: number
  }): Promise<PaymentView>
  query(provider_ref: string): Promise<PaymentView>
  cancel(provider_ref: string): Promise<PaymentView>
  /**
   * Gives back part of a payment by its own route, once per `our_no`, however often it is told and however late.
   * A plain no is `failed` with the provider's word; an answer that did not arrive is `unclear`.
   */
  refund(order: {
    our_no: string
    provider_ref: string
    amount_fen: number
    /** Whether it may have been told before: then it looks first. */
    again: boolean
  }): Promise<RefundNews>
  queryRefund(refund_ref: string): Promise<RefundNews>
  /** A dispute as it stands now; null when there is none of that reference, or no clear answer. */
  queryDispute(dispute_ref: string): Promise<DisputeView | null>
  /** Disputes, newest first, from `after` on: how those are found whose notice was lost. */
  disputes(page: { after: string | null; limit: number }): Promise<DisputePage>
  /** Hands in evidence, once: providers take it a single time. Null: no clear answer; ask before telling again. */
  submitEvidence(of: {
    our_no: string
    dispute_ref: string
    evidence: DisputeEvidence
  }): Promise<DisputeView | null>
  /** Checks signature and age (older *and* newer than 300 s are refused: `signature_invalid`). */
  verifyNotice(raw: string, headers: Headers): Promise<PaymentNotice>
  /**
   * Payments whose money the provider has for us, oldest first, from `after` on (null: from the beginning).
   * Looks at up to `limit` lines of the bill (1–100). What is not available yet comes in a later run; a line
   * may come more than once.
   */
  settled(page: { after: string | null; limit: number }): Promise<SettledPage>
  /** Every line of the bill, oldest first, from `after` on; nothing is filtered, nothing is lost. */
  bill(page: { after: string | null; limit: number }): Promise<BillPage>
  /** What the provider has for us by its own account, available or not, in fen. */
  balance(): Promise<{ balance_fen: number }>
}

/** One payment to a merchant, as the bank is told it. */
export type PayoutOrder = {
  instruction_id: string
  custody_account_no: string
  to_account_no: string
  to_holder: string
  amount_fen: number
  purpose: string
}
export type PayoutNews = {
  state: 'unknown' | 'accepted' | 'paid' | 'rejected' | 'returned'
  bank_ref: string | null
  reason: string | null
  /** When it came to this state, by the bank's clock; null when unknown. */
  at: Instant | null
}

/** What the bank's books say of one entry it was told to make in a custody account. `unknown`: it never had it. */
export type EntryNews = { state: 'unknown' | 'booked'; bank_ref: string | null }

/** What keeps an account from being used. */
export type AccountFault = 'name' | 'phone' | 'closed'

/** A plain no of the bank or the provider: nothing was done, and somebody has to mend the cause. Anything else may have been done. */
export class OutsideRefusal extends Error {
  constructor(readonly reason: string) {
    super(`refused: ${reason}`)
  }
}

/** The custody bank: it holds the money and executes; we instruct. */
export interface BankPort {
  readonly name: string
  openCustodyAccount(request: {
    instruction_id: string
    merchant_id: string
    holder: string
  }): Promise<{ account_no: string }>
  /**
   * Whether an account is this holder's: by its name, and where a phone is given by the one the bank has for it (a person's
   * name alone is nobody's own). `reason` says what differs, when it says anything.
   */
  verifyAccount(request: {
    account_no: string
    holder: string
    phone?: string
  }): Promise<{ matches: boolean; reason?: AccountFault | undefined }>
  /** Consumers' money reaches a custody sub-account: carried out once per instruction, however often it is told. */
  creditCustody(request: {
    instruction_id: string
    custody_account_no: string
    amount_fen: number
    reference: string
  }): Promise<{ bank_ref: string }>
  /**
   * A fee the platform had advanced leaves the sub-account for the platform's own account, once per instruction.
   * The bank knows that account; nobody can name another one here.
   */
  takeFee(request: {
    instruction_id: string
    custody_account_no: string
    amount_fen: number
    reference: string
  }): Promise<{ bank_ref: string }>
  /**
   * The payment provider gave money back to consumers by their original route; custody makes it good, once per
   * instruction. The bank knows the provider's account; nobody can name another one here.
   */
  payProvider(request: {
    instruction_id: string
    custody_account_no: string
    amount_fen: number
    reference: string
  }): Promise<{ bank_ref: string }>
  /**
   * Pays from a custody sub-account to the merchant's own account, or back to a consumer's: carried out once per instruction, however often
   * it is told; the same instruction with another body is an error. Throws when the outcome is not known.
   */
  submitPayout(order: PayoutOrder): Promise<{
    state: 'accepted' | 'paid' | 'rejected'
    bank_ref: string
    reason: string | null
  }>
  /** What became of an entry it was told of by `creditCustody`, `takeFee` or `payProvider`. */
  queryEntry(request: { instruction_id: string }): Promise<EntryNews>
  /** What became of a payment. `unknown`: the bank never had it. `returned`: paid, and it came back. */
  queryPayout(request: { instruction_id: string }): Promise<PayoutNews>
  /** What the bank's own books say the account holds. */
  balanceOf(request: { account_no: string }): Promise<{ balance_fen: number; as_of: Instant }>
  /**
   * The statement file of a day in Asia/Shanghai, as the bank made it (docs/bank-files.md): untrusted bytes, up to
   * 10 MiB, every custody account in it. Null while the bank has none.
   */
  statement(request: { day: LocalDate }): Promise<{ bytes: Uint8Array } | null>
}

export interface SmsPort {
  readonly name: string
  send(message: { id: string; phone: string; text: string; at: Instant }): Promise<void>
}

/** Messages to subscribers, wherever they are. Redirects are not followed; ten seconds are all there is. */
export interface OutboundPort {
  post(
    url: string,
    headers: Record<string, string>,
    body: string | Uint8Array<ArrayBuffer>,
  ): Promise<{
    status: number
    /** In how many seconds to come again, where the answer says so (`Retry-After`). */
    retry_after_s?: number | null
  }>
}

/** Keeps texts by name for ever, outside of the database: what is put under a name that it has is the same content. */
export interface ArchivePort {
  readonly name: string
  put(name: string, text: string): Promise<void>
  get(name: string): Promise<string | null>
}
