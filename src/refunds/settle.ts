import { advanceCardStatement } from '../cards/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { type Basis, quoteFor } from './rules'
import { planStep } from './step'
import {
  type DecidedBy,
  type RefundableCard,
  type RefundableRow,
  type RefundDetail,
  type RefundDetailRow,
  refundableFrom,
  refundFrom,
  updateRefund,
} from './store'
import { emitRefund, emitRefundEnd, type PlainRefundEvent } from './tell'

/** A refund and its card, as `readHoldAndCard` reads them. Refuses refund_not_found. */
export const refundAndCard = (rows: {
  refund: readonly RefundDetailRow[]
  card: readonly RefundableRow[]
}): { refund: RefundDetail; seen: RefundableCard } => ({
  refund: refundFrom(rows.refund[0] ?? refuse('refund_not_found')),
  seen: refundableFrom(rows.card[0] ?? refuse('refund_not_found')),
})

type Settlement = {
  basis: Basis
  by: DecidedBy
  reason: string | null
  awarded_fen: number | null
}
/** The cause is settled: what it gives goes to the holder, the price difference to the shop, in the caller's batch. */
export function planSettlement(
  kit: Kit,
  of: { refund: RefundDetail; seen: RefundableCard },
  { basis, by, reason, awarded_fen }: Settlement,
  now: Instant,
): { refund: RefundDetail; statements: Statement[] } {
  const decided: RefundDetail = {
    ...of.refund,
    status: 'decided',
    basis,
    awarded_fen,
    decided_at: now,
    decided_by: by,
    decided_reason: reason,
  }
  return planMove(kit, { refund: decided, seen: of.seen }, 'refund.decided', now)
}

/** Moves on with a refund whose cause is settled, when a hold on its lots has ended. */
export function planMove(
  kit: Kit,
  { refund, seen }: { refund: RefundDetail; seen: RefundableCard },
  type: PlainRefundEvent | null,
  now: Instant,
): { refund: RefundDetail; statements: Statement[] } {
  const lots = seen.card.lots.filter((lot) => lot.refund_id === refund.id)
  const { card, used, purchases } = seen
  const quoted = quoteFor({ cause: refund.cause, lots, card, used, on: refund.terminated_on })
  const step = planStep(kit, { refund, lots, quoted, purchases, now })
  return {
    refund: step.refund,
    statements: [
      updateRefund(step.refund),
      advanceCardStatement(card),
      ...step.statements,
      ...(type === null ? [] : [emitRefund(kit, type, step.refund, now)]),
      ...(refund.status === 'done' ? [] : emitRefundEnd(kit, step.refund, now)),
    ],
  }
}
