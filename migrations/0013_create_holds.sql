-- Holds: units of a card tied up before anybody has earned them. A claim is started by the shop without a code and
-- waits for the holder; a booking is made by the holder and waits for its hour. Each resolves once: into a use (of
-- all or part of it, the rest is free again) or into nothing.
CREATE TABLE holds (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CONSTRAINT hold_kind_known CHECK (kind IN ('claim', 'booking')),
  card_id         TEXT NOT NULL REFERENCES cards (id),
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  started_by      TEXT NOT NULL, -- the shop's staff for a claim, the holder for a booking
  unit            TEXT NOT NULL CONSTRAINT hold_unit_known CHECK (unit IN ('fen', 'visit')),
  units           INTEGER NOT NULL CONSTRAINT hold_units_must_be_positive CHECK (units > 0),
  item_id         TEXT,
  label           TEXT NOT NULL,
  note            TEXT,
  list_value_fen  INTEGER NOT NULL, -- at list price: decides how long silence waits
  held_fen        INTEGER NOT NULL, -- the cash share when it was placed
  shares          TEXT NOT NULL,    -- JSON [{lot_id, units}]
  status          TEXT NOT NULL DEFAULT 'held' CONSTRAINT hold_status_known
    CHECK (status IN ('held', 'contested', 'captured', 'voided', 'expired')),
  confirm_by      TEXT, -- of a claim: silence until then is consent
  starts_at       TEXT, -- of a booking
  expires_at      TEXT, -- of a booking: unresolved until then, it is free again
  no_show_bp      INTEGER NOT NULL DEFAULT 0 CONSTRAINT hold_no_show_known CHECK (no_show_bp BETWEEN 0 AND 10000),
  free_cancel_until TEXT,
  contest_reason  TEXT,
  contest_note    TEXT,
  contested_at    TEXT,
  resolved_by     TEXT CONSTRAINT hold_resolver_known
    CHECK (resolved_by IN ('holder', 'silence', 'shop', 'no_show', 'decision', 'clock')),
  resolved_reason TEXT,
  resolved_at     TEXT,
  captured_units  INTEGER,
  redemption_id   TEXT REFERENCES redemptions (id),
  created_at      TEXT NOT NULL,
  version         INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT hold_kind_has_its_times CHECK ((kind = 'claim') = (confirm_by IS NOT NULL)
    AND (kind = 'booking') = (starts_at IS NOT NULL) AND (kind = 'booking') = (expires_at IS NOT NULL)),
  CONSTRAINT hold_resolution_is_whole CHECK ((status IN ('held', 'contested')) = (resolved_at IS NULL)
    AND (resolved_at IS NULL) = (resolved_by IS NULL)),
  CONSTRAINT capture_exceeds_hold CHECK (captured_units IS NULL OR captured_units BETWEEN 0 AND units),
  CONSTRAINT hold_capture_has_a_use CHECK ((coalesce(captured_units, 0) > 0) = (redemption_id IS NOT NULL))
) STRICT;
CREATE INDEX holds_card ON holds (card_id, id);
CREATE INDEX holds_merchant ON holds (merchant_id, id);
CREATE INDEX holds_silence ON holds (confirm_by, id) WHERE status = 'held' AND kind = 'claim';
CREATE INDEX holds_expiry ON holds (expires_at, id) WHERE status = 'held' AND kind = 'booking';
CREATE TRIGGER holds_are_not_replaced BEFORE INSERT ON holds
WHEN EXISTS (SELECT 1 FROM holds WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'holds_are_kept'); END;
CREATE TRIGGER holds_begin_held BEFORE INSERT ON holds WHEN new.status <> 'held' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'hold_begins_held'); END;
CREATE TRIGGER holds_resolve_once BEFORE UPDATE ON holds
WHEN old.status NOT IN ('held', 'contested') OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'hold_changed_meanwhile'); END;
CREATE TRIGGER holds_never_capture_more BEFORE UPDATE ON holds WHEN new.captured_units > old.units
BEGIN SELECT RAISE(ABORT, 'capture_exceeds_hold'); END;
CREATE TRIGGER holds_keep_their_terms BEFORE UPDATE ON holds
WHEN new.id <> old.id OR new.kind <> old.kind OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id
  OR new.units <> old.units OR new.shares <> old.shares OR new.confirm_by IS NOT old.confirm_by
  OR new.starts_at IS NOT old.starts_at OR new.expires_at IS NOT old.expires_at OR new.no_show_bp <> old.no_show_bp
BEGIN SELECT RAISE(ABORT, 'hold_terms_are_fixed'); END;
CREATE TRIGGER holds_are_kept BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'holds_are_kept'); END;

-- What a shop started by itself today, and how much it may: the burst before a closure is the known fraud.
CREATE TABLE claim_days (
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  count       INTEGER NOT NULL,
  fen         INTEGER NOT NULL,
  count_max   INTEGER NOT NULL,
  fen_max     INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, day),
  CONSTRAINT claims_limit_reached CHECK (count <= count_max AND fen <= fen_max)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER claim_days_stay_within BEFORE UPDATE ON claim_days
WHEN new.count > new.count_max OR new.fen > new.fen_max
BEGIN SELECT RAISE(ABORT, 'claims_limit_reached'); END;
