-- The third book: what the payment provider itself says, every line of its balance and its balance, read daily and kept
-- as it was said. The ledger's `psp:<provider>` must equal it but for positions that have a name.
CREATE TABLE provider_lines (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider     TEXT NOT NULL,
  ref          TEXT NOT NULL,
  type         TEXT NOT NULL,     -- in the provider's word; 'unreadable': kept as it came
  amount_fen   INTEGER NOT NULL,
  fee_fen      INTEGER NOT NULL,
  net_fen      INTEGER NOT NULL,
  currency     TEXT NOT NULL,
  source_ref   TEXT,              -- what the line is about: a charge, a refund, a dispute, a payout
  payment_ref  TEXT,
  our_no       TEXT,
  happened_at  TEXT NOT NULL,
  available_at TEXT NOT NULL,
  raw          TEXT,              -- what could not be read, cut to 4,000 characters
  read_at      TEXT NOT NULL,
  UNIQUE (provider, ref)
) STRICT;
CREATE INDEX provider_lines_payment ON provider_lines (payment_ref) WHERE payment_ref IS NOT NULL;
CREATE INDEX provider_lines_type ON provider_lines (provider, type);
CREATE TRIGGER provider_lines_are_read_once BEFORE INSERT ON provider_lines
WHEN EXISTS (SELECT 1 FROM provider_lines WHERE provider = new.provider AND ref = new.ref)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER provider_lines_are_final BEFORE UPDATE ON provider_lines
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER provider_lines_are_kept BEFORE DELETE ON provider_lines
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

CREATE TABLE provider_cursors (
  provider TEXT PRIMARY KEY,
  cursor   TEXT NOT NULL,
  read_at  TEXT NOT NULL,
  version  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER provider_cursors_advance_by_one_version BEFORE UPDATE ON provider_cursors
WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;

-- One comparison: the provider's figure, what it should be by our books and its named positions, and the rest.
CREATE TABLE provider_readings (
  id             TEXT PRIMARY KEY,
  provider       TEXT NOT NULL,
  day            TEXT NOT NULL,
  balance_fen    INTEGER NOT NULL, -- the provider's own figure, available and pending
  lines_fen      INTEGER NOT NULL, -- the sum of every line read
  lines_count    INTEGER NOT NULL,
  ledger_fen     INTEGER NOT NULL, -- psp:<provider>, turned round: what our ledger says is there
  positions      TEXT NOT NULL,    -- JSON: named differences, in fen
  expected_fen   INTEGER NOT NULL,
  difference_fen INTEGER NOT NULL, -- balance less expected: nobody can say what it is
  read_at        TEXT NOT NULL,
  CONSTRAINT provider_difference_adds_up CHECK (difference_fen = balance_fen - expected_fen)
) STRICT;
CREATE INDEX provider_readings_day ON provider_readings (provider, read_at);
CREATE TRIGGER provider_readings_are_final BEFORE UPDATE ON provider_readings
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER provider_readings_are_kept BEFORE DELETE ON provider_readings
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
