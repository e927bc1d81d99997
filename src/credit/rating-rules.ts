import { refuse } from '../kernel/refusals'
import { daysBetween, type LocalDate } from '../kernel/time'

export const RATED_WITHIN_DAYS = 30
/** A card on which less than this was ever paid says nothing: it costs too little to make many. */
const CARD_PAID_MIN_FEN = 5_000
/** A shop’s ratings of a day that count: three times its usual of thirty days, and five at least. */
const BURST = { times: 3, least: 5, days: 30 }

/** Why a rating is kept and does not count; null: it counts. */
export type Ignored = 'insider' | 'same_device' | 'same_account' | 'small_card' | 'burst' | null
export type RatingFacts = {
  status: string
  consent: string | null
  used_on: LocalDate
  rated_before: number
  is_insider: number
  shares_device: number
  shares_payer: number
  card_paid_fen: number
  counted_today: number
  counted_lately: number
}
/** By these words a holder agreed to the use; silence is no word. */
const AGREED = ['code', 'pin', 'confirmation']

/** May this use be rated, and does it count? Refuses rating_needs_confirmed_use, rating_too_late, rating_given_already. */
export function decideRating(of: RatingFacts, today: LocalDate): Ignored {
  if (of.status !== 'succeeded' || !AGREED.includes(of.consent ?? ''))
    refuse('rating_needs_confirmed_use')
  if (daysBetween(of.used_on, today) > RATED_WITHIN_DAYS) refuse('rating_too_late')
  if (of.rated_before > 0) refuse('rating_given_already')
  if (of.is_insider > 0) return 'insider'
  if (of.shares_device > 0) return 'same_device'
  if (of.shares_payer > 0) return 'same_account'
  if (of.card_paid_fen < CARD_PAID_MIN_FEN) return 'small_card'
  const usual = Math.floor((BURST.times * of.counted_lately) / BURST.days)
  return of.counted_today >= Math.max(BURST.least, usual) ? 'burst' : null
}
