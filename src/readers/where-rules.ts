import { sumFen } from '../kernel/money'
import type { CardFigures } from '../standing/facts'

type Paid = { paid_fen: number; released_fen: number; refunded_fen: number; difference_fen: number }
/**
 * Where all that was paid for a card is now, in whole fen: `paid = held + waiting + missing + returned + released`.
 * `held` is only what the bank's closed day shows; what it has not seen yet waits, what nothing covers is missing. The
 * shop's part of a refund (difference) went to the shop like a use.
 */
export const whereOf = (lots: readonly Paid[], of: CardFigures) => ({
  paid_fen: sumFen(lots.map(({ paid_fen }) => paid_fen)),
  held_fen: of.covered_fen,
  waiting_fen: of.transit_fen + of.unchecked_fen,
  missing_fen: of.short_fen,
  returned_fen: sumFen(lots.map(({ refunded_fen }) => refunded_fen)),
  released_fen: sumFen(
    lots.map(({ released_fen, difference_fen }) => released_fen + difference_fen),
  ),
})
