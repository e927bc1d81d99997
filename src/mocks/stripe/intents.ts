import * as z from 'zod'
import type { Call } from '../stripe-objects/call'
import type { Draft } from '../stripe-objects/draft'
import {
  amount,
  currency,
  expand,
  flag,
  ignored,
  mergeMetadata,
  metadata,
  readParams,
  text,
  webUrl,
  words,
} from '../stripe-objects/params'
import { newId } from '../stripe-objects/store'
import type { PaymentIntent } from '../stripe-objects/types'
import { type Failure, invalid, missing } from '../stripe-objects/wire'
import { runAttempt, walletData, walletMethod } from './confirm'
import { theIntent, unexpectedState, usable } from './intent-checks'

const TYPES = ['card', 'alipay', 'wechat_pay']
const described = {
  description: text().optional(),
  metadata: metadata.optional(),
  receipt_email: text(512).optional(),
  customer: text(100).optional(),
  payment_method: text(100).optional(),
  payment_method_options: ignored.optional(),
  expand,
}
const CreateIntent = z.strictObject({
  ...described,
  amount,
  currency,
  allowed_payment_method_types: words.optional(),
  automatic_payment_methods: ignored.optional(),
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
  // Confirmation on the server alone (`manual`) is not something this mock plays.
  confirmation_method: z.literal('automatic').default('automatic'),
  confirm: flag.default(false),
  off_session: flag.default(false),
  error_on_requires_action: flag.default(false),
  return_url: webUrl.optional(),
  statement_descriptor: text(22).optional(),
  statement_descriptor_suffix: text(22).optional(),
})

/** Creates an intent to pay `amount` fen, and attempts it at once if `confirm` is given. */
export async function createIntent({ draft, form }: Call): Promise<PaymentIntent | Failure> {
  const order = readParams(CreateIntent, form)
  if (!order.confirm && (order.return_url || order.off_session))
    throw invalid('This parameter can only be used with confirm=true.', {
      code: 'parameter_missing',
      param: 'confirm',
    })
  const types = order.allowed_payment_method_types ?? TYPES
  const unknown = types.find((type) => !TYPES.includes(type))
  if (unknown)
    throw invalid(`Invalid allowed_payment_method_types: ${unknown}`, {
      param: 'allowed_payment_method_types',
    })
  if (order.customer) await theCustomer(draft, order.customer)
  const intent = newIntent(draft, { ...order, types })
  if (order.payment_method) usable(intent, order.payment_method)
  draft.put(intent)
  draft.emit('payment_intent.created', intent)
  if (!order.confirm) return intent
  return runAttempt(draft, intent, { ...order, return_url: order.return_url ?? null })
}

type Order = z.output<typeof CreateIntent> & { types: string[] }
function newIntent(draft: Draft, order: Order): PaymentIntent {
  const born = draft.birth('pi')
  return {
    ...born,
    object: 'payment_intent',
    amount: order.amount,
    amount_capturable: 0,
    amount_received: 0,
    currency: 'cny',
    status: order.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    payment_method: order.payment_method ?? null,
    payment_method_types: order.types,
    capture_method: order.capture_method,
    confirmation_method: order.confirmation_method,
    client_secret: newId(draft.deps, `${born.id}_secret`),
    customer: order.customer ?? null,
    description: order.description ?? null,
    latest_charge: null,
    last_payment_error: null,
    next_action: null,
    canceled_at: null,
    cancellation_reason: null,
    receipt_email: order.receipt_email ?? null,
    metadata: mergeMetadata({}, order.metadata),
  }
}

const UpdateIntent = z.strictObject({
  ...described,
  payment_method_data: walletData.optional(),
  amount: amount.optional(),
  currency: currency.optional(),
})
const CHANGEABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action']

/** Changes an order that is not paid yet; words about it may change at any time. */
export async function updateIntent({ draft, id, form }: Call): Promise<PaymentIntent | Failure> {
  const { payment_method_data: made, ...asked } = readParams(UpdateIntent, form)
  const change = made ? { ...asked, payment_method: walletMethod(made) } : asked
  const intent = await theIntent(draft, id)
  const is_of_money = change.amount !== undefined || change.payment_method !== undefined
  if (change.customer) await theCustomer(draft, change.customer)
  if (change.payment_method) usable(intent, change.payment_method)
  if (is_of_money && !CHANGEABLE.includes(intent.status)) return unexpectedState(intent, 'update')
  const payment_method = change.payment_method ?? intent.payment_method
  const again: Partial<PaymentIntent> = {
    payment_method,
    status: payment_method === null ? 'requires_payment_method' : 'requires_confirmation',
    next_action: null,
  }
  return draft.put<PaymentIntent>({
    ...intent,
    ...(is_of_money ? again : {}),
    amount: change.amount ?? intent.amount,
    customer: change.customer ?? intent.customer,
    description: change.description ?? intent.description,
    receipt_email: change.receipt_email ?? intent.receipt_email,
    metadata: mergeMetadata(intent.metadata, change.metadata),
  })
}

async function theCustomer(draft: Draft, id: string): Promise<void> {
  const customer = await draft.find('customer', id)
  if (!customer || customer.deleted) throw missing('customer', id, 'customer')
}
