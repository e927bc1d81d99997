-- The ledger: accounts hold a balance, transfers move it, entries remember it. INSERT INTO ledger_transfers is
-- the only statement that can move money: every other way is refused by a trigger, whatever PRAGMA, OR IGNORE
-- or REPLACE it carries. A floor counts holds, because held money has left its account.
CREATE TABLE ledger_accounts (
  id          TEXT PRIMARY KEY,
  balance_fen INTEGER NOT NULL DEFAULT 0,
  floor_fen   INTEGER, -- NULL: a mirror of something outside, may go below zero
  version     INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger_transfers (
  id              TEXT PRIMARY KEY,
  from_account_id TEXT NOT NULL REFERENCES ledger_accounts (id),
  to_account_id   TEXT NOT NULL REFERENCES ledger_accounts (id),
  amount_fen      INTEGER NOT NULL,
  reason          TEXT NOT NULL,
  subject_id      TEXT NOT NULL,
  event_at        TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  CONSTRAINT transfer_amount_must_be_positive CHECK (amount_fen BETWEEN 1 AND 9007199254740991),
  CONSTRAINT transfer_accounts_must_differ CHECK (from_account_id <> to_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_transfers_subject ON ledger_transfers (subject_id);

CREATE TABLE ledger_entries (
  account_id        TEXT NOT NULL REFERENCES ledger_accounts (id),
  account_version   INTEGER NOT NULL,
  transfer_id       TEXT NOT NULL REFERENCES ledger_transfers (id),
  amount_fen        INTEGER NOT NULL,
  balance_after_fen INTEGER NOT NULL,
  PRIMARY KEY (account_id, account_version),
  UNIQUE (transfer_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER ledger_transfers_guard BEFORE INSERT ON ledger_transfers BEGIN
  SELECT RAISE(ABORT, 'ledger_is_append_only') WHERE EXISTS (SELECT 1 FROM ledger_transfers WHERE id = new.id);
  SELECT RAISE(ABORT, 'transfer_amount_must_be_positive')
   WHERE new.amount_fen < 1 OR new.amount_fen > 9007199254740991;
  SELECT RAISE(ABORT, 'transfer_accounts_must_differ') WHERE new.from_account_id = new.to_account_id;
  SELECT RAISE(ABORT, 'account_not_found')
   WHERE (SELECT count(*) FROM ledger_accounts WHERE id IN (new.from_account_id, new.to_account_id)) <> 2;
  SELECT RAISE(ABORT, 'account_must_not_go_below_floor') FROM ledger_accounts
   WHERE id = new.from_account_id AND floor_fen IS NOT NULL AND balance_fen - new.amount_fen < floor_fen;
END;
CREATE TRIGGER ledger_transfers_post AFTER INSERT ON ledger_transfers BEGIN
  INSERT INTO ledger_entries
  SELECT id, version + 1, new.id, -new.amount_fen, balance_fen - new.amount_fen
    FROM ledger_accounts WHERE id = new.from_account_id;
  INSERT INTO ledger_entries
  SELECT id, version + 1, new.id, new.amount_fen, balance_fen + new.amount_fen
    FROM ledger_accounts WHERE id = new.to_account_id;
END;
CREATE TRIGGER ledger_entries_match BEFORE INSERT ON ledger_entries BEGIN
  SELECT RAISE(ABORT, 'ledger_is_append_only') WHERE EXISTS (
    SELECT 1 FROM ledger_entries
     WHERE account_id = new.account_id AND account_version = new.account_version);
  SELECT RAISE(ABORT, 'ledger_is_append_only') WHERE EXISTS (
    SELECT 1 FROM ledger_entries WHERE transfer_id = new.transfer_id AND account_id = new.account_id);
  SELECT RAISE(ABORT, 'entry_must_match_transfer') WHERE NOT EXISTS (
    SELECT 1 FROM ledger_transfers t WHERE t.id = new.transfer_id
       AND ((t.from_account_id = new.account_id AND new.amount_fen = -t.amount_fen)
         OR (t.to_account_id = new.account_id AND new.amount_fen = t.amount_fen)));
  SELECT RAISE(ABORT, 'entry_must_follow_account') WHERE NOT EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.id = new.account_id
       AND new.account_version = a.version + 1 AND new.balance_after_fen = a.balance_fen + new.amount_fen);
END;
CREATE TRIGGER ledger_entries_apply AFTER INSERT ON ledger_entries BEGIN
  UPDATE ledger_accounts SET balance_fen = new.balance_after_fen, version = new.account_version
   WHERE id = new.account_id;
END;
CREATE TRIGGER ledger_accounts_follow_entries BEFORE UPDATE ON ledger_accounts BEGIN
  SELECT RAISE(ABORT, 'account_is_fixed') WHERE new.id <> old.id OR new.floor_fen IS NOT old.floor_fen;
  SELECT RAISE(ABORT, 'balance_must_follow_entries') WHERE new.version <> old.version + 1
      OR NOT EXISTS (
        SELECT 1 FROM ledger_entries e WHERE e.account_id = new.id
           AND e.account_version = new.version AND e.balance_after_fen = new.balance_fen);
END;
CREATE TRIGGER ledger_accounts_open_empty BEFORE INSERT ON ledger_accounts BEGIN
  SELECT RAISE(ABORT, 'account_exists') WHERE EXISTS (SELECT 1 FROM ledger_accounts WHERE id = new.id);
  SELECT RAISE(ABORT, 'account_must_open_empty') WHERE new.balance_fen <> 0 OR new.version <> 0;
END;
CREATE TRIGGER ledger_accounts_are_kept BEFORE DELETE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER ledger_transfers_are_final BEFORE UPDATE ON ledger_transfers
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER ledger_transfers_are_kept BEFORE DELETE ON ledger_transfers
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER ledger_entries_are_final BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER ledger_entries_are_kept BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
