-- Why: a till's daily sum was fixed for ever, so a busy day meant pairing anew. Less is one person's word, at once; more is
-- asked for by one and set by another person who asks for the same within a week.
ALTER TABLE terminals ADD COLUMN cap_wish_fen INTEGER CONSTRAINT terminal_wish_in_range CHECK (cap_wish_fen BETWEEN 100 AND 10000000);
ALTER TABLE terminals ADD COLUMN cap_wish_by TEXT;
ALTER TABLE terminals ADD COLUMN cap_wish_at TEXT;
ALTER TABLE terminals ADD COLUMN cap_set_by TEXT; -- who set the cap last
DROP TRIGGER terminals_stay_what_they_are;
CREATE TRIGGER terminals_stay_what_they_are BEFORE UPDATE OF id, merchant_id, shop_id, name, public_key, acts, invited_by,
  paired_at ON terminals
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;
CREATE TRIGGER terminals_let_more_through_by_two BEFORE UPDATE OF daily_cap_fen ON terminals
WHEN new.daily_cap_fen > old.daily_cap_fen AND (old.revoked_at IS NOT NULL OR old.cap_wish_fen IS NOT new.daily_cap_fen OR NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.cap_wish_by AND checker.subject_id = new.cap_set_by))
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;
