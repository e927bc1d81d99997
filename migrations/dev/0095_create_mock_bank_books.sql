-- Development and tests only: what the pretend bank's custody sub-accounts hold. Every entry carries the balance
-- after it, an instruction is booked once, and no account goes below zero: a bank does not lend consumers' money.
CREATE TABLE mock_bank_entries (
  seq               INTEGER PRIMARY KEY AUTOINCREMENT, -- the bank's own reference counts up from it
  account_no        TEXT NOT NULL,
  instruction_id    TEXT NOT NULL UNIQUE,
  amount_fen        INTEGER NOT NULL CONSTRAINT mock_entry_moves_something CHECK (amount_fen <> 0),
  balance_after_fen INTEGER NOT NULL CONSTRAINT mock_account_never_owes CHECK (balance_after_fen >= 0),
  reference         TEXT NOT NULL,
  at                TEXT NOT NULL
) STRICT;
CREATE INDEX mock_bank_entries_account ON mock_bank_entries (account_no, seq);
CREATE TRIGGER mock_bank_entries_add_up BEFORE INSERT ON mock_bank_entries
WHEN new.balance_after_fen <> new.amount_fen + coalesce((
  SELECT balance_after_fen FROM mock_bank_entries WHERE account_no = new.account_no ORDER BY seq DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'mock_entry_must_follow_balance'); END;
CREATE TRIGGER mock_bank_entries_are_booked_once BEFORE INSERT ON mock_bank_entries
WHEN EXISTS (SELECT 1 FROM mock_bank_entries WHERE instruction_id = new.instruction_id)
BEGIN SELECT RAISE(ABORT, 'mock_instruction_is_booked'); END;
CREATE TRIGGER mock_bank_entries_are_final BEFORE UPDATE ON mock_bank_entries
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;
CREATE TRIGGER mock_bank_entries_are_kept BEFORE DELETE ON mock_bank_entries
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;
