import type { Statement } from '../../src/platform/d1'
import type { Faulty } from './world'

/** What becomes of a commit: the line is lost before it, or after it, or the process dies before it. */
export const LOSSES = ['before', 'after', 'dies'] as const
type Loss = (typeof LOSSES)[number]

/** Loses the first batch with such a statement, or that one and all after it; `found` ends it and counts what was lost. */
export function loses(
  faulty: Faulty,
  how: Loss,
  isIt: (statement: Statement) => boolean,
): { found: () => number } {
  let lost = 0
  faulty.next = (statements) => {
    if (how === 'dies' && lost > 0) return 'before'
    if (!statements.some(isIt)) return null
    lost += 1
    if (how === 'dies') return 'before'
    return lost === 1 ? how : null
  }
  return {
    found: () => {
      faulty.next = () => null
      return lost
    },
  }
}
