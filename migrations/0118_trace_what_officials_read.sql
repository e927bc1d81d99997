-- Why: an official opened any card of the district and nothing said so. Whoever reads of somebody for an office says before
-- what for (a case and a reason), each reading is written down before it is answered, in a day there is an end to it, what
-- looks wrong wakes somebody, and the person read of sees it.
CREATE TABLE access_purposes (
  id               TEXT PRIMARY KEY,
  official_id      TEXT NOT NULL REFERENCES officials (id),
  kind             TEXT NOT NULL CONSTRAINT access_purpose_kind_known CHECK (kind IN ('case', 'emergency')),
  reference_id     TEXT, -- the case; NULL in an emergency
  consumer_id      TEXT REFERENCES consumers (id), -- a case about one person is about nobody else
  merchant_id      TEXT REFERENCES merchants (id),
  reason           TEXT NOT NULL CONSTRAINT access_reason_is_said CHECK (length(reason) BETWEEN 10 AND 200),
  people_max       INTEGER NOT NULL CONSTRAINT access_people_are_limited CHECK (people_max BETWEEN 1 AND 10000),
  opened_at        TEXT NOT NULL,
  expires_at       TEXT NOT NULL CONSTRAINT access_purpose_ends CHECK (expires_at > opened_at),
  ended_at         TEXT,
  secrecy_document TEXT, -- the police paper by which its readings are not shown yet
  agreed_by        TEXT REFERENCES officials (id),
  agreed_at        TEXT,
  CONSTRAINT access_case_is_named CHECK ((kind = 'case') = (reference_id IS NOT NULL)),
  CONSTRAINT access_secrecy_is_agreed CHECK ((agreed_by IS NULL) = (agreed_at IS NULL)
    AND (agreed_by IS NULL OR secrecy_document IS NOT NULL))
) STRICT;
CREATE INDEX access_purposes_official ON access_purposes (official_id, id);
CREATE INDEX access_purposes_open ON access_purposes (official_id, expires_at) WHERE ended_at IS NULL;
CREATE INDEX access_purposes_sealed ON access_purposes (id) WHERE secrecy_document IS NOT NULL;
CREATE TRIGGER access_purposes_stay_as_said BEFORE UPDATE ON access_purposes
WHEN new.id <> old.id OR new.official_id <> old.official_id OR new.kind <> old.kind OR new.reason <> old.reason
  OR new.reference_id IS NOT old.reference_id OR new.consumer_id IS NOT old.consumer_id
  OR new.merchant_id IS NOT old.merchant_id OR new.people_max <> old.people_max OR new.opened_at <> old.opened_at
  OR new.expires_at <> old.expires_at OR new.secrecy_document IS NOT old.secrecy_document
  OR (old.ended_at IS NOT NULL AND new.ended_at IS NOT old.ended_at)
  OR (old.agreed_by IS NOT NULL AND new.agreed_by IS NOT old.agreed_by)
BEGIN SELECT RAISE(ABORT, 'access_purpose_over'); END;
CREATE TRIGGER access_secrecy_is_agreed_to_by_another BEFORE UPDATE OF agreed_by ON access_purposes
WHEN new.agreed_by IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = new.official_id AND checker.subject_id = new.agreed_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER access_purposes_are_kept BEFORE DELETE ON access_purposes
BEGIN SELECT RAISE(ABORT, 'access_purposes_are_kept'); END;

-- One row for each person an answer told of; without a person it told of everybody with a card at a shop, or in the city.
CREATE TABLE access_traces (
  id          TEXT PRIMARY KEY,
  request_id  TEXT NOT NULL,
  purpose_id  TEXT REFERENCES access_purposes (id), -- NULL: the office's own list of work
  official_id TEXT NOT NULL REFERENCES officials (id),
  office      TEXT NOT NULL CONSTRAINT access_office_known CHECK (office IN ('bank', 'regulator', 'operator')),
  duty        TEXT NOT NULL,
  districts   TEXT NOT NULL CONSTRAINT access_districts_are_listed CHECK (json_valid(districts)),
  operation   TEXT NOT NULL,
  consumer_id TEXT REFERENCES consumers (id),
  merchant_id TEXT REFERENCES merchants (id),
  things      TEXT NOT NULL CONSTRAINT access_things_are_listed CHECK (json_valid(things)),
  read_on     TEXT NOT NULL,
  read_at     TEXT NOT NULL
) STRICT;
CREATE INDEX access_traces_consumer ON access_traces (consumer_id, id);
CREATE INDEX access_traces_purpose ON access_traces (purpose_id, consumer_id);
CREATE INDEX access_traces_official ON access_traces (official_id, read_on, read_at);
CREATE INDEX access_traces_person_day ON access_traces (consumer_id, read_on);
CREATE INDEX access_traces_of_all ON access_traces (merchant_id, id) WHERE consumer_id IS NULL;
CREATE INDEX access_traces_day ON access_traces (read_on, consumer_id);
CREATE TRIGGER access_traces_stand BEFORE UPDATE ON access_traces
BEGIN SELECT RAISE(ABORT, 'access_traces_stand'); END;
CREATE TRIGGER access_traces_need_an_open_purpose BEFORE INSERT ON access_traces
WHEN new.purpose_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM access_purposes p WHERE p.id = new.purpose_id AND p.official_id = new.official_id
     AND p.ended_at IS NULL AND p.expires_at > new.read_at AND (p.secrecy_document IS NULL OR p.agreed_at IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'access_purpose_over'); END;
CREATE TRIGGER access_traces_are_of_so_many_people BEFORE INSERT ON access_traces
WHEN new.consumer_id IS NOT NULL AND new.purpose_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM access_traces t WHERE t.purpose_id = new.purpose_id AND t.consumer_id = new.consumer_id)
  AND (SELECT count(DISTINCT t.consumer_id) FROM access_traces t WHERE t.purpose_id = new.purpose_id)
      >= (SELECT p.people_max FROM access_purposes p WHERE p.id = new.purpose_id)
BEGIN SELECT RAISE(ABORT, 'access_people_used_up'); END;

-- What an official read on one day: readings under a purpose, and people in lists of work.
CREATE TABLE access_days (
  official_id    TEXT NOT NULL REFERENCES officials (id),
  day            TEXT NOT NULL,
  readings_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT access_reads_used_up CHECK (readings_count BETWEEN 0 AND 300),
  listed_count   INTEGER NOT NULL DEFAULT 0 CONSTRAINT access_lists_used_up CHECK (listed_count BETWEEN 0 AND 10000),
  PRIMARY KEY (official_id, day)
) STRICT, WITHOUT ROWID;

-- What looks wrong, once for each official (or person), kind and day; an emergency wants two who look at it afterwards.
CREATE TABLE access_alarms (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CONSTRAINT access_alarm_kind_known CHECK (kind IN ('emergency', 'burst', 'many_people', 'same_person')),
  official_id  TEXT NOT NULL REFERENCES officials (id),
  office       TEXT NOT NULL CONSTRAINT access_alarm_office_known CHECK (office IN ('bank', 'regulator', 'operator')),
  purpose_id   TEXT REFERENCES access_purposes (id),
  about        TEXT NOT NULL, -- what makes it one: the purpose, or the day with the official or the person
  count        INTEGER NOT NULL CONSTRAINT access_alarm_counts CHECK (count > 0),
  needs_count  INTEGER NOT NULL CONSTRAINT access_alarm_needs CHECK (needs_count IN (1, 2)),
  raised_at    TEXT NOT NULL,
  closed_at    TEXT,
  CONSTRAINT access_emergency_has_a_purpose CHECK (kind <> 'emergency' OR purpose_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX access_alarms_once ON access_alarms (kind, about);
CREATE INDEX access_alarms_open ON access_alarms (raised_at) WHERE closed_at IS NULL;
CREATE TRIGGER access_alarms_are_kept BEFORE DELETE ON access_alarms
BEGIN SELECT RAISE(ABORT, 'access_alarms_are_kept'); END;
CREATE TABLE access_reviews (
  alarm_id    TEXT NOT NULL REFERENCES access_alarms (id),
  reviewer_id TEXT NOT NULL REFERENCES officials (id),
  found       TEXT NOT NULL CONSTRAINT access_review_found CHECK (found IN ('in_order', 'not_in_order')),
  note        TEXT NOT NULL CONSTRAINT access_review_note CHECK (length(note) BETWEEN 2 AND 200),
  reviewed_at TEXT NOT NULL,
  PRIMARY KEY (alarm_id, reviewer_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_reviews_stand BEFORE UPDATE ON access_reviews
BEGIN SELECT RAISE(ABORT, 'access_reviews_stand'); END;
CREATE TRIGGER access_reviews_are_kept BEFORE DELETE ON access_reviews
BEGIN SELECT RAISE(ABORT, 'access_reviews_stand'); END;
CREATE TRIGGER access_reviews_are_by_another BEFORE INSERT ON access_reviews
WHEN EXISTS (SELECT 1 FROM access_alarms a
               JOIN person_ids one ON one.subject_id IN (
                 SELECT a.official_id UNION SELECT r.reviewer_id FROM access_reviews r WHERE r.alarm_id = a.id)
               JOIN person_ids me ON me.person_id = one.person_id AND me.subject_id = new.reviewer_id
              WHERE a.id = new.alarm_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

-- Readings that were kept secret are shown when two persons have said so, never by one and never by themselves.
CREATE TABLE access_disclosures (
  purpose_id  TEXT NOT NULL REFERENCES access_purposes (id),
  official_id TEXT NOT NULL REFERENCES officials (id),
  said_at     TEXT NOT NULL,
  PRIMARY KEY (purpose_id, official_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_disclosures_stand BEFORE UPDATE ON access_disclosures
BEGIN SELECT RAISE(ABORT, 'access_disclosures_stand'); END;
CREATE TRIGGER access_disclosures_are_kept BEFORE DELETE ON access_disclosures
BEGIN SELECT RAISE(ABORT, 'access_disclosures_stand'); END;
CREATE TRIGGER access_disclosures_are_by_two BEFORE INSERT ON access_disclosures
WHEN EXISTS (SELECT 1 FROM access_disclosures d JOIN person_ids one ON one.subject_id = d.official_id
               JOIN person_ids me ON me.person_id = one.person_id AND me.subject_id = new.official_id
              WHERE d.purpose_id = new.purpose_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

-- Whom an evening told that officials read of them, and of what day: each once.
CREATE TABLE access_digests (
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  day         TEXT NOT NULL,
  count       INTEGER NOT NULL CONSTRAINT access_digest_counts CHECK (count > 0),
  told_at     TEXT NOT NULL,
  PRIMARY KEY (consumer_id, day)
) STRICT, WITHOUT ROWID;
