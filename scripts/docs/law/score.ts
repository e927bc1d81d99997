import { calculate } from '../../../src/calculator/calculator'
import { NewCalculation } from '../../../src/calculator/shape'
import type { City } from '../../../src/kernel/city'
import type { PublishedCase } from './published-case'
import { ALIKE_CASES } from './published-cases'
import { DIFFERENT_CASES } from './published-cases-at-discretion'

/** As near as a court rounds: half a yuan. */
const NEAR_FEN = 50
export type Scored = PublishedCase & {
  got_fen: number
  low_fen: number
  high_fen: number
  right: boolean
}

/** Every published case asked as told; right is the principal within half a yuan of what was awarded. */
export function scoresIn(city: City): Scored[] {
  return [...ALIKE_CASES, ...DIFFERENT_CASES].map((one) => {
    const answer = calculate(NewCalculation.parse(one.request), city)
    const [from, to] =
      typeof one.expected === 'number' ? [one.expected, one.expected] : one.expected
    const got_fen = answer.principal_fen
    const right = got_fen >= from - NEAR_FEN && got_fen <= to + NEAR_FEN
    return {
      ...one,
      got_fen,
      low_fen: answer.range.low_fen,
      high_fen: answer.range.high_fen,
      right,
    }
  })
}
export const countRight = (scores: readonly Scored[]): number =>
  scores.filter(({ right }) => right).length
