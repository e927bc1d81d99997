import type { FactEnd, FactRow } from '../purchases/parked'

/**
 * Which ends a parked fact may come to. Money of a payment that is in no book of ours is matched to its order, goes
 * back to its payer, or is booked to suspense; what moved nothing is explained; a balance nobody can explain is booked.
 */
export function factEnds(
  fact: Pick<FactRow, 'kind' | 'reason' | 'payment_ref' | 'amount_fen'>,
): FactEnd[] {
  if (fact.kind === 'balance') return ['suspense']
  if (fact.kind === 'provider_line' || fact.kind === 'refund_differs')
    return fact.amount_fen === 0 ? ['explained'] : ['suspense', 'explained']
  const is_a_payment =
    fact.payment_ref !== null &&
    fact.amount_fen > 0 &&
    !['unexpected_refund', 'unexpected_dispute'].includes(fact.reason)
  return is_a_payment ? ['matched', 'returned', 'suspense', 'explained'] : ['explained']
}

/** Days after which a fact that nobody has ended is overdue, like a break of the bank's. */
export const OVERDUE_DAYS = 3
