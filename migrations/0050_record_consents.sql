-- Every way money leaves a card says how its holder agreed. What the shop records of a booking without the holder's
-- word (came, did not come, cancelled late) stays held, is told, and waits as long as a claim does; it may be contested.
-- The table is made anew, because a booking may now have a day until which silence is waited for.
CREATE TABLE holds_with_records (
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
  shares          TEXT NOT NULL,    -- JSON [{lot_id, units}]; once recorded, of what was recorded alone
  status          TEXT NOT NULL DEFAULT 'held' CONSTRAINT hold_status_known
    CHECK (status IN ('held', 'contested', 'captured', 'voided', 'expired')),
  confirm_by      TEXT, -- of a claim and of a recorded booking: told silence until then is consent
  starts_at       TEXT, -- of a booking
  expires_at      TEXT, -- of a booking: neither recorded nor resolved until then, it is free again
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
  shop_id         TEXT REFERENCES shops (id),
  recorded_as     TEXT CONSTRAINT hold_record_known CHECK (recorded_as IN ('capture', 'no_show', 'late_cancel')),
  recorded_units  INTEGER,
  recorded_fen    INTEGER, -- the cash share of what was recorded; the rest is free
  recorded_by     TEXT,    -- the staff who said so; 'holder' for a late cancellation
  recorded_at     TEXT,
  telling_event_id TEXT,   -- the event whose message tells the holder: no silence counts before it was sent
  CONSTRAINT hold_kind_has_its_times CHECK ((kind = 'booking') = (starts_at IS NOT NULL)
    AND (kind = 'booking') = (expires_at IS NOT NULL)
    AND (confirm_by IS NOT NULL) = (kind = 'claim' OR recorded_at IS NOT NULL)),
  CONSTRAINT hold_record_is_whole CHECK ((recorded_at IS NULL) = (recorded_as IS NULL)
    AND (recorded_at IS NULL) = (recorded_units IS NULL) AND (recorded_at IS NULL) = (recorded_fen IS NULL)
    AND (recorded_at IS NULL) = (recorded_by IS NULL) AND (recorded_at IS NULL OR kind = 'booking')),
  CONSTRAINT hold_contest_is_of_what_was_told CHECK (status <> 'contested' OR confirm_by IS NOT NULL),
  CONSTRAINT hold_resolution_is_whole CHECK ((status IN ('held', 'contested')) = (resolved_at IS NULL)
    AND (resolved_at IS NULL) = (resolved_by IS NULL)),
  CONSTRAINT capture_exceeds_hold CHECK ((captured_units IS NULL OR captured_units BETWEEN 0 AND coalesce(recorded_units, units))
    AND (recorded_units IS NULL OR recorded_units BETWEEN 1 AND units)),
  CONSTRAINT hold_capture_has_a_use CHECK ((coalesce(captured_units, 0) > 0) = (redemption_id IS NOT NULL))
) STRICT;
INSERT INTO holds_with_records (id, kind, card_id, merchant_id, started_by, unit, units, item_id, label, note, list_value_fen,
    held_fen, shares, status, confirm_by, starts_at, expires_at, no_show_bp, free_cancel_until, contest_reason, contest_note,
    contested_at, resolved_by, resolved_reason, resolved_at, captured_units, redemption_id, created_at, version, shop_id,
    telling_event_id)
SELECT h.id, h.kind, h.card_id, h.merchant_id, h.started_by, h.unit, h.units, h.item_id, h.label, h.note, h.list_value_fen,
    h.held_fen, h.shares, h.status, h.confirm_by, h.starts_at, h.expires_at, h.no_show_bp, h.free_cancel_until, h.contest_reason,
    h.contest_note, h.contested_at, h.resolved_by, h.resolved_reason, h.resolved_at, h.captured_units, h.redemption_id,
    h.created_at, h.version, h.shop_id,
    (SELECT e.id FROM events e WHERE e.consumer_id = c.consumer_id AND e.type = 'claim.started'
        AND e.data ->> 'hold_id' = h.id)
  FROM holds h JOIN cards c ON c.id = h.card_id;
DROP TABLE holds;
ALTER TABLE holds_with_records RENAME TO holds;

-- Open bookings keep their terms; a share that is less than one unit was never taken and is no longer said.
UPDATE holds SET no_show_bp = 0 WHERE kind = 'booking' AND status = 'held' AND units * no_show_bp < 10000;

CREATE INDEX holds_card ON holds (card_id, id);
CREATE INDEX holds_merchant ON holds (merchant_id, id);
CREATE INDEX holds_silence ON holds (confirm_by, id) WHERE status = 'held' AND confirm_by IS NOT NULL;
CREATE INDEX holds_expiry ON holds (expires_at, id) WHERE status = 'held' AND kind = 'booking';
CREATE INDEX holds_use ON holds (redemption_id) WHERE redemption_id IS NOT NULL;
CREATE TRIGGER holds_are_not_replaced BEFORE INSERT ON holds
WHEN EXISTS (SELECT 1 FROM holds WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'holds_are_kept'); END;
CREATE TRIGGER holds_begin_held BEFORE INSERT ON holds
WHEN new.status <> 'held' OR new.version <> 1 OR new.recorded_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'hold_begins_held'); END;
CREATE TRIGGER holds_resolve_once BEFORE UPDATE ON holds
WHEN old.status NOT IN ('held', 'contested') OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'hold_changed_meanwhile'); END;
CREATE TRIGGER holds_never_capture_more BEFORE UPDATE ON holds
WHEN new.captured_units > coalesce(new.recorded_units, old.units)
BEGIN SELECT RAISE(ABORT, 'capture_exceeds_hold'); END;
CREATE TRIGGER holds_keep_their_terms BEFORE UPDATE ON holds
WHEN new.id <> old.id OR new.kind <> old.kind OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id
  OR new.units <> old.units OR new.starts_at IS NOT old.starts_at OR new.expires_at IS NOT old.expires_at
  OR new.no_show_bp <> old.no_show_bp OR new.held_fen <> old.held_fen
BEGIN SELECT RAISE(ABORT, 'hold_terms_are_fixed'); END;
-- A record is made once, while the booking is held; with it, and never else, the shares shrink and silence begins.
CREATE TRIGGER holds_are_recorded_once BEFORE UPDATE ON holds
WHEN (old.recorded_at IS NOT NULL OR new.recorded_at IS NULL OR old.status <> 'held' OR new.status <> 'held')
 AND (new.shares <> old.shares OR new.confirm_by IS NOT old.confirm_by OR new.recorded_at IS NOT old.recorded_at
   OR new.recorded_as IS NOT old.recorded_as OR new.recorded_units IS NOT old.recorded_units
   OR new.recorded_fen IS NOT old.recorded_fen OR new.recorded_by IS NOT old.recorded_by
   OR new.telling_event_id IS NOT old.telling_event_id)
BEGIN SELECT RAISE(ABORT, 'hold_already_recorded'); END;
CREATE TRIGGER holds_are_kept BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'holds_are_kept'); END;
CREATE TRIGGER holds_begin_at_a_shop_of_theirs BEFORE INSERT ON holds
WHEN new.shop_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'shop_not_found'); END;
CREATE TRIGGER holds_keep_their_shop BEFORE UPDATE ON holds WHEN new.shop_id IS NOT old.shop_id
BEGIN SELECT RAISE(ABORT, 'hold_terms_are_fixed'); END;

-- By which way a use came about, and how its holder agreed (docs/release.md).
ALTER TABLE redemptions ADD COLUMN way TEXT CONSTRAINT release_way_known
  CHECK (way IN ('code_use', 'counter_use', 'check_in', 'claim', 'capture', 'no_show', 'late_cancel'));
ALTER TABLE redemptions ADD COLUMN consent TEXT CONSTRAINT release_consent_known
  CHECK (consent IN ('code', 'pin', 'confirmation', 'silence', 'decision', 'before_the_rule'));
DROP TRIGGER redemptions_end_once;
DROP TRIGGER redemptions_advance_by_one_version;
UPDATE redemptions SET
  way = CASE
    WHEN check_in_lot_id IS NOT NULL THEN 'check_in'
    WHEN EXISTS (SELECT 1 FROM pay_code_uses u WHERE u.redemption_id = redemptions.id) THEN 'code_use'
    ELSE coalesce((SELECT CASE WHEN h.kind = 'claim' THEN 'claim' WHEN h.resolved_by = 'no_show' THEN 'no_show' ELSE 'capture' END
                     FROM holds h WHERE h.redemption_id = redemptions.id), 'counter_use') END,
  consent = CASE
    WHEN status <> 'succeeded' THEN NULL
    WHEN EXISTS (SELECT 1 FROM pay_code_uses u WHERE u.redemption_id = redemptions.id)
      THEN iif(confirm_by IS NULL, 'code', 'pin')
    ELSE coalesce((SELECT CASE h.resolved_by WHEN 'holder' THEN 'confirmation' WHEN 'silence' THEN 'silence'
                                             WHEN 'decision' THEN 'decision' ELSE 'before_the_rule' END
                     FROM holds h WHERE h.redemption_id = redemptions.id), 'pin') END;
CREATE TRIGGER redemptions_advance_by_one_version BEFORE UPDATE ON redemptions WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_end_once BEFORE UPDATE ON redemptions WHEN old.status <> 'user_confirming'
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_have_a_consent BEFORE INSERT ON redemptions
WHEN new.way IS NULL OR (new.status = 'succeeded') <> (new.consent IS NOT NULL) OR new.consent = 'before_the_rule'
BEGIN SELECT RAISE(ABORT, 'release_needs_consent'); END;
CREATE TRIGGER redemptions_end_with_a_consent BEFORE UPDATE ON redemptions
WHEN new.way IS NOT old.way OR (new.status = 'succeeded') <> (new.consent IS NOT NULL) OR new.consent = 'before_the_rule'
BEGIN SELECT RAISE(ABORT, 'release_needs_consent'); END;

-- What a card spent today without a PIN, by every way, and how much it may: the row itself refuses more.
ALTER TABLE card_days ADD COLUMN no_pin_count_max INTEGER NOT NULL DEFAULT 10;
ALTER TABLE card_days ADD COLUMN no_pin_fen_max INTEGER NOT NULL DEFAULT 100000;
CREATE TRIGGER card_days_begin_within BEFORE INSERT ON card_days
WHEN new.no_pin_count > new.no_pin_count_max OR new.no_pin_fen > new.no_pin_fen_max
BEGIN SELECT RAISE(ABORT, 'no_pin_limit_reached'); END;
CREATE TRIGGER card_days_stay_within BEFORE UPDATE ON card_days
WHEN new.no_pin_count > new.no_pin_count_max OR new.no_pin_fen > new.no_pin_fen_max
BEGIN SELECT RAISE(ABORT, 'no_pin_limit_reached'); END;
ALTER TABLE counter_days ADD COLUMN count_max INTEGER NOT NULL DEFAULT 5;
ALTER TABLE counter_days ADD COLUMN fen_max INTEGER NOT NULL DEFAULT 50000;
CREATE TRIGGER counter_days_begin_within BEFORE INSERT ON counter_days
WHEN new.count > new.count_max OR new.fen > new.fen_max
BEGIN SELECT RAISE(ABORT, 'counter_limit_reached'); END;
CREATE TRIGGER counter_days_stay_within BEFORE UPDATE ON counter_days
WHEN new.count > new.count_max OR new.fen > new.fen_max
BEGIN SELECT RAISE(ABORT, 'counter_limit_reached'); END;
