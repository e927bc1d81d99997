-- Why: everybody of the bank could propose and approve, and whoever was to look at things could change them. What somebody of
-- an office may do is their duty, a word of a list that the acts are held to; whoever is in office keeps what they had.
ALTER TABLE officials ADD COLUMN duty TEXT NOT NULL DEFAULT 'all' CONSTRAINT official_duty_known
  CHECK (duty IN ('all', 'maker', 'checker', 'case_handler', 'mediator', 'inspector', 'viewer'));
CREATE TRIGGER officials_have_fitting_duties BEFORE INSERT ON officials
WHEN (new.duty IN ('maker', 'checker') AND new.kind <> 'bank')
  OR (new.duty IN ('case_handler', 'mediator', 'inspector') AND new.kind <> 'regulator')
  OR (new.duty = 'viewer' AND new.kind = 'operator')
BEGIN SELECT RAISE(ABORT, 'duty_not_of_office'); END;
CREATE TRIGGER officials_keep_fitting_duties BEFORE UPDATE OF duty ON officials
WHEN (new.duty IN ('maker', 'checker') AND new.kind <> 'bank')
  OR (new.duty IN ('case_handler', 'mediator', 'inspector') AND new.kind <> 'regulator')
  OR (new.duty = 'viewer' AND new.kind = 'operator')
BEGIN SELECT RAISE(ABORT, 'duty_not_of_office'); END;
-- A duty may be narrowed by one operator; it is widened only by two, that is by entering the person anew.
CREATE TRIGGER officials_duties_only_narrow BEFORE UPDATE OF duty ON officials
WHEN new.duty <> old.duty AND new.duty <> 'viewer' AND old.duty <> 'all'
BEGIN SELECT RAISE(ABORT, 'duty_only_narrows'); END;

-- The word for a person proposed for an office is a nomination; an appointment is a shop's.
DROP TRIGGER officials_keep_their_approval;
CREATE TRIGGER officials_keep_their_approval BEFORE UPDATE OF approved_by, approved_at, effective_from, created_by ON officials
WHEN old.effective_from IS NOT NULL OR old.disabled_at IS NOT NULL OR new.created_by <> old.created_by
BEGIN SELECT RAISE(ABORT, 'nomination_not_waiting'); END;
DROP TRIGGER staff_keep_their_approval;
CREATE TRIGGER staff_keep_their_approval BEFORE UPDATE OF approved_by, approved_at, effective_from, created_by ON staff
WHEN old.effective_from IS NOT NULL OR old.disabled_at IS NOT NULL OR new.created_by IS NOT old.created_by
BEGIN SELECT RAISE(ABORT, 'nomination_not_waiting'); END;

-- Officials are left alone for a quarter of an hour, and what a session may do is read with it.
DROP VIEW live_sessions;
CREATE VIEW live_sessions AS
SELECT s.token_hash, s.id, s.kind, s.subject_id, s.authenticated_at, s.idle_expires_at, s.absolute_expires_at,
       CASE s.kind WHEN 'consumer' THEN 'consumer' WHEN 'staff' THEN st.role ELSE o.role END AS role,
       st.merchant_id AS merchant_id, coalesce(o.districts, '[]') AS districts,
       iif(s.proof = 'full' OR s.kind = 'consumer' OR st.role = 'cashier', 1, 0) AS is_proven,
       coalesce(o.duty, 'all') AS duty
  FROM sessions s
  LEFT JOIN staff st ON s.kind = 'staff' AND st.id = s.subject_id AND st.disabled_at IS NULL
    AND st.effective_from <= s.authenticated_at
  LEFT JOIN officials o ON o.kind = s.kind AND o.id = s.subject_id AND o.disabled_at IS NULL
    AND o.effective_from <= s.authenticated_at
 WHERE s.revoked_at IS NULL
   AND (s.kind = 'consumer' OR st.id IS NOT NULL OR o.id IS NOT NULL);
