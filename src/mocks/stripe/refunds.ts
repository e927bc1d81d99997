import * as z from 'zod'
import { availableWith, book, lineTypeFor } from '../stripe-objects/bill'
import type { Call } from '../stripe-objects/call'
import type { Draft } from '../stripe-objects/draft'
import { ASYNC_MS, methodNamed } from '../stripe-objects/methods'
import { amount, expand, mergeMetadata, metadata, readParams, text } from '../stripe-objects/params'
import type { Charge, Refund } from '../stripe-objects/types'
import { type Failure, invalid, missing } from '../stripe-objects/wire'

const CreateRefund = z.strictObject({
  charge: text(100).optional(),
  payment_intent: text(100).optional(),
  amount: amount.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: metadata.optional(),
  expand,
})

/**
 * Gives back `amount` fen of a captured charge, or all that is left. Refunds that did not fail never add up
 * to more than was captured; the database holds us to it too (`mock_refunds_exceed_captured`).
 */
export async function createRefund({ draft, form }: Call): Promise<Refund | Failure> {
  const request = readParams(CreateRefund, form)
  const charge = await theChargeOf(draft, request)
  const left = charge.amount_captured - charge.amount_refunded
  if (charge.status !== 'succeeded' || !charge.captured)
    return invalid('This payment has not been captured: there is nothing to refund.', {
      code: 'charge_not_refundable',
      charge: charge.id,
    })
  if (charge.disputed)
    return invalid(`Charge ${charge.id} has been charged back.`, {
      code: 'charge_disputed',
      charge: charge.id,
    })
  if (left === 0)
    return invalid(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
      charge: charge.id,
    })
  const refunded_fen = request.amount ?? left
  if (refunded_fen > left)
    return invalid(
      `Refund amount (${refunded_fen}) is greater than unrefunded amount on charge (${left})`,
      { param: 'amount', charge: charge.id },
    )
  return giveBack(draft, charge, { ...request, amount: refunded_fen })
}

async function giveBack(
  draft: Draft,
  charge: Charge,
  request: z.output<typeof CreateRefund> & { amount: number },
): Promise<Refund> {
  const manner = methodNamed(charge.payment_method)?.refund
  const born = draft.birth('re')
  const refund: Refund = {
    ...born,
    object: 'refund',
    amount: request.amount,
    currency: 'cny',
    charge: charge.id,
    payment_intent: charge.payment_intent,
    status: manner === 'pending' ? 'pending' : 'succeeded',
    reason: request.reason ?? null,
    ...(manner === 'pending' ? { pending_reason: 'processing' } : {}),
    balance_transaction: book(draft, {
      type: lineTypeFor(charge.payment_method, 'refund'),
      source: born.id,
      amount: -request.amount,
      available_on: await availableWith(draft, charge),
    }),
    metadata: mergeMetadata({}, request.metadata),
  }
  draft.put(refund, manner ? draft.now_ms + ASYNC_MS : undefined)
  const after = withRefunded(draft, charge, charge.amount_refunded + request.amount)
  draft.emit('refund.created', refund)
  draft.emit('charge.refunded', after, {
    amount_refunded: charge.amount_refunded,
    refunded: charge.refunded,
  })
  return refund
}

/**
 * A refund ends. One that fails, even after it looked done (`pm_card_refundFail`), or is called back gives
 * the money to us again: its charge is refundable as before.
 */
export async function endRefund(
  draft: Draft,
  refund: Refund,
  status: 'succeeded' | 'failed' | 'canceled',
): Promise<Refund | Failure> {
  if (refund.status === 'failed' || refund.status === 'canceled' || refund.status === status)
    return invalid(`This refund is already ${refund.status}.`, {
      code: 'status_transition_invalid',
    })
  const { pending_reason, ...rest } = refund
  if (status === 'succeeded') {
    const done = draft.put<Refund>({ ...rest, status })
    draft.emit('refund.updated', done, { status: refund.status, pending_reason })
    return done
  }
  const charge = await draft.find('charge', refund.charge)
  if (charge) {
    const after = withRefunded(draft, charge, charge.amount_refunded - refund.amount)
    draft.emit('charge.updated', after, { amount_refunded: charge.amount_refunded })
  }
  const returned = {
    type: lineTypeFor(charge?.payment_method ?? null, 'refund_failure'),
    source: refund.id,
    amount: refund.amount,
    available_on: charge ? await availableWith(draft, charge) : draft.now_s,
  }
  const ended = draft.put<Refund>({
    ...rest,
    status,
    failure_balance_transaction: book(draft, returned),
    ...(status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
  })
  draft.emit(status === 'failed' ? 'refund.failed' : 'refund.updated', ended, {
    status: refund.status,
  })
  return ended
}

/** Its time has come: a pending refund succeeds, one that is to fail later fails now. */
export async function settleRefund(draft: Draft, refund: Refund): Promise<Refund | Failure> {
  const charge = await draft.find('charge', refund.charge)
  const fails = methodNamed(charge?.payment_method ?? null)?.refund === 'fails_later'
  return endRefund(draft, refund, fails ? 'failed' : 'succeeded')
}

/** Calls back a refund that is still pending. */
export async function cancelRefund({ draft, id, form }: Call): Promise<Refund | Failure> {
  readParams(z.strictObject({ expand }), form)
  const refund = await theRefund(draft, id)
  if (refund.status !== 'pending')
    return invalid(`You cannot cancel a refund that is ${refund.status}.`, {
      code: 'status_transition_invalid',
    })
  return endRefund(draft, refund, 'canceled')
}

const UpdateRefund = z.strictObject({ metadata: metadata.optional(), expand })

export async function updateRefund({ draft, id, form }: Call): Promise<Refund> {
  const change = readParams(UpdateRefund, form)
  const refund = await theRefund(draft, id)
  const kept = mergeMetadata(refund.metadata, change.metadata)
  const updated = draft.put<Refund>({ ...refund, metadata: kept })
  draft.emit('refund.updated', updated, { metadata: refund.metadata })
  return updated
}

export async function theRefund(draft: Draft, id: string): Promise<Refund> {
  const refund = await draft.find('refund', id)
  if (!refund) throw missing('refund', id)
  return refund
}

const withRefunded = (draft: Draft, charge: Charge, amount_refunded: number): Charge =>
  draft.put({ ...charge, amount_refunded, refunded: amount_refunded === charge.amount_captured })

async function theChargeOf(
  draft: Draft,
  request: { charge?: string | undefined; payment_intent?: string | undefined },
): Promise<Charge> {
  const { charge: charge_id, payment_intent: intent_id } = request
  if ((charge_id === undefined) === (intent_id === undefined))
    throw invalid('One of the following params should be provided: charge or payment_intent.', {
      code: 'parameter_missing',
      param: 'payment_intent',
    })
  if (charge_id !== undefined) {
    const charge = await draft.find('charge', charge_id)
    if (!charge) throw missing('charge', charge_id, 'charge')
    return charge
  }
  const intent = await draft.find('payment_intent', intent_id ?? null)
  if (!intent) throw missing('payment_intent', intent_id ?? '', 'payment_intent')
  const charge = await draft.find('charge', intent.latest_charge)
  if (!charge)
    throw invalid('This PaymentIntent does not have a successful charge to refund.', {
      code: 'charge_not_refundable',
      payment_intent: intent,
    })
  return charge
}
