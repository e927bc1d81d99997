-- The close of a business day: what every card is owed, bottom-up from the ledger; what the bank's statement says is
-- there; and a hash that holds on to the day before. A sealed day is never changed: a late word shows in the next one.
CREATE TABLE bank_closes (
  day           TEXT PRIMARY KEY,
  phase         TEXT NOT NULL CONSTRAINT bank_close_phase_known CHECK (phase IN ('requiring', 'resourcing', 'hashing', 'sealed')),
  at_key        TEXT NOT NULL DEFAULT '', -- the last card or merchant this phase dealt with
  rows_hash     TEXT NOT NULL DEFAULT '', -- over the merchants' rows so far, in the order of their ids
  previous_hash TEXT,
  content_hash  TEXT,
  body          TEXT, -- JSON: the figures that were sealed
  began_at      TEXT NOT NULL,
  sealed_at     TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT bank_close_sealed_with_its_hash CHECK ((phase = 'sealed') = (content_hash IS NOT NULL)
    AND (content_hash IS NULL) = (body IS NULL) AND (content_hash IS NULL) = (sealed_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_closes_open ON bank_closes (day) WHERE phase <> 'sealed';
CREATE TRIGGER bank_closes_in_order BEFORE INSERT ON bank_closes
WHEN new.version <> 1 OR new.phase <> 'requiring'
  OR EXISTS (SELECT 1 FROM bank_closes WHERE day >= new.day OR phase <> 'sealed')
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_closes_advance_by_one_version BEFORE UPDATE ON bank_closes
WHEN new.version <> old.version + 1 OR old.phase = 'sealed' OR new.day <> old.day
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_closes_follow_each_other BEFORE UPDATE ON bank_closes
WHEN new.phase = 'sealed' AND new.previous_hash IS NOT (SELECT content_hash FROM bank_closes WHERE day < new.day ORDER BY day DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_closes_are_kept BEFORE DELETE ON bank_closes
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE bank_coverage (
  day             TEXT NOT NULL REFERENCES bank_closes (day),
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  district        TEXT NOT NULL,
  cards_count     INTEGER NOT NULL DEFAULT 0, -- with money in them
  requirement_fen INTEGER NOT NULL DEFAULT 0, -- Σ of the cards' escrow, held and refunding at the end of the day
  bank_fen        INTEGER, -- the statement's closing balance; NULL: no statement of that day
  custody_fen     INTEGER NOT NULL DEFAULT 0, -- the same, as the ledger has it
  payable_fen     INTEGER NOT NULL DEFAULT 0, -- the shop's, not the consumers': earned, being paid, deposit
  paying_fen      INTEGER NOT NULL DEFAULT 0,
  deposit_fen     INTEGER NOT NULL DEFAULT 0,
  fees_held_fen   INTEGER NOT NULL DEFAULT 0, -- the platform's
  suspense_fen    INTEGER NOT NULL DEFAULT 0, -- booked by resolving breaks
  advance_fen     INTEGER NOT NULL DEFAULT 0, -- released early
  breaks_count    INTEGER NOT NULL DEFAULT 0,
  breaks_fen      INTEGER NOT NULL DEFAULT 0, -- bank less ledger, of the breaks that stood when the day was closed
  PRIMARY KEY (day, merchant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_coverage_merchant ON bank_coverage (merchant_id, day);
CREATE INDEX bank_coverage_district ON bank_coverage (day, district);
CREATE TRIGGER bank_coverage_before_the_seal BEFORE INSERT ON bank_coverage
WHEN NOT EXISTS (SELECT 1 FROM bank_closes WHERE day = new.day AND phase IN ('requiring', 'resourcing'))
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_coverage_is_final BEFORE UPDATE ON bank_coverage
WHEN NOT EXISTS (SELECT 1 FROM bank_closes WHERE day = new.day AND phase IN ('requiring', 'resourcing'))
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_coverage_is_kept BEFORE DELETE ON bank_coverage
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
