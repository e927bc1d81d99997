-- A refund ends the contract of lots (法释〔2025〕4号 §15). What nobody can dispute is on its way at once; what hangs on
-- whose cause it was waits for the shop, then for a mediator, and never longer than fifteen days.
ALTER TABLE lots ADD COLUMN refund_id TEXT; -- the refund that ended this lot; NULL while it lives
-- The price difference that went to the shop because the holder was the cause (§19).
ALTER TABLE lots ADD COLUMN difference_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT difference_must_not_be_negative CHECK (difference_fen >= 0);
CREATE INDEX lots_refund ON lots (refund_id) WHERE refund_id IS NOT NULL;
CREATE TRIGGER lots_give_back_once BEFORE UPDATE ON lots
WHEN new.refunded_fen + new.difference_fen > new.paid_fen - new.released_fen
  OR (new.refund_id IS NULL AND (new.refunded_fen <> 0 OR new.difference_fen <> 0))
  OR (old.refund_id IS NOT NULL AND new.refund_id IS NOT NULL AND new.refund_id <> old.refund_id)
BEGIN SELECT RAISE(ABORT, 'refund_exceeds_what_is_left'); END;

CREATE TABLE refunds (
  id               TEXT PRIMARY KEY,
  card_id          TEXT NOT NULL REFERENCES cards (id),
  merchant_id      TEXT NOT NULL REFERENCES merchants (id),
  consumer_id      TEXT NOT NULL REFERENCES consumers (id),
  origin           TEXT NOT NULL CONSTRAINT refund_origin_known CHECK (origin IN ('holder', 'closure', 'expiry', 'incident')),
  origin_id        TEXT, -- the closure or incident it belongs to
  cause            TEXT NOT NULL CONSTRAINT refund_cause_known CHECK (cause IN ('cooling_off', 'consumer', 'merchant', 'neutral')),
  ground           TEXT NOT NULL, -- why, in one of the law's grounds
  note             TEXT,          -- and in the holder's own words
  status           TEXT NOT NULL CONSTRAINT refund_status_known CHECK (status IN ('asked', 'contested', 'decided', 'done', 'withdrawn')),
  basis            TEXT CONSTRAINT refund_basis_known CHECK (basis IN ('cooling_off', 'not_consumer_cause', 'consumer_cause', 'awarded')),
  undisputed_fen   INTEGER NOT NULL, -- as at the request
  disputed_fen     INTEGER NOT NULL,
  awarded_fen      INTEGER,          -- of the disputed part, by a mediator
  difference_fen   INTEGER NOT NULL DEFAULT 0, -- what went to the shop in the end (§19)
  quote            TEXT NOT NULL,    -- JSON: the law's figures as at the request, line by line
  terminated_on    TEXT NOT NULL,
  requested_at     TEXT NOT NULL,
  contest_by       TEXT,    -- until when the shop may contest; silence pays
  escalates_at     TEXT,    -- when the authority is told that it is still open
  decide_by        TEXT,    -- the fifteenth day: what is still open then goes to the holder (处罚办法 §10)
  contested_at     TEXT,
  contest_reason   TEXT,
  contest_proof    TEXT,
  escalated_at     TEXT,
  decided_at       TEXT,
  decided_by       TEXT CONSTRAINT refund_decider_known CHECK (decided_by IN ('law', 'shop', 'silence', 'mediator', 'deadline', 'holder')),
  decided_reason   TEXT,
  account_sealed   TEXT,    -- the holder's own bank account, for what the original route does not take
  account_mask     TEXT,
  account_holder   TEXT,    -- sealed
  done_at          TEXT,
  version          INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT refund_amounts_known CHECK (undisputed_fen >= 0 AND disputed_fen >= 0 AND difference_fen >= 0 AND (awarded_fen IS NULL OR awarded_fen BETWEEN 0 AND disputed_fen)),
  CONSTRAINT refund_basis_fits_status CHECK ((basis IS NULL) = (status IN ('asked', 'contested') OR (status = 'withdrawn' AND basis IS NULL))),
  CONSTRAINT refund_waits_with_a_deadline CHECK (status <> 'asked' OR (contest_by IS NOT NULL AND decide_by IS NOT NULL))
) STRICT;
CREATE INDEX refunds_card ON refunds (card_id, id);
CREATE INDEX refunds_merchant ON refunds (merchant_id, id);
CREATE INDEX refunds_origin ON refunds (origin_id, id) WHERE origin_id IS NOT NULL;
CREATE INDEX refunds_asked ON refunds (contest_by) WHERE status = 'asked';
CREATE INDEX refunds_open ON refunds (decide_by) WHERE status IN ('asked', 'contested');
CREATE INDEX refunds_escalating ON refunds (escalates_at) WHERE status IN ('asked', 'contested') AND escalated_at IS NULL;
CREATE INDEX refunds_decided ON refunds (id) WHERE status = 'decided';
CREATE TRIGGER refunds_are_not_replaced BEFORE INSERT ON refunds
WHEN EXISTS (SELECT 1 FROM refunds WHERE id = new.id) OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refunds_advance_by_one_version BEFORE UPDATE ON refunds WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refunds_keep_their_terms BEFORE UPDATE ON refunds
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id OR new.cause <> old.cause
  OR new.quote <> old.quote OR new.undisputed_fen <> old.undisputed_fen OR new.disputed_fen <> old.disputed_fen
  OR new.terminated_on <> old.terminated_on OR new.requested_at <> old.requested_at
  OR (old.basis IS NOT NULL AND (new.basis IS NOT old.basis OR new.awarded_fen IS NOT old.awarded_fen) AND new.status <> 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'refund_is_fixed'); END;
CREATE TRIGGER refunds_end_once BEFORE UPDATE ON refunds WHEN old.status = 'withdrawn' OR (old.status = 'done' AND new.status <> 'decided')
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refunds_are_kept BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds_are_kept'); END;
CREATE TRIGGER lots_end_with_a_refund BEFORE UPDATE OF refund_id ON lots
WHEN new.refund_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM refunds WHERE id = new.refund_id AND card_id = new.card_id)
BEGIN SELECT RAISE(ABORT, 'refund_exceeds_what_is_left'); END;

-- One movement of money back to the holder: of one lot, by one route. A part that fails is followed by another one.
CREATE TABLE refund_parts (
  id              TEXT PRIMARY KEY,
  refund_id       TEXT NOT NULL REFERENCES refunds (id),
  lot_id          TEXT NOT NULL REFERENCES lots (id),
  card_id         TEXT NOT NULL REFERENCES cards (id),
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  purchase_id     TEXT NOT NULL REFERENCES purchases (id),
  amount_fen      INTEGER NOT NULL CONSTRAINT refund_part_must_be_positive CHECK (amount_fen > 0),
  route           TEXT NOT NULL CONSTRAINT refund_route_known CHECK (route IN ('original', 'bank')),
  state           TEXT NOT NULL CONSTRAINT refund_part_state_known
                  CHECK (state IN ('created', 'awaiting_account', 'sent', 'succeeded', 'failed', 'withdrawn')),
  provider_ref    TEXT, -- the provider's refund, or the bank's reference
  reason          TEXT, -- why it failed, in the provider's or bank's word
  instead_of      TEXT, -- the part that failed before this one
  tries           INTEGER NOT NULL DEFAULT 0,
  next_check_at   TEXT, -- when to send it, or to ask what became of it; NULL: nothing more to ask
  funded_at       TEXT, -- original route: when custody made good what the provider paid out
  unfunded_at     TEXT, -- and when the provider gave it back because the refund failed after all
  created_at      TEXT NOT NULL,
  sent_at         TEXT,
  ended_at        TEXT,
  version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX refund_parts_refund ON refund_parts (refund_id, id);
CREATE INDEX refund_parts_provider_ref ON refund_parts (provider_ref) WHERE provider_ref IS NOT NULL;
CREATE INDEX refund_parts_due ON refund_parts (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX refund_parts_purchase ON refund_parts (purchase_id);
CREATE INDEX refund_parts_unfunded ON refund_parts (id) WHERE state = 'succeeded' AND route = 'original' AND funded_at IS NULL;
CREATE INDEX refund_parts_failed_funded ON refund_parts (id)
  WHERE state = 'failed' AND funded_at IS NOT NULL AND unfunded_at IS NULL;
CREATE TRIGGER refund_parts_are_not_replaced BEFORE INSERT ON refund_parts
WHEN EXISTS (SELECT 1 FROM refund_parts WHERE id = new.id) OR new.version <> 1 OR new.state NOT IN ('created', 'awaiting_account')
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refund_parts_advance_by_one_version BEFORE UPDATE ON refund_parts WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refund_parts_keep_their_terms BEFORE UPDATE ON refund_parts
WHEN new.id <> old.id OR new.refund_id <> old.refund_id OR new.lot_id <> old.lot_id OR new.purchase_id <> old.purchase_id
  OR new.amount_fen <> old.amount_fen OR new.route <> old.route OR new.instead_of IS NOT old.instead_of
BEGIN SELECT RAISE(ABORT, 'refund_is_fixed'); END;
-- A part that ended stays so; only a provider may say later that what looked done has failed.
CREATE TRIGGER refund_parts_end_once BEFORE UPDATE ON refund_parts
WHEN new.state <> old.state AND (old.state IN ('failed', 'withdrawn') OR (old.state = 'succeeded' AND new.state <> 'failed'))
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refund_parts_are_kept BEFORE DELETE ON refund_parts
BEGIN SELECT RAISE(ABORT, 'refunds_are_kept'); END;

-- What custody still owes the payment provider for refunds it paid out; below zero: what the provider owes custody.
ALTER TABLE merchant_totals ADD COLUMN provider_owed_fen INTEGER NOT NULL DEFAULT 0;

DROP VIEW cards_with_lots;
CREATE VIEW cards_with_lots AS
SELECT cards.*, (
  SELECT json_group_array(json_object(
    'id', l.id, 'card_id', l.card_id, 'paid_fen', l.paid_fen, 'face_units', l.face_units, 'bonus_units', l.bonus_units,
    'used_units', l.used_units, 'held_units', l.held_units, 'released_fen', l.released_fen,
    'refunded_fen', l.refunded_fen, 'refund_id', l.refund_id, 'difference_fen', l.difference_fen,
    'list_price_fen', l.list_price_fen, 'bought_at', l.bought_at, 'starts_on', l.starts_on, 'ends_on', l.ends_on,
    'cool_off_ends_at', l.cool_off_ends_at, 'offer_id', l.offer_id, 'contract_hash', l.contract_hash))
  FROM (SELECT * FROM lots WHERE lots.card_id = cards.id ORDER BY bought_at, id) l) AS lots,
  CASE cards.kind WHEN 'period' THEN (
    SELECT json_group_array(json_object('id', d.id, 'why', d.why, 'from_on', d.from_on, 'to_on', d.to_on)) FROM (
      SELECT id, 'paused' AS why, from_on, to_on FROM card_pauses WHERE card_id = cards.id
      UNION ALL
      SELECT id, 'stopped', from_on, to_on FROM service_stops
       WHERE merchant_id = cards.merchant_id AND (service IS NULL OR service = cards.service)) d)
  ELSE '[]' END AS days_off
FROM cards;

-- What we told the provider to give back of a purchase: a notice that says more is not of our doing.
ALTER TABLE purchases ADD COLUMN refunds_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT refunds_must_not_exceed_payment CHECK (refunds_fen BETWEEN 0 AND paid_fen);
