import { advanceCard } from '../cards/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { type Basis, quoteFor } from './rules'
import { stepped } from './step'
import {
  changeRefund,
  type DecidedBy,
  type RefundableCard,
  type RefundableRow,
  type RefundSeen,
  type RefundSeenRow,
  refundableFrom,
  refundFrom,
} from './store'
import { type PlainRefundEvent, tellOfEnd, tellOfRefund } from './tell'

/** A refund and its card, as `readsOf` reads them. Refuses refund_not_found. */
export const seenIn = (rows: {
  refund: readonly RefundSeenRow[]
  card: readonly RefundableRow[]
}): { refund: RefundSeen; seen: RefundableCard } => ({
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
export function settled(
  kit: Kit,
  of: { refund: RefundSeen; seen: RefundableCard },
  { basis, by, reason, awarded_fen }: Settlement,
  now: Instant,
): { refund: RefundSeen; statements: Statement[] } {
  const decided: RefundSeen = {
    ...of.refund,
    status: 'decided',
    basis,
    awarded_fen,
    decided_at: now,
    decided_by: by,
    decided_reason: reason,
  }
  return moved(kit, { refund: decided, seen: of.seen }, 'refund.decided', now)
}

/** Moves on with a refund whose cause is settled, when a hold on its lots has ended. */
export function moved(
  kit: Kit,
  { refund, seen }: { refund: RefundSeen; seen: RefundableCard },
  type: PlainRefundEvent | null,
  now: Instant,
): { refund: RefundSeen; statements: Statement[] } {
  const lots = seen.card.lots.filter((lot) => lot.refund_id === refund.id)
  const { card, used, purchases } = seen
  const quoted = quoteFor({ cause: refund.cause, lots, card, used, on: refund.terminated_on })
  const step = stepped(kit, { refund, lots, quoted, purchases, now })
  return {
    refund: step.refund,
    statements: [
      changeRefund(step.refund),
      advanceCard(card),
      ...step.statements,
      ...(type === null ? [] : [tellOfRefund(kit, type, step.refund, now)]),
      ...(refund.status === 'done' ? [] : tellOfEnd(kit, step.refund, now)),
    ],
  }
}
