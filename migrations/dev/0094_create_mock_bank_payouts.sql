-- Development and tests only: payments from custody sub-accounts that the pretend bank was told to make. One row
-- per instruction; what it was told never changes, only what became of it.
CREATE TABLE mock_bank_payouts (
  instruction_id     TEXT PRIMARY KEY,
  custody_account_no TEXT NOT NULL,
  to_account_no      TEXT NOT NULL,
  to_holder          TEXT NOT NULL,
  amount_fen         INTEGER NOT NULL CONSTRAINT mock_payout_moves_something CHECK (amount_fen > 0),
  purpose            TEXT NOT NULL,
  state              TEXT NOT NULL CONSTRAINT mock_payout_state_known CHECK (state IN ('accepted', 'paid', 'rejected', 'returned')),
  reason             TEXT,
  told_at            TEXT NOT NULL,
  state_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER mock_bank_payouts_are_told_once BEFORE INSERT ON mock_bank_payouts
WHEN EXISTS (SELECT 1 FROM mock_bank_payouts WHERE instruction_id = new.instruction_id)
BEGIN SELECT RAISE(ABORT, 'mock_instruction_is_booked'); END;
CREATE TRIGGER mock_bank_payouts_keep_their_order BEFORE UPDATE ON mock_bank_payouts
WHEN new.instruction_id <> old.instruction_id OR new.custody_account_no <> old.custody_account_no
  OR new.to_account_no <> old.to_account_no OR new.to_holder <> old.to_holder OR new.amount_fen <> old.amount_fen
  OR old.state IN ('rejected', 'returned') OR (old.state = 'paid' AND new.state <> 'returned')
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;
CREATE TRIGGER mock_bank_payouts_are_kept BEFORE DELETE ON mock_bank_payouts
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;
