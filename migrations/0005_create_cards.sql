-- A card is a holder's lots at one merchant, of one kind and one service. Each top-up is a lot with its own
-- payment, contract and dates. The database recomputes each lot's release: it cannot drift from the formula.
CREATE TABLE cards (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  kind        TEXT NOT NULL CONSTRAINT card_kind_known CHECK (kind IN ('stored_value', 'count', 'period')),
  service     TEXT NOT NULL,
  status      TEXT NOT NULL DEFAULT 'active' CONSTRAINT card_status_known CHECK (status IN ('active', 'frozen', 'closed')),
  version     INTEGER NOT NULL DEFAULT 1,
  opened_at   TEXT NOT NULL,
  UNIQUE (consumer_id, merchant_id, kind, service)
) STRICT;
CREATE INDEX cards_merchant ON cards (merchant_id, id);
CREATE TRIGGER cards_one_per_service BEFORE INSERT ON cards
WHEN EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.consumer_id AND merchant_id = new.merchant_id
                                   AND kind = new.kind AND service = new.service)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER cards_advance_by_one_version BEFORE UPDATE ON cards WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER cards_are_kept BEFORE DELETE ON cards
BEGIN SELECT RAISE(ABORT, 'cards_are_kept'); END;

CREATE TABLE lots (
  id              TEXT PRIMARY KEY,
  card_id         TEXT NOT NULL REFERENCES cards (id),
  purchase_id     TEXT NOT NULL UNIQUE,
  offer_id        TEXT NOT NULL REFERENCES offers (id),
  contract_hash   TEXT NOT NULL REFERENCES contracts (hash),
  paid_fen        INTEGER NOT NULL,
  face_units      INTEGER NOT NULL,
  bonus_units     INTEGER NOT NULL,
  list_price_fen  INTEGER NOT NULL,
  used_units      INTEGER NOT NULL DEFAULT 0,
  released_fen    INTEGER NOT NULL DEFAULT 0,
  refunded_fen    INTEGER NOT NULL DEFAULT 0,
  bought_at       TEXT NOT NULL,
  starts_on       TEXT NOT NULL,
  ends_on         TEXT,
  cool_off_ends_at TEXT NOT NULL,
  CONSTRAINT lot_amounts_known CHECK (paid_fen BETWEEN 1 AND 100000000 AND face_units BETWEEN 1 AND 1000000000),
  CONSTRAINT redemption_exceeds_balance CHECK (used_units BETWEEN 0 AND face_units),
  CONSTRAINT lot_release_must_follow_use CHECK (released_fen = paid_fen * used_units / face_units),
  CONSTRAINT lot_must_not_owe CHECK (refunded_fen >= 0 AND paid_fen - released_fen - refunded_fen >= 0)
) STRICT;
CREATE INDEX lots_card ON lots (card_id, bought_at, id);
-- CHECKs can be switched off by a PRAGMA; this cannot.
CREATE TRIGGER lots_follow_the_formula BEFORE UPDATE ON lots
WHEN new.used_units < 0 OR new.used_units > new.face_units
  OR new.released_fen <> new.paid_fen * new.used_units / new.face_units
BEGIN SELECT RAISE(ABORT, 'redemption_exceeds_balance'); END;
CREATE TRIGGER lots_keep_their_terms BEFORE UPDATE ON lots
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.purchase_id <> old.purchase_id
  OR new.paid_fen <> old.paid_fen OR new.face_units <> old.face_units
  OR new.contract_hash <> old.contract_hash OR new.bought_at <> old.bought_at
BEGIN SELECT RAISE(ABORT, 'lot_terms_are_fixed'); END;
CREATE TRIGGER lots_are_kept BEFORE DELETE ON lots
BEGIN SELECT RAISE(ABORT, 'lots_are_kept'); END;

-- One row carries a card with its lots, oldest first.
CREATE VIEW cards_with_lots AS
SELECT cards.*, (
  SELECT json_group_array(json_object(
    'id', l.id, 'card_id', l.card_id, 'paid_fen', l.paid_fen, 'face_units', l.face_units, 'bonus_units', l.bonus_units,
    'used_units', l.used_units, 'released_fen', l.released_fen, 'refunded_fen', l.refunded_fen,
    'list_price_fen', l.list_price_fen, 'bought_at', l.bought_at, 'starts_on', l.starts_on, 'ends_on', l.ends_on,
    'cool_off_ends_at', l.cool_off_ends_at, 'offer_id', l.offer_id, 'contract_hash', l.contract_hash))
  FROM (SELECT * FROM lots WHERE lots.card_id = cards.id ORDER BY bought_at, id) l) AS lots
FROM cards;

-- A purchase is our order towards the payment provider. Its money counts only once the provider's signed
-- notice, checked against this row, has been recorded in the same batch that opens the lot.
CREATE TABLE purchases (
  id            TEXT PRIMARY KEY,
  consumer_id   TEXT NOT NULL REFERENCES consumers (id),
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  offer_id      TEXT NOT NULL REFERENCES offers (id),
  contract_hash TEXT NOT NULL REFERENCES contracts (hash),
  paid_fen      INTEGER NOT NULL CONSTRAINT purchase_amount_must_be_positive CHECK (paid_fen > 0),
  provider      TEXT NOT NULL,
  provider_ref  TEXT,
  status        TEXT NOT NULL CONSTRAINT purchase_status_known CHECK (status IN ('awaiting_payment', 'processing', 'paid', 'failed', 'expired')),
  reason        TEXT, -- the provider's word for the last decline
  attempts      INTEGER NOT NULL DEFAULT 0,
  card_id       TEXT REFERENCES cards (id),
  lot_id        TEXT REFERENCES lots (id),
  accepted_at   TEXT NOT NULL, -- when the consumer accepted the contract
  expires_at    TEXT NOT NULL,
  paid_at       TEXT,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX purchases_consumer ON purchases (consumer_id, id);
CREATE INDEX purchases_provider_ref ON purchases (provider_ref);
CREATE INDEX purchases_due ON purchases (status, expires_at);
CREATE TRIGGER purchases_advance_by_one_version BEFORE UPDATE ON purchases WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'purchase_changed_meanwhile'); END;
CREATE TRIGGER purchases_are_paid_once BEFORE UPDATE ON purchases
WHEN old.status = 'paid' AND (new.status <> 'paid' OR new.lot_id <> old.lot_id OR new.paid_fen <> old.paid_fen)
BEGIN SELECT RAISE(ABORT, 'purchase_already_paid'); END;

CREATE TABLE payment_events (
  provider    TEXT NOT NULL,
  event_id    TEXT NOT NULL,
  type        TEXT NOT NULL,
  purchase_id TEXT,
  outcome     TEXT NOT NULL CONSTRAINT payment_outcome_known CHECK (outcome IN ('credited', 'noted', 'ignored', 'parked')),
  reason      TEXT, -- why it was parked
  amount_fen  INTEGER,
  happened_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (provider, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_events_parked ON payment_events (outcome, received_at);
CREATE TRIGGER payment_events_count_once BEFORE INSERT ON payment_events
WHEN EXISTS (SELECT 1 FROM payment_events WHERE provider = new.provider AND event_id = new.event_id)
BEGIN SELECT RAISE(ABORT, 'event_already_recorded'); END;
CREATE TRIGGER payment_events_are_final BEFORE UPDATE ON payment_events
BEGIN SELECT RAISE(ABORT, 'payment_events_are_final'); END;
CREATE TRIGGER payment_events_are_kept BEFORE DELETE ON payment_events
BEGIN SELECT RAISE(ABORT, 'payment_events_are_final'); END;
