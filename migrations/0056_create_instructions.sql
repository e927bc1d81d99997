-- What we told the bank or a payment provider to do, written before it is told: whatever may have been told is asked
-- about before it is told again, and what has no answer has a day by which somebody looks at it.
CREATE TABLE instructions (
  id            TEXT PRIMARY KEY, -- as the outside knows it, made from our own number of the thing
  kind          TEXT NOT NULL CONSTRAINT instruction_kind_known CHECK (kind IN ('payout', 'bank_refund', 'original_refund',
                'payment_return', 'deposit', 'settlement', 'fee', 'making_good', 'taking_back',
                'dispute_made_good')),
  subject_id    TEXT NOT NULL, -- the thing itself
  merchant_id   TEXT REFERENCES merchants (id), -- NULL: a payment of nobody's order, given back
  amount_fen    INTEGER NOT NULL CONSTRAINT instruction_moves_something CHECK (amount_fen > 0),
  state         TEXT NOT NULL DEFAULT 'told' CONSTRAINT instruction_state_known
                CHECK (state IN ('told', 'unclear', 'accepted', 'done', 'refused')),
  reason        TEXT,
  told_at       TEXT NOT NULL,
  unclear_since TEXT, -- the first try that had no answer; NULL as soon as there is one
  asked_at      TEXT, -- the last time we told or asked
  tries         INTEGER NOT NULL DEFAULT 0,
  due_by        TEXT NOT NULL, -- from then on it is the owner's to look at
  escalated_at  TEXT,
  ended_at      TEXT,
  CONSTRAINT instruction_end_has_a_time CHECK ((state IN ('done', 'refused')) = (ended_at IS NOT NULL)),
  CONSTRAINT instruction_unclear_since_when CHECK ((state = 'unclear') = (unclear_since IS NOT NULL)),
  CONSTRAINT instruction_once_per_thing UNIQUE (kind, subject_id)
) STRICT;
CREATE INDEX instructions_due ON instructions (due_by) WHERE state IN ('told', 'unclear', 'accepted') AND escalated_at IS NULL;
CREATE INDEX instructions_open ON instructions (told_at, id) WHERE state IN ('told', 'unclear', 'accepted');
CREATE TRIGGER instructions_are_told_once BEFORE INSERT ON instructions
WHEN new.state <> 'told' OR EXISTS (SELECT 1 FROM instructions
  WHERE id = new.id OR (kind = new.kind AND subject_id = new.subject_id))
BEGIN SELECT RAISE(ABORT, 'instruction_changed_meanwhile'); END;
-- What was told never changes. What was done may come back (returned), and no more.
CREATE TRIGGER instructions_keep_their_terms BEFORE UPDATE ON instructions
WHEN new.id <> old.id OR new.kind <> old.kind OR new.subject_id <> old.subject_id OR new.merchant_id IS NOT old.merchant_id
  OR new.amount_fen <> old.amount_fen OR new.told_at <> old.told_at
  OR (old.state = 'done' AND new.state NOT IN ('done', 'refused'))
BEGIN SELECT RAISE(ABORT, 'instruction_is_fixed'); END;
CREATE TRIGGER instructions_are_kept BEFORE DELETE ON instructions
BEGIN SELECT RAISE(ABORT, 'instructions_are_kept'); END;
