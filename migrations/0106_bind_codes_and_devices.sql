-- A code belongs to the browser that asked for it, and is counted where it was asked for: so that nobody who asks for
-- codes of another person's number can keep that person out. A device is known by a token that its browser keeps.
ALTER TABLE sms_codes ADD COLUMN asker TEXT NOT NULL DEFAULT 'unnamed'; -- device:<id>, person:<id>, pass:<code>, address:<hash>
ALTER TABLE sms_codes ADD COLUMN address_index TEXT; -- keyed hash of the network address; NULL: none named, or asker is known
ALTER TABLE sms_codes ADD COLUMN is_known INTEGER NOT NULL DEFAULT 0 CONSTRAINT code_asker_known CHECK (is_known IN (0, 1));
CREATE INDEX sms_codes_address ON sms_codes (address_index, sent_at) WHERE address_index IS NOT NULL;

-- The same limits as identity/code-rules.ts, for requests made at one moment. What could not be delivered does not
-- count once its minute is over.
DROP TRIGGER sms_codes_are_sent_sparingly;
CREATE TRIGGER sms_codes_are_sent_sparingly BEFORE INSERT ON sms_codes
WHEN EXISTS (SELECT 1 FROM sms_codes WHERE phone_index = new.phone_index AND purpose = new.purpose AND asker = new.asker
                AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))
  OR new.asker <> 'unnamed' AND
     (SELECT count(*) FROM sms_codes WHERE phone_index = new.phone_index AND purpose = new.purpose AND asker = new.asker
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')
         AND (unsent IS NULL OR sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))) >= 10
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;
CREATE TRIGGER sms_codes_of_strangers_are_few BEFORE INSERT ON sms_codes
WHEN new.is_known = 0 AND
     (SELECT count(*) FROM sms_codes WHERE phone_index = new.phone_index AND purpose = new.purpose AND is_known = 0
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')
         AND (unsent IS NULL OR sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))) >= 20
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;
CREATE TRIGGER sms_codes_of_one_address_are_few BEFORE INSERT ON sms_codes
WHEN new.address_index IS NOT NULL AND (
     (SELECT count(*) FROM sms_codes WHERE address_index = new.address_index
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-600 seconds')) >= 20
  OR (SELECT count(*) FROM sms_codes WHERE address_index = new.address_index
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')) >= 100)
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;

CREATE TABLE devices (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL CONSTRAINT device_kind_known CHECK (kind IN ('consumer', 'staff', 'bank', 'regulator', 'operator')),
  subject_id TEXT NOT NULL,
  token_hash TEXT NOT NULL, -- keyed hash of what its browser keeps; of a program that keeps nothing, of its own id
  name       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at   TEXT -- taken off the list by its owner: known no more
) STRICT;
CREATE INDEX devices_subject ON devices (subject_id, id);
CREATE UNIQUE INDEX devices_token ON devices (token_hash, subject_id) WHERE ended_at IS NULL;
CREATE TRIGGER devices_are_known_once BEFORE INSERT ON devices
WHEN EXISTS (SELECT 1 FROM devices WHERE token_hash = new.token_hash AND subject_id = new.subject_id AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'device_changed_meanwhile'); END;
CREATE TRIGGER devices_end_once BEFORE UPDATE ON devices WHEN old.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'device_changed_meanwhile'); END;
ALTER TABLE sessions ADD COLUMN device_id TEXT; -- NULL: from before, or one click in development without a browser
CREATE INDEX sessions_device ON sessions (device_id) WHERE device_id IS NOT NULL;

-- Each lock of a PIN is longer than the one before, until the right one is given.
ALTER TABLE consumers ADD COLUMN pin_locks INTEGER NOT NULL DEFAULT 0;
