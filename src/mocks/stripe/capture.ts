import * as z from 'zod'
import { book, lineTypeFor } from '../stripe-objects/bill'
import type { Call } from '../stripe-objects/call'
import { methodNamed } from '../stripe-objects/methods'
import { amount, expand, mergeMetadata, metadata, readParams } from '../stripe-objects/params'
import type { Charge, PaymentIntent } from '../stripe-objects/types'
import { type Failure, invalid, missing } from '../stripe-objects/wire'
import { openDispute } from './disputes'
import { theIntent, unexpectedState } from './intent-checks'

const CaptureIntent = z.strictObject({
  amount_to_capture: amount.optional(),
  metadata: metadata.optional(),
  expand,
})

/** Takes held money: all of it, or `amount_to_capture` fen, in which case the rest is released. */
export async function captureIntent({ draft, id, form }: Call): Promise<PaymentIntent | Failure> {
  const request = readParams(CaptureIntent, form)
  const intent = await theIntent(draft, id)
  if (intent.status !== 'requires_capture') return unexpectedState(intent, 'capture')
  const captured_fen = request.amount_to_capture ?? intent.amount_capturable
  if (captured_fen > intent.amount_capturable)
    return invalid(
      `The requested amount_to_capture (${captured_fen}) is more than ${intent.amount_capturable}.`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    )
  const held = await draft.find('charge', intent.latest_charge)
  if (!held) throw missing('charge', intent.latest_charge ?? '')
  const method = methodNamed(held.payment_method)
  const charge = draft.put<Charge>({
    ...held,
    captured: true,
    amount_captured: captured_fen,
    balance_transaction: book(draft, {
      type: lineTypeFor(held.payment_method, 'charge'),
      source: held.id,
      amount: captured_fen,
      available: method?.available,
      description: held.description,
    }),
  })
  const captured = draft.put<PaymentIntent>({
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: captured_fen,
    metadata: mergeMetadata(intent.metadata, request.metadata),
  })
  draft.emit('charge.updated', charge, { captured: false, amount_captured: 0 })
  draft.emit('payment_intent.succeeded', captured, { status: intent.status })
  if (method?.disputed) await openDispute(draft, charge)
  return captured
}

const CancelIntent = z.strictObject({
  cancellation_reason: z
    .enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'])
    .optional(),
  expand,
})
/** What is under way at the network cannot be called back ("in rare cases, processing": not here). */
const BEYOND_RECALL = ['succeeded', 'canceled', 'processing']

/** Ends an order that is not paid; money that was held is released, and its charge counts as refunded. */
export async function cancelIntent({ draft, id, form }: Call): Promise<PaymentIntent | Failure> {
  const { cancellation_reason = null } = readParams(CancelIntent, form)
  const intent = await theIntent(draft, id)
  if (BEYOND_RECALL.includes(intent.status)) return unexpectedState(intent, 'cancel')
  const held =
    intent.status === 'requires_capture' ? await draft.find('charge', intent.latest_charge) : null
  if (held) {
    const released = draft.put<Charge>({ ...held, refunded: true, amount_refunded: held.amount })
    draft.emit('charge.updated', released, { refunded: false, amount_refunded: 0 })
  }
  const canceled = draft.put<PaymentIntent>({
    ...intent,
    status: 'canceled',
    amount_capturable: 0,
    next_action: null,
    canceled_at: draft.now_s,
    cancellation_reason,
  })
  draft.emit('payment_intent.canceled', canceled, { status: intent.status })
  return canceled
}
