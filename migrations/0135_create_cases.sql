-- Why: what an official looks at was a list of states, one row a matter, with nobody's name on it and no end. A shop now has
-- one case: opened by the nights from what is the matter, taken by a person, due on a day, visited, noted, closed with an
-- outcome, and not opened again before it gets worse. What was found behind a warning goes back to the detector.
CREATE TABLE cases (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  earlier_id   TEXT REFERENCES cases (id), -- the case of this shop before it, got worse
  next_id      TEXT REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED, -- the one after it; NULL: the newest of its shop
  level        INTEGER NOT NULL CONSTRAINT case_level_known CHECK (level BETWEEN 2 AND 5),
  peak_level   INTEGER NOT NULL CONSTRAINT case_peak_known CHECK (peak_level BETWEEN level AND 5),
  stake_fen    INTEGER NOT NULL CONSTRAINT case_stake_not_negative CHECK (stake_fen >= 0), -- owed to the shop's cards
  holders      INTEGER NOT NULL, -- cards with money of theirs
  reasons      TEXT NOT NULL, -- JSON: what is the matter, most urgent first, as last looked at
  digest       TEXT NOT NULL, -- of the reasons without their figures
  known        TEXT NOT NULL, -- JSON: group of reasons to its highest level and the day it was last there
  looked_on    TEXT NOT NULL, -- the day of the last look
  calm_since   TEXT,          -- from this day on less was the matter than its level says
  opened_at    TEXT NOT NULL,
  due_on       TEXT NOT NULL, -- the last day, counted in working days
  extended_at  TEXT,          -- once
  extended_by  TEXT,
  extension_reason TEXT,
  assignee_id  TEXT REFERENCES officials (id),
  assigned_at  TEXT,
  visited_at   TEXT,          -- the last visit
  outcome      TEXT CONSTRAINT case_outcome_known
    CHECK (outcome IN ('handled', 'false_alarm', 'referred', 'shop_ended', 'faded')),
  closed_by    TEXT,          -- an official; NULL with an outcome: the clock
  closed_at    TEXT,
  closed_note  TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT case_is_closed_with_an_outcome CHECK ((outcome IS NULL) = (closed_at IS NULL)
    AND (outcome IS NOT NULL OR (closed_by IS NULL AND closed_note IS NULL))),
  CONSTRAINT case_is_assigned_at_a_time CHECK ((assignee_id IS NULL) = (assigned_at IS NULL)),
  CONSTRAINT case_is_extended_with_a_reason CHECK ((extended_at IS NULL) = (extension_reason IS NULL)
    AND (extended_at IS NULL) = (extended_by IS NULL)),
  CONSTRAINT case_reasons_written CHECK (json_valid(reasons) AND json_valid(known))
) STRICT;
CREATE UNIQUE INDEX cases_newest ON cases (merchant_id) WHERE next_id IS NULL;
CREATE UNIQUE INDEX cases_open_once ON cases (merchant_id) WHERE closed_at IS NULL;
CREATE INDEX cases_ranked ON cases (level, stake_fen, id) WHERE closed_at IS NULL;
CREATE INDEX cases_closed ON cases (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX cases_shop ON cases (merchant_id, id);
CREATE TRIGGER cases_go_one_way BEFORE UPDATE ON cases
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.opened_at <> old.opened_at OR new.earlier_id IS NOT old.earlier_id
  OR (old.next_id IS NOT NULL AND new.next_id IS NOT old.next_id)
  OR (old.closed_at IS NOT NULL AND (new.closed_at IS NOT old.closed_at OR new.outcome <> old.outcome
    OR new.closed_by IS NOT old.closed_by OR new.due_on <> old.due_on OR new.assignee_id IS NOT old.assignee_id))
BEGIN SELECT RAISE(ABORT, 'case_changed_meanwhile'); END;
CREATE TRIGGER cases_are_extended_once BEFORE UPDATE ON cases
WHEN old.extended_at IS NOT NULL AND (new.extended_at IS NOT old.extended_at OR new.due_on > old.due_on)
BEGIN SELECT RAISE(ABORT, 'case_extended_already'); END;
CREATE TRIGGER cases_are_kept BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'cases_are_kept'); END;

-- What happened to a case, in its order; nothing is edited.
CREATE TABLE case_entries (
  id       TEXT PRIMARY KEY,
  case_id  TEXT NOT NULL REFERENCES cases (id),
  kind     TEXT NOT NULL CONSTRAINT case_entry_kind_known CHECK (kind IN
    ('opened', 'rose', 'fell', 'reasons_changed', 'assigned', 'noted', 'visited', 'extended', 'closed')),
  level    INTEGER, -- of the case, once this had happened
  detail   TEXT,    -- a word of a closed list: whom, what was found, the outcome, the worst reason
  note     TEXT CONSTRAINT case_entry_note_short CHECK (length(note) <= 1000),
  by_id    TEXT,    -- an official; NULL: the clock
  at       TEXT NOT NULL
) STRICT;
CREATE INDEX case_entries_case ON case_entries (case_id, id);
CREATE TRIGGER case_entries_are_kept BEFORE UPDATE ON case_entries
BEGIN SELECT RAISE(ABORT, 'case_entries_are_kept'); END;
CREATE TRIGGER case_entries_stay BEFORE DELETE ON case_entries
BEGIN SELECT RAISE(ABORT, 'case_entries_are_kept'); END;

-- What an official found behind a warning, as the detector hears it on the night of its day.
CREATE TABLE warning_feedback (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  found       TEXT NOT NULL CONSTRAINT feedback_found_known CHECK (found IN ('handled', 'false_alarm')),
  signals     TEXT NOT NULL CONSTRAINT feedback_signals_written CHECK (json_valid(signals)), -- JSON list
  by_id       TEXT NOT NULL,
  at          TEXT NOT NULL
) STRICT;
CREATE INDEX warning_feedback_day ON warning_feedback (day, merchant_id);
CREATE TRIGGER warning_feedback_is_kept BEFORE UPDATE ON warning_feedback
BEGIN SELECT RAISE(ABORT, 'warning_feedback_is_kept'); END;
CREATE TRIGGER warning_feedback_stays BEFORE DELETE ON warning_feedback
BEGIN SELECT RAISE(ABORT, 'warning_feedback_is_kept'); END;

-- Refunds of an ended shop that are not all with their holders: found without walking those that are.
CREATE INDEX refund_runs_unfinished ON refund_runs (origin_id) WHERE on_the_way_fen + waiting_fen > 0;
