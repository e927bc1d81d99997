import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'

type Place = { merchant_id: string; district: string; sector: string; day: LocalDate }

/** Adds a sale to the roll-ups, in the batch of the sale itself. */
export function saleTallyStatements(
  of: Place & { paid_fen: number; new_card: boolean },
): Statement[] {
  const { merchant_id, district, sector, day, paid_fen } = of
  return [
    sql`UPDATE merchant_totals
           SET paid_fen = paid_fen + ${paid_fen}, owed_fen = owed_fen + ${paid_fen},
               topups_count = topups_count + 1, cards_count = cards_count + ${of.new_card ? 1 : 0}
         WHERE merchant_id = ${merchant_id}`,
    sql`INSERT INTO merchant_days (merchant_id, day, topups_count, paid_fen)
        VALUES (${merchant_id}, ${day}, 1, ${paid_fen})
        ON CONFLICT (merchant_id, day) DO UPDATE
          SET topups_count = topups_count + 1, paid_fen = paid_fen + excluded.paid_fen`,
    sql`INSERT INTO city_days (district, sector, day, topups_count, paid_fen)
        VALUES (${district}, ${sector}, ${day}, 1, ${paid_fen})
        ON CONFLICT (day, district, sector) DO UPDATE
          SET topups_count = topups_count + 1, paid_fen = paid_fen + excluded.paid_fen`,
  ]
}

/** Adds a use to the roll-ups, its shop's too where it is known, in the batch of the use itself. */
export function useTallyStatements(
  of: Place & { released_fen: number; shop_id?: string | null },
): Statement[] {
  const { merchant_id, district, sector, day, released_fen } = of
  return [
    sql`UPDATE merchant_totals
           SET released_fen = released_fen + ${released_fen}, owed_fen = owed_fen - ${released_fen},
               uses_count = uses_count + 1
         WHERE merchant_id = ${merchant_id}`,
    sql`INSERT INTO merchant_days (merchant_id, day, uses_count, released_fen)
        VALUES (${merchant_id}, ${day}, 1, ${released_fen})
        ON CONFLICT (merchant_id, day) DO UPDATE
          SET uses_count = uses_count + 1, released_fen = released_fen + excluded.released_fen`,
    sql`INSERT INTO city_days (district, sector, day, uses_count, released_fen)
        VALUES (${district}, ${sector}, ${day}, 1, ${released_fen})
        ON CONFLICT (day, district, sector) DO UPDATE
          SET uses_count = uses_count + 1, released_fen = released_fen + excluded.released_fen`,
    ...tallyShop(of, { uses_count: 1, released_fen }),
  ]
}

/** A shop's share of its merchant's day. */
function tallyShop(
  of: Place & { shop_id?: string | null },
  by: { uses_count: number; released_fen: number },
): Statement[] {
  const { merchant_id, day, shop_id = null } = of
  return shop_id === null
    ? []
    : [
        sql`INSERT INTO shop_days (merchant_id, day, shop_id, uses_count, released_fen)
            VALUES (${merchant_id}, ${day}, ${shop_id}, ${by.uses_count}, ${by.released_fen})
            ON CONFLICT (merchant_id, day, shop_id) DO UPDATE
              SET uses_count = uses_count + excluded.uses_count, released_fen = released_fen + excluded.released_fen`,
      ]
}

/** Takes a corrected use out of the roll-ups, on the day of the correction, in its own batch. */
export function correctionTallyStatements(
  of: Place & { returned_fen: number; uses_undone: 0 | 1; shop_id?: string | null },
): Statement[] {
  const { merchant_id, district, sector, day, returned_fen, uses_undone } = of
  return [
    sql`UPDATE merchant_totals
           SET released_fen = released_fen - ${returned_fen}, owed_fen = owed_fen + ${returned_fen},
               uses_count = uses_count - ${uses_undone}
         WHERE merchant_id = ${merchant_id}`,
    sql`INSERT INTO merchant_days (merchant_id, day, uses_count, released_fen)
        VALUES (${merchant_id}, ${day}, ${-uses_undone}, ${-returned_fen})
        ON CONFLICT (merchant_id, day) DO UPDATE
          SET uses_count = uses_count + excluded.uses_count, released_fen = released_fen + excluded.released_fen`,
    sql`INSERT INTO city_days (district, sector, day, uses_count, released_fen)
        VALUES (${district}, ${sector}, ${day}, ${-uses_undone}, ${-returned_fen})
        ON CONFLICT (day, district, sector) DO UPDATE
          SET uses_count = uses_count + excluded.uses_count, released_fen = released_fen + excluded.released_fen`,
    ...tallyShop(of, { uses_count: -uses_undone, released_fen: -returned_fen }),
  ]
}

/** Counts money that reached custody: it is in transit no longer. */
export const settlementTallyStatement = (of: {
  merchant_id: string
  gross_fen: number
}): Statement =>
  sql`UPDATE merchant_totals SET settled_fen = settled_fen + ${of.gross_fen}
       WHERE merchant_id = ${of.merchant_id}`

/** Counts a fee charged to the merchant and still in its sub-account; negative once it has left. */
export const feeHeldTallyStatement = (of: { merchant_id: string; held_fen: number }): Statement =>
  sql`UPDATE merchant_totals SET fees_held_fen = fees_held_fen + ${of.held_fen}
       WHERE merchant_id = ${of.merchant_id}`

/** Counts money that went back to holders; negative when a refund failed after all. */
export const refundTallyStatement = (of: {
  merchant_id: string
  refunded_fen: number
}): Statement =>
  sql`UPDATE merchant_totals SET refunded_fen = refunded_fen + ${of.refunded_fen}, owed_fen = owed_fen - ${of.refunded_fen}
       WHERE merchant_id = ${of.merchant_id}`

/** Counts what a shop earned without a use: days over when a contract ended, a price difference (法释〔2025〕4号 §19). */
export const earnedTallyStatements = (of: Place & { earned_fen: number }): Statement[] =>
  of.earned_fen === 0
    ? []
    : correctionTallyStatements({ ...of, returned_fen: -of.earned_fen, uses_undone: 0 })

/** Counts what custody owes the provider for refunds it paid out; negative once it is made good. */
export const providerOwedTallyStatement = (of: {
  merchant_id: string
  owed_fen: number
}): Statement =>
  sql`UPDATE merchant_totals SET provider_owed_fen = provider_owed_fen + ${of.owed_fen}
       WHERE merchant_id = ${of.merchant_id}`
