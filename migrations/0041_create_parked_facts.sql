-- What a provider says that does not fit our books: an event, a line of its bill, its balance. It moves nothing until
-- two people have agreed on its end, or the rule that parked it says what becomes of it. Nothing stays without an owner.
CREATE TABLE parked_facts (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CONSTRAINT parked_kind_known
               CHECK (kind IN ('payment_event', 'bill_line', 'provider_line', 'refund_differs', 'balance')),
  provider     TEXT NOT NULL,
  ref          TEXT NOT NULL,      -- the event, the line, the payment or the day it is about
  reason       TEXT NOT NULL,
  amount_fen   INTEGER NOT NULL,   -- what the provider has more than our books for it; below zero: less
  currency     TEXT NOT NULL,
  payment_ref  TEXT,               -- the provider's payment it is about
  our_no       TEXT,
  purchase_id  TEXT REFERENCES purchases (id), -- the order it is about, or was matched to
  state        TEXT NOT NULL DEFAULT 'open' CONSTRAINT parked_state_known
               CHECK (state IN ('open', 'proposed', 'resolved', 'cleared')),
  proposal     TEXT CONSTRAINT parked_end_known CHECK (proposal IN ('matched', 'returned', 'suspense', 'explained')),
  note         TEXT,
  proposed_by  TEXT,
  proposed_at  TEXT,
  resolved_by  TEXT,
  resolved_at  TEXT,
  return_state TEXT CONSTRAINT parked_return_known CHECK (return_state IN ('created', 'sent', 'succeeded', 'failed')),
  return_ref   TEXT,
  next_check_at TEXT,
  opened_at    TEXT NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (kind, provider, ref),
  CONSTRAINT checker_must_not_be_maker CHECK (resolved_by IS NULL OR proposed_by IS NULL OR resolved_by <> proposed_by),
  CONSTRAINT parked_end_is_complete CHECK ((state IN ('proposed', 'resolved')) = (proposal IS NOT NULL)
    AND (state IN ('resolved', 'cleared')) = (resolved_at IS NOT NULL)),
  CONSTRAINT parked_return_is_an_end CHECK ((return_state IS NULL) = (state <> 'resolved' OR proposal <> 'returned'))
) STRICT;
CREATE INDEX parked_facts_open ON parked_facts (opened_at, id) WHERE state IN ('open', 'proposed');
CREATE INDEX parked_facts_returning ON parked_facts (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX parked_facts_payment ON parked_facts (payment_ref) WHERE payment_ref IS NOT NULL;
CREATE TRIGGER parked_facts_park_once BEFORE INSERT ON parked_facts
WHEN EXISTS (SELECT 1 FROM parked_facts WHERE id = new.id
               OR (kind = new.kind AND provider = new.provider AND ref = new.ref))
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_advance_by_one_version BEFORE UPDATE ON parked_facts WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_keep_what_was_said BEFORE UPDATE ON parked_facts
WHEN new.id <> old.id OR new.kind <> old.kind OR new.provider <> old.provider OR new.ref <> old.ref
  OR new.amount_fen <> old.amount_fen OR new.currency <> old.currency OR new.payment_ref IS NOT old.payment_ref
  OR new.opened_at <> old.opened_at OR old.state = 'cleared'
  OR (old.state = 'resolved' AND (new.state <> 'resolved' OR new.proposal <> old.proposal
      OR new.resolved_by IS NOT old.resolved_by))
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_are_kept BEFORE DELETE ON parked_facts
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;

-- What was parked before has an owner from now on, too.
INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, purchase_id, opened_at)
SELECT 'pkd_' || substr('00000000000000000000000000' || upper(hex(randomblob(13))), -26), 'payment_event', provider,
       event_id, coalesce(reason, 'unknown'), coalesce(amount_fen, 0), 'cny',
       (SELECT id FROM purchases WHERE id = e.purchase_id), received_at
  FROM payment_events e WHERE outcome = 'parked';
INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, payment_ref, our_no, opened_at)
SELECT 'pkd_' || substr('00000000000000000000000000' || upper(hex(randomblob(13))), -26), 'bill_line', provider, ref,
       reason, gross_fen, currency, provider_ref, our_no, parked_at
  FROM parked_lines WHERE resolved_at IS NULL;

-- What may be paid and unused at most when a payment is credited: on its card, and of its holder at the shop.
ALTER TABLE lots ADD COLUMN card_cap_fen INTEGER;
ALTER TABLE lots ADD COLUMN holder_cap_fen INTEGER;
CREATE TRIGGER lots_fit_the_card_cap BEFORE INSERT ON lots
WHEN new.card_cap_fen IS NOT NULL AND new.paid_fen + coalesce((
  SELECT sum(paid_fen - released_fen - refunded_fen - difference_fen) FROM lots WHERE card_id = new.card_id), 0)
  > new.card_cap_fen
BEGIN SELECT RAISE(ABORT, 'offer_exceeds_card_cap'); END;
CREATE TRIGGER lots_fit_the_holder_cap BEFORE INSERT ON lots
WHEN new.holder_cap_fen IS NOT NULL AND new.paid_fen + coalesce((
  SELECT sum(l.paid_fen - l.released_fen - l.refunded_fen - l.difference_fen)
    FROM cards c JOIN cards h ON h.consumer_id = c.consumer_id AND h.merchant_id = c.merchant_id
    JOIN lots l ON l.card_id = h.id WHERE c.id = new.card_id), 0) > new.holder_cap_fen
BEGIN SELECT RAISE(ABORT, 'holder_exceeds_total_cap'); END;
