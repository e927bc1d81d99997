-- Why: one person has two accounts, an old number's and a new one's. They are made one by proving both; whoever cannot
-- prove more than a number waits a day of which both are told. Cards, payments, refunds and companions move as they are:
-- no money moves, no right ends. The old account ends.
CREATE TABLE account_unions (
  id           TEXT PRIMARY KEY,
  from_id      TEXT NOT NULL REFERENCES consumers (id), -- ends
  into_id      TEXT NOT NULL REFERENCES consumers (id), -- goes on
  device_id    TEXT, -- on which it was asked for, and is finished
  shown        TEXT NOT NULL CONSTRAINT union_shown_is_json CHECK (json_valid(shown)), -- what was proved at the beginning
  started_at   TEXT NOT NULL,
  ripe_at      TEXT NOT NULL,
  ends_at      TEXT NOT NULL,
  state        TEXT NOT NULL CONSTRAINT union_state_known CHECK (state IN ('cooling', 'done', 'cancelled', 'lapsed')),
  ended_at     TEXT,
  cancelled_by TEXT CONSTRAINT union_canceller_known CHECK (cancelled_by IN ('link', 'into', 'from')),
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT union_of_two CHECK (from_id <> into_id),
  CONSTRAINT union_end_has_a_time CHECK ((state = 'cooling') = (ended_at IS NULL)),
  CONSTRAINT union_cancel_has_an_author CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL))
) STRICT;
CREATE INDEX account_unions_from ON account_unions (from_id, id);
CREATE INDEX account_unions_into ON account_unions (into_id, id);
CREATE TRIGGER account_unions_one_open BEFORE INSERT ON account_unions
WHEN EXISTS (SELECT 1 FROM account_unions WHERE state = 'cooling' AND ends_at > new.started_at
                AND (from_id IN (new.from_id, new.into_id) OR into_id IN (new.from_id, new.into_id)))
BEGIN SELECT RAISE(ABORT, 'union_already_open'); END;
CREATE TRIGGER account_unions_are_few BEFORE INSERT ON account_unions
WHEN (SELECT count(*) FROM account_unions WHERE from_id = new.from_id
         AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 days')) >= 3
BEGIN SELECT RAISE(ABORT, 'unions_too_often'); END;
CREATE TRIGGER account_unions_begin_as_they_may BEFORE INSERT ON account_unions
WHEN new.state = 'done' AND NOT (new.shown ->> 'own_proof' = 1 AND new.shown ->> 'other_code' = 1 AND new.shown ->> 'other_proof' = 1)
BEGIN SELECT RAISE(ABORT, 'union_still_cooling'); END;
CREATE TRIGGER account_unions_wait_their_day BEFORE UPDATE ON account_unions
WHEN new.state = 'done' AND (new.ended_at < old.ripe_at OR new.ended_at >= old.ends_at)
BEGIN SELECT RAISE(ABORT, 'union_still_cooling'); END;
CREATE TRIGGER account_unions_end_once BEFORE UPDATE ON account_unions
WHEN old.state <> 'cooling' OR new.version <> old.version + 1 OR new.from_id <> old.from_id OR new.into_id <> old.into_id
  OR new.ripe_at <> old.ripe_at OR new.ends_at <> old.ends_at OR new.shown <> old.shown
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
CREATE TRIGGER account_unions_are_kept BEFORE DELETE ON account_unions
BEGIN SELECT RAISE(ABORT, 'unions_are_kept'); END;

-- Which account goes on for one that ended; a chain is drawn tight.
CREATE TABLE joined_accounts (
  consumer_id TEXT PRIMARY KEY REFERENCES consumers (id),
  into_id     TEXT NOT NULL REFERENCES consumers (id),
  joined_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_accounts_into ON joined_accounts (into_id);
CREATE TRIGGER joined_accounts_draw_no_circle BEFORE INSERT ON joined_accounts
WHEN EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.into_id)
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
CREATE TRIGGER joined_accounts_are_kept BEFORE DELETE ON joined_accounts
BEGIN SELECT RAISE(ABORT, 'unions_are_kept'); END;
-- Nothing comes to an account that ended.
CREATE TRIGGER cards_have_a_living_holder BEFORE INSERT ON cards
WHEN EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.consumer_id)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;

-- Two cards of one service at one shop may stand side by side then: the second is called differently, and keeps here what
-- its contracts call the service, by which a stop of it is found.
ALTER TABLE cards ADD COLUMN base_service TEXT;
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
       WHERE merchant_id = cards.merchant_id
         AND (service IS NULL OR service = coalesce(cards.base_service, cards.service))) d)
  ELSE '[]' END AS days_off
FROM cards;

-- Who accompanies somebody's card goes on doing so under the account that goes on, and its number.
DROP TRIGGER card_companions_end_once;
CREATE TRIGGER card_companions_end_once BEFORE UPDATE ON card_companions
WHEN old.status = 'ended' OR new.version <> old.version + 1 OR new.id <> old.id OR new.card_id <> old.card_id
  OR (new.phone_index <> old.phone_index AND NOT EXISTS (
        SELECT 1 FROM joined_accounts WHERE consumer_id = old.consumer_id AND into_id = new.consumer_id))
BEGIN SELECT RAISE(ABORT, 'companion_changed_meanwhile'); END;

-- A union is the last statement of the batch that moves everything: what came to the old account meanwhile, or stayed there,
-- sends the act back to its beginning.
CREATE TRIGGER account_unions_leave_nothing BEFORE UPDATE ON account_unions
WHEN new.state = 'done' AND (NOT EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.from_id AND into_id = new.into_id)
  OR EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM purchases WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM refunds WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM card_companions WHERE consumer_id = new.from_id AND status <> 'ended'))
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
CREATE TRIGGER account_unions_begin_with_nothing_left BEFORE INSERT ON account_unions
WHEN new.state = 'done' AND (NOT EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.from_id AND into_id = new.into_id)
  OR EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM purchases WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM refunds WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM card_companions WHERE consumer_id = new.from_id AND status <> 'ended'))
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
