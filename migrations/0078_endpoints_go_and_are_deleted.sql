-- A subscriber that answers 410 wants nothing more: its endpoint is off at once, with that reason. One that its owner
-- deletes is found by nobody any more; its row and its deliveries stay.
ALTER TABLE webhook_endpoints ADD COLUMN off_reason TEXT
  CONSTRAINT endpoint_off_reason_known CHECK (off_reason IN ('by_owner', 'kept_failing', 'gone'));
UPDATE webhook_endpoints SET off_reason = disabled_reason, version = version + 1 WHERE disabled_reason IS NOT NULL;
ALTER TABLE webhook_endpoints DROP COLUMN disabled_reason;
ALTER TABLE webhook_endpoints RENAME COLUMN off_reason TO disabled_reason;
ALTER TABLE webhook_endpoints ADD COLUMN deleted_at TEXT
  CONSTRAINT endpoint_deleted_is_off CHECK (deleted_at IS NULL OR disabled_at IS NOT NULL);
CREATE TRIGGER webhook_endpoints_stay_deleted BEFORE UPDATE ON webhook_endpoints WHEN old.deleted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'endpoint_changed_meanwhile'); END;
