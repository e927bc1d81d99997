-- What the clock's jobs did last, and what they could not do: a thing that fails is set aside with a growing wait,
-- so that it holds up nobody else, and after eight tries it is a dead letter that a person must look at.
CREATE TABLE job_runs (
  job        TEXT PRIMARY KEY,
  ran_at     TEXT NOT NULL,
  handled    INTEGER NOT NULL,
  unfinished INTEGER NOT NULL CONSTRAINT job_unfinished_known CHECK (unfinished IN (0, 1)), -- the next tick goes on
  error      TEXT -- when the job as a whole broke
) STRICT, WITHOUT ROWID;

CREATE TABLE job_failures (
  job         TEXT NOT NULL,
  subject_id  TEXT NOT NULL,
  error       TEXT NOT NULL,
  tries       INTEGER NOT NULL CONSTRAINT job_tries_must_be_positive CHECK (tries > 0),
  first_at    TEXT NOT NULL,
  last_at     TEXT NOT NULL,
  next_try_at TEXT NOT NULL,
  dead_at     TEXT,
  PRIMARY KEY (job, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_failures_dead ON job_failures (dead_at) WHERE dead_at IS NOT NULL;
