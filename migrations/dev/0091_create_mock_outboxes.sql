-- Development and tests only: what the pretend SMS gateway and the pretend bank remember. Nothing else reads
-- these tables to decide about money, and a production stage refuses to start with either mock.
CREATE TABLE mock_sms_outbox (
  id    TEXT PRIMARY KEY, -- the sender's id of the message: the same one is delivered once
  phone TEXT NOT NULL,
  text  TEXT NOT NULL,
  at    TEXT NOT NULL
) STRICT;
CREATE INDEX mock_sms_outbox_at ON mock_sms_outbox (at, id);

CREATE TABLE mock_bank_accounts (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT, -- account numbers count up from it
  kind           TEXT NOT NULL CONSTRAINT mock_account_kind_known CHECK (kind IN ('custody', 'settlement')),
  instruction_id TEXT UNIQUE, -- of a custody account: our instruction, carried out once
  merchant_id    TEXT,
  account_no     TEXT, -- of a settlement account: what we asked about
  holder         TEXT NOT NULL,
  at             TEXT NOT NULL,
  CONSTRAINT mock_account_is_one_kind CHECK ((kind = 'custody') = (instruction_id IS NOT NULL)),
  UNIQUE (account_no, holder)
) STRICT;
