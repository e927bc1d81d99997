import { type Statement, sql } from '../platform/d1'

/** What of a card's uses the law asks beyond the units of its lots. */
export type UsedFacts = {
  /** By period lot whose contract limits the visits: how many it has, and how many the holder came for. */
  visits: Readonly<Record<string, { max: number; used: number }>>
  /** Period lots that somebody came with: nobody's cooling-off any more. */
  touched: readonly string[]
  /** By lot of a count card, in fen: how much more its weighed uses cost at list price than their units do; less is negative. */
  list_shifts: Readonly<Record<string, number>>
}
/**
 * The same of the card `c`, as JSON. What the weighed uses of each lot of a count card were worth at list price, beyond
 * (or below) their units at the lot's own price for one; what was given back counts no more. Rounded down: never more is
 * deducted than the items cost.
 */
export const usedColumn: Statement = sql`json_object(
  'touched', (SELECT json_group_array(DISTINCT check_in_lot_id) FROM redemptions
               WHERE card_id = c.id AND check_in_lot_id IS NOT NULL AND status = 'succeeded'),
  'visits', (SELECT json_group_object(l.id, json_object('max', o.visits_max, 'used', (
       SELECT count(*) FROM redemptions r
        WHERE r.card_id = c.id AND r.check_in_lot_id = l.id AND r.status = 'succeeded'
          AND NOT EXISTS (SELECT 1 FROM done_corrections k WHERE k.redemption_id = r.id))))
     FROM lots l JOIN offers o ON o.id = l.offer_id
    WHERE c.kind = 'period' AND l.card_id = c.id AND o.visits_max IS NOT NULL),
  'list_shifts', (SELECT json_group_object(lot_id, shift_fen) FROM (
     SELECT w.lot_id, sum(w.value_fen * w.left_units / w.units) - sum(w.left_units) * l.list_price_fen AS shift_fen
       FROM (SELECT s.value ->> 'lot_id' AS lot_id, r.units, r.list_value_fen AS value_fen,
                    (s.value ->> 'units') - coalesce((
                      SELECT sum(q.value ->> 'units') FROM corrections k, json_each(k.lot_uses) q
                       WHERE k.redemption_id = r.id AND k.status = 'done'
                         AND q.value ->> 'lot_id' = s.value ->> 'lot_id'), 0) AS left_units
               FROM redemptions r, json_each(r.lot_uses) s
              WHERE c.kind = 'count' AND r.card_id = c.id AND r.list_value_fen IS NOT NULL AND r.status = 'succeeded') w
       JOIN lots l ON l.id = w.lot_id
      GROUP BY w.lot_id))) AS used_facts`
export type UsedColumn = { used_facts: string }
export const usedFrom = (row: UsedColumn): UsedFacts => JSON.parse(row.used_facts) as UsedFacts
