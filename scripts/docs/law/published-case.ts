import cases from './published-cases.json'

/**
 * Cases that a court, a court's bulletin, the press or a consumers' association published with every number that decides
 * the refund. What was told is entered as told, at first entry, and what the calculator then answered is kept as
 * `first`; a day that is not told is a plausible one where it changes nothing. No case is left out because the answer
 * differs; a settlement in which both gave way is kept and said to be one.
 */
export type PublishedCase = {
  name: string
  /** Who decided: a court, or who mediated. */
  by: string
  /** When it was decided or told, as exactly as the source says. */
  decided?: string
  source: string
  /** The numbers, in the words of the source. */
  quote?: string
  /** The facts in one sentence. */
  told: string
  request: object
  /** The principal that was awarded, in fen; where only “75,000 odd” was told, from and to. */
  expected: number | [from: number, to: number]
  /**
   * Where the sum does not follow from the text: it was weighed by the court (酌定), settled with both giving way, asked
   * for in part, decided by a law that was another then, or the contract was not ended at all.
   */
  differs?: keyof typeof DIFFERS
  /** Why the answer differs, or what was assumed. */
  why?: string
  /** What the calculator of that version answered when the case was entered. */
  first: { engine: string; got_fen: number }
}

export const DIFFERS = {
  weighed: '法院酌定',
  settled: '调解各让一步',
  asked_less: '当事人请求的就是这个数',
  earlier_law: '依当时的法律',
  not_ended: '没有准许解除',
} as const
export const PUBLISHED_CASES = cases as PublishedCase[]
