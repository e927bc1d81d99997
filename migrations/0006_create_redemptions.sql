-- Pay codes and uses. A code is minted per card, so it can be spent at that card's merchant only, once per
-- 30-second step. The mark of a used step commits with the use itself, or not at all.
CREATE TABLE pay_code_aliases (
  alias         INTEGER PRIMARY KEY CONSTRAINT alias_has_nine_digits CHECK (alias BETWEEN 100000000 AND 999999999),
  card_id       TEXT NOT NULL REFERENCES cards (id),
  issued_at     TEXT NOT NULL,
  expires_at    TEXT NOT NULL, -- 24 h for a phone that is online
  grace_ends_at TEXT NOT NULL, -- 72 h for one that is not
  bad_tries     INTEGER NOT NULL DEFAULT 0, -- since the last good one; every fifth locks, the tenth revokes
  tried_at      TEXT,
  locked_until  TEXT,
  revoked_at    TEXT
) STRICT;
CREATE INDEX pay_code_aliases_card ON pay_code_aliases (card_id, issued_at);
CREATE TRIGGER pay_code_aliases_are_unique BEFORE INSERT ON pay_code_aliases
WHEN EXISTS (SELECT 1 FROM pay_code_aliases WHERE alias = new.alias)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
-- One fresh alias per card: each has five tries of its own, so asking for many at one moment must not make many.
CREATE TRIGGER pay_code_aliases_are_fresh_once BEFORE INSERT ON pay_code_aliases
WHEN EXISTS (SELECT 1 FROM pay_code_aliases
              WHERE card_id = new.card_id AND revoked_at IS NULL AND expires_at > new.issued_at)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
-- Tries made at one moment are counted exactly: the sixth finds the lock that the fifth left.
CREATE TRIGGER pay_code_aliases_stay_locked BEFORE UPDATE OF tried_at ON pay_code_aliases
WHEN old.locked_until > new.tried_at
BEGIN SELECT RAISE(ABORT, 'code_locked'); END;

CREATE TABLE pay_code_uses (
  alias         INTEGER NOT NULL,
  step          INTEGER NOT NULL,
  redemption_id TEXT NOT NULL,
  used_at       TEXT NOT NULL,
  PRIMARY KEY (alias, step)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER pay_code_uses_count_once BEFORE INSERT ON pay_code_uses
WHEN EXISTS (SELECT 1 FROM pay_code_uses WHERE alias = new.alias AND step = new.step)
BEGIN SELECT RAISE(ABORT, 'code_used'); END;
CREATE TRIGGER pay_code_uses_need_a_live_alias BEFORE INSERT ON pay_code_uses
WHEN NOT EXISTS (SELECT 1 FROM pay_code_aliases
                  WHERE alias = new.alias AND revoked_at IS NULL
                    AND (locked_until IS NULL OR locked_until <= new.used_at))
BEGIN SELECT RAISE(ABORT, 'code_locked'); END;
CREATE TRIGGER pay_code_uses_are_final BEFORE UPDATE ON pay_code_uses
BEGIN SELECT RAISE(ABORT, 'code_used'); END;
CREATE TRIGGER pay_code_uses_are_kept BEFORE DELETE ON pay_code_uses
BEGIN SELECT RAISE(ABORT, 'code_used'); END;

-- Wrong codes per shop and minute: a blind scan ends after twenty.
CREATE TABLE bad_code_minutes (
  merchant_id TEXT NOT NULL,
  minute      TEXT NOT NULL,
  tries       INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, minute)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bad_code_minutes_end_at_twenty BEFORE UPDATE ON bad_code_minutes WHEN old.tries >= 20
BEGIN SELECT RAISE(ABORT, 'terminal_suspended'); END;

-- What a card spent today without a PIN, kept in the batch of each use.
CREATE TABLE card_days (
  card_id       TEXT NOT NULL REFERENCES cards (id),
  day           TEXT NOT NULL,
  no_pin_count  INTEGER NOT NULL DEFAULT 0,
  no_pin_fen    INTEGER NOT NULL DEFAULT 0, -- amounts at list price; for visits the money behind them
  PRIMARY KEY (card_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE redemptions (
  id                  TEXT PRIMARY KEY,
  card_id             TEXT NOT NULL REFERENCES cards (id),
  merchant_id         TEXT NOT NULL REFERENCES merchants (id),
  staff_id            TEXT NOT NULL,
  out_no              TEXT, -- the till's own number
  unit                TEXT NOT NULL CONSTRAINT redemption_unit_known CHECK (unit IN ('fen', 'visit', 'day')),
  units               INTEGER NOT NULL CONSTRAINT redemption_units_must_be_positive CHECK (units > 0),
  item_id             TEXT,
  label               TEXT NOT NULL, -- what the receipt calls it
  released_fen        INTEGER NOT NULL,
  status              TEXT NOT NULL CONSTRAINT redemption_status_known CHECK (status IN ('user_confirming', 'succeeded', 'canceled', 'expired')),
  balance_after_units INTEGER, -- as of success
  escrow_after_fen    INTEGER,
  lot_uses            TEXT NOT NULL DEFAULT '[]', -- JSON [{lot_id, units, released_fen}]
  started_at          TEXT NOT NULL,
  confirm_by          TEXT,
  ended_at            TEXT,
  version             INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX redemptions_card ON redemptions (card_id, id, status);
CREATE INDEX redemptions_merchant ON redemptions (merchant_id, id);
CREATE INDEX redemptions_out_no ON redemptions (merchant_id, out_no) WHERE out_no IS NOT NULL;
CREATE INDEX redemptions_due ON redemptions (status, confirm_by) WHERE status = 'user_confirming';
CREATE TRIGGER redemptions_out_no_is_unique BEFORE INSERT ON redemptions
WHEN new.out_no IS NOT NULL
 AND EXISTS (SELECT 1 FROM redemptions WHERE merchant_id = new.merchant_id AND out_no = new.out_no)
BEGIN SELECT RAISE(ABORT, 'out_no_taken'); END;
CREATE TRIGGER redemptions_advance_by_one_version BEFORE UPDATE ON redemptions WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_end_once BEFORE UPDATE ON redemptions WHEN old.status <> 'user_confirming'
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_are_kept BEFORE DELETE ON redemptions
BEGIN SELECT RAISE(ABORT, 'redemptions_are_kept'); END;
