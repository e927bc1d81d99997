import Stripe from 'stripe'
import * as z from 'zod'
import type { DisputePage, DisputeView, PaymentProvider } from '../environment/ports'
import { instantAt, SECOND_MS } from '../kernel/time'

const Second = z.int().min(0).max(253_402_300_799)
const Amount = z.int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)
export const DisputeRef = z.string().regex(/^(du|dp)_[A-Za-z0-9_]{1,120}$/)
/** A link is an id, or the object itself when it was expanded. */
const Link = z.union([z.string().max(130), z.object({ id: z.string().max(130) })])
const idOf = (link: z.output<typeof Link> | null | undefined): string =>
  typeof link === 'string' ? link : (link?.id ?? '')

/** Only what we use, checked field by field (docs.stripe.com/api/disputes/object). */
const DisputeObject = z.object({
  id: DisputeRef,
  object: z.literal('dispute'),
  amount: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  currency: z.string().regex(/^[a-z]{3}$/),
  payment_intent: Link.nullish(),
  reason: z.string().max(120),
  status: z.string().regex(/^[a-z_]{1,60}$/),
  created: Second,
  balance_transactions: z.array(z.object({ amount: Amount, fee: Amount })).max(10),
  evidence_details: z.object({ due_by: Second.nullish(), submission_count: z.int().min(0) }),
})

function disputeOf(object: unknown): DisputeView | null {
  const { data } = DisputeObject.safeParse(object)
  if (!data) return null
  const { due_by, submission_count } = data.evidence_details
  const lines = data.balance_transactions
  return {
    dispute_ref: data.id,
    payment_ref: idOf(data.payment_intent),
    amount_fen: data.amount,
    currency: data.currency,
    reason: data.reason,
    status: data.status,
    respond_by: due_by == null ? null : instantAt(due_by * SECOND_MS),
    has_evidence: submission_count > 0,
    taken_fen: -lines.reduce((sum, { amount }) => sum + amount, 0),
    fee_fen: Math.max(
      lines.reduce((sum, { fee }) => sum + fee, 0),
      0,
    ),
    opened_at: instantAt(data.created * SECOND_MS),
  }
}

/** Disputes through the SDK. What cannot be read is no answer: the clock asks again. */
export const disputesThrough = (
  stripe: Stripe,
): Pick<PaymentProvider, 'queryDispute' | 'disputes' | 'submitEvidence'> => ({
  queryDispute: (dispute_ref) => answered(() => stripe.disputes.retrieve(dispute_ref)),
  async disputes({ after, limit }): Promise<DisputePage> {
    const page = await stripe.disputes.list({ limit, ...(after ? { starting_after: after } : {}) })
    const items = page.data.flatMap((one) => disputeOf(one) ?? [])
    return { items, next: page.data.at(-1)?.id ?? after, more: page.has_more }
  },
  submitEvidence: ({ our_no, dispute_ref, evidence }) =>
    answered(() =>
      stripe.disputes.update(
        dispute_ref,
        { evidence, submit: true },
        { idempotencyKey: `evidence-${our_no}` },
      ),
    ),
})

async function answered(call: () => Promise<unknown>): Promise<DisputeView | null> {
  try {
    return disputeOf(await call())
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return null
    throw error
  }
}
