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
