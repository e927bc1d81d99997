-- Why: a use adds kilobytes and a database holds ten gigabytes. Of sealed days that are a year old the bulky rows (the
-- journal, transfers and their entries) move into segments outside of the database. A segment is written, read back,
-- compared with the rows and only then are they deleted, in the transaction that says so: the guards below let go of a
-- row while its segment is `verified`, which no commit ever leaves behind. What stays: balances, facts, which keys were
-- answered, which things moved money, and of each account how far its entries are gone.
CREATE TABLE archive_segments (
  no              INTEGER PRIMARY KEY CONSTRAINT archive_segments_count_up CHECK (no > 0),
  day             TEXT NOT NULL, -- sealed; everything here is older than its end
  is_last         INTEGER NOT NULL CONSTRAINT archive_segment_last_known CHECK (is_last IN (0, 1)), -- of its day
  close_hash      TEXT NOT NULL, -- of that day's close
  previous_hash   TEXT, -- of the segment before
  content_hash    TEXT NOT NULL,
  read_hash       TEXT, -- of what was read back
  phase           TEXT NOT NULL CONSTRAINT archive_phase_known CHECK (phase IN ('written', 'verified', 'cleared')),
  journal_from    INTEGER NOT NULL, -- exclusive
  journal_to      INTEGER NOT NULL, -- inclusive
  looked_to       TEXT NOT NULL, -- transfers up to this id were looked at on this day
  journal_count   INTEGER NOT NULL,
  transfers_count INTEGER NOT NULL,
  moved_fen       INTEGER NOT NULL,
  bytes           INTEGER NOT NULL,
  written_at      TEXT NOT NULL,
  cleared_at      TEXT,
  CONSTRAINT archive_segment_counts_its_rows CHECK (journal_count = journal_to - journal_from AND journal_count >= 0),
  CONSTRAINT archive_segment_was_read_back CHECK (phase = 'written' OR read_hash = content_hash),
  CONSTRAINT archive_segment_clearing_has_a_time CHECK ((phase = 'cleared') = (cleared_at IS NOT NULL))
) STRICT;
CREATE INDEX archive_segments_day ON archive_segments (day, no);
CREATE INDEX archive_segments_journal ON archive_segments (journal_to);
CREATE INDEX archive_segments_open ON archive_segments (no) WHERE phase <> 'cleared';
CREATE TRIGGER archive_segments_follow_each_other BEFORE INSERT ON archive_segments
WHEN new.phase <> 'written' OR EXISTS (SELECT 1 FROM archive_segments WHERE phase <> 'cleared')
  OR new.no <> coalesce((SELECT max(no) FROM archive_segments), 0) + 1
  OR new.previous_hash IS NOT (SELECT content_hash FROM archive_segments ORDER BY no DESC LIMIT 1)
  OR new.journal_from <> coalesce((SELECT journal_to FROM archive_segments ORDER BY no DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archive_segments_are_of_sealed_days BEFORE INSERT ON archive_segments
WHEN NOT EXISTS (SELECT 1 FROM closing_days WHERE day = new.day AND is_sealed = 1)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archive_segments_go_step_by_step BEFORE UPDATE ON archive_segments
WHEN old.phase || new.phase NOT IN ('writtenverified', 'verifiedcleared') OR new.content_hash <> old.content_hash
  OR new.no <> old.no OR new.day <> old.day OR new.journal_from <> old.journal_from OR new.journal_to <> old.journal_to
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archive_segments_are_kept BEFORE DELETE ON archive_segments
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

-- Which keys were answered by a row that moved out: the same key is still the same answer, read from its segment.
CREATE TABLE archived_answers (
  actor_id        TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  segment_no      INTEGER NOT NULL REFERENCES archive_segments (no),
  PRIMARY KEY (actor_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER archived_answers_come_with_their_segment BEFORE INSERT ON archived_answers
WHEN NOT EXISTS (SELECT 1 FROM archive_segments WHERE no = new.segment_no AND phase = 'verified')
  OR NOT EXISTS (SELECT 1 FROM journal WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key AND seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archived_answers_are_final BEFORE UPDATE ON archived_answers
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archived_answers_are_kept BEFORE DELETE ON archived_answers
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

-- A thing of whose journal rows or transfers some moved out, and where they are.
CREATE TABLE archived_subjects (
  subject_id TEXT NOT NULL,
  segment_no INTEGER NOT NULL REFERENCES archive_segments (no),
  PRIMARY KEY (subject_id, segment_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER archived_subjects_come_with_their_segment BEFORE INSERT ON archived_subjects
WHEN NOT EXISTS (SELECT 1 FROM archive_segments WHERE no = new.segment_no AND phase = 'verified')
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archived_subjects_are_final BEFORE UPDATE ON archived_subjects
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archived_subjects_are_kept BEFORE DELETE ON archived_subjects
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

-- An account's entries that moved out, stretch upon stretch from the first on: what it held at the end of each, and what
-- moved within it by reason and other side, as in book_checkpoints.
CREATE TABLE archived_stretches (
  account_id   TEXT NOT NULL REFERENCES ledger_accounts (id),
  from_version INTEGER NOT NULL, -- exclusive
  to_version   INTEGER NOT NULL, -- inclusive
  balance_fen  INTEGER NOT NULL,
  first_at     TEXT NOT NULL, -- when the first of its entries was written
  flows        TEXT NOT NULL CONSTRAINT archived_flows_are_json CHECK (json_valid(flows)),
  segment_no   INTEGER NOT NULL REFERENCES archive_segments (no),
  PRIMARY KEY (account_id, to_version),
  CONSTRAINT archived_stretch_is_a_stretch CHECK (to_version > from_version AND from_version >= 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER archived_stretches_follow_each_other BEFORE INSERT ON archived_stretches
WHEN NOT EXISTS (SELECT 1 FROM archive_segments WHERE no = new.segment_no AND phase = 'verified')
  OR new.from_version <> coalesce((SELECT max(to_version) FROM archived_stretches WHERE account_id = new.account_id), 0)
  OR NOT EXISTS (SELECT 1 FROM ledger_entries WHERE account_id = new.account_id AND account_version = new.to_version
                    AND balance_after_fen = new.balance_fen)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archived_stretches_are_final BEFORE UPDATE ON archived_stretches
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archived_stretches_are_kept BEFORE DELETE ON archived_stretches
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

-- The four guards that let go of a row, of none but those that a verified segment holds.
DROP TRIGGER journal_is_kept;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
WHEN NOT EXISTS (
  SELECT 1 FROM archive_segments s JOIN archived_answers a ON a.segment_no = s.no
   WHERE s.phase <> 'cleared' AND s.phase = 'verified' AND a.actor_id = old.actor_id
     AND a.idempotency_key = old.idempotency_key AND a.seq = old.seq)
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;
DROP TRIGGER journal_answers_once;
CREATE TRIGGER journal_answers_once BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key)
  OR EXISTS (SELECT 1 FROM archived_answers WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key)
BEGIN SELECT RAISE(ABORT, 'request_already_answered'); END;
DROP TRIGGER ledger_entries_are_kept;
CREATE TRIGGER ledger_entries_are_kept BEFORE DELETE ON ledger_entries
WHEN NOT EXISTS (
  SELECT 1 FROM archive_segments s JOIN archived_stretches a ON a.segment_no = s.no
   WHERE s.phase <> 'cleared' AND s.phase = 'verified' AND a.account_id = old.account_id
     AND a.to_version >= old.account_version AND a.from_version < old.account_version)
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
DROP TRIGGER ledger_transfers_are_kept;
CREATE TRIGGER ledger_transfers_are_kept BEFORE DELETE ON ledger_transfers
WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE transfer_id = old.id) OR NOT EXISTS (
  SELECT 1 FROM archive_segments s JOIN archived_subjects a ON a.segment_no = s.no
   WHERE s.phase <> 'cleared' AND s.phase = 'verified' AND a.subject_id = old.subject_id)
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
