-- Why: a master key that may have leaked must be replaced while the city lives. New values are sealed under the new key;
-- a nightly job moves the old ones over, page by page, and writes down how far it is, so that it may be killed anywhere.
-- Where a sealed value may not change, it may change its key: in the batch that says so in `seal_swaps`.
CREATE TABLE seal_keys (
  id            TEXT PRIMARY KEY CONSTRAINT seal_key_is_named CHECK (id GLOB 'k[1-9]*'),
  key_check     TEXT NOT NULL, -- by this the key is known again
  first_used_at TEXT NOT NULL,
  retired_at    TEXT -- from then on nothing needs it
) STRICT, WITHOUT ROWID;
CREATE TRIGGER seal_keys_are_kept BEFORE DELETE ON seal_keys
BEGIN SELECT RAISE(ABORT, 'seal_keys_are_kept'); END;
CREATE TRIGGER seal_keys_stay_what_they_are BEFORE UPDATE ON seal_keys
WHEN new.id <> old.id OR new.key_check <> old.key_check OR new.first_used_at <> old.first_used_at
BEGIN SELECT RAISE(ABORT, 'seal_keys_are_kept'); END;

CREATE TABLE kept_keys (
  purpose TEXT PRIMARY KEY,
  sealed  TEXT NOT NULL -- the purpose's key, from the first master key, under the current one
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_moves (
  column_name  TEXT PRIMARY KEY, -- table.column
  key_id       TEXT NOT NULL, -- the key that values are moved to
  round        INTEGER NOT NULL CONSTRAINT seal_round_known CHECK (round IN (1, 2)), -- 2: once more over all, later, for stragglers
  seen         TEXT NOT NULL, -- JSON: of the rows of this pass so far, how many are under which key now
  passes       INTEGER NOT NULL CONSTRAINT seal_pass_is_counted CHECK (passes > 0),
  last_id      TEXT NOT NULL, -- the row that this pass has come to
  moved_count  INTEGER NOT NULL CONSTRAINT seal_moves_are_counted CHECK (moved_count >= 0),
  pass_moved   INTEGER NOT NULL CONSTRAINT seal_moves_of_a_pass_are_counted CHECK (pass_moved >= 0),
  broken_count INTEGER NOT NULL CONSTRAINT broken_seals_are_counted CHECK (broken_count >= 0), -- in this pass
  started_at   TEXT NOT NULL,
  finished_at  TEXT -- a whole pass found nothing to move
) STRICT, WITHOUT ROWID;

CREATE TABLE seal_swaps (
  sealed_before TEXT NOT NULL, -- the first 200 characters: key and nonce are within, so that they are one sealed text's alone
  sealed_after  TEXT NOT NULL,
  PRIMARY KEY (sealed_before, sealed_after)
) STRICT, WITHOUT ROWID; -- empty but inside a batch

DROP TRIGGER merchants_are_paid_elsewhere_by_two;
CREATE TRIGGER merchants_are_paid_elsewhere_by_two BEFORE UPDATE OF settlement_account_no ON merchants
WHEN new.settlement_account_no <> old.settlement_account_no AND NOT EXISTS (
  SELECT 1 FROM settlement_account_changes WHERE merchant_id = new.id AND account_no = new.settlement_account_no
     AND state = 'in_force' AND applied_at = new.settlement_account_verified_at)
 AND NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.settlement_account_no, 1, 200) AND sealed_after = substr(new.settlement_account_no, 1, 200))
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

DROP TRIGGER account_changes_go_one_way;
CREATE TRIGGER account_changes_go_one_way BEFORE UPDATE OF id, merchant_id, mask, asked_by, asked_at, usable_from, state,
  decided_by, decided_at, applied_at ON settlement_account_changes
WHEN old.state IN ('refused', 'in_force') OR new.state = 'waiting' OR (new.state = 'in_force' AND old.state <> 'agreed')
  OR new.merchant_id <> old.merchant_id OR new.asked_by <> old.asked_by
  OR new.usable_from <> old.usable_from OR new.applied_at < old.usable_from
BEGIN SELECT RAISE(ABORT, 'account_change_not_open'); END;
CREATE TRIGGER account_changes_keep_their_account BEFORE UPDATE OF account_no ON settlement_account_changes
WHEN new.account_no <> old.account_no AND NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.account_no, 1, 200) AND sealed_after = substr(new.account_no, 1, 200))
BEGIN SELECT RAISE(ABORT, 'account_change_not_open'); END;

DROP TRIGGER payouts_end_once;
CREATE TRIGGER payouts_end_once BEFORE UPDATE ON payouts
WHEN (old.state IN ('rejected', 'returned') OR (old.state = 'paid' AND new.state NOT IN ('paid', 'returned'))
  OR (old.state <> 'created' AND new.state = 'created'))
 AND (new.state <> old.state OR NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.to_account_no, 1, 200) AND sealed_after = substr(new.to_account_no, 1, 200)))
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
DROP TRIGGER payouts_keep_their_terms;
CREATE TRIGGER payouts_keep_their_terms BEFORE UPDATE ON payouts
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.kind <> old.kind OR new.day <> old.day
  OR new.amount_fen <> old.amount_fen OR new.advance_repaid_fen <> old.advance_repaid_fen
  OR new.covers_from_version <> old.covers_from_version OR new.covers_to_version <> old.covers_to_version
  OR new.custody_account_no <> old.custody_account_no
  OR (new.to_account_no <> old.to_account_no AND NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.to_account_no, 1, 200) AND sealed_after = substr(new.to_account_no, 1, 200)))
  OR new.to_account_version <> old.to_account_version OR new.to_holder <> old.to_holder
  OR new.to_account_mask <> old.to_account_mask OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'payout_is_fixed'); END;

DROP TRIGGER refunds_end_once;
CREATE TRIGGER refunds_end_once BEFORE UPDATE ON refunds
WHEN (old.status = 'withdrawn' OR (old.status = 'done' AND new.status <> 'decided'))
 AND NOT (new.status = old.status AND new.consumer_id <> old.consumer_id AND new.done_at IS old.done_at)
 AND (new.status <> old.status OR new.consumer_id <> old.consumer_id OR new.done_at IS NOT old.done_at
      OR NOT EXISTS (SELECT 1 FROM seal_swaps
        WHERE (sealed_before = substr(old.account_sealed, 1, 200) AND sealed_after = substr(new.account_sealed, 1, 200))
           OR (sealed_before = substr(old.account_holder, 1, 200) AND sealed_after = substr(new.account_holder, 1, 200))))
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;

DROP TRIGGER join_requests_are_not_edited;
CREATE TRIGGER join_requests_are_not_edited BEFORE UPDATE OF id, shop_name, district, wished_on, wished_part, phone_index,
  phone_mask, asked_on, asked_at ON join_requests
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_requests_keep_their_number BEFORE UPDATE OF phone_sealed ON join_requests
WHEN NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.phone_sealed, 1, 200) AND sealed_after = substr(new.phone_sealed, 1, 200))
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;

DROP TRIGGER push_subscriptions_stand;
CREATE TRIGGER push_subscriptions_stand BEFORE UPDATE ON push_subscriptions
WHEN new.id <> old.id OR new.consumer_id <> old.consumer_id OR new.session_id <> old.session_id OR new.device_id IS NOT old.device_id
  OR new.endpoint_index <> old.endpoint_index OR new.service <> old.service OR new.created_at <> old.created_at
  OR NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.sealed, 1, 200) AND sealed_after = substr(new.sealed, 1, 200))
BEGIN SELECT RAISE(ABORT, 'push_subscriptions_stand'); END;

DROP TRIGGER mandates_keep_their_terms;
CREATE TRIGGER mandates_keep_their_terms BEFORE UPDATE ON mandates
WHEN (old.ended_at IS NOT NULL AND (new.ended_at IS NOT old.ended_at OR new.reason IS NOT old.reason OR new.until_on IS NOT old.until_on
      OR NOT EXISTS (SELECT 1 FROM seal_swaps
        WHERE sealed_before = substr(old.name_sealed, 1, 200) AND sealed_after = substr(new.name_sealed, 1, 200))))
  OR new.id <> old.id OR new.cause <> old.cause OR new.filer_id <> old.filer_id
  OR new.phone_index <> old.phone_index OR new.relation <> old.relation OR new.died_on IS NOT old.died_on
  OR new.born_on IS NOT old.born_on OR (old.filed_at IS NOT NULL AND (new.filed_at <> old.filed_at OR new.ripe_at <> old.ripe_at
  OR new.subject_id IS NOT old.subject_id)) OR (old.decided_at IS NOT NULL AND new.decided_at <> old.decided_at)
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;

DROP TRIGGER mandate_papers_are_not_edited;
CREATE TRIGGER mandate_papers_are_not_edited BEFORE UPDATE ON mandate_papers
WHEN new.id <> old.id OR new.mandate_id <> old.mandate_id OR new.kind <> old.kind OR new.media <> old.media OR new.bytes <> old.bytes
  OR new.content_hash <> old.content_hash OR new.added_at <> old.added_at
  OR (new.copy_no_sealed <> old.copy_no_sealed AND new.content_sealed <> old.content_sealed)
  OR NOT EXISTS (SELECT 1 FROM seal_swaps
       WHERE (sealed_before = substr(old.copy_no_sealed, 1, 200) AND sealed_after = substr(new.copy_no_sealed, 1, 200))
          OR (sealed_before = substr(old.content_sealed, 1, 200) AND sealed_after = substr(new.content_sealed, 1, 200)))
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

-- Segments are not sealed anew: the key they are under stays in the ring for as long as they do.
ALTER TABLE archive_segments ADD COLUMN key_id TEXT; -- as it was read back; NULL: from before, or not read back yet
CREATE INDEX archive_segments_key ON archive_segments (key_id, no);
DROP TRIGGER archive_segments_go_step_by_step;
CREATE TRIGGER archive_segments_go_step_by_step BEFORE UPDATE ON archive_segments
WHEN (old.phase || new.phase NOT IN ('writtenverified', 'verifiedcleared')
      AND NOT (new.phase = 'cleared' AND old.phase = 'cleared' AND old.key_id IS NULL AND new.key_id IS NOT NULL
               AND new.read_hash = old.read_hash AND new.cleared_at = old.cleared_at))
  OR new.content_hash <> old.content_hash OR (old.key_id IS NOT NULL AND new.key_id IS NOT old.key_id)
  OR new.no <> old.no OR new.day <> old.day OR new.journal_from <> old.journal_from OR new.journal_to <> old.journal_to
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
