-- A pay code key belongs to the session that asked for it and to an epoch of its holder: it ends when that session is
-- signed out, and all of a holder's keys end when they sign out everywhere, replace their PIN or lose their phone.
ALTER TABLE consumers ADD COLUMN key_epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pay_code_aliases ADD COLUMN session_id TEXT; -- NULL: from before, ends with the epoch alone
ALTER TABLE pay_code_aliases ADD COLUMN key_epoch INTEGER NOT NULL DEFAULT 0;

CREATE VIEW live_pay_code_aliases AS
SELECT a.* FROM pay_code_aliases a
  LEFT JOIN consumers h ON h.id = a.holder_id
  LEFT JOIN sessions s ON s.id = a.session_id
 WHERE a.revoked_at IS NULL
   AND (a.holder_id IS NULL OR a.key_epoch = h.key_epoch)
   AND (a.session_id IS NULL OR (s.id IS NOT NULL AND s.revoked_at IS NULL));

-- Each device has a fresh alias of its own; asking for many at one moment still makes one.
DROP TRIGGER pay_code_aliases_are_fresh_once;
CREATE TRIGGER pay_code_aliases_are_fresh_once BEFORE INSERT ON pay_code_aliases
WHEN EXISTS (SELECT 1 FROM live_pay_code_aliases
              WHERE card_id = new.card_id AND session_id IS new.session_id AND expires_at > new.issued_at)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER pay_code_aliases_keep_their_device BEFORE UPDATE ON pay_code_aliases
WHEN new.session_id IS NOT old.session_id OR new.key_epoch <> old.key_epoch OR new.holder_id IS NOT old.holder_id
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER consumers_key_epoch_only_grows BEFORE UPDATE ON consumers WHEN new.key_epoch < old.key_epoch
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;

-- In the batch of the use itself: a key that ended meanwhile pays nothing.
DROP TRIGGER pay_code_uses_need_a_live_alias;
CREATE TRIGGER pay_code_uses_need_a_live_alias BEFORE INSERT ON pay_code_uses
WHEN NOT EXISTS (SELECT 1 FROM live_pay_code_aliases
                  WHERE alias = new.alias AND (locked_until IS NULL OR locked_until <= new.used_at))
BEGIN SELECT RAISE(ABORT, 'code_locked'); END;
