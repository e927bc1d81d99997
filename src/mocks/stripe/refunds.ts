import { book, methodNamed } from './intents'
import type { Charge, Intent, Refund, StripeObject } from './objects'
import { newId, type Tx } from './store'
import { allow, amountIn, invalid, mapIn, type Params, text } from './wire'

/** Gives back all or part of a captured charge. Refunds that did not fail never add up to more than was captured. */
export async function createRefund(tx: Tx, params: Params): Promise<Refund> {
  allow(params, ['charge', 'payment_intent', 'amount', 'reason', 'metadata'])
  const charge = await chargeOf(tx, params)
  const left = charge.amount_captured - charge.amount_refunded
  const amount = amountIn(params, 'amount') ?? left
  if (left === 0)
    throw invalid(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    })
  if (amount > left)
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      { param: 'amount' },
    )

  const { refund: manner } = methodNamed(charge.payment_method)
  const refund: Refund = {
    id: newId(tx.deps, 're'),
    object: 'refund',
    created: tx.now_s,
    livemode: false,
    amount,
    currency: 'cny',
    charge: charge.id,
    payment_intent: charge.payment_intent,
    status: manner === 'pending' ? 'pending' : 'succeeded',
    reason: text(params, 'reason'),
    failure_reason: null,
    pending_reason: manner === 'pending' ? 'processing' : null,
    metadata: mapIn(params, 'metadata'),
    balance_transaction: null,
  }
  refund.balance_transaction = book(tx, refund.id, -amount, 'refund')
  tx.insert(refund, charge.id)
  updateRefunded(tx, charge, charge.amount_refunded + amount)
  tx.emit('refund.created', refund)
  if (manner === 'fails') return settleRefund(tx, refund, 'failed')
  return refund
}

/** A pending refund ends. One that failed gives the money back to us, and a later one may be made. */
export async function settleRefund(
  tx: Tx,
  refund: Refund,
  status: 'succeeded' | 'failed',
): Promise<Refund> {
  const settled: Refund = {
    ...refund,
    status,
    pending_reason: null,
    ...(status === 'failed' ? { failure_reason: 'expired_or_canceled_card' } : {}),
  }
  tx.update(settled)
  if (status === 'failed') {
    const charge = await tx.load<Charge>(refund.charge)
    if (charge) updateRefunded(tx, charge, Math.max(0, charge.amount_refunded - refund.amount))
    book(tx, refund.id, refund.amount, 'adjustment')
    tx.emit('refund.failed', settled, { status: refund.status })
  } else tx.emit('refund.updated', settled, { status: refund.status })
  return settled
}

function updateRefunded(tx: Tx, charge: Charge, amount_refunded: number) {
  const after: Charge = {
    ...charge,
    amount_refunded,
    refunded: amount_refunded === charge.amount_captured,
  }
  tx.update(after)
  if (amount_refunded > charge.amount_refunded)
    tx.emit('charge.refunded', after, { amount_refunded: charge.amount_refunded })
}

async function chargeOf(tx: Tx, params: Params): Promise<Charge> {
  const intent_id = text(params, 'payment_intent')
  const intent = intent_id ? await tx.load<Intent>(intent_id) : null
  const id = text(params, 'charge') ?? (intent ? String(intent.latest_charge ?? '') : '')
  const charge = id ? await tx.load<Charge>(id) : null
  if (!charge)
    throw invalid(`No such charge: '${id || intent_id}'`, {
      code: 'resource_missing',
      param: intent_id ? 'payment_intent' : 'charge',
    })
  if (!charge.captured)
    throw invalid('This charge has not been captured.', { code: 'charge_not_captured' })
  return charge
}

/** A payer disputes a charge: the provider takes the money back until it is decided. */
export async function openDispute(tx: Tx, charge: Charge): Promise<StripeObject> {
  const dispute: StripeObject = {
    id: newId(tx.deps, 'du'),
    object: 'dispute',
    created: tx.now_s,
    livemode: false,
    amount: charge.amount_captured,
    currency: 'cny',
    charge: charge.id,
    payment_intent: charge.payment_intent,
    status: 'needs_response',
    reason: 'fraudulent',
    evidence_details: {
      due_by: tx.now_s + 7 * 86_400,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    metadata: {},
  }
  tx.insert(dispute, charge.id)
  tx.update({ ...charge, disputed: true })
  book(tx, dispute.id, -charge.amount_captured, 'adjustment')
  tx.emit('charge.dispute.created', dispute)
  tx.emit('charge.dispute.funds_withdrawn', dispute)
  return dispute
}

export async function closeDispute(
  tx: Tx,
  dispute: StripeObject,
  won: boolean,
): Promise<StripeObject> {
  const closed = { ...dispute, status: won ? 'won' : 'lost' }
  tx.update(closed)
  if (won) {
    book(tx, dispute.id, Number(dispute.amount), 'adjustment')
    tx.emit('charge.dispute.funds_reinstated', closed)
  }
  tx.emit('charge.dispute.closed', closed, { status: dispute.status })
  return closed
}
