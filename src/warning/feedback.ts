import { dayNumber, type Memory } from './memory'
import { SIGNALS, type Signal } from './signals'

/** What an official found behind an alarm: it was seen to, or there was nothing. */
export type Feedback = {
  day: string
  shop: string
  found: 'handled' | 'false_alarm'
  /** The reasons it explains; all there were where none are named. */
  signals: Signal[]
}
/** What is left of an explained signal, and for how many days. It may still grow beyond what was explained. */
const LEAVES = { handled: { left: 0.6, days: 45 }, false_alarm: { left: 0.35, days: 90 } } as const

/** Lowers what was explained; what sounds for another reason is heard as before. */
export function hearFeedback(memory: Memory, feedback: Feedback): void {
  const { left, days } = LEAVES[feedback.found]
  const until = dayNumber(feedback.day) + days
  const explained = feedback.signals.length > 0 ? feedback.signals : memory.reasons
  for (const signal of explained) {
    memory.heard = memory.heard.filter(([name]) => name !== signal)
    memory.heard.push([signal, left, until])
  }
}

/** A line of a feedback file; null where it is none. */
export function feedbackFrom(row: unknown): Feedback | null {
  if (typeof row !== 'object' || row === null) return null
  const { day, shop, found, signals } = row as Record<string, unknown>
  if (typeof day !== 'string' || typeof shop !== 'string') return null
  if (found !== 'handled' && found !== 'false_alarm') return null
  const named = Array.isArray(signals) ? signals : []
  return {
    day,
    shop,
    found,
    signals: named.filter((name): name is Signal => SIGNALS.includes(name)),
  }
}
