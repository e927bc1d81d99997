-- What an expiry means (法释〔2025〕4号 §22, §24): stored value never lapses; a period's days are over; visits of a count card
-- that were not used are never the shop's by themselves. Holders are told before and after, once each; where the contract
-- promised it the money comes back by itself; a shop may always extend.
ALTER TABLE offers ADD COLUMN expiry_refund INTEGER NOT NULL DEFAULT 0
  CONSTRAINT expiry_refund_is_yes_or_no CHECK (expiry_refund IN (0, 1));
CREATE INDEX lots_ends_on ON lots (ends_on) WHERE ends_on IS NOT NULL AND refund_id IS NULL;
CREATE TABLE lot_expiries (
  lot_id  TEXT NOT NULL REFERENCES lots (id),
  stage   TEXT NOT NULL CONSTRAINT expiry_stage_known CHECK (stage IN ('in_30_days', 'in_7_days', 'over')),
  ends_on TEXT NOT NULL, -- the end it was about: after an extension it is told anew
  at      TEXT NOT NULL,
  PRIMARY KEY (lot_id, stage, ends_on)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lot_expiries_are_told_once BEFORE INSERT ON lot_expiries
WHEN EXISTS (SELECT 1 FROM lot_expiries WHERE lot_id = new.lot_id AND stage = new.stage AND ends_on = new.ends_on)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER lot_expiries_are_kept BEFORE DELETE ON lot_expiries
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;
