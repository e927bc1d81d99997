-- Why: a till that belongs to the shop's own system had to borrow a person's sign-in. A terminal is its own: it holds an
-- Ed25519 key of which only the public half is kept here, signs each request, works at one shop, does the acts it was
-- given, and lets so much money through it in a day.
CREATE TABLE terminals (
  id            TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  shop_id       TEXT NOT NULL REFERENCES shops (id),
  name          TEXT NOT NULL CONSTRAINT terminal_name_in_length CHECK (length(name) BETWEEN 1 AND 20),
  public_key    TEXT NOT NULL CONSTRAINT terminal_key_is_raw CHECK (length(public_key) = 43), -- base64url of 32 bytes
  daily_cap_fen INTEGER NOT NULL CONSTRAINT terminal_cap_in_range CHECK (daily_cap_fen BETWEEN 100 AND 10000000),
  acts          TEXT NOT NULL CONSTRAINT terminal_acts_are_a_list CHECK (json_valid(acts)), -- JSON list of redeem, claim, void
  invited_by    TEXT NOT NULL, -- the member of staff who showed the code
  paired_at     TEXT NOT NULL,
  last_used_at  TEXT, -- exact to a minute
  revoked_at    TEXT,
  revoked_by    TEXT,
  CONSTRAINT terminal_is_revoked_by_somebody CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE INDEX terminals_merchant ON terminals (merchant_id, id);
CREATE UNIQUE INDEX terminals_key ON terminals (public_key);
CREATE TRIGGER terminals_have_a_key_of_their_own BEFORE INSERT ON terminals
WHEN EXISTS (SELECT 1 FROM terminals WHERE public_key = new.public_key)
BEGIN SELECT RAISE(ABORT, 'terminal_key_taken'); END;
CREATE TRIGGER terminals_are_few BEFORE INSERT ON terminals
WHEN (SELECT count(*) FROM terminals WHERE merchant_id = new.merchant_id AND revoked_at IS NULL) >= 50
BEGIN SELECT RAISE(ABORT, 'terminals_too_many'); END;
CREATE TRIGGER terminals_stand_in_a_shop_of_theirs BEFORE INSERT ON terminals
WHEN NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND merchant_id = new.merchant_id AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_not_found'); END;
CREATE TRIGGER terminals_stay_what_they_are BEFORE UPDATE OF id, merchant_id, shop_id, name, public_key, daily_cap_fen, acts,
  invited_by, paired_at ON terminals
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;
CREATE TRIGGER terminals_are_revoked_for_ever BEFORE UPDATE OF revoked_at, revoked_by ON terminals WHEN old.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;
CREATE TRIGGER terminals_are_kept BEFORE DELETE ON terminals
BEGIN SELECT RAISE(ABORT, 'terminals_are_kept'); END;

-- A code on a manager's screen, waiting for a terminal: ten minutes, one use, five wrong tries. The code itself is derived
-- under the master key from the id; of it only the first four digits are kept, by which the row is found.
CREATE TABLE terminal_pairings (
  id            TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  shop_id       TEXT NOT NULL REFERENCES shops (id),
  name          TEXT NOT NULL,
  daily_cap_fen INTEGER NOT NULL,
  acts          TEXT NOT NULL,
  selector      TEXT NOT NULL CONSTRAINT pairing_selector_is_four_digits CHECK (length(selector) = 4),
  tries         INTEGER NOT NULL DEFAULT 0 CONSTRAINT pairing_code_wrong CHECK (tries BETWEEN 0 AND 5),
  created_by    TEXT NOT NULL,
  created_at    TEXT NOT NULL,
  expires_at    TEXT NOT NULL,
  ended_at      TEXT, -- used, or replaced by the next one
  terminal_id   TEXT REFERENCES terminals (id)
) STRICT;
CREATE INDEX terminal_pairings_open ON terminal_pairings (selector) WHERE ended_at IS NULL;
CREATE INDEX terminal_pairings_merchant ON terminal_pairings (merchant_id) WHERE ended_at IS NULL;
CREATE TRIGGER terminal_pairings_end_once BEFORE UPDATE ON terminal_pairings WHEN old.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'pairing_code_wrong'); END;

-- A signature counts once. Kept for longer than it could be shown again, by the machine's own time.
CREATE TABLE terminal_nonces (
  terminal_id TEXT NOT NULL REFERENCES terminals (id),
  nonce       TEXT NOT NULL,
  request_id  TEXT NOT NULL,
  created_s   INTEGER NOT NULL, -- as the terminal dated its signature
  PRIMARY KEY (terminal_id, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX terminal_nonces_created ON terminal_nonces (created_s);
CREATE TRIGGER terminal_nonces_are_of_live_terminals BEFORE INSERT ON terminal_nonces
WHEN NOT EXISTS (SELECT 1 FROM terminals WHERE id = new.terminal_id AND revoked_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'terminal_revoked'); END;
CREATE TRIGGER terminal_nonces_are_shown_once BEFORE INSERT ON terminal_nonces
WHEN EXISTS (SELECT 1 FROM terminal_nonces WHERE terminal_id = new.terminal_id AND nonce = new.nonce)
BEGIN SELECT RAISE(ABORT, 'terminal_signature_replayed'); END;

-- What went through a terminal: a use or a claim, with the money that leaves the card by it; and the sum of each day,
-- which the day's own row refuses to let grow beyond the cap.
CREATE TABLE terminal_uses (
  subject_id    TEXT PRIMARY KEY, -- the redemption or the hold
  terminal_id   TEXT NOT NULL REFERENCES terminals (id),
  day           TEXT NOT NULL,
  fen           INTEGER NOT NULL CONSTRAINT terminal_use_in_fen CHECK (fen >= 0),
  given_back_at TEXT -- nothing left the card after all
) STRICT, WITHOUT ROWID;
CREATE TABLE terminal_days (
  terminal_id TEXT NOT NULL REFERENCES terminals (id),
  day         TEXT NOT NULL,
  uses_count  INTEGER NOT NULL,
  fen         INTEGER NOT NULL CONSTRAINT terminal_day_in_fen CHECK (fen >= 0),
  cap_fen     INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, day),
  CONSTRAINT terminal_cap_reached CHECK (fen <= cap_fen)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER terminal_uses_are_kept BEFORE DELETE ON terminal_uses
BEGIN SELECT RAISE(ABORT, 'terminals_are_kept'); END;

-- Whoever asks is a row of the same shape as a session, whatever they show for themselves.
CREATE VIEW live_terminals AS
SELECT t.id AS token_hash, t.id, 'terminal' AS kind, t.id AS subject_id, t.paired_at AS authenticated_at,
       '9999-12-31T00:00:00.000Z' AS idle_expires_at, '9999-12-31T00:00:00.000Z' AS absolute_expires_at,
       'terminal' AS role, t.merchant_id, '[]' AS districts, 1 AS is_proven, 'all' AS duty, t.shop_id
  FROM terminals t
 WHERE t.revoked_at IS NULL;
