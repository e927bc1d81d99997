-- Mistakes at the till: a use is undone by new entries, in whole or in part, never more than it took. And the
-- counter for people without a phone at hand: who switched it on, and how much it gave out today.
CREATE TABLE corrections (
  id            TEXT PRIMARY KEY,
  redemption_id TEXT NOT NULL REFERENCES redemptions (id),
  card_id       TEXT NOT NULL REFERENCES cards (id),
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  staff_id      TEXT NOT NULL,
  kind          TEXT NOT NULL CONSTRAINT correction_kind_known CHECK (kind IN ('void', 'refund')),
  units         INTEGER NOT NULL CONSTRAINT correction_units_must_be_positive CHECK (units > 0),
  returned_fen  INTEGER NOT NULL CONSTRAINT correction_must_not_take CHECK (returned_fen >= 0),
  lot_uses      TEXT NOT NULL, -- JSON [{lot_id, units, released_fen}] given back
  reason        TEXT NOT NULL,
  status        TEXT NOT NULL CONSTRAINT correction_status_known CHECK (status IN ('awaiting_funds', 'done')),
  created_at    TEXT NOT NULL,
  done_at       TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT correction_done_has_a_time CHECK ((status = 'done') = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX corrections_redemption ON corrections (redemption_id);
CREATE INDEX corrections_merchant ON corrections (merchant_id, id);
CREATE INDEX corrections_awaiting ON corrections (merchant_id, id) WHERE status = 'awaiting_funds';
CREATE TRIGGER corrections_never_exceed_the_use BEFORE INSERT ON corrections
WHEN new.units + (SELECT coalesce(sum(units), 0) FROM corrections WHERE redemption_id = new.redemption_id)
   > (SELECT coalesce(sum(units), 0) FROM redemptions WHERE id = new.redemption_id AND status = 'succeeded')
BEGIN SELECT RAISE(ABORT, 'correction_exceeds_use'); END;
CREATE TRIGGER corrections_are_not_replaced BEFORE INSERT ON corrections
WHEN EXISTS (SELECT 1 FROM corrections WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'corrections_are_kept'); END;
CREATE TRIGGER corrections_are_done_once BEFORE UPDATE ON corrections
WHEN old.status = 'done' OR new.version <> old.version + 1 OR new.units <> old.units
  OR new.redemption_id <> old.redemption_id OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id
BEGIN SELECT RAISE(ABORT, 'correction_changed_meanwhile'); END;
CREATE TRIGGER corrections_are_kept BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections_are_kept'); END;

-- Off until the holder switches it on, card by card.
ALTER TABLE cards ADD COLUMN counter_pin INTEGER NOT NULL DEFAULT 0
  CONSTRAINT card_counter_pin_known CHECK (counter_pin IN (0, 1));
CREATE INDEX consumers_phone_tail ON consumers (substr(phone_mask, -4));

CREATE TABLE counter_days (
  card_id TEXT NOT NULL REFERENCES cards (id),
  day     TEXT NOT NULL,
  count   INTEGER NOT NULL,
  fen     INTEGER NOT NULL, -- at list price; for visits the money behind them
  PRIMARY KEY (card_id, day)
) STRICT, WITHOUT ROWID;
