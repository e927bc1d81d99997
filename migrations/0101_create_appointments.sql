-- Why: a shop that wants to join had to find the operator by itself. It leaves a name, a number and a day; the operator
-- calls back and says what came of it. The number is sealed, found by a keyed hash alone, and opened by a named official.
CREATE TABLE appointments (
  id           TEXT PRIMARY KEY,
  shop_name    TEXT NOT NULL CONSTRAINT appointment_name_fits CHECK (length(shop_name) BETWEEN 2 AND 60),
  district     TEXT NOT NULL,
  wished_on    TEXT NOT NULL CONSTRAINT appointment_day_written
    CHECK (wished_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  wished_part  TEXT NOT NULL CONSTRAINT appointment_part_known CHECK (wished_part IN ('morning', 'afternoon')),
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  asked_on     TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  asked_at     TEXT NOT NULL
) STRICT;
CREATE INDEX appointments_phone ON appointments (phone_index, asked_on);
CREATE INDEX appointments_day ON appointments (asked_on);
CREATE TABLE appointment_results (
  appointment_id TEXT PRIMARY KEY REFERENCES appointments (id),
  result         TEXT NOT NULL CONSTRAINT appointment_result_known CHECK (result IN ('met', 'not_reached', 'withdrawn')),
  note           TEXT CONSTRAINT appointment_note_fits CHECK (length(note) BETWEEN 2 AND 200),
  noted_by       TEXT NOT NULL REFERENCES officials (id),
  noted_at       TEXT NOT NULL
) STRICT;
CREATE TABLE appointment_calls (
  appointment_id TEXT NOT NULL REFERENCES appointments (id),
  opened_by      TEXT NOT NULL REFERENCES officials (id),
  opened_at      TEXT NOT NULL,
  PRIMARY KEY (appointment_id, opened_by, opened_at)
) STRICT, WITHOUT ROWID;
-- One that waits a phone; in all as many a day as people can call back.
CREATE TRIGGER appointments_wait_once BEFORE INSERT ON appointments
WHEN EXISTS (SELECT 1 FROM appointments a WHERE a.phone_index = new.phone_index
                AND NOT EXISTS (SELECT 1 FROM appointment_results r WHERE r.appointment_id = a.id))
BEGIN SELECT RAISE(ABORT, 'appointment_waits_already'); END;
CREATE TRIGGER appointments_are_few BEFORE INSERT ON appointments
WHEN (SELECT count(*) FROM appointments WHERE asked_on = new.asked_on) >= 100
BEGIN SELECT RAISE(ABORT, 'appointments_used_up'); END;
CREATE TRIGGER appointments_end_once BEFORE INSERT ON appointment_results
WHEN EXISTS (SELECT 1 FROM appointment_results WHERE appointment_id = new.appointment_id)
BEGIN SELECT RAISE(ABORT, 'appointment_ended'); END;
CREATE TRIGGER appointments_are_not_edited BEFORE UPDATE ON appointments
BEGIN SELECT RAISE(ABORT, 'appointments_are_kept'); END;
CREATE TRIGGER appointments_are_kept BEFORE DELETE ON appointments
BEGIN SELECT RAISE(ABORT, 'appointments_are_kept'); END;
CREATE TRIGGER appointment_results_are_not_edited BEFORE UPDATE ON appointment_results
BEGIN SELECT RAISE(ABORT, 'appointments_are_kept'); END;
CREATE TRIGGER appointment_results_are_kept BEFORE DELETE ON appointment_results
BEGIN SELECT RAISE(ABORT, 'appointments_are_kept'); END;
CREATE TRIGGER appointment_calls_are_not_edited BEFORE UPDATE ON appointment_calls
BEGIN SELECT RAISE(ABORT, 'appointments_are_kept'); END;
CREATE TRIGGER appointment_calls_are_kept BEFORE DELETE ON appointment_calls
BEGIN SELECT RAISE(ABORT, 'appointments_are_kept'); END;
