-- What a shop sells: its price list, its offers, and the contract generated from each offer. A contract is
-- found by the hash of its text, so the lot that carries the hash carries the price list and every word.
CREATE TABLE price_items (
  id             TEXT PRIMARY KEY,
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  name           TEXT NOT NULL,
  list_price_fen INTEGER NOT NULL CONSTRAINT item_price_must_be_positive CHECK (list_price_fen BETWEEN 1 AND 100000000),
  created_at     TEXT NOT NULL,
  withdrawn_at   TEXT
) STRICT;
CREATE INDEX price_items_merchant ON price_items (merchant_id, id);
-- What a contract names stays what it was: a price changes by a new item in the place of the old one. One name
-- is one service, so that nobody is quoted two prices for it (法释〔2025〕4号 §12).
CREATE TRIGGER price_items_have_one_price BEFORE INSERT ON price_items
WHEN EXISTS (SELECT 1 FROM price_items WHERE merchant_id = new.merchant_id AND name = new.name AND withdrawn_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'item_name_taken'); END;
CREATE TRIGGER price_items_are_few BEFORE INSERT ON price_items
WHEN (SELECT count(*) FROM price_items WHERE merchant_id = new.merchant_id AND withdrawn_at IS NULL) >= 200
BEGIN SELECT RAISE(ABORT, 'price_list_full'); END;
CREATE TRIGGER price_items_are_withdrawn_once BEFORE UPDATE ON price_items
WHEN old.withdrawn_at IS NOT NULL OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.name <> old.name OR new.list_price_fen <> old.list_price_fen OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
CREATE TRIGGER price_items_are_kept BEFORE DELETE ON price_items
BEGIN SELECT RAISE(ABORT, 'price_items_are_kept'); END;

CREATE TABLE offers (
  id             TEXT PRIMARY KEY,
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  kind           TEXT NOT NULL CONSTRAINT offer_kind_known CHECK (kind IN ('stored_value', 'count', 'period')),
  name           TEXT NOT NULL,
  service        TEXT NOT NULL, -- '' for stored value; a card holds lots of one kind and one service
  price_fen      INTEGER NOT NULL CONSTRAINT offer_price_must_be_positive CHECK (price_fen BETWEEN 1 AND 100000000),
  bonus_units    INTEGER NOT NULL DEFAULT 0, -- gift fen, visits or days, counted in face_units
  discount_bp    INTEGER NOT NULL DEFAULT 10000 CONSTRAINT offer_discount_known CHECK (discount_bp BETWEEN 1 AND 10000),
  face_units     INTEGER NOT NULL CONSTRAINT offer_face_must_be_positive CHECK (face_units BETWEEN 1 AND 1000000000),
  list_price_fen INTEGER NOT NULL CONSTRAINT offer_list_price_must_be_positive CHECK (list_price_fen >= 1),
  valid_days     INTEGER, -- NULL: never lapses
  use_limit      TEXT CONSTRAINT offer_use_limit_known CHECK (use_limit IN ('limited', 'unlimited')),
  shops          TEXT NOT NULL DEFAULT '[]', -- where it is accepted besides the shop itself
  clauses        TEXT NOT NULL DEFAULT '[]',
  contract_hash  TEXT NOT NULL REFERENCES contracts (hash),
  created_at     TEXT NOT NULL,
  withdrawn_at   TEXT
) STRICT;
CREATE INDEX offers_merchant ON offers (merchant_id, id);
-- Lots and contracts point here: an offer's terms are final, it can only be taken off the shelf, once.
CREATE TRIGGER offers_are_withdrawn_once BEFORE UPDATE ON offers
WHEN old.withdrawn_at IS NOT NULL OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.kind <> old.kind OR new.name <> old.name OR new.service <> old.service
  OR new.price_fen <> old.price_fen OR new.bonus_units <> old.bonus_units OR new.discount_bp <> old.discount_bp
  OR new.face_units <> old.face_units OR new.list_price_fen <> old.list_price_fen
  OR new.valid_days IS NOT old.valid_days OR new.use_limit IS NOT old.use_limit
  OR new.shops <> old.shops OR new.clauses <> old.clauses
  OR new.contract_hash <> old.contract_hash OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
CREATE TRIGGER offers_are_kept BEFORE DELETE ON offers
BEGIN SELECT RAISE(ABORT, 'offers_are_kept'); END;

CREATE TABLE contracts (
  hash             TEXT PRIMARY KEY, -- SHA-256 of text
  offer_id         TEXT NOT NULL,
  template_version TEXT NOT NULL,
  text             TEXT NOT NULL,
  price_list       TEXT NOT NULL, -- JSON [{id,name,list_price_fen}], frozen with the contract
  created_at       TEXT NOT NULL
) STRICT;
CREATE TRIGGER contracts_are_final BEFORE UPDATE ON contracts
BEGIN SELECT RAISE(ABORT, 'contracts_are_final'); END;
CREATE TRIGGER contracts_are_not_replaced BEFORE INSERT ON contracts
WHEN EXISTS (SELECT 1 FROM contracts WHERE hash = new.hash)
BEGIN SELECT RAISE(ABORT, 'contracts_are_final'); END;
CREATE TRIGGER contracts_are_kept BEFORE DELETE ON contracts
BEGIN SELECT RAISE(ABORT, 'contracts_are_final'); END;

-- Roll-ups: written in the batch of the facts they count, so that no page ever scans cards or transfers.
CREATE TABLE merchant_totals (
  merchant_id    TEXT PRIMARY KEY REFERENCES merchants (id),
  cards_count    INTEGER NOT NULL DEFAULT 0,
  paid_fen       INTEGER NOT NULL DEFAULT 0,
  released_fen   INTEGER NOT NULL DEFAULT 0,
  refunded_fen   INTEGER NOT NULL DEFAULT 0,
  owed_fen       INTEGER NOT NULL DEFAULT 0, -- escrow + held + refunding of its cards
  topups_count   INTEGER NOT NULL DEFAULT 0,
  uses_count     INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT totals_must_add_up CHECK (owed_fen = paid_fen - released_fen - refunded_fen AND owed_fen >= 0)
) STRICT, WITHOUT ROWID;
CREATE TABLE merchant_days (
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  day          TEXT NOT NULL, -- Asia/Shanghai
  topups_count INTEGER NOT NULL DEFAULT 0,
  paid_fen     INTEGER NOT NULL DEFAULT 0,
  uses_count   INTEGER NOT NULL DEFAULT 0,
  released_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, day)
) STRICT, WITHOUT ROWID;
CREATE TABLE city_days (
  district     TEXT NOT NULL,
  sector       TEXT NOT NULL,
  day          TEXT NOT NULL,
  topups_count INTEGER NOT NULL DEFAULT 0,
  paid_fen     INTEGER NOT NULL DEFAULT 0,
  uses_count   INTEGER NOT NULL DEFAULT 0,
  released_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, district, sector)
) STRICT, WITHOUT ROWID;
