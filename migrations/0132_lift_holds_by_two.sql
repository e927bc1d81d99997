-- Why: one official alone could let a stopped shop sell again. A stop is put by one, at once; it is lifted by two different
-- persons: the first asks with a reason, the second does it.
ALTER TABLE merchants ADD COLUMN sales_lift_by TEXT; -- who asked
ALTER TABLE merchants ADD COLUMN sales_lift_at TEXT;
ALTER TABLE merchants ADD COLUMN sales_lift_reason TEXT;
ALTER TABLE merchants ADD COLUMN sales_lifted_by TEXT; -- who did it; NULL: what it was for is over by itself
CREATE TRIGGER merchants_are_lifted_by_two BEFORE UPDATE OF sales_held_at, sales_lifted_by ON merchants
WHEN old.sales_held_at IS NOT NULL AND new.sales_held_at IS NULL AND new.sales_lifted_by IS NOT old.sales_lifted_by
 AND new.sales_lifted_by IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.sales_lift_by AND checker.subject_id = new.sales_lifted_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
