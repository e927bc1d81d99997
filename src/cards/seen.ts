import { escrowOf, heldFor, refundingOf } from '../ledger/chart'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

/** Which cards the asker may see, decided in SQL: the holder's own, the shop's, the jurisdiction's, the bank's. */
const maySee = sql`CASE me.kind
    WHEN 'consumer' THEN c.consumer_id = me.subject_id OR EXISTS (
      SELECT 1 FROM card_companions p
       WHERE p.consumer_id = me.subject_id AND p.card_id = c.id AND p.status = 'accepted')
    WHEN 'staff' THEN c.merchant_id = me.merchant_id
    WHEN 'regulator' THEN m.district IN (SELECT value FROM json_each(me.districts))
    WHEN 'bank' THEN 1 ELSE 0 END`

/**
 * How often the card was used, from an index alone. The states are written out: a bound one would meet the
 * partial index on waiting redemptions, and SQLite would then prepare the statement anew for every value.
 */
const uses_counted = sql`
  (SELECT count(*) FROM redemptions WHERE card_id = c.id AND status = 'succeeded') AS succeeded_count,
  (SELECT count(*) FROM redemptions WHERE card_id = c.id AND status = 'user_confirming') AS confirming_count`

/** One card with everything its four readers need, or no row: not yours is not found. */
export const readCardSeen = (who: Who, card_id: string): Statement =>
  sql`SELECT c.*, m.name AS shop_name, m.code, m.level, m.sales_held_at, m.district, m.sector, m.custody_account_no,
             h.nickname, h.phone_mask,
             ${uses_counted},
             e.balance_fen AS escrow_fen, hd.balance_fen AS held_fen, rf.balance_fen AS refunding_fen
        FROM ${who.session} me
        JOIN cards_with_lots c ON c.id = ${card_id}
        JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers h ON h.id = c.consumer_id
        LEFT JOIN ledger_accounts e ON e.id = ${escrowOf(card_id)}
        LEFT JOIN ledger_accounts hd ON hd.id = ${heldFor(card_id)}
        LEFT JOIN ledger_accounts rf ON rf.id = ${refundingOf(card_id)}
       WHERE ${maySee}`

/** A page of the asker's cards, newest first, with the holder for the shop's staff. */
export const listCardsSeen = (
  who: Who,
  page: { before_id: string | null; limit: number },
): Statement =>
  sql`SELECT c.*, m.name AS shop_name, h.nickname, h.phone_mask, me.kind AS reader
        FROM ${who.session} me
        JOIN cards_with_lots c ON (me.kind = 'consumer' AND c.id IN (
                                 SELECT id FROM cards WHERE consumer_id = me.subject_id
                                 UNION ALL SELECT card_id FROM card_companions
                                  WHERE consumer_id = me.subject_id AND status = 'accepted'))
                               OR (me.kind = 'staff' AND c.merchant_id = me.merchant_id)
        JOIN merchants m ON m.id = c.merchant_id
        JOIN consumers h ON h.id = c.consumer_id
       WHERE (${page.before_id} IS NULL OR c.id < ${page.before_id})
       ORDER BY c.id DESC LIMIT ${page.limit + 1}`
