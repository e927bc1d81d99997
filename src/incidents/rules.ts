import { type City, factsOn } from '../kernel/city'
import type { Instant, LocalDate } from '../kernel/time'

/** The units that are whistled for in a district, by the city's own table: the quickest first. */
export const respondersIn = (city: City, district: string, on: LocalDate) =>
  factsOn(city, 'responder', on)
    .filter(({ value }) => value.districts.length === 0 || value.districts.includes(district))
    .map(({ key, value }) => ({ unit: key, ...value }))
    .sort((a, b) => a.minutes - b.minutes)

export const WHISTLE_STATES = ['waiting', 'late', 'answered', 'answered_late'] as const
/** How a call stands: whether its unit answered, and in time. */
export function whistleState(
  { due_at, answered_at }: { due_at: Instant; answered_at: Instant | null },
  now: Instant,
): (typeof WHISTLE_STATES)[number] {
  if (answered_at !== null) return answered_at <= due_at ? 'answered' : 'answered_late'
  return now <= due_at ? 'waiting' : 'late'
}

type Sums = { state: string; n: number; fen: number }
type Standing = { count: number; fen: number }
/**
 * Opened is the other three together; what came back or has nowhere to go has failed until its holder says where. A part that
 * was given up for another is no part any more.
 */
export function refundsStanding(
  sums: readonly Sums[],
): Record<'opened' | 'on_the_way' | 'arrived' | 'failed', Standing> {
  const of = (states: readonly string[]): Standing => {
    const mine = sums.filter(({ state }) => states.includes(state))
    return {
      count: mine.reduce((sum, { n }) => sum + n, 0),
      fen: mine.reduce((sum, { fen }) => sum + fen, 0),
    }
  }
  return {
    opened: of(['created', 'sent', 'succeeded', 'awaiting_account']),
    on_the_way: of(['created', 'sent']),
    arrived: of(['succeeded']),
    failed: of(['awaiting_account']),
  }
}

/** A card to somebody outside: the last six of its id. */
export const maskedCard = (card_id: string): string => `…${card_id.slice(-6)}`
