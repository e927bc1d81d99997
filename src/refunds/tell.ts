import type { EventType } from '../events/catalogue'
import { emit } from '../events/emit'
import type { Json } from '../kernel/canonical'
import type { Instant } from '../kernel/time'
import type { Statement } from '../platform/d1'
import type { World } from '../platform/world'
import { isPending, type RefundSeen } from './store'

type RefundEvent = Extract<EventType, `refund.${string}`>
/** What happened to a refund, told to its holder and its shop. */
export const tellOfRefund = (
  world: World,
  type: RefundEvent,
  refund: RefundSeen,
  now: Instant,
  more: { [field: string]: Json } = {},
): Statement =>
  emit(world, {
    type,
    subject_id: refund.card_id,
    merchant_id: refund.merchant_id,
    consumer_id: refund.consumer_id,
    data: {
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
      ...more,
    },
    at: now,
  })

/** Somebody who paid for a card and does not hold it any more: the money is the holder's, and so are the details. */
export const tellPayer = (
  world: World,
  refund: RefundSeen,
  payer_id: string,
  now: Instant,
): Statement =>
  emit(world, {
    type: 'refund.goes_to_holder',
    subject_id: refund.card_id,
    merchant_id: null,
    consumer_id: payer_id,
    data: { refund_id: refund.id, shop_name: refund.shop_name },
    at: now,
  })

/**
 * The end of a refund, told once: `refund.paid` when the last of its money has arrived, `refund.done` when nothing is left
 * to settle either. Of one that only a part is there for, the money that is there counts.
 */
export function tellOfEnd(world: World, refund: RefundSeen, now: Instant): Statement[] {
  const done = refund.status === 'done'
  const capped = refund.status === 'decided' && refund.cap_fen !== null
  const is_paid =
    (done || capped) &&
    refund.parts.some(({ state }) => state === 'succeeded') &&
    !refund.parts.some(isPending)
  return [
    ...(is_paid ? [tellOfRefund(world, 'refund.paid', refund, now)] : []),
    ...(done ? [tellOfRefund(world, 'refund.done', refund, now)] : []),
  ]
}
