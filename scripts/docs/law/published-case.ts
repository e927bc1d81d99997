/**
 * Cases that a court, a court's bulletin, the press or a consumers' association published with every number that decides
 * the refund. What was told is entered as told, at first entry; a day that is not told is a plausible one where it
 * changes nothing, and said where it does. No case is left out because the answer differs.
 */
export type PublishedCase = {
  name: string
  /** Who decided: a court, or who mediated. */
  by: string
  source: string
  /** The facts in one sentence. */
  told: string
  request: object
  /** The principal that was awarded, in fen; where only “75,000 odd” was told, from and to. */
  expected: number | readonly [from: number, to: number]
  /** Why the answer differs, or what was assumed. */
  why?: string
}

export const count = (more: object) => ({ kind: 'count', ...more })
export const stored = (more: object) => ({ kind: 'stored_value', ...more })
export const end = (ground: string, terminated_on: string, ...lots: object[]) => ({
  ground,
  terminated_on,
  lots,
})
