-- Why: who kept no promise and who kept all of them was in nobody's list. A listing is noticed first, heard, published by a second
-- person for a term that its class bounds, repaired or ended by itself; what is shown in public names no natural person.
CREATE TABLE listings (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  district     TEXT NOT NULL, -- the shop's, as at the notice
  public_name  TEXT NOT NULL, -- what may be shown to anybody: a company's name, anybody else's masked
  colour       TEXT NOT NULL CONSTRAINT listing_colour_known CHECK (colour IN ('red', 'black')),
  class        TEXT NOT NULL CONSTRAINT listing_class_known CHECK (class IN ('honour', 'minor', 'general', 'serious')),
  ground       TEXT NOT NULL,
  words        TEXT NOT NULL CONSTRAINT listing_words_short CHECK (length(words) BETWEEN 4 AND 500),
  noticed_by   TEXT NOT NULL,
  noticed_at   TEXT NOT NULL,
  hear_by      TEXT NOT NULL, -- a day: until then the shop may be heard, and nothing is published
  objection    TEXT CONSTRAINT listing_objection_short CHECK (length(objection) BETWEEN 4 AND 500),
  objected_at  TEXT,
  take_up_by   TEXT,
  answer_by    TEXT,
  answer       TEXT CONSTRAINT listing_answer_known CHECK (answer IN ('upheld', 'refused')),
  answer_note  TEXT,
  answered_by  TEXT,
  answered_at  TEXT,
  published_by TEXT,
  published_at TEXT,
  min_until    TEXT, -- not repaired away before
  until_on     TEXT, -- ends by itself after this day
  repair       TEXT CONSTRAINT listing_repair_short CHECK (length(repair) BETWEEN 4 AND 500),
  repair_at    TEXT,
  ended_for    TEXT CONSTRAINT listing_end_known CHECK (ended_for IN ('term', 'repaired', 'objection', 'court', 'error', 'withdrawn')),
  ended_by     TEXT, -- NULL: the clock
  ended_at     TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT listing_class_of_its_colour CHECK ((colour = 'red') = (class = 'honour')),
  CONSTRAINT listing_published_whole CHECK ((published_at IS NULL) = (published_by IS NULL) AND (published_at IS NULL) = (until_on IS NULL)
    AND (published_at IS NULL) = (min_until IS NULL)),
  CONSTRAINT listing_ended_whole CHECK ((ended_at IS NULL) = (ended_for IS NULL)),
  CONSTRAINT listing_term_bounded CHECK (until_on IS NULL OR until_on <= date(published_at, '+8 hours',
    CASE class WHEN 'honour' THEN '+730 days' WHEN 'minor' THEN '+90 days' WHEN 'general' THEN '+365 days' ELSE '+1095 days' END))
) STRICT;
CREATE UNIQUE INDEX listings_open ON listings (merchant_id, colour) WHERE ended_at IS NULL;
CREATE INDEX listings_public ON listings (published_at, id) WHERE published_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX listings_due ON listings (until_on, id) WHERE until_on IS NOT NULL AND ended_at IS NULL;
CREATE INDEX listings_merchant ON listings (merchant_id, id);
CREATE TRIGGER listings_are_published_by_two BEFORE UPDATE ON listings
WHEN new.published_by IS NOT NULL AND old.published_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.noticed_by AND checker.subject_id = new.published_by)
BEGIN SELECT RAISE(ABORT, 'listing_needs_another_person'); END;
CREATE TRIGGER listings_end_once BEFORE UPDATE ON listings
WHEN old.ended_at IS NOT NULL OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'listing_changed_meanwhile'); END;
CREATE TRIGGER listings_are_kept BEFORE DELETE ON listings
BEGIN SELECT RAISE(ABORT, 'listings_are_kept'); END;
CREATE VIEW black_listed AS
  SELECT merchant_id, id AS listing_id FROM listings WHERE colour = 'black' AND published_at IS NOT NULL AND ended_at IS NULL;
-- A hold that somebody else lifts does not let a black-listed shop sell.
CREATE TRIGGER listings_bar_sales BEFORE UPDATE OF sales_held_at ON merchants
WHEN old.sales_held_at IS NOT NULL AND new.sales_held_at IS NULL AND EXISTS (SELECT 1 FROM black_listed WHERE merchant_id = new.id)
BEGIN SELECT RAISE(ABORT, 'listing_bars_sales'); END;
