-- Why: where an act takes two people, they are two persons and not two ids. One rule of who is the same person stands in
-- `person_ids`; every act of two asks it, and so does the database.
DROP TRIGGER level_proposals_need_another_person;
CREATE TRIGGER level_proposals_need_another_person BEFORE UPDATE ON merchant_level_proposals
WHEN new.state = 'in_force' AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'level_needs_another_person'); END;
DROP TRIGGER deposits_need_another_person;
CREATE TRIGGER deposits_need_another_person BEFORE UPDATE ON deposits
WHEN new.state IN ('agreed', 'received') AND old.decided_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = new.received_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'deposit_needs_another_person'); END;
DROP TRIGGER city_facts_need_another_person;
CREATE TRIGGER city_facts_need_another_person BEFORE INSERT ON city_decisions
WHEN new.version IS NOT NULL AND EXISTS (
  SELECT 1 FROM city_proposals p JOIN person_ids maker ON maker.subject_id = p.entered_by
    JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE p.id = new.proposal_id AND checker.subject_id = new.checked_by)
BEGIN SELECT RAISE(ABORT, 'city_needs_another_person'); END;
CREATE TRIGGER bank_breaks_need_another_person BEFORE UPDATE OF resolved_by ON bank_breaks
WHEN new.resolved_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.resolved_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER bank_file_withdrawals_need_another_person BEFORE UPDATE OF withdrawn_by ON bank_file_withdrawals
WHEN new.withdrawn_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.withdrawn_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER parked_facts_need_another_person BEFORE UPDATE OF resolved_by ON parked_facts
WHEN new.resolved_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.resolved_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER disputes_need_another_person BEFORE UPDATE OF submitted_by ON disputes
WHEN new.submitted_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.evidence_by AND checker.subject_id = new.submitted_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER endings_need_another_person BEFORE UPDATE OF confirmed_by ON endings
WHEN new.confirmed_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.reported_by AND checker.subject_id = new.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'incident_needs_another_official'); END;
