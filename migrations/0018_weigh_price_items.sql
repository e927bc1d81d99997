-- Whether a shop counts a service in visits of its count cards. `visits` alone, never empty, cannot tell "one visit"
-- from "says nothing of count cards": without a word of the shop a loaf of bread must not take a visit of anything.
ALTER TABLE price_items ADD COLUMN weighed INTEGER NOT NULL DEFAULT 0
  CONSTRAINT item_weighed_known CHECK (weighed IN (0, 1));
CREATE TRIGGER price_items_are_weighed_or_single BEFORE INSERT ON price_items WHEN new.weighed = 0 AND new.visits <> 1
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
CREATE TRIGGER price_items_keep_being_weighed BEFORE UPDATE ON price_items WHEN new.weighed <> old.weighed
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
