-- Why: the last run of a job does not say whether it came all day. An hour of each job in which it ran is a row; two days are
-- kept, and the runs themselves stay in the journal.
CREATE TABLE job_beats (
  job          TEXT NOT NULL,
  hour         TEXT NOT NULL CONSTRAINT job_beat_hour_written CHECK (length(hour) = 13),
  ran_count    INTEGER NOT NULL CONSTRAINT job_beat_ran CHECK (ran_count > 0),
  handled      INTEGER NOT NULL,
  failed_count INTEGER NOT NULL,
  PRIMARY KEY (job, hour)
) STRICT, WITHOUT ROWID;
