-- What an authority needs in one hand when a shop fails: who is owed what, under which contract, paid by which payment.
-- Made every night after the bank's day is closed and never changed afterwards. A card has a row for each night on which
-- something about it was different from the night before: a pack reads, card by card, the newest row up to its day.
CREATE TABLE resolution_packs (
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  day           TEXT NOT NULL REFERENCES bank_closes (day),
  phase         TEXT NOT NULL DEFAULT 'listing' CONSTRAINT pack_phase_known CHECK (phase IN ('listing', 'counting', 'sealed')),
  at_card       TEXT NOT NULL DEFAULT '', -- the last card that was listed
  cards_hash    TEXT NOT NULL DEFAULT '', -- over the cards with money in them so far, one upon the other
  contracts     TEXT NOT NULL DEFAULT '[]' CONSTRAINT pack_contracts_are_json CHECK (json_valid(contracts)),
  previous_hash TEXT, -- of the shop's pack before
  content_hash  TEXT,
  body          TEXT CONSTRAINT pack_body_is_json CHECK (body IS NULL OR json_valid(body)),
  began_at      TEXT NOT NULL,
  sealed_at     TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (merchant_id, day),
  CONSTRAINT pack_sealed_with_its_hash CHECK ((phase = 'sealed') = (content_hash IS NOT NULL)
    AND (content_hash IS NULL) = (body IS NULL) AND (content_hash IS NULL) = (sealed_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER resolution_packs_in_order BEFORE INSERT ON resolution_packs
WHEN new.version <> 1 OR new.phase <> 'listing' OR new.at_card <> ''
  OR EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day >= new.day)
  OR NOT EXISTS (SELECT 1 FROM bank_closes WHERE day = new.day AND phase = 'sealed')
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_packs_advance_by_one_version BEFORE UPDATE ON resolution_packs
WHEN new.version <> old.version + 1 OR old.phase = 'sealed' OR new.merchant_id <> old.merchant_id OR new.day <> old.day
  OR new.at_card < old.at_card OR new.began_at <> old.began_at
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_packs_follow_each_other BEFORE UPDATE ON resolution_packs
WHEN new.phase = 'sealed' AND new.previous_hash IS NOT (
  SELECT content_hash FROM resolution_packs WHERE merchant_id = new.merchant_id AND day < new.day AND phase = 'sealed'
   ORDER BY day DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_packs_are_kept BEFORE DELETE ON resolution_packs
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;

CREATE TABLE resolution_cards (
  card_id       TEXT NOT NULL REFERENCES cards (id),
  day           TEXT NOT NULL,
  merchant_id   TEXT NOT NULL,
  holder_no     TEXT NOT NULL, -- a pseudonym
  escrow_fen    INTEGER NOT NULL CONSTRAINT pack_escrow_must_not_be_negative CHECK (escrow_fen >= 0),
  held_fen      INTEGER NOT NULL CONSTRAINT pack_held_must_not_be_negative CHECK (held_fen >= 0),
  refunding_fen INTEGER NOT NULL CONSTRAINT pack_refunding_must_not_be_negative CHECK (refunding_fen >= 0),
  contract_hash TEXT NOT NULL REFERENCES contracts (hash), -- of the newest payment
  first_paid_on TEXT NOT NULL,
  payments      TEXT NOT NULL CONSTRAINT pack_payments_are_json CHECK (json_valid(payments)),
  PRIMARY KEY (card_id, day),
  FOREIGN KEY (merchant_id, day) REFERENCES resolution_packs (merchant_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER resolution_cards_list_once BEFORE INSERT ON resolution_cards
WHEN EXISTS (SELECT 1 FROM resolution_cards WHERE card_id = new.card_id AND day >= new.day)
  OR NOT EXISTS (SELECT 1 FROM cards WHERE id = new.card_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_cards_before_the_seal BEFORE INSERT ON resolution_cards
WHEN NOT EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day = new.day
                    AND phase = 'listing' AND at_card < new.card_id)
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_cards_are_final BEFORE UPDATE ON resolution_cards
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_cards_are_kept BEFORE DELETE ON resolution_cards
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;

-- A night that is over: every shop of the bank's close has its pack, or was missed before the next close came.
CREATE TABLE resolution_nights (
  day          TEXT PRIMARY KEY REFERENCES bank_closes (day),
  packs_count  INTEGER NOT NULL CONSTRAINT night_packs_known CHECK (packs_count >= 0),
  missed_count INTEGER NOT NULL CONSTRAINT night_misses_known CHECK (missed_count >= 0),
  done_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER resolution_nights_in_order BEFORE INSERT ON resolution_nights
WHEN EXISTS (SELECT 1 FROM resolution_nights WHERE day >= new.day)
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_nights_are_final BEFORE UPDATE ON resolution_nights
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_nights_are_kept BEFORE DELETE ON resolution_nights
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
