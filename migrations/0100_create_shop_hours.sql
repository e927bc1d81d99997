-- Why: somebody who stands before a shut door wants to know whether the shop is open today before she thinks it has gone.
-- A shop's hours are stated by its owner or manager, whole, again and again; the newest row counts and none is edited.
CREATE TABLE shop_hours (
  shop_id   TEXT NOT NULL REFERENCES shops (id),
  version   INTEGER NOT NULL CONSTRAINT shop_hours_version_positive CHECK (version > 0),
  weekly    TEXT NOT NULL CONSTRAINT shop_hours_are_a_week -- JSON: seven of {opens, closes} or null, Monday first
    CHECK (json_valid(weekly) AND json_type(weekly) = 'array' AND json_array_length(weekly) = 7),
  closures  TEXT NOT NULL CONSTRAINT shop_closures_are_few -- JSON: {from_on, to_on}, first one first
    CHECK (json_valid(closures) AND json_type(closures) = 'array' AND json_array_length(closures) <= 12),
  stated_by TEXT NOT NULL REFERENCES staff (id),
  stated_at TEXT NOT NULL,
  PRIMARY KEY (shop_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shop_hours_follow_each_other BEFORE INSERT ON shop_hours
WHEN new.version <> (SELECT coalesce(max(version), 0) + 1 FROM shop_hours WHERE shop_id = new.shop_id)
BEGIN SELECT RAISE(ABORT, 'shop_changed_meanwhile'); END;
CREATE TRIGGER shop_hours_are_of_an_open_shop BEFORE INSERT ON shop_hours
WHEN NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;
CREATE TRIGGER shop_hours_are_not_edited BEFORE UPDATE ON shop_hours
BEGIN SELECT RAISE(ABORT, 'shop_hours_are_kept'); END;
CREATE TRIGGER shop_hours_are_kept BEFORE DELETE ON shop_hours
BEGIN SELECT RAISE(ABORT, 'shop_hours_are_kept'); END;
