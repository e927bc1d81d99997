-- What the bank says it did, as its statements tell it. A file is read as a whole or not at all; the same content twice
-- is once, and lines that overlap between files are known by the bank's own reference. Counterparties are masked.
CREATE INDEX merchants_custody_account ON merchants (custody_account_no) WHERE custody_account_no IS NOT NULL;

CREATE TABLE bank_files (
  id               TEXT PRIMARY KEY,
  content_hash     TEXT NOT NULL UNIQUE, -- SHA-256 of the bytes as they came
  bytes_count      INTEGER NOT NULL,
  source           TEXT NOT NULL CONSTRAINT bank_file_source_known CHECK (source IN ('bank', 'upload')),
  given_by         TEXT NOT NULL, -- an official, or the clock
  statements_count INTEGER NOT NULL,
  lines_count      INTEGER NOT NULL, -- in the file
  new_count        INTEGER NOT NULL, -- and how many of them were not known yet
  held_count       INTEGER NOT NULL, -- pages that wait for the others of their statement
  warnings         TEXT NOT NULL, -- JSON
  imported_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_files_come_once BEFORE INSERT ON bank_files
WHEN EXISTS (SELECT 1 FROM bank_files WHERE id = new.id OR content_hash = new.content_hash)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_files_are_final BEFORE UPDATE ON bank_files
WHEN new.id <> old.id OR new.content_hash <> old.content_hash OR new.imported_at <> old.imported_at OR old.new_count <> -1
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_files_are_kept BEFORE DELETE ON bank_files
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

-- Lines of a large file on their way in: nobody reads them until the file is complete and imported in one piece.
CREATE TABLE bank_file_chunks (
  content_hash TEXT NOT NULL,
  no           INTEGER NOT NULL,
  lines_count  INTEGER NOT NULL,
  of_count     INTEGER NOT NULL, -- chunks in all
  lines        TEXT NOT NULL,    -- JSON
  at           TEXT NOT NULL,
  PRIMARY KEY (content_hash, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_file_chunks_come_once BEFORE INSERT ON bank_file_chunks
WHEN EXISTS (SELECT 1 FROM bank_file_chunks WHERE content_hash = new.content_hash AND no = new.no)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;

CREATE TABLE bank_held_pages (
  account_no   TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  first_page   INTEGER NOT NULL,
  file_id      TEXT NOT NULL REFERENCES bank_files (id),
  page         TEXT NOT NULL, -- JSON, masked
  held_at      TEXT NOT NULL,
  PRIMARY KEY (account_no, statement_id, first_page)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_statements (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  account_no   TEXT NOT NULL,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  statement_id TEXT NOT NULL,
  sequence     INTEGER,
  from_on      TEXT NOT NULL,
  to_on        TEXT NOT NULL,
  opening_fen  INTEGER NOT NULL,
  closing_fen  INTEGER NOT NULL,
  lines_count  INTEGER NOT NULL,
  file_id      TEXT NOT NULL REFERENCES bank_files (id),
  replaced_by  TEXT REFERENCES bank_files (id), -- the file that told this statement anew
  CONSTRAINT bank_statement_days_known CHECK (from_on <= to_on)
) STRICT;
CREATE UNIQUE INDEX bank_statements_told ON bank_statements (account_no, statement_id) WHERE replaced_by IS NULL;
CREATE INDEX bank_statements_days ON bank_statements (merchant_id, to_on);
CREATE INDEX bank_statements_to ON bank_statements (to_on, seq);
CREATE TRIGGER bank_statements_do_not_contradict BEFORE INSERT ON bank_statements
WHEN EXISTS (SELECT 1 FROM bank_statements WHERE account_no = new.account_no AND statement_id = new.statement_id AND replaced_by IS NULL)
BEGIN SELECT RAISE(ABORT, 'bank_statement_contradicts'); END;
CREATE TRIGGER bank_statements_are_final BEFORE UPDATE ON bank_statements
WHEN old.replaced_by IS NOT NULL OR new.account_no <> old.account_no OR new.opening_fen <> old.opening_fen
  OR new.closing_fen <> old.closing_fen OR new.from_on <> old.from_on OR new.to_on <> old.to_on OR new.file_id <> old.file_id
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_statements_are_kept BEFORE DELETE ON bank_statements
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_lines (
  seq                  INTEGER PRIMARY KEY AUTOINCREMENT,
  account_no           TEXT NOT NULL,
  merchant_id          TEXT NOT NULL,
  statement_id         TEXT NOT NULL,
  file_id              TEXT NOT NULL,
  line_key             TEXT NOT NULL, -- the same movement told again has the same key
  booked_on            TEXT NOT NULL,
  amount_fen           INTEGER NOT NULL, -- into the account is positive
  match_key            TEXT,          -- the instruction it answers to, as we spell it
  bank_reference       TEXT,
  is_reversal          INTEGER NOT NULL,
  is_charge            INTEGER NOT NULL,
  batch_count          INTEGER,
  counterparty         TEXT,          -- masked
  counterparty_account TEXT,          -- masked
  remittance           TEXT,          -- long numbers masked
  file_line            INTEGER NOT NULL,
  state                TEXT NOT NULL DEFAULT 'open' CONSTRAINT bank_line_state_known
    CHECK (state IN ('open', 'announced', 'matched', 'resolved', 'withdrawn')),
  match_id             TEXT,
  matched_on           TEXT
) STRICT;
CREATE UNIQUE INDEX bank_lines_told ON bank_lines (account_no, line_key) WHERE state <> 'withdrawn';
CREATE INDEX bank_lines_open ON bank_lines (merchant_id, booked_on) WHERE state = 'open';
CREATE INDEX bank_lines_match_key ON bank_lines (match_key) WHERE match_key IS NOT NULL;
CREATE INDEX bank_lines_match ON bank_lines (match_id) WHERE match_id IS NOT NULL;
CREATE INDEX bank_lines_day ON bank_lines (merchant_id, booked_on, seq);
CREATE TRIGGER bank_lines_do_not_contradict BEFORE INSERT ON bank_lines
WHEN EXISTS (SELECT 1 FROM bank_lines WHERE account_no = new.account_no AND line_key = new.line_key AND state <> 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'bank_statement_contradicts'); END;
CREATE TRIGGER bank_lines_keep_what_was_said BEFORE UPDATE ON bank_lines
WHEN old.state = 'withdrawn' OR new.account_no <> old.account_no OR new.amount_fen <> old.amount_fen
  OR new.booked_on <> old.booked_on OR new.line_key <> old.line_key OR new.match_key IS NOT old.match_key
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_lines_resolved_stay BEFORE UPDATE ON bank_lines WHEN old.state = 'resolved' AND new.state <> 'resolved'
BEGIN SELECT RAISE(ABORT, 'bank_line_is_resolved'); END;
CREATE TRIGGER bank_lines_are_kept BEFORE DELETE ON bank_lines
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

-- How far each business day is: its file expected, its reconciliation waiting or on its way, done.
CREATE TABLE bank_days (
  day          TEXT PRIMARY KEY,
  phase        TEXT NOT NULL CONSTRAINT bank_day_phase_known
               CHECK (phase IN ('expected', 'waiting', 'gathering', 'matching', 'providers', 'done')),
  has_file     INTEGER NOT NULL CONSTRAINT bank_day_file_known CHECK (has_file IN (0, 1)),
  asked_at     TEXT, -- the last time the bank was asked for its file
  at_merchant  TEXT NOT NULL DEFAULT '', -- the last merchant this phase dealt with
  done_at      TEXT,
  version      INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_days_open ON bank_days (day) WHERE phase <> 'done';
CREATE TRIGGER bank_days_advance_by_one_version BEFORE UPDATE ON bank_days WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_days_are_kept BEFORE DELETE ON bank_days
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
