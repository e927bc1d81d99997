import { hex } from '../../platform/crypto'
import { ASYNC_MS, METHODS, type Method } from './methods'
import { type Charge, type Intent, newBalanceTransaction, newCharge, newIntent } from './objects'
import { newId, type Tx } from './store'
import {
  allow,
  amountIn,
  type ErrorFields,
  flag,
  invalid,
  mapIn,
  type Params,
  StripeError,
  text,
} from './wire'

const CREATE = [
  'amount',
  'currency',
  'payment_method',
  'payment_method_types',
  'allowed_payment_method_types',
  'automatic_payment_methods',
  'payment_method_options',
  'confirm',
  'capture_method',
  'confirmation_method',
  'customer',
  'description',
  'metadata',
  'return_url',
  'statement_descriptor',
  'off_session',
]

export async function createIntent(tx: Tx, params: Params): Promise<Intent> {
  allow(params, CREATE)
  const amount = amountIn(params, 'amount')
  if (amount === null)
    throw invalid('Missing required param: amount.', { code: 'parameter_missing', param: 'amount' })
  if (text(params, 'currency')?.toLowerCase() !== 'cny')
    throw invalid('Invalid currency: only cny.', { param: 'currency' })
  const capture = text(params, 'capture_method') ?? 'automatic'
  if (capture !== 'automatic' && capture !== 'manual' && capture !== 'automatic_async')
    throw invalid('Invalid capture_method', { param: 'capture_method' })
  const intent = newIntent(
    { id: newId(tx.deps, 'pi'), created: tx.now_s },
    {
      amount,
      capture_method: capture,
      description: text(params, 'description'),
      customer: text(params, 'customer'),
      metadata: mapIn(params, 'metadata'),
      confirmation_method: text(params, 'confirmation_method') ?? 'automatic',
      secret: hex(tx.deps.random(12)),
    },
  )
  const method = text(params, 'payment_method')
  if (method) {
    methodNamed(method)
    intent.payment_method = method
    intent.status = 'requires_confirmation'
  }
  intent.return_url = text(params, 'return_url')
  tx.insert(intent)
  tx.emit('payment_intent.created', { ...intent })
  return flag(params, 'confirm') ? attempt(tx, intent) : intent
}

export async function confirmIntent(tx: Tx, intent: Intent, params: Params): Promise<Intent> {
  allow(params, [
    'payment_method',
    'return_url',
    'off_session',
    'payment_method_options',
    'use_stripe_sdk',
  ])
  if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_confirmation')
    throw unexpected(intent, 'confirm')
  const method = text(params, 'payment_method') ?? intent.payment_method
  if (!method)
    throw invalid('You must provide a payment_method.', {
      code: 'parameter_missing',
      param: 'payment_method',
    })
  intent.return_url = text(params, 'return_url') ?? intent.return_url
  return attempt(tx, { ...intent, payment_method: method })
}

/** Runs one payment attempt: what the method does decides the next state (docs.stripe.com/payments/paymentintents/lifecycle). */
function attempt(tx: Tx, intent: Intent): Intent {
  const method = methodNamed(intent.payment_method ?? '')
  if (method.outcome === 'declines') throw decline(tx, intent, method)
  if (method.outcome === 'asks') {
    const url = `${tx.deps.base_url}/authenticate/${intent.id}`
    const next_action = {
      type: 'redirect_to_url',
      redirect_to_url: { url, return_url: intent.return_url },
    }
    const asked: Intent = {
      ...intent,
      status: 'requires_action',
      next_action,
      last_payment_error: null,
    }
    tx.update(asked)
    tx.emit('payment_intent.requires_action', asked, { status: intent.status })
    return asked
  }
  if (method.outcome !== 'succeeds') {
    const waiting: Intent = { ...intent, status: 'processing', last_payment_error: null }
    tx.update(waiting, tx.deps.now_ms() + ASYNC_MS)
    tx.emit('payment_intent.processing', waiting, { status: intent.status })
    return waiting
  }
  return succeed(tx, intent)
}

/** The money is there: a charge, its balance transaction, and the events in Stripe's order. */
export function succeed(tx: Tx, intent: Intent): Intent {
  const method = methodNamed(intent.payment_method ?? '')
  const manual = intent.capture_method === 'manual'
  const charge = newCharge({ id: newId(tx.deps, 'ch'), created: tx.now_s }, intent, {
    captured: !manual,
    failure: null,
  })
  if (!manual) charge.balance_transaction = book(tx, charge.id, intent.amount, 'charge')
  tx.insert(charge, intent.id)
  const done: Intent = {
    ...intent,
    status: manual ? 'requires_capture' : 'succeeded',
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: null,
  }
  tx.update(done)
  const line =
    method.line === 'notice_twice' ? 'twice' : method.line === 'notice_late' ? 'late' : undefined
  tx.emit('charge.succeeded', charge)
  tx.emit(
    manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded',
    done,
    { status: intent.status },
    line,
  )
  return done
}

/** An attempt that failed: back to requires_payment_method, with a failed charge to show for it. */
export function fail(tx: Tx, intent: Intent, error: ErrorFields): Intent {
  const failure = {
    code: error.code ?? 'card_declined',
    message: error.message,
    ...(error.decline_code ? { decline_code: error.decline_code } : {}),
  }
  const charge = newCharge({ id: newId(tx.deps, 'ch'), created: tx.now_s }, intent, {
    captured: false,
    failure,
  })
  tx.insert(charge, intent.id)
  const failed: Intent = {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: charge.id,
    next_action: null,
    last_payment_error: { ...error, charge: charge.id },
  }
  tx.update(failed)
  tx.emit('charge.failed', charge)
  tx.emit('payment_intent.payment_failed', failed, { status: intent.status })
  return failed
}

function decline(tx: Tx, intent: Intent, { code, decline_code }: Method): StripeError {
  const fields: ErrorFields = {
    type: 'card_error',
    code: code ?? 'card_declined',
    message: 'Your card was declined.',
    ...(decline_code ? { decline_code } : {}),
  }
  const failed = fail(tx, intent, fields)
  return new StripeError(
    402,
    { ...fields, charge: String(failed.latest_charge), payment_intent: failed },
    true,
  )
}

export async function captureIntent(tx: Tx, intent: Intent, params: Params): Promise<Intent> {
  allow(params, ['amount_to_capture', 'metadata', 'statement_descriptor'])
  if (intent.status !== 'requires_capture') throw unexpected(intent, 'capture')
  const amount = amountIn(params, 'amount_to_capture') ?? intent.amount_capturable
  if (amount > intent.amount_capturable)
    throw invalid('amount_to_capture is greater than the capturable amount', {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    })
  const charge = await tx.load<Charge>(String(intent.latest_charge))
  if (!charge) throw invalid('No such charge', { code: 'resource_missing' })
  const captured: Charge = {
    ...charge,
    captured: true,
    amount_captured: amount,
    balance_transaction: book(tx, charge.id, amount, 'charge'),
  }
  const done: Intent = {
    ...intent,
    status: 'succeeded',
    amount_capturable: 0,
    amount_received: amount,
  }
  tx.update(captured)
  tx.update(done)
  tx.emit('charge.updated', captured, { captured: false })
  tx.emit('payment_intent.succeeded', done, { status: intent.status })
  return done
}

export function cancelIntent(tx: Tx, intent: Intent, params: Params): Intent {
  allow(params, ['cancellation_reason'])
  if (['succeeded', 'canceled', 'processing'].includes(intent.status))
    throw unexpected(intent, 'cancel')
  const canceled: Intent = {
    ...intent,
    status: 'canceled',
    canceled_at: tx.now_s,
    cancellation_reason: text(params, 'cancellation_reason'),
    amount_capturable: 0,
    next_action: null,
  }
  tx.update(canceled)
  tx.emit('payment_intent.canceled', canceled, { status: intent.status })
  return canceled
}

/** The payer passes or fails 3-D Secure on the provider's page. */
export function settleAction(tx: Tx, intent: Intent, passed: boolean): Intent {
  if (intent.status !== 'requires_action') throw unexpected(intent, 'authenticate')
  if (passed) return succeed(tx, intent)
  return fail(tx, intent, {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message: 'The provided payment method has failed authentication.',
  })
}

export function book(
  tx: Tx,
  source: string,
  amount: number,
  type: 'charge' | 'refund' | 'adjustment',
): string {
  const entry = newBalanceTransaction(
    { id: newId(tx.deps, 'txn'), created: tx.now_s },
    { amount, type, source },
  )
  tx.insert(entry, source)
  return entry.id
}

export function methodNamed(name: string): Method {
  const method = METHODS[name]
  if (!method)
    throw invalid(`No such PaymentMethod: '${name}'`, {
      code: 'resource_missing',
      param: 'payment_method',
    })
  return method
}

const unexpected = (intent: Intent, act: string): StripeError =>
  invalid(`You cannot ${act} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  })
