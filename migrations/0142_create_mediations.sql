-- Why: a mediator could decide a disputed refund, but two sides could not agree. A proposal comes of the refund engine's own
-- figures, is accepted by both, and is carried out in the batch of the second word, by the refund's own rules. What both agreed
-- to is kept word for word with its hash, for the court that may confirm it within thirty days (人民调解法 §33).
CREATE TABLE mediation_batches (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  share_bp     INTEGER NOT NULL CONSTRAINT mediation_share_known CHECK (share_bp BETWEEN 0 AND 10000), -- of what is between low and high
  words        TEXT NOT NULL CONSTRAINT mediation_words_short CHECK (length(words) <= 500),
  proposed_by  TEXT NOT NULL,
  proposed_at  TEXT NOT NULL,
  at_card      TEXT NOT NULL DEFAULT '', -- the last card that was dealt with
  offered_count INTEGER NOT NULL DEFAULT 0,
  passed_count INTEGER NOT NULL DEFAULT 0, -- cards with nothing to settle, or with a proposal already
  done_at      TEXT,
  version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX mediation_batches_open ON mediation_batches (id) WHERE done_at IS NULL;
CREATE INDEX mediation_batches_merchant ON mediation_batches (merchant_id, id);
CREATE TRIGGER mediation_batches_are_one_a_shop BEFORE INSERT ON mediation_batches
WHEN EXISTS (SELECT 1 FROM mediation_batches WHERE merchant_id = new.merchant_id AND done_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'mediation_batch_open_already'); END;
CREATE TRIGGER mediation_batches_advance BEFORE UPDATE ON mediation_batches
WHEN new.version <> old.version + 1 OR old.done_at IS NOT NULL OR new.at_card < old.at_card
BEGIN SELECT RAISE(ABORT, 'mediation_changed_meanwhile'); END;
CREATE TRIGGER mediation_batches_stay BEFORE DELETE ON mediation_batches
BEGIN SELECT RAISE(ABORT, 'mediations_are_kept'); END;

CREATE TABLE mediations (
  id             TEXT PRIMARY KEY,
  batch_id       TEXT REFERENCES mediation_batches (id),
  complaint_id   TEXT REFERENCES complaints (id),
  refund_id      TEXT REFERENCES refunds (id), -- the refund that was open already, if one was
  card_id        TEXT NOT NULL REFERENCES cards (id),
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  district       TEXT NOT NULL,
  consumer_id    TEXT NOT NULL REFERENCES consumers (id),
  unit           TEXT NOT NULL, -- who mediates
  low_fen        INTEGER NOT NULL, -- what nobody can dispute
  high_fen       INTEGER NOT NULL, -- what the holder gets where the shop is the cause
  agreed_fen     INTEGER NOT NULL,
  words          TEXT NOT NULL CONSTRAINT mediation_note_short CHECK (length(words) <= 500),
  proposed_by    TEXT NOT NULL,
  proposed_at    TEXT NOT NULL,
  answer_by      TEXT NOT NULL,
  status         TEXT NOT NULL CONSTRAINT mediation_status_known
    CHECK (status IN ('proposed', 'agreed', 'declined', 'lapsed', 'withdrawn')),
  holder_at      TEXT, -- when the holder said yes
  shop_at        TEXT,
  shop_by        TEXT, -- who said yes for the shop
  declined_by    TEXT CONSTRAINT mediation_decliner_known CHECK (declined_by IN ('holder', 'shop')),
  decline_words  TEXT,
  ended_at       TEXT,
  executed_refund_id TEXT REFERENCES refunds (id),
  agreement      TEXT, -- word for word
  agreement_hash TEXT,
  confirm_by     TEXT, -- both may ask a court until then
  court_no       TEXT, -- under which number a court has confirmed it
  court_on       TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT mediation_stays_in_the_range CHECK (0 <= low_fen AND low_fen <= agreed_fen AND agreed_fen <= high_fen),
  CONSTRAINT mediation_agreement_is_of_both CHECK ((status = 'agreed') = (agreement IS NOT NULL)
    AND (status = 'agreed') = (agreement_hash IS NOT NULL) AND (status = 'agreed') = (confirm_by IS NOT NULL)
    AND (status = 'agreed') = (executed_refund_id IS NOT NULL)
    AND (status <> 'agreed' OR (holder_at IS NOT NULL AND shop_at IS NOT NULL))),
  CONSTRAINT mediation_end_is_whole CHECK ((status = 'proposed') = (ended_at IS NULL)
    AND (status = 'declined') = (declined_by IS NOT NULL) AND (shop_at IS NULL) = (shop_by IS NULL)
    AND (court_no IS NULL) = (court_on IS NULL) AND (court_no IS NULL OR status = 'agreed'))
) STRICT;
CREATE INDEX mediations_card ON mediations (card_id, id);
CREATE INDEX mediations_consumer ON mediations (consumer_id, id);
CREATE INDEX mediations_merchant ON mediations (merchant_id, id);
CREATE INDEX mediations_complaint ON mediations (complaint_id, id) WHERE complaint_id IS NOT NULL;
CREATE INDEX mediations_lapsing ON mediations (answer_by, id) WHERE status = 'proposed';
CREATE TRIGGER mediations_are_one_a_card BEFORE INSERT ON mediations
WHEN new.status <> 'proposed' OR new.version <> 1
  OR EXISTS (SELECT 1 FROM mediations WHERE card_id = new.card_id AND status = 'proposed')
BEGIN SELECT RAISE(ABORT, 'mediation_open_already'); END;
CREATE TRIGGER mediations_advance_by_one_version BEFORE UPDATE ON mediations WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'mediation_changed_meanwhile'); END;
CREATE TRIGGER mediations_keep_their_terms BEFORE UPDATE ON mediations
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.consumer_id <> old.consumer_id OR new.merchant_id <> old.merchant_id
  OR new.low_fen <> old.low_fen OR new.high_fen <> old.high_fen OR new.agreed_fen <> old.agreed_fen OR new.words <> old.words
  OR new.complaint_id IS NOT old.complaint_id OR new.refund_id IS NOT old.refund_id OR new.answer_by <> old.answer_by
BEGIN SELECT RAISE(ABORT, 'mediations_are_kept'); END;
CREATE TRIGGER mediations_end_once BEFORE UPDATE ON mediations
WHEN old.status <> 'proposed' AND (new.status <> old.status OR new.ended_at <> old.ended_at
  OR new.agreement IS NOT old.agreement OR new.agreement_hash IS NOT old.agreement_hash
  OR new.executed_refund_id IS NOT old.executed_refund_id OR new.confirm_by IS NOT old.confirm_by
  OR (old.court_no IS NOT NULL AND new.court_no IS NOT old.court_no))
BEGIN SELECT RAISE(ABORT, 'mediation_not_open'); END;
CREATE TRIGGER mediations_stay BEFORE DELETE ON mediations
BEGIN SELECT RAISE(ABORT, 'mediations_are_kept'); END;
