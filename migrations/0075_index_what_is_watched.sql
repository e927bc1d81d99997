-- Whom an official looks at is found from what is the matter, never by walking every shop: each reason has an index of
-- exactly the rows that are one. What the bank has and nobody explains goes with the shop, like what it lacks.
ALTER TABLE merchant_covers ADD COLUMN unexplained_fen INTEGER NOT NULL DEFAULT 0; -- at the bank, less the ledger, less named breaks
UPDATE merchant_covers
   SET unexplained_fen = coalesce((
         SELECT k.bank_fen - k.custody_fen - iif(k.form = 1, k.breaks_fen, k.breaks_in_fen + k.breaks_out_fen)
           FROM bank_coverage k WHERE k.day = merchant_covers.business_day AND k.merchant_id = merchant_covers.merchant_id), 0),
       version = version + 1
 WHERE is_complete = 1
   AND NOT EXISTS (SELECT 1 FROM bank_amended_rows a WHERE a.day = business_day AND a.merchant_id = merchant_covers.merchant_id);

CREATE INDEX merchant_covers_unexplained ON merchant_covers (merchant_id) WHERE unexplained_fen <> 0;
CREATE INDEX endings_short ON endings (merchant_id) WHERE phase = 'done' AND shortfall_fen > 0;
CREATE INDEX holds_contested ON holds (merchant_id, id) WHERE status = 'contested';
CREATE INDEX merchant_changes_waiting ON merchant_changes (merchant_id, id) WHERE status = 'announced';
CREATE INDEX merchants_held ON merchants (id) WHERE sales_held_at IS NOT NULL;
CREATE INDEX merchants_low ON merchants (level, id) WHERE level IN ('C', 'D');
CREATE INDEX merchants_licence_ends ON merchants (licence_expires_on, id) WHERE licence_expires_on IS NOT NULL;
CREATE INDEX merchants_lease_ends ON merchants (lease_ends_on, id) WHERE lease_ends_on IS NOT NULL;
