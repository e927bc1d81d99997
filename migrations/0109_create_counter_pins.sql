-- The PIN that is typed on a shop's screen is one of its own: whoever watched it there opens nothing else with it.
CREATE TABLE counter_pins (
  consumer_id      TEXT PRIMARY KEY REFERENCES consumers (id),
  pin_hash         TEXT NOT NULL, -- scrypt, peppered under a key of its own
  pin_tries        INTEGER NOT NULL DEFAULT 0 CONSTRAINT counter_pin_tries_counted CHECK (pin_tries BETWEEN 0 AND 5),
  pin_locked_until TEXT,
  pin_tried_at     TEXT, -- set by every try, right or wrong: the lock below is judged by it
  pin_locks        INTEGER NOT NULL DEFAULT 0, -- since the last right one: each lock is longer
  set_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER counter_pins_stay_locked BEFORE UPDATE OF pin_tried_at ON counter_pins
WHEN old.pin_locked_until > new.pin_tried_at
BEGIN SELECT RAISE(ABORT, 'pin_locked'); END;
