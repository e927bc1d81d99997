import { SECOND_MS } from '../../kernel/time'

/** What a test payment method does. Tokens only: a card number never comes near this provider. */
export type Method = {
  type: 'card' | 'wechat_pay' | 'alipay'
  outcome: 'pays' | 'declines' | 'asks' | 'pays_later' | 'fails_later' | 'breaks'
  decline?: { code: string; decline_code: string; message: string }
  refund?: 'pending' | 'fails_later'
  disputed?: 'at_once'
  /** Its money is available at once, not a day later. */
  available?: 'at_once'
  /** Faults of the line, not of the payment. */
  line?: 'answer_lost' | 'notices_twice' | 'notices_late'
}

/** How long an asynchronous payment or refund takes, and how late the notices of `pm_mock_late_webhook` are. */
export const ASYNC_MS = 30 * SECOND_MS
export const LATE_MS = 60 * SECOND_MS

const card = (rest: Partial<Method> = {}): Method => ({ type: 'card', outcome: 'pays', ...rest })
const declined = (
  decline_code: string,
  code = 'card_declined',
  message = 'Your card was declined.',
): Method => card({ outcome: 'declines', decline: { code, decline_code, message } })

const DECLINES: Record<string, Method> = {
  chargeDeclined: declined('generic_decline'),
  chargeDeclinedInsufficientFunds: declined(
    'insufficient_funds',
    'card_declined',
    'Your card has insufficient funds.',
  ),
  chargeDeclinedLostCard: declined('lost_card'),
  chargeDeclinedStolenCard: declined('stolen_card'),
  chargeDeclinedExpiredCard: declined('expired_card', 'expired_card', 'Your card has expired.'),
  chargeDeclinedIncorrectCvc: declined(
    'incorrect_cvc',
    'incorrect_cvc',
    "Your card's security code is incorrect.",
  ),
  chargeDeclinedProcessingError: declined(
    'processing_error',
    'processing_error',
    'An error occurred while processing your card. Try again in a little bit.',
  ),
}

/** docs.stripe.com/testing, by token; both spellings of the declines are in use. The `pm_mock_…` are ours. */
const METHODS = new Map<string, Method>([
  ['pm_card_visa', card()],
  ['pm_card_mastercard', card()],
  ['pm_card_unionpay', card()],
  ...Object.entries(DECLINES).flatMap(([name, method]): [string, Method][] => [
    [`pm_card_${name}`, method],
    [`pm_card_visa_${name}`, method],
  ]),
  ['pm_card_chargeCustomerFail', declined('generic_decline')],
  ['pm_card_authenticationRequired', card({ outcome: 'asks' })],
  ['pm_card_createDispute', card({ disputed: 'at_once' })],
  ['pm_card_pendingRefund', card({ refund: 'pending' })],
  ['pm_card_refundFail', card({ refund: 'fails_later' })],
  ['pm_card_bypassPending', card({ available: 'at_once' })],
  ['pm_mock_timeout', card({ line: 'answer_lost' })],
  ['pm_mock_api_error', card({ outcome: 'breaks' })],
  ['pm_mock_dup_webhook', card({ line: 'notices_twice' })],
  ['pm_mock_late_webhook', card({ line: 'notices_late' })],
  ['pm_mock_wechat', { type: 'wechat_pay', outcome: 'pays_later' }],
  ['pm_mock_alipay', { type: 'alipay', outcome: 'pays_later' }],
  ['pm_mock_at_wechat_pay', { type: 'wechat_pay', outcome: 'asks' }],
  ['pm_mock_at_alipay', { type: 'alipay', outcome: 'asks' }],
  ['pm_mock_async_fail', { type: 'wechat_pay', outcome: 'fails_later' }],
])

export const methodNamed = (id: string | null): Method | null => METHODS.get(id ?? '') ?? null

/** The payment method as `expand[]=payment_method` and `GET /v1/payment_methods/:id` show it. */
export function shownMethod(id: string): object | null {
  const method = methodNamed(id)
  if (!method) return null
  return {
    id,
    object: 'payment_method',
    created: 0,
    livemode: false,
    type: method.type,
    [method.type]: method.type === 'card' ? { brand: 'visa', country: 'CN', funding: 'debit' } : {},
    billing_details: { address: null, email: null, name: null, phone: null },
    customer: null,
    metadata: {},
  }
}
