import { DAY_MS, HOUR_MS, type Instant, plusMs } from '../kernel/time'

/** Everything that is told outside and moves money, in one list. */
export const KINDS = [
  'payout',
  'bank_refund',
  'original_refund',
  'payment_return',
  'deposit',
  'settlement',
  'fee',
  'making_good',
  'taking_back',
  'dispute_made_good',
] as const
export type Kind = (typeof KINDS)[number]
export type Heard = 'accepted' | 'done' | 'refused' | 'unclear'

/** Without an answer for so long it is a person's to look at: several asks have gone unanswered by then. */
const ANSWERS_WITHIN_MS = 4 * HOUR_MS
/** What was accepted arrives within; a provider's refund to a card may take ten working days (its own word). */
const ARRIVES_WITHIN_MS: Record<Kind, number> = {
  payout: DAY_MS,
  bank_refund: DAY_MS,
  original_refund: 15 * DAY_MS,
  payment_return: 15 * DAY_MS,
  deposit: DAY_MS,
  settlement: DAY_MS,
  fee: DAY_MS,
  making_good: DAY_MS,
  taking_back: DAY_MS,
  dispute_made_good: DAY_MS,
}
/** By when something more must have been heard. */
export const dueBy = (kind: Kind, heard: 'told' | 'accepted', now: Instant): Instant =>
  plusMs(now, heard === 'accepted' ? ARRIVES_WITHIN_MS[kind] : ANSWERS_WITHIN_MS)

/** Who looks at what stays without an answer: the bank at its own, the operator at the provider's. */
export const instructionOwner = (kind: Kind): 'bank' | 'operator' =>
  kind === 'original_refund' || kind === 'payment_return' ? 'operator' : 'bank'
