-- Why: an offer's own clauses were read by the rules of one day; when the rules learn to read more, it must stay plain which
-- version let a clause through. NULL: published before versions were kept.
ALTER TABLE offers ADD COLUMN linter_version TEXT
  CONSTRAINT linter_version_is_said CHECK (linter_version IS NULL OR length(linter_version) BETWEEN 1 AND 20);
CREATE TRIGGER offers_keep_who_read_them BEFORE UPDATE ON offers WHEN new.linter_version IS NOT old.linter_version
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
