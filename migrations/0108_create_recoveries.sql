-- A number is not a person. Who has lost the PIN, changes the number without it, or comes back after a long silence on a
-- device that nobody knows, waits a day of which everybody concerned is told, and which any of them can stop.
CREATE TABLE recoveries (
  id               TEXT PRIMARY KEY,
  consumer_id      TEXT NOT NULL REFERENCES consumers (id),
  kind             TEXT NOT NULL CONSTRAINT account_recovery_kind_known CHECK (kind IN ('pin', 'phone', 'sign_in')),
  device_id        TEXT, -- where it was asked for by somebody signed in: only there is it finished
  device_hash      TEXT, -- the same of somebody who is not signed in yet
  new_phone_index  TEXT,
  new_phone_sealed TEXT,
  new_phone_mask   TEXT,
  old_phone_sealed TEXT, -- of a number that was left: it is told once more
  old_told_at      TEXT,
  started_at       TEXT NOT NULL,
  ripe_at          TEXT NOT NULL,
  ends_at          TEXT NOT NULL, -- what nobody finished by then is over
  state            TEXT NOT NULL DEFAULT 'cooling' CONSTRAINT account_recovery_state_known
    CHECK (state IN ('cooling', 'done', 'cancelled', 'lapsed')),
  ended_at         TEXT,
  cancelled_by     TEXT CONSTRAINT account_recovery_stopper_known CHECK (cancelled_by IN ('link', 'asker', 'other_device')),
  version          INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT account_recovery_end_has_a_time CHECK ((state = 'cooling') = (ended_at IS NULL)),
  CONSTRAINT account_recovery_names_its_stopper CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
  CONSTRAINT account_recovery_of_a_phone_names_it CHECK ((kind = 'phone') = (new_phone_index IS NOT NULL)),
  CONSTRAINT account_recovery_is_of_a_device CHECK (kind <> 'sign_in' OR device_hash IS NOT NULL)
) STRICT;
CREATE INDEX recoveries_consumer ON recoveries (consumer_id, id);
CREATE UNIQUE INDEX recoveries_open ON recoveries (consumer_id, kind) WHERE state = 'cooling';
CREATE INDEX recoveries_cooling ON recoveries (started_at) WHERE state = 'cooling';
CREATE INDEX recoveries_to_tell ON recoveries (id) WHERE old_phone_sealed IS NOT NULL AND old_told_at IS NULL AND state = 'done';
CREATE TRIGGER recoveries_are_one_at_a_time BEFORE INSERT ON recoveries
WHEN new.state = 'cooling' AND EXISTS (SELECT 1 FROM recoveries WHERE consumer_id = new.consumer_id AND kind = new.kind AND state = 'cooling')
BEGIN SELECT RAISE(ABORT, 'recovery_already_open'); END;
CREATE TRIGGER recoveries_are_few BEFORE INSERT ON recoveries
WHEN new.state = 'cooling' AND (SELECT count(*) FROM recoveries WHERE consumer_id = new.consumer_id AND kind = new.kind
   AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 days')) >= 3
BEGIN SELECT RAISE(ABORT, 'recoveries_too_often'); END;
-- A day is a day: nothing is finished a millisecond before.
CREATE TRIGGER recoveries_cool_down BEFORE UPDATE ON recoveries
WHEN new.state = 'done' AND old.state = 'cooling' AND (new.ended_at < old.ripe_at OR new.ended_at >= old.ends_at)
BEGIN SELECT RAISE(ABORT, 'recovery_still_cooling'); END;
CREATE TRIGGER recoveries_end_once BEFORE UPDATE OF state ON recoveries WHEN old.state <> 'cooling' AND new.state <> old.state
BEGIN SELECT RAISE(ABORT, 'account_recovery_not_open'); END;
CREATE TRIGGER recoveries_advance_by_one_version BEFORE UPDATE ON recoveries
WHEN new.version <> old.version + 1 OR new.consumer_id <> old.consumer_id OR new.kind <> old.kind OR new.ripe_at <> old.ripe_at
  OR new.started_at <> old.started_at OR new.ends_at <> old.ends_at OR new.device_id IS NOT old.device_id
  OR new.device_hash IS NOT old.device_hash OR new.new_phone_index IS NOT old.new_phone_index
BEGIN SELECT RAISE(ABORT, 'account_recovery_not_open'); END;
CREATE TRIGGER recoveries_are_kept BEFORE DELETE ON recoveries
BEGIN SELECT RAISE(ABORT, 'account_recovery_not_open'); END;
-- Which device may sign in for a silent number, once its day is over.
CREATE VIEW sign_in_recoveries AS
SELECT consumer_id, device_hash, ripe_at, ends_at FROM recoveries WHERE kind = 'sign_in' AND state = 'cooling';

-- A number that somebody else has now: its old person keeps what is theirs, and is written to no more.
ALTER TABLE consumers ADD COLUMN number_left_at TEXT;
CREATE TRIGGER consumers_phone_stays_unique BEFORE UPDATE OF phone_index ON consumers
WHEN new.phone_index <> old.phone_index AND EXISTS (SELECT 1 FROM consumers WHERE phone_index = new.phone_index)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
