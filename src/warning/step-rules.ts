import type { Memory } from './memory'
import type { Weights } from './score'

/** What a city's alarms came to so far: days of shops watched, and alarms of shops that went on trading. */
export type Account = { watched: number; came_to_nothing: number }
/** So many days after an alarm it is known whether anything came of it. */
const KNOWN_AFTER = 90
/** A shop without rows, or without a use, for so many days has shut as far as anybody can tell. */
export const GONE_AFTER = 6
const SHUT_AFTER = 12

/**
 * How much higher the steps lie so that a city's false alarms stay within what is allowed: the alarms that came to nothing,
 * and those still open at shops that trade on (the older, the more), against the shop-months watched. `prior` alarms are
 * taken for granted on both sides, so that a small or young city is not moved by one.
 */
export function budgetShift(
  city: Account,
  shops: Iterable<Memory>,
  day: number,
  { allowed, prior, slope, least, most }: Weights['budget'],
): number {
  let open = 0
  for (const memory of shops) {
    if (memory.alarmed.length === 0) continue
    if (day - memory.last > GONE_AFTER || memory.unused >= SHUT_AFTER) {
      if (day - (memory.alarmed[0] ?? day) >= KNOWN_AFTER) memory.alarmed = []
      continue
    }
    for (const since of memory.alarmed) open += 0.5 + (0.5 * (day - since)) / KNOWN_AFTER
    const known = memory.alarmed.filter((since) => day - since >= KNOWN_AFTER).length
    city.came_to_nothing += known
    memory.alarmed.splice(0, known)
  }
  const may = (allowed * city.watched) / 30.4 / 1000
  const shift = slope * Math.log((city.came_to_nothing + open + prior) / (may + prior))
  return Math.min(most, Math.max(least, shift))
}

/** In a restless city the steps lie higher. */
export const calmShift = (
  { calm }: { calm: number },
  { calm: { usual, part, least, most } }: Weights,
): number => Math.min(most, Math.max(least, part * (calm - usual)))
const CALM_PART = 0.03
/** Learns from an evening where four fifths of its scores lie under. */
export function learnCalm(city: { calm: number }, scores: number[]): void {
  if (scores.length < 20) return
  scores.sort((a, b) => a - b)
  city.calm += CALM_PART * ((scores[Math.floor(scores.length * 0.8)] ?? city.calm) - city.calm)
}

/** A level rises after some days over its step, falls after more days well under it. */
export function step(memory: Memory, weights: Weights): boolean {
  const { steps, rise_days, fall_days, fall_by } = weights
  const wanted = 1 + steps.filter((from) => memory.score >= from).length
  const held = memory.level > 1 && memory.score >= (steps[memory.level - 2] ?? 0) - fall_by
  memory.over = wanted > memory.level ? memory.over + 1 : 0
  memory.under = memory.level > 1 && !held ? memory.under + 1 : 0
  if (memory.over >= rise_days) {
    memory.level = wanted as Memory['level']
    memory.over = 0
    return true
  }
  if (memory.under >= fall_days) {
    memory.level = Math.max(1, Math.min(wanted, memory.level - 1)) as Memory['level']
    memory.under = 0
    return true
  }
  return false
}
