import type { EventType } from '../events/catalogue'
import { emit, type TypedEvent } from '../events/emit'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { Kit } from '../platform/world'
import { isPending, type RefundDetail } from './store'

type RefundEvent = Exclude<Extract<EventType, `refund.${string}`>, 'refund.goes_to_holder'>
/** Those that say no more than how the refund stands. */
export type PlainRefundEvent =
  | 'refund.deadline_moved'
  | 'refund.escalated'
  | 'refund.decided'
  | 'refund.paid'
  | 'refund.done'
  | 'refund.withdrawn'

/** How a refund stands, as every event of it says. */
export const refundData = (refund: RefundDetail) => ({
  refund_id: refund.id,
  card_id: refund.card_id,
  cause: refund.cause,
  status: refund.status,
  undisputed_fen: refund.undisputed_fen,
  disputed_fen: refund.disputed_fen,
  contest_by: refund.contest_by,
  refunded_fen: refund.parts
    .filter(({ state }) => state === 'succeeded')
    .reduce((sum, { amount_fen }) => sum + amount_fen, 0),
})

/** What happened to a refund, told to its holder and its shop. */
export const emitRefundData = (
  kit: Kit,
  told: TypedEvent<RefundEvent>,
  refund: RefundDetail,
  now: Instant,
): Statement =>
  emit(kit, {
    ...told,
    subject_id: refund.card_id,
    merchant_id: refund.merchant_id,
    consumer_id: refund.consumer_id,
    at: now,
  })
export const emitRefund = (
  kit: Kit,
  type: PlainRefundEvent,
  refund: RefundDetail,
  now: Instant,
): Statement => emitRefundData(kit, { type, data: refundData(refund) }, refund, now)

/** Somebody who paid for a card and does not hold it any more: the money is the holder's, and so are the details. */
export const emitToPayer = (
  kit: Kit,
  refund: RefundDetail,
  payer_id: string,
  now: Instant,
): Statement =>
  emit(kit, {
    type: 'refund.goes_to_holder',
    subject_id: refund.card_id,
    merchant_id: null,
    consumer_id: payer_id,
    data: { refund_id: refund.id, merchant_name: refund.merchant_name },
    at: now,
  })

/**
 * The end of a refund, told once: `refund.paid` when the last of its money has arrived, `refund.done` when nothing is left
 * to settle either. Of one that only a part is there for, the money that is there counts.
 */
export function emitRefundEnd(kit: Kit, refund: RefundDetail, now: Instant): Statement[] {
  const done = refund.status === 'done'
  const capped = refund.status === 'decided' && refund.cap_fen !== null
  const is_paid =
    (done || capped) &&
    refund.parts.some(({ state }) => state === 'succeeded') &&
    !refund.parts.some(isPending)
  return [
    ...(is_paid ? [emitRefund(kit, 'refund.paid', refund, now)] : []),
    ...(done ? [emitRefund(kit, 'refund.done', refund, now)] : []),
  ]
}
