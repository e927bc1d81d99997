-- Being signed in is not enough for what moves money to a new place: a session says when its person last proved that it is
-- them, by PIN or passkey, and how.
ALTER TABLE sessions ADD COLUMN proved_at TEXT;
ALTER TABLE sessions ADD COLUMN proved_by TEXT CONSTRAINT session_proved_by_known CHECK (proved_by IN ('pin', 'passkey'));
CREATE VIEW session_proofs AS
SELECT s.token_hash, s.proved_at, c.pin_hash IS NOT NULL AS has_pin
  FROM sessions s LEFT JOIN consumers c ON s.kind = 'consumer' AND c.id = s.subject_id;
