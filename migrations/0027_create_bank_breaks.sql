-- Three-way reconciliation. Each entry of a custody account is a movement that the bank's statement must show; what
-- answers to each other is matched; what does not is a break, of one of twelve classes. Breaks are computed anew from
-- what is open: one that is no more clears itself, one that stays is resolved only by two people and new entries.
CREATE INDEX purchases_paid_on ON purchases (paid_at) WHERE status = 'paid';

CREATE TABLE bank_movements (
  merchant_id     TEXT NOT NULL,
  account_version INTEGER NOT NULL, -- of custody:<merchant>: the entry it stands for
  transfer_id     TEXT NOT NULL,
  match_key       TEXT,             -- the instruction the bank had for it; NULL: the bank had none
  reason          TEXT NOT NULL,
  subject_id      TEXT NOT NULL,
  amount_fen      INTEGER NOT NULL, -- as the bank sees it: into the account is positive
  day             TEXT NOT NULL,    -- when we wrote it, Asia/Shanghai
  state           TEXT NOT NULL CONSTRAINT bank_movement_state_known
                  CHECK (state IN ('open', 'matched', 'baseline', 'internal', 'resolved')),
  match_id        TEXT,
  matched_on      TEXT,
  PRIMARY KEY (merchant_id, account_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_movements_open ON bank_movements (merchant_id, day) WHERE state = 'open';
CREATE INDEX bank_movements_match_key ON bank_movements (match_key) WHERE match_key IS NOT NULL;
CREATE INDEX bank_movements_match ON bank_movements (match_id) WHERE match_id IS NOT NULL;
CREATE INDEX bank_movements_day ON bank_movements (merchant_id, day, amount_fen);
CREATE TRIGGER bank_movements_come_once BEFORE INSERT ON bank_movements
WHEN EXISTS (SELECT 1 FROM bank_movements WHERE merchant_id = new.merchant_id AND account_version = new.account_version)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_movements_follow_the_ledger BEFORE INSERT ON bank_movements
WHEN NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.account_id = 'custody:' || new.merchant_id
  AND e.account_version = new.account_version AND e.transfer_id = new.transfer_id AND e.amount_fen = -new.amount_fen)
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_movements_keep_what_was_booked BEFORE UPDATE ON bank_movements
WHEN new.amount_fen <> old.amount_fen OR new.transfer_id <> old.transfer_id OR new.day <> old.day
  OR new.match_key IS NOT old.match_key
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_movements_are_kept BEFORE DELETE ON bank_movements
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_breaks (
  id                   TEXT PRIMARY KEY,
  subject              TEXT NOT NULL UNIQUE, -- what does not agree: the same thing is one break however often it is found
  leg                  TEXT NOT NULL CONSTRAINT break_leg_known CHECK (leg IN ('bank', 'provider')),
  merchant_id          TEXT, -- NULL: of the whole file, or of nobody yet
  other_merchant_id    TEXT, -- the account the money belongs to, when it is on another one
  class                TEXT NOT NULL CONSTRAINT break_class_known
                       CHECK (class IN ('B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11', 'B12')),
  first_class          TEXT NOT NULL,
  day                  TEXT NOT NULL, -- of the thing itself
  found_on             TEXT NOT NULL, -- the business day whose reconciliation found it
  difference_fen       INTEGER NOT NULL, -- bank less ledger, of merchant_id
  other_difference_fen INTEGER NOT NULL DEFAULT 0, -- and of other_merchant_id
  ledger_fen           INTEGER,
  bank_fen             INTEGER,
  provider_fen         INTEGER,
  match_key            TEXT,
  lines                TEXT NOT NULL, -- JSON: bank_lines.seq
  movements            TEXT NOT NULL, -- JSON: [merchant_id, account_version]
  note                 TEXT NOT NULL,
  owner                TEXT NOT NULL CONSTRAINT break_owner_known CHECK (owner IN ('bank', 'platform')),
  limit_on             TEXT NOT NULL, -- still open after this day: the regulator's list
  state                TEXT NOT NULL DEFAULT 'open' CONSTRAINT break_state_known
                       CHECK (state IN ('open', 'proposed', 'cleared', 'resolved')),
  escalated_at         TEXT,
  cleared_on           TEXT,
  proposal             TEXT CONSTRAINT break_proposal_known CHECK (proposal IN ('match', 'suspense', 'note')),
  proposal_note        TEXT,
  proposed_by          TEXT,
  proposed_at          TEXT,
  resolved_by          TEXT,
  resolved_at          TEXT,
  version              INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT break_proposal_has_its_maker CHECK ((proposal IS NULL) = (proposed_by IS NULL)),
  CONSTRAINT checker_must_not_be_maker CHECK (resolved_by IS NULL OR resolved_by <> proposed_by),
  CONSTRAINT break_resolved_by_two CHECK ((state = 'resolved') = (resolved_by IS NOT NULL) AND (resolved_by IS NULL OR proposed_by IS NOT NULL))
) STRICT;
CREATE INDEX bank_breaks_open ON bank_breaks (merchant_id, subject) WHERE state IN ('open', 'proposed');
CREATE INDEX bank_breaks_open_other ON bank_breaks (other_merchant_id) WHERE state IN ('open', 'proposed') AND other_merchant_id IS NOT NULL;
CREATE INDEX bank_breaks_late ON bank_breaks (limit_on, id) WHERE state IN ('open', 'proposed');
CREATE INDEX bank_breaks_day ON bank_breaks (day);
CREATE INDEX bank_breaks_merchant ON bank_breaks (merchant_id, id);
CREATE TRIGGER bank_breaks_advance_by_one_version BEFORE UPDATE ON bank_breaks WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_breaks_end_once BEFORE UPDATE ON bank_breaks
WHEN old.state = 'resolved' OR new.subject <> old.subject OR new.id <> old.id OR new.first_class <> old.first_class
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_breaks_are_kept BEFORE DELETE ON bank_breaks
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
