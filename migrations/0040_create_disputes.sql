-- A payer may take a payment back at their own bank. From the first word of it until it is decided, what is left of the
-- payment's lot stands apart (`disputed:<card>`): it is not used, refunded, transferred or captured. Won, all is as
-- before; lost, the unused part has gone back through the provider and what the shop had earned is a claim.
ALTER TABLE lots ADD COLUMN dispute_id TEXT; -- the open dispute that keeps the lot still; NULL: none
ALTER TABLE lots ADD COLUMN disputed_fen INTEGER NOT NULL DEFAULT 0 -- of its cash, what stands in disputed:<card>
  CONSTRAINT disputed_must_not_be_negative CHECK (disputed_fen >= 0);
ALTER TABLE lots ADD COLUMN charged_back_fen INTEGER NOT NULL DEFAULT 0 -- of refunded_fen, what a lost dispute took
  CONSTRAINT charged_back_must_not_be_negative CHECK (charged_back_fen >= 0);
CREATE INDEX lots_disputed ON lots (dispute_id) WHERE dispute_id IS NOT NULL;

DROP TRIGGER lots_give_back_once;
CREATE TRIGGER lots_give_back_once BEFORE UPDATE ON lots
WHEN new.refunded_fen + new.difference_fen > new.paid_fen - new.released_fen
  OR (new.refund_id IS NULL AND (new.refunded_fen <> new.charged_back_fen OR new.difference_fen <> 0))
  OR (old.refund_id IS NOT NULL AND new.refund_id IS NOT NULL AND new.refund_id <> old.refund_id)
  OR new.charged_back_fen < old.charged_back_fen OR new.charged_back_fen > new.refunded_fen
BEGIN SELECT RAISE(ABORT, 'refund_exceeds_what_is_left'); END;
-- Nothing of a lot moves while its payment is disputed, and nothing is used of one that was charged back.
CREATE TRIGGER lots_rest_while_disputed BEFORE UPDATE ON lots
WHEN (old.dispute_id IS NOT NULL OR old.charged_back_fen > 0)
  AND (new.used_units <> old.used_units OR new.held_units > old.held_units
    OR (old.dispute_id IS NOT NULL AND new.dispute_id IS NOT NULL
        AND (new.difference_fen <> old.difference_fen OR (old.refund_id IS NULL AND new.refund_id IS NOT NULL))))
BEGIN SELECT RAISE(ABORT, 'lot_in_dispute'); END;
CREATE TRIGGER lots_stand_apart_while_disputed BEFORE UPDATE ON lots
WHEN (new.dispute_id IS NULL AND new.disputed_fen <> 0)
  OR new.disputed_fen > new.paid_fen - new.released_fen - new.refunded_fen - new.difference_fen
BEGIN SELECT RAISE(ABORT, 'lot_in_dispute'); END;

CREATE TABLE disputes (
  id             TEXT PRIMARY KEY,
  provider       TEXT NOT NULL,
  provider_ref   TEXT NOT NULL,      -- the provider's dispute
  payment_ref    TEXT NOT NULL,      -- and its payment
  purchase_id    TEXT REFERENCES purchases (id), -- NULL: no order of ours is known for it
  lot_id         TEXT REFERENCES lots (id),      -- NULL: its payment was never credited
  card_id        TEXT REFERENCES cards (id),
  merchant_id    TEXT REFERENCES merchants (id),
  payer_id       TEXT REFERENCES consumers (id), -- who paid; the card may be another person's by now
  amount_fen     INTEGER NOT NULL,   -- what the payer contests
  currency       TEXT NOT NULL,
  reason         TEXT NOT NULL,      -- in the provider's word
  status         TEXT NOT NULL,      -- in the provider's word, too; a new one keeps the lot still
  taken_fen      INTEGER NOT NULL DEFAULT 0, -- what the provider has taken for it by now, less what it gave back
  fee_fen        INTEGER NOT NULL DEFAULT 0, -- what it charges us for the dispute itself
  respond_by     TEXT,
  has_evidence   INTEGER NOT NULL DEFAULT 0 CONSTRAINT dispute_evidence_known CHECK (has_evidence IN (0, 1)),
  held_fen       INTEGER NOT NULL DEFAULT 0, -- what was set apart of the lot when it was opened
  reserved_fen   INTEGER NOT NULL DEFAULT 0, -- what the shop may have to give back of what it earned: kept from payouts
  outcome        TEXT CONSTRAINT dispute_outcome_known CHECK (outcome IN ('won', 'lost', 'closed')),
  unused_fen     INTEGER NOT NULL DEFAULT 0, -- lost: what was left of the lot and has gone back
  claim_fen      INTEGER NOT NULL DEFAULT 0, -- lost: what the shop had earned, a claim on it
  payer_fen      INTEGER NOT NULL DEFAULT 0, -- lost: what the payer has had twice, a claim on them
  collected_fen  INTEGER NOT NULL DEFAULT 0, -- of the claim, what the shop's income has covered
  evidence       TEXT,               -- JSON: what is to be handed in, as it was looked at
  evidence_by    TEXT,               -- who put it together
  evidence_at    TEXT,
  submitted_by   TEXT,               -- and the second person who sent it
  submitted_at   TEXT,
  opened_at      TEXT NOT NULL,      -- by the provider's clock
  seen_at        TEXT NOT NULL,
  next_check_at  TEXT,
  decided_at     TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  UNIQUE (provider, provider_ref),
  CONSTRAINT dispute_amounts_known CHECK (amount_fen >= 0 AND fee_fen >= 0 AND held_fen >= 0 AND reserved_fen >= 0
    AND unused_fen >= 0 AND claim_fen >= 0 AND payer_fen >= 0 AND collected_fen BETWEEN 0 AND claim_fen),
  CONSTRAINT dispute_split_needs_a_loss CHECK (outcome IS 'lost' OR unused_fen + claim_fen + payer_fen = 0),
  CONSTRAINT dispute_decided_once CHECK ((outcome IS NULL) = (decided_at IS NULL)),
  CONSTRAINT checker_must_not_be_maker CHECK (submitted_by IS NULL OR submitted_by <> evidence_by)
) STRICT;
CREATE INDEX disputes_lot ON disputes (lot_id) WHERE lot_id IS NOT NULL;
CREATE INDEX disputes_card ON disputes (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX disputes_merchant ON disputes (merchant_id, id) WHERE merchant_id IS NOT NULL;
CREATE INDEX disputes_payment ON disputes (payment_ref);
CREATE INDEX disputes_open ON disputes (merchant_id) WHERE outcome IS NULL;
CREATE INDEX disputes_claimed ON disputes (merchant_id, id) WHERE claim_fen > collected_fen;
CREATE INDEX disputes_due ON disputes (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE TRIGGER disputes_are_not_replaced BEFORE INSERT ON disputes
WHEN EXISTS (SELECT 1 FROM disputes WHERE id = new.id OR (provider = new.provider AND provider_ref = new.provider_ref))
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER disputes_advance_by_one_version BEFORE UPDATE ON disputes WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER disputes_keep_their_terms BEFORE UPDATE ON disputes
WHEN new.provider <> old.provider OR new.provider_ref <> old.provider_ref OR new.payment_ref <> old.payment_ref
  OR (old.purchase_id IS NOT NULL AND new.purchase_id IS NOT old.purchase_id)
  OR (old.lot_id IS NOT NULL AND new.lot_id IS NOT old.lot_id)
  OR (old.outcome IS NOT NULL AND (new.outcome IS NOT old.outcome OR new.unused_fen <> old.unused_fen
      OR new.claim_fen <> old.claim_fen OR new.payer_fen <> old.payer_fen))
  OR (old.submitted_at IS NOT NULL AND new.submitted_at IS NOT old.submitted_at)
  OR new.collected_fen < old.collected_fen
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER disputes_are_kept BEFORE DELETE ON disputes
BEGIN SELECT RAISE(ABORT, 'disputes_are_kept'); END;

-- What custody gives the provider for a lost dispute: the unused part, and the claim as the shop's income covers it.
CREATE TABLE dispute_recoveries (
  id          TEXT PRIMARY KEY,
  dispute_id  TEXT NOT NULL REFERENCES disputes (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  kind        TEXT NOT NULL CONSTRAINT recovery_kind_known CHECK (kind IN ('unused', 'claim')),
  amount_fen  INTEGER NOT NULL CONSTRAINT recovery_must_be_positive CHECK (amount_fen > 0),
  created_at  TEXT NOT NULL,
  funded_at   TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX dispute_recoveries_dispute ON dispute_recoveries (dispute_id);
CREATE INDEX dispute_recoveries_open ON dispute_recoveries (id) WHERE funded_at IS NULL;
CREATE TRIGGER dispute_recoveries_advance_by_one_version BEFORE UPDATE ON dispute_recoveries
WHEN new.version <> old.version + 1 OR old.funded_at IS NOT NULL OR new.amount_fen <> old.amount_fen
  OR new.dispute_id <> old.dispute_id OR new.kind <> old.kind
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER dispute_recoveries_are_kept BEFORE DELETE ON dispute_recoveries
BEGIN SELECT RAISE(ABORT, 'disputes_are_kept'); END;

DROP VIEW cards_with_lots;
CREATE VIEW cards_with_lots AS
SELECT cards.*, (
  SELECT json_group_array(json_object(
    'id', l.id, 'card_id', l.card_id, 'paid_fen', l.paid_fen, 'face_units', l.face_units, 'bonus_units', l.bonus_units,
    'used_units', l.used_units, 'held_units', l.held_units, 'released_fen', l.released_fen,
    'refunded_fen', l.refunded_fen, 'refund_id', l.refund_id, 'difference_fen', l.difference_fen,
    'dispute_id', l.dispute_id, 'disputed_fen', l.disputed_fen, 'charged_back_fen', l.charged_back_fen,
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
