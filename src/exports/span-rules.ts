import { refuse } from '../kernel/refusals'
import {
  dayStart,
  daysBetween,
  type Instant,
  type LocalDate,
  localDate,
  MINUTE_MS,
  plusDays,
  plusMs,
} from '../kernel/time'

/** A year, and a leap day. */
const DAYS_MAX = 366
/** An act that began so long ago has been written or never will be. */
const SETTLED_MS = MINUTE_MS

/** What a file tells: the transfers booked from `starts_at` on and before `ends_at`, by days in Asia/Shanghai. */
export type Span = { from: LocalDate; to: LocalDate; starts_at: Instant; ends_at: Instant }

const USUAL_DAYS = 30
/** The days a file is asked for unless somebody says others: up to today. */
export const usualSpan = (today: LocalDate): Pick<Span, 'from' | 'to'> => ({
  from: plusDays(today, -USUAL_DAYS),
  to: today,
})

/**
 * The span from one day to another, both included. Today's books are not closed: they are told as they stood a minute
 * ago, so that nothing that is being written meanwhile is half in the file.
 * Refuses: `export_range_is_backwards` · `export_range_too_long` · `export_day_has_not_come`.
 */
export function exportSpan(from: LocalDate, to: LocalDate, now: Instant): Span {
  if (from > to) refuse('export_range_is_backwards')
  if (daysBetween(from, to) + 1 > DAYS_MAX) refuse('export_range_too_long')
  if (to > localDate(now)) refuse('export_day_has_not_come')

  const settled_at = plusMs(now, -SETTLED_MS)
  const earlier = (at: Instant): Instant => (at < settled_at ? at : settled_at)
  return {
    from,
    to,
    starts_at: earlier(dayStart(from)),
    ends_at: earlier(dayStart(plusDays(to, 1))),
  }
}
