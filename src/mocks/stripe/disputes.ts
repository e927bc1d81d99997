import * as z from 'zod'
import { availableWith, bookLine, DISPUTE_FEE } from '../stripe-objects/bill'
import type { Call } from '../stripe-objects/call'
import type { Draft } from '../stripe-objects/draft'
import { expand, flag, mergeMetadata, metadata, readParams } from '../stripe-objects/params'
import type { Charge, Dispute } from '../stripe-objects/types'
import { type Failure, invalid, missing } from '../stripe-objects/wire'

const DAY_S = 86_400
/** Days to answer a dispute in. */
const ANSWER_DAYS = 7

/**
 * The payer contests a charge, or `amount` of it. A dispute takes its money from us at once; an inquiry
 * (`warning_…`) takes nothing and leaves the charge refundable.
 */
export async function openDispute(
  draft: Draft,
  charge: Charge,
  { amount, inquiry = false }: { amount?: number | undefined; inquiry?: boolean } = {},
): Promise<Dispute> {
  const born = draft.birth('du')
  const left = charge.amount_captured - charge.amount_refunded
  const contested = amount ?? (left > 0 ? left : charge.amount_captured)
  const opened = draft.put<Dispute>({
    ...born,
    object: 'dispute',
    amount: contested,
    currency: 'cny',
    charge: charge.id,
    payment_intent: charge.payment_intent,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
    reason: 'fraudulent',
    is_charge_refundable: inquiry,
    balance_transactions: inquiry ? [] : [await taken(draft, charge, { id: born.id, contested })],
    evidence: {},
    evidence_details: {
      due_by: draft.now_s + ANSWER_DAYS * DAY_S,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    metadata: {},
  })
  if (!inquiry) draft.put<Charge>({ ...charge, disputed: true })
  draft.emit('charge.dispute.created', opened)
  if (!inquiry) draft.emit('charge.dispute.funds_withdrawn', opened)
  return opened
}

const taken = async (
  draft: Draft,
  charge: Charge,
  { id, contested }: { id: string; contested: number },
) =>
  bookLine(draft, {
    type: 'adjustment',
    source: id,
    amount: -contested,
    fee: DISPUTE_FEE,
    available_on: await availableWith(draft, charge),
  })

/** An inquiry becomes a dispute: now its money is taken. */
export async function escalateDispute(draft: Draft, dispute: Dispute): Promise<Dispute | Failure> {
  const charge = await draft.find('charge', dispute.charge)
  if (!isInquiry(dispute) || isOver(dispute) || !charge) return over(dispute)
  const line = await taken(draft, charge, { id: dispute.id, contested: dispute.amount })
  const escalated = draft.put<Dispute>({
    ...dispute,
    status: 'needs_response',
    is_charge_refundable: false,
    balance_transactions: [line],
  })
  draft.put<Charge>({ ...charge, disputed: true })
  draft.emit('charge.dispute.updated', escalated, { status: dispute.status })
  draft.emit('charge.dispute.funds_withdrawn', escalated)
  return escalated
}

/** The dispute is decided: won, money and fee come back; lost, they are gone. An inquiry is only closed. */
export async function decideDispute(
  draft: Draft,
  dispute: Dispute,
  as: 'won' | 'lost',
): Promise<Dispute | Failure> {
  if (isOver(dispute)) return over(dispute)
  const status = isInquiry(dispute) ? 'warning_closed' : as
  const charge = await draft.find('charge', dispute.charge)
  const available_on = charge ? await availableWith(draft, charge) : draft.now_s
  const back =
    status === 'won'
      ? [
          bookLine(draft, {
            type: 'adjustment',
            source: dispute.id,
            amount: dispute.amount,
            fee: -DISPUTE_FEE,
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

/** The issuer decides a lost dispute anew, for us: the money comes back, as `won`, long after it was over. */
export async function reinstateDispute(draft: Draft, dispute: Dispute): Promise<Dispute | Failure> {
  if (dispute.status !== 'lost') return over(dispute)
  const charge = await draft.find('charge', dispute.charge)
  const available_on = charge ? await availableWith(draft, charge) : draft.now_s
  const { id: source, amount } = dispute
  const line = bookLine(draft, { type: 'adjustment', source, amount, fee: 0, available_on })
  const balance_transactions = [...dispute.balance_transactions, line]
  const won = draft.put<Dispute>({ ...dispute, status: 'won', balance_transactions })
  draft.emit('charge.dispute.funds_reinstated', won)
  return won
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
    status: is_submitted ? reviewed(dispute) : dispute.status,
    evidence: { ...dispute.evidence, ...evidence },
    evidence_details: {
      ...details,
      has_evidence: details.has_evidence || evidence !== undefined,
      submission_count: details.submission_count + (is_submitted ? 1 : 0),
      submission_method: is_submitted ? 'manual' : details.submission_method,
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

const isInquiry = ({ status }: Dispute) => status.startsWith('warning_')
const reviewed = (dispute: Dispute) =>
  isInquiry(dispute) ? ('warning_under_review' as const) : ('under_review' as const)
const isOver = ({ status }: Dispute) =>
  status === 'won' || status === 'lost' || status === 'warning_closed'
const over = (dispute: Dispute) =>
  invalid(`This dispute is already closed: it was ${dispute.status}.`, {
    code: 'status_transition_invalid',
  })
