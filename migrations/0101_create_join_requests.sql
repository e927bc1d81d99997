-- Why: a shop that wants to join had to find the operator by itself. It leaves a name, a number and a day; the operator
-- calls back and says what came of it. The number is sealed, found by a keyed hash alone, and opened by a named official.
CREATE TABLE join_requests (
  id           TEXT PRIMARY KEY,
  shop_name    TEXT NOT NULL CONSTRAINT join_request_name_fits CHECK (length(shop_name) BETWEEN 2 AND 60),
  district     TEXT NOT NULL,
  wished_on    TEXT NOT NULL CONSTRAINT join_request_day_written
    CHECK (wished_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  wished_part  TEXT NOT NULL CONSTRAINT join_request_part_known CHECK (wished_part IN ('morning', 'afternoon')),
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  asked_on     TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  asked_at     TEXT NOT NULL
) STRICT;
CREATE INDEX join_requests_phone ON join_requests (phone_index, asked_on);
CREATE INDEX join_requests_day ON join_requests (asked_on);
CREATE TABLE join_request_results (
  join_request_id TEXT PRIMARY KEY REFERENCES join_requests (id),
  result         TEXT NOT NULL CONSTRAINT join_request_result_known CHECK (result IN ('met', 'not_reached', 'withdrawn')),
  note           TEXT CONSTRAINT join_request_note_fits CHECK (length(note) BETWEEN 2 AND 200),
  noted_by       TEXT NOT NULL REFERENCES officials (id),
  noted_at       TEXT NOT NULL
) STRICT;
CREATE TABLE join_request_calls (
  join_request_id TEXT NOT NULL REFERENCES join_requests (id),
  opened_by      TEXT NOT NULL REFERENCES officials (id),
  opened_at      TEXT NOT NULL,
  PRIMARY KEY (join_request_id, opened_by, opened_at)
) STRICT, WITHOUT ROWID;
-- One that waits a phone; in all as many a day as people can call back.
CREATE TRIGGER join_requests_wait_once BEFORE INSERT ON join_requests
WHEN EXISTS (SELECT 1 FROM join_requests a WHERE a.phone_index = new.phone_index
                AND NOT EXISTS (SELECT 1 FROM join_request_results r WHERE r.join_request_id = a.id))
BEGIN SELECT RAISE(ABORT, 'join_request_waits_already'); END;
CREATE TRIGGER join_requests_are_few BEFORE INSERT ON join_requests
WHEN (SELECT count(*) FROM join_requests WHERE asked_on = new.asked_on) >= 100
BEGIN SELECT RAISE(ABORT, 'join_requests_used_up'); END;
CREATE TRIGGER join_requests_end_once BEFORE INSERT ON join_request_results
WHEN EXISTS (SELECT 1 FROM join_request_results WHERE join_request_id = new.join_request_id)
BEGIN SELECT RAISE(ABORT, 'join_request_ended'); END;
CREATE TRIGGER join_requests_are_not_edited BEFORE UPDATE ON join_requests
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_requests_are_kept BEFORE DELETE ON join_requests
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_request_results_are_not_edited BEFORE UPDATE ON join_request_results
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_request_results_are_kept BEFORE DELETE ON join_request_results
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_request_calls_are_not_edited BEFORE UPDATE ON join_request_calls
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_request_calls_are_kept BEFORE DELETE ON join_request_calls
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
