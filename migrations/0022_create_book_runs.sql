-- The checker's runs: a mark that walks the passes page by page, so that a run may stop anywhere and go on.
CREATE TABLE book_runs (
  id             TEXT PRIMARY KEY,
  asked_by       TEXT NOT NULL, -- an official, or the clock
  started_at     TEXT NOT NULL,
  pass           INTEGER NOT NULL DEFAULT 0, -- how many passes are over
  at_key         TEXT NOT NULL DEFAULT '',   -- where the running one goes on
  looked_at      INTEGER NOT NULL DEFAULT 0,
  findings_count INTEGER NOT NULL DEFAULT 0,
  broken_passes  TEXT NOT NULL DEFAULT '[]', -- JSON: names of passes that could not run
  result         TEXT CONSTRAINT book_run_result_known CHECK (result IN ('clean', 'mismatch', 'incomplete')),
  done_at        TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT book_run_ends_with_a_result CHECK ((result IS NULL) = (done_at IS NULL))
) STRICT;
CREATE INDEX book_runs_open ON book_runs (id) WHERE result IS NULL;
CREATE TRIGGER book_runs_one_at_a_time BEFORE INSERT ON book_runs
WHEN new.version <> 1 OR EXISTS (SELECT 1 FROM book_runs WHERE result IS NULL OR id = new.id)
BEGIN SELECT RAISE(ABORT, 'book_run_is_running'); END;
CREATE TRIGGER book_runs_advance_by_one_version BEFORE UPDATE ON book_runs
WHEN new.version <> old.version + 1 OR old.result IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'book_run_changed_meanwhile'); END;
CREATE TRIGGER book_runs_are_kept BEFORE DELETE ON book_runs
BEGIN SELECT RAISE(ABORT, 'book_runs_are_kept'); END;

CREATE TABLE book_findings (
  run_id   TEXT NOT NULL REFERENCES book_runs (id),
  no       INTEGER NOT NULL,
  pass     TEXT NOT NULL,
  id       TEXT NOT NULL,
  found    TEXT NOT NULL,
  expected TEXT NOT NULL,
  PRIMARY KEY (run_id, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER book_findings_are_final BEFORE UPDATE ON book_findings
BEGIN SELECT RAISE(ABORT, 'book_runs_are_kept'); END;
CREATE TRIGGER book_findings_are_kept BEFORE DELETE ON book_findings
BEGIN SELECT RAISE(ABORT, 'book_runs_are_kept'); END;
