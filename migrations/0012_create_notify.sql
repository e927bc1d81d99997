-- Who is told what happened: subscribers by signed webhooks, consumers by short messages. Both follow the outbox by
-- its sequence; what was told, how often it was tried and what came back is kept.
CREATE TABLE webhook_endpoints (
  id              TEXT PRIMARY KEY,
  owner_kind      TEXT NOT NULL CONSTRAINT endpoint_owner_known CHECK (owner_kind IN ('merchant', 'bank', 'operator')),
  merchant_id     TEXT REFERENCES merchants (id), -- NULL: sees every event
  created_by      TEXT NOT NULL,
  url             TEXT NOT NULL,
  types           TEXT NOT NULL, -- JSON list of event types, or ["*"]
  rotation        INTEGER NOT NULL DEFAULT 1, -- the secret is derived from id and rotation, never stored
  rotated_at      TEXT,
  read_to_seq     INTEGER NOT NULL, -- events up to here have deliveries
  failing_since   TEXT,
  disabled_at     TEXT,
  disabled_reason TEXT CONSTRAINT endpoint_disabled_reason_known CHECK (disabled_reason IN ('by_owner', 'kept_failing')),
  created_at      TEXT NOT NULL,
  version         INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT endpoint_scope_fits_owner CHECK ((owner_kind = 'merchant') = (merchant_id IS NOT NULL))
) STRICT;
CREATE INDEX webhook_endpoints_merchant ON webhook_endpoints (merchant_id, id);
CREATE TRIGGER webhook_endpoints_advance_by_one_version BEFORE UPDATE ON webhook_endpoints WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'endpoint_changed_meanwhile'); END;
CREATE TRIGGER webhook_endpoints_keep_their_owner BEFORE UPDATE ON webhook_endpoints
WHEN new.id <> old.id OR new.owner_kind <> old.owner_kind OR new.merchant_id IS NOT old.merchant_id
BEGIN SELECT RAISE(ABORT, 'endpoints_are_kept'); END;
CREATE TRIGGER webhook_endpoints_are_few BEFORE INSERT ON webhook_endpoints
WHEN (SELECT count(*) FROM webhook_endpoints WHERE owner_kind = new.owner_kind AND merchant_id IS new.merchant_id
         AND disabled_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'endpoints_full'); END;
CREATE TRIGGER webhook_endpoints_are_kept BEFORE DELETE ON webhook_endpoints
BEGIN SELECT RAISE(ABORT, 'endpoints_are_kept'); END;

CREATE TABLE webhook_deliveries (
  id           TEXT PRIMARY KEY,
  endpoint_id  TEXT NOT NULL REFERENCES webhook_endpoints (id),
  event_id     TEXT NOT NULL,
  event_seq    INTEGER NOT NULL,
  subject_id   TEXT NOT NULL,
  replay       INTEGER NOT NULL DEFAULT 0, -- 0: the first telling; a replay counts up
  state        TEXT NOT NULL DEFAULT 'pending' CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'delivered', 'dead')),
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  TEXT NOT NULL,
  last_status  INTEGER,
  last_fault   TEXT,
  created_at   TEXT NOT NULL,
  ended_at     TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (endpoint_id, event_id, replay),
  CONSTRAINT delivery_end_has_a_time CHECK ((state = 'pending') = (ended_at IS NULL))
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_try_at, event_seq) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_subject ON webhook_deliveries (endpoint_id, subject_id, event_seq) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (id) WHERE state = 'dead';
CREATE TRIGGER webhook_deliveries_once BEFORE INSERT ON webhook_deliveries
WHEN EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = new.endpoint_id AND event_id = new.event_id AND replay = new.replay)
BEGIN SELECT RAISE(ABORT, 'delivery_changed_meanwhile'); END;
CREATE TRIGGER webhook_deliveries_end_once BEFORE UPDATE ON webhook_deliveries
WHEN old.state <> 'pending' OR new.version <> old.version + 1 OR new.event_id <> old.event_id OR new.endpoint_id <> old.endpoint_id
BEGIN SELECT RAISE(ABORT, 'delivery_changed_meanwhile'); END;
CREATE TRIGGER webhook_deliveries_are_kept BEFORE DELETE ON webhook_deliveries
BEGIN SELECT RAISE(ABORT, 'deliveries_are_kept'); END;

CREATE TABLE webhook_attempts (
  delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id),
  no          INTEGER NOT NULL,
  at          TEXT NOT NULL,
  status      INTEGER,
  fault       TEXT,
  PRIMARY KEY (delivery_id, no)
) STRICT, WITHOUT ROWID;

-- Short messages to consumers. How far the outbox was read, and one notice per event.
CREATE TABLE notice_cursor (
  id          INTEGER PRIMARY KEY CONSTRAINT notice_cursor_is_one CHECK (id = 1),
  read_to_seq INTEGER NOT NULL,
  version     INTEGER NOT NULL
) STRICT;
INSERT INTO notice_cursor (id, read_to_seq, version) VALUES (1, 0, 1);
CREATE TRIGGER notice_cursor_advances BEFORE UPDATE ON notice_cursor
WHEN new.version <> old.version + 1 OR new.read_to_seq < old.read_to_seq
BEGIN SELECT RAISE(ABORT, 'notices_changed_meanwhile'); END;
CREATE TABLE notices (
  id          TEXT PRIMARY KEY,
  event_id    TEXT NOT NULL UNIQUE,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  type        TEXT NOT NULL,
  text        TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'queued' CONSTRAINT notice_state_known CHECK (state IN ('queued', 'sent')),
  created_at  TEXT NOT NULL,
  sent_at     TEXT,
  CONSTRAINT notice_sent_has_a_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX notices_queued ON notices (created_at, id) WHERE state = 'queued';
CREATE INDEX notices_consumer ON notices (consumer_id, id);
CREATE TRIGGER notices_once_per_event BEFORE INSERT ON notices
WHEN EXISTS (SELECT 1 FROM notices WHERE event_id = new.event_id)
BEGIN SELECT RAISE(ABORT, 'notices_changed_meanwhile'); END;
CREATE TRIGGER notices_are_sent_once BEFORE UPDATE ON notices WHEN old.state = 'sent'
BEGIN SELECT RAISE(ABORT, 'notices_changed_meanwhile'); END;
CREATE TABLE notice_settings (
  consumer_id TEXT PRIMARY KEY REFERENCES consumers (id),
  uses        INTEGER NOT NULL CONSTRAINT notice_uses_known CHECK (uses IN (0, 1)), -- ordinary uses and purchases
  changed_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
