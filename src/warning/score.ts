import { SIGNALS, type Signal, type Sounding } from './signals'

/**
 * The model is an addition that can be read aloud: each signal gives points by how strongly it sounds, along a line with
 * few corners that never falls; the points and a start are the logarithm of the odds.
 */
export type Weights = {
  version: string
  fitted_on: string
  how: string
  start: number
  /** From which score on a shop is at level 2, 3, 4, 5. */
  steps: [number, number, number, number]
  /** Days over the next step before a level rises; days under this one, by so much, before it falls. */
  rise_days: number
  fall_days: number
  fall_by: number
  /** Where the line has its corners, and how many points the stretch up to each gives. */
  /** Where four fifths of a common city's scores lie under, and how far a city's own moves its steps: so much of it, within. */
  calm: { usual: number; part: number; least: number; most: number }
  /** False alarms in a thousand shop-months a city may have, and how the steps move to keep to it. */
  budget: { allowed: number; prior: number; slope: number; least: number; most: number }
  /** Where the tail of each signal lies in a common city, in the order of the signals; 0 where it is not stretched. */
  tails: number[]
  signals: Partial<Record<Signal, { at: number[]; points: number[] }>>
}

type Line = { at: number[]; points: number[] }
/** The points a signal gives. */
export function signalPoints(line: Line | undefined, x: number): number {
  if (line === undefined) return 0
  let points = 0
  for (let i = 0; i < line.points.length; i += 1)
    points += (line.points[i] ?? 0) * stretchPart(line.at, i, x)
  return points
}
/** How much of stretch `i`, between two corners, is covered. */
export function stretchPart(at: readonly number[], i: number, x: number): number {
  const low = at[i] ?? 0
  const high = at[i + 1] ?? low + 1
  return x <= low ? 0 : x >= high ? 1 : (x - low) / (high - low)
}

/** All lines in the order of the signals, ready to add up. */
export const signalLines = (weights: Weights): (Line | undefined)[] =>
  SIGNALS.map((name) => weights.signals[name])

export function warningScore(
  start: number,
  lines: readonly (Line | undefined)[],
  { x }: Sounding,
): number {
  let score = start
  for (let i = 0; i < lines.length; i += 1) {
    const heard = x[i] ?? 0
    if (heard > 0) score += signalPoints(lines[i], heard)
  }
  return score
}
