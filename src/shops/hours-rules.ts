import { type LocalDate, weekday } from '../kernel/time'

/** From when to when, `HH:MM`; a `closes` before `opens` is on the next day. */
type Span = { opens: string; closes: string }
/** Seven days, Monday first; null: shut on that day of the week. */
type Weekly = readonly (Span | null)[]
/** Days on which a shop is shut whatever the week says, both ends counted. */
type Closure = { from_on: LocalDate; to_on: LocalDate }
export type Hours = { weekly: Weekly; closures: readonly Closure[] }

/** When a shop is open on a day; null: not at all. */
export function hoursOn({ weekly, closures }: Hours, on: LocalDate): Span | null {
  if (closures.some(({ from_on, to_on }) => from_on <= on && on <= to_on)) return null
  return weekly[weekday(on) - 1] ?? null
}
/** Closures that are not over yet, first one first. */
export const closuresFrom = ({ closures }: Hours, on: LocalDate): Closure[] =>
  closures.filter(({ to_on }) => on <= to_on).sort((a, b) => (a.from_on < b.from_on ? -1 : 1))
