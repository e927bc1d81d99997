import { type Statement, sql } from '../platform/d1'

/** The payment of a lot is disputed: `disputed_fen` of its cash stands apart, and nothing of it moves. */
export const disputeLotStatement = (
  lot_id: string,
  of: { dispute_id: string; disputed_fen: number },
): Statement =>
  sql`UPDATE lots SET dispute_id = ${of.dispute_id}, disputed_fen = ${of.disputed_fen} WHERE id = ${lot_id}`

/**
 * The dispute is decided. `charged_back_fen` of the cash has gone back to the payer through the provider (0: won);
 * `next_dispute_id` is another one that is still open about the same payment, which keeps the lot still.
 */
export const undisputeLotStatement = (
  lot_id: string,
  of: { charged_back_fen: number; next_dispute_id: string | null; disputed_fen: number },
): Statement =>
  sql`UPDATE lots SET dispute_id = ${of.next_dispute_id}, disputed_fen = ${of.disputed_fen},
             refunded_fen = refunded_fen + ${of.charged_back_fen},
             charged_back_fen = charged_back_fen + ${of.charged_back_fen}
       WHERE id = ${lot_id}`
