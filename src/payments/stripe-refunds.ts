import Stripe from 'stripe'
import * as z from 'zod'
import type { PaymentProvider, RefundNews } from '../environment/ports'

/** Only what we use, checked field by field. `succeeded` may still become `failed` (docs.stripe.com/refunds). */
const RefundObject = z.object({
  id: z.string().regex(/^re_[A-Za-z0-9_]{1,120}$/),
  object: z.literal('refund'),
  amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  status: z.string().max(60).nullish(),
  failure_reason: z.string().max(120).nullish(),
  metadata: z.object({ our_no: z.string().max(64).optional() }).nullish(),
})
const STATES: Record<string, RefundNews['state']> = {
  pending: 'pending',
  requires_action: 'pending',
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
}
const UNCLEAR: RefundNews = { refund_ref: null, state: 'unclear', reason: null }
const LOOKED_AT = 100

/** Refunds through the SDK: keyed by our part's number, and looked for by it when a key may be forgotten (24 h). */
export const refundsThrough = (
  stripe: Stripe,
): Pick<PaymentProvider, 'refund' | 'queryRefund'> => ({
  async refund({ our_no, provider_ref, amount_fen, again }) {
    return answered(async () => {
      const known = again ? await found(stripe, provider_ref, our_no) : undefined
      if (known) return known
      const order = { payment_intent: provider_ref, amount: amount_fen, metadata: { our_no } }
      return stripe.refunds.create(order, { idempotencyKey: `refund-${our_no}` })
    })
  },
  queryRefund: (refund_ref) => answered(() => stripe.refunds.retrieve(refund_ref)),
})

async function found(stripe: Stripe, payment_intent: string, our_no: string) {
  const { data } = await stripe.refunds.list({ payment_intent, limit: LOOKED_AT })
  return data.find((one) => one.metadata?.our_no === our_no)
}

async function answered(call: () => Promise<unknown>): Promise<RefundNews> {
  try {
    const read = RefundObject.safeParse(await call())
    if (!read.success) return UNCLEAR
    const { id, status, failure_reason } = read.data
    return {
      refund_ref: id,
      state: STATES[status ?? ''] ?? 'unclear',
      reason: failure_reason ?? null,
    }
  } catch (error) {
    return noOf(error)
  }
}

/** A plain no (the charge cannot be refunded any more) is a failure; everything else may have happened. */
function noOf(error: unknown): RefundNews {
  const is_no = error instanceof Stripe.errors.StripeInvalidRequestError && error.statusCode === 400
  return is_no
    ? { refund_ref: null, state: 'failed', reason: (error.code ?? 'refund_refused').slice(0, 120) }
    : UNCLEAR
}
