import type { Draft } from '../stripe-objects/draft'
import { type Method, methodNamed } from '../stripe-objects/methods'
import type { PaymentIntent } from '../stripe-objects/types'
import { type Failure, invalid, missing } from '../stripe-objects/wire'

export async function theIntent(draft: Draft, id: string): Promise<PaymentIntent> {
  const intent = await draft.find('payment_intent', id)
  if (!intent) throw missing('payment_intent', id)
  return intent
}

/** The method, if there is such a one and this intent takes its type; else the provider's 400. */
export function usable(intent: PaymentIntent, id: string): Method {
  const method = methodNamed(id)
  if (!method) throw missing('PaymentMethod', id, 'payment_method')
  if (!intent.payment_method_types.includes(method.type))
    throw invalid(
      `The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent.`,
      {
        code: 'payment_intent_incompatible_payment_method',
        param: 'payment_method',
      },
    )
  if (method.outcome.endsWith('later') && intent.capture_method === 'manual')
    throw invalid(`${method.type} does not support capture_method=manual.`, {
      code: 'payment_intent_incompatible_payment_method',
      param: 'payment_method',
    })
  return method
}

export const unexpectedState = (intent: PaymentIntent, act: string): Failure =>
  invalid(`You cannot ${act} this PaymentIntent because it has a status of ${intent.status}.`, {
    code: 'payment_intent_unexpected_state',
    payment_intent: intent,
  })
