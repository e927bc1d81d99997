-- Why: how soon a case is done, how often a shop is visited, and which units are whistled for when one is gone differ from
-- city to city, as its other tables do. Which tables there are stands in one place, the program; the database keeps any
-- row that two officials agreed to. The table is made anew for it.
DROP VIEW city_facts;
CREATE TABLE city_proposals_kept AS SELECT * FROM city_proposals;
CREATE TABLE city_decisions_kept AS SELECT * FROM city_decisions;
DROP TABLE city_decisions;
DROP TABLE city_proposals;
CREATE TABLE city_proposals (
  id          TEXT PRIMARY KEY,
  city_table  TEXT NOT NULL CONSTRAINT city_table_written CHECK (length(city_table) BETWEEN 2 AND 20),
  fact_key    TEXT NOT NULL CONSTRAINT city_key_written CHECK (length(fact_key) BETWEEN 1 AND 20),
  from_on     TEXT NOT NULL CONSTRAINT city_day_written
    CHECK (from_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  value       TEXT CONSTRAINT city_value_is_an_object -- JSON; null: from that day on there is no such thing
    CHECK (value IS NULL OR (json_valid(value) AND json_type(value) = 'object')),
  source      TEXT NOT NULL CONSTRAINT city_source_written CHECK (length(source) BETWEEN 2 AND 200),
  note        TEXT CONSTRAINT city_note_short CHECK (length(note) <= 200),
  entered_by  TEXT NOT NULL REFERENCES officials (id),
  entered_at  TEXT NOT NULL
) STRICT;
CREATE TABLE city_decisions (
  proposal_id TEXT PRIMARY KEY REFERENCES city_proposals (id),
  version     INTEGER CONSTRAINT city_version_positive CHECK (version > 0), -- null: not agreed
  note        TEXT NOT NULL CONSTRAINT city_decision_explained CHECK (length(note) BETWEEN 2 AND 200),
  checked_by  TEXT NOT NULL REFERENCES officials (id),
  checked_at  TEXT NOT NULL
) STRICT;
INSERT INTO city_proposals (id, city_table, fact_key, from_on, value, source, note, entered_by, entered_at)
SELECT id, city_table, fact_key, from_on, value, source, note, entered_by, entered_at FROM city_proposals_kept;
INSERT INTO city_decisions (proposal_id, version, note, checked_by, checked_at)
SELECT proposal_id, version, note, checked_by, checked_at FROM city_decisions_kept;
DROP TABLE city_decisions_kept;
DROP TABLE city_proposals_kept;
CREATE UNIQUE INDEX city_decisions_version ON city_decisions (version);
CREATE INDEX city_proposals_table ON city_proposals (city_table, id);

CREATE VIEW city_facts AS
  SELECT p.id, p.city_table, p.fact_key, p.from_on, p.value, p.source, p.note, p.entered_by, p.entered_at,
         d.version, d.checked_by, d.checked_at
    FROM city_decisions d JOIN city_proposals p ON p.id = d.proposal_id WHERE d.version IS NOT NULL;

CREATE TRIGGER city_proposals_are_kept BEFORE UPDATE ON city_proposals
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_proposals_stay BEFORE DELETE ON city_proposals
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_decisions_are_made_once BEFORE INSERT ON city_decisions
WHEN EXISTS (SELECT 1 FROM city_decisions WHERE proposal_id = new.proposal_id)
BEGIN SELECT RAISE(ABORT, 'city_proposal_decided'); END;
CREATE TRIGGER city_versions_follow BEFORE INSERT ON city_decisions
WHEN new.version IS NOT NULL AND new.version <> (SELECT coalesce(max(version), 0) + 1 FROM city_decisions)
BEGIN SELECT RAISE(ABORT, 'city_changed_meanwhile'); END;
CREATE TRIGGER city_decisions_are_kept BEFORE UPDATE ON city_decisions
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_decisions_stay BEFORE DELETE ON city_decisions
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_facts_need_another_person BEFORE INSERT ON city_decisions
WHEN new.version IS NOT NULL AND EXISTS (
  SELECT 1 FROM city_proposals p JOIN person_ids maker ON maker.subject_id = p.entered_by
    JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE p.id = new.proposal_id AND checker.subject_id = new.checked_by)
BEGIN SELECT RAISE(ABORT, 'city_needs_another_person'); END;
