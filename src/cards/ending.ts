import type { LocalDate } from '../kernel/time'
import { type Lot, lotUse, releasedFor } from '../law/lots'
import { earnedDays } from '../law/period'
import { type Statement, sql } from '../platform/d1'
import {
  advanceCardStatement,
  type StoredCard,
  type StoredLot,
  updateLotsStatements,
} from './store'

/**
 * Lots of a period card as they stand on the day their contract ends: every day that is wholly over is the shop's,
 * also those that waited for the end of the cooling-off time (法释〔2025〕4号 §22). Other kinds stay as they are.
 */
export function daysUpTo(
  card: Pick<StoredCard, 'kind' | 'lots' | 'days_off'>,
  lot_ids: readonly string[],
  on: LocalDate,
): StoredLot[] {
  if (card.kind !== 'period') return card.lots
  return card.lots.map((lot) => {
    const days = lot_ids.includes(lot.id) ? earnedDays(lot, on, card.days_off) : lot.used_units
    if (days <= lot.used_units) return lot
    const { released_fen_after, used_units_after } = lotUse(lot, days - lot.used_units)
    return { ...lot, used_units: used_units_after, released_fen: released_fen_after }
  })
}

/** Ends the contracts of lots by a refund: from now on nothing can be used, held or earned of them. */
export function endLotsStatements(
  card: StoredCard,
  after: readonly StoredLot[],
  end: { refund_id: string; lot_ids: readonly string[] },
): Statement[] {
  return [
    ...updateLotsStatements(card, after),
    ...end.lot_ids.map(
      (id) =>
        sql`UPDATE lots SET refund_id = ${end.refund_id} WHERE id = ${id} AND card_id = ${card.id}`,
    ),
  ]
}

/** The refund was withdrawn before any money left: the contracts go on as they were. */
export const reviveLotsStatements = (
  card: Pick<StoredCard, 'id' | 'version'>,
  refund_id: string,
): Statement[] => [
  advanceCardStatement(card),
  sql`UPDATE lots SET refund_id = NULL WHERE refund_id = ${refund_id} AND card_id = ${card.id}`,
]

/** Money of an ended lot that reached its holder; negative when it came back. */
export const refundLotStatement = (lot_id: string, amount_fen: number): Statement =>
  sql`UPDATE lots SET refunded_fen = refunded_fen + ${amount_fen} WHERE id = ${lot_id}`

/** The price difference of an ended lot that went to the shop (§19). */
export const differLotStatement = (lot_id: string, amount_fen: number): Statement =>
  sql`UPDATE lots SET difference_fen = difference_fen + ${amount_fen} WHERE id = ${lot_id}`

/** The cash of an ended lot that is neither earned, given back, gone to the shop nor tied to an open hold. */
export const lotLeftFen = (lot: Lot): number =>
  lot.paid_fen -
  releasedFor(lot.paid_fen, lot.used_units + lot.held_units, lot.face_units) -
  lot.refunded_fen -
  lot.difference_fen

/** Gives a lot more time than its contract did. */
export const updateLotEnd = (card_id: string, lot_id: string, ends_on: LocalDate): Statement =>
  sql`UPDATE lots SET ends_on = ${ends_on} WHERE id = ${lot_id} AND card_id = ${card_id}`
