import { refuse } from '../kernel/refusals'

/**
 * Without a phone: the holder types a PIN on the shop's own screen, which a dishonest shop could watch. So it is
 * off until the holder wants it, and gives out little: 300 yuan a use, 500 yuan and 5 uses a day and card.
 */
export const COUNTER_LIMITS = { a_use_fen: 30_000, a_day_fen: 50_000, a_day_count: 5 } as const

/** Refuses counter_limit_reached when one more use of `stake_fen` (list price) would be too much today. */
export function decideCounterUse(today: { count: number; fen: number }, stake_fen: number): void {
  const { a_use_fen, a_day_fen, a_day_count } = COUNTER_LIMITS
  const too_much =
    stake_fen > a_use_fen || today.fen + stake_fen > a_day_fen || today.count + 1 > a_day_count
  if (too_much) refuse('counter_limit_reached', { retry_after_s: 3600 })
}
