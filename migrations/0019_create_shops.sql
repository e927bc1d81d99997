-- One merchant, several shops. A merchant's licence, custody account and supervisor stay one; a use says at which shop
-- it happened, and an offer may be for some of them only.
CREATE TABLE shops (
  id          TEXT PRIMARY KEY, -- the first shop's has the digits of its merchant's
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  name        TEXT NOT NULL,
  address     TEXT NOT NULL,
  district    TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  closed_at   TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX shops_merchant ON shops (merchant_id, id);
CREATE TRIGGER shops_are_not_replaced BEFORE INSERT ON shops WHEN EXISTS (SELECT 1 FROM shops WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE TRIGGER shops_have_names_of_their_own BEFORE INSERT ON shops
WHEN EXISTS (SELECT 1 FROM shops WHERE merchant_id = new.merchant_id AND name = new.name AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_name_taken'); END;
CREATE TRIGGER shops_keep_names_of_their_own BEFORE UPDATE ON shops
WHEN new.closed_at IS NULL AND new.name <> old.name
 AND EXISTS (SELECT 1 FROM shops WHERE merchant_id = new.merchant_id AND name = new.name AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_name_taken'); END;
CREATE TRIGGER shops_are_few BEFORE INSERT ON shops
WHEN (SELECT count(*) FROM shops WHERE merchant_id = new.merchant_id AND closed_at IS NULL) >= 50
BEGIN SELECT RAISE(ABORT, 'shops_too_many'); END;
CREATE TRIGGER shops_advance_by_one_version BEFORE UPDATE ON shops WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'shop_changed_meanwhile'); END;
CREATE TRIGGER shops_close_once BEFORE UPDATE ON shops WHEN old.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;
CREATE TRIGGER shops_keep_their_place BEFORE UPDATE ON shops
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.address <> old.address
  OR new.district <> old.district OR new.opened_at <> old.opened_at
BEGIN SELECT RAISE(ABORT, 'shops_are_kept'); END;
CREATE TRIGGER shops_leave_one_open BEFORE UPDATE ON shops
WHEN new.closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE merchant_id = old.merchant_id
                                                  AND closed_at IS NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_shop_must_stay'); END;
CREATE TRIGGER shops_are_kept BEFORE DELETE ON shops
BEGIN SELECT RAISE(ABORT, 'shops_are_kept'); END;
INSERT INTO shops (id, merchant_id, name, address, district, opened_at)
SELECT 'shp_' || substr(id, 5), id, name, address, district, applied_at FROM merchants;

-- Who works at which shop; somebody who is not here works at all of them.
CREATE TABLE shop_staff (
  staff_id TEXT PRIMARY KEY REFERENCES staff (id),
  shop_id  TEXT NOT NULL REFERENCES shops (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_staff_shop ON shop_staff (shop_id, staff_id);
CREATE TRIGGER shop_staff_begin_at_an_open_shop BEFORE INSERT ON shop_staff
WHEN NOT EXISTS (SELECT 1 FROM shops s JOIN staff p ON p.merchant_id = s.merchant_id
                  WHERE s.id = new.shop_id AND p.id = new.staff_id AND s.closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;
CREATE TRIGGER shop_staff_move_to_an_open_shop BEFORE UPDATE ON shop_staff
WHEN NOT EXISTS (SELECT 1 FROM shops s JOIN staff p ON p.merchant_id = s.merchant_id
                  WHERE s.id = new.shop_id AND p.id = new.staff_id AND s.closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;

-- A shop's day, kept in the batch of each use, as merchant_days is.
CREATE TABLE shop_days (
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  day          TEXT NOT NULL, -- Asia/Shanghai
  shop_id      TEXT NOT NULL REFERENCES shops (id),
  uses_count   INTEGER NOT NULL DEFAULT 0,
  released_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, day, shop_id)
) STRICT, WITHOUT ROWID;

-- Where a use happened; NULL: before shops were told apart, or nobody said.
ALTER TABLE redemptions ADD COLUMN shop_id TEXT REFERENCES shops (id);
CREATE TRIGGER redemptions_happen_at_a_shop_of_theirs BEFORE INSERT ON redemptions
WHEN new.shop_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'shop_not_found'); END;
CREATE TRIGGER redemptions_keep_their_shop BEFORE UPDATE ON redemptions WHEN new.shop_id IS NOT old.shop_id
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
ALTER TABLE holds ADD COLUMN shop_id TEXT REFERENCES shops (id);
CREATE TRIGGER holds_begin_at_a_shop_of_theirs BEFORE INSERT ON holds
WHEN new.shop_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'shop_not_found'); END;
CREATE TRIGGER holds_keep_their_shop BEFORE UPDATE ON holds WHEN new.shop_id IS NOT old.shop_id
BEGIN SELECT RAISE(ABORT, 'hold_terms_are_fixed'); END;

-- JSON list of the shops an offer is for; '[]': all of its merchant's. `shops` keeps their names as its contract has them.
ALTER TABLE offers ADD COLUMN shop_ids TEXT NOT NULL DEFAULT '[]';
CREATE TRIGGER offers_keep_their_shops BEFORE UPDATE ON offers WHEN new.shop_ids <> old.shop_ids
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
