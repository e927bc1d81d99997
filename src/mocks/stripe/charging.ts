import * as z from 'zod'
import { book, lineTypeFor } from '../stripe-objects/bill'
import type { Call } from '../stripe-objects/call'
import type { Draft } from '../stripe-objects/draft'
import { methodNamed, shownMethod } from '../stripe-objects/methods'
import { expand, mergeMetadata, metadata, readParams, text } from '../stripe-objects/params'
import type { Charge, PaymentIntent } from '../stripe-objects/types'
import { docUrl, type ErrorFields, missing } from '../stripe-objects/wire'
import { openDispute } from './disputes'

/** The payer's money is there: a charge, its line on the bill, and the intent's success (or its hold). */
export async function chargeIntent(draft: Draft, intent: PaymentIntent): Promise<PaymentIntent> {
  const method = methodNamed(intent.payment_method)
  const is_held = intent.capture_method === 'manual'
  const born = newCharge(draft, intent)
  const charge = draft.put<Charge>({
    ...born,
    captured: !is_held,
    amount_captured: is_held ? 0 : intent.amount,
    balance_transaction: is_held
      ? null
      : book(draft, {
          type: lineTypeFor(intent.payment_method, 'charge'),
          source: born.id,
          amount: intent.amount,
          available: method?.available,
          description: intent.description,
        }),
  })
  const charged = draft.put<PaymentIntent>({
    ...intent,
    status: is_held ? 'requires_capture' : 'succeeded',
    amount_capturable: is_held ? intent.amount : 0,
    amount_received: is_held ? 0 : intent.amount,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: null,
  })
  draft.emit('charge.succeeded', charge)
  draft.emit(
    is_held ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded',
    charged,
    { status: intent.status },
  )
  if (method?.disputed && !is_held) await openDispute(draft, charge)
  return charged
}

/** An attempt that failed: back to `requires_payment_method`, and a failed charge if the network was asked. */
export function failIntent(
  draft: Draft,
  intent: PaymentIntent,
  { error, charged }: { error: ErrorFields; charged: boolean },
): { intent: PaymentIntent; error: ErrorFields } {
  const method = shownMethod(intent.payment_method ?? '')
  const failed_charge = charged ? draft.put(failedCharge(draft, intent, error)) : null
  const told: ErrorFields = {
    ...error,
    ...(failed_charge ? { charge: failed_charge.id } : {}),
    ...(method ? { payment_method: method } : {}),
  }
  const failed = draft.put<PaymentIntent>({
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: failed_charge?.id ?? intent.latest_charge,
    next_action: null,
    last_payment_error: { ...told, doc_url: docUrl(error.code ?? '') },
  })
  if (failed_charge) draft.emit('charge.failed', failed_charge)
  draft.emit('payment_intent.payment_failed', failed, { status: intent.status })
  return { intent: failed, error: { ...told, payment_intent: failed } }
}

const failedCharge = (draft: Draft, intent: PaymentIntent, error: ErrorFields): Charge => ({
  ...newCharge(draft, intent),
  status: 'failed',
  paid: false,
  captured: false,
  failure_code: error.code ?? null,
  failure_message: error.message,
  outcome: {
    type: 'issuer_declined',
    network_status: 'declined_by_network',
    reason: error.decline_code ?? null,
    seller_message: error.message,
  },
})

function newCharge(draft: Draft, intent: PaymentIntent): Charge {
  const payment_method = intent.payment_method ?? ''
  const type = methodNamed(payment_method)?.type ?? 'card'
  return {
    ...draft.birth('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    currency: 'cny',
    status: 'succeeded',
    paid: true,
    captured: false,
    refunded: false,
    disputed: false,
    failure_code: null,
    failure_message: null,
    outcome: {
      type: 'authorized',
      network_status: 'approved_by_network',
      reason: null,
      seller_message: 'Payment complete.',
    },
    payment_intent: intent.id,
    payment_method,
    payment_method_details: { type, [type]: {} },
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null },
    customer: intent.customer,
    description: intent.description,
    metadata: intent.metadata,
  }
}

const UpdateCharge = z.strictObject({
  description: text().optional(),
  metadata: metadata.optional(),
  expand,
})

export async function updateCharge({ draft, id, form }: Call): Promise<Charge> {
  const change = readParams(UpdateCharge, form)
  const charge = await draft.find('charge', id)
  if (!charge) throw missing('charge', id)
  const { description, metadata } = charge
  const updated = draft.put<Charge>({
    ...charge,
    description: change.description ?? description,
    metadata: mergeMetadata(metadata, change.metadata),
  })
  draft.emit('charge.updated', updated, { description, metadata })
  return updated
}
