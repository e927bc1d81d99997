import type { FactEvent, Facts } from '../../src/warning/facts'

/** What really became of a shop: for judging, never for the detector. */
export type Truth = {
  shop: string
  /** The day its door shut on its holders; null where it never did. */
  failed_on: string | null
  kind: string
  /** What an honest shop went through that can look like trouble, first day and last. */
  lookalikes: { kind: string; from: string; to: string }[]
}

/** A city told day by day. */
export type City = {
  truths: Truth[]
  /** The rows of a day: 0 is the first. */
  day(at: number): Facts[]
}

export type CityAsked = { seed: number; shops: number; days: number; from: string }

const DAY_MS = 86_400_000
const days = new Map<number, string>()
export function dayAt(from: string, at: number): string {
  const instant = Date.parse(`${from}T00:00:00Z`) + at * DAY_MS
  const known = days.get(instant) ?? new Date(instant).toISOString().slice(0, 10)
  days.set(instant, known)
  return known
}
export const whole = (fen: number): number => Math.max(0, Math.floor(fen + 0.5))
export type Dated = { at: number; event: FactEvent }
