-- Why: a level decides how much money leaves custody early, so nobody may raise one alone. A raise waits here until
-- another person agrees; a lowering counts at once. What was proposed, by whom and what became of it is kept.
CREATE TABLE merchant_level_proposals (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  from_level  TEXT NOT NULL, -- what it was when this was proposed: the agreement is about this very step
  level       TEXT NOT NULL CONSTRAINT proposed_level_known CHECK (level IN ('AAA', 'AA', 'A', 'B', 'C', 'D')),
  reason      TEXT NOT NULL,
  proposed_by TEXT NOT NULL REFERENCES officials (id),
  proposed_at TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT level_proposal_state_known
    CHECK (state IN ('waiting', 'in_force', 'refused', 'overtaken')),
  decided_by  TEXT REFERENCES officials (id),
  decided_at  TEXT,
  note        TEXT,
  CONSTRAINT level_proposal_ends_with_a_person CHECK ((state = 'waiting') = (decided_at IS NULL)
    AND (decided_at IS NULL) = (decided_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX level_proposals_waiting ON merchant_level_proposals (merchant_id) WHERE state = 'waiting';
CREATE INDEX level_proposals_merchant ON merchant_level_proposals (merchant_id, id);
-- The same person is the same telephone, also under another id.
CREATE TRIGGER level_proposals_need_another_person BEFORE UPDATE ON merchant_level_proposals
WHEN new.state = 'in_force' AND EXISTS (
  SELECT 1 FROM officials maker, officials checker
   WHERE maker.id = new.proposed_by AND checker.id = new.decided_by
     AND (maker.id = checker.id OR maker.phone_index = checker.phone_index))
BEGIN SELECT RAISE(ABORT, 'level_needs_another_person'); END;
CREATE TRIGGER level_proposals_end_once BEFORE UPDATE ON merchant_level_proposals
WHEN old.state <> 'waiting' OR new.level <> old.level OR new.merchant_id <> old.merchant_id
  OR new.proposed_by <> old.proposed_by
BEGIN SELECT RAISE(ABORT, 'level_proposal_not_waiting'); END;
CREATE TRIGGER level_proposals_are_kept BEFORE DELETE ON merchant_level_proposals
BEGIN SELECT RAISE(ABORT, 'level_proposals_are_kept'); END;
-- A raise of the level itself needs the agreement in the same batch.
CREATE TRIGGER merchants_are_raised_by_two BEFORE UPDATE OF level ON merchants
WHEN (SELECT key FROM json_each('["D","C","B","A","AA","AAA"]') WHERE value = new.level)
   > (SELECT key FROM json_each('["D","C","B","A","AA","AAA"]') WHERE value = old.level)
  AND NOT EXISTS (SELECT 1 FROM merchant_level_proposals
                   WHERE merchant_id = new.id AND level = new.level AND from_level = old.level
                     AND state = 'in_force' AND decided_at = new.level_set_at)
BEGIN SELECT RAISE(ABORT, 'level_needs_another_person'); END;
