/** What a test payment method does. Tokens only: this provider never sees a card number. */
export type Method = {
  brand: 'card' | 'wechat_pay' | 'alipay'
  outcome: 'succeeds' | 'declines' | 'asks' | 'later_succeeds' | 'later_fails'
  code?: string
  decline_code?: string
  refund?: 'pending' | 'fails'
  disputed?: true
  /** Faults of the line, not of the payment. */
  line?: 'answer_lost' | 'notice_twice' | 'notice_late'
}

const card = (rest: Partial<Method> = {}): Method => ({
  brand: 'card',
  outcome: 'succeeds',
  ...rest,
})
const declined = (decline_code: string, code = 'card_declined'): Method =>
  card({ outcome: 'declines', code, decline_code })

/** docs.stripe.com/testing, by token; the `pm_mock_…` ones are ours. */
export const METHODS: Record<string, Method> = {
  pm_card_visa: card(),
  pm_card_mastercard: card(),
  pm_card_unionpay: card(),
  pm_card_bypassPending: card(),
  pm_card_visa_chargeDeclined: declined('generic_decline'),
  pm_card_chargeDeclined: declined('generic_decline'),
  pm_card_visa_chargeDeclinedInsufficientFunds: declined('insufficient_funds'),
  pm_card_chargeDeclinedInsufficientFunds: declined('insufficient_funds'),
  pm_card_visa_chargeDeclinedLostCard: declined('lost_card'),
  pm_card_visa_chargeDeclinedStolenCard: declined('stolen_card'),
  pm_card_chargeDeclinedExpiredCard: declined('expired_card', 'expired_card'),
  pm_card_chargeDeclinedIncorrectCvc: declined('incorrect_cvc', 'incorrect_cvc'),
  pm_card_chargeDeclinedProcessingError: declined('processing_error', 'processing_error'),
  pm_card_chargeCustomerFail: declined('generic_decline'),
  pm_card_authenticationRequired: card({ outcome: 'asks' }),
  pm_card_createDispute: card({ disputed: true }),
  pm_card_pendingRefund: card({ refund: 'pending' }),
  pm_card_refundFail: card({ refund: 'fails' }),
  pm_mock_timeout: card({ line: 'answer_lost' }),
  pm_mock_dup_webhook: card({ line: 'notice_twice' }),
  pm_mock_late_webhook: card({ line: 'notice_late' }),
  pm_mock_wechat: { brand: 'wechat_pay', outcome: 'later_succeeds' },
  pm_mock_alipay: { brand: 'alipay', outcome: 'later_succeeds' },
  pm_mock_async_fail: {
    brand: 'wechat_pay',
    outcome: 'later_fails',
    code: 'payment_intent_payment_attempt_failed',
  },
}
export const ASYNC_MS = 30_000
export const LATE_MS = 60_000
