-- Why: whether a door is shut was hearsay: a sentence of the official who reported it. Grid workers now go by a plan, say what
-- they found on a list, with a picture and a place, and nobody is refunded by force before somebody stood at a closed door.
CREATE TABLE patrols (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  level       INTEGER NOT NULL CONSTRAINT patrol_level_known CHECK (level BETWEEN 1 AND 5), -- when it was planned
  due_on      TEXT NOT NULL,
  asked_by    TEXT REFERENCES officials (id), -- NULL: the nightly plan
  note        TEXT CONSTRAINT patrol_note_short CHECK (length(note) <= 500),
  created_at  TEXT NOT NULL,
  done_at     TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX patrols_open_once ON patrols (merchant_id) WHERE done_at IS NULL;
CREATE INDEX patrols_due ON patrols (due_on, id) WHERE done_at IS NULL;
CREATE INDEX patrols_merchant ON patrols (merchant_id, id);
CREATE TRIGGER patrols_are_done_once BEFORE UPDATE ON patrols
WHEN new.version <> old.version + 1 OR old.done_at IS NOT NULL OR new.done_at IS NULL
  OR new.merchant_id <> old.merchant_id OR new.due_on <> old.due_on OR new.asked_by IS NOT old.asked_by
BEGIN SELECT RAISE(ABORT, 'patrol_is_done'); END;
CREATE TRIGGER patrols_are_kept BEFORE DELETE ON patrols
BEGIN SELECT RAISE(ABORT, 'patrols_are_kept'); END;

-- What one person found at one door: one a patrol, never edited.
CREATE TABLE patrol_findings (
  id          TEXT PRIMARY KEY,
  patrol_id   TEXT NOT NULL UNIQUE REFERENCES patrols (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  found       TEXT NOT NULL CONSTRAINT patrol_found_known CHECK (found IN ('open', 'closed', 'refurbishing')),
  answers     TEXT NOT NULL CONSTRAINT patrol_answers_written CHECK (json_valid(answers)), -- JSON: the list, yes and no
  facts       TEXT NOT NULL CONSTRAINT patrol_facts_written CHECK (json_valid(facts)), -- JSON: words of the facts
  note        TEXT NOT NULL CONSTRAINT patrol_found_note CHECK (length(note) BETWEEN 2 AND 1000),
  lat_e3      INTEGER CONSTRAINT patrol_lat_known CHECK (lat_e3 BETWEEN -90000 AND 90000), -- thousandths of a degree: some
  lon_e3      INTEGER CONSTRAINT patrol_lon_known CHECK (lon_e3 BETWEEN -180000 AND 180000), -- hundred metres, no doorstep
  seen_at     TEXT NOT NULL, -- by the phone, at the door
  by_id       TEXT NOT NULL REFERENCES officials (id),
  reported_at TEXT NOT NULL,
  CONSTRAINT patrol_place_is_whole CHECK ((lat_e3 IS NULL) = (lon_e3 IS NULL))
) STRICT;
CREATE INDEX patrol_findings_merchant ON patrol_findings (merchant_id, reported_at);
CREATE TRIGGER patrol_findings_are_kept BEFORE UPDATE ON patrol_findings
BEGIN SELECT RAISE(ABORT, 'patrol_findings_are_kept'); END;
CREATE TRIGGER patrol_findings_stay BEFORE DELETE ON patrol_findings
BEGIN SELECT RAISE(ABORT, 'patrol_findings_are_kept'); END;

-- The bytes as base64, because not every engine gives bytes back alike; cleaned of place, time and phone before.
CREATE TABLE patrol_photos (
  id           TEXT PRIMARY KEY,
  finding_id   TEXT NOT NULL REFERENCES patrol_findings (id),
  media        TEXT NOT NULL CONSTRAINT patrol_photo_media_known CHECK (media IN ('image/jpeg', 'image/png')),
  content_hash TEXT NOT NULL, -- SHA-256 of what is kept, lowercase hex
  content      TEXT NOT NULL CONSTRAINT patrol_photo_content_fits CHECK (length(content) BETWEEN 40 AND 560000)
) STRICT;
CREATE INDEX patrol_photos_finding ON patrol_photos (finding_id, id);
CREATE TRIGGER patrol_photos_are_kept BEFORE UPDATE ON patrol_photos
BEGIN SELECT RAISE(ABORT, 'patrol_photos_are_kept'); END;
CREATE TRIGGER patrol_photos_stay BEFORE DELETE ON patrol_photos
BEGIN SELECT RAISE(ABORT, 'patrol_photos_are_kept'); END;
