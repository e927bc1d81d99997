-- Why: an item that takes two visits of a count card has a list price of its own, and that is what the law deducts for
-- it (法释〔2025〕4号 §19), not twice the price of one visit. Empty: the uses that are worth their units at the list price.
ALTER TABLE redemptions ADD COLUMN list_value_fen INTEGER
  CONSTRAINT use_list_value_known CHECK (list_value_fen IS NULL OR list_value_fen >= 0);
CREATE INDEX redemptions_weighed ON redemptions (card_id) WHERE list_value_fen IS NOT NULL;

-- What the weighed uses of each lot were worth at list price, beyond (or below) their units at the lot's own price for
-- one; what was given back counts no more. Rounded down: never more is deducted than the items cost.
CREATE VIEW lot_list_shifts AS
SELECT w.card_id, w.lot_id, sum(w.value_fen * w.left_units / w.units) - sum(w.left_units) * l.list_price_fen AS shift_fen
  FROM (SELECT r.card_id, s.value ->> 'lot_id' AS lot_id, r.units, r.list_value_fen AS value_fen,
               (s.value ->> 'units') - coalesce((
                 SELECT sum(q.value ->> 'units') FROM corrections k, json_each(k.lot_uses) q
                  WHERE k.redemption_id = r.id AND k.status = 'done'
                    AND q.value ->> 'lot_id' = s.value ->> 'lot_id'), 0) AS left_units
          FROM redemptions r, json_each(r.lot_uses) s
         WHERE r.list_value_fen IS NOT NULL AND r.status = 'succeeded') w
  JOIN lots l ON l.id = w.lot_id
 GROUP BY w.card_id, w.lot_id;
