import * as z from 'zod'
import type { PaymentNotice, PaymentState, PaymentView } from '../environment/ports'
import { instantAt } from '../kernel/time'
import { DisputeRef } from './stripe-disputes'

/** Only what we use, checked field by field: what a provider sends is a stranger's data (ASVS, API10). */
const Amount = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const WebUrl = z.url({ protocol: /^https?$/ }).max(2_000)
const IntentId = z.string().regex(/^pi_[A-Za-z0-9_]{1,120}$/)
const Word = z.string().max(120)

const Intent = z.object({
  id: IntentId,
  object: z.literal('payment_intent'),
  status: z.string().max(60),
  amount: Amount,
  amount_received: Amount,
  currency: z.string().regex(/^[a-z]{3}$/),
  metadata: z.object({ our_no: z.string().max(64).optional() }),
  client_secret: z.string().max(300).nullish(),
  next_action: z
    .object({
      redirect_to_url: z.object({ url: WebUrl }).nullish(),
      alipay_handle_redirect: z.object({ url: WebUrl }).nullish(),
      wechat_pay_display_qr_code: z.object({ hosted_instructions_url: WebUrl }).nullish(),
    })
    .nullish(),
  last_payment_error: z.object({ code: Word.nullish(), decline_code: Word.nullish() }).nullish(),
})
type Intent = z.output<typeof Intent>

/** docs.stripe.com/payments/paymentintents/lifecycle; a status we do not know is not a result. */
const STATES: Record<string, PaymentState> = {
  requires_payment_method: 'requires_method',
  requires_confirmation: 'requires_method',
  requires_action: 'requires_action',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
}

/** A payment intent as our port knows payments, or null when it is not one. */
export function paymentViewFrom(object: unknown): PaymentView | null {
  const read = Intent.safeParse(object)
  if (!read.success) return null
  const intent = read.data
  const state = STATES[intent.status] ?? 'unclear'
  const failure = intent.last_payment_error ?? null
  return {
    provider_ref: intent.id,
    state: state === 'requires_method' && failure !== null ? 'declined' : state,
    // What arrived counts, not what was asked for.
    amount_fen: state === 'succeeded' ? intent.amount_received : intent.amount,
    currency: intent.currency,
    our_no: intent.metadata.our_no ?? null,
    action_url: state === 'requires_action' ? actionUrl(intent) : null,
    reason: state === 'succeeded' ? null : (failure?.decline_code ?? failure?.code ?? null),
    client_secret: intent.client_secret ?? null,
  }
}

function actionUrl({ next_action }: Intent): string | null {
  return (
    next_action?.redirect_to_url?.url ??
    next_action?.alipay_handle_redirect?.url ??
    next_action?.wechat_pay_display_qr_code?.hosted_instructions_url ??
    null
  )
}

/** Nothing is known of this payment but its reference: ask again. */
export const unclear = (provider_ref: string): PaymentView => ({
  provider_ref,
  state: 'unclear',
  amount_fen: 0,
  currency: 'cny',
  our_no: null,
  action_url: null,
  reason: null,
  client_secret: null,
})

const Event = z.object({
  id: z.string().regex(/^evt_[A-Za-z0-9_]{1,70}$/),
  object: z.literal('event'),
  type: z.string().regex(/^[a-z0-9_.]{1,80}$/),
  created: z.int().min(0).max(253_402_300_799),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
})
/** A refunded charge or a dispute: whose money left, and how much. */
const Departure = z.object({
  payment_intent: IntentId.nullish(),
  amount: Amount,
  amount_refunded: Amount.nullish(),
  currency: z.string().max(10),
})

const DisputeNamed = z.object({ id: DisputeRef })
const RefundRef = z.object({ id: z.string().regex(/^re_[A-Za-z0-9_]{1,120}$/) })

const KINDS: Record<string, PaymentNotice['kind']> = {
  'payment_intent.succeeded': 'succeeded',
  'payment_intent.payment_failed': 'failed',
}
/** Every refund also raises `charge.refunded`; the `refund.*` events would only say it twice. */
const isDeparture = (type: string): boolean =>
  type === 'charge.refunded' || type.startsWith('charge.dispute.')

/** A signed event as our port knows notices, or null when it is no event at all. */
export function noticeFrom(object: unknown): PaymentNotice | null {
  const read = Event.safeParse(object)
  if (!read.success) return null
  const { id, type, created, livemode, data } = read.data
  const kind = KINDS[type] ?? 'other'
  const payment = kind === 'other' ? departureOf(type, data.object) : paymentViewFrom(data.object)
  const refund = type.startsWith('refund.') ? RefundRef.safeParse(data.object).data : undefined
  const is_dispute = type.startsWith('charge.dispute.')
  const dispute = is_dispute ? DisputeNamed.safeParse(data.object).data : undefined
  const happened_at = instantAt(created * 1000)
  const about = {
    refund_ref: refund?.id ?? null,
    dispute_ref: dispute?.id ?? null,
    is_live: livemode,
  }
  return { event_id: id, kind, type, payment, happened_at, ...about }
}

function departureOf(type: string, object: unknown): PaymentView | null {
  if (!isDeparture(type)) return null
  const { data } = Departure.safeParse(object)
  const amount_fen = data?.amount_refunded ?? data?.amount ?? 0
  return { ...unclear(data?.payment_intent ?? ''), amount_fen, currency: data?.currency ?? '' }
}
