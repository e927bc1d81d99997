-- What an offer promises beyond its price: bookings, pauses, a number of visits; and services of different weight.
ALTER TABLE offers ADD COLUMN no_show_bp INTEGER NOT NULL DEFAULT 0 -- what the shop keeps when nobody comes
  CONSTRAINT offer_no_show_known CHECK (no_show_bp BETWEEN 0 AND 5000);
ALTER TABLE offers ADD COLUMN free_cancel_hours INTEGER NOT NULL DEFAULT 2
  CONSTRAINT offer_free_cancel_known CHECK (free_cancel_hours BETWEEN 0 AND 72);
ALTER TABLE offers ADD COLUMN pauses_max INTEGER NOT NULL DEFAULT 2
  CONSTRAINT offer_pauses_known CHECK (pauses_max BETWEEN 0 AND 12);
ALTER TABLE offers ADD COLUMN pause_days_max INTEGER NOT NULL DEFAULT 30
  CONSTRAINT offer_pause_days_known CHECK (pause_days_max BETWEEN 0 AND 180);
ALTER TABLE offers ADD COLUMN pause_days_min INTEGER NOT NULL DEFAULT 3
  CONSTRAINT offer_pause_days_min_known CHECK (pause_days_min BETWEEN 1 AND 180);
ALTER TABLE offers ADD COLUMN visits_max INTEGER -- of a limited period card; NULL: unlimited, or sold before this was said
  CONSTRAINT offer_visits_known CHECK (visits_max BETWEEN 1 AND 10000);
ALTER TABLE price_items ADD COLUMN visits INTEGER NOT NULL DEFAULT 1 -- how many visits of a count card one such service takes
  CONSTRAINT item_visits_known CHECK (visits BETWEEN 1 AND 50);
CREATE TRIGGER offers_keep_their_promises BEFORE UPDATE ON offers
WHEN new.no_show_bp <> old.no_show_bp OR new.free_cancel_hours <> old.free_cancel_hours
  OR new.pauses_max <> old.pauses_max OR new.pause_days_max <> old.pause_days_max
  OR new.pause_days_min <> old.pause_days_min OR new.visits_max IS NOT old.visits_max
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
CREATE TRIGGER price_items_keep_their_weight BEFORE UPDATE ON price_items WHEN new.visits <> old.visits
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
