-- Why: when a shop is gone several units have to come at once, and nobody could say who was called, who came and when. A whistle
-- is a call to one unit with its clock; whoever blew it says afterwards how it was answered.
CREATE TABLE incident_whistles (
  id         TEXT PRIMARY KEY,
  ending_id  TEXT NOT NULL REFERENCES endings (id),
  unit       TEXT NOT NULL, -- a code of the city's responders
  unit_name  TEXT NOT NULL, -- as the table had it then
  minutes    INTEGER NOT NULL CONSTRAINT whistle_minutes_known CHECK (minutes BETWEEN 1 AND 20000),
  blown_by   TEXT NOT NULL REFERENCES officials (id),
  blown_at   TEXT NOT NULL,
  due_at     TEXT NOT NULL,
  answered_by TEXT REFERENCES officials (id), -- who wrote the answer down
  answered_at TEXT,
  answer     TEXT CONSTRAINT whistle_answer_short CHECK (length(answer) BETWEEN 2 AND 500),
  score      INTEGER CONSTRAINT whistle_score_known CHECK (score BETWEEN 1 AND 5),
  score_note TEXT CONSTRAINT whistle_score_note_short CHECK (length(score_note) <= 500),
  scored_at  TEXT,
  version    INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT whistle_answer_is_whole CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer IS NULL)),
  CONSTRAINT whistle_score_is_whole CHECK ((score IS NULL) = (scored_at IS NULL) AND (score IS NULL OR answered_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX incident_whistles_once ON incident_whistles (ending_id, unit);
CREATE TRIGGER incident_whistles_go_one_way BEFORE UPDATE ON incident_whistles
WHEN new.version <> old.version + 1 OR new.ending_id <> old.ending_id OR new.unit <> old.unit OR new.due_at <> old.due_at
  OR new.blown_by <> old.blown_by OR (old.answered_at IS NOT NULL AND (new.answered_at IS NOT old.answered_at OR new.answer IS NOT old.answer))
  OR (old.scored_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'whistle_is_over'); END;
CREATE TRIGGER incident_whistles_are_kept BEFORE DELETE ON incident_whistles
BEGIN SELECT RAISE(ABORT, 'incident_whistles_are_kept'); END;
