-- Units of a lot may be tied to uses that await confirmation, a booking or a dispute. What a lot's money is follows
-- from two counters alone: earned floor(paid × used ÷ face), held floor(paid × (used + held) ÷ face) less that,
-- free the rest. Days of a period card may be taken out: paused by its holder, or because the shop stopped serving.
ALTER TABLE lots ADD COLUMN held_units INTEGER NOT NULL DEFAULT 0
  CONSTRAINT hold_exceeds_balance CHECK (held_units >= 0 AND used_units + held_units <= face_units);

DROP TRIGGER lots_follow_the_formula;
CREATE TRIGGER lots_follow_the_formula BEFORE UPDATE ON lots
WHEN new.used_units < 0 OR new.held_units < 0 OR new.used_units + new.held_units > new.face_units
  OR new.released_fen <> new.paid_fen * new.used_units / new.face_units
BEGIN SELECT RAISE(ABORT, 'redemption_exceeds_balance'); END;

-- When the next day of a period card is to be earned; NULL: there is nothing left to earn.
ALTER TABLE cards ADD COLUMN earn_due_on TEXT;
UPDATE cards SET earn_due_on = substr(opened_at, 1, 10), version = version + 1 WHERE kind = 'period';
CREATE INDEX cards_earn_due ON cards (earn_due_on) WHERE earn_due_on IS NOT NULL;

CREATE TABLE card_pauses (
  id         TEXT PRIMARY KEY,
  card_id    TEXT NOT NULL REFERENCES cards (id),
  from_on    TEXT NOT NULL, -- the first day that does not count
  to_on      TEXT,          -- the last one; NULL: until somebody resumes it
  asked_by   TEXT NOT NULL CONSTRAINT pause_asker_known CHECK (asked_by IN ('holder', 'companion', 'merchant')),
  actor_id   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at   TEXT, -- when it was resumed before its time, or its end was set
  version    INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT pause_must_not_end_before_it_begins CHECK (to_on IS NULL OR to_on >= date(from_on, '-1 day'))
) STRICT;
CREATE INDEX card_pauses_card ON card_pauses (card_id, from_on);
CREATE TRIGGER card_pauses_advance_by_one_version BEFORE UPDATE ON card_pauses WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER card_pauses_keep_their_card BEFORE UPDATE ON card_pauses
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.from_on <> old.from_on OR new.asked_by <> old.asked_by
BEGIN SELECT RAISE(ABORT, 'pauses_are_kept'); END;
CREATE TRIGGER card_pauses_are_kept BEFORE DELETE ON card_pauses
BEGIN SELECT RAISE(ABORT, 'pauses_are_kept'); END;

CREATE TABLE service_stops (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  service     TEXT, -- NULL: every period service of the shop
  from_on     TEXT NOT NULL,
  to_on       TEXT,
  staff_id    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  ended_at    TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT stop_must_not_end_before_it_begins CHECK (to_on IS NULL OR to_on >= date(from_on, '-1 day'))
) STRICT;
CREATE INDEX service_stops_merchant ON service_stops (merchant_id, from_on);
CREATE TRIGGER service_stops_advance_by_one_version BEFORE UPDATE ON service_stops WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE TRIGGER service_stops_keep_their_terms BEFORE UPDATE ON service_stops
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.service IS NOT old.service OR new.from_on <> old.from_on
BEGIN SELECT RAISE(ABORT, 'stops_are_kept'); END;
CREATE TRIGGER service_stops_are_kept BEFORE DELETE ON service_stops
BEGIN SELECT RAISE(ABORT, 'stops_are_kept'); END;

-- One row carries a card with its lots, oldest first, and the days that do not count.
DROP VIEW cards_with_lots;
CREATE VIEW cards_with_lots AS
SELECT cards.*, (
  SELECT json_group_array(json_object(
    'id', l.id, 'card_id', l.card_id, 'paid_fen', l.paid_fen, 'face_units', l.face_units, 'bonus_units', l.bonus_units,
    'used_units', l.used_units, 'held_units', l.held_units, 'released_fen', l.released_fen,
    'refunded_fen', l.refunded_fen, 'list_price_fen', l.list_price_fen, 'bought_at', l.bought_at,
    'starts_on', l.starts_on, 'ends_on', l.ends_on, 'cool_off_ends_at', l.cool_off_ends_at,
    'offer_id', l.offer_id, 'contract_hash', l.contract_hash))
  FROM (SELECT * FROM lots WHERE lots.card_id = cards.id ORDER BY bought_at, id) l) AS lots,
  CASE cards.kind WHEN 'period' THEN (
    SELECT json_group_array(json_object('from_on', d.from_on, 'to_on', d.to_on)) FROM (
      SELECT from_on, to_on FROM card_pauses WHERE card_id = cards.id
      UNION ALL
      SELECT from_on, to_on FROM service_stops
       WHERE merchant_id = cards.merchant_id AND (service IS NULL OR service = cards.service)) d)
  ELSE '[]' END AS days_off
FROM cards;
