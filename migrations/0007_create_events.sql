-- The outbox: what happened, written in the batch that made it happen, so that an event exists exactly when its
-- cause does. `seq` is the order of commits. Delivery is another room's business and never touches these rows.
CREATE TABLE events (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  type        TEXT NOT NULL, -- 'redemption.succeeded'
  subject_id  TEXT NOT NULL, -- the card, payout or shop it is about: events of one subject are delivered in order
  merchant_id TEXT,
  consumer_id TEXT,
  data        TEXT NOT NULL, -- JSON object, no personal data
  at          TEXT NOT NULL
) STRICT;
CREATE INDEX events_merchant ON events (merchant_id, seq) WHERE merchant_id IS NOT NULL;
CREATE INDEX events_consumer ON events (consumer_id, seq) WHERE consumer_id IS NOT NULL;
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'events_are_append_only'); END;
CREATE TRIGGER events_are_final BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events_are_append_only'); END;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events_are_append_only'); END;
