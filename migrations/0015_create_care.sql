-- Care for a card: lost and re-issued, handed to another person, accompanied by family, paused; and a shop that
-- stops serving. None of it touches the money: lots, contracts and escrow stay as they are.
ALTER TABLE cards ADD COLUMN frozen_at TEXT;
ALTER TABLE cards ADD COLUMN frozen_by TEXT; -- the holder or a companion
ALTER TABLE cards ADD COLUMN frozen_reason TEXT
  CONSTRAINT card_frozen_reason_known CHECK (frozen_reason IN ('lost_phone', 'other'));
-- Since when it has been this holder's; NULL: from the beginning. Uses before it are not theirs to read.
ALTER TABLE cards ADD COLUMN transferred_at TEXT;
CREATE TRIGGER cards_one_per_service_when_transferred BEFORE UPDATE OF consumer_id ON cards
WHEN new.consumer_id <> old.consumer_id
 AND EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.consumer_id AND merchant_id = new.merchant_id
                                   AND kind = new.kind AND service = new.service)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;

-- A key is handed to the card's holder of that very moment, and never for a card that is frozen or closed.
ALTER TABLE pay_code_aliases ADD COLUMN holder_id TEXT;
CREATE TRIGGER pay_code_aliases_are_for_the_holder BEFORE INSERT ON pay_code_aliases
WHEN new.holder_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM cards WHERE id = new.card_id AND consumer_id = new.holder_id AND status = 'active')
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;

CREATE TABLE card_transfers (
  id             TEXT PRIMARY KEY,
  card_id        TEXT NOT NULL REFERENCES cards (id),
  giver_id       TEXT NOT NULL REFERENCES consumers (id),
  to_phone_index TEXT NOT NULL, -- whoever owns this phone may accept, registered already or not
  to_phone_mask  TEXT NOT NULL,
  recipient_id   TEXT REFERENCES consumers (id),
  status         TEXT NOT NULL CONSTRAINT transfer_status_known
                 CHECK (status IN ('offered', 'accepted', 'declined', 'withdrawn', 'expired')),
  created_at     TEXT NOT NULL,
  expires_at     TEXT NOT NULL,
  ended_at       TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT transfer_end_has_a_time CHECK ((status = 'offered') = (ended_at IS NULL)),
  CONSTRAINT transfer_accepted_has_a_recipient CHECK ((status = 'accepted') = (recipient_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX card_transfers_open ON card_transfers (card_id) WHERE status = 'offered';
CREATE INDEX card_transfers_giver ON card_transfers (giver_id, id);
CREATE INDEX card_transfers_phone ON card_transfers (to_phone_index, id);
CREATE INDEX card_transfers_due ON card_transfers (expires_at) WHERE status = 'offered';
CREATE TRIGGER card_transfers_one_open BEFORE INSERT ON card_transfers
WHEN EXISTS (SELECT 1 FROM card_transfers WHERE card_id = new.card_id AND status = 'offered')
BEGIN SELECT RAISE(ABORT, 'transfer_already_offered'); END;
CREATE TRIGGER card_transfers_end_once BEFORE UPDATE ON card_transfers
WHEN old.status <> 'offered' OR new.version <> old.version + 1 OR new.id <> old.id OR new.card_id <> old.card_id
  OR new.giver_id <> old.giver_id OR new.to_phone_index <> old.to_phone_index
BEGIN SELECT RAISE(ABORT, 'transfer_changed_meanwhile'); END;
CREATE TRIGGER card_transfers_are_kept BEFORE DELETE ON card_transfers
BEGIN SELECT RAISE(ABORT, 'card_transfers_are_kept'); END;

CREATE TABLE card_companions (
  id           TEXT PRIMARY KEY,
  card_id      TEXT NOT NULL REFERENCES cards (id),
  phone_index  TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  consumer_id  TEXT REFERENCES consumers (id), -- once accepted
  relation     TEXT NOT NULL CONSTRAINT companion_relation_known
               CHECK (relation IN ('child', 'parent', 'spouse', 'guardian', 'other')),
  status       TEXT NOT NULL CONSTRAINT companion_status_known CHECK (status IN ('invited', 'accepted', 'ended')),
  created_at   TEXT NOT NULL,
  accepted_at  TEXT,
  ended_at     TEXT,
  ended_by     TEXT CONSTRAINT companion_ender_known CHECK (ended_by IN ('holder', 'companion', 'transfer')),
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT companion_accepted_is_somebody CHECK (status <> 'accepted' OR consumer_id IS NOT NULL),
  CONSTRAINT companion_end_has_a_time CHECK ((status = 'ended') = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX card_companions_card ON card_companions (card_id, id);
CREATE INDEX card_companions_phone ON card_companions (phone_index, id);
CREATE UNIQUE INDEX card_companions_person ON card_companions (consumer_id, card_id) WHERE status = 'accepted';
CREATE TRIGGER card_companions_are_three BEFORE INSERT ON card_companions
WHEN (SELECT count(*) FROM card_companions WHERE card_id = new.card_id AND status <> 'ended') >= 3
BEGIN SELECT RAISE(ABORT, 'companions_full'); END;
CREATE TRIGGER card_companions_once_each BEFORE INSERT ON card_companions
WHEN EXISTS (SELECT 1 FROM card_companions
              WHERE card_id = new.card_id AND phone_index = new.phone_index AND status <> 'ended')
BEGIN SELECT RAISE(ABORT, 'companion_already_invited'); END;
CREATE TRIGGER card_companions_end_once BEFORE UPDATE ON card_companions
WHEN old.status = 'ended' OR new.version <> old.version + 1 OR new.id <> old.id OR new.card_id <> old.card_id
  OR new.phone_index <> old.phone_index
BEGIN SELECT RAISE(ABORT, 'companion_changed_meanwhile'); END;
CREATE TRIGGER card_companions_are_kept BEFORE DELETE ON card_companions
BEGIN SELECT RAISE(ABORT, 'card_companions_are_kept'); END;

-- One open pause per card, whoever asks for it at the same moment.
CREATE TRIGGER card_pauses_one_at_a_time BEFORE INSERT ON card_pauses
WHEN EXISTS (SELECT 1 FROM card_pauses
              WHERE card_id = new.card_id AND (to_on IS NULL OR (to_on >= from_on AND to_on >= new.from_on)))
BEGIN SELECT RAISE(ABORT, 'card_already_paused'); END;
-- One open stop per service; a stop of everything stands alone.
CREATE TRIGGER service_stops_one_at_a_time BEFORE INSERT ON service_stops
WHEN EXISTS (SELECT 1 FROM service_stops WHERE merchant_id = new.merchant_id AND to_on IS NULL
                AND (service IS NULL OR new.service IS NULL OR service = new.service))
BEGIN SELECT RAISE(ABORT, 'service_already_stopped'); END;

-- Who is still to be told that a shop stopped or serves again: card by card, from where the last step ended.
CREATE TABLE service_stop_tellings (
  stop_id       TEXT NOT NULL REFERENCES service_stops (id),
  type          TEXT NOT NULL CONSTRAINT telling_type_known CHECK (type IN ('service.stopped', 'service.resumed')),
  merchant_id   TEXT NOT NULL,
  service       TEXT,
  told_to_card  TEXT NOT NULL DEFAULT '', -- the last card that was told
  told_count    INTEGER NOT NULL DEFAULT 0,
  created_at    TEXT NOT NULL,
  done_at       TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (stop_id, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_stop_tellings_due ON service_stop_tellings (created_at) WHERE done_at IS NULL;
CREATE TRIGGER service_stop_tellings_advance BEFORE UPDATE ON service_stop_tellings
WHEN old.done_at IS NOT NULL OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE INDEX cards_merchant_service ON cards (merchant_id, kind, service, id);

-- A check-in on a period card: which lot's visits it counts among, the how-manieth of its day, and the last day
-- of the card as the receipt says it. NULL for every other use.
ALTER TABLE redemptions ADD COLUMN check_in_lot_id TEXT;
ALTER TABLE redemptions ADD COLUMN check_in_no INTEGER;
ALTER TABLE redemptions ADD COLUMN card_ends_on TEXT;
CREATE INDEX redemptions_check_ins ON redemptions (check_in_lot_id, started_at) WHERE check_in_lot_id IS NOT NULL;

-- Days off say why: paused by the holder's side, or not served by the shop.
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
    SELECT json_group_array(json_object('id', d.id, 'why', d.why, 'from_on', d.from_on, 'to_on', d.to_on)) FROM (
      SELECT id, 'paused' AS why, from_on, to_on FROM card_pauses WHERE card_id = cards.id
      UNION ALL
      SELECT id, 'stopped', from_on, to_on FROM service_stops
       WHERE merchant_id = cards.merchant_id AND (service IS NULL OR service = cards.service)) d)
  ELSE '[]' END AS days_off
FROM cards;
