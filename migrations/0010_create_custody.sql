-- The way of consumers' money from the payment provider into the merchant's sub-account at the bank. A settlement
-- is our instruction to the bank for one merchant and day: written before the bank is asked, settled with the
-- ledger's transfers once the bank has confirmed. A purchase is in one settlement at most, with its own amount.
CREATE TABLE settlements (
  id                 TEXT PRIMARY KEY,
  provider           TEXT NOT NULL,
  merchant_id        TEXT NOT NULL REFERENCES merchants (id),
  custody_account_no TEXT NOT NULL,
  day                TEXT NOT NULL,
  items_count        INTEGER NOT NULL,
  gross_fen          INTEGER NOT NULL, -- what consumers paid: all of it goes into custody
  fee_fen            INTEGER NOT NULL, -- what the provider kept: paid by the platform, owed by the merchant
  status             TEXT NOT NULL DEFAULT 'created' CONSTRAINT settlement_status_known CHECK (status IN ('created', 'settled')),
  bank_ref           TEXT,
  created_at         TEXT NOT NULL,
  settled_at         TEXT,
  fee_charged_at     TEXT, -- taken from what is owed to the merchant
  fee_taken_at       TEXT, -- and out of the sub-account, to the platform that had advanced it
  fee_bank_ref       TEXT,
  version            INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT settlement_amounts_known CHECK (gross_fen > 0 AND fee_fen BETWEEN 0 AND gross_fen AND items_count > 0),
  CONSTRAINT settlement_needs_the_banks_word CHECK ((status = 'settled') = (bank_ref IS NOT NULL)
    AND (bank_ref IS NULL) = (settled_at IS NULL)),
  CONSTRAINT settlement_fee_in_order CHECK ((fee_charged_at IS NULL OR (status = 'settled' AND fee_fen > 0))
    AND (fee_taken_at IS NULL OR fee_charged_at IS NOT NULL) AND (fee_taken_at IS NULL) = (fee_bank_ref IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX settlements_merchant ON settlements (merchant_id, id);
CREATE INDEX settlements_created ON settlements (id) WHERE status = 'created';
CREATE INDEX settlements_fees_open ON settlements (merchant_id, id)
  WHERE status = 'settled' AND fee_fen > 0 AND fee_taken_at IS NULL;
CREATE TRIGGER settlements_are_not_replaced BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM settlements WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER settlements_begin_unsettled BEFORE INSERT ON settlements
WHEN new.status <> 'created' OR new.fee_charged_at IS NOT NULL OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'settlement_begins_unsettled'); END;
CREATE TRIGGER settlements_advance_by_one_version BEFORE UPDATE ON settlements WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER settlements_keep_their_terms BEFORE UPDATE ON settlements
WHEN new.id <> old.id OR new.provider <> old.provider OR new.merchant_id <> old.merchant_id
  OR new.custody_account_no <> old.custody_account_no OR new.day <> old.day OR new.gross_fen <> old.gross_fen
  OR new.fee_fen <> old.fee_fen OR new.items_count <> old.items_count OR new.created_at <> old.created_at
  OR (old.status = 'settled' AND (new.status <> 'settled' OR new.bank_ref <> old.bank_ref OR new.settled_at <> old.settled_at))
  OR (old.fee_charged_at IS NOT NULL AND new.fee_charged_at IS NOT old.fee_charged_at)
  OR (old.fee_taken_at IS NOT NULL
      AND (new.fee_taken_at IS NOT old.fee_taken_at OR new.fee_bank_ref IS NOT old.fee_bank_ref))
BEGIN SELECT RAISE(ABORT, 'settlement_is_fixed'); END;
CREATE TRIGGER settlements_are_kept BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

CREATE TABLE settlement_items (
  purchase_id   TEXT PRIMARY KEY REFERENCES purchases (id),
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  ref           TEXT NOT NULL, -- the line of the provider's bill
  gross_fen     INTEGER NOT NULL,
  fee_fen       INTEGER NOT NULL,
  available_at  TEXT NOT NULL,
  CONSTRAINT settlement_item_amounts_known CHECK (gross_fen > 0 AND fee_fen BETWEEN 0 AND gross_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_items_settlement ON settlement_items (settlement_id);
CREATE TRIGGER settlement_items_settle_once BEFORE INSERT ON settlement_items
WHEN EXISTS (SELECT 1 FROM settlement_items WHERE purchase_id = new.purchase_id)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER settlement_items_match_their_purchase BEFORE INSERT ON settlement_items
WHEN NOT EXISTS (SELECT 1 FROM purchases p JOIN settlements s ON s.id = new.settlement_id
                  WHERE p.id = new.purchase_id AND p.status = 'paid' AND p.paid_fen = new.gross_fen
                    AND p.merchant_id = s.merchant_id AND p.provider = s.provider AND s.status = 'created')
BEGIN SELECT RAISE(ABORT, 'settlement_must_match_purchase'); END;
CREATE TRIGGER settlement_items_are_final BEFORE UPDATE ON settlement_items
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER settlement_items_are_kept BEFORE DELETE ON settlement_items
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER settlements_add_up BEFORE UPDATE OF status ON settlements
WHEN new.status = 'settled' AND old.status = 'created' AND NOT EXISTS (
  SELECT count(*) FROM settlement_items WHERE settlement_id = new.id
  HAVING sum(gross_fen) = new.gross_fen AND sum(fee_fen) = new.fee_fen AND count(*) = new.items_count)
BEGIN SELECT RAISE(ABORT, 'settlement_must_add_up'); END;

-- Lines of a provider's bill that do not agree with our own orders. They move nothing; the bank and the operator
-- see them. A line whose order is not there or not paid yet is looked at again on every run.
CREATE TABLE parked_lines (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider     TEXT NOT NULL,
  ref          TEXT NOT NULL,
  provider_ref TEXT,
  our_no       TEXT,
  currency     TEXT NOT NULL,
  gross_fen    INTEGER NOT NULL,
  fee_fen      INTEGER NOT NULL,
  net_fen      INTEGER NOT NULL,
  available_at TEXT NOT NULL,
  reason       TEXT NOT NULL CONSTRAINT parked_reason_known CHECK (reason IN ('purchase_unknown', 'purchase_not_paid',
    'payment_differs', 'currency_differs', 'amount_differs', 'fee_implausible', 'purchase_settled_before')),
  parked_at    TEXT NOT NULL,
  resolved_at  TEXT, -- settled after all
  UNIQUE (provider, ref)
) STRICT;
CREATE INDEX parked_lines_open ON parked_lines (provider, seq) WHERE resolved_at IS NULL;
CREATE TRIGGER parked_lines_park_once BEFORE INSERT ON parked_lines
WHEN EXISTS (SELECT 1 FROM parked_lines WHERE provider = new.provider AND ref = new.ref)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER parked_lines_keep_what_was_said BEFORE UPDATE ON parked_lines
WHEN new.ref <> old.ref OR new.provider <> old.provider OR new.gross_fen <> old.gross_fen OR new.fee_fen <> old.fee_fen
  OR new.net_fen <> old.net_fen OR new.our_no IS NOT old.our_no OR new.currency <> old.currency
  OR old.resolved_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER parked_lines_are_kept BEFORE DELETE ON parked_lines
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

-- How far each provider's bill has been read.
CREATE TABLE settlement_cursors (
  provider TEXT PRIMARY KEY,
  cursor   TEXT NOT NULL,
  read_at  TEXT NOT NULL,
  version  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER settlement_cursors_advance_by_one_version BEFORE UPDATE ON settlement_cursors
WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;

ALTER TABLE merchant_totals ADD COLUMN settled_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT settled_must_not_be_negative CHECK (settled_fen >= 0);
-- Fees charged to the merchant that still lie in its sub-account: they are the platform's, nobody's protection.
ALTER TABLE merchant_totals ADD COLUMN fees_held_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT fees_held_must_not_be_negative CHECK (fees_held_fen >= 0);
