-- Why: a card with ¥30 may pay ¥30 of a bill of ¥48; the till must say for ever that ¥18 were to be paid in another way.
-- NULL: the use took all that was asked for.
ALTER TABLE redemptions ADD COLUMN asked_units INTEGER
  CONSTRAINT use_asked_for_more CHECK (asked_units IS NULL OR asked_units > units);
CREATE TRIGGER redemptions_keep_what_was_asked BEFORE UPDATE ON redemptions WHEN new.asked_units IS NOT old.asked_units
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;

-- Why: a till stands unattended, so its session ends after half an hour unused; a message to sign in again costs time in the
-- middle of a sale, and ten a day are all there are. Whoever works there has a PIN of their own that opens it again and that
-- takes back a sale. Wrong tries are counted by the row itself: five lock it, ten lock it longer, fifteen end it.
CREATE TABLE staff_pins (
  staff_id     TEXT PRIMARY KEY REFERENCES staff (id),
  pin_hash     TEXT NOT NULL, -- keyed and stretched, bound to the person
  tries        INTEGER NOT NULL DEFAULT 0 CONSTRAINT till_pin_locked CHECK (tries BETWEEN 0 AND 15),
  tried_at     TEXT,
  locked_until TEXT,
  set_at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER staff_pins_stay_locked BEFORE UPDATE OF tried_at ON staff_pins
WHEN old.locked_until > new.tried_at
BEGIN SELECT RAISE(ABORT, 'till_pin_locked'); END;
CREATE TRIGGER staff_pins_end_at_fifteen BEFORE UPDATE OF tries ON staff_pins
WHEN new.tries < old.tries AND old.tries >= 15 AND new.set_at = old.set_at
BEGIN SELECT RAISE(ABORT, 'till_pin_locked'); END;
CREATE TRIGGER staff_pins_are_kept BEFORE DELETE ON staff_pins
BEGIN SELECT RAISE(ABORT, 'till_pin_locked'); END;
