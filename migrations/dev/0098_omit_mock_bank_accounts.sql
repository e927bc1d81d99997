-- Development and tests only: the pretend bank can leave an account out of its file of a day ('omitted').
CREATE TABLE mock_bank_faults_anew (
  seq              INTEGER PRIMARY KEY AUTOINCREMENT,
  day              TEXT NOT NULL,
  kind             TEXT NOT NULL CONSTRAINT mock_fault_kind_known CHECK (kind IN ('dropped', 'doubled', 'fen_more', 'fen_less',
    'sign_flipped', 'garbled', 'pushed', 'reversed', 'bounced', 'wrong_account', 'unknown_credit', 'interest', 'charge',
    'control', 'missing', 'reordered', 'reissued', 'batched', 'omitted')),
  entry_seq        INTEGER, -- the entry that is told wrongly
  account_no       TEXT,    -- the account that is concerned, where no entry is
  other_account_no TEXT,    -- where a line is shown by mistake
  amount_fen       INTEGER NOT NULL DEFAULT 0,
  lifted           INTEGER NOT NULL DEFAULT 0 CONSTRAINT mock_fault_lifted_known CHECK (lifted IN (0, 1))
) STRICT;
INSERT INTO mock_bank_faults_anew SELECT * FROM mock_bank_faults;
DROP TABLE mock_bank_faults;
ALTER TABLE mock_bank_faults_anew RENAME TO mock_bank_faults;
CREATE INDEX mock_bank_faults_day ON mock_bank_faults (day);
