import { daysBetween, type Instant, type LocalDate, localDate, plusDays } from '../kernel/time'

/** How the bank's desk stands: the books themselves, what waits for somebody, or nothing. */
export const DESK_STATES = ['broken', 'breaks_standing', 'ties_out', 'never_closed'] as const
type DeskState = (typeof DESK_STATES)[number]
type Tone = 'safe' | 'warn' | 'bad'

/** Figures of the desk; whole fen. */
export type DeskFacts = {
  /** The two sides of our own books. */
  differs_fen: number
  /** The provider's own balance less what our books say it should be; null before the first reading. */
  unexplained_fen: number | null
  breaks_standing: number
  days_unclosed: number
  /** Of the newest closed day, what of the cards' shortfall has no name. */
  missing_fen: number
  newest_close: LocalDate | null
}

/** One verdict: bad where the books themselves are wrong or money is short, a warning where people must look. */
export function verdictOn(of: DeskFacts): { state: DeskState; tone: Tone } {
  const is_broken = of.differs_fen !== 0 || (of.unexplained_fen ?? 0) !== 0
  return { state: stateOf(of, is_broken), tone: toneOf(of, is_broken) }
}
function stateOf(of: DeskFacts, is_broken: boolean): DeskState {
  if (is_broken) return 'broken'
  if (of.breaks_standing > 0) return 'breaks_standing'
  return of.newest_close === null ? 'never_closed' : 'ties_out'
}
function toneOf(of: DeskFacts, is_broken: boolean): Tone {
  if (is_broken || of.missing_fen > 0) return 'bad'
  const waits = of.breaks_standing > 0 || of.days_unclosed > 0 || of.newest_close === null
  return waits ? 'warn' : 'safe'
}

/** The days that the close is behind: how many, and the first of them. */
type Behind = { count: number; since: LocalDate | null }
/**
 * How many ended days the close is behind. A day is closed on the day after it; one that still is not when that is over
 * is behind. `first_day`: the first day there was anything to close; null: there is none yet.
 */
export function daysUnclosed(
  now: Instant,
  of: { newest_sealed: LocalDate | null; first_day: LocalDate | null },
): Behind {
  if (of.first_day === null) return { count: 0, since: null }
  const sealed = of.newest_sealed ?? plusDays(of.first_day, -1)
  const count = daysBetween(sealed, plusDays(localDate(now), -2))
  return count <= 0 ? { count: 0, since: null } : { count, since: plusDays(sealed, 1) }
}
