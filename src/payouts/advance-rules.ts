import { type Fen, fen, proportion } from '../kernel/money'
import { insist, refuse } from '../kernel/refusals'
import type { Instant, LocalDate } from '../kernel/time'
import { type HoldFacts, payoutStop } from './hold'

type AdvanceTerms = {
  in_force_from: LocalDate
  source: string
  /** How much of what is owed to card holders may be out early, by level, in basis points. */
  share_bp: Readonly<Record<string, number>>
  /** Money at the bank after everything due is paid never falls below this part of what is owed. */
  custody_min_bp: number
  /** How much of what a payout would carry goes to repay what is outstanding. */
  repay_bp: number
}

/** Early release by level: terms with a date; the newest in force counts. Not law: the platform's own choice. */
const ADVANCE_TERMS: readonly AdvanceTerms[] = [
  {
    in_force_from: '2026-01-01',
    source: 'platform',
    share_bp: { AAA: 2_000, AA: 1_000, A: 0, B: 0, C: 0, D: 0 },
    custody_min_bp: 8_000,
    repay_bp: 5_000,
  },
]
const WHOLE_BP = 10_000

export function termsOn(day: LocalDate): AdvanceTerms {
  const found = ADVANCE_TERMS.filter(({ in_force_from }) => in_force_from <= day).at(-1)
  insist(found, `no advance terms are in force on ${day}`)
  return found
}

/** A merchant's money as far as an advance is concerned; all in whole fen, outstanding positive. */
export type Position = HoldFacts & {
  level: string
  owed_fen: number
  custody_fen: number
  payable_fen: number
  paying_fen: number
  outstanding_fen: number
  /** By courts: what is advanced would go to them. */
  frozen_fen: number
}
type Ceiling = {
  /** The most that may be outstanding in all. Never below what is outstanding already. */
  ceiling_fen: Fen
  /** The most that may be added now. */
  available_fen: Fen
}

/**
 * How much may be out early: the level's share of what is owed to holders, and never so much that the bank would
 * hold less than `custody_min_bp` of it once everything due to the shop is paid. Money in transit does not count. What
 * holds a shop's payouts lets nothing be released early, either.
 */
export function advanceCeiling(position: Position, terms: AdvanceTerms): Ceiling {
  const { owed_fen, custody_fen, payable_fen, paying_fen, outstanding_fen } = position
  const by_level = proportion(owed_fen, terms.share_bp[position.level] ?? 0, WHOLE_BP)
  const must_stay_fen = owed_fen - proportion(owed_fen, WHOLE_BP - terms.custody_min_bp, WHOLE_BP)
  const by_custody = custody_fen - payable_fen - paying_fen - must_stay_fen
  const is_held = payoutStop(position) !== null || position.frozen_fen > 0
  const available_fen = fen(
    is_held ? 0 : Math.max(0, Math.min(by_level - outstanding_fen, by_custody)),
  )
  return { available_fen, ceiling_fen: fen(outstanding_fen + available_fen) }
}

/**
 * May this much be granted? Refuses merchant_not_yet_admitted, advance_not_while_held, payouts_held,
 * payout_waits_for_cover, payout_waits_for_correction, advance_not_while_frozen, advance_exceeds_ceiling.
 */
export function decideAdvance(
  asked_fen: number,
  of: Position & {
    admitted_at: Instant | null
    sales_held_at: Instant | null
    waiting_fen: number
  },
  terms: AdvanceTerms,
): Ceiling & { outstanding_fen: Fen } {
  if (of.admitted_at === null) refuse('merchant_not_yet_admitted')
  if (of.sales_held_at !== null) refuse('advance_not_while_held')
  const stop = payoutStop(of)
  if (stop !== null) refuse(stop)
  if (of.waiting_fen > 0) refuse('payout_waits_for_correction')
  if (of.frozen_fen > 0) refuse('advance_not_while_frozen')
  const ceiling = advanceCeiling(of, terms)
  if (asked_fen > ceiling.available_fen) refuse('advance_exceeds_ceiling')
  return { ...ceiling, outstanding_fen: fen(of.outstanding_fen + asked_fen) }
}

/** What a payout repays first: a share of what the shop has earned since the last one, up to what is outstanding. */
export const advanceRepayment = (
  earned_fen: number,
  outstanding_fen: number,
  terms: AdvanceTerms,
): Fen =>
  fen(
    Math.max(
      0,
      Math.min(outstanding_fen, proportion(Math.max(0, earned_fen), terms.repay_bp, WHOLE_BP)),
    ),
  )
