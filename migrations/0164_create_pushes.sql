-- Why: a use that somebody else made is news in the second it happens, and a message to a stolen number is read by the
-- thief. Whoever wants to is told on their devices, too: what goes by SMS is shown there, sealed for that browser alone.
-- The address of a browser is personal: it is sealed, tied to the session that gave it, and gone when that session is.
CREATE TABLE push_subscriptions (
  id             TEXT PRIMARY KEY,
  consumer_id    TEXT NOT NULL REFERENCES consumers (id),
  session_id     TEXT NOT NULL, -- sessions and devices are forgotten after a while; this goes before them
  device_id      TEXT,
  endpoint_index TEXT NOT NULL UNIQUE, -- keyed hash: one browser is one row, whoever was signed in there before
  sealed         TEXT NOT NULL, -- address and keys
  service        TEXT NOT NULL, -- whose push service, by name
  created_at     TEXT NOT NULL
) STRICT;
CREATE INDEX push_subscriptions_consumer ON push_subscriptions (consumer_id, id);
CREATE TRIGGER push_subscriptions_are_few BEFORE INSERT ON push_subscriptions
WHEN (SELECT count(*) FROM push_subscriptions WHERE consumer_id = new.consumer_id) >= 20
BEGIN SELECT RAISE(ABORT, 'push_subscriptions_full'); END;
CREATE TRIGGER push_subscriptions_stand BEFORE UPDATE ON push_subscriptions
BEGIN SELECT RAISE(ABORT, 'push_subscriptions_stand'); END;

-- What is still to be shown on a device. A row is gone once its push service took it, or wants it no more: what was told is
-- kept in `notices`, and no second list of what somebody did.
CREATE TABLE push_deliveries (
  notice_id       TEXT NOT NULL REFERENCES notices (id),
  subscription_id TEXT NOT NULL,
  tries           INTEGER NOT NULL DEFAULT 0,
  next_try_at     TEXT NOT NULL,
  PRIMARY KEY (notice_id, subscription_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_deliveries_due ON push_deliveries (next_try_at);
CREATE TRIGGER push_deliveries_advance BEFORE UPDATE ON push_deliveries
WHEN new.tries <> old.tries + 1 OR new.notice_id <> old.notice_id OR new.subscription_id <> old.subscription_id
BEGIN SELECT RAISE(ABORT, 'push_changed_meanwhile'); END;
