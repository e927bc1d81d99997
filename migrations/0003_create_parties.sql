-- Merchants come first because staff belong to them; people, sessions and one-time codes follow.
CREATE TABLE merchants (
  id                    TEXT PRIMARY KEY,
  name                  TEXT NOT NULL,
  entity_type           TEXT NOT NULL CONSTRAINT merchant_entity_type_known CHECK (entity_type IN ('individual', 'company', 'other')),
  sector                TEXT NOT NULL,
  district              TEXT NOT NULL,
  address               TEXT NOT NULL,
  licence_no            TEXT NOT NULL,
  licence_expires_on    TEXT, -- NULL: 长期
  legal_representative  TEXT NOT NULL,
  lease_ends_on         TEXT, -- NULL: the shop owns its rooms
  settlement_account_no TEXT NOT NULL, -- sealed (AES-GCM), the bank's account number is nobody else's business
  settlement_account_mask TEXT NOT NULL,
  custody_account_no    TEXT, -- the escrow sub-account at the bank, opened at admission
  code                  TEXT NOT NULL UNIQUE, -- the shop code on the wall, /s/<code>
  level                 TEXT NOT NULL DEFAULT 'A' CONSTRAINT merchant_level_known CHECK (level IN ('AAA', 'AA', 'A', 'B', 'C', 'D')),
  applied_at            TEXT NOT NULL,
  admitted_at           TEXT,
  sales_held_at         TEXT,
  sales_held_reason     TEXT,
  sales_lifted_at       TEXT, -- the last time a hold ended, and why; the journal has every one
  sales_lifted_reason   TEXT,
  version               INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX merchants_place ON merchants (district, sector, id);
CREATE TRIGGER merchants_licence_is_unique BEFORE INSERT ON merchants
WHEN EXISTS (SELECT 1 FROM merchants WHERE licence_no = new.licence_no)
BEGIN SELECT RAISE(ABORT, 'licence_no_taken'); END;
CREATE TRIGGER merchants_advance_by_one_version BEFORE UPDATE ON merchants WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE TRIGGER merchants_are_kept BEFORE DELETE ON merchants
BEGIN SELECT RAISE(ABORT, 'merchants_are_kept'); END;

CREATE TABLE consumers (
  id           TEXT PRIMARY KEY,
  phone_index  TEXT NOT NULL UNIQUE, -- keyed hash: finds a phone without storing it
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL, -- 138****5678
  nickname     TEXT NOT NULL,
  pin_hash     TEXT, -- scrypt, peppered
  pin_tries    INTEGER NOT NULL DEFAULT 0 CONSTRAINT pin_locked CHECK (pin_tries BETWEEN 0 AND 5),
  pin_locked_until TEXT,
  pin_tried_at TEXT, -- set by every try, right or wrong: the lock below is judged by it
  created_at   TEXT NOT NULL
) STRICT;
CREATE TRIGGER consumers_phone_is_unique BEFORE INSERT ON consumers
WHEN EXISTS (SELECT 1 FROM consumers WHERE phone_index = new.phone_index)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
-- Tries made at the same moment all read the same count; whoever comes after the fifth is stopped here, even if right.
CREATE TRIGGER consumers_pin_stays_locked BEFORE UPDATE OF pin_tried_at ON consumers
WHEN old.pin_locked_until > new.pin_tried_at
BEGIN SELECT RAISE(ABORT, 'pin_locked'); END;

CREATE TABLE staff (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  role         TEXT NOT NULL CONSTRAINT staff_role_known CHECK (role IN ('owner', 'manager', 'cashier')),
  name         TEXT NOT NULL,
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  disabled_at  TEXT,
  created_at   TEXT NOT NULL
) STRICT;
CREATE INDEX staff_merchant ON staff (merchant_id, id);
-- Somebody who left one shop may work at the next one: only people still at work are unique by phone.
CREATE UNIQUE INDEX staff_phone ON staff (phone_index) WHERE disabled_at IS NULL;
CREATE TRIGGER staff_phone_is_unique BEFORE INSERT ON staff
WHEN EXISTS (SELECT 1 FROM staff WHERE phone_index = new.phone_index AND disabled_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
CREATE TRIGGER staff_keep_an_owner BEFORE UPDATE ON staff
WHEN old.role = 'owner' AND old.disabled_at IS NULL AND (new.disabled_at IS NOT NULL OR new.role <> 'owner')
 AND NOT EXISTS (SELECT 1 FROM staff WHERE merchant_id = old.merchant_id AND role = 'owner'
                                       AND disabled_at IS NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_owner_must_stay'); END;
CREATE TRIGGER staff_are_kept BEFORE DELETE ON staff
BEGIN SELECT RAISE(ABORT, 'staff_are_kept'); END;

CREATE TABLE officials (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CONSTRAINT official_kind_known CHECK (kind IN ('bank', 'regulator', 'operator')),
  role         TEXT NOT NULL CONSTRAINT official_role_known CHECK (role IN ('bank', 'supervisor', 'operator')),
  name         TEXT NOT NULL,
  districts    TEXT NOT NULL DEFAULT '[]', -- a regulator's jurisdiction, JSON list of district codes
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  created_by   TEXT NOT NULL, -- the operator who did it, or bootstrap for the first one
  disabled_at  TEXT,
  created_at   TEXT NOT NULL,
  CONSTRAINT official_role_fits_kind CHECK (role = iif(kind = 'regulator', 'supervisor', kind))
) STRICT;
CREATE UNIQUE INDEX officials_phone ON officials (phone_index) WHERE disabled_at IS NULL;
CREATE TRIGGER officials_phone_is_unique BEFORE INSERT ON officials
WHEN EXISTS (SELECT 1 FROM officials WHERE phone_index = new.phone_index AND disabled_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
CREATE TRIGGER officials_bootstrap_once BEFORE INSERT ON officials
WHEN new.created_by = 'bootstrap' AND EXISTS (SELECT 1 FROM officials WHERE kind = 'operator')
BEGIN SELECT RAISE(ABORT, 'operator_exists'); END;
CREATE TRIGGER officials_keep_an_operator BEFORE UPDATE ON officials
WHEN old.kind = 'operator' AND old.disabled_at IS NULL AND (new.disabled_at IS NOT NULL OR new.kind <> 'operator')
 AND NOT EXISTS (SELECT 1 FROM officials WHERE kind = 'operator' AND disabled_at IS NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_operator_must_stay'); END;
CREATE TRIGGER officials_are_kept BEFORE DELETE ON officials
BEGIN SELECT RAISE(ABORT, 'officials_are_kept'); END;

-- A token is never stored, only its SHA-256; the token itself is derived from the master key and the session's id.
CREATE TABLE sessions (
  token_hash          TEXT PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  kind                TEXT NOT NULL CONSTRAINT session_kind_known CHECK (kind IN ('consumer', 'staff', 'bank', 'regulator', 'operator')),
  subject_id          TEXT NOT NULL,
  method              TEXT NOT NULL, -- sms, or dev (one-click sign-in, development only)
  authenticated_at    TEXT NOT NULL,
  idle_expires_at     TEXT NOT NULL,
  absolute_expires_at TEXT NOT NULL,
  revoked_at          TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_subject ON sessions (subject_id);

-- Who a session is *now*: a role changed or a person disabled counts from the next request on.
CREATE VIEW live_sessions AS
SELECT s.token_hash, s.id, s.kind, s.subject_id, s.authenticated_at, s.idle_expires_at, s.absolute_expires_at,
       CASE s.kind WHEN 'consumer' THEN 'consumer' WHEN 'staff' THEN st.role ELSE o.role END AS role,
       st.merchant_id AS merchant_id, coalesce(o.districts, '[]') AS districts
  FROM sessions s
  LEFT JOIN staff st ON s.kind = 'staff' AND st.id = s.subject_id AND st.disabled_at IS NULL
  LEFT JOIN officials o ON o.kind = s.kind AND o.id = s.subject_id AND o.disabled_at IS NULL
 WHERE s.revoked_at IS NULL
   AND (s.kind = 'consumer' OR st.id IS NOT NULL OR o.id IS NOT NULL);

-- Only the newest code of a phone and purpose counts. Kept for a day, because ten a day are the limit.
CREATE TABLE sms_codes (
  id          TEXT PRIMARY KEY,
  phone_index TEXT NOT NULL,
  purpose     TEXT NOT NULL, -- sign_in:<kind>, pin, …
  code_hash   TEXT NOT NULL, -- keyed
  unsent      TEXT, -- the message and its number, sealed, from the commit until it is out; then NULL
  tries       INTEGER NOT NULL DEFAULT 0 CONSTRAINT code_wrong CHECK (tries BETWEEN 0 AND 5),
  sent_at     TEXT NOT NULL,
  expires_at  TEXT NOT NULL,
  used_at     TEXT
) STRICT;
CREATE INDEX sms_codes_phone ON sms_codes (phone_index, sent_at);
CREATE TRIGGER sms_codes_are_sent_sparingly BEFORE INSERT ON sms_codes
WHEN EXISTS (SELECT 1 FROM sms_codes WHERE phone_index = new.phone_index
                AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))
  OR (SELECT count(*) FROM sms_codes WHERE phone_index = new.phone_index
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')) >= 10
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;
CREATE TRIGGER sms_codes_are_used_once BEFORE UPDATE OF tries, used_at ON sms_codes
WHEN old.used_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'code_wrong'); END;
