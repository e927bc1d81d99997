-- Why: one clerk alone could carry the whole city's books out of the house. Who wants a file of them asks with a reason;
-- another person of the bank or the platform agrees; then the asker has a day to take exactly this file.
CREATE TABLE export_permits (
  id           TEXT PRIMARY KEY,
  made_by      TEXT NOT NULL REFERENCES officials (id),
  from_on      TEXT NOT NULL,
  to_on        TEXT NOT NULL,
  merchant_id  TEXT, -- NULL: the whole city
  detail       TEXT NOT NULL CONSTRAINT permit_detail_known CHECK (detail IN ('shop', 'card')),
  reason       TEXT NOT NULL CONSTRAINT permit_reason_short CHECK (length(reason) BETWEEN 4 AND 200),
  asked_at     TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT permit_state_known CHECK (state IN ('waiting', 'agreed', 'refused')),
  decided_by   TEXT,
  decided_at   TEXT,
  usable_until TEXT,
  CONSTRAINT permit_is_decided_by_a_person CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'agreed') = (usable_until IS NOT NULL))
) STRICT;
CREATE INDEX export_permits_waiting ON export_permits (id) WHERE state = 'waiting';
CREATE TRIGGER export_permits_begin_waiting BEFORE INSERT ON export_permits WHEN new.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER export_permits_need_another BEFORE UPDATE ON export_permits
WHEN new.state = 'agreed' AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.made_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER export_permits_end_once BEFORE UPDATE ON export_permits
WHEN old.state <> 'waiting' OR new.made_by <> old.made_by OR new.from_on <> old.from_on OR new.to_on <> old.to_on
  OR new.merchant_id IS NOT old.merchant_id OR new.detail <> old.detail OR new.reason <> old.reason
BEGIN SELECT RAISE(ABORT, 'export_permit_not_waiting'); END;
CREATE TRIGGER export_permits_are_kept BEFORE DELETE ON export_permits
BEGIN SELECT RAISE(ABORT, 'export_permits_are_kept'); END;
