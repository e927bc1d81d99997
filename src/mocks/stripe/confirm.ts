import * as z from 'zod'
import type { Call } from '../stripe-objects/call'
import type { Draft } from '../stripe-objects/draft'
import { ASYNC_MS, type Method, methodNamed } from '../stripe-objects/methods'
import { expand, flag, ignored, readParams, text, webUrl } from '../stripe-objects/params'
import type { PaymentIntent } from '../stripe-objects/types'
import { apiError, type ErrorFields, Failure, invalid } from '../stripe-objects/wire'
import { chargeIntent, failIntent } from './charging'
import { theIntent, unexpectedState, usable } from './intent-checks'

/** A wallet has no token: it is named, and pays on a page of its own. */
export const walletData = z.strictObject({ type: z.enum(['wechat_pay', 'alipay']) })
export const walletMethod = ({ type }: z.output<typeof walletData>): string => `pm_mock_at_${type}`

const ConfirmIntent = z.strictObject({
  payment_method: text(100).optional(),
  payment_method_data: walletData.optional(),
  payment_method_options: ignored.optional(),
  return_url: webUrl.optional(),
  receipt_email: text(512).optional(),
  off_session: flag.default(false),
  error_on_requires_action: flag.default(false),
  use_stripe_sdk: flag.optional(),
  expand,
})
type Manner = {
  return_url: string | null
  off_session: boolean
  error_on_requires_action: boolean
}

/** Attempts the payment. What the payment method does decides how it goes on. */
export async function confirmIntent({ draft, id, form }: Call): Promise<PaymentIntent | Failure> {
  const { payment_method_data: made, ...asked } = readParams(ConfirmIntent, form)
  const { receipt_email, ...manner } = asked
  const payment_method = made ? walletMethod(made) : manner.payment_method
  const found = await theIntent(draft, id)
  if (payment_method) usable(found, payment_method)
  if (found.status !== 'requires_payment_method' && found.status !== 'requires_confirmation')
    return unexpectedState(found, 'confirm')
  const intent: PaymentIntent = {
    ...found,
    payment_method: payment_method ?? found.payment_method,
    receipt_email: receipt_email ?? found.receipt_email,
  }
  return runAttempt(draft, intent, { ...manner, return_url: manner.return_url ?? null })
}

/**
 * One attempt (docs.stripe.com/payments/paymentintents/lifecycle): paid, held for capture, waiting for the
 * payer or for the network, or declined, which is a 402 that happened.
 */
export async function runAttempt(
  draft: Draft,
  intent: PaymentIntent,
  manner: Manner,
): Promise<PaymentIntent | Failure> {
  if (intent.payment_method === null)
    throw invalid('You cannot confirm this PaymentIntent because it is missing a payment method.', {
      code: 'payment_intent_unexpected_state',
      payment_intent: intent,
    })
  const method = usable(intent, intent.payment_method)
  draft.line = method.line
  if (method.outcome === 'breaks') return apiError()
  if (method.outcome === 'declines') return decline(draft, intent, declineOf(method))
  if (method.outcome === 'asks') return ask(draft, intent, manner)
  if (method.outcome !== 'pays') return wait(draft, intent)
  return chargeIntent(draft, intent)
}

function decline(draft: Draft, intent: PaymentIntent, error: ErrorFields): Failure {
  return new Failure(402, failIntent(draft, intent, { error, charged: true }).error)
}

function declineOf({ decline }: Method): ErrorFields {
  const why = decline ?? { code: 'card_declined', message: 'Your card was declined.' }
  return { type: 'card_error', ...why }
}

/** 3-D Secure: the payer proves who they are on a page of the bank's, unless nobody is there to do so. */
function ask(draft: Draft, intent: PaymentIntent, manner: Manner): PaymentIntent | Failure {
  if (manner.off_session || manner.error_on_requires_action)
    return decline(draft, intent, {
      type: 'card_error',
      code: 'authentication_required',
      decline_code: 'authentication_required',
      message: 'Your card was declined. This transaction requires authentication.',
    })
  const url = `${draft.deps.base_url}/authenticate/${intent.id}`
  const asked = draft.put<PaymentIntent>({
    ...intent,
    status: 'requires_action',
    next_action: {
      type: 'redirect_to_url',
      redirect_to_url: { url, return_url: manner.return_url },
    },
    last_payment_error: null,
  })
  draft.emit('payment_intent.requires_action', asked, { status: intent.status })
  return asked
}

function wait(draft: Draft, intent: PaymentIntent): PaymentIntent {
  const waiting = draft.put<PaymentIntent>(
    { ...intent, status: 'processing', next_action: null, last_payment_error: null },
    draft.now_ms + ASYNC_MS,
  )
  draft.emit('payment_intent.processing', waiting, { status: intent.status })
  return waiting
}

/** The payer passed or failed 3-D Secure. */
export async function settleAction(
  draft: Draft,
  intent: PaymentIntent,
  result: 'pass' | 'fail',
): Promise<PaymentIntent | Failure> {
  if (intent.status !== 'requires_action') return unexpectedState(intent, 'authenticate')
  if (result === 'pass') return chargeIntent(draft, intent)
  const error: ErrorFields = {
    type: 'invalid_request_error',
    code: 'payment_intent_authentication_failure',
    message: 'The provided payment method has failed authentication.',
  }
  return failIntent(draft, intent, { error, charged: false }).intent
}

/** The network's late answer to an asynchronous payment, by what its method does. */
export async function settleProcessing(
  draft: Draft,
  intent: PaymentIntent,
): Promise<PaymentIntent> {
  const method = methodNamed(intent.payment_method)
  if (method?.outcome === 'pays_later') return chargeIntent(draft, intent)
  const error: ErrorFields = {
    type: 'invalid_request_error',
    code: 'payment_intent_payment_attempt_failed',
    message: 'The payment failed.',
  }
  return failIntent(draft, intent, { error, charged: true }).intent
}
