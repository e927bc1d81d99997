-- Why: what is in question (a dispute, a claim after a lost one, a complaint) is rarely a whole entry. A payout covers
-- every entry up to its end all the same, and says how much of their sum stays behind in the payable; the next one
-- begins with that. So the free money goes, the reserved never does, and ranges still follow each other end to end.
ALTER TABLE payouts ADD COLUMN reserved_before_fen INTEGER NOT NULL DEFAULT 0 -- left behind by the payout before it
  CONSTRAINT payout_reserve_before_known CHECK (reserved_before_fen >= 0);
ALTER TABLE payouts ADD COLUMN reserved_fen INTEGER NOT NULL DEFAULT 0 -- left behind by this one
  CONSTRAINT payout_reserve_known CHECK (reserved_fen >= 0);

DROP TRIGGER payouts_carry_their_entries;
CREATE TRIGGER payouts_carry_their_entries BEFORE INSERT ON payouts
WHEN new.reserved_before_fen <> coalesce((SELECT reserved_fen FROM payouts
    WHERE merchant_id = new.merchant_id ORDER BY covers_to_version DESC LIMIT 1), 0)
  OR new.amount_fen + new.reserved_fen IS NOT new.reserved_before_fen + coalesce((
    SELECT sum(e.amount_fen) FROM ledger_entries e JOIN ledger_transfers t ON t.id = e.transfer_id
     WHERE e.account_id = 'payable:' || new.merchant_id AND e.account_version > new.covers_from_version
       AND e.account_version <= new.covers_to_version AND t.reason <> 'payout_created'), 0)
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_keep_their_reserve BEFORE UPDATE ON payouts
WHEN new.reserved_fen <> old.reserved_fen OR new.reserved_before_fen <> old.reserved_before_fen
BEGIN SELECT RAISE(ABORT, 'payout_is_fixed'); END;
