import type { Memory } from './memory'
import type { Weights } from './score'

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
