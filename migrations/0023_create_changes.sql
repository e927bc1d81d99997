-- A shop changes: it moves, its legal representative or licence changes, somebody else takes it over. Holders are told,
-- what must be checked is checked before anything is sold again, and whoever does not want to go along may leave at the
-- price really paid (法释〔2025〕4号 §13, §18; 消保法实施条例 §21).
CREATE TABLE merchant_changes (
  id              TEXT PRIMARY KEY,
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  kind            TEXT NOT NULL CONSTRAINT change_kind_known CHECK (kind IN ('move', 'legal_representative', 'licence', 'takeover')),
  facts           TEXT NOT NULL, -- JSON: what is new
  reason          TEXT NOT NULL,
  from_on         TEXT NOT NULL, -- the first day on which it holds
  leave_by        TEXT NOT NULL, -- until when holders may leave for it
  announced_by    TEXT NOT NULL,
  announced_at    TEXT NOT NULL,
  status          TEXT NOT NULL DEFAULT 'announced'
                  CONSTRAINT change_status_known CHECK (status IN ('announced', 'verified', 'refused', 'effective')),
  checked_by      TEXT,
  checked_at      TEXT,
  checked_note    TEXT,
  effective_at    TEXT,
  told_to_card    TEXT NOT NULL DEFAULT '',
  told_count      INTEGER NOT NULL DEFAULT 0,
  told_at         TEXT, -- when the last holder was told
  consented_count INTEGER NOT NULL DEFAULT 0,
  declined_count  INTEGER NOT NULL DEFAULT 0,
  version         INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT change_is_checked_by_somebody CHECK ((checked_at IS NULL) = (status = 'announced'))
) STRICT;
CREATE INDEX merchant_changes_merchant ON merchant_changes (merchant_id, id);
CREATE INDEX merchant_changes_untold ON merchant_changes (id) WHERE told_at IS NULL;
CREATE INDEX merchant_changes_verified ON merchant_changes (from_on) WHERE status = 'verified';
CREATE TRIGGER merchant_changes_one_at_a_time BEFORE INSERT ON merchant_changes
WHEN new.version <> 1 OR EXISTS (SELECT 1 FROM merchant_changes WHERE id = new.id
  OR (merchant_id = new.merchant_id AND kind = new.kind AND status IN ('announced', 'verified')))
BEGIN SELECT RAISE(ABORT, 'change_already_announced'); END;
CREATE TRIGGER merchant_changes_advance_by_one_version BEFORE UPDATE ON merchant_changes
WHEN new.version <> old.version + 1 OR (old.status IN ('refused', 'effective') AND new.status <> old.status)
BEGIN SELECT RAISE(ABORT, 'change_changed_meanwhile'); END;
CREATE TRIGGER merchant_changes_keep_their_terms BEFORE UPDATE ON merchant_changes
WHEN new.merchant_id <> old.merchant_id OR new.kind <> old.kind OR new.facts <> old.facts OR new.from_on <> old.from_on
  OR new.leave_by <> old.leave_by OR new.announced_at <> old.announced_at
BEGIN SELECT RAISE(ABORT, 'change_changed_meanwhile'); END;
CREATE TRIGGER merchant_changes_are_kept BEFORE DELETE ON merchant_changes
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;

-- What each holder says to a takeover (法释〔2025〕4号 §13 (2)): once; whoever declines is refunded at once.
CREATE TABLE takeover_answers (
  change_id   TEXT NOT NULL REFERENCES merchant_changes (id),
  card_id     TEXT NOT NULL REFERENCES cards (id),
  consumer_id TEXT NOT NULL,
  answer      TEXT NOT NULL CONSTRAINT takeover_answer_known CHECK (answer IN ('consented', 'declined')),
  refund_id   TEXT,
  at          TEXT NOT NULL,
  PRIMARY KEY (change_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER takeover_answers_are_given_once BEFORE INSERT ON takeover_answers
WHEN EXISTS (SELECT 1 FROM takeover_answers WHERE change_id = new.change_id AND card_id = new.card_id)
BEGIN SELECT RAISE(ABORT, 'takeover_already_answered'); END;
CREATE TRIGGER takeover_answers_are_final BEFORE UPDATE ON takeover_answers
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;
CREATE TRIGGER takeover_answers_are_kept BEFORE DELETE ON takeover_answers
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;

-- A place may move, once the move was verified: its address is no longer for ever.
DROP TRIGGER shops_keep_their_place;
CREATE TRIGGER shops_keep_their_merchant BEFORE UPDATE ON shops
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.opened_at <> old.opened_at
BEGIN SELECT RAISE(ABORT, 'shops_are_kept'); END;
