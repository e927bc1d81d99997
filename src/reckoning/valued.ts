import type { Place } from '../law/cite'
import { type Notice, type Wording, wording } from '../law/wording'
import type { LotFacts, Way } from './facts'
import type { QuestionId } from './readings'

/** What of a payment was used, as one way of counting values it. */
export type Valued = {
  value_fen: number
  said: Wording
  article: Place | string
  sum: string | null
}
export type OtherReading = { id: QuestionId; valued: Valued }
export type Used = {
  units: number
  ways: Record<Way, Valued>
  /** The same way of counting, read otherwise; with what it would come to. */
  others: Record<Way, OtherReading[]>
  notices: Notice[]
}

/** Everything that was paid counts as used: the least that can come back. */
export const allUsed = (lot: LotFacts): Valued => ({
  value_fen: lot.paid_fen,
  said: wording('减去：付的钱都算已经用完', 'Less: all that was paid counts as used'),
  article: [15, 1],
  sum: null,
})
