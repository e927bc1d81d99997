-- Development and tests only: what the pretend bank gets wrong in the statement of a day. Its books stay right; the
-- statement goes on from what it said before, so that a wrong line is in its balances until a fault is lifted.
CREATE TABLE mock_bank_faults (
  seq              INTEGER PRIMARY KEY AUTOINCREMENT,
  day              TEXT NOT NULL,
  kind             TEXT NOT NULL CONSTRAINT mock_fault_kind_known CHECK (kind IN ('dropped', 'doubled', 'fen_more', 'fen_less',
    'sign_flipped', 'garbled', 'pushed', 'reversed', 'bounced', 'wrong_account', 'unknown_credit', 'interest', 'charge',
    'control', 'missing', 'reordered', 'reissued', 'batched')),
  entry_seq        INTEGER, -- the entry that is told wrongly
  account_no       TEXT,    -- the account that is concerned, where no entry is
  other_account_no TEXT,    -- where a line is shown by mistake
  amount_fen       INTEGER NOT NULL DEFAULT 0,
  lifted           INTEGER NOT NULL DEFAULT 0 CONSTRAINT mock_fault_lifted_known CHECK (lifted IN (0, 1))
) STRICT;
CREATE INDEX mock_bank_faults_day ON mock_bank_faults (day);
CREATE INDEX mock_bank_entries_at ON mock_bank_entries (at);
