import { advanceCardStatement } from '../cards/store'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import type { Moment } from '../platform/act'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { isRefundable, planRefund, quotedFor } from './open'
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
import type { GroundName } from './words'

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

/** What may be agreed about a card: what nobody can dispute, and what it comes to where the shop is the cause. In fen. */
type AwardRange = { low_fen: number; high_fen: number; refund_id: string | null }

/**
 * The range of an agreement about a card: of the refund that waits for an outcome, or of its lots if it ended today. Null:
 * there is nothing to agree about.
 */
export function awardRange(
  seen: RefundableCard,
  open: RefundDetail | undefined,
  now: Instant,
): AwardRange | null {
  if (open) {
    const { undisputed_fen, disputed_fen } = open
    return {
      low_fen: undisputed_fen,
      high_fen: undisputed_fen + disputed_fen,
      refund_id: open.id,
    }
  }
  const lots = seen.card.lots.filter(isRefundable)
  if (lots.length === 0) return null
  const quoted = quotedFor(seen, lots, { cause: 'merchant' }, now)
  if (quoted.principal_fen === 0) return null
  const certain = quoted.disputed_fen === 0
  return {
    low_fen: certain ? quoted.principal_fen : quoted.undisputed_fen,
    high_fen: quoted.principal_fen,
    refund_id: null,
  }
}

type Award = { agreed_fen: number; ground: GroundName; reason: string }
/**
 * Carries out what both sides agreed to, by the refund's own acts and in the caller's batch: the contracts end, the sum goes
 * to the holder, the rest of what was disputed to the shop. The caller has held `agreed_fen` to `awardRange`.
 */
export function planAward(
  kit: Kit,
  of: { seen: RefundableCard; open: RefundDetail | undefined },
  { agreed_fen, ground, reason }: Award,
  moment: Moment,
): { refund: RefundDetail; statements: Statement[] } {
  const settle = (refund: RefundDetail, seen: RefundableCard) =>
    planSettlement(
      kit,
      { refund, seen },
      {
        basis: 'awarded',
        by: 'mediator',
        reason,
        awarded_fen: agreed_fen - refund.undisputed_fen,
      },
      moment.now,
    )
  if (of.open) return settle(of.open, of.seen)
  const wish = {
    ...{ lot_ids: null, cause: 'merchant' as const, ground, note: reason },
    ...{ origin: 'holder' as const, origin_id: null },
  }
  const opened = planRefund(kit, of.seen, wish, moment)
  if (opened.refund.basis !== null) return opened
  const done = settle(opened.refund, opened.seen)
  return { refund: done.refund, statements: [...opened.statements, ...done.statements] }
}
