-- A sealed day that the bank tells anew gets an amended close beside the old one: both stay, each with its hash, and the
-- new one names the old. Only the rows whose statement is another are told again; the others are those of the old close.
ALTER TABLE bank_closes ADD COLUMN told_seq INTEGER; -- the last statement that was there when the close began

CREATE TABLE bank_amended_closes (
  day          TEXT NOT NULL REFERENCES bank_closes (day),
  revision     INTEGER NOT NULL CONSTRAINT amended_close_counts_up CHECK (revision >= 1),
  amends_hash  TEXT NOT NULL, -- the content hash of what it amends
  rows_hash    TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  body         TEXT NOT NULL, -- JSON: the figures
  told_seq     INTEGER NOT NULL,
  sealed_at    TEXT NOT NULL,
  PRIMARY KEY (day, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_amended_closes_follow_each_other BEFORE INSERT ON bank_amended_closes
WHEN new.revision <> 1 + coalesce((SELECT max(revision) FROM bank_amended_closes WHERE day = new.day), 0)
  OR new.amends_hash IS NOT coalesce(
    (SELECT content_hash FROM bank_amended_closes WHERE day = new.day ORDER BY revision DESC LIMIT 1),
    (SELECT content_hash FROM bank_closes WHERE day = new.day AND phase = 'sealed'))
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_amended_closes_are_final BEFORE UPDATE ON bank_amended_closes
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_amended_closes_are_kept BEFORE DELETE ON bank_amended_closes
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE bank_amended_rows (
  day         TEXT NOT NULL,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  revision    INTEGER NOT NULL,
  row         TEXT NOT NULL, -- JSON: the row as it is now, every figure
  PRIMARY KEY (day, merchant_id, revision),
  CONSTRAINT amended_row_of_its_close FOREIGN KEY (day, revision) REFERENCES bank_amended_closes (day, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_amended_rows_merchant ON bank_amended_rows (merchant_id, day);
CREATE TRIGGER bank_amended_rows_are_final BEFORE UPDATE ON bank_amended_rows
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_amended_rows_are_kept BEFORE DELETE ON bank_amended_rows
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
