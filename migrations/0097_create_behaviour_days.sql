-- What every admitted shop did on a day, one row each, written once the day is over: all the warning may know. And what the
-- warning remembers of each shop, so that a night costs what is new.
CREATE TABLE behaviour_days (
  day                   TEXT NOT NULL, -- Asia/Shanghai
  merchant_id           TEXT NOT NULL REFERENCES merchants (id),
  sector                TEXT NOT NULL,
  opened_on             TEXT NOT NULL, -- the day of its admission
  lease_ends_on         TEXT, -- as of that night
  sold_fen              INTEGER NOT NULL,
  bonus_fen             INTEGER NOT NULL,
  lots_sold             INTEGER NOT NULL,
  used_fen              INTEGER NOT NULL, -- less what was corrected that day: may be below 0
  uses                  INTEGER NOT NULL,
  merchant_started_uses INTEGER NOT NULL,
  contested_uses        INTEGER NOT NULL,
  refund_requests       INTEGER NOT NULL,
  complaints            INTEGER NOT NULL,
  payout_bounces        INTEGER NOT NULL,
  bank_breaks           INTEGER NOT NULL,
  escrow_fen            INTEGER NOT NULL, -- that evening, of all its cards
  holders               INTEGER NOT NULL, -- cards with money of theirs that evening
  events                TEXT NOT NULL, -- JSON: words of a closed list
  PRIMARY KEY (day, merchant_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER behaviour_days_are_kept BEFORE UPDATE ON behaviour_days
BEGIN SELECT RAISE(ABORT, 'behaviour_days_are_kept'); END;
CREATE TRIGGER behaviour_days_stay BEFORE DELETE ON behaviour_days
BEGIN SELECT RAISE(ABORT, 'behaviour_days_are_kept'); END;

CREATE TABLE warning_memories (
  merchant_id TEXT PRIMARY KEY REFERENCES merchants (id),
  level       INTEGER NOT NULL CONSTRAINT warning_level_known CHECK (level BETWEEN 1 AND 5),
  since_on    TEXT NOT NULL, -- the day from which it stands there
  why         TEXT NOT NULL, -- JSON [{signal, figure, baseline, weight}], as said when the level last changed
  memory      TEXT NOT NULL  -- JSON: what the detector goes on from
) STRICT, WITHOUT ROWID;
CREATE INDEX warning_memories_alarmed ON warning_memories (merchant_id, level) WHERE level >= 3;
CREATE TABLE warning_city (
  id      INTEGER PRIMARY KEY CONSTRAINT warning_city_is_one CHECK (id = 1),
  day     TEXT NOT NULL, -- the last one heard
  version TEXT NOT NULL, -- of the weights
  memory  TEXT NOT NULL
) STRICT;
CREATE TABLE warning_changes (
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  level       INTEGER NOT NULL CONSTRAINT warning_change_level_known CHECK (level BETWEEN 1 AND 5),
  why         TEXT NOT NULL,
  PRIMARY KEY (merchant_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER warning_changes_are_kept BEFORE UPDATE ON warning_changes
BEGIN SELECT RAISE(ABORT, 'warning_changes_are_kept'); END;
CREATE TRIGGER warning_changes_stay BEFORE DELETE ON warning_changes
BEGIN SELECT RAISE(ABORT, 'warning_changes_are_kept'); END;
