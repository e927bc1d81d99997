-- A deposit is written before the bank is told of it, and told under its own number: a clerk's key names a request, not
-- the money. Two clerks may use one key, and two keys may begin alike; a deposit is credited once all the same.
CREATE TABLE deposits_told (
  id          TEXT PRIMARY KEY, -- without its prefix: the instruction to the bank
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  amount_fen  INTEGER NOT NULL CONSTRAINT deposit_must_be_positive CHECK (amount_fen > 0),
  state       TEXT NOT NULL DEFAULT 'created' CONSTRAINT deposit_state_known CHECK (state IN ('created', 'received')),
  bank_ref    TEXT CONSTRAINT deposit_answers_one_entry UNIQUE, -- the bank's own entry: never two deposits
  received_by TEXT NOT NULL, -- the clerk who wrote it down
  created_at  TEXT NOT NULL,
  received_at TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT deposit_needs_the_banks_word CHECK ((state = 'received') = (bank_ref IS NOT NULL)
    AND (bank_ref IS NULL) = (received_at IS NULL))
) STRICT;
INSERT INTO deposits_told (id, merchant_id, amount_fen, state, bank_ref, received_by, created_at, received_at)
SELECT id, merchant_id, amount_fen, 'received', bank_ref, received_by, received_at, received_at FROM deposits;
DROP TABLE deposits;
ALTER TABLE deposits_told RENAME TO deposits;
CREATE INDEX deposits_merchant ON deposits (merchant_id, id);
CREATE INDEX deposits_created ON deposits (id) WHERE state = 'created';
CREATE TRIGGER deposits_begin_created BEFORE INSERT ON deposits
WHEN new.state <> 'created' OR new.version <> 1 OR EXISTS (SELECT 1 FROM deposits WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'deposit_changed_meanwhile'); END;
CREATE TRIGGER deposits_are_received_once BEFORE UPDATE ON deposits
WHEN old.state = 'received' OR new.version <> old.version + 1 OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.amount_fen <> old.amount_fen OR new.received_by <> old.received_by OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'deposit_changed_meanwhile'); END;
CREATE TRIGGER deposits_are_kept BEFORE DELETE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits_are_kept'); END;
