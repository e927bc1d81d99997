-- The embedded payment provider's own books. They stand for the outside world: production never writes them.
-- The columns behind `data` are read out of it, so that they can be searched and guarded but never differ
-- from what the provider answers.
CREATE TABLE mock_stripe_objects (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT, -- birth order: lists go newest first
  id             TEXT NOT NULL UNIQUE,
  version        INTEGER NOT NULL CONSTRAINT mock_version_counts CHECK (version >= 1),
  due_ms         INTEGER, -- when an asynchronous state settles by itself
  data           TEXT NOT NULL CONSTRAINT mock_data_is_json CHECK (json_valid(data)),
  object         TEXT AS (json_extract(data, '$.object')),
  created        INTEGER AS (json_extract(data, '$.created')),
  status         TEXT AS (json_extract(data, '$.status')),
  amount         INTEGER AS (json_extract(data, '$.amount')),
  payment_intent TEXT AS (json_extract(data, '$.payment_intent')),
  charge         TEXT AS (json_extract(data, '$.charge')),
  customer       TEXT AS (json_extract(data, '$.customer')),
  type           TEXT AS (json_extract(data, '$.type')),
  source         TEXT AS (json_extract(data, '$.source')),
  CONSTRAINT mock_id_is_datas_id CHECK (id IS json_extract(data, '$.id')),
  CONSTRAINT mock_object_known CHECK (coalesce(object, '') IN ('payment_intent', 'charge', 'refund', 'dispute',
    'balance_transaction', 'payout', 'webhook_endpoint', 'customer', 'balance')),
  -- CNY in fen; Stripe's largest amount has eight digits.
  CONSTRAINT mock_amount_in_range CHECK (object NOT IN ('payment_intent', 'charge', 'refund', 'dispute', 'payout')
    OR coalesce(amount, 0) BETWEEN 1 AND 99999999)
) STRICT;
CREATE INDEX mock_stripe_objects_newest ON mock_stripe_objects (object, seq);
CREATE INDEX mock_stripe_objects_of_charge ON mock_stripe_objects (charge) WHERE charge IS NOT NULL;
CREATE INDEX mock_stripe_objects_of_intent ON mock_stripe_objects (payment_intent)
  WHERE payment_intent IS NOT NULL;
CREATE INDEX mock_stripe_objects_due ON mock_stripe_objects (due_ms) WHERE due_ms IS NOT NULL;

-- A decision made on what is no longer so does not land: it is made again.
CREATE TRIGGER mock_stripe_objects_are_versioned BEFORE UPDATE ON mock_stripe_objects
WHEN NEW.version <> OLD.version + 1
BEGIN
  SELECT RAISE(ABORT, 'mock_object_changed_meanwhile');
END;

CREATE TRIGGER mock_stripe_refunds_fit_the_charge AFTER INSERT ON mock_stripe_objects
WHEN json_extract(NEW.data, '$.object') = 'refund' AND (
    SELECT sum(amount) FROM mock_stripe_objects
    WHERE charge = json_extract(NEW.data, '$.charge') AND object = 'refund'
      AND status NOT IN ('failed', 'canceled')
  ) > coalesce((
    SELECT json_extract(data, '$.amount_captured') FROM mock_stripe_objects
    WHERE id = json_extract(NEW.data, '$.charge')), 0)
BEGIN
  SELECT RAISE(ABORT, 'mock_refunds_exceed_captured');
END;

CREATE TRIGGER mock_stripe_refunds_end_once AFTER UPDATE ON mock_stripe_objects
WHEN json_extract(OLD.data, '$.object') = 'refund'
  AND json_extract(OLD.data, '$.status') IN ('failed', 'canceled')
  AND json_extract(NEW.data, '$.status') IS NOT json_extract(OLD.data, '$.status')
BEGIN
  SELECT RAISE(ABORT, 'mock_refund_is_over');
END;

CREATE TRIGGER mock_stripe_intents_end_once AFTER UPDATE ON mock_stripe_objects
WHEN json_extract(OLD.data, '$.object') = 'payment_intent'
  AND json_extract(OLD.data, '$.status') IN ('succeeded', 'canceled')
  AND json_extract(NEW.data, '$.status') IS NOT json_extract(OLD.data, '$.status')
BEGIN
  SELECT RAISE(ABORT, 'mock_intent_is_over');
END;

-- The one row every payout goes through, so that no two of them pay out the same money.
INSERT INTO mock_stripe_objects (id, version, data)
VALUES ('balance', 1, '{"id":"balance","object":"balance","created":0}');

CREATE TABLE mock_stripe_events (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  type    TEXT NOT NULL,
  created INTEGER NOT NULL,
  data    TEXT NOT NULL CONSTRAINT mock_event_is_json CHECK (json_valid(data))
) STRICT;
CREATE INDEX mock_stripe_events_of_type ON mock_stripe_events (type, seq);

CREATE TABLE mock_stripe_deliveries (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id       TEXT NOT NULL REFERENCES mock_stripe_events (id),
  endpoint       TEXT NOT NULL, -- we_…, or 'default': the one the configuration names
  status         TEXT NOT NULL CONSTRAINT mock_delivery_status_known
    CHECK (status IN ('pending', 'delivered', 'failed', 'dropped')),
  due_ms         INTEGER NOT NULL,
  lease_until_ms INTEGER NOT NULL DEFAULT 0, -- somebody is sending it until then
  attempts       INTEGER NOT NULL DEFAULT 0 CONSTRAINT mock_attempts_bounded CHECK (attempts BETWEEN 0 AND 99),
  answered       INTEGER, -- the last HTTP status; NULL while there was no answer
  fault          TEXT -- what met it on its way, or 'twin' or 'resend'; each meets one fault at most
) STRICT;
CREATE INDEX mock_stripe_deliveries_due ON mock_stripe_deliveries (due_ms, seq) WHERE status = 'pending';
CREATE INDEX mock_stripe_deliveries_of_event ON mock_stripe_deliveries (event_id);

CREATE TABLE mock_stripe_idempotency (
  key        TEXT PRIMARY KEY CONSTRAINT mock_key_in_range CHECK (length(key) BETWEEN 1 AND 255),
  request    TEXT NOT NULL, -- SHA-256 of method, path and parameters
  status     INTEGER NOT NULL,
  body       TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX mock_stripe_idempotency_oldest ON mock_stripe_idempotency (created_ms);

CREATE TRIGGER mock_stripe_keys_have_one_answer BEFORE INSERT ON mock_stripe_idempotency
WHEN EXISTS (SELECT 1 FROM mock_stripe_idempotency WHERE key = NEW.key)
BEGIN
  SELECT RAISE(ABORT, 'mock_idempotency_key_in_use');
END;

-- What goes wrong with the next `remaining` deliveries.
CREATE TABLE mock_stripe_knobs (
  name      TEXT PRIMARY KEY CONSTRAINT mock_knob_known CHECK (name IN ('drop', 'dup', 'reorder', 'delay')),
  remaining INTEGER NOT NULL CONSTRAINT mock_knob_counts_down CHECK (remaining BETWEEN 0 AND 1000),
  seconds   INTEGER NOT NULL CONSTRAINT mock_knob_seconds_bounded CHECK (seconds BETWEEN 0 AND 2592000)
) STRICT;
