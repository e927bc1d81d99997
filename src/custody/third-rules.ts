import type { BillLine } from '../environment/ports'

/** What a line of the provider's bill is to us (docs.stripe.com/reports/balance-transaction-types). */
type LineClass = 'payment' | 'refund' | 'dispute' | 'fee' | 'paid_out' | 'unknown'
const CLASSES: Record<string, LineClass> = {
  charge: 'payment',
  payment: 'payment',
  refund: 'refund',
  payment_refund: 'refund',
  refund_failure: 'refund',
  payment_failure_refund: 'refund',
  payment_reversal: 'refund',
  adjustment: 'dispute',
  stripe_fee: 'fee',
  stripe_fx_fee: 'fee',
  tax_fee: 'fee',
  payout: 'paid_out',
  payout_cancel: 'paid_out',
  payout_failure: 'paid_out',
}
export const LINE_TYPES = Object.entries(CLASSES)
/** An adjustment is a dispute's only when it is about one; anything else we do not know is parked for a person. */
export function lineClass(line: Pick<BillLine, 'type' | 'source_ref' | 'currency'>): LineClass {
  if (line.currency !== 'cny') return 'unknown'
  const found = CLASSES[line.type] ?? 'unknown'
  const is_dispute = /^(du|dp)_/.test(line.source_ref ?? '')
  return found === 'dispute' && !is_dispute ? 'unknown' : found
}

/** Named positions between the provider's own balance and the ledger's, in fen; each says which way it moves it. */
export type Positions = {
  /** Settled into custody by our books; the provider's money for it leaves with its payouts. */
  settled_fen: number
  /** What custody has made good to the provider. */
  funded_fen: number
  fees_fen: number
  paid_out_fen: number
  /** Taken by disputes that are not booked as lost. */
  disputes_fen: number
  /** Refunds that the provider has taken out and has not told us the end of. */
  refunds_fen: number
  /** Facts that wait for somebody, or were ended without moving our books. */
  parked_fen: number
}
export const expectedFen = (ledger_fen: number, of: Positions): number =>
  ledger_fen +
  of.settled_fen -
  of.funded_fen -
  of.fees_fen -
  of.paid_out_fen -
  of.disputes_fen -
  of.refunds_fen +
  of.parked_fen
