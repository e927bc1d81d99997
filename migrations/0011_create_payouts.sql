-- What shops have earned goes to their own accounts. A payout is written, with its money set aside, before the bank
-- is told; it is told under one instruction for ever. It covers a range of entries of the shop's payable account, end
-- to end with the payout before it, so that every use says which payout carried it without a write of its own.
CREATE TABLE payouts (
  id                   TEXT PRIMARY KEY, -- without its prefix: the instruction to the bank
  merchant_id          TEXT NOT NULL REFERENCES merchants (id),
  kind                 TEXT NOT NULL CONSTRAINT payout_kind_known CHECK (kind IN ('daily', 'on_demand')),
  day                  TEXT NOT NULL, -- Asia/Shanghai
  amount_fen           INTEGER NOT NULL CONSTRAINT payout_amount_must_be_positive CHECK (amount_fen > 0),
  advance_repaid_fen   INTEGER NOT NULL CONSTRAINT payout_repayment_known CHECK (advance_repaid_fen >= 0),
  covers_from_version  INTEGER NOT NULL, -- of payable:<merchant>, exclusive
  covers_to_version    INTEGER NOT NULL, -- inclusive
  custody_account_no   TEXT NOT NULL,
  to_account_no        TEXT NOT NULL, -- sealed as it stood with the merchant; a later account changes nothing here
  to_account_mask      TEXT NOT NULL,
  to_account_version   INTEGER NOT NULL,
  to_holder            TEXT NOT NULL,
  state                TEXT NOT NULL DEFAULT 'created' CONSTRAINT payout_state_known
    CHECK (state IN ('created', 'unclear', 'sent', 'paid', 'rejected', 'returned')),
  bank_ref             TEXT,
  reason               TEXT, -- the bank's words for a rejection or a return
  created_at           TEXT NOT NULL,
  sent_at              TEXT,
  paid_at              TEXT,
  ended_at             TEXT, -- of a rejection or a return
  next_check_at        TEXT, -- when to tell or to ask the bank again; NULL: nothing more is expected
  version              INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT payout_covers_something CHECK (covers_from_version >= 0 AND covers_to_version > covers_from_version),
  CONSTRAINT payout_paid_has_a_time CHECK (state <> 'paid' OR paid_at IS NOT NULL),
  CONSTRAINT payout_end_has_a_time CHECK ((state IN ('rejected', 'returned')) = (ended_at IS NOT NULL)),
  CONSTRAINT payout_open_is_looked_after CHECK (state NOT IN ('created', 'unclear', 'sent') OR next_check_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX payouts_merchant ON payouts (merchant_id, id);
CREATE INDEX payouts_day ON payouts (merchant_id, day);
CREATE INDEX payouts_range ON payouts (merchant_id, covers_to_version);
CREATE INDEX payouts_open ON payouts (merchant_id) WHERE state IN ('created', 'unclear', 'sent');
CREATE INDEX payouts_failed ON payouts (merchant_id, id) WHERE state IN ('rejected', 'returned');
CREATE INDEX payouts_due ON payouts (next_check_at, id) WHERE next_check_at IS NOT NULL;

CREATE TRIGGER payouts_are_not_replaced BEFORE INSERT ON payouts
WHEN EXISTS (SELECT 1 FROM payouts WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_begin_created BEFORE INSERT ON payouts
WHEN new.state <> 'created' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'payout_begins_created'); END;
CREATE TRIGGER payouts_are_open_one_at_a_time BEFORE INSERT ON payouts
WHEN EXISTS (SELECT 1 FROM payouts WHERE merchant_id = new.merchant_id AND state IN ('created', 'unclear', 'sent'))
BEGIN SELECT RAISE(ABORT, 'payout_already_open'); END;
CREATE TRIGGER payouts_follow_each_other BEFORE INSERT ON payouts
WHEN new.covers_from_version <> coalesce((SELECT max(covers_to_version) FROM payouts WHERE merchant_id = new.merchant_id), 0)
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
-- The amount is what the covered entries add up to. The money set aside by payouts itself is no part of it.
CREATE TRIGGER payouts_carry_their_entries BEFORE INSERT ON payouts
WHEN new.amount_fen IS NOT (
  SELECT sum(e.amount_fen) FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
   WHERE e.account_id = 'payable:' || new.merchant_id AND e.account_version > new.covers_from_version
     AND e.account_version <= new.covers_to_version AND t.reason <> 'payout_created')
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_advance_by_one_version BEFORE UPDATE ON payouts WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_end_once BEFORE UPDATE ON payouts
WHEN old.state IN ('rejected', 'returned') OR (old.state = 'paid' AND new.state NOT IN ('paid', 'returned'))
  OR (old.state <> 'created' AND new.state = 'created')
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_keep_their_terms BEFORE UPDATE ON payouts
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.kind <> old.kind OR new.day <> old.day
  OR new.amount_fen <> old.amount_fen OR new.advance_repaid_fen <> old.advance_repaid_fen
  OR new.covers_from_version <> old.covers_from_version OR new.covers_to_version <> old.covers_to_version
  OR new.custody_account_no <> old.custody_account_no OR new.to_account_no <> old.to_account_no
  OR new.to_account_version <> old.to_account_version OR new.to_holder <> old.to_holder
  OR new.to_account_mask <> old.to_account_mask OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'payout_is_fixed'); END;
CREATE TRIGGER payouts_are_kept BEFORE DELETE ON payouts
BEGIN SELECT RAISE(ABORT, 'payouts_are_kept'); END;

-- Money released to a shop before it is earned, against its level. What is outstanding is the ledger's business
-- (advance:<merchant>); these rows say who asked, and what the ceiling was.
CREATE TABLE advances (
  id              TEXT PRIMARY KEY,
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  amount_fen      INTEGER NOT NULL CONSTRAINT advance_must_be_positive CHECK (amount_fen > 0),
  level           TEXT NOT NULL,
  owed_fen        INTEGER NOT NULL,
  outstanding_fen INTEGER NOT NULL, -- with this one
  ceiling_fen     INTEGER NOT NULL,
  granted_by      TEXT NOT NULL, -- the owner who asked
  granted_at      TEXT NOT NULL,
  CONSTRAINT advance_exceeds_ceiling CHECK (outstanding_fen <= ceiling_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX advances_merchant ON advances (merchant_id, id);
-- The ledger has moved by now: what is outstanding in it is what the row says, whoever else asked meanwhile.
CREATE TRIGGER advances_match_the_ledger BEFORE INSERT ON advances
WHEN new.outstanding_fen IS NOT (SELECT -balance_fen FROM ledger_accounts WHERE id = 'advance:' || new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'advance_changed_meanwhile'); END;
CREATE TRIGGER advances_are_not_replaced BEFORE INSERT ON advances
WHEN EXISTS (SELECT 1 FROM advances WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'advances_are_kept'); END;
CREATE TRIGGER advances_are_final BEFORE UPDATE ON advances
BEGIN SELECT RAISE(ABORT, 'advances_are_kept'); END;
CREATE TRIGGER advances_are_kept BEFORE DELETE ON advances
BEGIN SELECT RAISE(ABORT, 'advances_are_kept'); END;

-- A settlement account may change after admission, and a level by the operator's word.
ALTER TABLE merchants ADD COLUMN settlement_account_version INTEGER NOT NULL DEFAULT 1
  CONSTRAINT settlement_account_version_known CHECK (settlement_account_version > 0);
ALTER TABLE merchants ADD COLUMN settlement_account_verified_at TEXT; -- NULL: at admission
ALTER TABLE merchants ADD COLUMN level_set_at TEXT;
ALTER TABLE merchants ADD COLUMN level_reason TEXT;
