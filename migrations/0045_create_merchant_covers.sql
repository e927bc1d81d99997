-- What stands behind each shop's cards, as the bank last closed it: one short row that every reader of a shop takes with
-- the shop. Coverage is gross: what the bank has and nobody is owed covers nobody, and what is missing is never made up
-- by what is too much. So a close keeps what came in and what went out apart, in breaks and in suspense alike.
CREATE TABLE merchant_covers (
  merchant_id      TEXT PRIMARY KEY REFERENCES merchants (id),
  business_day     TEXT NOT NULL,
  owed_fen         INTEGER NOT NULL, -- to the cards (escrow, held, refunding, disputed) and to the shop (payable, paying)
  covered_fen      INTEGER NOT NULL, -- the smaller of that and what the bank's statement shows for somebody who is owed
  short_fen        INTEGER NOT NULL, -- what of the cards is not covered
  cards_owed_fen   INTEGER NOT NULL,
  cards_covered_fen INTEGER NOT NULL,
  transit_fen      INTEGER NOT NULL, -- still at the provider that day: named beside, never in the cover
  missing_fen      INTEGER NOT NULL, -- what of short_fen is neither in transit, nor released early, nor due tomorrow
  is_complete      INTEGER NOT NULL CONSTRAINT cover_complete_known CHECK (is_complete IN (0, 1)), -- a whole statement of that day
  closed_at        TEXT NOT NULL,
  version          INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT cover_never_above_what_is_owed CHECK (covered_fen BETWEEN 0 AND owed_fen
    AND cards_covered_fen BETWEEN 0 AND cards_owed_fen AND cards_covered_fen <= covered_fen AND cards_owed_fen <= owed_fen),
  CONSTRAINT cover_short_is_the_rest CHECK (short_fen = cards_owed_fen - cards_covered_fen),
  CONSTRAINT cover_missing_within_short CHECK (missing_fen >= 0 AND (missing_fen <= short_fen OR is_complete = 0))
) STRICT;
CREATE INDEX merchant_covers_missing ON merchant_covers (merchant_id) WHERE missing_fen > 0;
CREATE TRIGGER merchant_covers_advance_by_one_version BEFORE UPDATE ON merchant_covers
WHEN new.version <> old.version + 1 OR new.business_day < old.business_day
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER merchant_covers_are_kept BEFORE DELETE ON merchant_covers
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

-- 1: a row of before, hashed as it was then, with one figure for breaks and one for suspense; 2: in and out apart.
ALTER TABLE bank_coverage ADD COLUMN form INTEGER NOT NULL DEFAULT 1 CONSTRAINT coverage_form_known CHECK (form IN (1, 2));
ALTER TABLE bank_coverage ADD COLUMN breaks_in_fen INTEGER NOT NULL DEFAULT 0; -- the bank has more than the ledger knows
ALTER TABLE bank_coverage ADD COLUMN breaks_out_fen INTEGER NOT NULL DEFAULT 0; -- and less; never above 0
ALTER TABLE bank_coverage ADD COLUMN suspense_in_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bank_coverage ADD COLUMN suspense_out_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bank_coverage ADD COLUMN provider_owed_fen INTEGER NOT NULL DEFAULT 0; -- refunds the provider paid out for it
ALTER TABLE bank_coverage ADD COLUMN claims_fen INTEGER NOT NULL DEFAULT 0; -- what the shop owes after a lost dispute
ALTER TABLE bank_coverage ADD COLUMN paid_cards_fen INTEGER NOT NULL DEFAULT 0; -- the statement shows it paid, not booked yet
ALTER TABLE bank_coverage ADD COLUMN paid_shop_fen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bank_coverage ADD COLUMN due_fen INTEGER NOT NULL DEFAULT 0; -- booked, and not yet on a statement: due tomorrow
CREATE INDEX refund_parts_funding ON refund_parts (merchant_id, coalesce(funded_at, '9999'))
  WHERE route = 'original' AND state = 'succeeded';

-- What two people booked to suspense stands in two accounts from now on, so that too much never hides too little. What
-- the one account held is moved over by new entries, what came in and what went out each by itself.
INSERT INTO ledger_accounts (id, floor_fen) SELECT 'suspense-in:' || substr(id, 10), 0 FROM ledger_accounts WHERE id LIKE 'suspense:%';
INSERT INTO ledger_accounts (id, floor_fen) SELECT 'suspense-out:' || substr(id, 10), NULL FROM ledger_accounts WHERE id LIKE 'suspense:%';
INSERT INTO ledger_transfers (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
SELECT 'trf_0' || substr(hex(randomblob(13)), 1, 25), 'suspense-out:' || substr(a.id, 10), a.id, sum(t.amount_fen), 'suspense_parted',
       substr(a.id, 10), max(t.created_at), max(t.created_at)
  FROM ledger_accounts a JOIN ledger_entries e ON e.account_id = a.id AND e.amount_fen < 0
  JOIN ledger_transfers t ON t.id = e.transfer_id WHERE a.id LIKE 'suspense:%' GROUP BY a.id;
INSERT INTO ledger_transfers (id, from_account_id, to_account_id, amount_fen, reason, subject_id, event_at, created_at)
SELECT 'trf_0' || substr(hex(randomblob(13)), 1, 25), a.id, 'suspense-in:' || substr(a.id, 10), sum(e.amount_fen), 'suspense_parted',
       substr(a.id, 10), max(t.created_at), max(t.created_at)
  FROM ledger_accounts a JOIN ledger_entries e ON e.account_id = a.id AND e.amount_fen > 0
  JOIN ledger_transfers t ON t.id = e.transfer_id WHERE a.id LIKE 'suspense:%' AND t.reason <> 'suspense_parted' GROUP BY a.id;

-- The sums of the merchants' rows so far, page by page with their hash: JSON.
ALTER TABLE bank_closes ADD COLUMN sums TEXT NOT NULL DEFAULT '{}';
