-- A consumer tells of a shop that takes prepayments and has not joined: an invitation, or a report for the supervisor.
-- Kept as said; whoever told is never shown to anybody else. Five a day, so that nobody drowns the readers.
CREATE TABLE shop_tips (
  id          TEXT PRIMARY KEY,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  kind        TEXT NOT NULL CONSTRAINT shop_tip_kind_known CHECK (kind IN ('invite', 'report')),
  shop_name   TEXT NOT NULL CONSTRAINT shop_tip_name_fits CHECK (length(shop_name) BETWEEN 1 AND 60),
  district    TEXT NOT NULL,
  address     TEXT CONSTRAINT shop_tip_address_fits CHECK (length(address) <= 100),
  note        TEXT CONSTRAINT shop_tip_note_fits CHECK (length(note) <= 200),
  told_on     TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX shop_tips_consumer ON shop_tips (consumer_id, told_on);
CREATE INDEX shop_tips_district ON shop_tips (district, id);
CREATE TRIGGER shop_tips_are_few BEFORE INSERT ON shop_tips
WHEN (SELECT count(*) FROM shop_tips WHERE consumer_id = new.consumer_id AND told_on = new.told_on) >= 5
BEGIN SELECT RAISE(ABORT, 'shop_tips_used_up'); END;
CREATE TRIGGER shop_tips_are_not_edited BEFORE UPDATE ON shop_tips
BEGIN SELECT RAISE(ABORT, 'shop_tips_are_kept'); END;
CREATE TRIGGER shop_tips_are_kept BEFORE DELETE ON shop_tips
BEGIN SELECT RAISE(ABORT, 'shop_tips_are_kept'); END;
