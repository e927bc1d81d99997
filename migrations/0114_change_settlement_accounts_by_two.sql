-- Why: whoever sat at an owner's desk sent the shop's earnings to an account of their own. Another account counts when
-- another person has agreed and a day has passed since it was asked for; every owner is told meanwhile and may say no.
CREATE TABLE settlement_account_changes (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  account_no  TEXT NOT NULL, -- sealed, as the merchant's own column is
  mask        TEXT NOT NULL,
  asked_by    TEXT NOT NULL,
  asked_at    TEXT NOT NULL,
  usable_from TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT account_change_state_known
    CHECK (state IN ('waiting', 'agreed', 'refused', 'in_force')),
  decided_by  TEXT,
  decided_at  TEXT,
  applied_at  TEXT,
  CONSTRAINT account_change_is_decided_by_a_person CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'in_force') = (applied_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX account_changes_open ON settlement_account_changes (merchant_id) WHERE state IN ('waiting', 'agreed');
CREATE INDEX account_changes_merchant ON settlement_account_changes (merchant_id, id);
CREATE INDEX account_changes_due ON settlement_account_changes (usable_from) WHERE state = 'agreed';
CREATE TRIGGER account_changes_need_another_person BEFORE UPDATE ON settlement_account_changes
WHEN new.state = 'agreed' AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = new.asked_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER account_changes_go_one_way BEFORE UPDATE ON settlement_account_changes
WHEN old.state IN ('refused', 'in_force') OR new.state = 'waiting' OR (new.state = 'in_force' AND old.state <> 'agreed')
  OR new.merchant_id <> old.merchant_id OR new.account_no <> old.account_no OR new.asked_by <> old.asked_by
  OR new.usable_from <> old.usable_from OR new.applied_at < old.usable_from
BEGIN SELECT RAISE(ABORT, 'account_change_not_open'); END;
CREATE TRIGGER account_changes_are_kept BEFORE DELETE ON settlement_account_changes
BEGIN SELECT RAISE(ABORT, 'account_changes_are_kept'); END;
-- The account itself moves only in the batch in which such a change comes into force.
CREATE TRIGGER merchants_are_paid_elsewhere_by_two BEFORE UPDATE OF settlement_account_no ON merchants
WHEN new.settlement_account_no <> old.settlement_account_no AND NOT EXISTS (
  SELECT 1 FROM settlement_account_changes WHERE merchant_id = new.id AND account_no = new.settlement_account_no
     AND state = 'in_force' AND applied_at = new.settlement_account_verified_at)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
