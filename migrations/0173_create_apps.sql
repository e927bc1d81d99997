-- Why: makers of tills and of shop software read what a shop lets them read, under a name of their own. An app is registered
-- by one person of the platform and admitted by another; it holds keys of which only a hash is kept; and it sees nothing of a shop
-- until the owner has granted it named shops and scopes, which end with one tap. Its tokens are signed and short: no row is kept
-- of them, and whatever ends here ends them with their next request.
CREATE TABLE apps (
  id               TEXT PRIMARY KEY,
  name             TEXT NOT NULL CONSTRAINT app_name_in_length CHECK (length(name) BETWEEN 2 AND 40),
  vendor           TEXT NOT NULL CONSTRAINT app_vendor_in_length CHECK (length(vendor) BETWEEN 2 AND 60),
  about            TEXT NOT NULL CONSTRAINT app_about_in_length CHECK (length(about) BETWEEN 4 AND 200),
  scopes           TEXT NOT NULL CONSTRAINT app_scopes_are_a_list CHECK (json_valid(scopes)), -- the most a shop may grant it
  a_minute         INTEGER NOT NULL CONSTRAINT app_rate_in_range CHECK (a_minute BETWEEN 1 AND 6000),
  registered_by    TEXT NOT NULL REFERENCES officials (id),
  registered_at    TEXT NOT NULL,
  admitted_by      TEXT REFERENCES officials (id),
  admitted_at      TEXT,
  suspended_by     TEXT REFERENCES officials (id),
  suspended_at     TEXT,
  suspended_reason TEXT CONSTRAINT app_reason_in_length CHECK (length(suspended_reason) BETWEEN 4 AND 200),
  version          INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT app_is_admitted_by_somebody CHECK ((admitted_by IS NULL) = (admitted_at IS NULL)),
  CONSTRAINT app_is_suspended_by_somebody CHECK ((suspended_by IS NULL) = (suspended_at IS NULL)
    AND (suspended_at IS NULL) = (suspended_reason IS NULL))
) STRICT;
CREATE TRIGGER apps_begin_unadmitted BEFORE INSERT ON apps WHEN new.admitted_at IS NOT NULL OR new.suspended_at IS NOT NULL OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER apps_advance_by_one_version BEFORE UPDATE ON apps
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.scopes <> old.scopes OR new.registered_by <> old.registered_by
  OR new.name <> old.name OR new.vendor <> old.vendor
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
-- Admitted, or let in again after it was stopped, by another person than who registered it, or who stopped it.
CREATE TRIGGER apps_are_admitted_by_another BEFORE UPDATE ON apps
WHEN (old.admitted_at IS NULL AND new.admitted_at IS NOT NULL OR old.suspended_at IS NOT NULL AND new.suspended_at IS NULL)
 AND NOT EXISTS (SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
                  WHERE maker.subject_id = coalesce(old.suspended_by, old.registered_by) AND checker.subject_id = new.admitted_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER apps_are_kept BEFORE DELETE ON apps
BEGIN SELECT RAISE(ABORT, 'apps_are_kept'); END;

-- A key is a secret told once; its version of the API is the one of the day it was made, until somebody moves it.
CREATE TABLE app_keys (
  id          TEXT PRIMARY KEY,
  app_id      TEXT NOT NULL REFERENCES apps (id),
  secret_hash TEXT NOT NULL,
  hint        TEXT NOT NULL CONSTRAINT app_key_hint_is_short CHECK (length(hint) = 4),
  api_version TEXT NOT NULL,
  created_by  TEXT NOT NULL REFERENCES officials (id),
  created_at  TEXT NOT NULL,
  revoked_at  TEXT
) STRICT;
CREATE INDEX app_keys_app ON app_keys (app_id, id);
CREATE TRIGGER app_keys_are_few BEFORE INSERT ON app_keys
WHEN (SELECT count(*) FROM app_keys WHERE app_id = new.app_id AND revoked_at IS NULL) >= 5
BEGIN SELECT RAISE(ABORT, 'app_keys_too_many'); END;
CREATE TRIGGER app_keys_are_revoked_for_ever BEFORE UPDATE ON app_keys
WHEN old.revoked_at IS NOT NULL OR new.secret_hash <> old.secret_hash OR new.app_id <> old.app_id
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER app_keys_are_kept BEFORE DELETE ON app_keys
BEGIN SELECT RAISE(ABORT, 'apps_are_kept'); END;

CREATE TABLE app_grants (
  id          TEXT PRIMARY KEY,
  app_id      TEXT NOT NULL REFERENCES apps (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  shops       TEXT NOT NULL CONSTRAINT app_grant_shops_are_a_list CHECK (json_valid(shops)),
  scopes      TEXT NOT NULL CONSTRAINT app_grant_scopes_are_a_list CHECK (json_valid(scopes)),
  granted_by  TEXT NOT NULL REFERENCES staff (id),
  granted_at  TEXT NOT NULL,
  revoked_at  TEXT,
  revoked_by  TEXT,
  CONSTRAINT app_grant_is_revoked_by_somebody CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX app_grants_live ON app_grants (merchant_id, app_id) WHERE revoked_at IS NULL;
CREATE INDEX app_grants_app ON app_grants (app_id, id);
CREATE INDEX app_grants_merchant ON app_grants (merchant_id, id);
CREATE TRIGGER app_grants_are_of_admitted_apps BEFORE INSERT ON app_grants
WHEN NOT EXISTS (SELECT 1 FROM apps WHERE id = new.app_id AND admitted_at IS NOT NULL AND suspended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'app_not_open'); END;
CREATE TRIGGER app_grants_are_one_an_app BEFORE INSERT ON app_grants
WHEN EXISTS (SELECT 1 FROM app_grants WHERE app_id = new.app_id AND merchant_id = new.merchant_id AND revoked_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'app_granted_already'); END;
CREATE TRIGGER app_grants_stay_within_the_app BEFORE INSERT ON app_grants
WHEN EXISTS (SELECT 1 FROM json_each(new.scopes) s WHERE s.value NOT IN (SELECT value FROM json_each((SELECT scopes FROM apps WHERE id = new.app_id))))
  OR EXISTS (SELECT 1 FROM json_each(new.shops) s WHERE s.value NOT IN (SELECT id FROM shops WHERE merchant_id = new.merchant_id))
BEGIN SELECT RAISE(ABORT, 'app_grant_too_wide'); END;
CREATE TRIGGER app_grants_are_revoked_for_ever BEFORE UPDATE ON app_grants
WHEN old.revoked_at IS NOT NULL OR new.shops <> old.shops OR new.scopes <> old.scopes OR new.app_id <> old.app_id
  OR new.merchant_id <> old.merchant_id
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER app_grants_are_kept BEFORE DELETE ON app_grants
BEGIN SELECT RAISE(ABORT, 'apps_are_kept'); END;

-- What an app asked, in this minute of all shops together, and of each grant by day.
CREATE TABLE app_minutes (
  app_id TEXT PRIMARY KEY REFERENCES apps (id),
  minute INTEGER NOT NULL,
  asked  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE app_days (
  grant_id TEXT NOT NULL REFERENCES app_grants (id),
  day      TEXT NOT NULL,
  asked    INTEGER NOT NULL,
  PRIMARY KEY (grant_id, day)
) STRICT, WITHOUT ROWID;

-- Whoever asks is a row of the same shape as a session.
CREATE VIEW live_apps AS
SELECT g.id AS token_hash, g.id, 'app' AS kind, g.id AS subject_id, g.granted_at AS authenticated_at,
       '9999-12-31T00:00:00.000Z' AS idle_expires_at, '9999-12-31T00:00:00.000Z' AS absolute_expires_at,
       'app' AS role, g.merchant_id, '[]' AS districts, 1 AS is_proven, 'all' AS duty, g.shops
  FROM app_grants g JOIN apps a ON a.id = g.app_id
 WHERE g.revoked_at IS NULL AND a.admitted_at IS NOT NULL AND a.suspended_at IS NULL;
