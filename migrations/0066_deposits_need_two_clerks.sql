-- Why: a deposit makes good what is missing when a shop ends, so nobody brings one into the books alone. A clerk types it,
-- another person agrees, and only then is the bank told. What was received before keeps its money and waits to be agreed
-- to; it counts for nothing until then.
CREATE TABLE deposits_agreed (
  id          TEXT PRIMARY KEY, -- without its prefix: the instruction to the bank
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  amount_fen  INTEGER NOT NULL CONSTRAINT deposit_must_be_positive CHECK (amount_fen > 0),
  state       TEXT NOT NULL DEFAULT 'created'
    CONSTRAINT deposit_state_known CHECK (state IN ('created', 'agreed', 'received', 'refused')),
  bank_ref    TEXT CONSTRAINT deposit_answers_one_entry UNIQUE, -- the bank's own entry: never two deposits
  received_by TEXT NOT NULL, -- the clerk who wrote it down
  created_at  TEXT NOT NULL,
  decided_by  TEXT, -- the other clerk, who agreed; or whoever refused or withdrew it
  decided_at  TEXT,
  note        TEXT,
  received_at TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT deposit_needs_the_banks_word CHECK ((state = 'received') = (bank_ref IS NOT NULL)
    AND (bank_ref IS NULL) = (received_at IS NULL)),
  CONSTRAINT deposit_is_decided_by_a_person CHECK ((decided_by IS NULL) = (decided_at IS NULL)
    AND (state <> 'created' OR decided_by IS NULL) AND (state NOT IN ('agreed', 'refused') OR decided_by IS NOT NULL))
) STRICT;
INSERT INTO deposits_agreed (id, merchant_id, amount_fen, state, bank_ref, received_by, created_at, received_at, version)
SELECT id, merchant_id, amount_fen, state, bank_ref, received_by, created_at, received_at, version FROM deposits;
DROP TABLE deposits;
ALTER TABLE deposits_agreed RENAME TO deposits;
CREATE INDEX deposits_merchant ON deposits (merchant_id, id);
CREATE INDEX deposits_to_tell ON deposits (id) WHERE state = 'agreed';
CREATE INDEX deposits_waiting ON deposits (merchant_id) WHERE state IN ('created', 'agreed');
CREATE TRIGGER deposits_begin_created BEFORE INSERT ON deposits
WHEN new.state <> 'created' OR new.version <> 1 OR EXISTS (SELECT 1 FROM deposits WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'deposit_changed_meanwhile'); END;
CREATE TRIGGER deposits_go_one_way BEFORE UPDATE ON deposits
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.amount_fen <> old.amount_fen OR new.received_by <> old.received_by OR new.created_at <> old.created_at
  OR (old.decided_by IS NOT NULL AND (new.decided_by IS NOT old.decided_by OR new.decided_at IS NOT old.decided_at))
  OR new.state NOT IN (CASE old.state WHEN 'created' THEN 'agreed' WHEN 'agreed' THEN 'received' ELSE old.state END,
                       CASE old.state WHEN 'created' THEN 'refused' ELSE '' END)
  OR old.state = 'refused' OR (old.state = 'received' AND (old.decided_by IS NOT NULL
    OR new.bank_ref <> old.bank_ref OR new.received_at <> old.received_at))
BEGIN SELECT RAISE(ABORT, 'deposit_changed_meanwhile'); END;
-- The same person is the same telephone, also under another id.
CREATE TRIGGER deposits_need_another_person BEFORE UPDATE ON deposits
WHEN new.state IN ('agreed', 'received') AND old.decided_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM officials maker, officials checker
   WHERE maker.id = new.received_by AND checker.id = new.decided_by
     AND maker.id <> checker.id AND maker.phone_index <> checker.phone_index)
BEGIN SELECT RAISE(ABORT, 'deposit_needs_another_person'); END;
CREATE TRIGGER deposits_are_kept BEFORE DELETE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits_are_kept'); END;
