import * as z from 'zod'
import { availableWith, book } from './bill'
import type { Call } from './call'
import type { Draft } from './draft'
import { expand, flag, mergeMetadata, metadata, readParams } from './params'
import type { Charge, Dispute } from './types'
import { type Failure, invalid, missing } from './wire'

const DAY_S = 86_400
/** Days to answer a dispute in. */
const ANSWER_DAYS = 7

/** The payer contests a charge: what is left of it is taken from us until it is decided. */
export async function openDispute(draft: Draft, charge: Charge): Promise<Dispute> {
  const amount = charge.amount_captured - charge.amount_refunded
  const born = draft.birth('du')
  const available_on = await availableWith(draft, charge)
  const opened = draft.put<Dispute>({
    ...born,
    object: 'dispute',
    amount,
    currency: 'cny',
    charge: charge.id,
    payment_intent: charge.payment_intent,
    status: 'needs_response',
    reason: 'fraudulent',
    is_charge_refundable: false,
    balance_transactions: [
      book(draft, { type: 'adjustment', source: born.id, amount: -amount, available_on }),
    ],
    evidence: {},
    evidence_details: {
      due_by: draft.now_s + ANSWER_DAYS * DAY_S,
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    metadata: {},
  })
  draft.put<Charge>({ ...charge, disputed: true })
  draft.emit('charge.dispute.created', opened)
  draft.emit('charge.dispute.funds_withdrawn', opened)
  return opened
}

/** The dispute is decided: won, the money comes back; lost, it is gone. */
export async function decideDispute(
  draft: Draft,
  dispute: Dispute,
  status: 'won' | 'lost',
): Promise<Dispute | Failure> {
  if (isOver(dispute)) return over(dispute)
  const charge = await draft.find('charge', dispute.charge)
  const available_on = charge ? await availableWith(draft, charge) : draft.now_s
  const back =
    status === 'won'
      ? [
          book(draft, {
            type: 'adjustment',
            source: dispute.id,
            amount: dispute.amount,
            available_on,
          }),
        ]
      : []
  const decided = draft.put<Dispute>({
    ...dispute,
    status,
    balance_transactions: [...dispute.balance_transactions, ...back],
  })
  if (status === 'won') draft.emit('charge.dispute.funds_reinstated', decided)
  draft.emit('charge.dispute.closed', decided, { status: dispute.status })
  return decided
}

const UpdateDispute = z.strictObject({
  evidence: z.record(z.string().max(60), z.string().max(20_000)).optional(),
  submit: flag.default(true),
  metadata: metadata.optional(),
  expand,
})

/**
 * Hands in evidence. As in Stripe's test mode, `uncategorized_text` of `winning_evidence` or
 * `losing_evidence` decides at once; anything else waits under review.
 */
export async function updateDispute({ draft, id, form }: Call): Promise<Dispute | Failure> {
  const { evidence, submit, metadata } = readParams(UpdateDispute, form)
  const dispute = await theDispute(draft, id)
  if (evidence && isOver(dispute)) return over(dispute)
  const is_submitted = evidence !== undefined && submit
  const details = dispute.evidence_details
  const updated = draft.put<Dispute>({
    ...dispute,
    status: is_submitted ? 'under_review' : dispute.status,
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: {
      ...details,
      has_evidence: details.has_evidence || evidence !== undefined,
      submission_count: details.submission_count + (is_submitted ? 1 : 0),
    },
    metadata: mergeMetadata(dispute.metadata, metadata),
  })
  draft.emit('charge.dispute.updated', updated, { status: dispute.status })
  const said = is_submitted ? evidence.uncategorized_text : undefined
  if (said === 'winning_evidence') return decideDispute(draft, updated, 'won')
  if (said === 'losing_evidence') return decideDispute(draft, updated, 'lost')
  return updated
}

/** We give in: the dispute is lost. */
export async function closeDispute({ draft, id, form }: Call): Promise<Dispute | Failure> {
  readParams(z.strictObject({ expand }), form)
  return decideDispute(draft, await theDispute(draft, id), 'lost')
}

export async function theDispute(draft: Draft, id: string): Promise<Dispute> {
  const dispute = await draft.find('dispute', id)
  if (!dispute) throw missing('dispute', id)
  return dispute
}

const isOver = ({ status }: Dispute) => status === 'won' || status === 'lost'
const over = (dispute: Dispute) =>
  invalid(`This dispute is already closed: it was ${dispute.status}.`, {
    code: 'status_transition_invalid',
  })
