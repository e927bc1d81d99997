-- The end of a shop: a closure it announces itself, or an incident (it is gone) that the authority confirms. Both end in
-- the same bounded run: count what each card is owed, share out what is there, refund card by card.
ALTER TABLE merchants ADD COLUMN payouts_held_at TEXT; -- no payout is made or told to the bank while set
ALTER TABLE refunds ADD COLUMN cap_fen INTEGER CONSTRAINT refund_cap_must_not_be_negative CHECK (cap_fen IS NULL OR cap_fen >= 0);

CREATE TABLE endings (
  id                TEXT PRIMARY KEY,
  merchant_id       TEXT NOT NULL REFERENCES merchants (id),
  kind              TEXT NOT NULL CONSTRAINT ending_kind_known CHECK (kind IN ('closure', 'incident')),
  reason            TEXT NOT NULL,
  contact           TEXT, -- closure: who answers for the winding-up (法释〔2025〕4号 §7)
  evidence          TEXT, -- incident: what was found, and by whom
  reported_by       TEXT NOT NULL,
  reported_at       TEXT NOT NULL,
  closes_on         TEXT, -- closure: the last day of business
  confirmed_by      TEXT,
  confirmed_at      TEXT,
  dismissed_by      TEXT,
  dismissed_at      TEXT,
  dismissed_reason  TEXT,
  phase             TEXT NOT NULL CONSTRAINT ending_phase_known
                    CHECK (phase IN ('telling', 'waiting', 'counting', 'allotting', 'spreading', 'refunding', 'done', 'dismissed')),
  at_card           TEXT NOT NULL DEFAULT '', -- the last card of this phase that was dealt with
  told_count        INTEGER NOT NULL DEFAULT 0,
  counted_count     INTEGER NOT NULL DEFAULT 0,
  refunded_count    INTEGER NOT NULL DEFAULT 0,
  failed_count      INTEGER NOT NULL DEFAULT 0,
  owed_fen          INTEGER NOT NULL DEFAULT 0, -- what the counted cards are owed (§18)
  advance_fen       INTEGER NOT NULL DEFAULT 0, -- released early and not repaid when the run began
  payable_used_fen  INTEGER NOT NULL DEFAULT 0, -- of it covered by what was earned and not paid out
  deposit_used_fen  INTEGER NOT NULL DEFAULT 0, -- and by the guarantee deposit
  shortfall_fen     INTEGER NOT NULL DEFAULT 0, -- the rest: every card bears its part
  covered_fen       INTEGER NOT NULL DEFAULT 0, -- shared out so far
  began_at          TEXT,
  done_at           TEXT,
  version           INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT ending_amounts_known CHECK (owed_fen >= 0 AND shortfall_fen >= 0 AND covered_fen BETWEEN 0 AND owed_fen),
  CONSTRAINT ending_closure_has_its_day CHECK ((kind = 'closure') = (closes_on IS NOT NULL))
) STRICT;
CREATE INDEX endings_merchant ON endings (merchant_id, id);
CREATE INDEX endings_running ON endings (id) WHERE phase IN ('telling', 'waiting', 'counting', 'allotting', 'spreading', 'refunding');
CREATE TRIGGER endings_one_at_a_time BEFORE INSERT ON endings
WHEN new.version <> 1 OR EXISTS (SELECT 1 FROM endings WHERE id = new.id OR (merchant_id = new.merchant_id AND phase NOT IN ('done', 'dismissed')))
BEGIN SELECT RAISE(ABORT, 'merchant_is_ending'); END;
CREATE TRIGGER endings_advance_by_one_version BEFORE UPDATE ON endings
WHEN new.version <> old.version + 1 OR old.phase IN ('done', 'dismissed')
BEGIN SELECT RAISE(ABORT, 'ending_changed_meanwhile'); END;
CREATE TRIGGER endings_are_kept BEFORE DELETE ON endings
BEGIN SELECT RAISE(ABORT, 'endings_are_kept'); END;

-- What each card was owed when it was counted, and what there is for it: pro rata, largest remainder.
CREATE TABLE ending_claims (
  ending_id   TEXT NOT NULL REFERENCES endings (id),
  card_id     TEXT NOT NULL REFERENCES cards (id),
  owed_fen    INTEGER NOT NULL CONSTRAINT claim_must_be_positive CHECK (owed_fen > 0),
  covered_fen INTEGER NOT NULL CONSTRAINT claim_covers_at_most_what_is_owed CHECK (covered_fen BETWEEN 0 AND owed_fen),
  remainder   INTEGER NOT NULL DEFAULT 0, -- of the division; −1: has had its fen of the rest
  refund_id   TEXT REFERENCES refunds (id),
  PRIMARY KEY (ending_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ending_claims_remainders ON ending_claims (ending_id, remainder DESC, card_id);
CREATE TRIGGER ending_claims_count_once BEFORE INSERT ON ending_claims
WHEN EXISTS (SELECT 1 FROM ending_claims WHERE ending_id = new.ending_id AND card_id = new.card_id)
BEGIN SELECT RAISE(ABORT, 'ending_changed_meanwhile'); END;
CREATE TRIGGER ending_claims_refund_once BEFORE UPDATE ON ending_claims
WHEN old.refund_id IS NOT NULL OR new.owed_fen <> old.owed_fen
BEGIN SELECT RAISE(ABORT, 'ending_changed_meanwhile'); END;
CREATE TRIGGER ending_claims_are_kept BEFORE DELETE ON ending_claims
BEGIN SELECT RAISE(ABORT, 'endings_are_kept'); END;

-- A merchant's guarantee deposit in its custody account: it covers advances when the shop ends.
CREATE TABLE deposits (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  amount_fen  INTEGER NOT NULL CONSTRAINT deposit_must_be_positive CHECK (amount_fen > 0),
  bank_ref    TEXT NOT NULL,
  received_by TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX deposits_merchant ON deposits (merchant_id, id);
CREATE TRIGGER deposits_are_final BEFORE UPDATE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits_are_kept'); END;
CREATE TRIGGER deposits_are_kept BEFORE DELETE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits_are_kept'); END;
