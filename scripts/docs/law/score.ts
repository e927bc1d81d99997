import { calculate } from '../../../src/calculator/calculator'
import { NewCalculation } from '../../../src/calculator/shape'
import type { City } from '../../../src/kernel/city'
import { PUBLISHED_CASES, type PublishedCase } from './published-case'

/** As near as a court rounds: half a yuan. */
const NEAR_FEN = 50
export type Scored = PublishedCase & {
  got_fen: number
  low_fen: number
  high_fen: number
  right: boolean
  first_right: boolean
  /** What was awarded lies between the least and the most of all findings and readings. */
  within: boolean
}

/** Every published case asked as told; right is the principal within half a yuan of what was awarded. */
export function scoresIn(city: City): Scored[] {
  return PUBLISHED_CASES.map((one) => {
    const answer = calculate(NewCalculation.parse(one.request), city)
    const { low_fen, high_fen } = answer.range
    const [from, to] = awarded(one)
    return {
      ...one,
      got_fen: answer.principal_fen,
      low_fen,
      high_fen,
      right: isNear(one, answer.principal_fen),
      first_right: isNear(one, one.first.got_fen),
      within: low_fen <= to + NEAR_FEN && high_fen >= from - NEAR_FEN,
    }
  })
}
export const countRight = (scores: readonly Scored[]): number =>
  scores.filter(({ right }) => right).length

export const awarded = ({ expected }: PublishedCase): [from: number, to: number] =>
  typeof expected === 'number' ? [expected, expected] : expected
const isNear = (one: PublishedCase, got_fen: number): boolean => {
  const [from, to] = awarded(one)
  return got_fen >= from - NEAR_FEN && got_fen <= to + NEAR_FEN
}
