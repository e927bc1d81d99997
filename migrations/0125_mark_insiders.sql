-- Why: whoever works at a shop could buy its cards and use them up to turn a payment into cash, and a shop could take money without a
-- phone in sight and have it paid out the same minute. Such uses are marked in the batch that makes them, whatever act that
-- is; above a sum what they released is not payable until time has passed, or the holder says that it was them.
CREATE TABLE insider_marks (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  redemption_id  TEXT NOT NULL,
  kind           TEXT NOT NULL CONSTRAINT insider_mark_known
    CHECK (kind IN ('same_phone', 'same_device', 'burst', 'before_payout', 'used_at_once')),
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  card_id        TEXT NOT NULL,
  consumer_id    TEXT NOT NULL, -- who held the card then
  fen            INTEGER NOT NULL CONSTRAINT insider_mark_in_fen CHECK (fen > 0),
  made_at        TEXT NOT NULL,
  withheld_until TEXT, -- not payable before; NULL: only marked
  ended_at       TEXT,
  ended_by       TEXT CONSTRAINT insider_mark_end_known CHECK (ended_by IN ('time', 'holder')),
  CONSTRAINT insider_mark_ends_by_something CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  UNIQUE (redemption_id, kind)
) STRICT;
CREATE INDEX insider_marks_merchant ON insider_marks (merchant_id, made_at);
CREATE INDEX insider_marks_consumer ON insider_marks (consumer_id, seq);
CREATE INDEX insider_marks_withheld ON insider_marks (merchant_id, withheld_until) WHERE withheld_until IS NOT NULL AND ended_at IS NULL;
CREATE TRIGGER insider_marks_stay BEFORE UPDATE ON insider_marks
WHEN new.seq <> old.seq OR new.redemption_id <> old.redemption_id OR new.kind <> old.kind OR new.fen <> old.fen
  OR new.merchant_id <> old.merchant_id OR new.withheld_until IS NOT old.withheld_until OR old.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'insider_mark_changed_meanwhile'); END;
CREATE TRIGGER insider_marks_are_kept BEFORE DELETE ON insider_marks
BEGIN SELECT RAISE(ABORT, 'insider_mark_changed_meanwhile'); END;

CREATE INDEX redemptions_without_phone ON redemptions (merchant_id, started_at)
  WHERE way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use');
CREATE INDEX devices_of_a_token ON devices (token_hash);

-- Somebody of the shop holds the card (the same number, or the same device), uses without the phone come in a burst or in a sum
-- just before money is paid out, or a card is used up on the day it was bought. Sums: 200 yuan; 500 just
-- before a payout and for what is used up at once.
CREATE TRIGGER redemptions_of_insiders_are_marked AFTER INSERT ON redemptions
WHEN new.status = 'succeeded' AND new.released_fen > 0
BEGIN
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_phone', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN consumers h ON h.id = c.consumer_id
    JOIN staff s ON s.phone_index = h.phone_index AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_device', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN devices d ON d.subject_id = c.consumer_id
    JOIN devices e ON e.token_hash = d.token_hash AND e.kind = 'staff'
    JOIN staff s ON s.id = e.subject_id AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id
     AND NOT EXISTS (SELECT 1 FROM insider_marks WHERE redemption_id = new.id AND kind = 'same_phone') LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'burst', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif((SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT count(*) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 10;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'before_payout', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day')
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 minutes') AND started_at <= new.started_at) > 50000;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'used_at_once', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, NULL
    FROM cards c WHERE c.id = new.card_id AND new.released_fen >= 50000 AND new.unit <> 'day'
     AND (SELECT max(bought_at) FROM lots WHERE card_id = c.id) > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-1 day')
     AND NOT EXISTS (SELECT 1 FROM lots WHERE card_id = c.id AND refund_id IS NULL AND used_units * 5 < face_units * 4);
END;
CREATE TRIGGER redemptions_of_insiders_are_marked_later AFTER UPDATE OF status ON redemptions
WHEN new.status = 'succeeded' AND old.status <> 'succeeded' AND new.released_fen > 0
BEGIN
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_phone', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN consumers h ON h.id = c.consumer_id
    JOIN staff s ON s.phone_index = h.phone_index AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_device', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN devices d ON d.subject_id = c.consumer_id
    JOIN devices e ON e.token_hash = d.token_hash AND e.kind = 'staff'
    JOIN staff s ON s.id = e.subject_id AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id
     AND NOT EXISTS (SELECT 1 FROM insider_marks WHERE redemption_id = new.id AND kind = 'same_phone') LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'burst', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif((SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT count(*) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 10;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'before_payout', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day')
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 minutes') AND started_at <= new.started_at) > 50000;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'used_at_once', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, NULL
    FROM cards c WHERE c.id = new.card_id AND new.released_fen >= 50000 AND new.unit <> 'day'
     AND (SELECT max(bought_at) FROM lots WHERE card_id = c.id) > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-1 day')
     AND NOT EXISTS (SELECT 1 FROM lots WHERE card_id = c.id AND refund_id IS NULL AND used_units * 5 < face_units * 4);
END;

-- The PIN is typed on the shop's own screen: what one shop takes that way in a day is limited, whoever's cards they are.
CREATE TABLE counter_shop_days (
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  count       INTEGER NOT NULL,
  fen         INTEGER NOT NULL,
  count_max   INTEGER NOT NULL,
  fen_max     INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, day),
  CONSTRAINT counter_shop_limit_reached CHECK (count <= count_max AND fen <= fen_max)
) STRICT, WITHOUT ROWID;
