-- The embedded payment provider's own books. They stand for the outside world: production never writes them.
CREATE TABLE mock_stripe_objects (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  object  TEXT NOT NULL,
  parent  TEXT, -- the payment intent of a charge, the charge of a refund or a dispute
  version INTEGER NOT NULL DEFAULT 1,
  due_ms  INTEGER, -- when an asynchronous payment settles
  data    TEXT NOT NULL CONSTRAINT mock_object_is_json CHECK (json_valid(data))
) STRICT;
CREATE INDEX mock_stripe_objects_list ON mock_stripe_objects (object, seq);
CREATE INDEX mock_stripe_objects_parent ON mock_stripe_objects (parent);
CREATE INDEX mock_stripe_objects_due ON mock_stripe_objects (due_ms) WHERE due_ms IS NOT NULL;
CREATE TRIGGER mock_stripe_objects_advance BEFORE UPDATE ON mock_stripe_objects WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'mock_object_changed_meanwhile'); END;
-- Whatever raced: refunds of a charge that did not fail never add up to more than was captured.
CREATE TRIGGER mock_stripe_refunds_fit AFTER INSERT ON mock_stripe_objects WHEN new.object = 'refund'
BEGIN
  SELECT RAISE(ABORT, 'mock_object_changed_meanwhile')
   WHERE (SELECT sum(data ->> 'amount') FROM mock_stripe_objects
           WHERE object = 'refund' AND parent = new.parent AND data ->> 'status' NOT IN ('failed', 'canceled'))
       > (SELECT data ->> 'amount_captured' FROM mock_stripe_objects WHERE id = new.parent);
END;

CREATE TABLE mock_stripe_events (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  id   TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  data TEXT NOT NULL
) STRICT;
CREATE TABLE mock_stripe_deliveries (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id     TEXT NOT NULL,
  due_ms       INTEGER NOT NULL,
  attempts     INTEGER NOT NULL DEFAULT 0,
  delivered_ms INTEGER,
  outcome      TEXT -- the last HTTP status, or why there was none
) STRICT;
CREATE INDEX mock_stripe_deliveries_due ON mock_stripe_deliveries (due_ms) WHERE delivered_ms IS NULL;

CREATE TABLE mock_stripe_idempotency (
  key         TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  request_id  TEXT NOT NULL,
  lease_ms    INTEGER NOT NULL,
  status      INTEGER, -- NULL while the first request runs
  body        TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE mock_stripe_knobs (
  name      TEXT PRIMARY KEY CONSTRAINT mock_knob_known CHECK (name IN ('drop', 'dup', 'reorder', 'delay')),
  remaining INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
