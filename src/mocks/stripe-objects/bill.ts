import { proportion } from '../../kernel/money'
import type { Draft } from './draft'
import { methodNamed } from './methods'
import { sumBalance } from './store'
import type { BalanceTransaction, Charge } from './types'

const DAY_S = 86_400
const CATEGORIES: Record<BalanceTransaction['type'], string> = {
  charge: 'charge',
  payment: 'charge',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund_failure',
  payment_failure_refund: 'refund_failure',
  adjustment: 'dispute',
  stripe_fee: 'fee',
  reserve_transaction: 'risk_reserved_funds',
  payout: 'payout',
}
type LineType = BalanceTransaction['type']
/** Cards are charged; every other method is a payment, and so are its refunds (docs.stripe.com/reports/balance-transaction-types). */
const BY_PAYMENT: Partial<Record<LineType, LineType>> = {
  charge: 'payment',
  refund: 'payment_refund',
  refund_failure: 'payment_failure_refund',
}
export const lineTypeFor = (payment_method: string | null, type: LineType): LineType =>
  methodNamed(payment_method)?.type === 'card' ? type : (BY_PAYMENT[type] ?? type)

/** The provider keeps 0.6 % of what it charges, rounded down to the fen; a refund gives none of it back. */
const feeOf = (amount_fen: number): number => proportion(amount_fen, 6, 1000)

const FEE_WORDS: Partial<Record<LineType, string>> = {
  charge: '0.6 %',
  payment: '0.6 %',
  adjustment: 'Dispute fee',
}
/** What a dispute costs whatever becomes of it, in fen; a won one gives it back. */
export const DISPUTE_FEE = 1_500

/**
 * Writes one line of the provider's bill and returns its id. `amount` in fen, negative when money leaves us.
 * A charge is ours to pay out a day later, unless it is `at_once`; whatever else concerns a charge counts from
 * the same day on (`availableWith`), and the rest counts now.
 */
export function book(
  draft: Draft,
  line: {
    type: BalanceTransaction['type']
    source: string
    amount: number
    available?: 'at_once' | undefined
    available_on?: number
    description?: string | null
    /** What the provider keeps besides; a charge's own fee is counted here. */
    fee?: number
  },
): string {
  return bookLine(draft, line).id
}

export function bookLine(draft: Draft, line: Parameters<typeof book>[1]): BalanceTransaction {
  const is_paid = line.type === 'charge' || line.type === 'payment'
  const fee = line.fee ?? (is_paid ? feeOf(line.amount) : 0)
  const is_held = is_paid && line.available !== 'at_once'
  const available_on = line.available_on ?? draft.now_s + (is_held ? DAY_S : 0)
  const entry: BalanceTransaction = {
    ...draft.birth('txn'),
    object: 'balance_transaction',
    amount: line.amount,
    fee,
    net: line.amount - fee,
    currency: 'cny',
    type: line.type,
    source: line.source,
    available_on,
    status: available_on <= draft.now_s ? 'available' : 'pending',
    description: line.description ?? null,
    exchange_rate: null,
    fee_details:
      fee === 0
        ? []
        : [{ type: 'stripe_fee', amount: fee, currency: 'cny', description: FEE_WORDS[line.type] }],
    reporting_category: CATEGORIES[line.type],
  }
  return draft.put(entry)
}

/** The second from which a refund or a dispute of this charge counts: with the charge's own money. */
export async function availableWith(draft: Draft, charge: Charge): Promise<number> {
  const line = await draft.find('balance_transaction', charge.balance_transaction)
  return Math.max(draft.now_s, line?.available_on ?? 0)
}

export async function readBalance({ deps, now_s }: Draft): Promise<object> {
  const { available, pending } = await sumBalance(deps.db, now_s)
  const share = (amount: number) => [{ amount, currency: 'cny', source_types: { card: amount } }]
  return {
    object: 'balance',
    livemode: false,
    available: share(available),
    pending: share(pending),
  }
}
