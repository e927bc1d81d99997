import { refuse } from '../kernel/refusals'

/** Levels from the least to the most trusted. */
export const LEVELS = ['D', 'C', 'B', 'A', 'AA', 'AAA'] as const
export type Level = (typeof LEVELS)[number]

/** A raise lets more money out early, so it waits for another person; anything else only takes away and counts at once. */
export const isRaise = (from: Level, to: Level): boolean =>
  LEVELS.indexOf(to) > LEVELS.indexOf(from)

export type LevelProposal = {
  id: string
  merchant_id: string
  from_level: Level
  level: Level
  reason: string
  proposed_by: string
  proposed_at: string
  /** Whether the asker is the person who proposed it, by telephone and not by id alone. */
  is_own: number
}

/**
 * May this raise come into force now, by this person? Refuses level_proposal_not_waiting (there is none, or the level
 * has moved since), level_needs_another_person, level_not_while_held.
 */
export function decideLevel(
  proposal: LevelProposal | undefined,
  shop: { level: string; sales_held_at: string | null; payouts_held_at: string | null },
): LevelProposal {
  if (!proposal || proposal.from_level !== shop.level) refuse('level_proposal_not_waiting')
  if (proposal.is_own === 1) refuse('level_needs_another_person')
  if (shop.sales_held_at !== null || shop.payouts_held_at !== null) refuse('level_not_while_held')
  return proposal
}
