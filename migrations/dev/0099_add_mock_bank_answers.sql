-- Development and tests only: how the pretend bank answers the next calls of one kind. What it does is right; what it
-- says, or does not say, is what goes wrong.
CREATE TABLE mock_bank_answers (
  seq   INTEGER PRIMARY KEY AUTOINCREMENT,
  call  TEXT NOT NULL CONSTRAINT mock_answer_call_known CHECK (call IN ('submitPayout', 'queryPayout', 'creditCustody', 'takeFee',
        'payProvider', 'queryEntry', 'verifyAccount')),
  kind  TEXT NOT NULL CONSTRAINT mock_answer_kind_known CHECK (kind IN ('not_served', 'served_not_answered', 'closed', 'unknown_yet')),
  turns INTEGER NOT NULL CONSTRAINT mock_answer_turns_known CHECK (turns >= 0)
) STRICT;
