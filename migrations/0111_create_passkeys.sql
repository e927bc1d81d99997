-- Why: a telephone number is not a person. Whoever acts for a shop, a bank, an authority or the platform signs in with a
-- passkey; the message to their phone only lets them enrol the first one. Two ids under one number are one person.
CREATE TABLE person_phones (
  phone_index TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL -- the first id that the person had, of whatever kind
) STRICT, WITHOUT ROWID;
CREATE INDEX person_phones_person ON person_phones (person_id);
INSERT INTO person_phones (phone_index, person_id)
SELECT phone_index, min(id) FROM (SELECT phone_index, id FROM officials UNION ALL SELECT phone_index, id FROM staff)
 GROUP BY phone_index;
CREATE TRIGGER officials_are_persons AFTER INSERT ON officials
WHEN NOT EXISTS (SELECT 1 FROM person_phones WHERE phone_index = new.phone_index)
BEGIN INSERT INTO person_phones (phone_index, person_id) VALUES (new.phone_index, new.id); END;
CREATE TRIGGER staff_are_persons AFTER INSERT ON staff
WHEN NOT EXISTS (SELECT 1 FROM person_phones WHERE phone_index = new.phone_index)
BEGIN INSERT INTO person_phones (phone_index, person_id) VALUES (new.phone_index, new.id); END;
CREATE TRIGGER person_phones_are_kept BEFORE DELETE ON person_phones
BEGIN SELECT RAISE(ABORT, 'persons_are_kept'); END;
CREATE TRIGGER person_phones_stay BEFORE UPDATE ON person_phones
BEGIN SELECT RAISE(ABORT, 'persons_are_kept'); END;
CREATE VIEW person_ids AS
SELECT o.id AS subject_id, p.person_id FROM officials o JOIN person_phones p ON p.phone_index = o.phone_index
UNION ALL
SELECT s.id AS subject_id, p.person_id FROM staff s JOIN person_phones p ON p.phone_index = s.phone_index;

CREATE TABLE passkeys (
  id            TEXT PRIMARY KEY,
  person_id     TEXT NOT NULL,
  credential_id TEXT NOT NULL, -- base64url
  public_key    TEXT NOT NULL, -- COSE, base64url
  counter       INTEGER NOT NULL CONSTRAINT passkey_counter_not_negative CHECK (counter >= 0),
  transports    TEXT NOT NULL DEFAULT '[]', -- JSON list
  device        TEXT NOT NULL CONSTRAINT passkey_device_known CHECK (device IN ('single', 'synced')),
  backed_up_at  TEXT, -- since when the authenticator says that a copy lies elsewhere
  name          TEXT NOT NULL CONSTRAINT passkey_name_short CHECK (length(name) BETWEEN 1 AND 40),
  created_at    TEXT NOT NULL,
  last_used_at  TEXT,
  suspended_at  TEXT, -- its counter went back: there may be a copy of it
  removed_at    TEXT
) STRICT;
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
CREATE INDEX passkeys_person ON passkeys (person_id);
-- One passkey is one person, for ever.
CREATE TRIGGER passkeys_are_nobody_elses BEFORE INSERT ON passkeys
WHEN EXISTS (SELECT 1 FROM passkeys WHERE credential_id = new.credential_id)
BEGIN SELECT RAISE(ABORT, 'passkey_taken'); END;
CREATE TRIGGER passkeys_are_few BEFORE INSERT ON passkeys
WHEN (SELECT count(*) FROM passkeys WHERE person_id = new.person_id AND removed_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'passkeys_too_many'); END;
CREATE TRIGGER passkeys_leave_one BEFORE UPDATE OF removed_at ON passkeys
WHEN new.removed_at IS NOT NULL AND old.removed_at IS NULL
 AND NOT EXISTS (SELECT 1 FROM passkeys WHERE person_id = old.person_id AND id <> old.id
                                         AND removed_at IS NULL AND suspended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'last_passkey_must_stay'); END;
CREATE TRIGGER passkeys_stay_what_they_are BEFORE UPDATE ON passkeys
WHEN new.id <> old.id OR new.person_id <> old.person_id OR new.credential_id <> old.credential_id
  OR new.public_key <> old.public_key OR new.device <> old.device
  OR (old.removed_at IS NOT NULL AND new.removed_at IS NOT old.removed_at)
  OR (old.suspended_at IS NOT NULL AND new.suspended_at IS NOT old.suspended_at)
BEGIN SELECT RAISE(ABORT, 'passkeys_are_kept'); END;
-- Of two requests with one assertion the later one is stopped here: a counter only rises, where it counts at all.
CREATE TRIGGER passkeys_count_up BEFORE UPDATE OF counter ON passkeys
WHEN new.counter < old.counter OR (new.counter = old.counter AND old.counter > 0)
BEGIN SELECT RAISE(ABORT, 'passkey_wrong'); END;
CREATE TRIGGER passkeys_are_kept BEFORE DELETE ON passkeys
BEGIN SELECT RAISE(ABORT, 'passkeys_are_kept'); END;

-- A challenge is derived and never stored; only that it was used is, until it would have run out anyway.
CREATE TABLE passkey_challenges_used (
  ticket  TEXT PRIMARY KEY,
  used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_challenges_old ON passkey_challenges_used (used_at);
CREATE TRIGGER passkey_challenges_are_used_once BEFORE INSERT ON passkey_challenges_used
WHEN EXISTS (SELECT 1 FROM passkey_challenges_used WHERE ticket = new.ticket)
BEGIN SELECT RAISE(ABORT, 'passkey_challenge_over'); END;

-- Who has lost every passkey comes back with another person's word, after a day of which everybody concerned was told.
CREATE TABLE passkey_recoveries (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL,
  subject_id  TEXT NOT NULL, -- the id under which it was asked for
  kind        TEXT NOT NULL,
  asked_at    TEXT NOT NULL,
  usable_from TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT recovery_state_known
    CHECK (state IN ('waiting', 'agreed', 'refused', 'used')),
  decided_by  TEXT,
  decided_at  TEXT,
  used_at     TEXT,
  CONSTRAINT recovery_is_decided_by_a_person CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'used') = (used_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX passkey_recoveries_open ON passkey_recoveries (person_id) WHERE state IN ('waiting', 'agreed');
CREATE TRIGGER passkey_recoveries_need_another BEFORE UPDATE ON passkey_recoveries
WHEN new.state = 'agreed' AND NOT EXISTS (
  SELECT 1 FROM person_ids WHERE subject_id = new.decided_by AND person_id <> new.person_id)
BEGIN SELECT RAISE(ABORT, 'recovery_needs_another_person'); END;
CREATE TRIGGER passkey_recoveries_wait BEFORE UPDATE ON passkey_recoveries
WHEN new.state = 'used' AND (old.state <> 'agreed' OR new.used_at < old.usable_from)
BEGIN SELECT RAISE(ABORT, 'recovery_not_ready'); END;
CREATE TRIGGER passkey_recoveries_end_once BEFORE UPDATE ON passkey_recoveries
WHEN old.state IN ('refused', 'used') OR new.person_id <> old.person_id OR new.usable_from <> old.usable_from
  OR new.state = 'waiting'
BEGIN SELECT RAISE(ABORT, 'recovery_not_open'); END;
CREATE TRIGGER passkey_recoveries_are_kept BEFORE DELETE ON passkey_recoveries
BEGIN SELECT RAISE(ABORT, 'recoveries_are_kept'); END;

-- What people at work are told by short message about who may do what: one row per person told.
CREATE TABLE work_notices (
  id         TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL, -- an official or a member of staff
  text       TEXT NOT NULL CONSTRAINT work_notice_short CHECK (length(text) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL,
  sent_at    TEXT
) STRICT;
CREATE INDEX work_notices_to_send ON work_notices (id) WHERE sent_at IS NULL;
CREATE INDEX work_notices_subject ON work_notices (subject_id, id);
CREATE TRIGGER work_notices_are_sent_once BEFORE UPDATE ON work_notices
WHEN old.sent_at IS NOT NULL OR new.text <> old.text OR new.subject_id <> old.subject_id
BEGIN SELECT RAISE(ABORT, 'work_notices_are_kept'); END;

-- Whose passkeys there are, for the sign-in by message: it has no power beside them.
CREATE VIEW passkey_phones AS
SELECT p.phone_index FROM passkeys k JOIN person_phones p ON p.person_id = k.person_id WHERE k.removed_at IS NULL;

-- What a session proves: `full`, or only that somebody reads the messages of a number. A cashier and a consumer need no
-- more; who has become a manager since does, from the next request on.
ALTER TABLE sessions ADD COLUMN proof TEXT NOT NULL DEFAULT 'code'
  CONSTRAINT session_proof_known CHECK (proof IN ('code', 'full'));
UPDATE sessions SET proof = 'full' WHERE method = 'dev';
DROP VIEW live_sessions;
CREATE VIEW live_sessions AS
SELECT s.token_hash, s.id, s.kind, s.subject_id, s.authenticated_at, s.idle_expires_at, s.absolute_expires_at,
       CASE s.kind WHEN 'consumer' THEN 'consumer' WHEN 'staff' THEN st.role ELSE o.role END AS role,
       st.merchant_id AS merchant_id, coalesce(o.districts, '[]') AS districts,
       iif(s.proof = 'full' OR s.kind = 'consumer' OR st.role = 'cashier', 1, 0) AS is_proven
  FROM sessions s
  LEFT JOIN staff st ON s.kind = 'staff' AND st.id = s.subject_id AND st.disabled_at IS NULL
  LEFT JOIN officials o ON o.kind = s.kind AND o.id = s.subject_id AND o.disabled_at IS NULL
 WHERE s.revoked_at IS NULL
   AND (s.kind = 'consumer' OR st.id IS NOT NULL OR o.id IS NOT NULL);
