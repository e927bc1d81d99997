-- A night reads what is new and a thirtieth of what is old. A part is a range of one pass's keys that was read whole; what
-- comes after the last part is read every night, and becomes a part once it fills a page.
CREATE TABLE book_parts (
  pass           TEXT NOT NULL,
  from_key       TEXT NOT NULL, -- exclusive
  to_key         TEXT NOT NULL, -- inclusive
  rows_count     INTEGER NOT NULL CONSTRAINT book_part_counts_rows CHECK (rows_count >= 0),
  read_at        TEXT NOT NULL,
  findings_count INTEGER NOT NULL DEFAULT 0, -- of the last reading: more than none is read again the next night
  PRIMARY KEY (pass, from_key),
  CONSTRAINT book_part_is_a_range CHECK (to_key > from_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX book_parts_due ON book_parts (pass, read_at);
CREATE INDEX book_parts_found ON book_parts (pass) WHERE findings_count > 0;

-- What acts since the last clean run may have changed, by table: looked at this night whatever its age.
CREATE TABLE book_touched (
  kind TEXT NOT NULL, -- a table, or 'id' for what was named without saying of which
  key  TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

-- Where an account's entries were verified up to, at most a thousand or so entries apart: no statement reads all of a busy
-- account. flows: what moved within the stretch, by reason and other side, so that sums need not be made anew.
CREATE TABLE book_checkpoints (
  account_id   TEXT NOT NULL REFERENCES ledger_accounts (id),
  from_version INTEGER NOT NULL, -- exclusive
  version      INTEGER NOT NULL,
  balance_fen  INTEGER NOT NULL,
  flows        TEXT NOT NULL CONSTRAINT book_flows_are_json CHECK (json_valid(flows)),
  PRIMARY KEY (account_id, from_version),
  CONSTRAINT book_checkpoint_is_a_stretch CHECK (version > from_version)
) STRICT, WITHOUT ROWID;

-- 'night': the new and a thirtieth of the old; 'full': everything, as ever. The marks say up to where a run knew the city:
-- the next night begins at the marks of the last run that was clean.
ALTER TABLE book_runs ADD COLUMN scope TEXT NOT NULL DEFAULT 'full' CONSTRAINT book_run_scope_known CHECK (scope IN ('full', 'night'));
ALTER TABLE book_runs ADD COLUMN since TEXT NOT NULL DEFAULT '{}';
ALTER TABLE book_runs ADD COLUMN upto TEXT NOT NULL DEFAULT '{}';
CREATE INDEX book_runs_clean ON book_runs (id) WHERE result = 'clean';

-- Asked once for each use, hold and day, so none of them may read the whole table.
CREATE INDEX pay_code_uses_of_redemption ON pay_code_uses (redemption_id);
CREATE INDEX holds_of_redemption ON holds (redemption_id) WHERE redemption_id IS NOT NULL;
CREATE INDEX merchant_days_of_day ON merchant_days (day);
