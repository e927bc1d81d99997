import { proportion } from '../kernel/money'
import { daysBetween } from '../kernel/time'
import type { BankDay, ShopFacts } from './facts'
import { claimShare } from './share-rules'

/** A bank's figure older than the longest holiday says nothing about today any more. */
const STALE_DAYS = 10

export type Gap = { short_fen: number; of_fen: number; missing_fen: number }

/**
 * The part of a shop's customers' money that nothing stands behind: what the bank's closed day cannot explain, and what
 * is released early now. Nothing nets. `of_fen` is who bears it: all that should be in custody, every card alike. What
 * was missing stays missing until a whole statement says otherwise.
 */
export function cardsGap({ bank, owed_fen, transit_fen, advance_fen }: ShopFacts): Gap {
  const missing_fen = Math.max(bank?.missing_fen ?? 0, 0)
  const live_fen = Math.max(owed_fen - transit_fen, 0)
  const of_fen = live_fen > 0 ? live_fen : missing_fen
  return {
    short_fen: Math.min(missing_fen + Math.max(advance_fen, 0), of_fen),
    of_fen,
    missing_fen,
  }
}

/** What of `part_fen` is there when everybody bears the gap alike. */
export const coveredPart = (part_fen: number, gap: Gap): number =>
  gap.of_fen === 0
    ? part_fen
    : claimShare(part_fen, gap.of_fen - gap.short_fen, gap.of_fen).covered_fen

/** What of a hundred parts the closed day of the bank has for the cards, in basis points; null where nothing was owed. */
export const cardsBp = ({ cards_owed_fen, cards_covered_fen }: BankDay): number | null =>
  cards_owed_fen === 0
    ? null
    : proportion(10_000, Math.min(cards_covered_fen, cards_owed_fen), cards_owed_fen)

/** What is known of a shop's money at the bank: nothing yet, not all of it, not lately, or up to a day. */
export type Knowledge = 'never_closed' | 'unread' | 'stale' | 'known'
export function bankKnowledge({ bank, today }: Pick<ShopFacts, 'bank' | 'today'>): Knowledge {
  if (bank === null) return 'never_closed'
  if (!bank.is_complete) return 'unread'
  return daysBetween(bank.business_day, today) > STALE_DAYS ? 'stale' : 'known'
}
