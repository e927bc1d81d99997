-- Why: one operator entered two clerks of the bank and was both of them. Whoever may move other people's money or rights
-- comes into office by two persons, a day after they were proposed, and everybody concerned is told meanwhile. The first
-- operator alone invites exactly the second one; after that nobody does anything of the kind alone.
ALTER TABLE officials ADD COLUMN approved_by TEXT; -- another official; 'bootstrap' for the first two operators
ALTER TABLE officials ADD COLUMN approved_at TEXT;
ALTER TABLE officials ADD COLUMN effective_from TEXT; -- NULL: nobody has agreed yet
UPDATE officials SET approved_by = 'before', approved_at = created_at, effective_from = created_at;
CREATE TRIGGER officials_begin_waiting BEFORE INSERT ON officials
WHEN new.effective_from IS NOT NULL AND new.created_by <> 'bootstrap'
 AND NOT (new.kind = 'operator' AND new.approved_by = 'bootstrap'
          AND (SELECT count(*) FROM officials WHERE kind = 'operator') = 1
          AND EXISTS (SELECT 1 FROM officials WHERE id = new.created_by AND created_by = 'bootstrap'))
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
-- The second person is in office, of the same kind of office or an operator, and neither who proposed nor who is entered.
CREATE TRIGGER officials_need_another_person BEFORE UPDATE OF effective_from ON officials
WHEN new.effective_from IS NOT NULL AND old.effective_from IS NULL AND NOT EXISTS (
  SELECT 1 FROM officials checker
    JOIN person_ids c ON c.subject_id = checker.id
    JOIN person_ids maker ON maker.subject_id = new.created_by
    JOIN person_ids entered ON entered.subject_id = new.id
   WHERE checker.id = new.approved_by AND checker.disabled_at IS NULL AND checker.effective_from <= new.approved_at
     AND (checker.kind IN ('operator', new.kind) OR new.kind = 'operator')
     AND c.person_id <> maker.person_id AND c.person_id <> entered.person_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER officials_keep_their_approval BEFORE UPDATE OF approved_by, approved_at, effective_from, created_by ON officials
WHEN old.effective_from IS NOT NULL OR old.disabled_at IS NOT NULL OR new.created_by <> old.created_by
BEGIN SELECT RAISE(ABORT, 'appointment_not_waiting'); END;
DROP TRIGGER officials_keep_an_operator;
CREATE TRIGGER officials_keep_an_operator BEFORE UPDATE ON officials
WHEN old.kind = 'operator' AND old.disabled_at IS NULL AND old.effective_from IS NOT NULL
 AND (new.disabled_at IS NOT NULL OR new.kind <> 'operator')
 AND NOT EXISTS (SELECT 1 FROM officials WHERE kind = 'operator' AND disabled_at IS NULL
                                           AND effective_from IS NOT NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_operator_must_stay'); END;

ALTER TABLE staff ADD COLUMN created_by TEXT; -- NULL: came with the shop, or from before
ALTER TABLE staff ADD COLUMN approved_by TEXT;
ALTER TABLE staff ADD COLUMN approved_at TEXT;
ALTER TABLE staff ADD COLUMN effective_from TEXT;
UPDATE staff SET effective_from = created_at;
-- One more owner of a shop that has somebody already waits for another person: an owner of the shop, or an operator.
CREATE TRIGGER staff_owners_begin_waiting BEFORE INSERT ON staff
WHEN new.role = 'owner' AND new.effective_from IS NOT NULL
 AND EXISTS (SELECT 1 FROM staff WHERE merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER staff_owners_need_another_person BEFORE UPDATE OF effective_from ON staff
WHEN new.effective_from IS NOT NULL AND old.effective_from IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids c
    JOIN person_ids maker ON maker.subject_id = new.created_by
    JOIN person_ids entered ON entered.subject_id = new.id
    LEFT JOIN officials o ON o.id = c.subject_id AND o.kind = 'operator' AND o.disabled_at IS NULL
      AND o.effective_from <= new.approved_at
    LEFT JOIN staff s ON s.id = c.subject_id AND s.role = 'owner' AND s.merchant_id = new.merchant_id
      AND s.disabled_at IS NULL AND s.effective_from <= new.approved_at
   WHERE c.subject_id = new.approved_by AND (o.id IS NOT NULL OR s.id IS NOT NULL)
     AND c.person_id <> maker.person_id AND c.person_id <> entered.person_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER staff_keep_their_approval BEFORE UPDATE OF approved_by, approved_at, effective_from, created_by ON staff
WHEN old.effective_from IS NOT NULL OR old.disabled_at IS NOT NULL OR new.created_by IS NOT old.created_by
BEGIN SELECT RAISE(ABORT, 'appointment_not_waiting'); END;
-- Nobody becomes an owner by a change of role: an owner is entered as one.
CREATE TRIGGER staff_become_no_owners BEFORE UPDATE OF role ON staff
WHEN new.role = 'owner' AND old.role <> 'owner'
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
DROP TRIGGER staff_keep_an_owner;
CREATE TRIGGER staff_keep_an_owner BEFORE UPDATE ON staff
WHEN old.role = 'owner' AND old.disabled_at IS NULL AND old.effective_from IS NOT NULL
 AND (new.disabled_at IS NOT NULL OR new.role <> 'owner')
 AND NOT EXISTS (SELECT 1 FROM staff WHERE merchant_id = old.merchant_id AND role = 'owner'
                    AND disabled_at IS NULL AND effective_from IS NOT NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_owner_must_stay'); END;

-- Whoever is not in office yet is nobody to a session.
DROP VIEW live_sessions;
CREATE VIEW live_sessions AS
SELECT s.token_hash, s.id, s.kind, s.subject_id, s.authenticated_at, s.idle_expires_at, s.absolute_expires_at,
       CASE s.kind WHEN 'consumer' THEN 'consumer' WHEN 'staff' THEN st.role ELSE o.role END AS role,
       st.merchant_id AS merchant_id, coalesce(o.districts, '[]') AS districts,
       iif(s.proof = 'full' OR s.kind = 'consumer' OR st.role = 'cashier', 1, 0) AS is_proven
  FROM sessions s
  LEFT JOIN staff st ON s.kind = 'staff' AND st.id = s.subject_id AND st.disabled_at IS NULL
    AND st.effective_from <= s.authenticated_at
  LEFT JOIN officials o ON o.kind = s.kind AND o.id = s.subject_id AND o.disabled_at IS NULL
    AND o.effective_from <= s.authenticated_at
 WHERE s.revoked_at IS NULL
   AND (s.kind = 'consumer' OR st.id IS NOT NULL OR o.id IS NOT NULL);
