-- Why: a room may know of the rooms above it what these publish, and nothing else of their tables. Each view here is a
-- contract of its owner: few named columns that stay when the tables behind them change.

-- custody: when a payment reached the sub-account.
CREATE VIEW purchase_arrivals AS
SELECT i.purchase_id, s.settled_at
  FROM settlement_items i JOIN settlements s ON s.id = i.settlement_id
 WHERE s.status = 'settled';

-- corrections: what of a use was given back.
CREATE VIEW done_corrections AS
SELECT k.redemption_id, k.units, k.returned_fen FROM corrections k WHERE k.status = 'done';

-- changes: that a holder may leave for what their shop changed, and until when; whoever consented to it may not.
CREATE VIEW leave_grounds AS
SELECT c.id AS card_id, CASE g.kind WHEN 'move' THEN 'shop_moved' ELSE 'shop_changed_hands' END AS ground, g.leave_by
  FROM cards c JOIN merchant_changes g ON g.merchant_id = c.merchant_id
 WHERE g.status IN ('verified', 'effective')
   AND NOT EXISTS (SELECT 1 FROM takeover_answers a
                    WHERE a.change_id = g.id AND a.card_id = c.id AND a.answer = 'consented');

-- ends: how a shop ends, the last of them counts; and what each card was owed and given when it was shared out.
CREATE VIEW shop_endings AS
SELECT e.id AS ending_id, e.merchant_id,
       iif(e.phase = 'done', 'ended', iif(e.kind = 'closure', 'closing',
         iif(e.confirmed_at IS NULL, 'reported', 'runaway'))) AS ending,
       e.kind = 'closure' OR e.confirmed_at IS NOT NULL AS is_certain
  FROM endings e WHERE e.phase <> 'dismissed';
CREATE VIEW ending_shares AS
SELECT e.id AS ending_id, e.merchant_id, q.card_id, q.owed_fen, q.covered_fen
  FROM endings e JOIN ending_claims q ON q.ending_id = e.id
 WHERE e.phase IN ('refunding', 'done');

-- breaks: which deposits a line of the bank's statement shows: matched as it is, or confirmed to the fen by two people.
CREATE VIEW shown_deposits AS
SELECT b.subject_id AS deposit_id, b.merchant_id FROM bank_movements b
 WHERE b.reason = 'deposit_received'
   AND (b.state = 'matched' OR (b.state = 'resolved' AND EXISTS (SELECT 1 FROM bank_breaks k
     WHERE k.id = b.match_id AND k.state = 'resolved' AND k.proposal = 'match' AND k.difference_fen = 0)));

-- closes: which business days are being closed, or are; and the guard of files that asks for it.
CREATE VIEW closing_days AS
SELECT k.day, k.phase = 'sealed' AS is_sealed FROM bank_closes k;
DROP TRIGGER bank_file_withdrawals_before_the_seal;
CREATE TRIGGER bank_file_withdrawals_before_the_seal BEFORE UPDATE ON bank_file_withdrawals
WHEN new.withdrawn_by IS NOT NULL AND EXISTS (SELECT 1 FROM bank_statements s JOIN closing_days c ON c.day >= s.to_on
  WHERE s.file_id = new.file_id)
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

-- notify: when the message about an event went out.
CREATE VIEW sent_notices AS
SELECT n.event_id, n.sent_at FROM notices n WHERE n.state = 'sent';

-- It was read for one card at a time and made for the whole city each time; the room of refunds, its one reader, counts
-- the weighed uses of the one card itself.
DROP VIEW lot_list_shifts;
