-- Why: a holder may prove by passkey what they prove by PIN. They have the PIN besides, so the last passkey may go; whoever
-- acts for others keeps one, as before.
DROP TRIGGER passkeys_leave_one;
CREATE TRIGGER passkeys_leave_one BEFORE UPDATE OF removed_at ON passkeys
WHEN new.removed_at IS NOT NULL AND old.removed_at IS NULL AND substr(old.person_id, 1, 4) <> 'csm_'
 AND NOT EXISTS (SELECT 1 FROM passkeys WHERE person_id = old.person_id AND id <> old.id
                                         AND removed_at IS NULL AND suspended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'last_passkey_must_stay'); END;
