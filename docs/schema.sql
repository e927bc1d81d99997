-- The whole schema, generated from migrations/ and migrations/dev/; do not edit. Read it; migrate with the migrations.

-- — What every city has, production included —

CREATE TABLE ledger_accounts (
  id          TEXT PRIMARY KEY,
  balance_fen INTEGER NOT NULL DEFAULT 0,
  floor_fen   INTEGER, -- NULL: a mirror of something outside, may go below zero
  version     INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_accounts_follow_entries BEFORE UPDATE ON ledger_accounts BEGIN
  SELECT RAISE(ABORT, 'account_is_fixed') WHERE new.id <> old.id OR new.floor_fen IS NOT old.floor_fen;
  SELECT RAISE(ABORT, 'balance_must_follow_entries') WHERE new.version <> old.version + 1
      OR NOT EXISTS (
        SELECT 1 FROM ledger_entries e WHERE e.account_id = new.id
           AND e.account_version = new.version AND e.balance_after_fen = new.balance_fen);
END;
CREATE TRIGGER ledger_accounts_open_empty BEFORE INSERT ON ledger_accounts BEGIN
  SELECT RAISE(ABORT, 'account_exists') WHERE EXISTS (SELECT 1 FROM ledger_accounts WHERE id = new.id);
  SELECT RAISE(ABORT, 'account_must_open_empty') WHERE new.balance_fen <> 0 OR new.version <> 0;
END;
CREATE TRIGGER ledger_accounts_are_kept BEFORE DELETE ON ledger_accounts
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;

CREATE TABLE ledger_transfers (
  id              TEXT PRIMARY KEY,
  from_account_id TEXT NOT NULL REFERENCES ledger_accounts (id),
  to_account_id   TEXT NOT NULL REFERENCES ledger_accounts (id),
  amount_fen      INTEGER NOT NULL,
  reason          TEXT NOT NULL,
  subject_id      TEXT NOT NULL,
  event_at        TEXT NOT NULL,
  created_at      TEXT NOT NULL,
  CONSTRAINT transfer_amount_must_be_positive CHECK (amount_fen BETWEEN 1 AND 9007199254740991),
  CONSTRAINT transfer_accounts_must_differ CHECK (from_account_id <> to_account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_transfers_subject ON ledger_transfers (subject_id);
CREATE TRIGGER ledger_transfers_guard BEFORE INSERT ON ledger_transfers BEGIN
  SELECT RAISE(ABORT, 'ledger_is_append_only') WHERE EXISTS (SELECT 1 FROM ledger_transfers WHERE id = new.id);
  SELECT RAISE(ABORT, 'transfer_amount_must_be_positive')
   WHERE new.amount_fen < 1 OR new.amount_fen > 9007199254740991;
  SELECT RAISE(ABORT, 'transfer_accounts_must_differ') WHERE new.from_account_id = new.to_account_id;
  SELECT RAISE(ABORT, 'account_not_found')
   WHERE (SELECT count(*) FROM ledger_accounts WHERE id IN (new.from_account_id, new.to_account_id)) <> 2;
  SELECT RAISE(ABORT, 'account_must_not_go_below_floor') FROM ledger_accounts
   WHERE id = new.from_account_id AND floor_fen IS NOT NULL AND balance_fen - new.amount_fen < floor_fen;
END;
CREATE TRIGGER ledger_transfers_post AFTER INSERT ON ledger_transfers BEGIN
  INSERT INTO ledger_entries
  SELECT id, version + 1, new.id, -new.amount_fen, balance_fen - new.amount_fen
    FROM ledger_accounts WHERE id = new.from_account_id;
  INSERT INTO ledger_entries
  SELECT id, version + 1, new.id, new.amount_fen, balance_fen + new.amount_fen
    FROM ledger_accounts WHERE id = new.to_account_id;
END;
CREATE TRIGGER ledger_transfers_are_final BEFORE UPDATE ON ledger_transfers
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER ledger_transfers_are_kept BEFORE DELETE ON ledger_transfers
WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE transfer_id = old.id) OR NOT EXISTS (
  SELECT 1 FROM archive_segments s JOIN archived_subjects a ON a.segment_no = s.no
   WHERE s.phase <> 'cleared' AND s.phase = 'verified' AND a.subject_id = old.subject_id)
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;

CREATE TABLE ledger_entries (
  account_id        TEXT NOT NULL REFERENCES ledger_accounts (id),
  account_version   INTEGER NOT NULL,
  transfer_id       TEXT NOT NULL REFERENCES ledger_transfers (id),
  amount_fen        INTEGER NOT NULL,
  balance_after_fen INTEGER NOT NULL,
  PRIMARY KEY (account_id, account_version),
  UNIQUE (transfer_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ledger_entries_match BEFORE INSERT ON ledger_entries BEGIN
  SELECT RAISE(ABORT, 'ledger_is_append_only') WHERE EXISTS (
    SELECT 1 FROM ledger_entries
     WHERE account_id = new.account_id AND account_version = new.account_version);
  SELECT RAISE(ABORT, 'ledger_is_append_only') WHERE EXISTS (
    SELECT 1 FROM ledger_entries WHERE transfer_id = new.transfer_id AND account_id = new.account_id);
  SELECT RAISE(ABORT, 'entry_must_match_transfer') WHERE NOT EXISTS (
    SELECT 1 FROM ledger_transfers t WHERE t.id = new.transfer_id
       AND ((t.from_account_id = new.account_id AND new.amount_fen = -t.amount_fen)
         OR (t.to_account_id = new.account_id AND new.amount_fen = t.amount_fen)));
  SELECT RAISE(ABORT, 'entry_must_follow_account') WHERE NOT EXISTS (
    SELECT 1 FROM ledger_accounts a WHERE a.id = new.account_id
       AND new.account_version = a.version + 1 AND new.balance_after_fen = a.balance_fen + new.amount_fen);
END;
CREATE TRIGGER ledger_entries_apply AFTER INSERT ON ledger_entries BEGIN
  UPDATE ledger_accounts SET balance_fen = new.balance_after_fen, version = new.account_version
   WHERE id = new.account_id;
END;
CREATE TRIGGER ledger_entries_are_final BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;
CREATE TRIGGER ledger_entries_are_kept BEFORE DELETE ON ledger_entries
WHEN NOT EXISTS (
  SELECT 1 FROM archive_segments s JOIN archived_stretches a ON a.segment_no = s.no
   WHERE s.phase <> 'cleared' AND s.phase = 'verified' AND a.account_id = old.account_id
     AND a.to_version >= old.account_version AND a.from_version < old.account_version)
BEGIN SELECT RAISE(ABORT, 'ledger_is_append_only'); END;

CREATE TABLE journal (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  id              TEXT NOT NULL UNIQUE,
  actor_kind      TEXT NOT NULL,
  actor_id        TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  operation       TEXT NOT NULL,
  fingerprint     TEXT NOT NULL,
  subject_id      TEXT NOT NULL, -- '' when the answer is a refusal
  status          INTEGER NOT NULL,
  answer          TEXT NOT NULL,
  request_id      TEXT NOT NULL,
  at              TEXT NOT NULL,
  content_hash    TEXT NOT NULL, -- SHA-256 of the canonical form of every column but seq
  UNIQUE (actor_id, idempotency_key)
) STRICT;
CREATE INDEX journal_subject ON journal (subject_id);
CREATE TRIGGER journal_is_not_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;
CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;
CREATE TRIGGER journal_ends_lease AFTER INSERT ON journal BEGIN
  DELETE FROM journal_leases WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key;
END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
WHEN NOT EXISTS (
  SELECT 1 FROM archive_segments s JOIN archived_answers a ON a.segment_no = s.no
   WHERE s.phase <> 'cleared' AND s.phase = 'verified' AND a.actor_id = old.actor_id
     AND a.idempotency_key = old.idempotency_key AND a.seq = old.seq)
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;
CREATE TRIGGER journal_answers_once BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key)
  OR EXISTS (SELECT 1 FROM archived_answers WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key)
BEGIN SELECT RAISE(ABORT, 'request_already_answered'); END;

CREATE TABLE journal_leases (
  actor_id        TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_id      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  PRIMARY KEY (actor_id, idempotency_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE merchants (
  id                    TEXT PRIMARY KEY,
  name                  TEXT NOT NULL,
  entity_type           TEXT NOT NULL CONSTRAINT merchant_entity_type_known CHECK (entity_type IN ('individual', 'company', 'other')),
  sector                TEXT NOT NULL,
  district              TEXT NOT NULL,
  address               TEXT NOT NULL,
  licence_no            TEXT NOT NULL,
  licence_expires_on    TEXT, -- NULL: 长期
  legal_representative  TEXT NOT NULL,
  lease_ends_on         TEXT, -- NULL: the shop owns its rooms
  settlement_account_no TEXT NOT NULL, -- sealed (AES-GCM), the bank's account number is nobody else's business
  settlement_account_mask TEXT NOT NULL,
  custody_account_no    TEXT, -- the escrow sub-account at the bank, opened at admission
  code                  TEXT NOT NULL UNIQUE, -- the shop code on the wall, /s/<code>
  level                 TEXT NOT NULL DEFAULT 'A' CONSTRAINT merchant_level_known CHECK (level IN ('AAA', 'AA', 'A', 'B', 'C', 'D')),
  applied_at            TEXT NOT NULL,
  admitted_at           TEXT,
  sales_held_at         TEXT,
  sales_held_reason     TEXT,
  sales_lifted_at       TEXT, -- the last time a hold ended, and why; the journal has every one
  sales_lifted_reason   TEXT,
  version               INTEGER NOT NULL DEFAULT 1
, settlement_account_version INTEGER NOT NULL DEFAULT 1
  CONSTRAINT settlement_account_version_known CHECK (settlement_account_version > 0), settlement_account_verified_at TEXT, level_set_at TEXT, level_reason TEXT, payouts_held_at TEXT, resembles TEXT CONSTRAINT merchant_resembles_somebody CHECK (resembles IS NULL OR json_valid(resembles)), sales_lift_by TEXT, sales_lift_at TEXT, sales_lift_reason TEXT, sales_lifted_by TEXT) STRICT;
CREATE INDEX merchants_place ON merchants (district, sector, id);
CREATE INDEX merchants_custody_account ON merchants (custody_account_no) WHERE custody_account_no IS NOT NULL;
CREATE INDEX merchants_held ON merchants (id) WHERE sales_held_at IS NOT NULL;
CREATE INDEX merchants_low ON merchants (level, id) WHERE level IN ('C', 'D');
CREATE INDEX merchants_licence_ends ON merchants (licence_expires_on, id) WHERE licence_expires_on IS NOT NULL;
CREATE INDEX merchants_lease_ends ON merchants (lease_ends_on, id) WHERE lease_ends_on IS NOT NULL;
CREATE INDEX merchants_waiting ON merchants (applied_at) WHERE admitted_at IS NULL;
CREATE TRIGGER merchants_licence_is_unique BEFORE INSERT ON merchants
WHEN EXISTS (SELECT 1 FROM merchants WHERE licence_no = new.licence_no)
BEGIN SELECT RAISE(ABORT, 'licence_no_taken'); END;
CREATE TRIGGER merchants_advance_by_one_version BEFORE UPDATE ON merchants WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE TRIGGER merchants_are_kept BEFORE DELETE ON merchants
BEGIN SELECT RAISE(ABORT, 'merchants_are_kept'); END;
CREATE TRIGGER merchants_are_raised_by_two BEFORE UPDATE OF level ON merchants
WHEN (SELECT key FROM json_each('["D","C","B","A","AA","AAA"]') WHERE value = new.level)
   > (SELECT key FROM json_each('["D","C","B","A","AA","AAA"]') WHERE value = old.level)
  AND NOT EXISTS (SELECT 1 FROM merchant_level_proposals
                   WHERE merchant_id = new.id AND level = new.level AND from_level = old.level
                     AND state = 'in_force' AND decided_at = new.level_set_at)
BEGIN SELECT RAISE(ABORT, 'level_needs_another_person'); END;
CREATE TRIGGER merchants_are_lifted_by_two BEFORE UPDATE OF sales_held_at, sales_lifted_by ON merchants
WHEN old.sales_held_at IS NOT NULL AND new.sales_held_at IS NULL AND new.sales_lifted_by IS NOT old.sales_lifted_by
 AND new.sales_lifted_by IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.sales_lift_by AND checker.subject_id = new.sales_lifted_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER listings_bar_sales BEFORE UPDATE OF sales_held_at ON merchants
WHEN old.sales_held_at IS NOT NULL AND new.sales_held_at IS NULL AND EXISTS (SELECT 1 FROM black_listed WHERE merchant_id = new.id)
BEGIN SELECT RAISE(ABORT, 'listing_bars_sales'); END;
CREATE TRIGGER merchants_are_paid_elsewhere_by_two BEFORE UPDATE OF settlement_account_no ON merchants
WHEN new.settlement_account_no <> old.settlement_account_no AND NOT EXISTS (
  SELECT 1 FROM settlement_account_changes WHERE merchant_id = new.id AND account_no = new.settlement_account_no
     AND state = 'in_force' AND applied_at = new.settlement_account_verified_at)
 AND NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.settlement_account_no, 1, 200) AND sealed_after = substr(new.settlement_account_no, 1, 200))
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE consumers (
  id           TEXT PRIMARY KEY,
  phone_index  TEXT NOT NULL UNIQUE, -- keyed hash: finds a phone without storing it
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL, -- 138****5678
  nickname     TEXT NOT NULL,
  pin_hash     TEXT, -- scrypt, peppered
  pin_tries    INTEGER NOT NULL DEFAULT 0 CONSTRAINT pin_locked CHECK (pin_tries BETWEEN 0 AND 5),
  pin_locked_until TEXT,
  pin_tried_at TEXT, -- set by every try, right or wrong: the lock below is judged by it
  created_at   TEXT NOT NULL
, key_epoch INTEGER NOT NULL DEFAULT 0, pin_locks INTEGER NOT NULL DEFAULT 0, number_left_at TEXT) STRICT;
CREATE INDEX consumers_phone_tail ON consumers (substr(phone_mask, -4));
CREATE TRIGGER consumers_phone_is_unique BEFORE INSERT ON consumers
WHEN EXISTS (SELECT 1 FROM consumers WHERE phone_index = new.phone_index)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
CREATE TRIGGER consumers_pin_stays_locked BEFORE UPDATE OF pin_tried_at ON consumers
WHEN old.pin_locked_until > new.pin_tried_at
BEGIN SELECT RAISE(ABORT, 'pin_locked'); END;
CREATE TRIGGER consumers_key_epoch_only_grows BEFORE UPDATE ON consumers WHEN new.key_epoch < old.key_epoch
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER consumers_phone_stays_unique BEFORE UPDATE OF phone_index ON consumers
WHEN new.phone_index <> old.phone_index AND EXISTS (SELECT 1 FROM consumers WHERE phone_index = new.phone_index)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;

CREATE TABLE staff (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  role         TEXT NOT NULL CONSTRAINT staff_role_known CHECK (role IN ('owner', 'manager', 'cashier')),
  name         TEXT NOT NULL,
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  disabled_at  TEXT,
  created_at   TEXT NOT NULL
, created_by TEXT, approved_by TEXT, approved_at TEXT, effective_from TEXT) STRICT;
CREATE INDEX staff_merchant ON staff (merchant_id, id);
CREATE UNIQUE INDEX staff_phone ON staff (phone_index) WHERE disabled_at IS NULL;
CREATE TRIGGER staff_phone_is_unique BEFORE INSERT ON staff
WHEN EXISTS (SELECT 1 FROM staff WHERE phone_index = new.phone_index AND disabled_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
CREATE TRIGGER staff_are_kept BEFORE DELETE ON staff
BEGIN SELECT RAISE(ABORT, 'staff_are_kept'); END;
CREATE TRIGGER staff_are_persons AFTER INSERT ON staff
WHEN NOT EXISTS (SELECT 1 FROM person_phones WHERE phone_index = new.phone_index)
BEGIN INSERT INTO person_phones (phone_index, person_id) VALUES (new.phone_index, new.id); END;
CREATE TRIGGER staff_owners_begin_waiting BEFORE INSERT ON staff
WHEN new.role = 'owner' AND new.effective_from IS NOT NULL
 AND EXISTS (SELECT 1 FROM staff WHERE merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER staff_owners_need_another_person BEFORE UPDATE OF effective_from ON staff
WHEN new.effective_from IS NOT NULL AND old.effective_from IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids c
    JOIN person_ids maker ON maker.subject_id = new.created_by
    JOIN person_ids entered ON entered.subject_id = new.id
    LEFT JOIN officials o ON o.id = c.subject_id AND o.kind = 'operator' AND o.disabled_at IS NULL
      AND o.effective_from <= new.approved_at
    LEFT JOIN staff s ON s.id = c.subject_id AND s.role = 'owner' AND s.merchant_id = new.merchant_id
      AND s.disabled_at IS NULL AND s.effective_from <= new.approved_at
   WHERE c.subject_id = new.approved_by AND (o.id IS NOT NULL OR s.id IS NOT NULL)
     AND c.person_id <> maker.person_id AND c.person_id <> entered.person_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER staff_become_no_owners BEFORE UPDATE OF role ON staff
WHEN new.role = 'owner' AND old.role <> 'owner'
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER staff_keep_an_owner BEFORE UPDATE ON staff
WHEN old.role = 'owner' AND old.disabled_at IS NULL AND old.effective_from IS NOT NULL
 AND (new.disabled_at IS NOT NULL OR new.role <> 'owner')
 AND NOT EXISTS (SELECT 1 FROM staff WHERE merchant_id = old.merchant_id AND role = 'owner'
                    AND disabled_at IS NULL AND effective_from IS NOT NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_owner_must_stay'); END;
CREATE TRIGGER staff_keep_their_approval BEFORE UPDATE OF approved_by, approved_at, effective_from, created_by ON staff
WHEN old.effective_from IS NOT NULL OR old.disabled_at IS NOT NULL OR new.created_by IS NOT old.created_by
BEGIN SELECT RAISE(ABORT, 'nomination_not_waiting'); END;

CREATE TABLE officials (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CONSTRAINT official_kind_known CHECK (kind IN ('bank', 'regulator', 'operator')),
  role         TEXT NOT NULL CONSTRAINT official_role_known CHECK (role IN ('bank', 'supervisor', 'operator')),
  name         TEXT NOT NULL,
  districts    TEXT NOT NULL DEFAULT '[]', -- a regulator's jurisdiction, JSON list of district codes
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  created_by   TEXT NOT NULL, -- the operator who did it, or bootstrap for the first one
  disabled_at  TEXT,
  created_at   TEXT NOT NULL, approved_by TEXT, approved_at TEXT, effective_from TEXT, duty TEXT NOT NULL DEFAULT 'all' CONSTRAINT official_duty_known
  CHECK (duty IN ('all', 'maker', 'checker', 'case_handler', 'mediator', 'inspector', 'viewer')),
  CONSTRAINT official_role_fits_kind CHECK (role = iif(kind = 'regulator', 'supervisor', kind))
) STRICT;
CREATE UNIQUE INDEX officials_phone ON officials (phone_index) WHERE disabled_at IS NULL;
CREATE TRIGGER officials_phone_is_unique BEFORE INSERT ON officials
WHEN EXISTS (SELECT 1 FROM officials WHERE phone_index = new.phone_index AND disabled_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'phone_taken'); END;
CREATE TRIGGER officials_bootstrap_once BEFORE INSERT ON officials
WHEN new.created_by = 'bootstrap' AND EXISTS (SELECT 1 FROM officials WHERE kind = 'operator')
BEGIN SELECT RAISE(ABORT, 'operator_exists'); END;
CREATE TRIGGER officials_are_kept BEFORE DELETE ON officials
BEGIN SELECT RAISE(ABORT, 'officials_are_kept'); END;
CREATE TRIGGER officials_are_persons AFTER INSERT ON officials
WHEN NOT EXISTS (SELECT 1 FROM person_phones WHERE phone_index = new.phone_index)
BEGIN INSERT INTO person_phones (phone_index, person_id) VALUES (new.phone_index, new.id); END;
CREATE TRIGGER officials_begin_waiting BEFORE INSERT ON officials
WHEN new.effective_from IS NOT NULL AND new.created_by <> 'bootstrap'
 AND NOT (new.kind = 'operator' AND new.approved_by = 'bootstrap'
          AND (SELECT count(*) FROM officials WHERE kind = 'operator') = 1
          AND EXISTS (SELECT 1 FROM officials WHERE id = new.created_by AND created_by = 'bootstrap'))
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER officials_need_another_person BEFORE UPDATE OF effective_from ON officials
WHEN new.effective_from IS NOT NULL AND old.effective_from IS NULL AND NOT EXISTS (
  SELECT 1 FROM officials checker
    JOIN person_ids c ON c.subject_id = checker.id
    JOIN person_ids maker ON maker.subject_id = new.created_by
    JOIN person_ids entered ON entered.subject_id = new.id
   WHERE checker.id = new.approved_by AND checker.disabled_at IS NULL AND checker.effective_from <= new.approved_at
     AND (checker.kind IN ('operator', new.kind) OR new.kind = 'operator')
     AND c.person_id <> maker.person_id AND c.person_id <> entered.person_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER officials_keep_an_operator BEFORE UPDATE ON officials
WHEN old.kind = 'operator' AND old.disabled_at IS NULL AND old.effective_from IS NOT NULL
 AND (new.disabled_at IS NOT NULL OR new.kind <> 'operator')
 AND NOT EXISTS (SELECT 1 FROM officials WHERE kind = 'operator' AND disabled_at IS NULL
                                           AND effective_from IS NOT NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_operator_must_stay'); END;
CREATE TRIGGER officials_have_fitting_duties BEFORE INSERT ON officials
WHEN (new.duty IN ('maker', 'checker') AND new.kind <> 'bank')
  OR (new.duty IN ('case_handler', 'mediator', 'inspector') AND new.kind <> 'regulator')
  OR (new.duty = 'viewer' AND new.kind = 'operator')
BEGIN SELECT RAISE(ABORT, 'duty_not_of_office'); END;
CREATE TRIGGER officials_keep_fitting_duties BEFORE UPDATE OF duty ON officials
WHEN (new.duty IN ('maker', 'checker') AND new.kind <> 'bank')
  OR (new.duty IN ('case_handler', 'mediator', 'inspector') AND new.kind <> 'regulator')
  OR (new.duty = 'viewer' AND new.kind = 'operator')
BEGIN SELECT RAISE(ABORT, 'duty_not_of_office'); END;
CREATE TRIGGER officials_duties_only_narrow BEFORE UPDATE OF duty ON officials
WHEN new.duty <> old.duty AND new.duty <> 'viewer' AND old.duty <> 'all'
BEGIN SELECT RAISE(ABORT, 'duty_only_narrows'); END;
CREATE TRIGGER officials_keep_their_approval BEFORE UPDATE OF approved_by, approved_at, effective_from, created_by ON officials
WHEN old.effective_from IS NOT NULL OR old.disabled_at IS NOT NULL OR new.created_by <> old.created_by
BEGIN SELECT RAISE(ABORT, 'nomination_not_waiting'); END;

CREATE TABLE sessions (
  token_hash          TEXT PRIMARY KEY,
  id                  TEXT NOT NULL UNIQUE,
  kind                TEXT NOT NULL CONSTRAINT session_kind_known CHECK (kind IN ('consumer', 'staff', 'bank', 'regulator', 'operator')),
  subject_id          TEXT NOT NULL,
  method              TEXT NOT NULL, -- sms, or dev (one-click sign-in, development only)
  authenticated_at    TEXT NOT NULL,
  idle_expires_at     TEXT NOT NULL,
  absolute_expires_at TEXT NOT NULL,
  revoked_at          TEXT
, device_id TEXT, proved_at TEXT, proved_by TEXT CONSTRAINT session_proved_by_known CHECK (proved_by IN ('pin', 'passkey')), proof TEXT NOT NULL DEFAULT 'code'
  CONSTRAINT session_proof_known CHECK (proof IN ('code', 'full'))) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_subject ON sessions (subject_id);
CREATE INDEX sessions_device ON sessions (device_id) WHERE device_id IS NOT NULL;

CREATE TABLE sms_codes (
  id          TEXT PRIMARY KEY,
  phone_index TEXT NOT NULL,
  purpose     TEXT NOT NULL, -- sign_in:<kind>, pin, …
  code_hash   TEXT NOT NULL, -- keyed
  unsent      TEXT, -- the message and its number, sealed, from the commit until it is out; then NULL
  tries       INTEGER NOT NULL DEFAULT 0 CONSTRAINT code_wrong CHECK (tries BETWEEN 0 AND 5),
  sent_at     TEXT NOT NULL,
  expires_at  TEXT NOT NULL,
  used_at     TEXT
, asker TEXT NOT NULL DEFAULT 'unnamed', address_index TEXT, is_known INTEGER NOT NULL DEFAULT 0 CONSTRAINT code_asker_known CHECK (is_known IN (0, 1))) STRICT;
CREATE INDEX sms_codes_phone ON sms_codes (phone_index, sent_at);
CREATE INDEX sms_codes_address ON sms_codes (address_index, sent_at) WHERE address_index IS NOT NULL;
CREATE TRIGGER sms_codes_are_used_once BEFORE UPDATE OF tries, used_at ON sms_codes
WHEN old.used_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'code_wrong'); END;
CREATE TRIGGER sms_codes_are_sent_sparingly BEFORE INSERT ON sms_codes
WHEN EXISTS (SELECT 1 FROM sms_codes WHERE phone_index = new.phone_index AND purpose = new.purpose AND asker = new.asker
                AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))
  OR new.asker <> 'unnamed' AND
     (SELECT count(*) FROM sms_codes WHERE phone_index = new.phone_index AND purpose = new.purpose AND asker = new.asker
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')
         AND (unsent IS NULL OR sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))) >= 10
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;
CREATE TRIGGER sms_codes_of_strangers_are_few BEFORE INSERT ON sms_codes
WHEN new.is_known = 0 AND
     (SELECT count(*) FROM sms_codes WHERE phone_index = new.phone_index AND purpose = new.purpose AND is_known = 0
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')
         AND (unsent IS NULL OR sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-60 seconds'))) >= 20
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;
CREATE TRIGGER sms_codes_of_one_address_are_few BEFORE INSERT ON sms_codes
WHEN new.address_index IS NOT NULL AND (
     (SELECT count(*) FROM sms_codes WHERE address_index = new.address_index
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-600 seconds')) >= 20
  OR (SELECT count(*) FROM sms_codes WHERE address_index = new.address_index
         AND sent_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.sent_at, '-1 day')) >= 100)
BEGIN SELECT RAISE(ABORT, 'code_sent_too_often'); END;

CREATE TABLE price_items (
  id             TEXT PRIMARY KEY,
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  name           TEXT NOT NULL,
  list_price_fen INTEGER NOT NULL CONSTRAINT item_price_must_be_positive CHECK (list_price_fen BETWEEN 1 AND 100000000),
  created_at     TEXT NOT NULL,
  withdrawn_at   TEXT
, visits INTEGER NOT NULL DEFAULT 1 -- how many visits of a count card one such service takes
  CONSTRAINT item_visits_known CHECK (visits BETWEEN 1 AND 50), weighed INTEGER NOT NULL DEFAULT 0
  CONSTRAINT item_weighed_known CHECK (weighed IN (0, 1))) STRICT;
CREATE INDEX price_items_merchant ON price_items (merchant_id, id);
CREATE TRIGGER price_items_have_one_price BEFORE INSERT ON price_items
WHEN EXISTS (SELECT 1 FROM price_items WHERE merchant_id = new.merchant_id AND name = new.name AND withdrawn_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'item_name_taken'); END;
CREATE TRIGGER price_items_are_few BEFORE INSERT ON price_items
WHEN (SELECT count(*) FROM price_items WHERE merchant_id = new.merchant_id AND withdrawn_at IS NULL) >= 200
BEGIN SELECT RAISE(ABORT, 'price_list_full'); END;
CREATE TRIGGER price_items_are_withdrawn_once BEFORE UPDATE ON price_items
WHEN old.withdrawn_at IS NOT NULL OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.name <> old.name OR new.list_price_fen <> old.list_price_fen OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
CREATE TRIGGER price_items_are_kept BEFORE DELETE ON price_items
BEGIN SELECT RAISE(ABORT, 'price_items_are_kept'); END;
CREATE TRIGGER price_items_keep_their_weight BEFORE UPDATE ON price_items WHEN new.visits <> old.visits
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
CREATE TRIGGER price_items_are_weighed_or_single BEFORE INSERT ON price_items WHEN new.weighed = 0 AND new.visits <> 1
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;
CREATE TRIGGER price_items_keep_being_weighed BEFORE UPDATE ON price_items WHEN new.weighed <> old.weighed
BEGIN SELECT RAISE(ABORT, 'item_withdrawn'); END;

CREATE TABLE offers (
  id             TEXT PRIMARY KEY,
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  kind           TEXT NOT NULL CONSTRAINT offer_kind_known CHECK (kind IN ('stored_value', 'count', 'period')),
  name           TEXT NOT NULL,
  service        TEXT NOT NULL, -- '' for stored value; a card holds lots of one kind and one service
  price_fen      INTEGER NOT NULL CONSTRAINT offer_price_must_be_positive CHECK (price_fen BETWEEN 1 AND 100000000),
  bonus_units    INTEGER NOT NULL DEFAULT 0, -- gift fen, visits or days, counted in face_units
  discount_bp    INTEGER NOT NULL DEFAULT 10000 CONSTRAINT offer_discount_known CHECK (discount_bp BETWEEN 1 AND 10000),
  face_units     INTEGER NOT NULL CONSTRAINT offer_face_must_be_positive CHECK (face_units BETWEEN 1 AND 1000000000),
  list_price_fen INTEGER NOT NULL CONSTRAINT offer_list_price_must_be_positive CHECK (list_price_fen >= 1),
  valid_days     INTEGER, -- NULL: never lapses
  use_limit      TEXT CONSTRAINT offer_use_limit_known CHECK (use_limit IN ('limited', 'unlimited')),
  shops          TEXT NOT NULL DEFAULT '[]', -- where it is accepted besides the shop itself
  clauses        TEXT NOT NULL DEFAULT '[]',
  contract_hash  TEXT NOT NULL REFERENCES contracts (hash),
  created_at     TEXT NOT NULL,
  withdrawn_at   TEXT
, no_show_bp INTEGER NOT NULL DEFAULT 0 -- what the shop keeps when nobody comes
  CONSTRAINT offer_no_show_known CHECK (no_show_bp BETWEEN 0 AND 5000), free_cancel_hours INTEGER NOT NULL DEFAULT 2
  CONSTRAINT offer_free_cancel_known CHECK (free_cancel_hours BETWEEN 0 AND 72), pauses_max INTEGER NOT NULL DEFAULT 2
  CONSTRAINT offer_pauses_known CHECK (pauses_max BETWEEN 0 AND 12), pause_days_max INTEGER NOT NULL DEFAULT 30
  CONSTRAINT offer_pause_days_known CHECK (pause_days_max BETWEEN 0 AND 180), pause_days_min INTEGER NOT NULL DEFAULT 3
  CONSTRAINT offer_pause_days_min_known CHECK (pause_days_min BETWEEN 1 AND 180), visits_max INTEGER -- of a limited period card; NULL: unlimited, or sold before this was said
  CONSTRAINT offer_visits_known CHECK (visits_max BETWEEN 1 AND 10000), shop_ids TEXT NOT NULL DEFAULT '[]', expiry_refund INTEGER NOT NULL DEFAULT 0
  CONSTRAINT expiry_refund_is_yes_or_no CHECK (expiry_refund IN (0, 1)), linter_version TEXT
  CONSTRAINT linter_version_is_said CHECK (linter_version IS NULL OR length(linter_version) BETWEEN 1 AND 20)) STRICT;
CREATE INDEX offers_merchant ON offers (merchant_id, id);
CREATE TRIGGER offers_are_withdrawn_once BEFORE UPDATE ON offers
WHEN old.withdrawn_at IS NOT NULL OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.kind <> old.kind OR new.name <> old.name OR new.service <> old.service
  OR new.price_fen <> old.price_fen OR new.bonus_units <> old.bonus_units OR new.discount_bp <> old.discount_bp
  OR new.face_units <> old.face_units OR new.list_price_fen <> old.list_price_fen
  OR new.valid_days IS NOT old.valid_days OR new.use_limit IS NOT old.use_limit
  OR new.shops <> old.shops OR new.clauses <> old.clauses
  OR new.contract_hash <> old.contract_hash OR new.created_at <> old.created_at
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
CREATE TRIGGER offers_are_kept BEFORE DELETE ON offers
BEGIN SELECT RAISE(ABORT, 'offers_are_kept'); END;
CREATE TRIGGER offers_keep_their_promises BEFORE UPDATE ON offers
WHEN new.no_show_bp <> old.no_show_bp OR new.free_cancel_hours <> old.free_cancel_hours
  OR new.pauses_max <> old.pauses_max OR new.pause_days_max <> old.pause_days_max
  OR new.pause_days_min <> old.pause_days_min OR new.visits_max IS NOT old.visits_max
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
CREATE TRIGGER offers_keep_their_shops BEFORE UPDATE ON offers WHEN new.shop_ids <> old.shop_ids
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;
CREATE TRIGGER offers_keep_who_read_them BEFORE UPDATE ON offers WHEN new.linter_version IS NOT old.linter_version
BEGIN SELECT RAISE(ABORT, 'offer_withdrawn'); END;

CREATE TABLE contracts (
  hash             TEXT PRIMARY KEY, -- SHA-256 of text
  offer_id         TEXT NOT NULL,
  template_version TEXT NOT NULL,
  text             TEXT NOT NULL,
  price_list       TEXT NOT NULL, -- JSON [{id,name,list_price_fen}], frozen with the contract
  created_at       TEXT NOT NULL
) STRICT;
CREATE TRIGGER contracts_are_final BEFORE UPDATE ON contracts
BEGIN SELECT RAISE(ABORT, 'contracts_are_final'); END;
CREATE TRIGGER contracts_are_not_replaced BEFORE INSERT ON contracts
WHEN EXISTS (SELECT 1 FROM contracts WHERE hash = new.hash)
BEGIN SELECT RAISE(ABORT, 'contracts_are_final'); END;
CREATE TRIGGER contracts_are_kept BEFORE DELETE ON contracts
BEGIN SELECT RAISE(ABORT, 'contracts_are_final'); END;

CREATE TABLE merchant_totals (
  merchant_id    TEXT PRIMARY KEY REFERENCES merchants (id),
  cards_count    INTEGER NOT NULL DEFAULT 0,
  paid_fen       INTEGER NOT NULL DEFAULT 0,
  released_fen   INTEGER NOT NULL DEFAULT 0,
  refunded_fen   INTEGER NOT NULL DEFAULT 0,
  owed_fen       INTEGER NOT NULL DEFAULT 0, -- escrow + held + refunding of its cards
  topups_count   INTEGER NOT NULL DEFAULT 0,
  uses_count     INTEGER NOT NULL DEFAULT 0, settled_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT settled_must_not_be_negative CHECK (settled_fen >= 0), fees_held_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT fees_held_must_not_be_negative CHECK (fees_held_fen >= 0), provider_owed_fen INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT totals_must_add_up CHECK (owed_fen = paid_fen - released_fen - refunded_fen AND owed_fen >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE merchant_days (
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  day          TEXT NOT NULL, -- Asia/Shanghai
  topups_count INTEGER NOT NULL DEFAULT 0,
  paid_fen     INTEGER NOT NULL DEFAULT 0,
  uses_count   INTEGER NOT NULL DEFAULT 0,
  released_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX merchant_days_of_day ON merchant_days (day);

CREATE TABLE city_days (
  district     TEXT NOT NULL,
  sector       TEXT NOT NULL,
  day          TEXT NOT NULL,
  topups_count INTEGER NOT NULL DEFAULT 0,
  paid_fen     INTEGER NOT NULL DEFAULT 0,
  uses_count   INTEGER NOT NULL DEFAULT 0,
  released_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, district, sector)
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  kind        TEXT NOT NULL CONSTRAINT card_kind_known CHECK (kind IN ('stored_value', 'count', 'period')),
  service     TEXT NOT NULL,
  status      TEXT NOT NULL DEFAULT 'active' CONSTRAINT card_status_known CHECK (status IN ('active', 'frozen', 'closed')),
  version     INTEGER NOT NULL DEFAULT 1,
  opened_at   TEXT NOT NULL, earn_due_on TEXT, counter_pin INTEGER NOT NULL DEFAULT 0
  CONSTRAINT card_counter_pin_known CHECK (counter_pin IN (0, 1)), frozen_at TEXT, frozen_by TEXT, frozen_reason TEXT
  CONSTRAINT card_frozen_reason_known CHECK (frozen_reason IN ('lost_phone', 'other')), transferred_at TEXT, base_service TEXT,
  UNIQUE (consumer_id, merchant_id, kind, service)
) STRICT;
CREATE INDEX cards_merchant ON cards (merchant_id, id);
CREATE INDEX cards_earn_due ON cards (earn_due_on) WHERE earn_due_on IS NOT NULL;
CREATE INDEX cards_merchant_service ON cards (merchant_id, kind, service, id);
CREATE INDEX cards_transferred ON cards (transferred_at) WHERE transferred_at IS NOT NULL;
CREATE TRIGGER cards_one_per_service BEFORE INSERT ON cards
WHEN EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.consumer_id AND merchant_id = new.merchant_id
                                   AND kind = new.kind AND service = new.service)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER cards_advance_by_one_version BEFORE UPDATE ON cards WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER cards_are_kept BEFORE DELETE ON cards
BEGIN SELECT RAISE(ABORT, 'cards_are_kept'); END;
CREATE TRIGGER cards_one_per_service_when_transferred BEFORE UPDATE OF consumer_id ON cards
WHEN new.consumer_id <> old.consumer_id
 AND EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.consumer_id AND merchant_id = new.merchant_id
                                   AND kind = new.kind AND service = new.service)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER cards_have_a_living_holder BEFORE INSERT ON cards
WHEN EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.consumer_id)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;

CREATE TABLE lots (
  id              TEXT PRIMARY KEY,
  card_id         TEXT NOT NULL REFERENCES cards (id),
  purchase_id     TEXT NOT NULL UNIQUE,
  offer_id        TEXT NOT NULL REFERENCES offers (id),
  contract_hash   TEXT NOT NULL REFERENCES contracts (hash),
  paid_fen        INTEGER NOT NULL,
  face_units      INTEGER NOT NULL,
  bonus_units     INTEGER NOT NULL,
  list_price_fen  INTEGER NOT NULL,
  used_units      INTEGER NOT NULL DEFAULT 0,
  released_fen    INTEGER NOT NULL DEFAULT 0,
  refunded_fen    INTEGER NOT NULL DEFAULT 0,
  bought_at       TEXT NOT NULL,
  starts_on       TEXT NOT NULL,
  ends_on         TEXT,
  cool_off_ends_at TEXT NOT NULL, held_units INTEGER NOT NULL DEFAULT 0
  CONSTRAINT hold_exceeds_balance CHECK (held_units >= 0 AND used_units + held_units <= face_units), refund_id TEXT, difference_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT difference_must_not_be_negative CHECK (difference_fen >= 0), dispute_id TEXT, disputed_fen INTEGER NOT NULL DEFAULT 0 -- of its cash, what stands in disputed:<card>
  CONSTRAINT disputed_must_not_be_negative CHECK (disputed_fen >= 0), charged_back_fen INTEGER NOT NULL DEFAULT 0 -- of refunded_fen, what a lost dispute took
  CONSTRAINT charged_back_must_not_be_negative CHECK (charged_back_fen >= 0), card_cap_fen INTEGER, holder_cap_fen INTEGER,
  CONSTRAINT lot_amounts_known CHECK (paid_fen BETWEEN 1 AND 100000000 AND face_units BETWEEN 1 AND 1000000000),
  CONSTRAINT redemption_exceeds_balance CHECK (used_units BETWEEN 0 AND face_units),
  CONSTRAINT lot_release_must_follow_use CHECK (released_fen = paid_fen * used_units / face_units),
  CONSTRAINT lot_must_not_owe CHECK (refunded_fen >= 0 AND paid_fen - released_fen - refunded_fen >= 0)
) STRICT;
CREATE INDEX lots_card ON lots (card_id, bought_at, id);
CREATE INDEX lots_refund ON lots (refund_id) WHERE refund_id IS NOT NULL;
CREATE INDEX lots_ends_on ON lots (ends_on) WHERE ends_on IS NOT NULL AND refund_id IS NULL;
CREATE INDEX lots_disputed ON lots (dispute_id) WHERE dispute_id IS NOT NULL;
CREATE TRIGGER lots_keep_their_terms BEFORE UPDATE ON lots
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.purchase_id <> old.purchase_id
  OR new.paid_fen <> old.paid_fen OR new.face_units <> old.face_units
  OR new.contract_hash <> old.contract_hash OR new.bought_at <> old.bought_at
BEGIN SELECT RAISE(ABORT, 'lot_terms_are_fixed'); END;
CREATE TRIGGER lots_are_kept BEFORE DELETE ON lots
BEGIN SELECT RAISE(ABORT, 'lots_are_kept'); END;
CREATE TRIGGER lots_follow_the_formula BEFORE UPDATE ON lots
WHEN new.used_units < 0 OR new.held_units < 0 OR new.used_units + new.held_units > new.face_units
  OR new.released_fen <> new.paid_fen * new.used_units / new.face_units
BEGIN SELECT RAISE(ABORT, 'redemption_exceeds_balance'); END;
CREATE TRIGGER lots_end_with_a_refund BEFORE UPDATE OF refund_id ON lots
WHEN new.refund_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM refunds WHERE id = new.refund_id AND card_id = new.card_id)
BEGIN SELECT RAISE(ABORT, 'refund_exceeds_what_is_left'); END;
CREATE TRIGGER lots_give_back_once BEFORE UPDATE ON lots
WHEN new.refunded_fen + new.difference_fen > new.paid_fen - new.released_fen
  OR (new.refund_id IS NULL AND (new.refunded_fen <> new.charged_back_fen OR new.difference_fen <> 0))
  OR (old.refund_id IS NOT NULL AND new.refund_id IS NOT NULL AND new.refund_id <> old.refund_id)
  OR new.charged_back_fen < old.charged_back_fen OR new.charged_back_fen > new.refunded_fen
BEGIN SELECT RAISE(ABORT, 'refund_exceeds_what_is_left'); END;
CREATE TRIGGER lots_rest_while_disputed BEFORE UPDATE ON lots
WHEN (old.dispute_id IS NOT NULL OR old.charged_back_fen > 0)
  AND (new.used_units <> old.used_units OR new.held_units > old.held_units
    OR (old.dispute_id IS NOT NULL AND new.dispute_id IS NOT NULL
        AND (new.difference_fen <> old.difference_fen OR (old.refund_id IS NULL AND new.refund_id IS NOT NULL))))
BEGIN SELECT RAISE(ABORT, 'lot_in_dispute'); END;
CREATE TRIGGER lots_stand_apart_while_disputed BEFORE UPDATE ON lots
WHEN (new.dispute_id IS NULL AND new.disputed_fen <> 0)
  OR new.disputed_fen > new.paid_fen - new.released_fen - new.refunded_fen - new.difference_fen
BEGIN SELECT RAISE(ABORT, 'lot_in_dispute'); END;
CREATE TRIGGER lots_fit_the_card_cap BEFORE INSERT ON lots
WHEN new.card_cap_fen IS NOT NULL AND new.paid_fen + coalesce((
  SELECT sum(paid_fen - released_fen - refunded_fen - difference_fen) FROM lots WHERE card_id = new.card_id), 0)
  > new.card_cap_fen
BEGIN SELECT RAISE(ABORT, 'offer_exceeds_card_cap'); END;
CREATE TRIGGER lots_fit_the_holder_cap BEFORE INSERT ON lots
WHEN new.holder_cap_fen IS NOT NULL AND new.paid_fen + coalesce((
  SELECT sum(l.paid_fen - l.released_fen - l.refunded_fen - l.difference_fen)
    FROM cards c JOIN cards h ON h.consumer_id = c.consumer_id AND h.merchant_id = c.merchant_id
    JOIN lots l ON l.card_id = h.id WHERE c.id = new.card_id), 0) > new.holder_cap_fen
BEGIN SELECT RAISE(ABORT, 'holder_exceeds_total_cap'); END;

CREATE TABLE purchases (
  id            TEXT PRIMARY KEY,
  consumer_id   TEXT NOT NULL REFERENCES consumers (id),
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  offer_id      TEXT NOT NULL REFERENCES offers (id),
  contract_hash TEXT NOT NULL REFERENCES contracts (hash),
  paid_fen      INTEGER NOT NULL CONSTRAINT purchase_amount_must_be_positive CHECK (paid_fen > 0),
  provider      TEXT NOT NULL,
  provider_ref  TEXT,
  status        TEXT NOT NULL CONSTRAINT purchase_status_known CHECK (status IN ('awaiting_payment', 'processing', 'paid', 'failed', 'expired')),
  reason        TEXT, -- the provider's word for the last decline
  attempts      INTEGER NOT NULL DEFAULT 0,
  card_id       TEXT REFERENCES cards (id),
  lot_id        TEXT REFERENCES lots (id),
  accepted_at   TEXT NOT NULL, -- when the consumer accepted the contract
  expires_at    TEXT NOT NULL,
  paid_at       TEXT,
  version       INTEGER NOT NULL DEFAULT 1
, refunds_fen INTEGER NOT NULL DEFAULT 0
  CONSTRAINT refunds_must_not_exceed_payment CHECK (refunds_fen BETWEEN 0 AND paid_fen), wallet TEXT CONSTRAINT purchase_wallet_known CHECK (wallet IN ('wechat_pay', 'alipay'))) STRICT;
CREATE INDEX purchases_consumer ON purchases (consumer_id, id);
CREATE INDEX purchases_provider_ref ON purchases (provider_ref);
CREATE INDEX purchases_paid_on ON purchases (paid_at) WHERE status = 'paid';
CREATE INDEX purchases_open ON purchases (expires_at) WHERE status IN ('awaiting_payment', 'processing');
CREATE TRIGGER purchases_advance_by_one_version BEFORE UPDATE ON purchases WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'purchase_changed_meanwhile'); END;
CREATE TRIGGER purchases_are_paid_once BEFORE UPDATE ON purchases
WHEN old.status = 'paid' AND (new.status <> 'paid' OR new.lot_id <> old.lot_id OR new.paid_fen <> old.paid_fen)
BEGIN SELECT RAISE(ABORT, 'purchase_already_paid'); END;

CREATE TABLE payment_events (
  provider    TEXT NOT NULL,
  event_id    TEXT NOT NULL,
  type        TEXT NOT NULL,
  purchase_id TEXT,
  outcome     TEXT NOT NULL CONSTRAINT payment_outcome_known CHECK (outcome IN ('credited', 'noted', 'ignored', 'parked')),
  reason      TEXT, -- why it was parked
  amount_fen  INTEGER,
  happened_at TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (provider, event_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_events_parked ON payment_events (outcome, received_at);
CREATE TRIGGER payment_events_count_once BEFORE INSERT ON payment_events
WHEN EXISTS (SELECT 1 FROM payment_events WHERE provider = new.provider AND event_id = new.event_id)
BEGIN SELECT RAISE(ABORT, 'event_already_recorded'); END;
CREATE TRIGGER payment_events_are_final BEFORE UPDATE ON payment_events
BEGIN SELECT RAISE(ABORT, 'payment_events_are_final'); END;
CREATE TRIGGER payment_events_are_kept BEFORE DELETE ON payment_events
BEGIN SELECT RAISE(ABORT, 'payment_events_are_final'); END;

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
, holder_id TEXT, session_id TEXT, key_epoch INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX pay_code_aliases_card ON pay_code_aliases (card_id, issued_at);
CREATE TRIGGER pay_code_aliases_are_unique BEFORE INSERT ON pay_code_aliases
WHEN EXISTS (SELECT 1 FROM pay_code_aliases WHERE alias = new.alias)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER pay_code_aliases_stay_locked BEFORE UPDATE OF tried_at ON pay_code_aliases
WHEN old.locked_until > new.tried_at
BEGIN SELECT RAISE(ABORT, 'code_locked'); END;
CREATE TRIGGER pay_code_aliases_are_for_the_holder BEFORE INSERT ON pay_code_aliases
WHEN new.holder_id IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM cards WHERE id = new.card_id AND consumer_id = new.holder_id AND status = 'active')
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER pay_code_aliases_are_fresh_once BEFORE INSERT ON pay_code_aliases
WHEN EXISTS (SELECT 1 FROM live_pay_code_aliases
              WHERE card_id = new.card_id AND session_id IS new.session_id AND expires_at > new.issued_at)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER pay_code_aliases_keep_their_device BEFORE UPDATE ON pay_code_aliases
WHEN new.session_id IS NOT old.session_id OR new.key_epoch <> old.key_epoch OR new.holder_id IS NOT old.holder_id
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER pay_code_aliases_are_asked_sparingly BEFORE INSERT ON pay_code_aliases
WHEN (SELECT count(*) FROM pay_code_aliases WHERE card_id = new.card_id
         AND issued_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.issued_at, '-10 minutes')) >= 20
BEGIN SELECT RAISE(ABORT, 'pay_codes_asked_too_often'); END;

CREATE TABLE pay_code_uses (
  alias         INTEGER NOT NULL,
  step          INTEGER NOT NULL,
  redemption_id TEXT NOT NULL,
  used_at       TEXT NOT NULL,
  PRIMARY KEY (alias, step)
) STRICT, WITHOUT ROWID;
CREATE INDEX pay_code_uses_of_redemption ON pay_code_uses (redemption_id);
CREATE TRIGGER pay_code_uses_count_once BEFORE INSERT ON pay_code_uses
WHEN EXISTS (SELECT 1 FROM pay_code_uses WHERE alias = new.alias AND step = new.step)
BEGIN SELECT RAISE(ABORT, 'code_used'); END;
CREATE TRIGGER pay_code_uses_are_final BEFORE UPDATE ON pay_code_uses
BEGIN SELECT RAISE(ABORT, 'code_used'); END;
CREATE TRIGGER pay_code_uses_are_kept BEFORE DELETE ON pay_code_uses
BEGIN SELECT RAISE(ABORT, 'code_used'); END;
CREATE TRIGGER pay_code_uses_need_a_live_alias BEFORE INSERT ON pay_code_uses
WHEN NOT EXISTS (SELECT 1 FROM live_pay_code_aliases
                  WHERE alias = new.alias AND (locked_until IS NULL OR locked_until <= new.used_at))
BEGIN SELECT RAISE(ABORT, 'code_locked'); END;

CREATE TABLE bad_code_minutes (
  merchant_id TEXT NOT NULL,
  minute      TEXT NOT NULL,
  tries       INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, minute)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bad_code_minutes_end_at_twenty BEFORE UPDATE ON bad_code_minutes WHEN old.tries >= 20
BEGIN SELECT RAISE(ABORT, 'terminal_suspended'); END;

CREATE TABLE card_days (
  card_id       TEXT NOT NULL REFERENCES cards (id),
  day           TEXT NOT NULL,
  no_pin_count  INTEGER NOT NULL DEFAULT 0,
  no_pin_fen    INTEGER NOT NULL DEFAULT 0, no_pin_count_max INTEGER NOT NULL DEFAULT 10, no_pin_fen_max INTEGER NOT NULL DEFAULT 100000, counts_every_way INTEGER NOT NULL DEFAULT 0
  CONSTRAINT card_day_counting_known CHECK (counts_every_way IN (0, 1)), -- amounts at list price; for visits the money behind them
  PRIMARY KEY (card_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER card_days_begin_within BEFORE INSERT ON card_days
WHEN new.no_pin_count > new.no_pin_count_max OR new.no_pin_fen > new.no_pin_fen_max
BEGIN SELECT RAISE(ABORT, 'no_pin_limit_reached'); END;
CREATE TRIGGER card_days_stay_within BEFORE UPDATE ON card_days
WHEN new.no_pin_count > new.no_pin_count_max OR new.no_pin_fen > new.no_pin_fen_max
BEGIN SELECT RAISE(ABORT, 'no_pin_limit_reached'); END;

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
, check_in_lot_id TEXT, check_in_no INTEGER, card_ends_on TEXT, shop_id TEXT REFERENCES shops (id), way TEXT CONSTRAINT release_way_known
  CHECK (way IN ('code_use', 'counter_use', 'check_in', 'claim', 'capture', 'no_show', 'late_cancel')), consent TEXT CONSTRAINT release_consent_known
  CHECK (consent IN ('code', 'pin', 'confirmation', 'silence', 'decision', 'before_the_rule')), list_value_fen INTEGER
  CONSTRAINT use_list_value_known CHECK (list_value_fen IS NULL OR list_value_fen >= 0), asked_units INTEGER
  CONSTRAINT use_asked_for_more CHECK (asked_units IS NULL OR asked_units > units)) STRICT;
CREATE INDEX redemptions_card ON redemptions (card_id, id, status);
CREATE INDEX redemptions_merchant ON redemptions (merchant_id, id);
CREATE INDEX redemptions_out_no ON redemptions (merchant_id, out_no) WHERE out_no IS NOT NULL;
CREATE INDEX redemptions_due ON redemptions (status, confirm_by) WHERE status = 'user_confirming';
CREATE INDEX redemptions_check_ins ON redemptions (check_in_lot_id, started_at) WHERE check_in_lot_id IS NOT NULL;
CREATE INDEX redemptions_weighed ON redemptions (card_id) WHERE list_value_fen IS NOT NULL;
CREATE INDEX redemptions_without_phone ON redemptions (merchant_id, started_at)
  WHERE way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use');
CREATE TRIGGER redemptions_out_no_is_unique BEFORE INSERT ON redemptions
WHEN new.out_no IS NOT NULL
 AND EXISTS (SELECT 1 FROM redemptions WHERE merchant_id = new.merchant_id AND out_no = new.out_no)
BEGIN SELECT RAISE(ABORT, 'out_no_taken'); END;
CREATE TRIGGER redemptions_are_kept BEFORE DELETE ON redemptions
BEGIN SELECT RAISE(ABORT, 'redemptions_are_kept'); END;
CREATE TRIGGER redemptions_happen_at_a_shop_of_theirs BEFORE INSERT ON redemptions
WHEN new.shop_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'shop_not_found'); END;
CREATE TRIGGER redemptions_keep_their_shop BEFORE UPDATE ON redemptions WHEN new.shop_id IS NOT old.shop_id
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_have_a_consent BEFORE INSERT ON redemptions
WHEN new.way IS NULL OR (new.status = 'succeeded') <> (new.consent IS NOT NULL) OR new.consent = 'before_the_rule'
BEGIN SELECT RAISE(ABORT, 'release_needs_consent'); END;
CREATE TRIGGER redemptions_advance_by_one_version BEFORE UPDATE ON redemptions WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_end_once BEFORE UPDATE ON redemptions WHEN old.status <> 'user_confirming'
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_end_with_a_consent BEFORE UPDATE ON redemptions
WHEN new.way IS NOT old.way OR (new.status = 'succeeded') <> (new.consent IS NOT NULL) OR new.consent = 'before_the_rule'
BEGIN SELECT RAISE(ABORT, 'release_needs_consent'); END;
CREATE TRIGGER redemptions_keep_what_was_asked BEFORE UPDATE ON redemptions WHEN new.asked_units IS NOT old.asked_units
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_of_insiders_are_marked AFTER INSERT ON redemptions
WHEN new.status = 'succeeded' AND new.released_fen > 0
BEGIN
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_phone', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN consumers h ON h.id = c.consumer_id
    JOIN staff s ON s.phone_index = h.phone_index AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_device', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN devices d ON d.subject_id = c.consumer_id
    JOIN devices e ON e.token_hash = d.token_hash AND e.kind = 'staff'
    JOIN staff s ON s.id = e.subject_id AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id
     AND NOT EXISTS (SELECT 1 FROM insider_marks WHERE redemption_id = new.id AND kind = 'same_phone') LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'burst', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif((SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT count(*) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 10;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'before_payout', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day')
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 minutes') AND started_at <= new.started_at) > 50000;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'used_at_once', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, NULL
    FROM cards c WHERE c.id = new.card_id AND new.released_fen >= 50000 AND new.unit <> 'day'
     AND (SELECT max(bought_at) FROM lots WHERE card_id = c.id) > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-1 day')
     AND NOT EXISTS (SELECT 1 FROM lots WHERE card_id = c.id AND refund_id IS NULL AND used_units * 5 < face_units * 4);
END;
CREATE TRIGGER redemptions_of_insiders_are_marked_later AFTER UPDATE OF status ON redemptions
WHEN new.status = 'succeeded' AND old.status <> 'succeeded' AND new.released_fen > 0
BEGIN
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_phone', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN consumers h ON h.id = c.consumer_id
    JOIN staff s ON s.phone_index = h.phone_index AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'same_device', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif(new.released_fen + (SELECT coalesce(sum(fen), 0) FROM insider_marks WHERE merchant_id = new.merchant_id AND made_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-30 days') AND kind IN ('same_phone', 'same_device')) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c JOIN devices d ON d.subject_id = c.consumer_id
    JOIN devices e ON e.token_hash = d.token_hash AND e.kind = 'staff'
    JOIN staff s ON s.id = e.subject_id AND s.merchant_id = new.merchant_id
   WHERE c.id = new.card_id
     AND NOT EXISTS (SELECT 1 FROM insider_marks WHERE redemption_id = new.id AND kind = 'same_phone') LIMIT 1;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'burst', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at,
         iif((SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 20000, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day'), NULL)
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT count(*) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-1 hour') AND started_at <= new.started_at) > 10;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'before_payout', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '+1 day')
    FROM cards c WHERE c.id = new.card_id AND (new.consent = 'silence' OR new.way = 'counter_use')
     AND (SELECT sum(released_fen) FROM redemptions WHERE merchant_id = new.merchant_id AND way IN ('claim', 'capture', 'no_show', 'late_cancel', 'counter_use') AND (consent = 'silence' OR way = 'counter_use') AND status = 'succeeded' AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 minutes') AND started_at <= new.started_at) > 50000;
  INSERT INTO insider_marks (redemption_id, kind, merchant_id, card_id, consumer_id, fen, made_at, withheld_until)
  SELECT new.id, 'used_at_once', new.merchant_id, c.id, c.consumer_id, new.released_fen, new.ended_at, NULL
    FROM cards c WHERE c.id = new.card_id AND new.released_fen >= 50000 AND new.unit <> 'day'
     AND (SELECT max(bought_at) FROM lots WHERE card_id = c.id) > strftime('%Y-%m-%dT%H:%M:%fZ', new.ended_at, '-1 day')
     AND NOT EXISTS (SELECT 1 FROM lots WHERE card_id = c.id AND refund_id IS NULL AND used_units * 5 < face_units * 4);
END;

CREATE TABLE events (
  seq         INTEGER PRIMARY KEY AUTOINCREMENT,
  id          TEXT NOT NULL UNIQUE,
  type        TEXT NOT NULL, -- 'redemption.succeeded'
  subject_id  TEXT NOT NULL, -- the card, payout or shop it is about: events of one subject are delivered in order
  merchant_id TEXT,
  consumer_id TEXT,
  data        TEXT NOT NULL, -- JSON object, no personal data
  at          TEXT NOT NULL
) STRICT;
CREATE INDEX events_merchant ON events (merchant_id, seq) WHERE merchant_id IS NOT NULL;
CREATE INDEX events_consumer ON events (consumer_id, seq) WHERE consumer_id IS NOT NULL;
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'events_are_append_only'); END;
CREATE TRIGGER events_are_final BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events_are_append_only'); END;
CREATE TRIGGER events_are_kept BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events_are_append_only'); END;

CREATE TABLE card_pauses (
  id         TEXT PRIMARY KEY,
  card_id    TEXT NOT NULL REFERENCES cards (id),
  from_on    TEXT NOT NULL, -- the first day that does not count
  to_on      TEXT,          -- the last one; NULL: until somebody resumes it
  asked_by   TEXT NOT NULL CONSTRAINT pause_asker_known CHECK (asked_by IN ('holder', 'companion', 'merchant')),
  actor_id   TEXT NOT NULL,
  reason     TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at   TEXT, -- when it was resumed before its time, or its end was set
  version    INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT pause_must_not_end_before_it_begins CHECK (to_on IS NULL OR to_on >= date(from_on, '-1 day'))
) STRICT;
CREATE INDEX card_pauses_card ON card_pauses (card_id, from_on);
CREATE TRIGGER card_pauses_advance_by_one_version BEFORE UPDATE ON card_pauses WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER card_pauses_keep_their_card BEFORE UPDATE ON card_pauses
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.from_on <> old.from_on OR new.asked_by <> old.asked_by
BEGIN SELECT RAISE(ABORT, 'pauses_are_kept'); END;
CREATE TRIGGER card_pauses_are_kept BEFORE DELETE ON card_pauses
BEGIN SELECT RAISE(ABORT, 'pauses_are_kept'); END;
CREATE TRIGGER card_pauses_one_at_a_time BEFORE INSERT ON card_pauses
WHEN EXISTS (SELECT 1 FROM card_pauses
              WHERE card_id = new.card_id AND (to_on IS NULL OR (to_on >= from_on AND to_on >= new.from_on)))
BEGIN SELECT RAISE(ABORT, 'card_already_paused'); END;

CREATE TABLE service_stops (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  service     TEXT, -- NULL: every period service of the shop
  from_on     TEXT NOT NULL,
  to_on       TEXT,
  staff_id    TEXT NOT NULL,
  reason      TEXT NOT NULL,
  created_at  TEXT NOT NULL,
  ended_at    TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT stop_must_not_end_before_it_begins CHECK (to_on IS NULL OR to_on >= date(from_on, '-1 day'))
) STRICT;
CREATE INDEX service_stops_merchant ON service_stops (merchant_id, from_on);
CREATE TRIGGER service_stops_advance_by_one_version BEFORE UPDATE ON service_stops WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE TRIGGER service_stops_keep_their_terms BEFORE UPDATE ON service_stops
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.service IS NOT old.service OR new.from_on <> old.from_on
BEGIN SELECT RAISE(ABORT, 'stops_are_kept'); END;
CREATE TRIGGER service_stops_are_kept BEFORE DELETE ON service_stops
BEGIN SELECT RAISE(ABORT, 'stops_are_kept'); END;
CREATE TRIGGER service_stops_one_at_a_time BEFORE INSERT ON service_stops
WHEN EXISTS (SELECT 1 FROM service_stops WHERE merchant_id = new.merchant_id AND to_on IS NULL
                AND (service IS NULL OR new.service IS NULL OR service = new.service))
BEGIN SELECT RAISE(ABORT, 'service_already_stopped'); END;

CREATE TABLE settlements (
  id                 TEXT PRIMARY KEY,
  provider           TEXT NOT NULL,
  merchant_id        TEXT NOT NULL REFERENCES merchants (id),
  custody_account_no TEXT NOT NULL,
  day                TEXT NOT NULL,
  items_count        INTEGER NOT NULL,
  gross_fen          INTEGER NOT NULL, -- what consumers paid: all of it goes into custody
  fee_fen            INTEGER NOT NULL, -- what the provider kept: paid by the platform, owed by the merchant
  status             TEXT NOT NULL DEFAULT 'created' CONSTRAINT settlement_status_known CHECK (status IN ('created', 'settled')),
  bank_ref           TEXT,
  created_at         TEXT NOT NULL,
  settled_at         TEXT,
  fee_charged_at     TEXT, -- taken from what is owed to the merchant
  fee_taken_at       TEXT, -- and out of the sub-account, to the platform that had advanced it
  fee_bank_ref       TEXT,
  version            INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT settlement_amounts_known CHECK (gross_fen > 0 AND fee_fen BETWEEN 0 AND gross_fen AND items_count > 0),
  CONSTRAINT settlement_needs_the_banks_word CHECK ((status = 'settled') = (bank_ref IS NOT NULL)
    AND (bank_ref IS NULL) = (settled_at IS NULL)),
  CONSTRAINT settlement_fee_in_order CHECK ((fee_charged_at IS NULL OR (status = 'settled' AND fee_fen > 0))
    AND (fee_taken_at IS NULL OR fee_charged_at IS NOT NULL) AND (fee_taken_at IS NULL) = (fee_bank_ref IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX settlements_merchant ON settlements (merchant_id, id);
CREATE INDEX settlements_created ON settlements (id) WHERE status = 'created';
CREATE INDEX settlements_fees_open ON settlements (merchant_id, id)
  WHERE status = 'settled' AND fee_fen > 0 AND fee_taken_at IS NULL;
CREATE TRIGGER settlements_are_not_replaced BEFORE INSERT ON settlements
WHEN EXISTS (SELECT 1 FROM settlements WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER settlements_begin_unsettled BEFORE INSERT ON settlements
WHEN new.status <> 'created' OR new.fee_charged_at IS NOT NULL OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'settlement_begins_unsettled'); END;
CREATE TRIGGER settlements_advance_by_one_version BEFORE UPDATE ON settlements WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER settlements_keep_their_terms BEFORE UPDATE ON settlements
WHEN new.id <> old.id OR new.provider <> old.provider OR new.merchant_id <> old.merchant_id
  OR new.custody_account_no <> old.custody_account_no OR new.day <> old.day OR new.gross_fen <> old.gross_fen
  OR new.fee_fen <> old.fee_fen OR new.items_count <> old.items_count OR new.created_at <> old.created_at
  OR (old.status = 'settled' AND (new.status <> 'settled' OR new.bank_ref <> old.bank_ref OR new.settled_at <> old.settled_at))
  OR (old.fee_charged_at IS NOT NULL AND new.fee_charged_at IS NOT old.fee_charged_at)
  OR (old.fee_taken_at IS NOT NULL
      AND (new.fee_taken_at IS NOT old.fee_taken_at OR new.fee_bank_ref IS NOT old.fee_bank_ref))
BEGIN SELECT RAISE(ABORT, 'settlement_is_fixed'); END;
CREATE TRIGGER settlements_are_kept BEFORE DELETE ON settlements
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER settlements_add_up BEFORE UPDATE OF status ON settlements
WHEN new.status = 'settled' AND old.status = 'created' AND NOT EXISTS (
  SELECT count(*) FROM settlement_items WHERE settlement_id = new.id
  HAVING sum(gross_fen) = new.gross_fen AND sum(fee_fen) = new.fee_fen AND count(*) = new.items_count)
BEGIN SELECT RAISE(ABORT, 'settlement_must_add_up'); END;

CREATE TABLE settlement_items (
  purchase_id   TEXT PRIMARY KEY REFERENCES purchases (id),
  settlement_id TEXT NOT NULL REFERENCES settlements (id),
  ref           TEXT NOT NULL, -- the line of the provider's bill
  gross_fen     INTEGER NOT NULL,
  fee_fen       INTEGER NOT NULL,
  available_at  TEXT NOT NULL,
  CONSTRAINT settlement_item_amounts_known CHECK (gross_fen > 0 AND fee_fen BETWEEN 0 AND gross_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_items_settlement ON settlement_items (settlement_id);
CREATE TRIGGER settlement_items_settle_once BEFORE INSERT ON settlement_items
WHEN EXISTS (SELECT 1 FROM settlement_items WHERE purchase_id = new.purchase_id)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER settlement_items_match_their_purchase BEFORE INSERT ON settlement_items
WHEN NOT EXISTS (SELECT 1 FROM purchases p JOIN settlements s ON s.id = new.settlement_id
                  WHERE p.id = new.purchase_id AND p.status = 'paid' AND p.paid_fen = new.gross_fen
                    AND p.merchant_id = s.merchant_id AND p.provider = s.provider AND s.status = 'created')
BEGIN SELECT RAISE(ABORT, 'settlement_must_match_purchase'); END;
CREATE TRIGGER settlement_items_are_final BEFORE UPDATE ON settlement_items
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER settlement_items_are_kept BEFORE DELETE ON settlement_items
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

CREATE TABLE parked_lines (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider     TEXT NOT NULL,
  ref          TEXT NOT NULL,
  provider_ref TEXT,
  our_no       TEXT,
  currency     TEXT NOT NULL,
  gross_fen    INTEGER NOT NULL,
  fee_fen      INTEGER NOT NULL,
  net_fen      INTEGER NOT NULL,
  available_at TEXT NOT NULL,
  reason       TEXT NOT NULL CONSTRAINT parked_reason_known CHECK (reason IN ('purchase_unknown', 'purchase_not_paid',
    'payment_differs', 'currency_differs', 'amount_differs', 'fee_implausible', 'purchase_settled_before')),
  parked_at    TEXT NOT NULL,
  resolved_at  TEXT, -- settled after all
  UNIQUE (provider, ref)
) STRICT;
CREATE INDEX parked_lines_open ON parked_lines (provider, seq) WHERE resolved_at IS NULL;
CREATE TRIGGER parked_lines_park_once BEFORE INSERT ON parked_lines
WHEN EXISTS (SELECT 1 FROM parked_lines WHERE provider = new.provider AND ref = new.ref)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER parked_lines_keep_what_was_said BEFORE UPDATE ON parked_lines
WHEN new.ref <> old.ref OR new.provider <> old.provider OR new.gross_fen <> old.gross_fen OR new.fee_fen <> old.fee_fen
  OR new.net_fen <> old.net_fen OR new.our_no IS NOT old.our_no OR new.currency <> old.currency
  OR old.resolved_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER parked_lines_are_kept BEFORE DELETE ON parked_lines
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

CREATE TABLE settlement_cursors (
  provider TEXT PRIMARY KEY,
  cursor   TEXT NOT NULL,
  read_at  TEXT NOT NULL,
  version  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER settlement_cursors_advance_by_one_version BEFORE UPDATE ON settlement_cursors
WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;

CREATE TABLE payouts (
  id                   TEXT PRIMARY KEY, -- without its prefix: the instruction to the bank
  merchant_id          TEXT NOT NULL REFERENCES merchants (id),
  kind                 TEXT NOT NULL CONSTRAINT payout_kind_known CHECK (kind IN ('daily', 'on_demand')),
  day                  TEXT NOT NULL, -- Asia/Shanghai
  amount_fen           INTEGER NOT NULL CONSTRAINT payout_amount_must_be_positive CHECK (amount_fen > 0),
  advance_repaid_fen   INTEGER NOT NULL CONSTRAINT payout_repayment_known CHECK (advance_repaid_fen >= 0),
  covers_from_version  INTEGER NOT NULL, -- of payable:<merchant>, exclusive
  covers_to_version    INTEGER NOT NULL, -- inclusive
  custody_account_no   TEXT NOT NULL,
  to_account_no        TEXT NOT NULL, -- sealed as it stood with the merchant; a later account changes nothing here
  to_account_mask      TEXT NOT NULL,
  to_account_version   INTEGER NOT NULL,
  to_holder            TEXT NOT NULL,
  state                TEXT NOT NULL DEFAULT 'created' CONSTRAINT payout_state_known
    CHECK (state IN ('created', 'unclear', 'sent', 'paid', 'rejected', 'returned')),
  bank_ref             TEXT,
  reason               TEXT, -- the bank's words for a rejection or a return
  created_at           TEXT NOT NULL,
  sent_at              TEXT,
  paid_at              TEXT,
  ended_at             TEXT, -- of a rejection or a return
  next_check_at        TEXT, -- when to tell or to ask the bank again; NULL: nothing more is expected
  version              INTEGER NOT NULL DEFAULT 1, reserved_before_fen INTEGER NOT NULL DEFAULT 0 -- left behind by the payout before it
  CONSTRAINT payout_reserve_before_known CHECK (reserved_before_fen >= 0), reserved_fen INTEGER NOT NULL DEFAULT 0 -- left behind by this one
  CONSTRAINT payout_reserve_known CHECK (reserved_fen >= 0), court_deduction_id TEXT REFERENCES court_deductions (id),
  CONSTRAINT payout_covers_something CHECK (covers_from_version >= 0 AND covers_to_version > covers_from_version),
  CONSTRAINT payout_paid_has_a_time CHECK (state <> 'paid' OR paid_at IS NOT NULL),
  CONSTRAINT payout_end_has_a_time CHECK ((state IN ('rejected', 'returned')) = (ended_at IS NOT NULL)),
  CONSTRAINT payout_open_is_looked_after CHECK (state NOT IN ('created', 'unclear', 'sent') OR next_check_at IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX payouts_merchant ON payouts (merchant_id, id);
CREATE INDEX payouts_day ON payouts (merchant_id, day);
CREATE INDEX payouts_range ON payouts (merchant_id, covers_to_version);
CREATE INDEX payouts_open ON payouts (merchant_id) WHERE state IN ('created', 'unclear', 'sent');
CREATE INDEX payouts_failed ON payouts (merchant_id, id) WHERE state IN ('rejected', 'returned');
CREATE INDEX payouts_due ON payouts (next_check_at, id) WHERE next_check_at IS NOT NULL;
CREATE INDEX payouts_deduction ON payouts (court_deduction_id, id) WHERE court_deduction_id IS NOT NULL;
CREATE TRIGGER payouts_are_not_replaced BEFORE INSERT ON payouts
WHEN EXISTS (SELECT 1 FROM payouts WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_begin_created BEFORE INSERT ON payouts
WHEN new.state <> 'created' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'payout_begins_created'); END;
CREATE TRIGGER payouts_are_open_one_at_a_time BEFORE INSERT ON payouts
WHEN EXISTS (SELECT 1 FROM payouts WHERE merchant_id = new.merchant_id AND state IN ('created', 'unclear', 'sent'))
BEGIN SELECT RAISE(ABORT, 'payout_already_open'); END;
CREATE TRIGGER payouts_follow_each_other BEFORE INSERT ON payouts
WHEN new.covers_from_version <> coalesce((SELECT max(covers_to_version) FROM payouts WHERE merchant_id = new.merchant_id), 0)
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_advance_by_one_version BEFORE UPDATE ON payouts WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
CREATE TRIGGER payouts_are_kept BEFORE DELETE ON payouts
BEGIN SELECT RAISE(ABORT, 'payouts_are_kept'); END;
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
CREATE TRIGGER payouts_end_once BEFORE UPDATE ON payouts
WHEN (old.state IN ('rejected', 'returned') OR (old.state = 'paid' AND new.state NOT IN ('paid', 'returned'))
  OR (old.state <> 'created' AND new.state = 'created'))
 AND (new.state <> old.state OR NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.to_account_no, 1, 200) AND sealed_after = substr(new.to_account_no, 1, 200)))
BEGIN SELECT RAISE(ABORT, 'payout_changed_meanwhile'); END;
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
CREATE TRIGGER payouts_keep_their_court BEFORE UPDATE ON payouts WHEN new.court_deduction_id IS NOT old.court_deduction_id
BEGIN SELECT RAISE(ABORT, 'payout_is_fixed'); END;
CREATE TRIGGER payouts_leave_what_courts_hold BEFORE INSERT ON payouts
WHEN new.court_deduction_id IS NULL AND new.amount_fen > max(0,
  coalesce((SELECT balance_fen FROM ledger_accounts WHERE id = 'payable:' || new.merchant_id), 0)
  - coalesce((SELECT sum(o.amount_fen - o.paid_fen) FROM court_orders o
       WHERE o.merchant_id = new.merchant_id AND o.ended_at IS NULL AND o.until_on >= new.day), 0))
  AND EXISTS (SELECT 1 FROM court_orders o WHERE o.merchant_id = new.merchant_id AND o.ended_at IS NULL AND o.until_on >= new.day
       AND o.paid_fen < o.amount_fen)
BEGIN SELECT RAISE(ABORT, 'payout_held_by_court'); END;
CREATE TRIGGER payouts_go_to_the_court_that_was_agreed BEFORE INSERT ON payouts
WHEN new.court_deduction_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM court_deductions d JOIN court_orders o ON o.id = d.order_id
   WHERE d.id = new.court_deduction_id AND d.merchant_id = new.merchant_id AND d.agreed_at IS NOT NULL AND d.ended_at IS NULL
     AND d.to_holder = new.to_holder AND d.to_account_no = new.to_account_no AND d.to_account_mask = new.to_account_mask
     AND new.to_account_version = 0 AND o.ended_at IS NULL AND o.until_on >= new.day)
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;

CREATE TABLE advances (
  id              TEXT PRIMARY KEY,
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  amount_fen      INTEGER NOT NULL CONSTRAINT advance_must_be_positive CHECK (amount_fen > 0),
  level           TEXT NOT NULL,
  owed_fen        INTEGER NOT NULL,
  outstanding_fen INTEGER NOT NULL, -- with this one
  ceiling_fen     INTEGER NOT NULL,
  granted_by      TEXT NOT NULL, -- the owner who asked
  granted_at      TEXT NOT NULL,
  CONSTRAINT advance_exceeds_ceiling CHECK (outstanding_fen <= ceiling_fen)
) STRICT, WITHOUT ROWID;
CREATE INDEX advances_merchant ON advances (merchant_id, id);
CREATE TRIGGER advances_match_the_ledger BEFORE INSERT ON advances
WHEN new.outstanding_fen IS NOT (SELECT -balance_fen FROM ledger_accounts WHERE id = 'advance:' || new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'advance_changed_meanwhile'); END;
CREATE TRIGGER advances_are_not_replaced BEFORE INSERT ON advances
WHEN EXISTS (SELECT 1 FROM advances WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'advances_are_kept'); END;
CREATE TRIGGER advances_are_final BEFORE UPDATE ON advances
BEGIN SELECT RAISE(ABORT, 'advances_are_kept'); END;
CREATE TRIGGER advances_are_kept BEFORE DELETE ON advances
BEGIN SELECT RAISE(ABORT, 'advances_are_kept'); END;
CREATE TRIGGER advances_stop_while_courts_hold BEFORE INSERT ON advances
WHEN EXISTS (SELECT 1 FROM court_orders o WHERE o.merchant_id = new.merchant_id AND o.ended_at IS NULL
  AND o.until_on >= date(new.granted_at, '+8 hours') AND o.paid_fen < o.amount_fen)
BEGIN SELECT RAISE(ABORT, 'advance_not_while_frozen'); END;

CREATE TABLE webhook_endpoints (
  id              TEXT PRIMARY KEY,
  owner_kind      TEXT NOT NULL CONSTRAINT endpoint_owner_known CHECK (owner_kind IN ('merchant', 'bank', 'operator')),
  merchant_id     TEXT REFERENCES merchants (id), -- NULL: sees every event
  created_by      TEXT NOT NULL,
  url             TEXT NOT NULL,
  types           TEXT NOT NULL, -- JSON list of event types, or ["*"]
  rotation        INTEGER NOT NULL DEFAULT 1, -- the secret is derived from id and rotation, never stored
  rotated_at      TEXT,
  read_to_seq     INTEGER NOT NULL, -- events up to here have deliveries
  failing_since   TEXT,
  disabled_at     TEXT,
  created_at      TEXT NOT NULL,
  version         INTEGER NOT NULL DEFAULT 1, disabled_reason TEXT
  CONSTRAINT endpoint_off_reason_known CHECK (disabled_reason IN ('by_owner', 'kept_failing', 'gone')), deleted_at TEXT
  CONSTRAINT endpoint_deleted_is_off CHECK (deleted_at IS NULL OR disabled_at IS NOT NULL),
  CONSTRAINT endpoint_scope_fits_owner CHECK ((owner_kind = 'merchant') = (merchant_id IS NOT NULL))
) STRICT;
CREATE INDEX webhook_endpoints_merchant ON webhook_endpoints (merchant_id, id);
CREATE TRIGGER webhook_endpoints_advance_by_one_version BEFORE UPDATE ON webhook_endpoints WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'endpoint_changed_meanwhile'); END;
CREATE TRIGGER webhook_endpoints_keep_their_owner BEFORE UPDATE ON webhook_endpoints
WHEN new.id <> old.id OR new.owner_kind <> old.owner_kind OR new.merchant_id IS NOT old.merchant_id
BEGIN SELECT RAISE(ABORT, 'endpoints_are_kept'); END;
CREATE TRIGGER webhook_endpoints_are_few BEFORE INSERT ON webhook_endpoints
WHEN (SELECT count(*) FROM webhook_endpoints WHERE owner_kind = new.owner_kind AND merchant_id IS new.merchant_id
         AND disabled_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'endpoints_full'); END;
CREATE TRIGGER webhook_endpoints_are_kept BEFORE DELETE ON webhook_endpoints
BEGIN SELECT RAISE(ABORT, 'endpoints_are_kept'); END;
CREATE TRIGGER webhook_endpoints_are_few_when_enabled BEFORE UPDATE ON webhook_endpoints
WHEN old.disabled_at IS NOT NULL AND new.disabled_at IS NULL
     AND (SELECT count(*) FROM webhook_endpoints WHERE owner_kind = new.owner_kind AND merchant_id IS new.merchant_id
             AND disabled_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'endpoints_full'); END;
CREATE TRIGGER webhook_endpoints_stay_deleted BEFORE UPDATE ON webhook_endpoints WHEN old.deleted_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'endpoint_changed_meanwhile'); END;

CREATE TABLE webhook_deliveries (
  id           TEXT PRIMARY KEY,
  endpoint_id  TEXT NOT NULL REFERENCES webhook_endpoints (id),
  event_id     TEXT NOT NULL,
  event_seq    INTEGER NOT NULL,
  subject_id   TEXT NOT NULL,
  replay       INTEGER NOT NULL DEFAULT 0, -- 0: the first telling; a replay counts up
  state        TEXT NOT NULL DEFAULT 'pending' CONSTRAINT delivery_state_known CHECK (state IN ('pending', 'delivered', 'dead')),
  tries        INTEGER NOT NULL DEFAULT 0,
  next_try_at  TEXT NOT NULL,
  last_status  INTEGER,
  last_fault   TEXT,
  created_at   TEXT NOT NULL,
  ended_at     TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (endpoint_id, event_id, replay),
  CONSTRAINT delivery_end_has_a_time CHECK ((state = 'pending') = (ended_at IS NULL))
) STRICT;
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_try_at, event_seq) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_subject ON webhook_deliveries (endpoint_id, subject_id, event_seq) WHERE state = 'pending';
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (endpoint_id, id);
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (id) WHERE state = 'dead';
CREATE INDEX webhook_deliveries_due_at_endpoint ON webhook_deliveries (endpoint_id, next_try_at, event_seq)
WHERE state = 'pending';
CREATE TRIGGER webhook_deliveries_once BEFORE INSERT ON webhook_deliveries
WHEN EXISTS (SELECT 1 FROM webhook_deliveries WHERE endpoint_id = new.endpoint_id AND event_id = new.event_id AND replay = new.replay)
BEGIN SELECT RAISE(ABORT, 'delivery_changed_meanwhile'); END;
CREATE TRIGGER webhook_deliveries_end_once BEFORE UPDATE ON webhook_deliveries
WHEN old.state <> 'pending' OR new.version <> old.version + 1 OR new.event_id <> old.event_id OR new.endpoint_id <> old.endpoint_id
BEGIN SELECT RAISE(ABORT, 'delivery_changed_meanwhile'); END;
CREATE TRIGGER webhook_deliveries_are_kept BEFORE DELETE ON webhook_deliveries
BEGIN SELECT RAISE(ABORT, 'deliveries_are_kept'); END;

CREATE TABLE webhook_attempts (
  delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (id),
  no          INTEGER NOT NULL,
  at          TEXT NOT NULL,
  status      INTEGER,
  fault       TEXT,
  PRIMARY KEY (delivery_id, no)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_cursor (
  id          INTEGER PRIMARY KEY CONSTRAINT notice_cursor_is_one CHECK (id = 1),
  read_to_seq INTEGER NOT NULL,
  version     INTEGER NOT NULL
) STRICT;
INSERT INTO "notice_cursor" ("id", "read_to_seq", "version") VALUES (1, 0, 1);
CREATE TRIGGER notice_cursor_advances BEFORE UPDATE ON notice_cursor
WHEN new.version <> old.version + 1 OR new.read_to_seq < old.read_to_seq
BEGIN SELECT RAISE(ABORT, 'notices_changed_meanwhile'); END;

CREATE TABLE notices (
  id          TEXT PRIMARY KEY,
  event_id    TEXT NOT NULL UNIQUE,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  type        TEXT NOT NULL,
  text        TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'queued' CONSTRAINT notice_state_known CHECK (state IN ('queued', 'sent')),
  created_at  TEXT NOT NULL,
  sent_at     TEXT,
  CONSTRAINT notice_sent_has_a_time CHECK ((state = 'sent') = (sent_at IS NOT NULL))
) STRICT;
CREATE INDEX notices_queued ON notices (created_at, id) WHERE state = 'queued';
CREATE INDEX notices_consumer ON notices (consumer_id, id);
CREATE TRIGGER notices_once_per_event BEFORE INSERT ON notices
WHEN EXISTS (SELECT 1 FROM notices WHERE event_id = new.event_id)
BEGIN SELECT RAISE(ABORT, 'notices_changed_meanwhile'); END;
CREATE TRIGGER notices_are_sent_once BEFORE UPDATE ON notices WHEN old.state = 'sent'
BEGIN SELECT RAISE(ABORT, 'notices_changed_meanwhile'); END;

CREATE TABLE notice_settings (
  consumer_id TEXT PRIMARY KEY REFERENCES consumers (id),
  uses        INTEGER NOT NULL CONSTRAINT notice_uses_known CHECK (uses IN (0, 1)), -- ordinary uses and purchases
  changed_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_days (
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  count       INTEGER NOT NULL,
  fen         INTEGER NOT NULL,
  count_max   INTEGER NOT NULL,
  fen_max     INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, day),
  CONSTRAINT claims_limit_reached CHECK (count <= count_max AND fen <= fen_max)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER claim_days_stay_within BEFORE UPDATE ON claim_days
WHEN new.count > new.count_max OR new.fen > new.fen_max
BEGIN SELECT RAISE(ABORT, 'claims_limit_reached'); END;

CREATE TABLE corrections (
  id            TEXT PRIMARY KEY,
  redemption_id TEXT NOT NULL REFERENCES redemptions (id),
  card_id       TEXT NOT NULL REFERENCES cards (id),
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  staff_id      TEXT NOT NULL,
  kind          TEXT NOT NULL CONSTRAINT correction_kind_known CHECK (kind IN ('void', 'refund')),
  units         INTEGER NOT NULL CONSTRAINT correction_units_must_be_positive CHECK (units > 0),
  returned_fen  INTEGER NOT NULL CONSTRAINT correction_must_not_take CHECK (returned_fen >= 0),
  lot_uses      TEXT NOT NULL, -- JSON [{lot_id, units, released_fen}] given back
  reason        TEXT NOT NULL,
  status        TEXT NOT NULL CONSTRAINT correction_status_known CHECK (status IN ('awaiting_funds', 'done')),
  created_at    TEXT NOT NULL,
  done_at       TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT correction_done_has_a_time CHECK ((status = 'done') = (done_at IS NOT NULL))
) STRICT;
CREATE INDEX corrections_redemption ON corrections (redemption_id);
CREATE INDEX corrections_merchant ON corrections (merchant_id, id);
CREATE INDEX corrections_awaiting ON corrections (merchant_id, id) WHERE status = 'awaiting_funds';
CREATE INDEX corrections_of_card ON corrections (card_id);
CREATE TRIGGER corrections_never_exceed_the_use BEFORE INSERT ON corrections
WHEN new.units + (SELECT coalesce(sum(units), 0) FROM corrections WHERE redemption_id = new.redemption_id)
   > (SELECT coalesce(sum(units), 0) FROM redemptions WHERE id = new.redemption_id AND status = 'succeeded')
BEGIN SELECT RAISE(ABORT, 'correction_exceeds_use'); END;
CREATE TRIGGER corrections_are_not_replaced BEFORE INSERT ON corrections
WHEN EXISTS (SELECT 1 FROM corrections WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'corrections_are_kept'); END;
CREATE TRIGGER corrections_are_done_once BEFORE UPDATE ON corrections
WHEN old.status = 'done' OR new.version <> old.version + 1 OR new.units <> old.units
  OR new.redemption_id <> old.redemption_id OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id
BEGIN SELECT RAISE(ABORT, 'correction_changed_meanwhile'); END;
CREATE TRIGGER corrections_are_kept BEFORE DELETE ON corrections
BEGIN SELECT RAISE(ABORT, 'corrections_are_kept'); END;

CREATE TABLE counter_days (
  card_id TEXT NOT NULL REFERENCES cards (id),
  day     TEXT NOT NULL,
  count   INTEGER NOT NULL,
  fen     INTEGER NOT NULL, count_max INTEGER NOT NULL DEFAULT 5, fen_max INTEGER NOT NULL DEFAULT 50000, -- at list price; for visits the money behind them
  PRIMARY KEY (card_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER counter_days_begin_within BEFORE INSERT ON counter_days
WHEN new.count > new.count_max OR new.fen > new.fen_max
BEGIN SELECT RAISE(ABORT, 'counter_limit_reached'); END;
CREATE TRIGGER counter_days_stay_within BEFORE UPDATE ON counter_days
WHEN new.count > new.count_max OR new.fen > new.fen_max
BEGIN SELECT RAISE(ABORT, 'counter_limit_reached'); END;

CREATE TABLE card_transfers (
  id             TEXT PRIMARY KEY,
  card_id        TEXT NOT NULL REFERENCES cards (id),
  giver_id       TEXT NOT NULL REFERENCES consumers (id),
  to_phone_index TEXT NOT NULL, -- whoever owns this phone may accept, registered already or not
  to_phone_mask  TEXT NOT NULL,
  recipient_id   TEXT REFERENCES consumers (id),
  status         TEXT NOT NULL CONSTRAINT transfer_status_known
                 CHECK (status IN ('offered', 'accepted', 'declined', 'withdrawn', 'expired')),
  created_at     TEXT NOT NULL,
  expires_at     TEXT NOT NULL,
  ended_at       TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT transfer_end_has_a_time CHECK ((status = 'offered') = (ended_at IS NULL)),
  CONSTRAINT transfer_accepted_has_a_recipient CHECK ((status = 'accepted') = (recipient_id IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX card_transfers_open ON card_transfers (card_id) WHERE status = 'offered';
CREATE INDEX card_transfers_giver ON card_transfers (giver_id, id);
CREATE INDEX card_transfers_phone ON card_transfers (to_phone_index, id);
CREATE INDEX card_transfers_due ON card_transfers (expires_at) WHERE status = 'offered';
CREATE INDEX card_transfers_of_card ON card_transfers (card_id, id);
CREATE TRIGGER card_transfers_one_open BEFORE INSERT ON card_transfers
WHEN EXISTS (SELECT 1 FROM card_transfers WHERE card_id = new.card_id AND status = 'offered')
BEGIN SELECT RAISE(ABORT, 'transfer_already_offered'); END;
CREATE TRIGGER card_transfers_end_once BEFORE UPDATE ON card_transfers
WHEN old.status <> 'offered' OR new.version <> old.version + 1 OR new.id <> old.id OR new.card_id <> old.card_id
  OR new.giver_id <> old.giver_id OR new.to_phone_index <> old.to_phone_index
BEGIN SELECT RAISE(ABORT, 'transfer_changed_meanwhile'); END;
CREATE TRIGGER card_transfers_are_kept BEFORE DELETE ON card_transfers
BEGIN SELECT RAISE(ABORT, 'card_transfers_are_kept'); END;

CREATE TABLE card_companions (
  id           TEXT PRIMARY KEY,
  card_id      TEXT NOT NULL REFERENCES cards (id),
  phone_index  TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  consumer_id  TEXT REFERENCES consumers (id), -- once accepted
  relation     TEXT NOT NULL CONSTRAINT companion_relation_known
               CHECK (relation IN ('child', 'parent', 'spouse', 'guardian', 'other')),
  status       TEXT NOT NULL CONSTRAINT companion_status_known CHECK (status IN ('invited', 'accepted', 'ended')),
  created_at   TEXT NOT NULL,
  accepted_at  TEXT,
  ended_at     TEXT,
  ended_by     TEXT CONSTRAINT companion_ender_known CHECK (ended_by IN ('holder', 'companion', 'transfer')),
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT companion_accepted_is_somebody CHECK (status <> 'accepted' OR consumer_id IS NOT NULL),
  CONSTRAINT companion_end_has_a_time CHECK ((status = 'ended') = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX card_companions_card ON card_companions (card_id, id);
CREATE INDEX card_companions_phone ON card_companions (phone_index, id);
CREATE UNIQUE INDEX card_companions_person ON card_companions (consumer_id, card_id) WHERE status = 'accepted';
CREATE TRIGGER card_companions_are_three BEFORE INSERT ON card_companions
WHEN (SELECT count(*) FROM card_companions WHERE card_id = new.card_id AND status <> 'ended') >= 3
BEGIN SELECT RAISE(ABORT, 'companions_full'); END;
CREATE TRIGGER card_companions_once_each BEFORE INSERT ON card_companions
WHEN EXISTS (SELECT 1 FROM card_companions
              WHERE card_id = new.card_id AND phone_index = new.phone_index AND status <> 'ended')
BEGIN SELECT RAISE(ABORT, 'companion_already_invited'); END;
CREATE TRIGGER card_companions_are_kept BEFORE DELETE ON card_companions
BEGIN SELECT RAISE(ABORT, 'card_companions_are_kept'); END;
CREATE TRIGGER card_companions_end_once BEFORE UPDATE ON card_companions
WHEN old.status = 'ended' OR new.version <> old.version + 1 OR new.id <> old.id OR new.card_id <> old.card_id
  OR (new.phone_index <> old.phone_index AND NOT EXISTS (
        SELECT 1 FROM joined_accounts WHERE consumer_id = old.consumer_id AND into_id = new.consumer_id))
BEGIN SELECT RAISE(ABORT, 'companion_changed_meanwhile'); END;

CREATE TABLE service_stop_tellings (
  stop_id       TEXT NOT NULL REFERENCES service_stops (id),
  type          TEXT NOT NULL CONSTRAINT telling_type_known CHECK (type IN ('service.stopped', 'service.resumed')),
  merchant_id   TEXT NOT NULL,
  service       TEXT,
  told_to_card  TEXT NOT NULL DEFAULT '', -- the last card that was told
  told_count    INTEGER NOT NULL DEFAULT 0,
  created_at    TEXT NOT NULL,
  done_at       TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (stop_id, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX service_stop_tellings_due ON service_stop_tellings (created_at) WHERE done_at IS NULL;
CREATE TRIGGER service_stop_tellings_advance BEFORE UPDATE ON service_stop_tellings
WHEN old.done_at IS NOT NULL OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;

CREATE TABLE job_runs (
  job        TEXT PRIMARY KEY,
  ran_at     TEXT NOT NULL,
  handled    INTEGER NOT NULL,
  unfinished INTEGER NOT NULL CONSTRAINT job_unfinished_known CHECK (unfinished IN (0, 1)), -- the next tick goes on
  error      TEXT -- when the job as a whole broke
) STRICT, WITHOUT ROWID;

CREATE TABLE job_failures (
  job         TEXT NOT NULL,
  subject_id  TEXT NOT NULL,
  error       TEXT NOT NULL,
  tries       INTEGER NOT NULL CONSTRAINT job_tries_must_be_positive CHECK (tries > 0),
  first_at    TEXT NOT NULL,
  last_at     TEXT NOT NULL,
  next_try_at TEXT NOT NULL,
  dead_at     TEXT,
  PRIMARY KEY (job, subject_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_failures_dead ON job_failures (dead_at) WHERE dead_at IS NOT NULL;
CREATE INDEX job_failures_job ON job_failures (job, dead_at);

CREATE TABLE shops (
  id          TEXT PRIMARY KEY, -- the first shop's has the digits of its merchant's
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  name        TEXT NOT NULL,
  address     TEXT NOT NULL,
  district    TEXT NOT NULL,
  opened_at   TEXT NOT NULL,
  closed_at   TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX shops_merchant ON shops (merchant_id, id);
CREATE TRIGGER shops_are_not_replaced BEFORE INSERT ON shops WHEN EXISTS (SELECT 1 FROM shops WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'merchant_changed_meanwhile'); END;
CREATE TRIGGER shops_have_names_of_their_own BEFORE INSERT ON shops
WHEN EXISTS (SELECT 1 FROM shops WHERE merchant_id = new.merchant_id AND name = new.name AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_name_taken'); END;
CREATE TRIGGER shops_keep_names_of_their_own BEFORE UPDATE ON shops
WHEN new.closed_at IS NULL AND new.name <> old.name
 AND EXISTS (SELECT 1 FROM shops WHERE merchant_id = new.merchant_id AND name = new.name AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_name_taken'); END;
CREATE TRIGGER shops_are_few BEFORE INSERT ON shops
WHEN (SELECT count(*) FROM shops WHERE merchant_id = new.merchant_id AND closed_at IS NULL) >= 50
BEGIN SELECT RAISE(ABORT, 'shops_too_many'); END;
CREATE TRIGGER shops_advance_by_one_version BEFORE UPDATE ON shops WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'shop_changed_meanwhile'); END;
CREATE TRIGGER shops_close_once BEFORE UPDATE ON shops WHEN old.closed_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;
CREATE TRIGGER shops_leave_one_open BEFORE UPDATE ON shops
WHEN new.closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE merchant_id = old.merchant_id
                                                  AND closed_at IS NULL AND id <> old.id)
BEGIN SELECT RAISE(ABORT, 'last_shop_must_stay'); END;
CREATE TRIGGER shops_are_kept BEFORE DELETE ON shops
BEGIN SELECT RAISE(ABORT, 'shops_are_kept'); END;
CREATE TRIGGER shops_keep_their_merchant BEFORE UPDATE ON shops
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.opened_at <> old.opened_at
BEGIN SELECT RAISE(ABORT, 'shops_are_kept'); END;

CREATE TABLE shop_staff (
  staff_id TEXT PRIMARY KEY REFERENCES staff (id),
  shop_id  TEXT NOT NULL REFERENCES shops (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shop_staff_shop ON shop_staff (shop_id, staff_id);
CREATE TRIGGER shop_staff_begin_at_an_open_shop BEFORE INSERT ON shop_staff
WHEN NOT EXISTS (SELECT 1 FROM shops s JOIN staff p ON p.merchant_id = s.merchant_id
                  WHERE s.id = new.shop_id AND p.id = new.staff_id AND s.closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;
CREATE TRIGGER shop_staff_move_to_an_open_shop BEFORE UPDATE ON shop_staff
WHEN NOT EXISTS (SELECT 1 FROM shops s JOIN staff p ON p.merchant_id = s.merchant_id
                  WHERE s.id = new.shop_id AND p.id = new.staff_id AND s.closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;

CREATE TABLE shop_days (
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  day          TEXT NOT NULL, -- Asia/Shanghai
  shop_id      TEXT NOT NULL REFERENCES shops (id),
  uses_count   INTEGER NOT NULL DEFAULT 0,
  released_fen INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (merchant_id, day, shop_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE refunds (
  id               TEXT PRIMARY KEY,
  card_id          TEXT NOT NULL REFERENCES cards (id),
  merchant_id      TEXT NOT NULL REFERENCES merchants (id),
  consumer_id      TEXT NOT NULL REFERENCES consumers (id),
  origin           TEXT NOT NULL CONSTRAINT refund_origin_known CHECK (origin IN ('holder', 'closure', 'expiry', 'incident')),
  origin_id        TEXT, -- the closure or incident it belongs to
  cause            TEXT NOT NULL CONSTRAINT refund_cause_known CHECK (cause IN ('cooling_off', 'consumer', 'merchant', 'neutral')),
  ground           TEXT NOT NULL, -- why, in one of the law's grounds
  note             TEXT,          -- and in the holder's own words
  status           TEXT NOT NULL CONSTRAINT refund_status_known CHECK (status IN ('asked', 'contested', 'decided', 'done', 'withdrawn')),
  basis            TEXT CONSTRAINT refund_basis_known CHECK (basis IN ('cooling_off', 'not_consumer_cause', 'consumer_cause', 'awarded')),
  undisputed_fen   INTEGER NOT NULL, -- as at the request
  disputed_fen     INTEGER NOT NULL,
  awarded_fen      INTEGER,          -- of the disputed part, by a mediator
  difference_fen   INTEGER NOT NULL DEFAULT 0, -- what went to the shop in the end (§19)
  quote            TEXT NOT NULL,    -- JSON: the law's figures as at the request, line by line
  terminated_on    TEXT NOT NULL,
  requested_at     TEXT NOT NULL,
  contest_by       TEXT,    -- until when the shop may contest; silence pays
  escalates_at     TEXT,    -- when the authority is told that it is still open
  decide_by        TEXT,    -- the fifteenth day: what is still open then goes to the holder (处罚办法 §10)
  contested_at     TEXT,
  contest_reason   TEXT,
  contest_proof    TEXT,
  escalated_at     TEXT,
  decided_at       TEXT,
  decided_by       TEXT CONSTRAINT refund_decider_known CHECK (decided_by IN ('law', 'shop', 'silence', 'mediator', 'deadline', 'holder')),
  decided_reason   TEXT,
  account_sealed   TEXT,    -- the holder's own bank account, for what the original route does not take
  account_mask     TEXT,
  account_holder   TEXT,    -- sealed
  done_at          TEXT,
  version          INTEGER NOT NULL DEFAULT 1, cap_fen INTEGER CONSTRAINT refund_cap_must_not_be_negative CHECK (cap_fen IS NULL OR cap_fen >= 0), provisional_after TEXT,
  CONSTRAINT refund_amounts_known CHECK (undisputed_fen >= 0 AND disputed_fen >= 0 AND difference_fen >= 0 AND (awarded_fen IS NULL OR awarded_fen BETWEEN 0 AND disputed_fen)),
  CONSTRAINT refund_basis_fits_status CHECK ((basis IS NULL) = (status IN ('asked', 'contested') OR (status = 'withdrawn' AND basis IS NULL))),
  CONSTRAINT refund_waits_with_a_deadline CHECK (status <> 'asked' OR (contest_by IS NOT NULL AND decide_by IS NOT NULL))
) STRICT;
CREATE INDEX refunds_card ON refunds (card_id, id);
CREATE INDEX refunds_merchant ON refunds (merchant_id, id);
CREATE INDEX refunds_origin ON refunds (origin_id, id) WHERE origin_id IS NOT NULL;
CREATE INDEX refunds_asked ON refunds (contest_by) WHERE status = 'asked';
CREATE INDEX refunds_open ON refunds (decide_by) WHERE status IN ('asked', 'contested');
CREATE INDEX refunds_escalating ON refunds (escalates_at) WHERE status IN ('asked', 'contested') AND escalated_at IS NULL;
CREATE INDEX refunds_decided ON refunds (id) WHERE status = 'decided';
CREATE INDEX refunds_provisional ON refunds (provisional_after, id) WHERE provisional_after IS NOT NULL AND status = 'asked';
CREATE TRIGGER refunds_are_not_replaced BEFORE INSERT ON refunds
WHEN EXISTS (SELECT 1 FROM refunds WHERE id = new.id) OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refunds_advance_by_one_version BEFORE UPDATE ON refunds WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refunds_keep_their_terms BEFORE UPDATE ON refunds
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id OR new.cause <> old.cause
  OR new.quote <> old.quote OR new.undisputed_fen <> old.undisputed_fen OR new.disputed_fen <> old.disputed_fen
  OR new.terminated_on <> old.terminated_on OR new.requested_at <> old.requested_at
  OR (old.basis IS NOT NULL AND (new.basis IS NOT old.basis OR new.awarded_fen IS NOT old.awarded_fen) AND new.status <> 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'refund_is_fixed'); END;
CREATE TRIGGER refunds_are_kept BEFORE DELETE ON refunds
BEGIN SELECT RAISE(ABORT, 'refunds_are_kept'); END;
CREATE TRIGGER refund_runs_begin_with_a_refund AFTER INSERT ON refunds WHEN new.origin_id IS NOT NULL
BEGIN
  INSERT INTO refund_runs (origin_id) SELECT new.origin_id
   WHERE NOT EXISTS (SELECT 1 FROM refund_runs WHERE origin_id = new.origin_id);
  UPDATE refund_runs SET opened_count = opened_count + 1, done_count = done_count + (new.status = 'done'),
         capped_count = capped_count + (new.cap_fen IS NOT NULL AND new.status <> 'done')
   WHERE origin_id = new.origin_id;
END;
CREATE TRIGGER refund_runs_follow_refunds AFTER UPDATE OF status ON refunds
WHEN new.origin_id IS NOT NULL AND new.status <> old.status
BEGIN
  UPDATE refund_runs SET done_count = done_count + (new.status = 'done') - (old.status = 'done'),
         capped_count = capped_count + (new.cap_fen IS NOT NULL) * ((old.status = 'done') - (new.status = 'done'))
   WHERE origin_id = new.origin_id;
END;
CREATE TRIGGER refunds_move_later_only BEFORE UPDATE ON refunds
WHEN (new.contest_by IS NOT old.contest_by AND (old.provisional_after IS NULL OR new.contest_by < old.contest_by))
  OR new.escalates_at IS NOT old.escalates_at OR new.decide_by IS NOT old.decide_by
BEGIN SELECT RAISE(ABORT, 'refund_is_fixed'); END;
CREATE TRIGGER refunds_end_once BEFORE UPDATE ON refunds
WHEN (old.status = 'withdrawn' OR (old.status = 'done' AND new.status <> 'decided'))
 AND NOT (new.status = old.status AND new.consumer_id <> old.consumer_id AND new.done_at IS old.done_at)
 AND (new.status <> old.status OR new.consumer_id <> old.consumer_id OR new.done_at IS NOT old.done_at
      OR NOT EXISTS (SELECT 1 FROM seal_swaps
        WHERE (sealed_before = substr(old.account_sealed, 1, 200) AND sealed_after = substr(new.account_sealed, 1, 200))
           OR (sealed_before = substr(old.account_holder, 1, 200) AND sealed_after = substr(new.account_holder, 1, 200))))
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;

CREATE TABLE refund_parts (
  id              TEXT PRIMARY KEY,
  refund_id       TEXT NOT NULL REFERENCES refunds (id),
  lot_id          TEXT NOT NULL REFERENCES lots (id),
  card_id         TEXT NOT NULL REFERENCES cards (id),
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  purchase_id     TEXT NOT NULL REFERENCES purchases (id),
  amount_fen      INTEGER NOT NULL CONSTRAINT refund_part_must_be_positive CHECK (amount_fen > 0),
  route           TEXT NOT NULL CONSTRAINT refund_route_known CHECK (route IN ('original', 'bank')),
  state           TEXT NOT NULL CONSTRAINT refund_part_state_known
                  CHECK (state IN ('created', 'awaiting_account', 'sent', 'succeeded', 'failed', 'withdrawn')),
  provider_ref    TEXT, -- the provider's refund, or the bank's reference
  reason          TEXT, -- why it failed, in the provider's or bank's word
  instead_of      TEXT, -- the part that failed before this one
  tries           INTEGER NOT NULL DEFAULT 0,
  next_check_at   TEXT, -- when to send it, or to ask what became of it; NULL: nothing more to ask
  funded_at       TEXT, -- original route: when custody made good what the provider paid out
  unfunded_at     TEXT, -- and when the provider gave it back because the refund failed after all
  created_at      TEXT NOT NULL,
  sent_at         TEXT,
  ended_at        TEXT,
  version         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX refund_parts_refund ON refund_parts (refund_id, id);
CREATE INDEX refund_parts_provider_ref ON refund_parts (provider_ref) WHERE provider_ref IS NOT NULL;
CREATE INDEX refund_parts_due ON refund_parts (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX refund_parts_purchase ON refund_parts (purchase_id);
CREATE INDEX refund_parts_unfunded ON refund_parts (id) WHERE state = 'succeeded' AND route = 'original' AND funded_at IS NULL;
CREATE INDEX refund_parts_failed_funded ON refund_parts (id)
  WHERE state = 'failed' AND funded_at IS NOT NULL AND unfunded_at IS NULL;
CREATE INDEX refund_parts_of_card ON refund_parts (card_id);
CREATE INDEX refund_parts_of_merchant ON refund_parts (merchant_id, id);
CREATE INDEX refund_parts_funding ON refund_parts (merchant_id, coalesce(funded_at, '9999'))
  WHERE route = 'original' AND state = 'succeeded';
CREATE INDEX refund_parts_of_lot ON refund_parts (lot_id);
CREATE TRIGGER refund_parts_are_not_replaced BEFORE INSERT ON refund_parts
WHEN EXISTS (SELECT 1 FROM refund_parts WHERE id = new.id) OR new.version <> 1 OR new.state NOT IN ('created', 'awaiting_account')
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refund_parts_advance_by_one_version BEFORE UPDATE ON refund_parts WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refund_parts_keep_their_terms BEFORE UPDATE ON refund_parts
WHEN new.id <> old.id OR new.refund_id <> old.refund_id OR new.lot_id <> old.lot_id OR new.purchase_id <> old.purchase_id
  OR new.amount_fen <> old.amount_fen OR new.route <> old.route OR new.instead_of IS NOT old.instead_of
BEGIN SELECT RAISE(ABORT, 'refund_is_fixed'); END;
CREATE TRIGGER refund_parts_end_once BEFORE UPDATE ON refund_parts
WHEN new.state <> old.state AND (old.state IN ('failed', 'withdrawn') OR (old.state = 'succeeded' AND new.state <> 'failed'))
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
CREATE TRIGGER refund_parts_are_kept BEFORE DELETE ON refund_parts
BEGIN SELECT RAISE(ABORT, 'refunds_are_kept'); END;
CREATE TRIGGER refund_runs_follow_new_parts AFTER INSERT ON refund_parts
BEGIN
  UPDATE refund_runs SET on_the_way_fen = on_the_way_fen + new.amount_fen * (new.state = 'created'),
         waiting_fen = waiting_fen + new.amount_fen * (new.state = 'awaiting_account')
   WHERE origin_id = (SELECT origin_id FROM refunds WHERE id = new.refund_id);
END;
CREATE TRIGGER refund_runs_follow_parts AFTER UPDATE OF state ON refund_parts WHEN new.state <> old.state
BEGIN
  UPDATE refund_runs
     SET on_the_way_fen = on_the_way_fen
           + new.amount_fen * ((new.state IN ('created', 'sent')) - (old.state IN ('created', 'sent'))),
         waiting_fen = waiting_fen
           + new.amount_fen * ((new.state = 'awaiting_account') - (old.state = 'awaiting_account')),
         arrived_fen = arrived_fen + new.amount_fen * ((new.state = 'succeeded') - (old.state = 'succeeded'))
   WHERE origin_id = (SELECT origin_id FROM refunds WHERE id = new.refund_id);
END;

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
CREATE INDEX endings_short ON endings (merchant_id) WHERE phase = 'done' AND shortfall_fen > 0;
CREATE TRIGGER endings_one_at_a_time BEFORE INSERT ON endings
WHEN new.version <> 1 OR EXISTS (SELECT 1 FROM endings WHERE id = new.id OR (merchant_id = new.merchant_id AND phase NOT IN ('done', 'dismissed')))
BEGIN SELECT RAISE(ABORT, 'merchant_is_ending'); END;
CREATE TRIGGER endings_advance_by_one_version BEFORE UPDATE ON endings
WHEN new.version <> old.version + 1 OR old.phase IN ('done', 'dismissed')
BEGIN SELECT RAISE(ABORT, 'ending_changed_meanwhile'); END;
CREATE TRIGGER endings_are_kept BEFORE DELETE ON endings
BEGIN SELECT RAISE(ABORT, 'endings_are_kept'); END;
CREATE TRIGGER endings_need_another_person BEFORE UPDATE OF confirmed_by ON endings
WHEN new.confirmed_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.reported_by AND checker.subject_id = new.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'incident_needs_another_official'); END;

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

CREATE TABLE book_runs (
  id             TEXT PRIMARY KEY,
  asked_by       TEXT NOT NULL, -- an official, or the clock
  started_at     TEXT NOT NULL,
  pass           INTEGER NOT NULL DEFAULT 0, -- how many passes are over
  at_key         TEXT NOT NULL DEFAULT '',   -- where the running one goes on
  looked_at      INTEGER NOT NULL DEFAULT 0,
  findings_count INTEGER NOT NULL DEFAULT 0,
  broken_passes  TEXT NOT NULL DEFAULT '[]', -- JSON: names of passes that could not run
  result         TEXT CONSTRAINT book_run_result_known CHECK (result IN ('clean', 'mismatch', 'incomplete')),
  done_at        TEXT,
  version        INTEGER NOT NULL DEFAULT 1, scope TEXT NOT NULL DEFAULT 'full' CONSTRAINT book_run_scope_known CHECK (scope IN ('full', 'night')), since TEXT NOT NULL DEFAULT '{}', upto TEXT NOT NULL DEFAULT '{}',
  CONSTRAINT book_run_ends_with_a_result CHECK ((result IS NULL) = (done_at IS NULL))
) STRICT;
CREATE INDEX book_runs_open ON book_runs (id) WHERE result IS NULL;
CREATE INDEX book_runs_clean ON book_runs (id) WHERE result = 'clean';
CREATE TRIGGER book_runs_one_at_a_time BEFORE INSERT ON book_runs
WHEN new.version <> 1 OR EXISTS (SELECT 1 FROM book_runs WHERE result IS NULL OR id = new.id)
BEGIN SELECT RAISE(ABORT, 'book_run_is_running'); END;
CREATE TRIGGER book_runs_advance_by_one_version BEFORE UPDATE ON book_runs
WHEN new.version <> old.version + 1 OR old.result IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'book_run_changed_meanwhile'); END;
CREATE TRIGGER book_runs_are_kept BEFORE DELETE ON book_runs
BEGIN SELECT RAISE(ABORT, 'book_runs_are_kept'); END;

CREATE TABLE book_findings (
  run_id   TEXT NOT NULL REFERENCES book_runs (id),
  no       INTEGER NOT NULL,
  pass     TEXT NOT NULL,
  id       TEXT NOT NULL,
  found    TEXT NOT NULL,
  expected TEXT NOT NULL,
  PRIMARY KEY (run_id, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER book_findings_are_final BEFORE UPDATE ON book_findings
BEGIN SELECT RAISE(ABORT, 'book_runs_are_kept'); END;
CREATE TRIGGER book_findings_are_kept BEFORE DELETE ON book_findings
BEGIN SELECT RAISE(ABORT, 'book_runs_are_kept'); END;

CREATE TABLE merchant_changes (
  id              TEXT PRIMARY KEY,
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  kind            TEXT NOT NULL CONSTRAINT change_kind_known CHECK (kind IN ('move', 'legal_representative', 'licence', 'takeover')),
  facts           TEXT NOT NULL, -- JSON: what is new
  reason          TEXT NOT NULL,
  from_on         TEXT NOT NULL, -- the first day on which it holds
  leave_by        TEXT NOT NULL, -- until when holders may leave for it
  announced_by    TEXT NOT NULL,
  announced_at    TEXT NOT NULL,
  status          TEXT NOT NULL DEFAULT 'announced'
                  CONSTRAINT change_status_known CHECK (status IN ('announced', 'verified', 'refused', 'effective')),
  checked_by      TEXT,
  checked_at      TEXT,
  checked_note    TEXT,
  effective_at    TEXT,
  told_to_card    TEXT NOT NULL DEFAULT '',
  told_count      INTEGER NOT NULL DEFAULT 0,
  told_at         TEXT, -- when the last holder was told
  consented_count INTEGER NOT NULL DEFAULT 0,
  declined_count  INTEGER NOT NULL DEFAULT 0,
  version         INTEGER NOT NULL DEFAULT 1, resembles TEXT CONSTRAINT change_resembles_somebody CHECK (resembles IS NULL OR json_valid(resembles)),
  CONSTRAINT change_is_checked_by_somebody CHECK ((checked_at IS NULL) = (status = 'announced'))
) STRICT;
CREATE INDEX merchant_changes_merchant ON merchant_changes (merchant_id, id);
CREATE INDEX merchant_changes_untold ON merchant_changes (id) WHERE told_at IS NULL;
CREATE INDEX merchant_changes_verified ON merchant_changes (from_on) WHERE status = 'verified';
CREATE INDEX merchant_changes_waiting ON merchant_changes (merchant_id, id) WHERE status = 'announced';
CREATE TRIGGER merchant_changes_one_at_a_time BEFORE INSERT ON merchant_changes
WHEN new.version <> 1 OR EXISTS (SELECT 1 FROM merchant_changes WHERE id = new.id
  OR (merchant_id = new.merchant_id AND kind = new.kind AND status IN ('announced', 'verified')))
BEGIN SELECT RAISE(ABORT, 'change_already_announced'); END;
CREATE TRIGGER merchant_changes_advance_by_one_version BEFORE UPDATE ON merchant_changes
WHEN new.version <> old.version + 1 OR (old.status IN ('refused', 'effective') AND new.status <> old.status)
BEGIN SELECT RAISE(ABORT, 'change_changed_meanwhile'); END;
CREATE TRIGGER merchant_changes_keep_their_terms BEFORE UPDATE ON merchant_changes
WHEN new.merchant_id <> old.merchant_id OR new.kind <> old.kind OR new.facts <> old.facts OR new.from_on <> old.from_on
  OR new.leave_by <> old.leave_by OR new.announced_at <> old.announced_at
BEGIN SELECT RAISE(ABORT, 'change_changed_meanwhile'); END;
CREATE TRIGGER merchant_changes_are_kept BEFORE DELETE ON merchant_changes
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;

CREATE TABLE takeover_answers (
  change_id   TEXT NOT NULL REFERENCES merchant_changes (id),
  card_id     TEXT NOT NULL REFERENCES cards (id),
  consumer_id TEXT NOT NULL,
  answer      TEXT NOT NULL CONSTRAINT takeover_answer_known CHECK (answer IN ('consented', 'declined')),
  refund_id   TEXT,
  at          TEXT NOT NULL,
  PRIMARY KEY (change_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER takeover_answers_are_given_once BEFORE INSERT ON takeover_answers
WHEN EXISTS (SELECT 1 FROM takeover_answers WHERE change_id = new.change_id AND card_id = new.card_id)
BEGIN SELECT RAISE(ABORT, 'takeover_already_answered'); END;
CREATE TRIGGER takeover_answers_are_final BEFORE UPDATE ON takeover_answers
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;
CREATE TRIGGER takeover_answers_are_kept BEFORE DELETE ON takeover_answers
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;

CREATE TABLE lot_expiries (
  lot_id  TEXT NOT NULL REFERENCES lots (id),
  stage   TEXT NOT NULL CONSTRAINT expiry_stage_known CHECK (stage IN ('in_30_days', 'in_7_days', 'over')),
  ends_on TEXT NOT NULL, -- the end it was about: after an extension it is told anew
  at      TEXT NOT NULL,
  PRIMARY KEY (lot_id, stage, ends_on)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER lot_expiries_are_told_once BEFORE INSERT ON lot_expiries
WHEN EXISTS (SELECT 1 FROM lot_expiries WHERE lot_id = new.lot_id AND stage = new.stage AND ends_on = new.ends_on)
BEGIN SELECT RAISE(ABORT, 'card_changed_meanwhile'); END;
CREATE TRIGGER lot_expiries_are_kept BEFORE DELETE ON lot_expiries
BEGIN SELECT RAISE(ABORT, 'changes_are_kept'); END;

CREATE TABLE bank_files (
  id               TEXT PRIMARY KEY,
  content_hash     TEXT NOT NULL UNIQUE, -- SHA-256 of the bytes as they came
  bytes_count      INTEGER NOT NULL,
  source           TEXT NOT NULL CONSTRAINT bank_file_source_known CHECK (source IN ('bank', 'upload')),
  given_by         TEXT NOT NULL, -- an official, or the clock
  statements_count INTEGER NOT NULL,
  lines_count      INTEGER NOT NULL, -- in the file
  new_count        INTEGER NOT NULL, -- and how many of them were not known yet
  held_count       INTEGER NOT NULL, -- pages that wait for the others of their statement
  warnings         TEXT NOT NULL, -- JSON
  imported_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_files_brought ON bank_files (id) WHERE source = 'upload';
CREATE TRIGGER bank_files_come_once BEFORE INSERT ON bank_files
WHEN EXISTS (SELECT 1 FROM bank_files WHERE id = new.id OR content_hash = new.content_hash)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_files_are_final BEFORE UPDATE ON bank_files
WHEN new.id <> old.id OR new.content_hash <> old.content_hash OR new.imported_at <> old.imported_at OR old.new_count <> -1
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_files_are_kept BEFORE DELETE ON bank_files
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_file_chunks (
  content_hash TEXT NOT NULL,
  no           INTEGER NOT NULL,
  lines_count  INTEGER NOT NULL,
  of_count     INTEGER NOT NULL, -- chunks in all
  lines        TEXT NOT NULL,    -- JSON
  at           TEXT NOT NULL,
  PRIMARY KEY (content_hash, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_file_chunks_come_once BEFORE INSERT ON bank_file_chunks
WHEN EXISTS (SELECT 1 FROM bank_file_chunks WHERE content_hash = new.content_hash AND no = new.no)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;

CREATE TABLE bank_held_pages (
  account_no   TEXT NOT NULL,
  statement_id TEXT NOT NULL,
  first_page   INTEGER NOT NULL,
  file_id      TEXT NOT NULL REFERENCES bank_files (id),
  page         TEXT NOT NULL, -- JSON, masked
  held_at      TEXT NOT NULL,
  PRIMARY KEY (account_no, statement_id, first_page)
) STRICT, WITHOUT ROWID;

CREATE TABLE bank_statements (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  account_no   TEXT NOT NULL,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  statement_id TEXT NOT NULL,
  sequence     INTEGER,
  from_on      TEXT NOT NULL,
  to_on        TEXT NOT NULL,
  opening_fen  INTEGER NOT NULL,
  closing_fen  INTEGER NOT NULL,
  lines_count  INTEGER NOT NULL,
  file_id      TEXT NOT NULL REFERENCES bank_files (id),
  replaced_by  TEXT REFERENCES bank_files (id), -- the file that told this statement anew
  CONSTRAINT bank_statement_days_known CHECK (from_on <= to_on)
) STRICT;
CREATE UNIQUE INDEX bank_statements_told ON bank_statements (account_no, statement_id) WHERE replaced_by IS NULL;
CREATE INDEX bank_statements_days ON bank_statements (merchant_id, to_on);
CREATE INDEX bank_statements_to ON bank_statements (to_on, seq);
CREATE INDEX bank_statements_of_file ON bank_statements (file_id);
CREATE TRIGGER bank_statements_do_not_contradict BEFORE INSERT ON bank_statements
WHEN EXISTS (SELECT 1 FROM bank_statements WHERE account_no = new.account_no AND statement_id = new.statement_id AND replaced_by IS NULL)
BEGIN SELECT RAISE(ABORT, 'bank_statement_contradicts'); END;
CREATE TRIGGER bank_statements_are_final BEFORE UPDATE ON bank_statements
WHEN old.replaced_by IS NOT NULL OR new.account_no <> old.account_no OR new.opening_fen <> old.opening_fen
  OR new.closing_fen <> old.closing_fen OR new.from_on <> old.from_on OR new.to_on <> old.to_on OR new.file_id <> old.file_id
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_statements_are_kept BEFORE DELETE ON bank_statements
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_lines (
  seq                  INTEGER PRIMARY KEY AUTOINCREMENT,
  account_no           TEXT NOT NULL,
  merchant_id          TEXT NOT NULL,
  statement_id         TEXT NOT NULL,
  file_id              TEXT NOT NULL,
  line_key             TEXT NOT NULL, -- the same movement told again has the same key
  booked_on            TEXT NOT NULL,
  amount_fen           INTEGER NOT NULL, -- into the account is positive
  match_key            TEXT,          -- the instruction it answers to, as we spell it
  bank_reference       TEXT,
  is_reversal          INTEGER NOT NULL,
  is_charge            INTEGER NOT NULL,
  batch_count          INTEGER,
  counterparty         TEXT,          -- masked
  counterparty_account TEXT,          -- masked
  remittance           TEXT,          -- long numbers masked
  file_line            INTEGER NOT NULL,
  state                TEXT NOT NULL DEFAULT 'open' CONSTRAINT bank_line_state_known
    CHECK (state IN ('open', 'announced', 'matched', 'resolved', 'withdrawn')),
  match_id             TEXT,
  matched_on           TEXT
) STRICT;
CREATE UNIQUE INDEX bank_lines_told ON bank_lines (account_no, line_key) WHERE state <> 'withdrawn';
CREATE INDEX bank_lines_open ON bank_lines (merchant_id, booked_on) WHERE state = 'open';
CREATE INDEX bank_lines_match_key ON bank_lines (match_key) WHERE match_key IS NOT NULL;
CREATE INDEX bank_lines_match ON bank_lines (match_id) WHERE match_id IS NOT NULL;
CREATE INDEX bank_lines_day ON bank_lines (merchant_id, booked_on, seq);
CREATE INDEX bank_lines_resolved ON bank_lines (account_no, statement_id) WHERE state = 'resolved';
CREATE TRIGGER bank_lines_do_not_contradict BEFORE INSERT ON bank_lines
WHEN EXISTS (SELECT 1 FROM bank_lines WHERE account_no = new.account_no AND line_key = new.line_key AND state <> 'withdrawn')
BEGIN SELECT RAISE(ABORT, 'bank_statement_contradicts'); END;
CREATE TRIGGER bank_lines_keep_what_was_said BEFORE UPDATE ON bank_lines
WHEN old.state = 'withdrawn' OR new.account_no <> old.account_no OR new.amount_fen <> old.amount_fen
  OR new.booked_on <> old.booked_on OR new.line_key <> old.line_key OR new.match_key IS NOT old.match_key
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_lines_resolved_stay BEFORE UPDATE ON bank_lines WHEN old.state = 'resolved' AND new.state <> 'resolved'
BEGIN SELECT RAISE(ABORT, 'bank_line_is_resolved'); END;
CREATE TRIGGER bank_lines_are_kept BEFORE DELETE ON bank_lines
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_lines_come_with_their_statement BEFORE INSERT ON bank_lines
WHEN new.state = 'open' AND EXISTS (SELECT 1 FROM bank_statements s WHERE s.account_no = new.account_no
  AND s.statement_id = new.statement_id AND s.replaced_by IS NULL AND s.file_id <> new.file_id)
BEGIN SELECT RAISE(ABORT, 'bank_statement_contradicts'); END;

CREATE TABLE bank_days (
  day          TEXT PRIMARY KEY,
  phase        TEXT NOT NULL CONSTRAINT bank_day_phase_known
               CHECK (phase IN ('expected', 'waiting', 'gathering', 'matching', 'providers', 'done')),
  has_file     INTEGER NOT NULL CONSTRAINT bank_day_file_known CHECK (has_file IN (0, 1)),
  asked_at     TEXT, -- the last time the bank was asked for its file
  at_merchant  TEXT NOT NULL DEFAULT '', -- the last merchant this phase dealt with
  done_at      TEXT,
  version      INTEGER NOT NULL DEFAULT 1
, is_whole INTEGER NOT NULL DEFAULT 0 CONSTRAINT bank_day_whole_known CHECK (is_whole IN (0, 1))) STRICT, WITHOUT ROWID;
CREATE INDEX bank_days_open ON bank_days (day) WHERE phase <> 'done';
CREATE TRIGGER bank_days_advance_by_one_version BEFORE UPDATE ON bank_days WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_days_are_kept BEFORE DELETE ON bank_days
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_movements (
  merchant_id     TEXT NOT NULL,
  account_version INTEGER NOT NULL, -- of custody:<merchant>: the entry it stands for
  transfer_id     TEXT NOT NULL,
  match_key       TEXT,             -- the instruction the bank had for it; NULL: the bank had none
  reason          TEXT NOT NULL,
  subject_id      TEXT NOT NULL,
  amount_fen      INTEGER NOT NULL, -- as the bank sees it: into the account is positive
  day             TEXT NOT NULL,    -- when we wrote it, Asia/Shanghai
  state           TEXT NOT NULL CONSTRAINT bank_movement_state_known
                  CHECK (state IN ('open', 'matched', 'baseline', 'internal', 'resolved')),
  match_id        TEXT,
  matched_on      TEXT,
  PRIMARY KEY (merchant_id, account_version)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_movements_open ON bank_movements (merchant_id, day) WHERE state = 'open';
CREATE INDEX bank_movements_match_key ON bank_movements (match_key) WHERE match_key IS NOT NULL;
CREATE INDEX bank_movements_match ON bank_movements (match_id) WHERE match_id IS NOT NULL;
CREATE INDEX bank_movements_day ON bank_movements (merchant_id, day, amount_fen);
CREATE INDEX bank_movements_deposits ON bank_movements (subject_id) WHERE reason = 'deposit_received';
CREATE TRIGGER bank_movements_come_once BEFORE INSERT ON bank_movements
WHEN EXISTS (SELECT 1 FROM bank_movements WHERE merchant_id = new.merchant_id AND account_version = new.account_version)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_movements_follow_the_ledger BEFORE INSERT ON bank_movements
WHEN NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.account_id = 'custody:' || new.merchant_id
  AND e.account_version = new.account_version AND e.transfer_id = new.transfer_id AND e.amount_fen = -new.amount_fen)
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_movements_keep_what_was_booked BEFORE UPDATE ON bank_movements
WHEN new.amount_fen <> old.amount_fen OR new.transfer_id <> old.transfer_id OR new.day <> old.day
  OR new.match_key IS NOT old.match_key
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_movements_are_kept BEFORE DELETE ON bank_movements
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_breaks (
  id                   TEXT PRIMARY KEY,
  subject              TEXT NOT NULL UNIQUE, -- what does not agree: the same thing is one break however often it is found
  leg                  TEXT NOT NULL CONSTRAINT break_leg_known CHECK (leg IN ('bank', 'provider')),
  merchant_id          TEXT, -- NULL: of the whole file, or of nobody yet
  other_merchant_id    TEXT, -- the account the money belongs to, when it is on another one
  class                TEXT NOT NULL CONSTRAINT break_class_known
                       CHECK (class IN ('B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7', 'B8', 'B9', 'B10', 'B11', 'B12')),
  first_class          TEXT NOT NULL,
  day                  TEXT NOT NULL, -- of the thing itself
  found_on             TEXT NOT NULL, -- the business day whose reconciliation found it
  difference_fen       INTEGER NOT NULL, -- bank less ledger, of merchant_id
  other_difference_fen INTEGER NOT NULL DEFAULT 0, -- and of other_merchant_id
  ledger_fen           INTEGER,
  bank_fen             INTEGER,
  provider_fen         INTEGER,
  match_key            TEXT,
  lines                TEXT NOT NULL, -- JSON: bank_lines.seq
  movements            TEXT NOT NULL, -- JSON: [merchant_id, account_version]
  note                 TEXT NOT NULL,
  owner                TEXT NOT NULL CONSTRAINT break_owner_known CHECK (owner IN ('bank', 'platform')),
  limit_on             TEXT NOT NULL, -- still open after this day: the regulator's list
  state                TEXT NOT NULL DEFAULT 'open' CONSTRAINT break_state_known
                       CHECK (state IN ('open', 'proposed', 'cleared', 'resolved')),
  escalated_at         TEXT,
  cleared_on           TEXT,
  proposal             TEXT CONSTRAINT break_proposal_known CHECK (proposal IN ('match', 'suspense', 'note')),
  proposal_note        TEXT,
  proposed_by          TEXT,
  proposed_at          TEXT,
  resolved_by          TEXT,
  resolved_at          TEXT,
  version              INTEGER NOT NULL DEFAULT 1, payer TEXT CONSTRAINT break_payer_goes_with_suspense CHECK (payer IS NULL OR proposal = 'suspense'),
  CONSTRAINT break_proposal_has_its_maker CHECK ((proposal IS NULL) = (proposed_by IS NULL)),
  CONSTRAINT checker_must_not_be_maker CHECK (resolved_by IS NULL OR resolved_by <> proposed_by),
  CONSTRAINT break_resolved_by_two CHECK ((state = 'resolved') = (resolved_by IS NOT NULL) AND (resolved_by IS NULL OR proposed_by IS NOT NULL))
) STRICT;
CREATE INDEX bank_breaks_open ON bank_breaks (merchant_id, subject) WHERE state IN ('open', 'proposed');
CREATE INDEX bank_breaks_open_other ON bank_breaks (other_merchant_id) WHERE state IN ('open', 'proposed') AND other_merchant_id IS NOT NULL;
CREATE INDEX bank_breaks_late ON bank_breaks (limit_on, id) WHERE state IN ('open', 'proposed');
CREATE INDEX bank_breaks_day ON bank_breaks (day);
CREATE INDEX bank_breaks_merchant ON bank_breaks (merchant_id, id);
CREATE TRIGGER bank_breaks_advance_by_one_version BEFORE UPDATE ON bank_breaks WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_breaks_end_once BEFORE UPDATE ON bank_breaks
WHEN old.state = 'resolved' OR new.subject <> old.subject OR new.id <> old.id OR new.first_class <> old.first_class
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_breaks_are_kept BEFORE DELETE ON bank_breaks
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_breaks_need_another_person BEFORE UPDATE OF resolved_by ON bank_breaks
WHEN new.resolved_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.resolved_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE bank_closes (
  day           TEXT PRIMARY KEY,
  phase         TEXT NOT NULL CONSTRAINT bank_close_phase_known CHECK (phase IN ('requiring', 'resourcing', 'hashing', 'sealed')),
  at_key        TEXT NOT NULL DEFAULT '', -- the last card or merchant this phase dealt with
  rows_hash     TEXT NOT NULL DEFAULT '', -- over the merchants' rows so far, in the order of their ids
  previous_hash TEXT,
  content_hash  TEXT,
  body          TEXT, -- JSON: the figures that were sealed
  began_at      TEXT NOT NULL,
  sealed_at     TEXT,
  version       INTEGER NOT NULL DEFAULT 1, sums TEXT NOT NULL DEFAULT '{}', told_seq INTEGER,
  CONSTRAINT bank_close_sealed_with_its_hash CHECK ((phase = 'sealed') = (content_hash IS NOT NULL)
    AND (content_hash IS NULL) = (body IS NULL) AND (content_hash IS NULL) = (sealed_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_closes_open ON bank_closes (day) WHERE phase <> 'sealed';
CREATE INDEX bank_closes_sealed ON bank_closes (day, content_hash, told_seq, sealed_at) WHERE phase = 'sealed';
CREATE TRIGGER bank_closes_in_order BEFORE INSERT ON bank_closes
WHEN new.version <> 1 OR new.phase <> 'requiring'
  OR EXISTS (SELECT 1 FROM bank_closes WHERE day >= new.day OR phase <> 'sealed')
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_closes_advance_by_one_version BEFORE UPDATE ON bank_closes
WHEN new.version <> old.version + 1 OR old.phase = 'sealed' OR new.day <> old.day
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_closes_follow_each_other BEFORE UPDATE ON bank_closes
WHEN new.phase = 'sealed' AND new.previous_hash IS NOT (SELECT content_hash FROM bank_closes WHERE day < new.day ORDER BY day DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_closes_are_kept BEFORE DELETE ON bank_closes
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE bank_coverage (
  day             TEXT NOT NULL REFERENCES bank_closes (day),
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  district        TEXT NOT NULL,
  cards_count     INTEGER NOT NULL DEFAULT 0, -- with money in them
  requirement_fen INTEGER NOT NULL DEFAULT 0, -- Σ of the cards' escrow, held and refunding at the end of the day
  bank_fen        INTEGER, -- the statement's closing balance; NULL: no statement of that day
  custody_fen     INTEGER NOT NULL DEFAULT 0, -- the same, as the ledger has it
  payable_fen     INTEGER NOT NULL DEFAULT 0, -- the shop's, not the consumers': earned, being paid, deposit
  paying_fen      INTEGER NOT NULL DEFAULT 0,
  deposit_fen     INTEGER NOT NULL DEFAULT 0,
  fees_held_fen   INTEGER NOT NULL DEFAULT 0, -- the platform's
  suspense_fen    INTEGER NOT NULL DEFAULT 0, -- booked by resolving breaks
  advance_fen     INTEGER NOT NULL DEFAULT 0, -- released early
  breaks_count    INTEGER NOT NULL DEFAULT 0,
  breaks_fen      INTEGER NOT NULL DEFAULT 0, form INTEGER NOT NULL DEFAULT 1 CONSTRAINT coverage_form_known CHECK (form IN (1, 2)), breaks_in_fen INTEGER NOT NULL DEFAULT 0, breaks_out_fen INTEGER NOT NULL DEFAULT 0, suspense_in_fen INTEGER NOT NULL DEFAULT 0, suspense_out_fen INTEGER NOT NULL DEFAULT 0, provider_owed_fen INTEGER NOT NULL DEFAULT 0, claims_fen INTEGER NOT NULL DEFAULT 0, paid_cards_fen INTEGER NOT NULL DEFAULT 0, paid_shop_fen INTEGER NOT NULL DEFAULT 0, due_fen INTEGER NOT NULL DEFAULT 0, -- bank less ledger, of the breaks that stood when the day was closed
  PRIMARY KEY (day, merchant_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_coverage_merchant ON bank_coverage (merchant_id, day);
CREATE INDEX bank_coverage_district ON bank_coverage (day, district);
CREATE TRIGGER bank_coverage_before_the_seal BEFORE INSERT ON bank_coverage
WHEN NOT EXISTS (SELECT 1 FROM bank_closes WHERE day = new.day AND phase IN ('requiring', 'resourcing'))
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_coverage_is_final BEFORE UPDATE ON bank_coverage
WHEN NOT EXISTS (SELECT 1 FROM bank_closes WHERE day = new.day AND phase IN ('requiring', 'resourcing'))
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_coverage_is_kept BEFORE DELETE ON bank_coverage
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE resolution_packs (
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  day           TEXT NOT NULL REFERENCES bank_closes (day),
  phase         TEXT NOT NULL DEFAULT 'listing' CONSTRAINT pack_phase_known CHECK (phase IN ('listing', 'counting', 'sealed')),
  at_card       TEXT NOT NULL DEFAULT '', -- the last card that was listed
  cards_hash    TEXT NOT NULL DEFAULT '', -- over the cards with money in them so far, one upon the other
  contracts     TEXT NOT NULL DEFAULT '[]' CONSTRAINT pack_contracts_are_json CHECK (json_valid(contracts)),
  previous_hash TEXT, -- of the shop's pack before
  content_hash  TEXT,
  body          TEXT CONSTRAINT pack_body_is_json CHECK (body IS NULL OR json_valid(body)),
  began_at      TEXT NOT NULL,
  sealed_at     TEXT,
  version       INTEGER NOT NULL DEFAULT 1, carried_from TEXT, carried_hash TEXT
  CONSTRAINT pack_carried_with_its_hash CHECK ((carried_from IS NULL) = (carried_hash IS NULL)),
  PRIMARY KEY (merchant_id, day),
  CONSTRAINT pack_sealed_with_its_hash CHECK ((phase = 'sealed') = (content_hash IS NOT NULL)
    AND (content_hash IS NULL) = (body IS NULL) AND (content_hash IS NULL) = (sealed_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX resolution_packs_sealed
  ON resolution_packs (merchant_id, day, carried_from, content_hash, previous_hash, carried_hash) WHERE phase = 'sealed';
CREATE TRIGGER resolution_packs_in_order BEFORE INSERT ON resolution_packs
WHEN new.version <> 1 OR new.phase <> 'listing' OR new.at_card <> ''
  OR EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day >= new.day)
  OR NOT EXISTS (SELECT 1 FROM bank_closes WHERE day = new.day AND phase = 'sealed')
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_packs_advance_by_one_version BEFORE UPDATE ON resolution_packs
WHEN new.version <> old.version + 1 OR old.phase = 'sealed' OR new.merchant_id <> old.merchant_id OR new.day <> old.day
  OR new.at_card < old.at_card OR new.began_at <> old.began_at
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_packs_follow_each_other BEFORE UPDATE ON resolution_packs
WHEN new.phase = 'sealed' AND new.previous_hash IS NOT (
  SELECT content_hash FROM resolution_packs WHERE merchant_id = new.merchant_id AND day < new.day AND phase = 'sealed'
   ORDER BY day DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_packs_are_kept BEFORE DELETE ON resolution_packs
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_packs_begin_with_a_list BEFORE INSERT ON resolution_packs
WHEN new.carried_from IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_packs_refer_to_the_list BEFORE UPDATE ON resolution_packs
WHEN new.carried_from IS NOT NULL AND (
  old.at_card <> '' OR new.phase <> 'sealed'
  OR NOT EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day = new.carried_from
                    AND day < new.day AND phase = 'sealed' AND carried_from IS NULL AND content_hash = new.carried_hash)
  OR EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day > new.carried_from AND day < new.day
                AND phase = 'sealed' AND carried_from IS NOT new.carried_from))
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;

CREATE TABLE resolution_cards (
  card_id       TEXT NOT NULL REFERENCES cards (id),
  day           TEXT NOT NULL,
  merchant_id   TEXT NOT NULL,
  holder_no     TEXT NOT NULL, -- a pseudonym
  escrow_fen    INTEGER NOT NULL CONSTRAINT pack_escrow_must_not_be_negative CHECK (escrow_fen >= 0),
  held_fen      INTEGER NOT NULL CONSTRAINT pack_held_must_not_be_negative CHECK (held_fen >= 0),
  refunding_fen INTEGER NOT NULL CONSTRAINT pack_refunding_must_not_be_negative CHECK (refunding_fen >= 0),
  contract_hash TEXT NOT NULL REFERENCES contracts (hash), -- of the newest payment
  first_paid_on TEXT NOT NULL,
  payments      TEXT NOT NULL CONSTRAINT pack_payments_are_json CHECK (json_valid(payments)),
  PRIMARY KEY (card_id, day),
  FOREIGN KEY (merchant_id, day) REFERENCES resolution_packs (merchant_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER resolution_cards_list_once BEFORE INSERT ON resolution_cards
WHEN EXISTS (SELECT 1 FROM resolution_cards WHERE card_id = new.card_id AND day >= new.day)
  OR NOT EXISTS (SELECT 1 FROM cards WHERE id = new.card_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_cards_before_the_seal BEFORE INSERT ON resolution_cards
WHEN NOT EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day = new.day
                    AND phase = 'listing' AND at_card < new.card_id)
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_cards_are_final BEFORE UPDATE ON resolution_cards
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_cards_are_kept BEFORE DELETE ON resolution_cards
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;

CREATE TABLE resolution_nights (
  day          TEXT PRIMARY KEY REFERENCES bank_closes (day),
  packs_count  INTEGER NOT NULL CONSTRAINT night_packs_known CHECK (packs_count >= 0),
  missed_count INTEGER NOT NULL CONSTRAINT night_misses_known CHECK (missed_count >= 0),
  done_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER resolution_nights_in_order BEFORE INSERT ON resolution_nights
WHEN EXISTS (SELECT 1 FROM resolution_nights WHERE day >= new.day)
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_nights_are_final BEFORE UPDATE ON resolution_nights
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;
CREATE TRIGGER resolution_nights_are_kept BEFORE DELETE ON resolution_nights
BEGIN SELECT RAISE(ABORT, 'pack_is_sealed'); END;

CREATE TABLE shop_tips (
  id          TEXT PRIMARY KEY,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  kind        TEXT NOT NULL CONSTRAINT shop_tip_kind_known CHECK (kind IN ('invite', 'report')),
  shop_name   TEXT NOT NULL CONSTRAINT shop_tip_name_fits CHECK (length(shop_name) BETWEEN 1 AND 60),
  district    TEXT NOT NULL,
  address     TEXT CONSTRAINT shop_tip_address_fits CHECK (length(address) <= 100),
  note        TEXT CONSTRAINT shop_tip_note_fits CHECK (length(note) <= 200),
  told_on     TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  created_at  TEXT NOT NULL
) STRICT;
CREATE INDEX shop_tips_consumer ON shop_tips (consumer_id, told_on);
CREATE INDEX shop_tips_district ON shop_tips (district, id);
CREATE TRIGGER shop_tips_are_few BEFORE INSERT ON shop_tips
WHEN (SELECT count(*) FROM shop_tips WHERE consumer_id = new.consumer_id AND told_on = new.told_on) >= 5
BEGIN SELECT RAISE(ABORT, 'shop_tips_used_up'); END;
CREATE TRIGGER shop_tips_are_not_edited BEFORE UPDATE ON shop_tips
BEGIN SELECT RAISE(ABORT, 'shop_tips_are_kept'); END;
CREATE TRIGGER shop_tips_are_kept BEFORE DELETE ON shop_tips
BEGIN SELECT RAISE(ABORT, 'shop_tips_are_kept'); END;

CREATE TABLE book_parts (
  pass           TEXT NOT NULL,
  from_key       TEXT NOT NULL, -- exclusive
  to_key         TEXT NOT NULL, -- inclusive
  rows_count     INTEGER NOT NULL CONSTRAINT book_part_counts_rows CHECK (rows_count >= 0),
  read_at        TEXT NOT NULL,
  findings_count INTEGER NOT NULL DEFAULT 0, -- of the last reading: more than none is read again the next night
  PRIMARY KEY (pass, from_key),
  CONSTRAINT book_part_is_a_range CHECK (to_key > from_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX book_parts_due ON book_parts (pass, read_at);
CREATE INDEX book_parts_found ON book_parts (pass) WHERE findings_count > 0;

CREATE TABLE book_touched (
  kind TEXT NOT NULL, -- a table, or 'id' for what was named without saying of which
  key  TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE book_checkpoints (
  account_id   TEXT NOT NULL REFERENCES ledger_accounts (id),
  from_version INTEGER NOT NULL, -- exclusive
  version      INTEGER NOT NULL,
  balance_fen  INTEGER NOT NULL,
  flows        TEXT NOT NULL CONSTRAINT book_flows_are_json CHECK (json_valid(flows)),
  PRIMARY KEY (account_id, from_version),
  CONSTRAINT book_checkpoint_is_a_stretch CHECK (version > from_version)
) STRICT, WITHOUT ROWID;

CREATE TABLE disputes (
  id             TEXT PRIMARY KEY,
  provider       TEXT NOT NULL,
  provider_ref   TEXT NOT NULL,      -- the provider's dispute
  payment_ref    TEXT NOT NULL,      -- and its payment
  purchase_id    TEXT REFERENCES purchases (id), -- NULL: no order of ours is known for it
  lot_id         TEXT REFERENCES lots (id),      -- NULL: its payment was never credited
  card_id        TEXT REFERENCES cards (id),
  merchant_id    TEXT REFERENCES merchants (id),
  payer_id       TEXT REFERENCES consumers (id), -- who paid; the card may be another person's by now
  amount_fen     INTEGER NOT NULL,   -- what the payer contests
  currency       TEXT NOT NULL,
  reason         TEXT NOT NULL,      -- in the provider's word
  status         TEXT NOT NULL,      -- in the provider's word, too; a new one keeps the lot still
  taken_fen      INTEGER NOT NULL DEFAULT 0, -- what the provider has taken for it by now, less what it gave back
  fee_fen        INTEGER NOT NULL DEFAULT 0, -- what it charges us for the dispute itself
  respond_by     TEXT,
  has_evidence   INTEGER NOT NULL DEFAULT 0 CONSTRAINT dispute_evidence_known CHECK (has_evidence IN (0, 1)),
  held_fen       INTEGER NOT NULL DEFAULT 0, -- what was set apart of the lot when it was opened
  reserved_fen   INTEGER NOT NULL DEFAULT 0, -- what the shop may have to give back of what it earned: kept from payouts
  outcome        TEXT CONSTRAINT dispute_outcome_known CHECK (outcome IN ('won', 'lost', 'closed')),
  unused_fen     INTEGER NOT NULL DEFAULT 0, -- lost: what was left of the lot and has gone back
  claim_fen      INTEGER NOT NULL DEFAULT 0, -- lost: what the shop had earned, a claim on it
  payer_fen      INTEGER NOT NULL DEFAULT 0, -- lost: what the payer has had twice, a claim on them
  collected_fen  INTEGER NOT NULL DEFAULT 0, -- of the claim, what the shop's income has covered
  evidence       TEXT,               -- JSON: what is to be handed in, as it was looked at
  evidence_by    TEXT,               -- who put it together
  evidence_at    TEXT,
  submitted_by   TEXT,               -- and the second person who sent it
  submitted_at   TEXT,
  opened_at      TEXT NOT NULL,      -- by the provider's clock
  seen_at        TEXT NOT NULL,
  next_check_at  TEXT,
  decided_at     TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  UNIQUE (provider, provider_ref),
  CONSTRAINT dispute_amounts_known CHECK (amount_fen >= 0 AND fee_fen >= 0 AND held_fen >= 0 AND reserved_fen >= 0
    AND unused_fen >= 0 AND claim_fen >= 0 AND payer_fen >= 0 AND collected_fen BETWEEN 0 AND claim_fen),
  CONSTRAINT dispute_split_needs_a_loss CHECK (outcome IS 'lost' OR unused_fen + claim_fen + payer_fen = 0),
  CONSTRAINT dispute_decided_once CHECK ((outcome IS NULL) = (decided_at IS NULL)),
  CONSTRAINT checker_must_not_be_maker CHECK (submitted_by IS NULL OR submitted_by <> evidence_by)
) STRICT;
CREATE INDEX disputes_lot ON disputes (lot_id) WHERE lot_id IS NOT NULL;
CREATE INDEX disputes_card ON disputes (card_id) WHERE card_id IS NOT NULL;
CREATE INDEX disputes_merchant ON disputes (merchant_id, id) WHERE merchant_id IS NOT NULL;
CREATE INDEX disputes_payment ON disputes (payment_ref);
CREATE INDEX disputes_open ON disputes (merchant_id) WHERE outcome IS NULL;
CREATE INDEX disputes_claimed ON disputes (merchant_id, id) WHERE claim_fen > collected_fen;
CREATE INDEX disputes_due ON disputes (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX disputes_of_payer ON disputes (payer_id) WHERE payer_id IS NOT NULL;
CREATE TRIGGER disputes_are_not_replaced BEFORE INSERT ON disputes
WHEN EXISTS (SELECT 1 FROM disputes WHERE id = new.id OR (provider = new.provider AND provider_ref = new.provider_ref))
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER disputes_advance_by_one_version BEFORE UPDATE ON disputes WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER disputes_keep_their_terms BEFORE UPDATE ON disputes
WHEN new.provider <> old.provider OR new.provider_ref <> old.provider_ref OR new.payment_ref <> old.payment_ref
  OR (old.purchase_id IS NOT NULL AND new.purchase_id IS NOT old.purchase_id)
  OR (old.lot_id IS NOT NULL AND new.lot_id IS NOT old.lot_id)
  OR (old.outcome IS NOT NULL AND (new.outcome IS NOT old.outcome OR new.unused_fen <> old.unused_fen
      OR new.claim_fen <> old.claim_fen OR new.payer_fen <> old.payer_fen))
  OR (old.submitted_at IS NOT NULL AND new.submitted_at IS NOT old.submitted_at)
  OR new.collected_fen < old.collected_fen
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER disputes_are_kept BEFORE DELETE ON disputes
BEGIN SELECT RAISE(ABORT, 'disputes_are_kept'); END;
CREATE TRIGGER disputes_need_another_person BEFORE UPDATE OF submitted_by ON disputes
WHEN new.submitted_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.evidence_by AND checker.subject_id = new.submitted_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE dispute_recoveries (
  id          TEXT PRIMARY KEY,
  dispute_id  TEXT NOT NULL REFERENCES disputes (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  kind        TEXT NOT NULL CONSTRAINT recovery_kind_known CHECK (kind IN ('unused', 'claim')),
  amount_fen  INTEGER NOT NULL CONSTRAINT recovery_must_be_positive CHECK (amount_fen > 0),
  created_at  TEXT NOT NULL,
  funded_at   TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX dispute_recoveries_dispute ON dispute_recoveries (dispute_id);
CREATE INDEX dispute_recoveries_open ON dispute_recoveries (id) WHERE funded_at IS NULL;
CREATE INDEX dispute_recoveries_of_merchant ON dispute_recoveries (merchant_id);
CREATE TRIGGER dispute_recoveries_advance_by_one_version BEFORE UPDATE ON dispute_recoveries
WHEN new.version <> old.version + 1 OR old.funded_at IS NOT NULL OR new.amount_fen <> old.amount_fen
  OR new.dispute_id <> old.dispute_id OR new.kind <> old.kind
BEGIN SELECT RAISE(ABORT, 'dispute_changed_meanwhile'); END;
CREATE TRIGGER dispute_recoveries_are_kept BEFORE DELETE ON dispute_recoveries
BEGIN SELECT RAISE(ABORT, 'disputes_are_kept'); END;

CREATE TABLE parked_facts (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CONSTRAINT parked_kind_known
               CHECK (kind IN ('payment_event', 'bill_line', 'provider_line', 'refund_differs', 'balance')),
  provider     TEXT NOT NULL,
  ref          TEXT NOT NULL,      -- the event, the line, the payment or the day it is about
  reason       TEXT NOT NULL,
  amount_fen   INTEGER NOT NULL,   -- what the provider has more than our books for it; below zero: less
  currency     TEXT NOT NULL,
  payment_ref  TEXT,               -- the provider's payment it is about
  our_no       TEXT,
  purchase_id  TEXT REFERENCES purchases (id), -- the order it is about, or was matched to
  state        TEXT NOT NULL DEFAULT 'open' CONSTRAINT parked_state_known
               CHECK (state IN ('open', 'proposed', 'resolved', 'cleared')),
  proposal     TEXT CONSTRAINT parked_end_known CHECK (proposal IN ('matched', 'returned', 'suspense', 'explained')),
  note         TEXT,
  proposed_by  TEXT,
  proposed_at  TEXT,
  resolved_by  TEXT,
  resolved_at  TEXT,
  return_state TEXT CONSTRAINT parked_return_known CHECK (return_state IN ('created', 'sent', 'succeeded', 'failed')),
  return_ref   TEXT,
  next_check_at TEXT,
  opened_at    TEXT NOT NULL,
  version      INTEGER NOT NULL DEFAULT 1,
  UNIQUE (kind, provider, ref),
  CONSTRAINT checker_must_not_be_maker CHECK (resolved_by IS NULL OR proposed_by IS NULL OR resolved_by <> proposed_by),
  CONSTRAINT parked_end_is_complete CHECK ((state IN ('proposed', 'resolved')) = (proposal IS NOT NULL)
    AND (state IN ('resolved', 'cleared')) = (resolved_at IS NOT NULL)),
  CONSTRAINT parked_return_is_an_end CHECK ((return_state IS NULL) = (state <> 'resolved' OR proposal <> 'returned'))
) STRICT;
CREATE INDEX parked_facts_open ON parked_facts (opened_at, id) WHERE state IN ('open', 'proposed');
CREATE INDEX parked_facts_returning ON parked_facts (next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX parked_facts_payment ON parked_facts (payment_ref) WHERE payment_ref IS NOT NULL;
CREATE TRIGGER parked_facts_park_once BEFORE INSERT ON parked_facts
WHEN EXISTS (SELECT 1 FROM parked_facts WHERE id = new.id
               OR (kind = new.kind AND provider = new.provider AND ref = new.ref))
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_advance_by_one_version BEFORE UPDATE ON parked_facts WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_keep_what_was_said BEFORE UPDATE ON parked_facts
WHEN new.id <> old.id OR new.kind <> old.kind OR new.provider <> old.provider OR new.ref <> old.ref
  OR new.amount_fen <> old.amount_fen OR new.currency <> old.currency OR new.payment_ref IS NOT old.payment_ref
  OR new.opened_at <> old.opened_at OR old.state = 'cleared'
  OR (old.state = 'resolved' AND (new.state <> 'resolved' OR new.proposal <> old.proposal
      OR new.resolved_by IS NOT old.resolved_by))
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_are_kept BEFORE DELETE ON parked_facts
BEGIN SELECT RAISE(ABORT, 'parked_fact_changed_meanwhile'); END;
CREATE TRIGGER parked_facts_need_another_person BEFORE UPDATE OF resolved_by ON parked_facts
WHEN new.resolved_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.resolved_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE provider_lines (
  seq          INTEGER PRIMARY KEY AUTOINCREMENT,
  provider     TEXT NOT NULL,
  ref          TEXT NOT NULL,
  type         TEXT NOT NULL,     -- in the provider's word; 'unreadable': kept as it came
  amount_fen   INTEGER NOT NULL,
  fee_fen      INTEGER NOT NULL,
  net_fen      INTEGER NOT NULL,
  currency     TEXT NOT NULL,
  source_ref   TEXT,              -- what the line is about: a charge, a refund, a dispute, a payout
  payment_ref  TEXT,
  our_no       TEXT,
  happened_at  TEXT NOT NULL,
  available_at TEXT NOT NULL,
  raw          TEXT,              -- what could not be read, cut to 4,000 characters
  read_at      TEXT NOT NULL,
  UNIQUE (provider, ref)
) STRICT;
CREATE INDEX provider_lines_payment ON provider_lines (payment_ref) WHERE payment_ref IS NOT NULL;
CREATE INDEX provider_lines_type ON provider_lines (provider, type);
CREATE TRIGGER provider_lines_are_read_once BEFORE INSERT ON provider_lines
WHEN EXISTS (SELECT 1 FROM provider_lines WHERE provider = new.provider AND ref = new.ref)
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;
CREATE TRIGGER provider_lines_are_final BEFORE UPDATE ON provider_lines
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER provider_lines_are_kept BEFORE DELETE ON provider_lines
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

CREATE TABLE provider_cursors (
  provider TEXT PRIMARY KEY,
  cursor   TEXT NOT NULL,
  read_at  TEXT NOT NULL,
  version  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER provider_cursors_advance_by_one_version BEFORE UPDATE ON provider_cursors
WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'settlement_changed_meanwhile'); END;

CREATE TABLE provider_readings (
  id             TEXT PRIMARY KEY,
  provider       TEXT NOT NULL,
  day            TEXT NOT NULL,
  balance_fen    INTEGER NOT NULL, -- the provider's own figure, available and pending
  lines_fen      INTEGER NOT NULL, -- the sum of every line read
  lines_count    INTEGER NOT NULL,
  ledger_fen     INTEGER NOT NULL, -- psp:<provider>, turned round: what our ledger says is there
  positions      TEXT NOT NULL,    -- JSON: named differences, in fen
  expected_fen   INTEGER NOT NULL,
  difference_fen INTEGER NOT NULL, -- balance less expected: nobody can say what it is
  read_at        TEXT NOT NULL,
  CONSTRAINT provider_difference_adds_up CHECK (difference_fen = balance_fen - expected_fen)
) STRICT;
CREATE INDEX provider_readings_day ON provider_readings (provider, read_at);
CREATE TRIGGER provider_readings_are_final BEFORE UPDATE ON provider_readings
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;
CREATE TRIGGER provider_readings_are_kept BEFORE DELETE ON provider_readings
BEGIN SELECT RAISE(ABORT, 'settlements_are_kept'); END;

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
  version          INTEGER NOT NULL DEFAULT 1, unexplained_fen INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT cover_never_above_what_is_owed CHECK (covered_fen BETWEEN 0 AND owed_fen
    AND cards_covered_fen BETWEEN 0 AND cards_owed_fen AND cards_covered_fen <= covered_fen AND cards_owed_fen <= owed_fen),
  CONSTRAINT cover_short_is_the_rest CHECK (short_fen = cards_owed_fen - cards_covered_fen),
  CONSTRAINT cover_missing_within_short CHECK (missing_fen >= 0 AND (missing_fen <= short_fen OR is_complete = 0))
) STRICT;
CREATE INDEX merchant_covers_missing ON merchant_covers (merchant_id) WHERE missing_fen > 0;
CREATE INDEX merchant_covers_unexplained ON merchant_covers (merchant_id) WHERE unexplained_fen <> 0;
CREATE TRIGGER merchant_covers_advance_by_one_version BEFORE UPDATE ON merchant_covers
WHEN new.version <> old.version + 1 OR new.business_day < old.business_day
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER merchant_covers_are_kept BEFORE DELETE ON merchant_covers
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE bank_amended_closes (
  day          TEXT NOT NULL REFERENCES bank_closes (day),
  revision     INTEGER NOT NULL CONSTRAINT amended_close_counts_up CHECK (revision >= 1),
  amends_hash  TEXT NOT NULL, -- the content hash of what it amends
  rows_hash    TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  body         TEXT NOT NULL, -- JSON: the figures
  told_seq     INTEGER NOT NULL,
  sealed_at    TEXT NOT NULL,
  PRIMARY KEY (day, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_amended_closes_follow_each_other BEFORE INSERT ON bank_amended_closes
WHEN new.revision <> 1 + coalesce((SELECT max(revision) FROM bank_amended_closes WHERE day = new.day), 0)
  OR new.amends_hash IS NOT coalesce(
    (SELECT content_hash FROM bank_amended_closes WHERE day = new.day ORDER BY revision DESC LIMIT 1),
    (SELECT content_hash FROM bank_closes WHERE day = new.day AND phase = 'sealed'))
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_amended_closes_are_final BEFORE UPDATE ON bank_amended_closes
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_amended_closes_are_kept BEFORE DELETE ON bank_amended_closes
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE bank_amended_rows (
  day         TEXT NOT NULL,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  revision    INTEGER NOT NULL,
  row         TEXT NOT NULL, -- JSON: the row as it is now, every figure
  PRIMARY KEY (day, merchant_id, revision),
  CONSTRAINT amended_row_of_its_close FOREIGN KEY (day, revision) REFERENCES bank_amended_closes (day, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_amended_rows_merchant ON bank_amended_rows (merchant_id, day);
CREATE TRIGGER bank_amended_rows_are_final BEFORE UPDATE ON bank_amended_rows
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_amended_rows_are_kept BEFORE DELETE ON bank_amended_rows
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;

CREATE TABLE bank_upload_claims (
  content_hash TEXT PRIMARY KEY,
  given_by     TEXT NOT NULL,
  given_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_upload_claims_are_final BEFORE UPDATE ON bank_upload_claims
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_upload_claims_are_kept BEFORE DELETE ON bank_upload_claims
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;

CREATE TABLE bank_file_withdrawals (
  file_id      TEXT PRIMARY KEY REFERENCES bank_files (id),
  note         TEXT NOT NULL,
  proposed_by  TEXT NOT NULL,
  proposed_at  TEXT NOT NULL,
  withdrawn_by TEXT,
  withdrawn_at TEXT,
  CONSTRAINT checker_must_not_be_maker CHECK (withdrawn_by IS NULL OR withdrawn_by <> proposed_by),
  CONSTRAINT withdrawal_has_its_time CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER bank_file_withdrawals_end_once BEFORE UPDATE ON bank_file_withdrawals
WHEN old.withdrawn_by IS NOT NULL OR new.proposed_by <> old.proposed_by
BEGIN SELECT RAISE(ABORT, 'bank_changed_meanwhile'); END;
CREATE TRIGGER bank_file_withdrawals_are_kept BEFORE DELETE ON bank_file_withdrawals
BEGIN SELECT RAISE(ABORT, 'bank_statements_are_kept'); END;
CREATE TRIGGER bank_file_withdrawals_before_the_seal BEFORE UPDATE ON bank_file_withdrawals
WHEN new.withdrawn_by IS NOT NULL AND EXISTS (SELECT 1 FROM bank_statements s JOIN closing_days c ON c.day >= s.to_on
  WHERE s.file_id = new.file_id)
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
CREATE TRIGGER bank_file_withdrawals_need_another_person BEFORE UPDATE OF withdrawn_by ON bank_file_withdrawals
WHEN new.withdrawn_by IS NOT NULL AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.withdrawn_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE "holds" (
  id              TEXT PRIMARY KEY,
  kind            TEXT NOT NULL CONSTRAINT hold_kind_known CHECK (kind IN ('claim', 'booking')),
  card_id         TEXT NOT NULL REFERENCES cards (id),
  merchant_id     TEXT NOT NULL REFERENCES merchants (id),
  started_by      TEXT NOT NULL, -- the shop's staff for a claim, the holder for a booking
  unit            TEXT NOT NULL CONSTRAINT hold_unit_known CHECK (unit IN ('fen', 'visit')),
  units           INTEGER NOT NULL CONSTRAINT hold_units_must_be_positive CHECK (units > 0),
  item_id         TEXT,
  label           TEXT NOT NULL,
  note            TEXT,
  list_value_fen  INTEGER NOT NULL, -- at list price: decides how long silence waits
  held_fen        INTEGER NOT NULL, -- the cash share when it was placed
  shares          TEXT NOT NULL,    -- JSON [{lot_id, units}]; once recorded, of what was recorded alone
  status          TEXT NOT NULL DEFAULT 'held' CONSTRAINT hold_status_known
    CHECK (status IN ('held', 'contested', 'captured', 'voided', 'expired')),
  confirm_by      TEXT, -- of a claim and of a recorded booking: told silence until then is consent
  starts_at       TEXT, -- of a booking
  expires_at      TEXT, -- of a booking: neither recorded nor resolved until then, it is free again
  no_show_bp      INTEGER NOT NULL DEFAULT 0 CONSTRAINT hold_no_show_known CHECK (no_show_bp BETWEEN 0 AND 10000),
  free_cancel_until TEXT,
  contest_reason  TEXT,
  contest_note    TEXT,
  contested_at    TEXT,
  resolved_by     TEXT CONSTRAINT hold_resolver_known
    CHECK (resolved_by IN ('holder', 'silence', 'shop', 'no_show', 'decision', 'clock')),
  resolved_reason TEXT,
  resolved_at     TEXT,
  captured_units  INTEGER,
  redemption_id   TEXT REFERENCES redemptions (id),
  created_at      TEXT NOT NULL,
  version         INTEGER NOT NULL DEFAULT 1,
  shop_id         TEXT REFERENCES shops (id),
  recorded_as     TEXT CONSTRAINT hold_record_known CHECK (recorded_as IN ('capture', 'no_show', 'late_cancel')),
  recorded_units  INTEGER,
  recorded_fen    INTEGER, -- the cash share of what was recorded; the rest is free
  recorded_by     TEXT,    -- the staff who said so; 'holder' for a late cancellation
  recorded_at     TEXT,
  telling_event_id TEXT, provisional_after TEXT,   -- the event whose message tells the holder: no silence counts before it was sent
  CONSTRAINT hold_kind_has_its_times CHECK ((kind = 'booking') = (starts_at IS NOT NULL)
    AND (kind = 'booking') = (expires_at IS NOT NULL)
    AND (confirm_by IS NOT NULL) = (kind = 'claim' OR recorded_at IS NOT NULL)),
  CONSTRAINT hold_record_is_whole CHECK ((recorded_at IS NULL) = (recorded_as IS NULL)
    AND (recorded_at IS NULL) = (recorded_units IS NULL) AND (recorded_at IS NULL) = (recorded_fen IS NULL)
    AND (recorded_at IS NULL) = (recorded_by IS NULL) AND (recorded_at IS NULL OR kind = 'booking')),
  CONSTRAINT hold_contest_is_of_what_was_told CHECK (status <> 'contested' OR confirm_by IS NOT NULL),
  CONSTRAINT hold_resolution_is_whole CHECK ((status IN ('held', 'contested')) = (resolved_at IS NULL)
    AND (resolved_at IS NULL) = (resolved_by IS NULL)),
  CONSTRAINT capture_exceeds_hold CHECK ((captured_units IS NULL OR captured_units BETWEEN 0 AND coalesce(recorded_units, units))
    AND (recorded_units IS NULL OR recorded_units BETWEEN 1 AND units)),
  CONSTRAINT hold_capture_has_a_use CHECK ((coalesce(captured_units, 0) > 0) = (redemption_id IS NOT NULL))
) STRICT;
CREATE INDEX holds_card ON holds (card_id, id);
CREATE INDEX holds_merchant ON holds (merchant_id, id);
CREATE INDEX holds_silence ON holds (confirm_by, id) WHERE status = 'held' AND confirm_by IS NOT NULL;
CREATE INDEX holds_expiry ON holds (expires_at, id) WHERE status = 'held' AND kind = 'booking';
CREATE INDEX holds_use ON holds (redemption_id) WHERE redemption_id IS NOT NULL;
CREATE INDEX holds_provisional ON holds (provisional_after, id) WHERE provisional_after IS NOT NULL AND status = 'held';
CREATE INDEX holds_contested ON holds (merchant_id, id) WHERE status = 'contested';
CREATE TRIGGER holds_are_not_replaced BEFORE INSERT ON holds
WHEN EXISTS (SELECT 1 FROM holds WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'holds_are_kept'); END;
CREATE TRIGGER holds_begin_held BEFORE INSERT ON holds
WHEN new.status <> 'held' OR new.version <> 1 OR new.recorded_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'hold_begins_held'); END;
CREATE TRIGGER holds_resolve_once BEFORE UPDATE ON holds
WHEN old.status NOT IN ('held', 'contested') OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'hold_changed_meanwhile'); END;
CREATE TRIGGER holds_never_capture_more BEFORE UPDATE ON holds
WHEN new.captured_units > coalesce(new.recorded_units, old.units)
BEGIN SELECT RAISE(ABORT, 'capture_exceeds_hold'); END;
CREATE TRIGGER holds_keep_their_terms BEFORE UPDATE ON holds
WHEN new.id <> old.id OR new.kind <> old.kind OR new.card_id <> old.card_id OR new.merchant_id <> old.merchant_id
  OR new.units <> old.units OR new.starts_at IS NOT old.starts_at OR new.expires_at IS NOT old.expires_at
  OR new.no_show_bp <> old.no_show_bp OR new.held_fen <> old.held_fen
BEGIN SELECT RAISE(ABORT, 'hold_terms_are_fixed'); END;
CREATE TRIGGER holds_are_kept BEFORE DELETE ON holds
BEGIN SELECT RAISE(ABORT, 'holds_are_kept'); END;
CREATE TRIGGER holds_begin_at_a_shop_of_theirs BEFORE INSERT ON holds
WHEN new.shop_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND merchant_id = new.merchant_id)
BEGIN SELECT RAISE(ABORT, 'shop_not_found'); END;
CREATE TRIGGER holds_keep_their_shop BEFORE UPDATE ON holds WHEN new.shop_id IS NOT old.shop_id
BEGIN SELECT RAISE(ABORT, 'hold_terms_are_fixed'); END;
CREATE TRIGGER holds_are_recorded_once BEFORE UPDATE ON holds
WHEN (old.recorded_at IS NOT NULL OR new.recorded_at IS NULL OR old.status <> 'held' OR new.status <> 'held')
 AND (new.shares <> old.shares OR new.recorded_at IS NOT old.recorded_at
   OR (new.confirm_by IS NOT old.confirm_by AND old.provisional_after IS NULL)
   OR new.recorded_as IS NOT old.recorded_as OR new.recorded_units IS NOT old.recorded_units
   OR new.recorded_fen IS NOT old.recorded_fen OR new.recorded_by IS NOT old.recorded_by
   OR new.telling_event_id IS NOT old.telling_event_id)
BEGIN SELECT RAISE(ABORT, 'hold_already_recorded'); END;
CREATE TRIGGER holds_end_later_only BEFORE UPDATE ON holds
WHEN old.provisional_after IS NOT NULL
 AND (new.confirm_by < old.confirm_by OR new.provisional_after < old.provisional_after)
BEGIN SELECT RAISE(ABORT, 'hold_deadline_moves_later'); END;
CREATE TRIGGER holds_wait_for_the_calendar BEFORE UPDATE ON holds
WHEN new.resolved_by = 'silence' AND new.provisional_after IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'hold_deadline_provisional'); END;

CREATE TABLE instructions (
  id            TEXT PRIMARY KEY, -- as the outside knows it, made from our own number of the thing
  kind          TEXT NOT NULL CONSTRAINT instruction_kind_known CHECK (kind IN ('payout', 'bank_refund', 'original_refund',
                'payment_return', 'deposit', 'settlement', 'fee', 'making_good', 'taking_back',
                'dispute_made_good')),
  subject_id    TEXT NOT NULL, -- the thing itself
  merchant_id   TEXT REFERENCES merchants (id), -- NULL: a payment of nobody's order, given back
  amount_fen    INTEGER NOT NULL CONSTRAINT instruction_moves_something CHECK (amount_fen > 0),
  state         TEXT NOT NULL DEFAULT 'told' CONSTRAINT instruction_state_known
                CHECK (state IN ('told', 'unclear', 'accepted', 'done', 'refused')),
  reason        TEXT,
  told_at       TEXT NOT NULL,
  unclear_since TEXT, -- the first try that had no answer; NULL as soon as there is one
  asked_at      TEXT, -- the last time we told or asked
  tries         INTEGER NOT NULL DEFAULT 0,
  due_by        TEXT NOT NULL, -- from then on it is the owner's to look at
  escalated_at  TEXT,
  ended_at      TEXT,
  CONSTRAINT instruction_end_has_a_time CHECK ((state IN ('done', 'refused')) = (ended_at IS NOT NULL)),
  CONSTRAINT instruction_unclear_since_when CHECK ((state = 'unclear') = (unclear_since IS NOT NULL)),
  CONSTRAINT instruction_once_per_thing UNIQUE (kind, subject_id)
) STRICT;
CREATE INDEX instructions_due ON instructions (due_by) WHERE state IN ('told', 'unclear', 'accepted') AND escalated_at IS NULL;
CREATE INDEX instructions_open ON instructions (told_at, id) WHERE state IN ('told', 'unclear', 'accepted');
CREATE INDEX instructions_of_thing ON instructions (subject_id);
CREATE TRIGGER instructions_are_told_once BEFORE INSERT ON instructions
WHEN new.state <> 'told' OR EXISTS (SELECT 1 FROM instructions
  WHERE id = new.id OR (kind = new.kind AND subject_id = new.subject_id))
BEGIN SELECT RAISE(ABORT, 'instruction_changed_meanwhile'); END;
CREATE TRIGGER instructions_keep_their_terms BEFORE UPDATE ON instructions
WHEN new.id <> old.id OR new.kind <> old.kind OR new.subject_id <> old.subject_id OR new.merchant_id IS NOT old.merchant_id
  OR new.amount_fen <> old.amount_fen OR new.told_at <> old.told_at
  OR (old.state = 'done' AND new.state NOT IN ('done', 'refused'))
BEGIN SELECT RAISE(ABORT, 'instruction_is_fixed'); END;
CREATE TRIGGER instructions_are_kept BEFORE DELETE ON instructions
BEGIN SELECT RAISE(ABORT, 'instructions_are_kept'); END;

CREATE TABLE refund_runs (
  origin_id      TEXT PRIMARY KEY, -- the closure or incident
  on_the_way_fen INTEGER NOT NULL DEFAULT 0, -- written or sent
  waiting_fen    INTEGER NOT NULL DEFAULT 0, -- did not arrive, or has no account to go to yet
  arrived_fen    INTEGER NOT NULL DEFAULT 0,
  opened_count   INTEGER NOT NULL DEFAULT 0, -- refunds
  done_count     INTEGER NOT NULL DEFAULT 0, -- refunds with nothing left to give
  capped_count   INTEGER NOT NULL DEFAULT 0, -- refunds of which only a part is there: the rest stays a claim
  CONSTRAINT refund_run_amounts_known CHECK (on_the_way_fen >= 0 AND waiting_fen >= 0 AND arrived_fen >= 0
    AND opened_count >= 0 AND done_count >= 0 AND capped_count >= 0)
) STRICT, WITHOUT ROWID;
CREATE INDEX refund_runs_unfinished ON refund_runs (origin_id) WHERE on_the_way_fen + waiting_fen > 0;

CREATE TABLE merchant_level_proposals (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  from_level  TEXT NOT NULL, -- what it was when this was proposed: the agreement is about this very step
  level       TEXT NOT NULL CONSTRAINT proposed_level_known CHECK (level IN ('AAA', 'AA', 'A', 'B', 'C', 'D')),
  reason      TEXT NOT NULL,
  proposed_by TEXT NOT NULL REFERENCES officials (id),
  proposed_at TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT level_proposal_state_known
    CHECK (state IN ('waiting', 'in_force', 'refused', 'overtaken')),
  decided_by  TEXT REFERENCES officials (id),
  decided_at  TEXT,
  note        TEXT,
  CONSTRAINT level_proposal_ends_with_a_person CHECK ((state = 'waiting') = (decided_at IS NULL)
    AND (decided_at IS NULL) = (decided_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX level_proposals_waiting ON merchant_level_proposals (merchant_id) WHERE state = 'waiting';
CREATE INDEX level_proposals_merchant ON merchant_level_proposals (merchant_id, id);
CREATE TRIGGER level_proposals_end_once BEFORE UPDATE ON merchant_level_proposals
WHEN old.state <> 'waiting' OR new.level <> old.level OR new.merchant_id <> old.merchant_id
  OR new.proposed_by <> old.proposed_by
BEGIN SELECT RAISE(ABORT, 'level_proposal_not_waiting'); END;
CREATE TRIGGER level_proposals_are_kept BEFORE DELETE ON merchant_level_proposals
BEGIN SELECT RAISE(ABORT, 'level_proposals_are_kept'); END;
CREATE TRIGGER level_proposals_need_another_person BEFORE UPDATE ON merchant_level_proposals
WHEN new.state = 'in_force' AND EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE maker.subject_id = new.proposed_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'level_needs_another_person'); END;

CREATE TABLE "deposits" (
  id          TEXT PRIMARY KEY, -- without its prefix: the instruction to the bank
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  amount_fen  INTEGER NOT NULL CONSTRAINT deposit_must_be_positive CHECK (amount_fen > 0),
  state       TEXT NOT NULL DEFAULT 'created'
    CONSTRAINT deposit_state_known CHECK (state IN ('created', 'agreed', 'received', 'refused')),
  bank_ref    TEXT CONSTRAINT deposit_answers_one_entry UNIQUE, -- the bank's own entry: never two deposits
  received_by TEXT NOT NULL, -- the clerk who wrote it down
  created_at  TEXT NOT NULL,
  decided_by  TEXT, -- the other clerk, who agreed; or whoever refused or withdrew it
  decided_at  TEXT,
  note        TEXT,
  received_at TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT deposit_needs_the_banks_word CHECK ((state = 'received') = (bank_ref IS NOT NULL)
    AND (bank_ref IS NULL) = (received_at IS NULL)),
  CONSTRAINT deposit_is_decided_by_a_person CHECK ((decided_by IS NULL) = (decided_at IS NULL)
    AND (state <> 'created' OR decided_by IS NULL) AND (state NOT IN ('agreed', 'refused') OR decided_by IS NOT NULL))
) STRICT;
CREATE INDEX deposits_merchant ON deposits (merchant_id, id);
CREATE INDEX deposits_to_tell ON deposits (id) WHERE state = 'agreed';
CREATE INDEX deposits_waiting ON deposits (merchant_id) WHERE state IN ('created', 'agreed');
CREATE TRIGGER deposits_begin_created BEFORE INSERT ON deposits
WHEN new.state <> 'created' OR new.version <> 1 OR EXISTS (SELECT 1 FROM deposits WHERE id = new.id)
BEGIN SELECT RAISE(ABORT, 'deposit_changed_meanwhile'); END;
CREATE TRIGGER deposits_go_one_way BEFORE UPDATE ON deposits
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.amount_fen <> old.amount_fen OR new.received_by <> old.received_by OR new.created_at <> old.created_at
  OR (old.decided_by IS NOT NULL AND (new.decided_by IS NOT old.decided_by OR new.decided_at IS NOT old.decided_at))
  OR new.state NOT IN (CASE old.state WHEN 'created' THEN 'agreed' WHEN 'agreed' THEN 'received' ELSE old.state END,
                       CASE old.state WHEN 'created' THEN 'refused' ELSE '' END)
  OR old.state = 'refused' OR (old.state = 'received' AND (old.decided_by IS NOT NULL
    OR new.bank_ref <> old.bank_ref OR new.received_at <> old.received_at))
BEGIN SELECT RAISE(ABORT, 'deposit_changed_meanwhile'); END;
CREATE TRIGGER deposits_are_kept BEFORE DELETE ON deposits
BEGIN SELECT RAISE(ABORT, 'deposits_are_kept'); END;
CREATE TRIGGER deposits_need_another_person BEFORE UPDATE ON deposits
WHEN new.state IN ('agreed', 'received') AND old.decided_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = new.received_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'deposit_needs_another_person'); END;

CREATE TABLE "quarter_filings" (
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  quarter      TEXT NOT NULL CONSTRAINT filing_quarter_known CHECK (quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'),
  body         TEXT NOT NULL CONSTRAINT filing_body_is_json CHECK (json_valid(body)),
  content_hash TEXT NOT NULL
    CONSTRAINT filing_hash_known CHECK (length(iif(content_hash LIKE 'v2:%', substr(content_hash, 4), content_hash)) = 64),
  filed_by     TEXT NOT NULL,
  filed_at     TEXT NOT NULL,
  PRIMARY KEY (merchant_id, quarter)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER quarter_filings_file_once BEFORE INSERT ON quarter_filings
WHEN EXISTS (SELECT 1 FROM quarter_filings WHERE merchant_id = new.merchant_id AND quarter = new.quarter)
BEGIN SELECT RAISE(ABORT, 'quarter_already_filed'); END;
CREATE TRIGGER quarter_filings_are_final BEFORE UPDATE ON quarter_filings
BEGIN SELECT RAISE(ABORT, 'filings_are_kept'); END;
CREATE TRIGGER quarter_filings_are_kept BEFORE DELETE ON quarter_filings
BEGIN SELECT RAISE(ABORT, 'filings_are_kept'); END;

CREATE TABLE behaviour_days (
  day                   TEXT NOT NULL, -- Asia/Shanghai
  merchant_id           TEXT NOT NULL REFERENCES merchants (id),
  sector                TEXT NOT NULL,
  opened_on             TEXT NOT NULL, -- the day of its admission
  lease_ends_on         TEXT, -- as of that night
  sold_fen              INTEGER NOT NULL,
  bonus_fen             INTEGER NOT NULL,
  lots_sold             INTEGER NOT NULL,
  used_fen              INTEGER NOT NULL, -- less what was corrected that day: may be below 0
  uses                  INTEGER NOT NULL,
  merchant_started_uses INTEGER NOT NULL,
  contested_uses        INTEGER NOT NULL,
  refund_requests       INTEGER NOT NULL,
  complaints            INTEGER NOT NULL,
  payout_bounces        INTEGER NOT NULL,
  bank_breaks           INTEGER NOT NULL,
  escrow_fen            INTEGER NOT NULL, -- that evening, of all its cards
  holders               INTEGER NOT NULL, -- cards with money of theirs that evening
  events                TEXT NOT NULL, -- JSON: words of a closed list
  PRIMARY KEY (day, merchant_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER behaviour_days_are_kept BEFORE UPDATE ON behaviour_days
BEGIN SELECT RAISE(ABORT, 'behaviour_days_are_kept'); END;
CREATE TRIGGER behaviour_days_stay BEFORE DELETE ON behaviour_days
BEGIN SELECT RAISE(ABORT, 'behaviour_days_are_kept'); END;

CREATE TABLE warning_memories (
  merchant_id TEXT PRIMARY KEY REFERENCES merchants (id),
  level       INTEGER NOT NULL CONSTRAINT warning_level_known CHECK (level BETWEEN 1 AND 5),
  since_on    TEXT NOT NULL, -- the day from which it stands there
  why         TEXT NOT NULL, -- JSON [{signal, figure, baseline, weight}], as said when the level last changed
  memory      TEXT NOT NULL  -- JSON: what the detector goes on from
) STRICT, WITHOUT ROWID;
CREATE INDEX warning_memories_alarmed ON warning_memories (merchant_id, level) WHERE level >= 3;

CREATE TABLE warning_city (
  id      INTEGER PRIMARY KEY CONSTRAINT warning_city_is_one CHECK (id = 1),
  day     TEXT NOT NULL, -- the last one heard
  version TEXT NOT NULL, -- of the weights
  memory  TEXT NOT NULL
) STRICT;

CREATE TABLE warning_changes (
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  level       INTEGER NOT NULL CONSTRAINT warning_change_level_known CHECK (level BETWEEN 1 AND 5),
  why         TEXT NOT NULL,
  PRIMARY KEY (merchant_id, day)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER warning_changes_are_kept BEFORE UPDATE ON warning_changes
BEGIN SELECT RAISE(ABORT, 'warning_changes_are_kept'); END;
CREATE TRIGGER warning_changes_stay BEFORE DELETE ON warning_changes
BEGIN SELECT RAISE(ABORT, 'warning_changes_are_kept'); END;

CREATE TABLE shop_hours (
  shop_id   TEXT NOT NULL REFERENCES shops (id),
  version   INTEGER NOT NULL CONSTRAINT shop_hours_version_positive CHECK (version > 0),
  weekly    TEXT NOT NULL CONSTRAINT shop_hours_are_a_week -- JSON: seven of {opens, closes} or null, Monday first
    CHECK (json_valid(weekly) AND json_type(weekly) = 'array' AND json_array_length(weekly) = 7),
  closures  TEXT NOT NULL CONSTRAINT shop_closures_are_few -- JSON: {from_on, to_on}, first one first
    CHECK (json_valid(closures) AND json_type(closures) = 'array' AND json_array_length(closures) <= 12),
  stated_by TEXT NOT NULL REFERENCES staff (id),
  stated_at TEXT NOT NULL,
  PRIMARY KEY (shop_id, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shop_hours_follow_each_other BEFORE INSERT ON shop_hours
WHEN new.version <> (SELECT coalesce(max(version), 0) + 1 FROM shop_hours WHERE shop_id = new.shop_id)
BEGIN SELECT RAISE(ABORT, 'shop_changed_meanwhile'); END;
CREATE TRIGGER shop_hours_are_of_an_open_shop BEFORE INSERT ON shop_hours
WHEN NOT EXISTS (SELECT 1 FROM shops WHERE id = new.shop_id AND closed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'shop_closed'); END;
CREATE TRIGGER shop_hours_are_not_edited BEFORE UPDATE ON shop_hours
BEGIN SELECT RAISE(ABORT, 'shop_hours_are_kept'); END;
CREATE TRIGGER shop_hours_are_kept BEFORE DELETE ON shop_hours
BEGIN SELECT RAISE(ABORT, 'shop_hours_are_kept'); END;

CREATE TABLE join_requests (
  id           TEXT PRIMARY KEY,
  shop_name    TEXT NOT NULL CONSTRAINT join_request_name_fits CHECK (length(shop_name) BETWEEN 2 AND 60),
  district     TEXT NOT NULL,
  wished_on    TEXT NOT NULL CONSTRAINT join_request_day_written
    CHECK (wished_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  wished_part  TEXT NOT NULL CONSTRAINT join_request_part_known CHECK (wished_part IN ('morning', 'afternoon')),
  phone_index  TEXT NOT NULL,
  phone_sealed TEXT NOT NULL,
  phone_mask   TEXT NOT NULL,
  asked_on     TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  asked_at     TEXT NOT NULL
) STRICT;
CREATE INDEX join_requests_phone ON join_requests (phone_index, asked_on);
CREATE INDEX join_requests_day ON join_requests (asked_on);
CREATE TRIGGER join_requests_wait_once BEFORE INSERT ON join_requests
WHEN EXISTS (SELECT 1 FROM join_requests a WHERE a.phone_index = new.phone_index
                AND NOT EXISTS (SELECT 1 FROM join_request_results r WHERE r.join_request_id = a.id))
BEGIN SELECT RAISE(ABORT, 'join_request_waits_already'); END;
CREATE TRIGGER join_requests_are_few BEFORE INSERT ON join_requests
WHEN (SELECT count(*) FROM join_requests WHERE asked_on = new.asked_on) >= 100
BEGIN SELECT RAISE(ABORT, 'join_requests_used_up'); END;
CREATE TRIGGER join_requests_are_kept BEFORE DELETE ON join_requests
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_requests_are_not_edited BEFORE UPDATE OF id, shop_name, district, wished_on, wished_part, phone_index,
  phone_mask, asked_on, asked_at ON join_requests
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_requests_keep_their_number BEFORE UPDATE OF phone_sealed ON join_requests
WHEN NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.phone_sealed, 1, 200) AND sealed_after = substr(new.phone_sealed, 1, 200))
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;

CREATE TABLE join_request_results (
  join_request_id TEXT PRIMARY KEY REFERENCES join_requests (id),
  result         TEXT NOT NULL CONSTRAINT join_request_result_known CHECK (result IN ('met', 'not_reached', 'withdrawn')),
  note           TEXT CONSTRAINT join_request_note_fits CHECK (length(note) BETWEEN 2 AND 200),
  noted_by       TEXT NOT NULL REFERENCES officials (id),
  noted_at       TEXT NOT NULL
) STRICT;
CREATE TRIGGER join_requests_end_once BEFORE INSERT ON join_request_results
WHEN EXISTS (SELECT 1 FROM join_request_results WHERE join_request_id = new.join_request_id)
BEGIN SELECT RAISE(ABORT, 'join_request_ended'); END;
CREATE TRIGGER join_request_results_are_not_edited BEFORE UPDATE ON join_request_results
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_request_results_are_kept BEFORE DELETE ON join_request_results
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;

CREATE TABLE join_request_calls (
  join_request_id TEXT NOT NULL REFERENCES join_requests (id),
  opened_by      TEXT NOT NULL REFERENCES officials (id),
  opened_at      TEXT NOT NULL,
  PRIMARY KEY (join_request_id, opened_by, opened_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER join_request_calls_are_not_edited BEFORE UPDATE ON join_request_calls
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;
CREATE TRIGGER join_request_calls_are_kept BEFORE DELETE ON join_request_calls
BEGIN SELECT RAISE(ABORT, 'join_requests_are_kept'); END;

CREATE TABLE staff_pins (
  staff_id     TEXT PRIMARY KEY REFERENCES staff (id),
  pin_hash     TEXT NOT NULL, -- keyed and stretched, bound to the person
  tries        INTEGER NOT NULL DEFAULT 0 CONSTRAINT till_pin_locked CHECK (tries BETWEEN 0 AND 15),
  tried_at     TEXT,
  locked_until TEXT,
  set_at       TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER staff_pins_stay_locked BEFORE UPDATE OF tried_at ON staff_pins
WHEN old.locked_until > new.tried_at
BEGIN SELECT RAISE(ABORT, 'till_pin_locked'); END;
CREATE TRIGGER staff_pins_end_at_fifteen BEFORE UPDATE OF tries ON staff_pins
WHEN new.tries < old.tries AND old.tries >= 15 AND new.set_at = old.set_at
BEGIN SELECT RAISE(ABORT, 'till_pin_locked'); END;
CREATE TRIGGER staff_pins_are_kept BEFORE DELETE ON staff_pins
BEGIN SELECT RAISE(ABORT, 'till_pin_locked'); END;

CREATE TABLE alerts (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'raised' CONSTRAINT alert_state_known CHECK (state IN ('raised', 'escalated', 'resolved')),
  message      TEXT NOT NULL,
  count        INTEGER NOT NULL CONSTRAINT alert_counts CHECK (count > 0),
  money_fen    INTEGER,
  raised_at    TEXT NOT NULL,
  told_at      TEXT, -- by short message, last; NULL: to the subscribers alone, so shortly after the one before
  escalated_at TEXT,
  resolved_at  TEXT,
  CONSTRAINT alert_resolved_has_a_time CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts (kind) WHERE state <> 'resolved';
CREATE INDEX alerts_kind ON alerts (kind, id);
CREATE TRIGGER alerts_are_resolved_once BEFORE UPDATE ON alerts
WHEN old.state = 'resolved' OR (old.state = 'escalated' AND new.state = 'raised') OR new.kind <> old.kind
BEGIN SELECT RAISE(ABORT, 'alerts_changed_meanwhile'); END;
CREATE TRIGGER alerts_are_kept BEFORE DELETE ON alerts
BEGIN SELECT RAISE(ABORT, 'alerts_changed_meanwhile'); END;

CREATE TABLE platform_versions (
  version TEXT PRIMARY KEY,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER platform_versions_are_kept BEFORE UPDATE ON platform_versions
BEGIN SELECT RAISE(ABORT, 'alerts_changed_meanwhile'); END;

CREATE TABLE devices (
  id         TEXT PRIMARY KEY,
  kind       TEXT NOT NULL CONSTRAINT device_kind_known CHECK (kind IN ('consumer', 'staff', 'bank', 'regulator', 'operator')),
  subject_id TEXT NOT NULL,
  token_hash TEXT NOT NULL, -- keyed hash of what its browser keeps; of a program that keeps nothing, of its own id
  name       TEXT NOT NULL,
  created_at TEXT NOT NULL,
  ended_at   TEXT -- taken off the list by its owner: known no more
) STRICT;
CREATE INDEX devices_subject ON devices (subject_id, id);
CREATE UNIQUE INDEX devices_token ON devices (token_hash, subject_id) WHERE ended_at IS NULL;
CREATE INDEX devices_of_a_token ON devices (token_hash);
CREATE TRIGGER devices_are_known_once BEFORE INSERT ON devices
WHEN EXISTS (SELECT 1 FROM devices WHERE token_hash = new.token_hash AND subject_id = new.subject_id AND ended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'device_changed_meanwhile'); END;
CREATE TRIGGER devices_end_once BEFORE UPDATE ON devices WHEN old.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'device_changed_meanwhile'); END;

CREATE TABLE recoveries (
  id               TEXT PRIMARY KEY,
  consumer_id      TEXT NOT NULL REFERENCES consumers (id),
  kind             TEXT NOT NULL CONSTRAINT account_recovery_kind_known CHECK (kind IN ('pin', 'phone', 'sign_in')),
  device_id        TEXT, -- where it was asked for by somebody signed in: only there is it finished
  device_hash      TEXT, -- the same of somebody who is not signed in yet
  new_phone_index  TEXT,
  new_phone_sealed TEXT,
  new_phone_mask   TEXT,
  old_phone_sealed TEXT, -- of a number that was left: it is told once more
  old_told_at      TEXT,
  started_at       TEXT NOT NULL,
  ripe_at          TEXT NOT NULL,
  ends_at          TEXT NOT NULL, -- what nobody finished by then is over
  state            TEXT NOT NULL DEFAULT 'cooling' CONSTRAINT account_recovery_state_known
    CHECK (state IN ('cooling', 'done', 'cancelled', 'lapsed')),
  ended_at         TEXT,
  cancelled_by     TEXT CONSTRAINT account_recovery_stopper_known CHECK (cancelled_by IN ('link', 'asker', 'other_device')),
  version          INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT account_recovery_end_has_a_time CHECK ((state = 'cooling') = (ended_at IS NULL)),
  CONSTRAINT account_recovery_names_its_stopper CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
  CONSTRAINT account_recovery_of_a_phone_names_it CHECK ((kind = 'phone') = (new_phone_index IS NOT NULL)),
  CONSTRAINT account_recovery_is_of_a_device CHECK (kind <> 'sign_in' OR device_hash IS NOT NULL)
) STRICT;
CREATE INDEX recoveries_consumer ON recoveries (consumer_id, id);
CREATE UNIQUE INDEX recoveries_open ON recoveries (consumer_id, kind) WHERE state = 'cooling';
CREATE INDEX recoveries_cooling ON recoveries (started_at) WHERE state = 'cooling';
CREATE INDEX recoveries_to_tell ON recoveries (id) WHERE old_phone_sealed IS NOT NULL AND old_told_at IS NULL AND state = 'done';
CREATE TRIGGER recoveries_are_one_at_a_time BEFORE INSERT ON recoveries
WHEN new.state = 'cooling' AND EXISTS (SELECT 1 FROM recoveries WHERE consumer_id = new.consumer_id AND kind = new.kind AND state = 'cooling')
BEGIN SELECT RAISE(ABORT, 'recovery_already_open'); END;
CREATE TRIGGER recoveries_are_few BEFORE INSERT ON recoveries
WHEN new.state = 'cooling' AND (SELECT count(*) FROM recoveries WHERE consumer_id = new.consumer_id AND kind = new.kind
   AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 days')) >= 3
BEGIN SELECT RAISE(ABORT, 'recoveries_too_often'); END;
CREATE TRIGGER recoveries_cool_down BEFORE UPDATE ON recoveries
WHEN new.state = 'done' AND old.state = 'cooling' AND (new.ended_at < old.ripe_at OR new.ended_at >= old.ends_at)
BEGIN SELECT RAISE(ABORT, 'recovery_still_cooling'); END;
CREATE TRIGGER recoveries_end_once BEFORE UPDATE OF state ON recoveries WHEN old.state <> 'cooling' AND new.state <> old.state
BEGIN SELECT RAISE(ABORT, 'account_recovery_not_open'); END;
CREATE TRIGGER recoveries_advance_by_one_version BEFORE UPDATE ON recoveries
WHEN new.version <> old.version + 1 OR new.consumer_id <> old.consumer_id OR new.kind <> old.kind OR new.ripe_at <> old.ripe_at
  OR new.started_at <> old.started_at OR new.ends_at <> old.ends_at OR new.device_id IS NOT old.device_id
  OR new.device_hash IS NOT old.device_hash OR new.new_phone_index IS NOT old.new_phone_index
BEGIN SELECT RAISE(ABORT, 'account_recovery_not_open'); END;
CREATE TRIGGER recoveries_are_kept BEFORE DELETE ON recoveries
BEGIN SELECT RAISE(ABORT, 'account_recovery_not_open'); END;

CREATE TABLE counter_pins (
  consumer_id      TEXT PRIMARY KEY REFERENCES consumers (id),
  pin_hash         TEXT NOT NULL, -- scrypt, peppered under a key of its own
  pin_tries        INTEGER NOT NULL DEFAULT 0 CONSTRAINT counter_pin_tries_counted CHECK (pin_tries BETWEEN 0 AND 5),
  pin_locked_until TEXT,
  pin_tried_at     TEXT, -- set by every try, right or wrong: the lock below is judged by it
  pin_locks        INTEGER NOT NULL DEFAULT 0, -- since the last right one: each lock is longer
  set_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER counter_pins_stay_locked BEFORE UPDATE OF pin_tried_at ON counter_pins
WHEN old.pin_locked_until > new.pin_tried_at
BEGIN SELECT RAISE(ABORT, 'pin_locked'); END;

CREATE TABLE person_phones (
  phone_index TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL -- the first id that the person had, of whatever kind
) STRICT, WITHOUT ROWID;
CREATE INDEX person_phones_person ON person_phones (person_id);
CREATE TRIGGER person_phones_are_kept BEFORE DELETE ON person_phones
BEGIN SELECT RAISE(ABORT, 'persons_are_kept'); END;
CREATE TRIGGER person_phones_stay BEFORE UPDATE ON person_phones
BEGIN SELECT RAISE(ABORT, 'persons_are_kept'); END;

CREATE TABLE passkeys (
  id            TEXT PRIMARY KEY,
  person_id     TEXT NOT NULL,
  credential_id TEXT NOT NULL, -- base64url
  public_key    TEXT NOT NULL, -- COSE, base64url
  counter       INTEGER NOT NULL CONSTRAINT passkey_counter_not_negative CHECK (counter >= 0),
  transports    TEXT NOT NULL DEFAULT '[]', -- JSON list
  device        TEXT NOT NULL CONSTRAINT passkey_device_known CHECK (device IN ('single', 'synced')),
  backed_up_at  TEXT, -- since when the authenticator says that a copy lies elsewhere
  name          TEXT NOT NULL CONSTRAINT passkey_name_short CHECK (length(name) BETWEEN 1 AND 40),
  created_at    TEXT NOT NULL,
  last_used_at  TEXT,
  suspended_at  TEXT, -- its counter went back: there may be a copy of it
  removed_at    TEXT
) STRICT;
CREATE UNIQUE INDEX passkeys_credential ON passkeys (credential_id);
CREATE INDEX passkeys_person ON passkeys (person_id);
CREATE TRIGGER passkeys_are_nobody_elses BEFORE INSERT ON passkeys
WHEN EXISTS (SELECT 1 FROM passkeys WHERE credential_id = new.credential_id)
BEGIN SELECT RAISE(ABORT, 'passkey_taken'); END;
CREATE TRIGGER passkeys_are_few BEFORE INSERT ON passkeys
WHEN (SELECT count(*) FROM passkeys WHERE person_id = new.person_id AND removed_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'passkeys_too_many'); END;
CREATE TRIGGER passkeys_stay_what_they_are BEFORE UPDATE ON passkeys
WHEN new.id <> old.id OR new.person_id <> old.person_id OR new.credential_id <> old.credential_id
  OR new.public_key <> old.public_key OR new.device <> old.device
  OR (old.removed_at IS NOT NULL AND new.removed_at IS NOT old.removed_at)
  OR (old.suspended_at IS NOT NULL AND new.suspended_at IS NOT old.suspended_at)
BEGIN SELECT RAISE(ABORT, 'passkeys_are_kept'); END;
CREATE TRIGGER passkeys_count_up BEFORE UPDATE OF counter ON passkeys
WHEN new.counter < old.counter OR (new.counter = old.counter AND old.counter > 0)
BEGIN SELECT RAISE(ABORT, 'passkey_wrong'); END;
CREATE TRIGGER passkeys_are_kept BEFORE DELETE ON passkeys
BEGIN SELECT RAISE(ABORT, 'passkeys_are_kept'); END;
CREATE TRIGGER passkeys_leave_one BEFORE UPDATE OF removed_at ON passkeys
WHEN new.removed_at IS NOT NULL AND old.removed_at IS NULL AND substr(old.person_id, 1, 4) <> 'csm_'
 AND NOT EXISTS (SELECT 1 FROM passkeys WHERE person_id = old.person_id AND id <> old.id
                                         AND removed_at IS NULL AND suspended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'last_passkey_must_stay'); END;

CREATE TABLE passkey_challenges_used (
  ticket  TEXT PRIMARY KEY,
  used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_challenges_old ON passkey_challenges_used (used_at);
CREATE TRIGGER passkey_challenges_are_used_once BEFORE INSERT ON passkey_challenges_used
WHEN EXISTS (SELECT 1 FROM passkey_challenges_used WHERE ticket = new.ticket)
BEGIN SELECT RAISE(ABORT, 'passkey_challenge_over'); END;

CREATE TABLE passkey_recoveries (
  id          TEXT PRIMARY KEY,
  person_id   TEXT NOT NULL,
  subject_id  TEXT NOT NULL, -- the id under which it was asked for
  kind        TEXT NOT NULL,
  asked_at    TEXT NOT NULL,
  usable_from TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT recovery_state_known
    CHECK (state IN ('waiting', 'agreed', 'refused', 'used')),
  decided_by  TEXT,
  decided_at  TEXT,
  used_at     TEXT,
  CONSTRAINT recovery_is_decided_by_a_person CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'used') = (used_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX passkey_recoveries_open ON passkey_recoveries (person_id) WHERE state IN ('waiting', 'agreed');
CREATE TRIGGER passkey_recoveries_need_another BEFORE UPDATE ON passkey_recoveries
WHEN new.state = 'agreed' AND NOT EXISTS (
  SELECT 1 FROM person_ids WHERE subject_id = new.decided_by AND person_id <> new.person_id)
BEGIN SELECT RAISE(ABORT, 'recovery_needs_another_person'); END;
CREATE TRIGGER passkey_recoveries_wait BEFORE UPDATE ON passkey_recoveries
WHEN new.state = 'used' AND (old.state <> 'agreed' OR new.used_at < old.usable_from)
BEGIN SELECT RAISE(ABORT, 'recovery_not_ready'); END;
CREATE TRIGGER passkey_recoveries_end_once BEFORE UPDATE ON passkey_recoveries
WHEN old.state IN ('refused', 'used') OR new.person_id <> old.person_id OR new.usable_from <> old.usable_from
  OR new.state = 'waiting'
BEGIN SELECT RAISE(ABORT, 'recovery_not_open'); END;
CREATE TRIGGER passkey_recoveries_are_kept BEFORE DELETE ON passkey_recoveries
BEGIN SELECT RAISE(ABORT, 'recoveries_are_kept'); END;

CREATE TABLE work_notices (
  id         TEXT PRIMARY KEY,
  subject_id TEXT NOT NULL, -- an official or a member of staff
  text       TEXT NOT NULL CONSTRAINT work_notice_short CHECK (length(text) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL,
  sent_at    TEXT
) STRICT;
CREATE INDEX work_notices_to_send ON work_notices (id) WHERE sent_at IS NULL;
CREATE INDEX work_notices_subject ON work_notices (subject_id, id);
CREATE TRIGGER work_notices_are_sent_once BEFORE UPDATE ON work_notices
WHEN old.sent_at IS NOT NULL OR new.text <> old.text OR new.subject_id <> old.subject_id
BEGIN SELECT RAISE(ABORT, 'work_notices_are_kept'); END;

CREATE TABLE settlement_account_changes (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  account_no  TEXT NOT NULL, -- sealed, as the merchant's own column is
  mask        TEXT NOT NULL,
  asked_by    TEXT NOT NULL,
  asked_at    TEXT NOT NULL,
  usable_from TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT account_change_state_known
    CHECK (state IN ('waiting', 'agreed', 'refused', 'in_force')),
  decided_by  TEXT,
  decided_at  TEXT,
  applied_at  TEXT,
  CONSTRAINT account_change_is_decided_by_a_person CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'in_force') = (applied_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX account_changes_open ON settlement_account_changes (merchant_id) WHERE state IN ('waiting', 'agreed');
CREATE INDEX account_changes_merchant ON settlement_account_changes (merchant_id, id);
CREATE INDEX account_changes_due ON settlement_account_changes (usable_from) WHERE state = 'agreed';
CREATE TRIGGER account_changes_need_another_person BEFORE UPDATE ON settlement_account_changes
WHEN new.state = 'agreed' AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = new.asked_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER account_changes_are_kept BEFORE DELETE ON settlement_account_changes
BEGIN SELECT RAISE(ABORT, 'account_changes_are_kept'); END;
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

CREATE TABLE stranger_minutes (
  operation     TEXT NOT NULL,
  address_index TEXT NOT NULL, -- the address under a key: nobody reads from it who asked
  minute        INTEGER NOT NULL CONSTRAINT stranger_minute_is_counted CHECK (minute > 0), -- since 1970
  tries         INTEGER NOT NULL CONSTRAINT stranger_tries_are_counted CHECK (tries > 0),
  PRIMARY KEY (operation, address_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX stranger_minutes_minute ON stranger_minutes (minute);
CREATE TRIGGER stranger_minutes_are_forgotten AFTER INSERT ON stranger_minutes
BEGIN DELETE FROM stranger_minutes WHERE minute < new.minute - 1440; END;

CREATE TABLE access_purposes (
  id               TEXT PRIMARY KEY,
  official_id      TEXT NOT NULL REFERENCES officials (id),
  kind             TEXT NOT NULL CONSTRAINT access_purpose_kind_known CHECK (kind IN ('case', 'emergency')),
  reference_id     TEXT, -- the case; NULL in an emergency
  consumer_id      TEXT REFERENCES consumers (id), -- a case about one person is about nobody else
  merchant_id      TEXT REFERENCES merchants (id),
  reason           TEXT NOT NULL CONSTRAINT access_reason_is_said CHECK (length(reason) BETWEEN 10 AND 200),
  people_max       INTEGER NOT NULL CONSTRAINT access_people_are_limited CHECK (people_max BETWEEN 1 AND 10000),
  opened_at        TEXT NOT NULL,
  expires_at       TEXT NOT NULL CONSTRAINT access_purpose_ends CHECK (expires_at > opened_at),
  ended_at         TEXT,
  secrecy_document TEXT, -- the police paper by which its readings are not shown yet
  agreed_by        TEXT REFERENCES officials (id),
  agreed_at        TEXT,
  CONSTRAINT access_case_is_named CHECK ((kind = 'case') = (reference_id IS NOT NULL)),
  CONSTRAINT access_secrecy_is_agreed CHECK ((agreed_by IS NULL) = (agreed_at IS NULL)
    AND (agreed_by IS NULL OR secrecy_document IS NOT NULL))
) STRICT;
CREATE INDEX access_purposes_official ON access_purposes (official_id, id);
CREATE INDEX access_purposes_open ON access_purposes (official_id, expires_at) WHERE ended_at IS NULL;
CREATE INDEX access_purposes_sealed ON access_purposes (id) WHERE secrecy_document IS NOT NULL;
CREATE TRIGGER access_purposes_stay_as_said BEFORE UPDATE ON access_purposes
WHEN new.id <> old.id OR new.official_id <> old.official_id OR new.kind <> old.kind OR new.reason <> old.reason
  OR new.reference_id IS NOT old.reference_id OR new.consumer_id IS NOT old.consumer_id
  OR new.merchant_id IS NOT old.merchant_id OR new.people_max <> old.people_max OR new.opened_at <> old.opened_at
  OR new.expires_at <> old.expires_at OR new.secrecy_document IS NOT old.secrecy_document
  OR (old.ended_at IS NOT NULL AND new.ended_at IS NOT old.ended_at)
  OR (old.agreed_by IS NOT NULL AND new.agreed_by IS NOT old.agreed_by)
BEGIN SELECT RAISE(ABORT, 'access_purpose_over'); END;
CREATE TRIGGER access_secrecy_is_agreed_to_by_another BEFORE UPDATE OF agreed_by ON access_purposes
WHEN new.agreed_by IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = new.official_id AND checker.subject_id = new.agreed_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER access_purposes_are_kept BEFORE DELETE ON access_purposes
BEGIN SELECT RAISE(ABORT, 'access_purposes_are_kept'); END;

CREATE TABLE access_traces (
  id          TEXT PRIMARY KEY,
  request_id  TEXT NOT NULL,
  purpose_id  TEXT REFERENCES access_purposes (id), -- NULL: the office's own list of work
  official_id TEXT NOT NULL REFERENCES officials (id),
  office      TEXT NOT NULL CONSTRAINT access_office_known CHECK (office IN ('bank', 'regulator', 'operator')),
  duty        TEXT NOT NULL,
  districts   TEXT NOT NULL CONSTRAINT access_districts_are_listed CHECK (json_valid(districts)),
  operation   TEXT NOT NULL,
  consumer_id TEXT REFERENCES consumers (id),
  merchant_id TEXT REFERENCES merchants (id),
  things      TEXT NOT NULL CONSTRAINT access_things_are_listed CHECK (json_valid(things)),
  read_on     TEXT NOT NULL,
  read_at     TEXT NOT NULL
) STRICT;
CREATE INDEX access_traces_consumer ON access_traces (consumer_id, id);
CREATE INDEX access_traces_purpose ON access_traces (purpose_id, consumer_id);
CREATE INDEX access_traces_official ON access_traces (official_id, read_on, read_at);
CREATE INDEX access_traces_person_day ON access_traces (consumer_id, read_on);
CREATE INDEX access_traces_of_all ON access_traces (merchant_id, id) WHERE consumer_id IS NULL;
CREATE INDEX access_traces_day ON access_traces (read_on, consumer_id);
CREATE TRIGGER access_traces_stand BEFORE UPDATE ON access_traces
BEGIN SELECT RAISE(ABORT, 'access_traces_stand'); END;
CREATE TRIGGER access_traces_need_an_open_purpose BEFORE INSERT ON access_traces
WHEN new.purpose_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM access_purposes p WHERE p.id = new.purpose_id AND p.official_id = new.official_id
     AND p.ended_at IS NULL AND p.expires_at > new.read_at AND (p.secrecy_document IS NULL OR p.agreed_at IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'access_purpose_over'); END;
CREATE TRIGGER access_traces_are_of_so_many_people BEFORE INSERT ON access_traces
WHEN new.consumer_id IS NOT NULL AND new.purpose_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM access_traces t WHERE t.purpose_id = new.purpose_id AND t.consumer_id = new.consumer_id)
  AND (SELECT count(DISTINCT t.consumer_id) FROM access_traces t WHERE t.purpose_id = new.purpose_id)
      >= (SELECT p.people_max FROM access_purposes p WHERE p.id = new.purpose_id)
BEGIN SELECT RAISE(ABORT, 'access_people_used_up'); END;

CREATE TABLE access_days (
  official_id    TEXT NOT NULL REFERENCES officials (id),
  day            TEXT NOT NULL,
  readings_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT access_reads_used_up CHECK (readings_count BETWEEN 0 AND 300),
  listed_count   INTEGER NOT NULL DEFAULT 0 CONSTRAINT access_lists_used_up CHECK (listed_count BETWEEN 0 AND 10000),
  PRIMARY KEY (official_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE access_alarms (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL CONSTRAINT access_alarm_kind_known CHECK (kind IN ('emergency', 'burst', 'many_people', 'same_person')),
  official_id  TEXT NOT NULL REFERENCES officials (id),
  office       TEXT NOT NULL CONSTRAINT access_alarm_office_known CHECK (office IN ('bank', 'regulator', 'operator')),
  purpose_id   TEXT REFERENCES access_purposes (id),
  about        TEXT NOT NULL, -- what makes it one: the purpose, or the day with the official or the person
  count        INTEGER NOT NULL CONSTRAINT access_alarm_counts CHECK (count > 0),
  needs_count  INTEGER NOT NULL CONSTRAINT access_alarm_needs CHECK (needs_count IN (1, 2)),
  raised_at    TEXT NOT NULL,
  closed_at    TEXT,
  CONSTRAINT access_emergency_has_a_purpose CHECK (kind <> 'emergency' OR purpose_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX access_alarms_once ON access_alarms (kind, about);
CREATE INDEX access_alarms_open ON access_alarms (raised_at) WHERE closed_at IS NULL;
CREATE TRIGGER access_alarms_are_kept BEFORE DELETE ON access_alarms
BEGIN SELECT RAISE(ABORT, 'access_alarms_are_kept'); END;

CREATE TABLE access_reviews (
  alarm_id    TEXT NOT NULL REFERENCES access_alarms (id),
  reviewer_id TEXT NOT NULL REFERENCES officials (id),
  found       TEXT NOT NULL CONSTRAINT access_review_found CHECK (found IN ('in_order', 'not_in_order')),
  note        TEXT NOT NULL CONSTRAINT access_review_note CHECK (length(note) BETWEEN 2 AND 200),
  reviewed_at TEXT NOT NULL,
  PRIMARY KEY (alarm_id, reviewer_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_reviews_stand BEFORE UPDATE ON access_reviews
BEGIN SELECT RAISE(ABORT, 'access_reviews_stand'); END;
CREATE TRIGGER access_reviews_are_kept BEFORE DELETE ON access_reviews
BEGIN SELECT RAISE(ABORT, 'access_reviews_stand'); END;
CREATE TRIGGER access_reviews_are_by_another BEFORE INSERT ON access_reviews
WHEN EXISTS (SELECT 1 FROM access_alarms a
               JOIN person_ids one ON one.subject_id IN (
                 SELECT a.official_id UNION SELECT r.reviewer_id FROM access_reviews r WHERE r.alarm_id = a.id)
               JOIN person_ids me ON me.person_id = one.person_id AND me.subject_id = new.reviewer_id
              WHERE a.id = new.alarm_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE access_disclosures (
  purpose_id  TEXT NOT NULL REFERENCES access_purposes (id),
  official_id TEXT NOT NULL REFERENCES officials (id),
  said_at     TEXT NOT NULL,
  PRIMARY KEY (purpose_id, official_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER access_disclosures_stand BEFORE UPDATE ON access_disclosures
BEGIN SELECT RAISE(ABORT, 'access_disclosures_stand'); END;
CREATE TRIGGER access_disclosures_are_kept BEFORE DELETE ON access_disclosures
BEGIN SELECT RAISE(ABORT, 'access_disclosures_stand'); END;
CREATE TRIGGER access_disclosures_are_by_two BEFORE INSERT ON access_disclosures
WHEN EXISTS (SELECT 1 FROM access_disclosures d JOIN person_ids one ON one.subject_id = d.official_id
               JOIN person_ids me ON me.person_id = one.person_id AND me.subject_id = new.official_id
              WHERE d.purpose_id = new.purpose_id)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;

CREATE TABLE access_digests (
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  day         TEXT NOT NULL,
  count       INTEGER NOT NULL CONSTRAINT access_digest_counts CHECK (count > 0),
  told_at     TEXT NOT NULL,
  PRIMARY KEY (consumer_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE data_exports (
  id          TEXT PRIMARY KEY,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  made_on     TEXT NOT NULL,
  made_at     TEXT NOT NULL
) STRICT;
CREATE INDEX data_exports_consumer ON data_exports (consumer_id, made_on);
CREATE TRIGGER data_exports_are_few BEFORE INSERT ON data_exports
WHEN (SELECT count(*) FROM data_exports WHERE consumer_id = new.consumer_id AND made_on = new.made_on) >= 3
BEGIN SELECT RAISE(ABORT, 'data_exports_used_up'); END;
CREATE TRIGGER data_exports_stand BEFORE UPDATE ON data_exports
BEGIN SELECT RAISE(ABORT, 'data_exports_stand'); END;

CREATE TABLE erasures (
  id          TEXT PRIMARY KEY,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  asked_at    TEXT NOT NULL,
  ripe_at     TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT erasure_state_known CHECK (state IN ('waiting', 'cancelled', 'stopped', 'done')),
  ended_at    TEXT,
  CONSTRAINT erasure_waits_a_week CHECK (julianday(ripe_at) - julianday(asked_at) >= 6.999),
  CONSTRAINT erasure_end_has_a_time CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CONSTRAINT erasure_still_waits CHECK (state <> 'done' OR ended_at >= ripe_at)
) STRICT;
CREATE UNIQUE INDEX erasures_waiting ON erasures (consumer_id) WHERE state = 'waiting';
CREATE INDEX erasures_due ON erasures (ripe_at) WHERE state = 'waiting';
CREATE INDEX erasures_consumer ON erasures (consumer_id, id);
CREATE TRIGGER erasures_end_once BEFORE UPDATE ON erasures
WHEN old.state <> 'waiting' OR new.consumer_id <> old.consumer_id OR new.ripe_at <> old.ripe_at OR new.asked_at <> old.asked_at
BEGIN SELECT RAISE(ABORT, 'erasure_not_waiting'); END;
CREATE TRIGGER erasures_are_kept BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'erasures_are_kept'); END;

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
  revoked_by    TEXT, cap_wish_fen INTEGER CONSTRAINT terminal_wish_in_range CHECK (cap_wish_fen BETWEEN 100 AND 10000000), cap_wish_by TEXT, cap_wish_at TEXT, cap_set_by TEXT,
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
CREATE TRIGGER terminals_are_revoked_for_ever BEFORE UPDATE OF revoked_at, revoked_by ON terminals WHEN old.revoked_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;
CREATE TRIGGER terminals_are_kept BEFORE DELETE ON terminals
BEGIN SELECT RAISE(ABORT, 'terminals_are_kept'); END;
CREATE TRIGGER terminals_stay_what_they_are BEFORE UPDATE OF id, merchant_id, shop_id, name, public_key, acts, invited_by,
  paired_at ON terminals
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;
CREATE TRIGGER terminals_let_more_through_by_two BEFORE UPDATE OF daily_cap_fen ON terminals
WHEN new.daily_cap_fen > old.daily_cap_fen AND (old.revoked_at IS NOT NULL OR old.cap_wish_fen IS NOT new.daily_cap_fen OR NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.cap_wish_by AND checker.subject_id = new.cap_set_by))
BEGIN SELECT RAISE(ABORT, 'terminal_changed_meanwhile'); END;

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

CREATE TABLE terminal_uses (
  subject_id    TEXT PRIMARY KEY, -- the redemption or the hold
  terminal_id   TEXT NOT NULL REFERENCES terminals (id),
  day           TEXT NOT NULL,
  fen           INTEGER NOT NULL CONSTRAINT terminal_use_in_fen CHECK (fen >= 0),
  given_back_at TEXT -- nothing left the card after all
) STRICT, WITHOUT ROWID;
CREATE TRIGGER terminal_uses_are_kept BEFORE DELETE ON terminal_uses
BEGIN SELECT RAISE(ABORT, 'terminals_are_kept'); END;

CREATE TABLE terminal_days (
  terminal_id TEXT NOT NULL REFERENCES terminals (id),
  day         TEXT NOT NULL,
  uses_count  INTEGER NOT NULL,
  fen         INTEGER NOT NULL CONSTRAINT terminal_day_in_fen CHECK (fen >= 0),
  cap_fen     INTEGER NOT NULL,
  PRIMARY KEY (terminal_id, day),
  CONSTRAINT terminal_cap_reached CHECK (fen <= cap_fen)
) STRICT, WITHOUT ROWID;

CREATE TABLE insider_marks (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  redemption_id  TEXT NOT NULL,
  kind           TEXT NOT NULL CONSTRAINT insider_mark_known
    CHECK (kind IN ('same_phone', 'same_device', 'burst', 'before_payout', 'used_at_once')),
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  card_id        TEXT NOT NULL,
  consumer_id    TEXT NOT NULL, -- who held the card then
  fen            INTEGER NOT NULL CONSTRAINT insider_mark_in_fen CHECK (fen > 0),
  made_at        TEXT NOT NULL,
  withheld_until TEXT, -- not payable before; NULL: only marked
  ended_at       TEXT,
  ended_by       TEXT CONSTRAINT insider_mark_end_known CHECK (ended_by IN ('time', 'holder')),
  CONSTRAINT insider_mark_ends_by_something CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  UNIQUE (redemption_id, kind)
) STRICT;
CREATE INDEX insider_marks_merchant ON insider_marks (merchant_id, made_at);
CREATE INDEX insider_marks_consumer ON insider_marks (consumer_id, seq);
CREATE INDEX insider_marks_withheld ON insider_marks (merchant_id, withheld_until) WHERE withheld_until IS NOT NULL AND ended_at IS NULL;
CREATE TRIGGER insider_marks_stay BEFORE UPDATE ON insider_marks
WHEN new.seq <> old.seq OR new.redemption_id <> old.redemption_id OR new.kind <> old.kind OR new.fen <> old.fen
  OR new.merchant_id <> old.merchant_id OR new.withheld_until IS NOT old.withheld_until OR old.ended_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'insider_mark_changed_meanwhile'); END;
CREATE TRIGGER insider_marks_are_kept BEFORE DELETE ON insider_marks
BEGIN SELECT RAISE(ABORT, 'insider_mark_changed_meanwhile'); END;

CREATE TABLE counter_shop_days (
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  count       INTEGER NOT NULL,
  fen         INTEGER NOT NULL,
  count_max   INTEGER NOT NULL,
  fen_max     INTEGER NOT NULL,
  PRIMARY KEY (merchant_id, day),
  CONSTRAINT counter_shop_limit_reached CHECK (count <= count_max AND fen <= fen_max)
) STRICT, WITHOUT ROWID;

CREATE TABLE account_unions (
  id           TEXT PRIMARY KEY,
  from_id      TEXT NOT NULL REFERENCES consumers (id), -- ends
  into_id      TEXT NOT NULL REFERENCES consumers (id), -- goes on
  device_id    TEXT, -- on which it was asked for, and is finished
  shown        TEXT NOT NULL CONSTRAINT union_shown_is_json CHECK (json_valid(shown)), -- what was proved at the beginning
  started_at   TEXT NOT NULL,
  ripe_at      TEXT NOT NULL,
  ends_at      TEXT NOT NULL,
  state        TEXT NOT NULL CONSTRAINT union_state_known CHECK (state IN ('cooling', 'done', 'cancelled', 'lapsed')),
  ended_at     TEXT,
  cancelled_by TEXT CONSTRAINT union_canceller_known CHECK (cancelled_by IN ('link', 'into', 'from')),
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT union_of_two CHECK (from_id <> into_id),
  CONSTRAINT union_end_has_a_time CHECK ((state = 'cooling') = (ended_at IS NULL)),
  CONSTRAINT union_cancel_has_an_author CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL))
) STRICT;
CREATE INDEX account_unions_from ON account_unions (from_id, id);
CREATE INDEX account_unions_into ON account_unions (into_id, id);
CREATE TRIGGER account_unions_one_open BEFORE INSERT ON account_unions
WHEN EXISTS (SELECT 1 FROM account_unions WHERE state = 'cooling' AND ends_at > new.started_at
                AND (from_id IN (new.from_id, new.into_id) OR into_id IN (new.from_id, new.into_id)))
BEGIN SELECT RAISE(ABORT, 'union_already_open'); END;
CREATE TRIGGER account_unions_are_few BEFORE INSERT ON account_unions
WHEN (SELECT count(*) FROM account_unions WHERE from_id = new.from_id
         AND started_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.started_at, '-30 days')) >= 3
BEGIN SELECT RAISE(ABORT, 'unions_too_often'); END;
CREATE TRIGGER account_unions_begin_as_they_may BEFORE INSERT ON account_unions
WHEN new.state = 'done' AND NOT (new.shown ->> 'own_proof' = 1 AND new.shown ->> 'other_code' = 1 AND new.shown ->> 'other_proof' = 1)
BEGIN SELECT RAISE(ABORT, 'union_still_cooling'); END;
CREATE TRIGGER account_unions_wait_their_day BEFORE UPDATE ON account_unions
WHEN new.state = 'done' AND (new.ended_at < old.ripe_at OR new.ended_at >= old.ends_at)
BEGIN SELECT RAISE(ABORT, 'union_still_cooling'); END;
CREATE TRIGGER account_unions_end_once BEFORE UPDATE ON account_unions
WHEN old.state <> 'cooling' OR new.version <> old.version + 1 OR new.from_id <> old.from_id OR new.into_id <> old.into_id
  OR new.ripe_at <> old.ripe_at OR new.ends_at <> old.ends_at OR new.shown <> old.shown
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
CREATE TRIGGER account_unions_are_kept BEFORE DELETE ON account_unions
BEGIN SELECT RAISE(ABORT, 'unions_are_kept'); END;
CREATE TRIGGER account_unions_leave_nothing BEFORE UPDATE ON account_unions
WHEN new.state = 'done' AND (NOT EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.from_id AND into_id = new.into_id)
  OR EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM purchases WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM refunds WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM card_companions WHERE consumer_id = new.from_id AND status <> 'ended'))
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
CREATE TRIGGER account_unions_begin_with_nothing_left BEFORE INSERT ON account_unions
WHEN new.state = 'done' AND (NOT EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.from_id AND into_id = new.into_id)
  OR EXISTS (SELECT 1 FROM cards WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM purchases WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM refunds WHERE consumer_id = new.from_id)
  OR EXISTS (SELECT 1 FROM card_companions WHERE consumer_id = new.from_id AND status <> 'ended'))
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;

CREATE TABLE joined_accounts (
  consumer_id TEXT PRIMARY KEY REFERENCES consumers (id),
  into_id     TEXT NOT NULL REFERENCES consumers (id),
  joined_at   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX joined_accounts_into ON joined_accounts (into_id);
CREATE TRIGGER joined_accounts_draw_no_circle BEFORE INSERT ON joined_accounts
WHEN EXISTS (SELECT 1 FROM joined_accounts WHERE consumer_id = new.into_id)
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;
CREATE TRIGGER joined_accounts_are_kept BEFORE DELETE ON joined_accounts
BEGIN SELECT RAISE(ABORT, 'unions_are_kept'); END;
CREATE TRIGGER joined_accounts_leave_bound_ones_alone BEFORE INSERT ON joined_accounts
WHEN EXISTS (SELECT 1 FROM bound_accounts WHERE consumer_id = new.consumer_id)
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;

CREATE TABLE export_permits (
  id           TEXT PRIMARY KEY,
  made_by      TEXT NOT NULL REFERENCES officials (id),
  from_on      TEXT NOT NULL,
  to_on        TEXT NOT NULL,
  merchant_id  TEXT, -- NULL: the whole city
  detail       TEXT NOT NULL CONSTRAINT permit_detail_known CHECK (detail IN ('shop', 'card')),
  reason       TEXT NOT NULL CONSTRAINT permit_reason_short CHECK (length(reason) BETWEEN 4 AND 200),
  asked_at     TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT permit_state_known CHECK (state IN ('waiting', 'agreed', 'refused')),
  decided_by   TEXT,
  decided_at   TEXT,
  usable_until TEXT,
  CONSTRAINT permit_is_decided_by_a_person CHECK ((state = 'waiting') = (decided_by IS NULL)
    AND (decided_by IS NULL) = (decided_at IS NULL) AND (state = 'agreed') = (usable_until IS NOT NULL))
) STRICT;
CREATE INDEX export_permits_waiting ON export_permits (id) WHERE state = 'waiting';
CREATE TRIGGER export_permits_begin_waiting BEFORE INSERT ON export_permits WHEN new.state <> 'waiting'
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER export_permits_need_another BEFORE UPDATE ON export_permits
WHEN new.state = 'agreed' AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.made_by AND checker.subject_id = new.decided_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER export_permits_end_once BEFORE UPDATE ON export_permits
WHEN old.state <> 'waiting' OR new.made_by <> old.made_by OR new.from_on <> old.from_on OR new.to_on <> old.to_on
  OR new.merchant_id IS NOT old.merchant_id OR new.detail <> old.detail OR new.reason <> old.reason
BEGIN SELECT RAISE(ABORT, 'export_permit_not_waiting'); END;
CREATE TRIGGER export_permits_are_kept BEFORE DELETE ON export_permits
BEGIN SELECT RAISE(ABORT, 'export_permits_are_kept'); END;

CREATE TABLE cases (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  earlier_id   TEXT REFERENCES cases (id), -- the case of this shop before it, got worse
  next_id      TEXT REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED, -- the one after it; NULL: the newest of its shop
  level        INTEGER NOT NULL CONSTRAINT case_level_known CHECK (level BETWEEN 2 AND 5),
  peak_level   INTEGER NOT NULL CONSTRAINT case_peak_known CHECK (peak_level BETWEEN level AND 5),
  stake_fen    INTEGER NOT NULL CONSTRAINT case_stake_not_negative CHECK (stake_fen >= 0), -- owed to the shop's cards
  holders      INTEGER NOT NULL, -- cards with money of theirs
  reasons      TEXT NOT NULL, -- JSON: what is the matter, most urgent first, as last looked at
  digest       TEXT NOT NULL, -- of the reasons without their figures
  known        TEXT NOT NULL, -- JSON: group of reasons to its highest level and the day it was last there
  looked_on    TEXT NOT NULL, -- the day of the last look
  calm_since   TEXT,          -- from this day on less was the matter than its level says
  opened_at    TEXT NOT NULL,
  due_on       TEXT NOT NULL, -- the last day, counted in working days
  extended_at  TEXT,          -- once
  extended_by  TEXT,
  extension_reason TEXT,
  assignee_id  TEXT REFERENCES officials (id),
  assigned_at  TEXT,
  visited_at   TEXT,          -- the last visit
  outcome      TEXT CONSTRAINT case_outcome_known
    CHECK (outcome IN ('handled', 'false_alarm', 'referred', 'shop_ended', 'faded')),
  closed_by    TEXT,          -- an official; NULL with an outcome: the clock
  closed_at    TEXT,
  closed_note  TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT case_is_closed_with_an_outcome CHECK ((outcome IS NULL) = (closed_at IS NULL)
    AND (outcome IS NOT NULL OR (closed_by IS NULL AND closed_note IS NULL))),
  CONSTRAINT case_is_assigned_at_a_time CHECK ((assignee_id IS NULL) = (assigned_at IS NULL)),
  CONSTRAINT case_is_extended_with_a_reason CHECK ((extended_at IS NULL) = (extension_reason IS NULL)
    AND (extended_at IS NULL) = (extended_by IS NULL)),
  CONSTRAINT case_reasons_written CHECK (json_valid(reasons) AND json_valid(known))
) STRICT;
CREATE UNIQUE INDEX cases_newest ON cases (merchant_id) WHERE next_id IS NULL;
CREATE UNIQUE INDEX cases_open_once ON cases (merchant_id) WHERE closed_at IS NULL;
CREATE INDEX cases_ranked ON cases (level, stake_fen, id) WHERE closed_at IS NULL;
CREATE INDEX cases_closed ON cases (closed_at, id) WHERE closed_at IS NOT NULL;
CREATE INDEX cases_shop ON cases (merchant_id, id);
CREATE TRIGGER cases_go_one_way BEFORE UPDATE ON cases
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.merchant_id <> old.merchant_id
  OR new.opened_at <> old.opened_at OR new.earlier_id IS NOT old.earlier_id
  OR (old.next_id IS NOT NULL AND new.next_id IS NOT old.next_id)
  OR (old.closed_at IS NOT NULL AND (new.closed_at IS NOT old.closed_at OR new.outcome <> old.outcome
    OR new.closed_by IS NOT old.closed_by OR new.due_on <> old.due_on OR new.assignee_id IS NOT old.assignee_id))
BEGIN SELECT RAISE(ABORT, 'case_changed_meanwhile'); END;
CREATE TRIGGER cases_are_extended_once BEFORE UPDATE ON cases
WHEN old.extended_at IS NOT NULL AND (new.extended_at IS NOT old.extended_at OR new.due_on > old.due_on)
BEGIN SELECT RAISE(ABORT, 'case_extended_already'); END;
CREATE TRIGGER cases_are_kept BEFORE DELETE ON cases
BEGIN SELECT RAISE(ABORT, 'cases_are_kept'); END;

CREATE TABLE case_entries (
  id       TEXT PRIMARY KEY,
  case_id  TEXT NOT NULL REFERENCES cases (id),
  kind     TEXT NOT NULL CONSTRAINT case_entry_kind_known CHECK (kind IN
    ('opened', 'rose', 'fell', 'reasons_changed', 'assigned', 'noted', 'visited', 'extended', 'closed')),
  level    INTEGER, -- of the case, once this had happened
  detail   TEXT,    -- a word of a closed list: whom, what was found, the outcome, the worst reason
  note     TEXT CONSTRAINT case_entry_note_short CHECK (length(note) <= 1000),
  by_id    TEXT,    -- an official; NULL: the clock
  at       TEXT NOT NULL
) STRICT;
CREATE INDEX case_entries_case ON case_entries (case_id, id);
CREATE TRIGGER case_entries_are_kept BEFORE UPDATE ON case_entries
BEGIN SELECT RAISE(ABORT, 'case_entries_are_kept'); END;
CREATE TRIGGER case_entries_stay BEFORE DELETE ON case_entries
BEGIN SELECT RAISE(ABORT, 'case_entries_are_kept'); END;

CREATE TABLE warning_feedback (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  day         TEXT NOT NULL,
  found       TEXT NOT NULL CONSTRAINT feedback_found_known CHECK (found IN ('handled', 'false_alarm')),
  signals     TEXT NOT NULL CONSTRAINT feedback_signals_written CHECK (json_valid(signals)), -- JSON list
  by_id       TEXT NOT NULL,
  at          TEXT NOT NULL
) STRICT;
CREATE INDEX warning_feedback_day ON warning_feedback (day, merchant_id);
CREATE TRIGGER warning_feedback_is_kept BEFORE UPDATE ON warning_feedback
BEGIN SELECT RAISE(ABORT, 'warning_feedback_is_kept'); END;
CREATE TRIGGER warning_feedback_stays BEFORE DELETE ON warning_feedback
BEGIN SELECT RAISE(ABORT, 'warning_feedback_is_kept'); END;

CREATE TABLE patrols (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  level       INTEGER NOT NULL CONSTRAINT patrol_level_known CHECK (level BETWEEN 1 AND 5), -- when it was planned
  due_on      TEXT NOT NULL,
  asked_by    TEXT REFERENCES officials (id), -- NULL: the nightly plan
  note        TEXT CONSTRAINT patrol_note_short CHECK (length(note) <= 500),
  created_at  TEXT NOT NULL,
  done_at     TEXT,
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE UNIQUE INDEX patrols_open_once ON patrols (merchant_id) WHERE done_at IS NULL;
CREATE INDEX patrols_due ON patrols (due_on, id) WHERE done_at IS NULL;
CREATE INDEX patrols_merchant ON patrols (merchant_id, id);
CREATE TRIGGER patrols_are_done_once BEFORE UPDATE ON patrols
WHEN new.version <> old.version + 1 OR old.done_at IS NOT NULL OR new.done_at IS NULL
  OR new.merchant_id <> old.merchant_id OR new.due_on <> old.due_on OR new.asked_by IS NOT old.asked_by
BEGIN SELECT RAISE(ABORT, 'patrol_is_done'); END;
CREATE TRIGGER patrols_are_kept BEFORE DELETE ON patrols
BEGIN SELECT RAISE(ABORT, 'patrols_are_kept'); END;

CREATE TABLE patrol_findings (
  id          TEXT PRIMARY KEY,
  patrol_id   TEXT NOT NULL UNIQUE REFERENCES patrols (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  found       TEXT NOT NULL CONSTRAINT patrol_found_known CHECK (found IN ('open', 'closed', 'refurbishing')),
  answers     TEXT NOT NULL CONSTRAINT patrol_answers_written CHECK (json_valid(answers)), -- JSON: the list, yes and no
  facts       TEXT NOT NULL CONSTRAINT patrol_facts_written CHECK (json_valid(facts)), -- JSON: words of the facts
  note        TEXT NOT NULL CONSTRAINT patrol_found_note CHECK (length(note) BETWEEN 2 AND 1000),
  lat_e3      INTEGER CONSTRAINT patrol_lat_known CHECK (lat_e3 BETWEEN -90000 AND 90000), -- thousandths of a degree: some
  lon_e3      INTEGER CONSTRAINT patrol_lon_known CHECK (lon_e3 BETWEEN -180000 AND 180000), -- hundred metres, no doorstep
  seen_at     TEXT NOT NULL, -- by the phone, at the door
  by_id       TEXT NOT NULL REFERENCES officials (id),
  reported_at TEXT NOT NULL,
  CONSTRAINT patrol_place_is_whole CHECK ((lat_e3 IS NULL) = (lon_e3 IS NULL))
) STRICT;
CREATE INDEX patrol_findings_merchant ON patrol_findings (merchant_id, reported_at);
CREATE TRIGGER patrol_findings_are_kept BEFORE UPDATE ON patrol_findings
BEGIN SELECT RAISE(ABORT, 'patrol_findings_are_kept'); END;
CREATE TRIGGER patrol_findings_stay BEFORE DELETE ON patrol_findings
BEGIN SELECT RAISE(ABORT, 'patrol_findings_are_kept'); END;

CREATE TABLE patrol_photos (
  id           TEXT PRIMARY KEY,
  finding_id   TEXT NOT NULL REFERENCES patrol_findings (id),
  media        TEXT NOT NULL CONSTRAINT patrol_photo_media_known CHECK (media IN ('image/jpeg', 'image/png')),
  content_hash TEXT NOT NULL, -- SHA-256 of what is kept, lowercase hex
  content      TEXT NOT NULL CONSTRAINT patrol_photo_content_fits CHECK (length(content) BETWEEN 40 AND 560000)
) STRICT;
CREATE INDEX patrol_photos_finding ON patrol_photos (finding_id, id);
CREATE TRIGGER patrol_photos_are_kept BEFORE UPDATE ON patrol_photos
BEGIN SELECT RAISE(ABORT, 'patrol_photos_are_kept'); END;
CREATE TRIGGER patrol_photos_stay BEFORE DELETE ON patrol_photos
BEGIN SELECT RAISE(ABORT, 'patrol_photos_are_kept'); END;

CREATE TABLE incident_whistles (
  id         TEXT PRIMARY KEY,
  ending_id  TEXT NOT NULL REFERENCES endings (id),
  unit       TEXT NOT NULL, -- a code of the city's responders
  unit_name  TEXT NOT NULL, -- as the table had it then
  minutes    INTEGER NOT NULL CONSTRAINT whistle_minutes_known CHECK (minutes BETWEEN 1 AND 20000),
  blown_by   TEXT NOT NULL REFERENCES officials (id),
  blown_at   TEXT NOT NULL,
  due_at     TEXT NOT NULL,
  answered_by TEXT REFERENCES officials (id), -- who wrote the answer down
  answered_at TEXT,
  answer     TEXT CONSTRAINT whistle_answer_short CHECK (length(answer) BETWEEN 2 AND 500),
  score      INTEGER CONSTRAINT whistle_score_known CHECK (score BETWEEN 1 AND 5),
  score_note TEXT CONSTRAINT whistle_score_note_short CHECK (length(score_note) <= 500),
  scored_at  TEXT,
  version    INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT whistle_answer_is_whole CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer IS NULL)),
  CONSTRAINT whistle_score_is_whole CHECK ((score IS NULL) = (scored_at IS NULL) AND (score IS NULL OR answered_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX incident_whistles_once ON incident_whistles (ending_id, unit);
CREATE TRIGGER incident_whistles_go_one_way BEFORE UPDATE ON incident_whistles
WHEN new.version <> old.version + 1 OR new.ending_id <> old.ending_id OR new.unit <> old.unit OR new.due_at <> old.due_at
  OR new.blown_by <> old.blown_by OR (old.answered_at IS NOT NULL AND (new.answered_at IS NOT old.answered_at OR new.answer IS NOT old.answer))
  OR (old.scored_at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'whistle_is_over'); END;
CREATE TRIGGER incident_whistles_are_kept BEFORE DELETE ON incident_whistles
BEGIN SELECT RAISE(ABORT, 'incident_whistles_are_kept'); END;

CREATE TABLE complaints (
  id             TEXT PRIMARY KEY,
  way            TEXT NOT NULL CONSTRAINT complaint_way_known CHECK (way IN ('complaint', 'report')),
  kind           TEXT NOT NULL, -- of the city's responsibility list as at the filing
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  district       TEXT NOT NULL, -- the shop's, as at the filing: whose the complaint is
  sector         TEXT NOT NULL,
  consumer_id    TEXT NOT NULL REFERENCES consumers (id),
  card_id        TEXT REFERENCES cards (id),
  wish           TEXT CONSTRAINT complaint_wish_known CHECK (wish IN ('refund', 'give_back', 'serve', 'explain')),
  words          TEXT CONSTRAINT complaint_words_short CHECK (length(words) <= 500),
  amount_fen     INTEGER NOT NULL CONSTRAINT complaint_amount_known CHECK (amount_fen >= 0),
  uses           TEXT NOT NULL DEFAULT '[]', -- JSON: ids of the uses in question
  reserved_fen   INTEGER NOT NULL DEFAULT 0, -- earned by the shop through them: kept from its payouts while this is open
  kept_fen       INTEGER NOT NULL DEFAULT 0, -- still on the card: the shop cannot take it by itself while this is open
  status         TEXT NOT NULL CONSTRAINT complaint_status_known
    CHECK (status IN ('filed', 'accepted', 'returned', 'refused', 'closed', 'withdrawn')),
  unit           TEXT NOT NULL,
  assigned_at    TEXT NOT NULL,
  return_by      TEXT NOT NULL, -- until then the unit may give it back
  finish_days    INTEGER NOT NULL,
  extend_days    INTEGER NOT NULL,
  answer_days    INTEGER NOT NULL,
  -- The clock that runs: its first day is the one after clock_on.
  clock          TEXT CONSTRAINT complaint_clock_known CHECK (clock IN ('accept', 'finish')),
  clock_on       TEXT,
  clock_days     INTEGER,
  warn_at        TEXT, -- three quarters of it: yellow from then on
  due_by         TEXT, -- red from then on
  provisional_after TEXT, -- the calendar's last known day, where due_by lies beyond
  overdue_at     TEXT, -- when it was told that this clock has run out
  ends_at        TEXT NOT NULL, -- the law ends it then, and nothing stays frozen
  answer_by      TEXT,
  answered_at    TEXT,
  answer         TEXT CONSTRAINT complaint_answer_known CHECK (answer IN ('admits', 'offers', 'denies')),
  answer_words   TEXT,
  accepted_at    TEXT,
  extended_at    TEXT,
  refusal_ground TEXT,
  outcome        TEXT CONSTRAINT complaint_outcome_known CHECK (outcome IN
    ('settled', 'made_good', 'not_settled', 'unfounded', 'time_over', 'case_opened', 'no_case', 'passed_on')),
  ended_at       TEXT,
  end_note       TEXT,
  is_late        INTEGER NOT NULL DEFAULT 0 CONSTRAINT complaint_lateness_known CHECK (is_late IN (0, 1)),
  called_at      TEXT,
  called_result  TEXT CONSTRAINT complaint_call_known CHECK (called_result IN ('satisfied', 'unsatisfied', 'not_reached')),
  called_note    TEXT,
  stars          INTEGER CONSTRAINT complaint_stars_known CHECK (stars BETWEEN 1 AND 5),
  rated_at       TEXT,
  filed_at       TEXT NOT NULL,
  filed_on       TEXT NOT NULL, -- Asia/Shanghai
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT complaint_has_a_party CHECK ((way = 'complaint') = (card_id IS NOT NULL)
    AND (way = 'complaint') = (wish IS NOT NULL)),
  CONSTRAINT report_moves_nothing CHECK (way = 'complaint' OR (amount_fen = 0 AND reserved_fen = 0 AND kept_fen = 0)),
  CONSTRAINT complaint_freezes_what_it_is_about CHECK (reserved_fen >= 0 AND kept_fen >= 0
    AND reserved_fen + kept_fen <= amount_fen),
  CONSTRAINT complaint_clock_is_whole CHECK ((clock IS NULL) = (due_by IS NULL) AND (clock IS NULL) = (warn_at IS NULL)
    AND (clock IS NULL) = (clock_on IS NULL) AND (clock IS NULL) = (clock_days IS NULL)
    AND (clock IS NOT NULL) = (status IN ('filed', 'accepted', 'returned'))),
  CONSTRAINT complaint_end_is_whole CHECK ((ended_at IS NOT NULL) = (status IN ('refused', 'closed', 'withdrawn'))
    AND (outcome IS NOT NULL) = (status = 'closed') AND (refusal_ground IS NOT NULL) = (status = 'refused')),
  CONSTRAINT complaint_answer_is_whole CHECK ((answered_at IS NULL) = (answer IS NULL)),
  CONSTRAINT complaint_call_is_whole CHECK ((called_at IS NULL) = (called_result IS NULL)
    AND (called_at IS NULL OR status = 'closed')),
  CONSTRAINT complaint_rating_is_whole CHECK ((rated_at IS NULL) = (stars IS NULL) AND (rated_at IS NULL OR status = 'closed'))
) STRICT;
CREATE INDEX complaints_open ON complaints (due_by, id) WHERE clock IS NOT NULL;
CREATE INDEX complaints_consumer ON complaints (consumer_id, id);
CREATE INDEX complaints_merchant ON complaints (merchant_id, id);
CREATE INDEX complaints_card ON complaints (card_id, id) WHERE card_id IS NOT NULL;
CREATE INDEX complaints_frozen ON complaints (merchant_id) WHERE clock IS NOT NULL AND way = 'complaint';
CREATE INDEX complaints_frozen_cards ON complaints (card_id) WHERE clock IS NOT NULL AND way = 'complaint';
CREATE INDEX complaints_ending ON complaints (ends_at, id) WHERE clock IS NOT NULL;
CREATE INDEX complaints_ended ON complaints (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE TRIGGER complaints_are_one_a_card BEFORE INSERT ON complaints
WHEN new.way = 'complaint' AND EXISTS (SELECT 1 FROM complaints WHERE card_id = new.card_id AND clock IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'complaint_open_already'); END;
CREATE TRIGGER reports_are_one_a_shop BEFORE INSERT ON complaints
WHEN new.way = 'report' AND EXISTS (SELECT 1 FROM complaints WHERE consumer_id = new.consumer_id
  AND merchant_id = new.merchant_id AND way = 'report' AND clock IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'complaint_open_already'); END;
CREATE TRIGGER complaints_stay_within_the_day BEFORE INSERT ON complaints
WHEN (SELECT count(*) FROM complaints WHERE consumer_id = new.consumer_id AND filed_on = new.filed_on) >= 3
BEGIN SELECT RAISE(ABORT, 'complaints_used_up'); END;
CREATE TRIGGER complaints_begin_filed BEFORE INSERT ON complaints WHEN new.status <> 'filed' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'complaint_changed_meanwhile'); END;
CREATE TRIGGER complaints_advance_by_one_version BEFORE UPDATE ON complaints WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'complaint_changed_meanwhile'); END;
CREATE TRIGGER complaints_keep_their_terms BEFORE UPDATE ON complaints
WHEN new.id <> old.id OR new.way <> old.way OR new.kind <> old.kind OR new.merchant_id <> old.merchant_id
  OR new.district <> old.district OR new.consumer_id <> old.consumer_id OR new.card_id IS NOT old.card_id
  OR new.wish IS NOT old.wish OR new.words IS NOT old.words OR new.amount_fen <> old.amount_fen OR new.uses <> old.uses
  OR new.filed_at <> old.filed_at OR new.filed_on <> old.filed_on
  OR new.reserved_fen > old.reserved_fen OR new.kept_fen > old.kept_fen
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;
CREATE TRIGGER complaints_end_once BEFORE UPDATE ON complaints
WHEN old.ended_at IS NOT NULL AND (new.status <> old.status OR new.ended_at <> old.ended_at
  OR new.outcome IS NOT old.outcome OR new.refusal_ground IS NOT old.refusal_ground)
BEGIN SELECT RAISE(ABORT, 'complaint_changed_meanwhile'); END;
CREATE TRIGGER complaints_are_extended_once BEFORE UPDATE ON complaints
WHEN old.extended_at IS NOT NULL AND new.extended_at IS NOT old.extended_at
BEGIN SELECT RAISE(ABORT, 'complaint_extended_already'); END;
CREATE TRIGGER complaints_stay BEFORE DELETE ON complaints
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;

CREATE TABLE complaint_steps (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  n            INTEGER NOT NULL, -- the version of the complaint that began with it
  step         TEXT NOT NULL CONSTRAINT complaint_step_known CHECK (step IN ('filed', 'accepted', 'refused', 'assigned',
    'returned', 'extended', 'answered', 'overdue', 'deadline_moved', 'closed', 'called', 'rated', 'withdrawn')),
  by_kind      TEXT NOT NULL,
  by_id        TEXT NOT NULL,
  unit         TEXT,
  note         TEXT CONSTRAINT complaint_note_short CHECK (length(note) <= 500),
  at           TEXT NOT NULL,
  PRIMARY KEY (complaint_id, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER complaint_steps_are_kept BEFORE UPDATE ON complaint_steps
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;
CREATE TRIGGER complaint_steps_stay BEFORE DELETE ON complaint_steps
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;

CREATE TABLE complaint_days (
  day            TEXT NOT NULL, -- Asia/Shanghai
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  kind           TEXT NOT NULL,
  way            TEXT NOT NULL,
  district       TEXT NOT NULL,
  filed_count    INTEGER NOT NULL DEFAULT 0,
  filed_fen      INTEGER NOT NULL DEFAULT 0,
  ended_count    INTEGER NOT NULL DEFAULT 0,
  settled_count  INTEGER NOT NULL DEFAULT 0, -- settled or made good
  founded_count  INTEGER NOT NULL DEFAULT 0, -- reports that became a case
  late_count     INTEGER NOT NULL DEFAULT 0,
  called_count   INTEGER NOT NULL DEFAULT 0, -- reached
  satisfied_count INTEGER NOT NULL DEFAULT 0,
  stars_count    INTEGER NOT NULL DEFAULT 0,
  stars_sum      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, merchant_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE mediation_batches (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  share_bp     INTEGER NOT NULL CONSTRAINT mediation_share_known CHECK (share_bp BETWEEN 0 AND 10000), -- of what is between low and high
  words        TEXT NOT NULL CONSTRAINT mediation_words_short CHECK (length(words) <= 500),
  proposed_by  TEXT NOT NULL,
  proposed_at  TEXT NOT NULL,
  at_card      TEXT NOT NULL DEFAULT '', -- the last card that was dealt with
  offered_count INTEGER NOT NULL DEFAULT 0,
  passed_count INTEGER NOT NULL DEFAULT 0, -- cards with nothing to settle, or with a proposal already
  done_at      TEXT,
  version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX mediation_batches_open ON mediation_batches (id) WHERE done_at IS NULL;
CREATE INDEX mediation_batches_merchant ON mediation_batches (merchant_id, id);
CREATE TRIGGER mediation_batches_are_one_a_shop BEFORE INSERT ON mediation_batches
WHEN EXISTS (SELECT 1 FROM mediation_batches WHERE merchant_id = new.merchant_id AND done_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'mediation_batch_open_already'); END;
CREATE TRIGGER mediation_batches_advance BEFORE UPDATE ON mediation_batches
WHEN new.version <> old.version + 1 OR old.done_at IS NOT NULL OR new.at_card < old.at_card
BEGIN SELECT RAISE(ABORT, 'mediation_changed_meanwhile'); END;
CREATE TRIGGER mediation_batches_stay BEFORE DELETE ON mediation_batches
BEGIN SELECT RAISE(ABORT, 'mediations_are_kept'); END;

CREATE TABLE mediations (
  id             TEXT PRIMARY KEY,
  batch_id       TEXT REFERENCES mediation_batches (id),
  complaint_id   TEXT REFERENCES complaints (id),
  refund_id      TEXT REFERENCES refunds (id), -- the refund that was open already, if one was
  card_id        TEXT NOT NULL REFERENCES cards (id),
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  district       TEXT NOT NULL,
  consumer_id    TEXT NOT NULL REFERENCES consumers (id),
  unit           TEXT NOT NULL, -- who mediates
  low_fen        INTEGER NOT NULL, -- what nobody can dispute
  high_fen       INTEGER NOT NULL, -- what the holder gets where the shop is the cause
  agreed_fen     INTEGER NOT NULL,
  words          TEXT NOT NULL CONSTRAINT mediation_note_short CHECK (length(words) <= 500),
  proposed_by    TEXT NOT NULL,
  proposed_at    TEXT NOT NULL,
  answer_by      TEXT NOT NULL,
  status         TEXT NOT NULL CONSTRAINT mediation_status_known
    CHECK (status IN ('proposed', 'agreed', 'declined', 'lapsed', 'withdrawn')),
  holder_at      TEXT, -- when the holder said yes
  shop_at        TEXT,
  shop_by        TEXT, -- who said yes for the shop
  declined_by    TEXT CONSTRAINT mediation_decliner_known CHECK (declined_by IN ('holder', 'shop')),
  decline_words  TEXT,
  ended_at       TEXT,
  executed_refund_id TEXT REFERENCES refunds (id),
  agreement      TEXT, -- word for word
  agreement_hash TEXT,
  confirm_by     TEXT, -- both may ask a court until then
  court_no       TEXT, -- under which number a court has confirmed it
  court_on       TEXT,
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT mediation_stays_in_the_range CHECK (0 <= low_fen AND low_fen <= agreed_fen AND agreed_fen <= high_fen),
  CONSTRAINT mediation_agreement_is_of_both CHECK ((status = 'agreed') = (agreement IS NOT NULL)
    AND (status = 'agreed') = (agreement_hash IS NOT NULL) AND (status = 'agreed') = (confirm_by IS NOT NULL)
    AND (status = 'agreed') = (executed_refund_id IS NOT NULL)
    AND (status <> 'agreed' OR (holder_at IS NOT NULL AND shop_at IS NOT NULL))),
  CONSTRAINT mediation_end_is_whole CHECK ((status = 'proposed') = (ended_at IS NULL)
    AND (status = 'declined') = (declined_by IS NOT NULL) AND (shop_at IS NULL) = (shop_by IS NULL)
    AND (court_no IS NULL) = (court_on IS NULL) AND (court_no IS NULL OR status = 'agreed'))
) STRICT;
CREATE INDEX mediations_card ON mediations (card_id, id);
CREATE INDEX mediations_consumer ON mediations (consumer_id, id);
CREATE INDEX mediations_merchant ON mediations (merchant_id, id);
CREATE INDEX mediations_complaint ON mediations (complaint_id, id) WHERE complaint_id IS NOT NULL;
CREATE INDEX mediations_lapsing ON mediations (answer_by, id) WHERE status = 'proposed';
CREATE TRIGGER mediations_are_one_a_card BEFORE INSERT ON mediations
WHEN new.status <> 'proposed' OR new.version <> 1
  OR EXISTS (SELECT 1 FROM mediations WHERE card_id = new.card_id AND status = 'proposed')
BEGIN SELECT RAISE(ABORT, 'mediation_open_already'); END;
CREATE TRIGGER mediations_advance_by_one_version BEFORE UPDATE ON mediations WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'mediation_changed_meanwhile'); END;
CREATE TRIGGER mediations_keep_their_terms BEFORE UPDATE ON mediations
WHEN new.id <> old.id OR new.card_id <> old.card_id OR new.consumer_id <> old.consumer_id OR new.merchant_id <> old.merchant_id
  OR new.low_fen <> old.low_fen OR new.high_fen <> old.high_fen OR new.agreed_fen <> old.agreed_fen OR new.words <> old.words
  OR new.complaint_id IS NOT old.complaint_id OR new.refund_id IS NOT old.refund_id OR new.answer_by <> old.answer_by
BEGIN SELECT RAISE(ABORT, 'mediations_are_kept'); END;
CREATE TRIGGER mediations_end_once BEFORE UPDATE ON mediations
WHEN old.status <> 'proposed' AND (new.status <> old.status OR new.ended_at <> old.ended_at
  OR new.agreement IS NOT old.agreement OR new.agreement_hash IS NOT old.agreement_hash
  OR new.executed_refund_id IS NOT old.executed_refund_id OR new.confirm_by IS NOT old.confirm_by
  OR (old.court_no IS NOT NULL AND new.court_no IS NOT old.court_no))
BEGIN SELECT RAISE(ABORT, 'mediation_not_open'); END;
CREATE TRIGGER mediations_stay BEFORE DELETE ON mediations
BEGIN SELECT RAISE(ABORT, 'mediations_are_kept'); END;

CREATE TABLE storage_days (
  day         TEXT PRIMARY KEY, -- Asia/Shanghai
  bytes       INTEGER NOT NULL CONSTRAINT storage_is_counted CHECK (bytes > 0),
  limit_bytes INTEGER NOT NULL CONSTRAINT storage_has_a_limit CHECK (limit_bytes > 0),
  measured_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER storage_days_stay BEFORE UPDATE ON storage_days
BEGIN SELECT RAISE(ABORT, 'storage_days_stay'); END;
CREATE TRIGGER storage_days_are_kept BEFORE DELETE ON storage_days
BEGIN SELECT RAISE(ABORT, 'storage_days_are_kept'); END;

CREATE TABLE shop_photos (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  media        TEXT NOT NULL CONSTRAINT shop_photo_media_known CHECK (media IN ('image/jpeg', 'image/png')),
  width        INTEGER NOT NULL CONSTRAINT shop_photo_width_fits CHECK (width BETWEEN 320 AND 4096),
  height       INTEGER NOT NULL CONSTRAINT shop_photo_height_fits CHECK (height BETWEEN 320 AND 4096),
  content_hash TEXT NOT NULL, -- SHA-256 of what is kept, lowercase hex
  content      TEXT NOT NULL CONSTRAINT shop_photo_content_fits CHECK (length(content) BETWEEN 40 AND 560000),
  stated_by    TEXT NOT NULL REFERENCES staff (id),
  stated_on    TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  stated_at    TEXT NOT NULL
) STRICT;
CREATE INDEX shop_photos_merchant ON shop_photos (merchant_id, id);
CREATE TRIGGER shop_photos_are_few BEFORE INSERT ON shop_photos
WHEN (SELECT count(*) FROM shop_photos WHERE merchant_id = new.merchant_id AND stated_on = new.stated_on) >= 5
BEGIN SELECT RAISE(ABORT, 'shop_photos_used_up'); END;
CREATE TRIGGER shop_photos_are_not_edited BEFORE UPDATE ON shop_photos
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;
CREATE TRIGGER shop_photos_are_kept BEFORE DELETE ON shop_photos
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;

CREATE TABLE shop_photo_rulings (
  photo_id TEXT NOT NULL REFERENCES shop_photos (id),
  ruling   TEXT NOT NULL CONSTRAINT shop_photo_ruling_known CHECK (ruling IN ('shown', 'refused', 'removed', 'withdrawn')),
  reason   TEXT CONSTRAINT shop_photo_reason_fits CHECK (length(reason) BETWEEN 2 AND 200),
  ruled_by TEXT NOT NULL, -- the official, or, of what was withdrawn, the member of staff
  ruled_at TEXT NOT NULL,
  PRIMARY KEY (photo_id, ruling)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shop_photos_end_once BEFORE INSERT ON shop_photo_rulings
WHEN EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = new.photo_id AND r.ruling <> 'shown')
  OR (new.ruling IN ('shown', 'refused') AND EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = new.photo_id))
  OR (new.ruling = 'removed' AND NOT EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = new.photo_id))
BEGIN SELECT RAISE(ABORT, 'shop_photo_is_over'); END;
CREATE TRIGGER shop_photo_reasons_are_given BEFORE INSERT ON shop_photo_rulings
WHEN new.ruling IN ('refused', 'removed') AND new.reason IS NULL
BEGIN SELECT RAISE(ABORT, 'shop_photo_needs_a_reason'); END;
CREATE TRIGGER shop_photo_rulings_are_not_edited BEFORE UPDATE ON shop_photo_rulings
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;
CREATE TRIGGER shop_photo_rulings_are_kept BEFORE DELETE ON shop_photo_rulings
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;

CREATE TABLE job_beats (
  job          TEXT NOT NULL,
  hour         TEXT NOT NULL CONSTRAINT job_beat_hour_written CHECK (length(hour) = 13),
  ran_count    INTEGER NOT NULL CONSTRAINT job_beat_ran CHECK (ran_count > 0),
  handled      INTEGER NOT NULL,
  failed_count INTEGER NOT NULL,
  PRIMARY KEY (job, hour)
) STRICT, WITHOUT ROWID;

CREATE TABLE city_proposals (
  id          TEXT PRIMARY KEY,
  city_table  TEXT NOT NULL CONSTRAINT city_table_written CHECK (length(city_table) BETWEEN 2 AND 20),
  fact_key    TEXT NOT NULL CONSTRAINT city_key_written CHECK (length(fact_key) BETWEEN 1 AND 20),
  from_on     TEXT NOT NULL CONSTRAINT city_day_written
    CHECK (from_on GLOB '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
  value       TEXT CONSTRAINT city_value_is_an_object -- JSON; null: from that day on there is no such thing
    CHECK (value IS NULL OR (json_valid(value) AND json_type(value) = 'object')),
  source      TEXT NOT NULL CONSTRAINT city_source_written CHECK (length(source) BETWEEN 2 AND 200),
  note        TEXT CONSTRAINT city_note_short CHECK (length(note) <= 200),
  entered_by  TEXT NOT NULL REFERENCES officials (id),
  entered_at  TEXT NOT NULL
) STRICT;
CREATE INDEX city_proposals_table ON city_proposals (city_table, id);
CREATE TRIGGER city_proposals_are_kept BEFORE UPDATE ON city_proposals
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_proposals_stay BEFORE DELETE ON city_proposals
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;

CREATE TABLE city_decisions (
  proposal_id TEXT PRIMARY KEY REFERENCES city_proposals (id),
  version     INTEGER CONSTRAINT city_version_positive CHECK (version > 0), -- null: not agreed
  note        TEXT NOT NULL CONSTRAINT city_decision_explained CHECK (length(note) BETWEEN 2 AND 200),
  checked_by  TEXT NOT NULL REFERENCES officials (id),
  checked_at  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX city_decisions_version ON city_decisions (version);
CREATE TRIGGER city_decisions_are_made_once BEFORE INSERT ON city_decisions
WHEN EXISTS (SELECT 1 FROM city_decisions WHERE proposal_id = new.proposal_id)
BEGIN SELECT RAISE(ABORT, 'city_proposal_decided'); END;
CREATE TRIGGER city_versions_follow BEFORE INSERT ON city_decisions
WHEN new.version IS NOT NULL AND new.version <> (SELECT coalesce(max(version), 0) + 1 FROM city_decisions)
BEGIN SELECT RAISE(ABORT, 'city_changed_meanwhile'); END;
CREATE TRIGGER city_decisions_are_kept BEFORE UPDATE ON city_decisions
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_decisions_stay BEFORE DELETE ON city_decisions
BEGIN SELECT RAISE(ABORT, 'city_rows_are_kept'); END;
CREATE TRIGGER city_facts_need_another_person BEFORE INSERT ON city_decisions
WHEN new.version IS NOT NULL AND EXISTS (
  SELECT 1 FROM city_proposals p JOIN person_ids maker ON maker.subject_id = p.entered_by
    JOIN person_ids checker ON checker.person_id = maker.person_id
   WHERE p.id = new.proposal_id AND checker.subject_id = new.checked_by)
BEGIN SELECT RAISE(ABORT, 'city_needs_another_person'); END;

CREATE TABLE push_subscriptions (
  id             TEXT PRIMARY KEY,
  consumer_id    TEXT NOT NULL REFERENCES consumers (id),
  session_id     TEXT NOT NULL, -- sessions and devices are forgotten after a while; this goes before them
  device_id      TEXT,
  endpoint_index TEXT NOT NULL UNIQUE, -- keyed hash: one browser is one row, whoever was signed in there before
  sealed         TEXT NOT NULL, -- address and keys
  service        TEXT NOT NULL, -- whose push service, by name
  created_at     TEXT NOT NULL
) STRICT;
CREATE INDEX push_subscriptions_consumer ON push_subscriptions (consumer_id, id);
CREATE TRIGGER push_subscriptions_are_few BEFORE INSERT ON push_subscriptions
WHEN (SELECT count(*) FROM push_subscriptions WHERE consumer_id = new.consumer_id) >= 20
BEGIN SELECT RAISE(ABORT, 'push_subscriptions_full'); END;
CREATE TRIGGER push_subscriptions_stand BEFORE UPDATE ON push_subscriptions
WHEN new.id <> old.id OR new.consumer_id <> old.consumer_id OR new.session_id <> old.session_id OR new.device_id IS NOT old.device_id
  OR new.endpoint_index <> old.endpoint_index OR new.service <> old.service OR new.created_at <> old.created_at
  OR NOT EXISTS (SELECT 1 FROM seal_swaps
                  WHERE sealed_before = substr(old.sealed, 1, 200) AND sealed_after = substr(new.sealed, 1, 200))
BEGIN SELECT RAISE(ABORT, 'push_subscriptions_stand'); END;

CREATE TABLE push_deliveries (
  notice_id       TEXT NOT NULL REFERENCES notices (id),
  subscription_id TEXT NOT NULL,
  tries           INTEGER NOT NULL DEFAULT 0,
  next_try_at     TEXT NOT NULL,
  PRIMARY KEY (notice_id, subscription_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_deliveries_due ON push_deliveries (next_try_at);
CREATE TRIGGER push_deliveries_advance BEFORE UPDATE ON push_deliveries
WHEN new.tries <> old.tries + 1 OR new.notice_id <> old.notice_id OR new.subscription_id <> old.subscription_id
BEGIN SELECT RAISE(ABORT, 'push_changed_meanwhile'); END;

CREATE TABLE mandates (
  id          TEXT PRIMARY KEY,
  cause       TEXT NOT NULL CONSTRAINT mandate_cause_known CHECK (cause IN ('death', 'incapacity', 'minority')),
  filer_id    TEXT NOT NULL REFERENCES consumers (id),
  phone_index TEXT NOT NULL, -- of the account, as the filer names it
  phone_mask  TEXT NOT NULL,
  subject_id  TEXT REFERENCES consumers (id), -- whose it was at the filing; NULL: nobody's, which the filer is not told
  name_sealed TEXT NOT NULL, -- the person's name, for the officials who compare it with the papers
  relation    TEXT NOT NULL CONSTRAINT mandate_relation_known
              CHECK (relation IN ('spouse', 'child', 'parent', 'sibling', 'grandparent', 'grandchild', 'appointed', 'other')),
  died_on     TEXT,
  born_on     TEXT,
  created_at  TEXT NOT NULL,
  filed_at    TEXT,
  ripe_at     TEXT, -- nobody agrees before
  ends_at     TEXT NOT NULL, -- what is open by then is over
  state       TEXT NOT NULL CONSTRAINT mandate_state_known
              CHECK (state IN ('draft', 'filed', 'objected', 'withdrawn', 'refused', 'lapsed', 'approved', 'active', 'done', 'ended')),
  objected_at TEXT,
  objected_by TEXT CONSTRAINT mandate_objector_known CHECK (objected_by IN ('account', 'companion')),
  decided_by  TEXT,
  decided_at  TEXT,
  reason      TEXT CONSTRAINT mandate_reason_short CHECK (length(reason) BETWEEN 2 AND 200),
  until_on    TEXT, -- of a guardian of a minor: the day from which they are of age
  ended_at    TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT mandate_facts_fit CHECK ((cause = 'death') = (died_on IS NOT NULL) AND (cause = 'minority') = (born_on IS NOT NULL)),
  CONSTRAINT mandate_filing_is_whole CHECK ((filed_at IS NULL) = (ripe_at IS NULL) AND (state = 'draft' OR filed_at IS NOT NULL
    OR state IN ('withdrawn', 'lapsed'))),
  CONSTRAINT mandate_objection_is_whole CHECK ((objected_at IS NULL) = (objected_by IS NULL) AND (state <> 'objected' OR objected_at IS NOT NULL)),
  CONSTRAINT mandate_is_decided_by_somebody CHECK ((decided_by IS NULL) = (decided_at IS NULL)
    AND (state NOT IN ('refused', 'approved', 'active', 'done') OR decided_by IS NOT NULL)),
  CONSTRAINT mandate_end_has_a_time CHECK ((state IN ('draft', 'filed', 'approved', 'active')) = (ended_at IS NULL))
) STRICT;
CREATE INDEX mandates_filer ON mandates (filer_id, id);
CREATE INDEX mandates_subject ON mandates (subject_id, id);
CREATE INDEX mandates_state ON mandates (state, id);
CREATE INDEX mandates_due ON mandates (ends_at) WHERE state IN ('draft', 'filed');
CREATE INDEX mandates_until ON mandates (until_on) WHERE state = 'active';
CREATE TRIGGER mandates_are_few BEFORE INSERT ON mandates
WHEN (SELECT count(*) FROM mandates WHERE filer_id = new.filer_id
         AND created_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.created_at, '-30 days')) >= 3
BEGIN SELECT RAISE(ABORT, 'mandates_too_often'); END;
CREATE TRIGGER mandates_begin_as_drafts BEFORE INSERT ON mandates WHEN new.state <> 'draft' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_advance_by_one_version BEFORE UPDATE ON mandates WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_follow_their_order BEFORE UPDATE OF state ON mandates
WHEN new.state <> old.state AND NOT (
     (old.state = 'draft' AND new.state IN ('filed', 'withdrawn', 'lapsed'))
  OR (old.state = 'filed' AND new.state IN ('objected', 'withdrawn', 'refused', 'lapsed', 'approved', 'active'))
  OR (old.state = 'approved' AND new.state = 'done') OR (old.state = 'active' AND new.state = 'ended'))
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_are_kept BEFORE DELETE ON mandates
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;
CREATE TRIGGER mandates_are_granted_by_three BEFORE UPDATE OF state ON mandates
WHEN new.state IN ('approved', 'active') AND old.state = 'filed' AND (
  new.subject_id IS NULL OR new.decided_at < old.ripe_at OR new.decided_at >= old.ends_at
  OR (SELECT count(*) FROM mandate_checks WHERE mandate_id = new.id AND passed = 1) < 2
  OR EXISTS (SELECT 1 FROM mandate_checks WHERE mandate_id = new.id AND passed = 0)
  OR EXISTS (SELECT 1 FROM mandate_checks k JOIN person_ids a ON a.subject_id = k.official_id
                JOIN person_ids b ON b.person_id = a.person_id
              WHERE k.mandate_id = new.id AND b.subject_id = new.decided_by)
  OR EXISTS (SELECT 1 FROM mandate_checks k JOIN person_ids a ON a.subject_id = k.official_id
                JOIN mandate_checks l ON l.mandate_id = k.mandate_id AND l.office <> k.office
                JOIN person_ids b ON b.subject_id = l.official_id AND b.person_id = a.person_id WHERE k.mandate_id = new.id)
  OR EXISTS (SELECT 1 FROM person_ids a JOIN person_phones t ON t.person_id = a.person_id
              WHERE (a.subject_id = new.decided_by OR a.subject_id IN (SELECT official_id FROM mandate_checks WHERE mandate_id = new.id))
                AND (t.phone_index IN (SELECT phone_index FROM consumers WHERE id IN (new.filer_id, new.subject_id))
                  OR t.phone_index IN (SELECT phone_index FROM mandate_heirs WHERE mandate_id = new.id))))
BEGIN SELECT RAISE(ABORT, 'mandate_needs_three_persons'); END;
CREATE TRIGGER mandates_wait_for_payments BEFORE UPDATE OF state ON mandates
WHEN new.state = 'approved' AND old.state = 'filed' AND EXISTS (
  SELECT 1 FROM purchases WHERE consumer_id = new.subject_id AND status IN ('awaiting_payment', 'processing'))
BEGIN SELECT RAISE(ABORT, 'mandate_payment_open'); END;
CREATE TRIGGER mandates_have_no_rival BEFORE UPDATE OF state ON mandates
WHEN new.state = 'approved' AND old.state = 'filed' AND EXISTS (
  SELECT 1 FROM mandates WHERE subject_id = new.subject_id AND id <> new.id AND cause = 'death' AND state IN ('filed', 'approved', 'done'))
BEGIN SELECT RAISE(ABORT, 'mandate_rival_open'); END;
CREATE TRIGGER mandates_keep_their_terms BEFORE UPDATE ON mandates
WHEN (old.ended_at IS NOT NULL AND (new.ended_at IS NOT old.ended_at OR new.reason IS NOT old.reason OR new.until_on IS NOT old.until_on
      OR NOT EXISTS (SELECT 1 FROM seal_swaps
        WHERE sealed_before = substr(old.name_sealed, 1, 200) AND sealed_after = substr(new.name_sealed, 1, 200))))
  OR new.id <> old.id OR new.cause <> old.cause OR new.filer_id <> old.filer_id
  OR new.phone_index <> old.phone_index OR new.relation <> old.relation OR new.died_on IS NOT old.died_on
  OR new.born_on IS NOT old.born_on OR (old.filed_at IS NOT NULL AND (new.filed_at <> old.filed_at OR new.ripe_at <> old.ripe_at
  OR new.subject_id IS NOT old.subject_id)) OR (old.decided_at IS NOT NULL AND new.decided_at <> old.decided_at)
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;

CREATE TABLE mandate_heirs (
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  n           INTEGER NOT NULL CONSTRAINT mandate_heirs_are_few CHECK (n BETWEEN 1 AND 10),
  phone_index TEXT NOT NULL,
  phone_mask  TEXT NOT NULL,
  relation    TEXT NOT NULL,
  share_bp    INTEGER NOT NULL CONSTRAINT mandate_share_in_range CHECK (share_bp BETWEEN 1 AND 10000),
  consumer_id TEXT REFERENCES consumers (id), -- once they have said yes
  accepted_at TEXT,
  PRIMARY KEY (mandate_id, n),
  CONSTRAINT mandate_heir_accepts_as_somebody CHECK ((consumer_id IS NULL) = (accepted_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mandate_heirs_once_each ON mandate_heirs (mandate_id, phone_index);
CREATE INDEX mandate_heirs_phone ON mandate_heirs (phone_index, mandate_id);
CREATE INDEX mandate_heirs_consumer ON mandate_heirs (consumer_id, mandate_id) WHERE consumer_id IS NOT NULL;
CREATE TRIGGER mandate_heirs_accept_once BEFORE UPDATE ON mandate_heirs
WHEN old.consumer_id IS NOT NULL OR new.share_bp <> old.share_bp OR new.phone_index <> old.phone_index
  OR NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'filed')
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandate_heirs_are_kept BEFORE DELETE ON mandate_heirs
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

CREATE TABLE mandate_papers (
  id             TEXT PRIMARY KEY,
  mandate_id     TEXT NOT NULL REFERENCES mandates (id),
  kind           TEXT NOT NULL CONSTRAINT mandate_paper_kind_known CHECK (kind IN ('death_certificate', 'birth_certificate',
                 'household_register', 'kinship_proof', 'notarial_certificate', 'court_ruling', 'identity_document', 'other')),
  copy_no_sealed TEXT NOT NULL,
  media          TEXT NOT NULL CONSTRAINT mandate_paper_media_known CHECK (media IN ('image/jpeg', 'image/png', 'application/pdf')),
  bytes          INTEGER NOT NULL CONSTRAINT mandate_paper_fits CHECK (bytes BETWEEN 40 AND 409600),
  content_hash   TEXT NOT NULL, -- SHA-256 of what is kept, lowercase hex
  content_sealed TEXT NOT NULL,
  added_at       TEXT NOT NULL
) STRICT;
CREATE INDEX mandate_papers_mandate ON mandate_papers (mandate_id, id);
CREATE TRIGGER mandate_papers_are_few BEFORE INSERT ON mandate_papers
WHEN (SELECT count(*) FROM mandate_papers WHERE mandate_id = new.mandate_id) >= 10
BEGIN SELECT RAISE(ABORT, 'mandate_papers_too_many'); END;
CREATE TRIGGER mandate_papers_come_before_the_filing BEFORE INSERT ON mandate_papers
WHEN NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'draft')
BEGIN SELECT RAISE(ABORT, 'mandate_not_open'); END;
CREATE TRIGGER mandate_papers_are_kept BEFORE DELETE ON mandate_papers
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;
CREATE TRIGGER mandate_papers_are_not_edited BEFORE UPDATE ON mandate_papers
WHEN new.id <> old.id OR new.mandate_id <> old.mandate_id OR new.kind <> old.kind OR new.media <> old.media OR new.bytes <> old.bytes
  OR new.content_hash <> old.content_hash OR new.added_at <> old.added_at
  OR (new.copy_no_sealed <> old.copy_no_sealed AND new.content_sealed <> old.content_sealed)
  OR NOT EXISTS (SELECT 1 FROM seal_swaps
       WHERE (sealed_before = substr(old.copy_no_sealed, 1, 200) AND sealed_after = substr(new.copy_no_sealed, 1, 200))
          OR (sealed_before = substr(old.content_sealed, 1, 200) AND sealed_after = substr(new.content_sealed, 1, 200)))
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

CREATE TABLE mandate_checks (
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  office      TEXT NOT NULL CONSTRAINT mandate_office_known CHECK (office IN ('bank', 'regulator', 'operator')),
  official_id TEXT NOT NULL REFERENCES officials (id),
  passed      INTEGER NOT NULL CONSTRAINT mandate_check_known CHECK (passed IN (0, 1)),
  note        TEXT NOT NULL CONSTRAINT mandate_note_short CHECK (length(note) BETWEEN 2 AND 200),
  at          TEXT NOT NULL,
  PRIMARY KEY (mandate_id, office)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER mandate_checks_are_of_filed_ones BEFORE INSERT ON mandate_checks
WHEN NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'filed')
BEGIN SELECT RAISE(ABORT, 'mandate_not_open'); END;
CREATE TRIGGER mandate_checks_are_of_the_office BEFORE INSERT ON mandate_checks
WHEN NOT EXISTS (SELECT 1 FROM officials WHERE id = new.official_id AND kind = new.office)
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandate_checks_are_once_an_office BEFORE INSERT ON mandate_checks
WHEN EXISTS (SELECT 1 FROM mandate_checks WHERE mandate_id = new.mandate_id AND office = new.office)
BEGIN SELECT RAISE(ABORT, 'mandate_checked_already'); END;
CREATE TRIGGER mandate_checks_are_not_edited BEFORE UPDATE ON mandate_checks
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;
CREATE TRIGGER mandate_checks_are_kept BEFORE DELETE ON mandate_checks
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

CREATE TABLE estate_divisions (
  id          TEXT PRIMARY KEY,
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  cards       TEXT NOT NULL CONSTRAINT estate_division_is_a_list CHECK (json_valid(cards)), -- [{card_id, n}]
  proposed_by INTEGER NOT NULL, -- the heir's number
  proposed_at TEXT NOT NULL,
  agreed_by   TEXT NOT NULL CONSTRAINT estate_agreed_is_a_list CHECK (json_valid(agreed_by)), -- numbers of heirs
  state       TEXT NOT NULL CONSTRAINT estate_division_state_known CHECK (state IN ('open', 'agreed', 'replaced')),
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX estate_divisions_mandate ON estate_divisions (mandate_id, id);
CREATE TRIGGER estate_divisions_agreed_by_all BEFORE UPDATE ON estate_divisions
WHEN new.version <> old.version + 1 OR old.state <> 'open' OR new.cards <> old.cards OR (new.state = 'agreed'
  AND EXISTS (SELECT 1 FROM mandate_heirs h WHERE h.mandate_id = new.mandate_id
                 AND h.n NOT IN (SELECT value FROM json_each(new.agreed_by))))
BEGIN SELECT RAISE(ABORT, 'estate_changed_meanwhile'); END;
CREATE TRIGGER estate_divisions_begin_open BEFORE INSERT ON estate_divisions
WHEN new.state <> 'open' OR NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'approved')
  OR EXISTS (SELECT 1 FROM estate_divisions WHERE mandate_id = new.mandate_id AND state <> 'replaced')
BEGIN SELECT RAISE(ABORT, 'estate_changed_meanwhile'); END;
CREATE TRIGGER estate_divisions_are_kept BEFORE DELETE ON estate_divisions
BEGIN SELECT RAISE(ABORT, 'estates_are_kept'); END;

CREATE TABLE estate_cards (
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  card_id     TEXT NOT NULL REFERENCES cards (id),
  n           INTEGER NOT NULL,
  transfer_id TEXT NOT NULL REFERENCES card_transfers (id),
  moved_at    TEXT NOT NULL,
  PRIMARY KEY (mandate_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER estate_cards_go_as_agreed BEFORE INSERT ON estate_cards
WHEN NOT EXISTS (SELECT 1 FROM mandate_heirs h JOIN cards c ON c.id = new.card_id AND c.consumer_id = h.consumer_id
                  WHERE h.mandate_id = new.mandate_id AND h.n = new.n)
  OR ((SELECT count(*) FROM mandate_heirs WHERE mandate_id = new.mandate_id) > 1 AND NOT EXISTS (
        SELECT 1 FROM estate_divisions d, json_each(d.cards) j WHERE d.mandate_id = new.mandate_id AND d.state = 'agreed'
           AND j.value ->> 'card_id' = new.card_id AND j.value ->> 'n' = new.n))
BEGIN SELECT RAISE(ABORT, 'estate_changed_meanwhile'); END;
CREATE TRIGGER estate_cards_are_kept BEFORE DELETE ON estate_cards
BEGIN SELECT RAISE(ABORT, 'estates_are_kept'); END;

CREATE TABLE apps (
  id               TEXT PRIMARY KEY,
  name             TEXT NOT NULL CONSTRAINT app_name_in_length CHECK (length(name) BETWEEN 2 AND 40),
  vendor           TEXT NOT NULL CONSTRAINT app_vendor_in_length CHECK (length(vendor) BETWEEN 2 AND 60),
  about            TEXT NOT NULL CONSTRAINT app_about_in_length CHECK (length(about) BETWEEN 4 AND 200),
  scopes           TEXT NOT NULL CONSTRAINT app_scopes_are_a_list CHECK (json_valid(scopes)), -- the most a shop may grant it
  a_minute         INTEGER NOT NULL CONSTRAINT app_rate_in_range CHECK (a_minute BETWEEN 1 AND 6000),
  registered_by    TEXT NOT NULL REFERENCES officials (id),
  registered_at    TEXT NOT NULL,
  admitted_by      TEXT REFERENCES officials (id),
  admitted_at      TEXT,
  suspended_by     TEXT REFERENCES officials (id),
  suspended_at     TEXT,
  suspended_reason TEXT CONSTRAINT app_reason_in_length CHECK (length(suspended_reason) BETWEEN 4 AND 200),
  version          INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT app_is_admitted_by_somebody CHECK ((admitted_by IS NULL) = (admitted_at IS NULL)),
  CONSTRAINT app_is_suspended_by_somebody CHECK ((suspended_by IS NULL) = (suspended_at IS NULL)
    AND (suspended_at IS NULL) = (suspended_reason IS NULL))
) STRICT;
CREATE TRIGGER apps_begin_unadmitted BEFORE INSERT ON apps WHEN new.admitted_at IS NOT NULL OR new.suspended_at IS NOT NULL OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER apps_advance_by_one_version BEFORE UPDATE ON apps
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.scopes <> old.scopes OR new.registered_by <> old.registered_by
  OR new.name <> old.name OR new.vendor <> old.vendor
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER apps_are_admitted_by_another BEFORE UPDATE ON apps
WHEN (old.admitted_at IS NULL AND new.admitted_at IS NOT NULL OR old.suspended_at IS NOT NULL AND new.suspended_at IS NULL)
 AND NOT EXISTS (SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
                  WHERE maker.subject_id = coalesce(old.suspended_by, old.registered_by) AND checker.subject_id = new.admitted_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER apps_are_kept BEFORE DELETE ON apps
BEGIN SELECT RAISE(ABORT, 'apps_are_kept'); END;

CREATE TABLE app_keys (
  id          TEXT PRIMARY KEY,
  app_id      TEXT NOT NULL REFERENCES apps (id),
  secret_hash TEXT NOT NULL,
  hint        TEXT NOT NULL CONSTRAINT app_key_hint_is_short CHECK (length(hint) = 4),
  api_version TEXT NOT NULL,
  created_by  TEXT NOT NULL REFERENCES officials (id),
  created_at  TEXT NOT NULL,
  revoked_at  TEXT
) STRICT;
CREATE INDEX app_keys_app ON app_keys (app_id, id);
CREATE TRIGGER app_keys_are_few BEFORE INSERT ON app_keys
WHEN (SELECT count(*) FROM app_keys WHERE app_id = new.app_id AND revoked_at IS NULL) >= 5
BEGIN SELECT RAISE(ABORT, 'app_keys_too_many'); END;
CREATE TRIGGER app_keys_are_revoked_for_ever BEFORE UPDATE ON app_keys
WHEN old.revoked_at IS NOT NULL OR new.secret_hash <> old.secret_hash OR new.app_id <> old.app_id
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER app_keys_are_kept BEFORE DELETE ON app_keys
BEGIN SELECT RAISE(ABORT, 'apps_are_kept'); END;

CREATE TABLE app_grants (
  id          TEXT PRIMARY KEY,
  app_id      TEXT NOT NULL REFERENCES apps (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  shops       TEXT NOT NULL CONSTRAINT app_grant_shops_are_a_list CHECK (json_valid(shops)),
  scopes      TEXT NOT NULL CONSTRAINT app_grant_scopes_are_a_list CHECK (json_valid(scopes)),
  granted_by  TEXT NOT NULL REFERENCES staff (id),
  granted_at  TEXT NOT NULL,
  revoked_at  TEXT,
  revoked_by  TEXT,
  CONSTRAINT app_grant_is_revoked_by_somebody CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
) STRICT;
CREATE UNIQUE INDEX app_grants_live ON app_grants (merchant_id, app_id) WHERE revoked_at IS NULL;
CREATE INDEX app_grants_app ON app_grants (app_id, id);
CREATE INDEX app_grants_merchant ON app_grants (merchant_id, id);
CREATE TRIGGER app_grants_are_of_admitted_apps BEFORE INSERT ON app_grants
WHEN NOT EXISTS (SELECT 1 FROM apps WHERE id = new.app_id AND admitted_at IS NOT NULL AND suspended_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'app_not_open'); END;
CREATE TRIGGER app_grants_are_one_an_app BEFORE INSERT ON app_grants
WHEN EXISTS (SELECT 1 FROM app_grants WHERE app_id = new.app_id AND merchant_id = new.merchant_id AND revoked_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'app_granted_already'); END;
CREATE TRIGGER app_grants_stay_within_the_app BEFORE INSERT ON app_grants
WHEN EXISTS (SELECT 1 FROM json_each(new.scopes) s WHERE s.value NOT IN (SELECT value FROM json_each((SELECT scopes FROM apps WHERE id = new.app_id))))
  OR EXISTS (SELECT 1 FROM json_each(new.shops) s WHERE s.value NOT IN (SELECT id FROM shops WHERE merchant_id = new.merchant_id))
BEGIN SELECT RAISE(ABORT, 'app_grant_too_wide'); END;
CREATE TRIGGER app_grants_are_revoked_for_ever BEFORE UPDATE ON app_grants
WHEN old.revoked_at IS NOT NULL OR new.shops <> old.shops OR new.scopes <> old.scopes OR new.app_id <> old.app_id
  OR new.merchant_id <> old.merchant_id
BEGIN SELECT RAISE(ABORT, 'app_changed_meanwhile'); END;
CREATE TRIGGER app_grants_are_kept BEFORE DELETE ON app_grants
BEGIN SELECT RAISE(ABORT, 'apps_are_kept'); END;

CREATE TABLE app_minutes (
  app_id TEXT PRIMARY KEY REFERENCES apps (id),
  minute INTEGER NOT NULL,
  asked  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE app_days (
  grant_id TEXT NOT NULL REFERENCES app_grants (id),
  day      TEXT NOT NULL,
  asked    INTEGER NOT NULL,
  PRIMARY KEY (grant_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE report_days (
  day                   TEXT NOT NULL, -- Asia/Shanghai
  district              TEXT NOT NULL, -- the shop's, as it stood that night
  sector                TEXT NOT NULL,
  shops_count           INTEGER NOT NULL CONSTRAINT report_day_has_shops CHECK (shops_count > 0),
  alarmed_count         INTEGER NOT NULL, -- of them at warning level 4 or 5 that evening
  holders_count         INTEGER NOT NULL, -- cards with money of theirs that evening
  escrow_fen            INTEGER NOT NULL, -- that evening
  sold_fen              INTEGER NOT NULL,
  bonus_fen             INTEGER NOT NULL,
  lots_sold             INTEGER NOT NULL,
  used_fen              INTEGER NOT NULL, -- less what was corrected that day
  uses                  INTEGER NOT NULL,
  merchant_started_uses INTEGER NOT NULL,
  contested_uses        INTEGER NOT NULL,
  refund_requests       INTEGER NOT NULL,
  complaints            INTEGER NOT NULL,
  payout_bounces        INTEGER NOT NULL,
  bank_breaks           INTEGER NOT NULL,
  bad_findings          INTEGER NOT NULL, -- closed doors, sale signs, cards sold outside, lapsed licences, enforcements
  CONSTRAINT report_day_alarmed_known CHECK (alarmed_count BETWEEN 0 AND shops_count),
  PRIMARY KEY (day, district, sector)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER report_days_are_kept BEFORE UPDATE ON report_days
BEGIN SELECT RAISE(ABORT, 'report_days_are_kept'); END;
CREATE TRIGGER report_days_stay BEFORE DELETE ON report_days
BEGIN SELECT RAISE(ABORT, 'report_days_are_kept'); END;

CREATE TABLE credit_days (
  day         TEXT PRIMARY KEY, -- Asia/Shanghai: the facts of this day are marked
  marks_count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_marks (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  indicator   TEXT NOT NULL, -- of the table of indicators
  day         TEXT NOT NULL, -- on which it happened
  figure      INTEGER NOT NULL CONSTRAINT credit_mark_says_something CHECK (figure > 0),
  source      TEXT NOT NULL, -- where it was read
  subject_id  TEXT, -- the one thing it is about, if it is one
  made_at     TEXT NOT NULL
) STRICT;
CREATE INDEX credit_marks_merchant ON credit_marks (merchant_id, day);
CREATE UNIQUE INDEX credit_marks_once ON credit_marks (merchant_id, indicator, day, source, coalesce(subject_id, ''));
CREATE TRIGGER credit_marks_are_kept BEFORE UPDATE ON credit_marks
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;
CREATE TRIGGER credit_marks_stay BEFORE DELETE ON credit_marks
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

CREATE TABLE credit_objections (
  id          TEXT PRIMARY KEY,
  mark_id     TEXT NOT NULL UNIQUE REFERENCES credit_marks (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  words       TEXT NOT NULL CONSTRAINT credit_objection_short CHECK (length(words) BETWEEN 4 AND 500),
  filed_by    TEXT NOT NULL,
  filed_at    TEXT NOT NULL,
  take_up_by  TEXT NOT NULL, -- a day: three working days
  answer_by   TEXT NOT NULL, -- a day: seven working days
  ground      TEXT CONSTRAINT credit_ground_known CHECK (ground IN ('court', 'appeal', 'error', 'unfounded')),
  note        TEXT,
  decided_by  TEXT,
  decided_at  TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT credit_objection_decided_whole CHECK ((ground IS NULL) = (decided_at IS NULL) AND (ground IS NULL) = (decided_by IS NULL))
) STRICT;
CREATE INDEX credit_objections_open ON credit_objections (answer_by, id) WHERE decided_at IS NULL;
CREATE INDEX credit_objections_merchant ON credit_objections (merchant_id, id);
CREATE TRIGGER credit_objections_end_once BEFORE UPDATE ON credit_objections
WHEN old.decided_at IS NOT NULL OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'credit_objection_not_open'); END;
CREATE TRIGGER credit_objections_are_kept BEFORE DELETE ON credit_objections
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

CREATE TABLE credit_states (
  merchant_id   TEXT PRIMARY KEY REFERENCES merchants (id),
  no            INTEGER NOT NULL, -- of its newest score
  table_version TEXT NOT NULL,
  score         INTEGER NOT NULL CONSTRAINT credit_score_known CHECK (score BETWEEN 0 AND 1000),
  level         TEXT NOT NULL CONSTRAINT credit_level_known CHECK (level IN ('AAA', 'AA', 'A', 'B', 'C', 'D')),
  computed_on   TEXT NOT NULL,
  review_on     TEXT NOT NULL -- looked at again on this day, or earlier when something is marked
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_states_due ON credit_states (review_on, merchant_id);

CREATE TABLE credit_scores (
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  no            INTEGER NOT NULL,
  table_version TEXT NOT NULL,
  score         INTEGER NOT NULL,
  level         TEXT NOT NULL,
  computed_on   TEXT NOT NULL,
  lines         TEXT NOT NULL CONSTRAINT credit_lines_are_json CHECK (json_valid(lines)), -- JSON [{indicator, figure, points, marks}]
  PRIMARY KEY (merchant_id, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER credit_scores_are_kept BEFORE UPDATE ON credit_scores
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;
CREATE TRIGGER credit_scores_stay BEFORE DELETE ON credit_scores
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

CREATE TABLE shop_ratings (
  id            TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  consumer_id   TEXT NOT NULL REFERENCES consumers (id),
  card_id       TEXT NOT NULL REFERENCES cards (id),
  redemption_id TEXT NOT NULL UNIQUE REFERENCES redemptions (id),
  stars         INTEGER NOT NULL CONSTRAINT rating_stars_known CHECK (stars BETWEEN 1 AND 5),
  ignored_for   TEXT CONSTRAINT rating_ignored_known CHECK (ignored_for IN ('insider', 'same_device', 'same_account', 'small_card', 'burst')),
  rated_on      TEXT NOT NULL,
  rated_at      TEXT NOT NULL
) STRICT;
CREATE INDEX shop_ratings_counted ON shop_ratings (merchant_id, rated_on) WHERE ignored_for IS NULL;
CREATE INDEX shop_ratings_holder ON shop_ratings (consumer_id, merchant_id, rated_on);
CREATE TRIGGER shop_ratings_once_a_window BEFORE INSERT ON shop_ratings
WHEN EXISTS (SELECT 1 FROM shop_ratings r WHERE r.consumer_id = new.consumer_id AND r.merchant_id = new.merchant_id
              AND r.rated_on > date(new.rated_on, '-30 days'))
BEGIN SELECT RAISE(ABORT, 'rating_given_already'); END;
CREATE TRIGGER shop_ratings_are_kept BEFORE UPDATE ON shop_ratings
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

CREATE TABLE listings (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  district     TEXT NOT NULL, -- the shop's, as at the notice
  public_name  TEXT NOT NULL, -- what may be shown to anybody: a company's name, anybody else's masked
  colour       TEXT NOT NULL CONSTRAINT listing_colour_known CHECK (colour IN ('red', 'black')),
  class        TEXT NOT NULL CONSTRAINT listing_class_known CHECK (class IN ('honour', 'minor', 'general', 'serious')),
  ground       TEXT NOT NULL,
  words        TEXT NOT NULL CONSTRAINT listing_words_short CHECK (length(words) BETWEEN 4 AND 500),
  noticed_by   TEXT NOT NULL,
  noticed_at   TEXT NOT NULL,
  hear_by      TEXT NOT NULL, -- a day: until then the shop may be heard, and nothing is published
  objection    TEXT CONSTRAINT listing_objection_short CHECK (length(objection) BETWEEN 4 AND 500),
  objected_at  TEXT,
  take_up_by   TEXT,
  answer_by    TEXT,
  answer       TEXT CONSTRAINT listing_answer_known CHECK (answer IN ('upheld', 'refused')),
  answer_note  TEXT,
  answered_by  TEXT,
  answered_at  TEXT,
  published_by TEXT,
  published_at TEXT,
  min_until    TEXT, -- not repaired away before
  until_on     TEXT, -- ends by itself after this day
  repair       TEXT CONSTRAINT listing_repair_short CHECK (length(repair) BETWEEN 4 AND 500),
  repair_at    TEXT,
  ended_for    TEXT CONSTRAINT listing_end_known CHECK (ended_for IN ('term', 'repaired', 'objection', 'court', 'error', 'withdrawn')),
  ended_by     TEXT, -- NULL: the clock
  ended_at     TEXT,
  version      INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT listing_class_of_its_colour CHECK ((colour = 'red') = (class = 'honour')),
  CONSTRAINT listing_published_whole CHECK ((published_at IS NULL) = (published_by IS NULL) AND (published_at IS NULL) = (until_on IS NULL)
    AND (published_at IS NULL) = (min_until IS NULL)),
  CONSTRAINT listing_ended_whole CHECK ((ended_at IS NULL) = (ended_for IS NULL)),
  CONSTRAINT listing_term_bounded CHECK (until_on IS NULL OR until_on <= date(published_at, '+8 hours',
    CASE class WHEN 'honour' THEN '+730 days' WHEN 'minor' THEN '+90 days' WHEN 'general' THEN '+365 days' ELSE '+1095 days' END))
) STRICT;
CREATE UNIQUE INDEX listings_open ON listings (merchant_id, colour) WHERE ended_at IS NULL;
CREATE INDEX listings_public ON listings (published_at, id) WHERE published_at IS NOT NULL AND ended_at IS NULL;
CREATE INDEX listings_due ON listings (until_on, id) WHERE until_on IS NOT NULL AND ended_at IS NULL;
CREATE INDEX listings_merchant ON listings (merchant_id, id);
CREATE TRIGGER listings_are_published_by_two BEFORE UPDATE ON listings
WHEN new.published_by IS NOT NULL AND old.published_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.noticed_by AND checker.subject_id = new.published_by)
BEGIN SELECT RAISE(ABORT, 'listing_needs_another_person'); END;
CREATE TRIGGER listings_end_once BEFORE UPDATE ON listings
WHEN old.ended_at IS NOT NULL OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'listing_changed_meanwhile'); END;
CREATE TRIGGER listings_are_kept BEFORE DELETE ON listings
BEGIN SELECT RAISE(ABORT, 'listings_are_kept'); END;

CREATE TABLE archive_segments (
  no              INTEGER PRIMARY KEY CONSTRAINT archive_segments_count_up CHECK (no > 0),
  day             TEXT NOT NULL, -- sealed; everything here is older than its end
  is_last         INTEGER NOT NULL CONSTRAINT archive_segment_last_known CHECK (is_last IN (0, 1)), -- of its day
  close_hash      TEXT NOT NULL, -- of that day's close
  previous_hash   TEXT, -- of the segment before
  content_hash    TEXT NOT NULL,
  read_hash       TEXT, -- of what was read back
  phase           TEXT NOT NULL CONSTRAINT archive_phase_known CHECK (phase IN ('written', 'verified', 'cleared')),
  journal_from    INTEGER NOT NULL, -- exclusive
  journal_to      INTEGER NOT NULL, -- inclusive
  looked_to       TEXT NOT NULL, -- transfers up to this id were looked at on this day
  journal_count   INTEGER NOT NULL,
  transfers_count INTEGER NOT NULL,
  moved_fen       INTEGER NOT NULL,
  bytes           INTEGER NOT NULL,
  written_at      TEXT NOT NULL,
  cleared_at      TEXT, key_id TEXT,
  CONSTRAINT archive_segment_counts_its_rows CHECK (journal_count = journal_to - journal_from AND journal_count >= 0),
  CONSTRAINT archive_segment_was_read_back CHECK (phase = 'written' OR read_hash = content_hash),
  CONSTRAINT archive_segment_clearing_has_a_time CHECK ((phase = 'cleared') = (cleared_at IS NOT NULL))
) STRICT;
CREATE INDEX archive_segments_day ON archive_segments (day, no);
CREATE INDEX archive_segments_journal ON archive_segments (journal_to);
CREATE INDEX archive_segments_open ON archive_segments (no) WHERE phase <> 'cleared';
CREATE INDEX archive_segments_key ON archive_segments (key_id, no);
CREATE TRIGGER archive_segments_follow_each_other BEFORE INSERT ON archive_segments
WHEN new.phase <> 'written' OR EXISTS (SELECT 1 FROM archive_segments WHERE phase <> 'cleared')
  OR new.no <> coalesce((SELECT max(no) FROM archive_segments), 0) + 1
  OR new.previous_hash IS NOT (SELECT content_hash FROM archive_segments ORDER BY no DESC LIMIT 1)
  OR new.journal_from <> coalesce((SELECT journal_to FROM archive_segments ORDER BY no DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archive_segments_are_of_sealed_days BEFORE INSERT ON archive_segments
WHEN NOT EXISTS (SELECT 1 FROM closing_days WHERE day = new.day AND is_sealed = 1)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archive_segments_are_kept BEFORE DELETE ON archive_segments
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archive_segments_go_step_by_step BEFORE UPDATE ON archive_segments
WHEN (old.phase || new.phase NOT IN ('writtenverified', 'verifiedcleared')
      AND NOT (new.phase = 'cleared' AND old.phase = 'cleared' AND old.key_id IS NULL AND new.key_id IS NOT NULL
               AND new.read_hash = old.read_hash AND new.cleared_at = old.cleared_at))
  OR new.content_hash <> old.content_hash OR (old.key_id IS NOT NULL AND new.key_id IS NOT old.key_id)
  OR new.no <> old.no OR new.day <> old.day OR new.journal_from <> old.journal_from OR new.journal_to <> old.journal_to
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;

CREATE TABLE archived_answers (
  actor_id        TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  seq             INTEGER NOT NULL,
  segment_no      INTEGER NOT NULL REFERENCES archive_segments (no),
  PRIMARY KEY (actor_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER archived_answers_come_with_their_segment BEFORE INSERT ON archived_answers
WHEN NOT EXISTS (SELECT 1 FROM archive_segments WHERE no = new.segment_no AND phase = 'verified')
  OR NOT EXISTS (SELECT 1 FROM journal WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key AND seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archived_answers_are_final BEFORE UPDATE ON archived_answers
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archived_answers_are_kept BEFORE DELETE ON archived_answers
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

CREATE TABLE archived_subjects (
  subject_id TEXT NOT NULL,
  segment_no INTEGER NOT NULL REFERENCES archive_segments (no),
  PRIMARY KEY (subject_id, segment_no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER archived_subjects_come_with_their_segment BEFORE INSERT ON archived_subjects
WHEN NOT EXISTS (SELECT 1 FROM archive_segments WHERE no = new.segment_no AND phase = 'verified')
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archived_subjects_are_final BEFORE UPDATE ON archived_subjects
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archived_subjects_are_kept BEFORE DELETE ON archived_subjects
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

CREATE TABLE archived_stretches (
  account_id   TEXT NOT NULL REFERENCES ledger_accounts (id),
  from_version INTEGER NOT NULL, -- exclusive
  to_version   INTEGER NOT NULL, -- inclusive
  balance_fen  INTEGER NOT NULL,
  first_at     TEXT NOT NULL, -- when the first of its entries was written
  flows        TEXT NOT NULL CONSTRAINT archived_flows_are_json CHECK (json_valid(flows)),
  segment_no   INTEGER NOT NULL REFERENCES archive_segments (no),
  PRIMARY KEY (account_id, to_version),
  CONSTRAINT archived_stretch_is_a_stretch CHECK (to_version > from_version AND from_version >= 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER archived_stretches_follow_each_other BEFORE INSERT ON archived_stretches
WHEN NOT EXISTS (SELECT 1 FROM archive_segments WHERE no = new.segment_no AND phase = 'verified')
  OR new.from_version <> coalesce((SELECT max(to_version) FROM archived_stretches WHERE account_id = new.account_id), 0)
  OR NOT EXISTS (SELECT 1 FROM ledger_entries WHERE account_id = new.account_id AND account_version = new.to_version
                    AND balance_after_fen = new.balance_fen)
BEGIN SELECT RAISE(ABORT, 'archive_changed_meanwhile'); END;
CREATE TRIGGER archived_stretches_are_final BEFORE UPDATE ON archived_stretches
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;
CREATE TRIGGER archived_stretches_are_kept BEFORE DELETE ON archived_stretches
BEGIN SELECT RAISE(ABORT, 'archive_is_kept'); END;

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
) STRICT, WITHOUT ROWID;

CREATE TABLE court_orders (
  id                TEXT PRIMARY KEY,
  merchant_id       TEXT NOT NULL REFERENCES merchants (id),
  court             TEXT NOT NULL CONSTRAINT court_name_short CHECK (length(court) BETWEEN 4 AND 60),
  case_no           TEXT NOT NULL CONSTRAINT court_case_no_short CHECK (length(case_no) BETWEEN 4 AND 60),
  document_no       TEXT NOT NULL CONSTRAINT court_document_short CHECK (length(document_no) BETWEEN 4 AND 60),
  basis             TEXT NOT NULL CONSTRAINT court_basis_known CHECK (basis IN ('preservation', 'execution')),
  amount_fen        INTEGER NOT NULL CONSTRAINT court_amount_positive CHECK (amount_fen > 0),
  until_on          TEXT NOT NULL, -- the last day it counts, Asia/Shanghai; a year at most from when it was filed or renewed
  filed_by          TEXT NOT NULL,
  filed_at          TEXT NOT NULL,
  confirmed_by      TEXT,
  confirmed_at      TEXT,
  renewed_by        TEXT,
  renewed_at        TEXT,
  renewal_no        TEXT CONSTRAINT court_renewal_short CHECK (length(renewal_no) BETWEEN 4 AND 60),
  lifting_no        TEXT CONSTRAINT court_lifting_short CHECK (length(lifting_no) BETWEEN 4 AND 60),
  lifting_asked_by  TEXT,
  lifting_asked_at  TEXT,
  paid_fen          INTEGER NOT NULL DEFAULT 0, -- to courts under it, on their way included
  ended_for         TEXT CONSTRAINT court_end_known CHECK (ended_for IN ('rejected', 'lifted', 'term')),
  ended_by          TEXT, -- NULL: the clock
  ended_at          TEXT,
  version           INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT court_paid_within CHECK (paid_fen BETWEEN 0 AND amount_fen),
  CONSTRAINT court_confirmed_whole CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT court_lifting_whole CHECK ((lifting_asked_at IS NULL) = (lifting_asked_by IS NULL) AND (lifting_asked_at IS NULL) = (lifting_no IS NULL)),
  CONSTRAINT court_renewal_whole CHECK ((renewed_at IS NULL) = (renewed_by IS NULL) AND (renewed_at IS NULL) = (renewal_no IS NULL)),
  CONSTRAINT court_ended_whole CHECK ((ended_at IS NULL) = (ended_for IS NULL)),
  CONSTRAINT court_term_bounded CHECK (until_on <= date(coalesce(renewed_at, filed_at), '+8 hours', '+1 year'))
) STRICT, WITHOUT ROWID;
CREATE INDEX court_orders_merchant ON court_orders (merchant_id, id);
CREATE INDEX court_orders_open ON court_orders (merchant_id, until_on) WHERE ended_at IS NULL;
CREATE INDEX court_orders_due ON court_orders (until_on, id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX court_orders_once ON court_orders (merchant_id, document_no) WHERE ended_for IS NULL OR ended_for <> 'rejected';
CREATE TRIGGER court_orders_are_not_replaced BEFORE INSERT ON court_orders
WHEN EXISTS (SELECT 1 FROM court_orders WHERE id = new.id) OR new.version <> 1 OR new.paid_fen <> 0
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;
CREATE TRIGGER court_orders_keep_their_terms BEFORE UPDATE ON court_orders
WHEN new.id <> old.id OR new.merchant_id <> old.merchant_id OR new.court <> old.court OR new.case_no <> old.case_no
  OR new.document_no <> old.document_no OR new.basis <> old.basis OR new.amount_fen <> old.amount_fen
  OR new.filed_by <> old.filed_by OR new.filed_at <> old.filed_at OR new.until_on < old.until_on
  OR (old.confirmed_by IS NOT NULL AND new.confirmed_by IS NOT old.confirmed_by)
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;
CREATE TRIGGER court_orders_end_once BEFORE UPDATE ON court_orders
WHEN new.version <> old.version + 1 OR (old.ended_at IS NOT NULL AND (new.paid_fen > old.paid_fen
  OR new.ended_at IS NOT old.ended_at OR new.ended_for IS NOT old.ended_for OR new.until_on <> old.until_on))
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;
CREATE TRIGGER court_orders_take_two BEFORE UPDATE ON court_orders
WHEN (new.confirmed_by IS NOT NULL AND old.confirmed_by IS NULL AND NOT EXISTS (
        SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
         WHERE maker.subject_id = old.filed_by AND checker.subject_id = new.confirmed_by))
  OR (new.ended_for = 'rejected' AND old.ended_for IS NULL AND (old.confirmed_at IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
         WHERE maker.subject_id = old.filed_by AND checker.subject_id = new.ended_by)))
  OR (new.ended_for = 'lifted' AND old.ended_for IS NULL AND NOT EXISTS (
        SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
         WHERE maker.subject_id = old.lifting_asked_by AND checker.subject_id = new.ended_by))
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER court_orders_are_kept BEFORE DELETE ON court_orders
BEGIN SELECT RAISE(ABORT, 'court_orders_are_kept'); END;

CREATE TABLE court_deductions (
  id            TEXT PRIMARY KEY,
  order_id      TEXT NOT NULL REFERENCES court_orders (id),
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  document_no   TEXT NOT NULL CONSTRAINT court_deduction_document_short CHECK (length(document_no) BETWEEN 4 AND 60),
  amount_fen    INTEGER NOT NULL CONSTRAINT court_deduction_positive CHECK (amount_fen > 0),
  to_holder     TEXT NOT NULL CONSTRAINT court_deduction_holder_short CHECK (length(to_holder) BETWEEN 4 AND 60),
  to_account_no TEXT NOT NULL, -- sealed for this deduction
  to_account_mask TEXT NOT NULL,
  filed_by      TEXT NOT NULL,
  filed_at      TEXT NOT NULL,
  agreed_by     TEXT,
  agreed_at     TEXT,
  paid_fen      INTEGER NOT NULL DEFAULT 0, -- on its way included
  ended_for     TEXT CONSTRAINT court_deduction_end_known CHECK (ended_for IN ('rejected', 'account_failed')),
  ended_by      TEXT, -- NULL: the bank's news
  ended_at      TEXT,
  version       INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT court_deduction_within CHECK (paid_fen BETWEEN 0 AND amount_fen),
  CONSTRAINT court_deduction_agreed_whole CHECK ((agreed_at IS NULL) = (agreed_by IS NULL)),
  CONSTRAINT court_deduction_paid_after_agreed CHECK (paid_fen = 0 OR agreed_at IS NOT NULL),
  CONSTRAINT court_deduction_ended_whole CHECK ((ended_at IS NULL) = (ended_for IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX court_deductions_order ON court_deductions (order_id, id);
CREATE INDEX court_deductions_open ON court_deductions (merchant_id, id) WHERE agreed_at IS NOT NULL AND ended_at IS NULL AND paid_fen < amount_fen;
CREATE INDEX court_deductions_filed ON court_deductions (id) WHERE agreed_at IS NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX court_deductions_once ON court_deductions (order_id, document_no) WHERE ended_at IS NULL;
CREATE TRIGGER court_deductions_begin BEFORE INSERT ON court_deductions
WHEN EXISTS (SELECT 1 FROM court_deductions WHERE id = new.id) OR new.version <> 1 OR new.agreed_at IS NOT NULL OR NOT EXISTS (
  SELECT 1 FROM court_orders o WHERE o.id = new.order_id AND o.merchant_id = new.merchant_id AND o.ended_at IS NULL AND o.confirmed_at IS NOT NULL
     AND new.amount_fen <= o.amount_fen - o.paid_fen - coalesce((SELECT sum(d.amount_fen - d.paid_fen) FROM court_deductions d
           WHERE d.order_id = o.id AND d.ended_at IS NULL), 0))
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;
CREATE TRIGGER court_deductions_keep_their_terms BEFORE UPDATE ON court_deductions
WHEN new.id <> old.id OR new.order_id <> old.order_id OR new.merchant_id <> old.merchant_id OR new.document_no <> old.document_no
  OR new.amount_fen <> old.amount_fen OR new.to_holder <> old.to_holder OR new.to_account_mask <> old.to_account_mask
  OR new.filed_by <> old.filed_by OR new.filed_at <> old.filed_at OR (old.agreed_by IS NOT NULL AND new.agreed_by IS NOT old.agreed_by)
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;
CREATE TRIGGER court_deductions_end_once BEFORE UPDATE ON court_deductions
WHEN new.version <> old.version + 1 OR (old.ended_at IS NOT NULL AND (new.paid_fen > old.paid_fen OR new.ended_at IS NOT old.ended_at))
BEGIN SELECT RAISE(ABORT, 'court_order_changed_meanwhile'); END;
CREATE TRIGGER court_deductions_take_two BEFORE UPDATE ON court_deductions
WHEN new.agreed_by IS NOT NULL AND old.agreed_by IS NULL AND NOT EXISTS (
  SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
   WHERE maker.subject_id = old.filed_by AND checker.subject_id = new.agreed_by)
BEGIN SELECT RAISE(ABORT, 'checker_must_not_be_maker'); END;
CREATE TRIGGER court_deductions_are_kept BEFORE DELETE ON court_deductions
BEGIN SELECT RAISE(ABORT, 'court_orders_are_kept'); END;

CREATE VIEW live_pay_code_aliases AS
SELECT a.* FROM pay_code_aliases a
  LEFT JOIN consumers h ON h.id = a.holder_id
  LEFT JOIN sessions s ON s.id = a.session_id
 WHERE a.revoked_at IS NULL
   AND (a.holder_id IS NULL OR a.key_epoch = h.key_epoch)
   AND (a.session_id IS NULL OR (s.id IS NOT NULL AND s.revoked_at IS NULL));

CREATE VIEW purchase_arrivals AS
SELECT i.purchase_id, s.settled_at
  FROM settlement_items i JOIN settlements s ON s.id = i.settlement_id
 WHERE s.status = 'settled';

CREATE VIEW done_corrections AS
SELECT k.redemption_id, k.units, k.returned_fen FROM corrections k WHERE k.status = 'done';

CREATE VIEW leave_grounds AS
SELECT c.id AS card_id, CASE g.kind WHEN 'move' THEN 'shop_moved' ELSE 'shop_changed_hands' END AS ground, g.leave_by
  FROM cards c JOIN merchant_changes g ON g.merchant_id = c.merchant_id
 WHERE g.status IN ('verified', 'effective')
   AND NOT EXISTS (SELECT 1 FROM takeover_answers a
                    WHERE a.change_id = g.id AND a.card_id = c.id AND a.answer = 'consented');

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

CREATE VIEW shown_deposits AS
SELECT b.subject_id AS deposit_id, b.merchant_id FROM bank_movements b
 WHERE b.reason = 'deposit_received'
   AND (b.state = 'matched' OR (b.state = 'resolved' AND EXISTS (SELECT 1 FROM bank_breaks k
     WHERE k.id = b.match_id AND k.state = 'resolved' AND k.proposal = 'match' AND k.difference_fen = 0)));

CREATE VIEW closing_days AS
SELECT k.day, k.phase = 'sealed' AS is_sealed FROM bank_closes k;

CREATE VIEW sent_notices AS
SELECT n.event_id, n.sent_at FROM notices n WHERE n.state = 'sent';

CREATE VIEW session_proofs AS
SELECT s.token_hash, s.proved_at, c.pin_hash IS NOT NULL AS has_pin
  FROM sessions s LEFT JOIN consumers c ON s.kind = 'consumer' AND c.id = s.subject_id;

CREATE VIEW sign_in_recoveries AS
SELECT consumer_id, device_hash, ripe_at, ends_at FROM recoveries WHERE kind = 'sign_in' AND state = 'cooling';

CREATE VIEW person_ids AS
SELECT o.id AS subject_id, p.person_id FROM officials o JOIN person_phones p ON p.phone_index = o.phone_index
UNION ALL
SELECT s.id AS subject_id, p.person_id FROM staff s JOIN person_phones p ON p.phone_index = s.phone_index;

CREATE VIEW passkey_phones AS
SELECT p.phone_index FROM passkeys k JOIN person_phones p ON p.person_id = k.person_id WHERE k.removed_at IS NULL;

CREATE VIEW live_sessions AS
SELECT s.token_hash, s.id, s.kind, s.subject_id, s.authenticated_at, s.idle_expires_at, s.absolute_expires_at,
       CASE s.kind WHEN 'consumer' THEN 'consumer' WHEN 'staff' THEN st.role ELSE o.role END AS role,
       st.merchant_id AS merchant_id, coalesce(o.districts, '[]') AS districts,
       iif(s.proof = 'full' OR s.kind = 'consumer' OR st.role = 'cashier', 1, 0) AS is_proven,
       coalesce(o.duty, 'all') AS duty
  FROM sessions s
  LEFT JOIN staff st ON s.kind = 'staff' AND st.id = s.subject_id AND st.disabled_at IS NULL
    AND st.effective_from <= s.authenticated_at
  LEFT JOIN officials o ON o.kind = s.kind AND o.id = s.subject_id AND o.disabled_at IS NULL
    AND o.effective_from <= s.authenticated_at
 WHERE s.revoked_at IS NULL
   AND (s.kind = 'consumer' OR st.id IS NOT NULL OR o.id IS NOT NULL);

CREATE VIEW live_terminals AS
SELECT t.id AS token_hash, t.id, 'terminal' AS kind, t.id AS subject_id, t.paired_at AS authenticated_at,
       '9999-12-31T00:00:00.000Z' AS idle_expires_at, '9999-12-31T00:00:00.000Z' AS absolute_expires_at,
       'terminal' AS role, t.merchant_id, '[]' AS districts, 1 AS is_proven, 'all' AS duty, t.shop_id
  FROM terminals t
 WHERE t.revoked_at IS NULL;

CREATE VIEW cards_with_lots AS
SELECT cards.*, (
  SELECT json_group_array(json_object(
    'id', l.id, 'card_id', l.card_id, 'paid_fen', l.paid_fen, 'face_units', l.face_units, 'bonus_units', l.bonus_units,
    'used_units', l.used_units, 'held_units', l.held_units, 'released_fen', l.released_fen,
    'refunded_fen', l.refunded_fen, 'refund_id', l.refund_id, 'difference_fen', l.difference_fen,
    'dispute_id', l.dispute_id, 'disputed_fen', l.disputed_fen, 'charged_back_fen', l.charged_back_fen,
    'list_price_fen', l.list_price_fen, 'bought_at', l.bought_at, 'starts_on', l.starts_on, 'ends_on', l.ends_on,
    'cool_off_ends_at', l.cool_off_ends_at, 'offer_id', l.offer_id, 'contract_hash', l.contract_hash))
  FROM (SELECT * FROM lots WHERE lots.card_id = cards.id ORDER BY bought_at, id) l) AS lots,
  CASE cards.kind WHEN 'period' THEN (
    SELECT json_group_array(json_object('id', d.id, 'why', d.why, 'from_on', d.from_on, 'to_on', d.to_on)) FROM (
      SELECT id, 'paused' AS why, from_on, to_on FROM card_pauses WHERE card_id = cards.id
      UNION ALL
      SELECT id, 'stopped', from_on, to_on FROM service_stops
       WHERE merchant_id = cards.merchant_id
         AND (service IS NULL OR service = coalesce(cards.base_service, cards.service))) d)
  ELSE '[]' END AS days_off
FROM cards;

CREATE VIEW complaint_freezes AS
  SELECT k.id AS complaint_id, k.merchant_id, k.card_id, k.kept_fen,
         min(k.reserved_fen, coalesce((
           SELECT sum(max(0, r.released_fen - coalesce((
                    SELECT sum(c.returned_fen) FROM corrections c WHERE c.redemption_id = r.id AND c.status = 'done'), 0)))
             FROM json_each(k.uses) u JOIN redemptions r ON r.id = u.value), 0)) AS reserved_fen
    FROM complaints k WHERE k.clock IS NOT NULL AND k.way = 'complaint';

CREATE VIEW city_facts AS
  SELECT p.id, p.city_table, p.fact_key, p.from_on, p.value, p.source, p.note, p.entered_by, p.entered_at,
         d.version, d.checked_by, d.checked_at
    FROM city_decisions d JOIN city_proposals p ON p.id = d.proposal_id WHERE d.version IS NOT NULL;

CREATE VIEW live_guardians AS
SELECT id AS mandate_id, filer_id AS guardian_id, subject_id AS ward_id, coalesce(until_on, '9999-12-31') AS until_on
  FROM mandates WHERE state = 'active';

CREATE VIEW bound_accounts AS
SELECT subject_id AS consumer_id FROM mandates WHERE state IN ('approved', 'done', 'active')
UNION ALL
SELECT filer_id FROM mandates WHERE state IN ('approved', 'active')
UNION ALL
SELECT h.consumer_id FROM mandate_heirs h JOIN mandates m ON m.id = h.mandate_id
 WHERE h.consumer_id IS NOT NULL AND m.state IN ('filed', 'approved');

CREATE VIEW live_apps AS
SELECT g.id AS token_hash, g.id, 'app' AS kind, g.id AS subject_id, g.granted_at AS authenticated_at,
       '9999-12-31T00:00:00.000Z' AS idle_expires_at, '9999-12-31T00:00:00.000Z' AS absolute_expires_at,
       'app' AS role, g.merchant_id, '[]' AS districts, 1 AS is_proven, 'all' AS duty, g.shops
  FROM app_grants g JOIN apps a ON a.id = g.app_id
 WHERE g.revoked_at IS NULL AND a.admitted_at IS NOT NULL AND a.suspended_at IS NULL;

CREATE VIEW black_listed AS
  SELECT merchant_id, id AS listing_id FROM listings WHERE colour = 'black' AND published_at IS NOT NULL AND ended_at IS NULL;

-- — Only where a city is developed: the books of the mocks, and a clock that can be moved —

CREATE TABLE mock_stripe_objects (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT, -- birth order: lists go newest first
  id             TEXT NOT NULL UNIQUE,
  version        INTEGER NOT NULL CONSTRAINT mock_version_counts CHECK (version >= 1),
  due_ms         INTEGER, -- when an asynchronous state settles by itself
  data           TEXT NOT NULL CONSTRAINT mock_data_is_json CHECK (json_valid(data)),
  object         TEXT AS (json_extract(data, '$.object')),
  created        INTEGER AS (json_extract(data, '$.created')),
  status         TEXT AS (json_extract(data, '$.status')),
  amount         INTEGER AS (json_extract(data, '$.amount')),
  payment_intent TEXT AS (json_extract(data, '$.payment_intent')),
  charge         TEXT AS (json_extract(data, '$.charge')),
  customer       TEXT AS (json_extract(data, '$.customer')),
  type           TEXT AS (json_extract(data, '$.type')),
  source         TEXT AS (json_extract(data, '$.source')),
  CONSTRAINT mock_id_is_datas_id CHECK (id IS json_extract(data, '$.id')),
  CONSTRAINT mock_object_known CHECK (coalesce(object, '') IN ('payment_intent', 'charge', 'refund', 'dispute',
    'balance_transaction', 'payout', 'webhook_endpoint', 'customer', 'balance')),
  -- CNY in fen; Stripe's largest amount has eight digits.
  CONSTRAINT mock_amount_in_range CHECK (object NOT IN ('payment_intent', 'charge', 'refund', 'dispute', 'payout')
    OR coalesce(amount, 0) BETWEEN 1 AND 99999999)
) STRICT;
CREATE INDEX mock_stripe_objects_newest ON mock_stripe_objects (object, seq);
CREATE INDEX mock_stripe_objects_of_charge ON mock_stripe_objects (charge) WHERE charge IS NOT NULL;
CREATE INDEX mock_stripe_objects_of_intent ON mock_stripe_objects (payment_intent)
  WHERE payment_intent IS NOT NULL;
CREATE INDEX mock_stripe_objects_due ON mock_stripe_objects (due_ms) WHERE due_ms IS NOT NULL;
INSERT INTO "mock_stripe_objects" ("seq", "id", "version", "due_ms", "data") VALUES (1, 'balance', 1, NULL, '{"id":"balance","object":"balance","created":0}');
CREATE TRIGGER mock_stripe_objects_are_versioned BEFORE UPDATE ON mock_stripe_objects
WHEN NEW.version <> OLD.version + 1
BEGIN
  SELECT RAISE(ABORT, 'mock_object_changed_meanwhile');
END;
CREATE TRIGGER mock_stripe_refunds_fit_the_charge AFTER INSERT ON mock_stripe_objects
WHEN json_extract(NEW.data, '$.object') = 'refund' AND (
    SELECT sum(amount) FROM mock_stripe_objects
    WHERE charge = json_extract(NEW.data, '$.charge') AND object = 'refund'
      AND status NOT IN ('failed', 'canceled')
  ) > coalesce((
    SELECT json_extract(data, '$.amount_captured') FROM mock_stripe_objects
    WHERE id = json_extract(NEW.data, '$.charge')), 0)
BEGIN
  SELECT RAISE(ABORT, 'mock_refunds_exceed_captured');
END;
CREATE TRIGGER mock_stripe_refunds_end_once AFTER UPDATE ON mock_stripe_objects
WHEN json_extract(OLD.data, '$.object') = 'refund'
  AND json_extract(OLD.data, '$.status') IN ('failed', 'canceled')
  AND json_extract(NEW.data, '$.status') IS NOT json_extract(OLD.data, '$.status')
BEGIN
  SELECT RAISE(ABORT, 'mock_refund_is_over');
END;
CREATE TRIGGER mock_stripe_intents_end_once AFTER UPDATE ON mock_stripe_objects
WHEN json_extract(OLD.data, '$.object') = 'payment_intent'
  AND json_extract(OLD.data, '$.status') IN ('succeeded', 'canceled')
  AND json_extract(NEW.data, '$.status') IS NOT json_extract(OLD.data, '$.status')
BEGIN
  SELECT RAISE(ABORT, 'mock_intent_is_over');
END;

CREATE TABLE mock_stripe_events (
  seq     INTEGER PRIMARY KEY AUTOINCREMENT,
  id      TEXT NOT NULL UNIQUE,
  type    TEXT NOT NULL,
  created INTEGER NOT NULL,
  data    TEXT NOT NULL CONSTRAINT mock_event_is_json CHECK (json_valid(data))
) STRICT;
CREATE INDEX mock_stripe_events_of_type ON mock_stripe_events (type, seq);

CREATE TABLE mock_stripe_deliveries (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id       TEXT NOT NULL REFERENCES mock_stripe_events (id),
  endpoint       TEXT NOT NULL, -- we_…, or 'default': the one the configuration names
  status         TEXT NOT NULL CONSTRAINT mock_delivery_status_known
    CHECK (status IN ('pending', 'delivered', 'failed', 'dropped')),
  due_ms         INTEGER NOT NULL,
  lease_until_ms INTEGER NOT NULL DEFAULT 0, -- somebody is sending it until then
  attempts       INTEGER NOT NULL DEFAULT 0 CONSTRAINT mock_attempts_bounded CHECK (attempts BETWEEN 0 AND 99),
  answered       INTEGER, -- the last HTTP status; NULL while there was no answer
  fault          TEXT -- what met it on its way, or 'twin' or 'resend'; each meets one fault at most
) STRICT;
CREATE INDEX mock_stripe_deliveries_due ON mock_stripe_deliveries (due_ms, seq) WHERE status = 'pending';
CREATE INDEX mock_stripe_deliveries_of_event ON mock_stripe_deliveries (event_id);

CREATE TABLE mock_stripe_idempotency (
  key        TEXT PRIMARY KEY CONSTRAINT mock_key_in_range CHECK (length(key) BETWEEN 1 AND 255),
  request    TEXT NOT NULL, -- SHA-256 of method, path and parameters
  status     INTEGER NOT NULL,
  body       TEXT NOT NULL,
  created_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX mock_stripe_idempotency_oldest ON mock_stripe_idempotency (created_ms);
CREATE TRIGGER mock_stripe_keys_have_one_answer BEFORE INSERT ON mock_stripe_idempotency
WHEN EXISTS (SELECT 1 FROM mock_stripe_idempotency WHERE key = NEW.key)
BEGIN
  SELECT RAISE(ABORT, 'mock_idempotency_key_in_use');
END;

CREATE TABLE mock_stripe_knobs (
  name      TEXT PRIMARY KEY CONSTRAINT mock_knob_known CHECK (name IN ('drop', 'dup', 'reorder', 'delay')),
  remaining INTEGER NOT NULL CONSTRAINT mock_knob_counts_down CHECK (remaining BETWEEN 0 AND 1000),
  seconds   INTEGER NOT NULL CONSTRAINT mock_knob_seconds_bounded CHECK (seconds BETWEEN 0 AND 2592000)
) STRICT;

CREATE TABLE mock_sms_outbox (
  id    TEXT PRIMARY KEY, -- the sender's id of the message: the same one is delivered once
  phone TEXT NOT NULL,
  text  TEXT NOT NULL,
  at    TEXT NOT NULL
) STRICT;
CREATE INDEX mock_sms_outbox_at ON mock_sms_outbox (at, id);

CREATE TABLE mock_bank_accounts (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT, -- account numbers count up from it
  kind           TEXT NOT NULL CONSTRAINT mock_account_kind_known CHECK (kind IN ('custody', 'settlement')),
  instruction_id TEXT UNIQUE, -- of a custody account: our instruction, carried out once
  merchant_id    TEXT,
  account_no     TEXT, -- of a settlement account: what we asked about
  holder         TEXT NOT NULL,
  at             TEXT NOT NULL,
  CONSTRAINT mock_account_is_one_kind CHECK ((kind = 'custody') = (instruction_id IS NOT NULL)),
  UNIQUE (account_no, holder)
) STRICT;

CREATE TABLE dev_clock (
  id        INTEGER PRIMARY KEY CONSTRAINT dev_clock_is_one CHECK (id = 1),
  offset_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE mock_bank_payouts (
  instruction_id     TEXT PRIMARY KEY,
  custody_account_no TEXT NOT NULL,
  to_account_no      TEXT NOT NULL,
  to_holder          TEXT NOT NULL,
  amount_fen         INTEGER NOT NULL CONSTRAINT mock_payout_moves_something CHECK (amount_fen > 0),
  purpose            TEXT NOT NULL,
  state              TEXT NOT NULL CONSTRAINT mock_payout_state_known CHECK (state IN ('accepted', 'paid', 'rejected', 'returned')),
  reason             TEXT,
  told_at            TEXT NOT NULL,
  state_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER mock_bank_payouts_are_told_once BEFORE INSERT ON mock_bank_payouts
WHEN EXISTS (SELECT 1 FROM mock_bank_payouts WHERE instruction_id = new.instruction_id)
BEGIN SELECT RAISE(ABORT, 'mock_instruction_is_booked'); END;
CREATE TRIGGER mock_bank_payouts_keep_their_order BEFORE UPDATE ON mock_bank_payouts
WHEN new.instruction_id <> old.instruction_id OR new.custody_account_no <> old.custody_account_no
  OR new.to_account_no <> old.to_account_no OR new.to_holder <> old.to_holder OR new.amount_fen <> old.amount_fen
  OR old.state IN ('rejected', 'returned') OR (old.state = 'paid' AND new.state <> 'returned')
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;
CREATE TRIGGER mock_bank_payouts_are_kept BEFORE DELETE ON mock_bank_payouts
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;

CREATE TABLE mock_bank_entries (
  seq               INTEGER PRIMARY KEY AUTOINCREMENT, -- the bank's own reference counts up from it
  account_no        TEXT NOT NULL,
  instruction_id    TEXT NOT NULL UNIQUE,
  amount_fen        INTEGER NOT NULL CONSTRAINT mock_entry_moves_something CHECK (amount_fen <> 0),
  balance_after_fen INTEGER NOT NULL CONSTRAINT mock_account_never_owes CHECK (balance_after_fen >= 0),
  reference         TEXT NOT NULL,
  at                TEXT NOT NULL
) STRICT;
CREATE INDEX mock_bank_entries_account ON mock_bank_entries (account_no, seq);
CREATE INDEX mock_bank_entries_at ON mock_bank_entries (at);
CREATE TRIGGER mock_bank_entries_add_up BEFORE INSERT ON mock_bank_entries
WHEN new.balance_after_fen <> new.amount_fen + coalesce((
  SELECT balance_after_fen FROM mock_bank_entries WHERE account_no = new.account_no ORDER BY seq DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'mock_entry_must_follow_balance'); END;
CREATE TRIGGER mock_bank_entries_are_booked_once BEFORE INSERT ON mock_bank_entries
WHEN EXISTS (SELECT 1 FROM mock_bank_entries WHERE instruction_id = new.instruction_id)
BEGIN SELECT RAISE(ABORT, 'mock_instruction_is_booked'); END;
CREATE TRIGGER mock_bank_entries_are_final BEFORE UPDATE ON mock_bank_entries
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;
CREATE TRIGGER mock_bank_entries_are_kept BEFORE DELETE ON mock_bank_entries
BEGIN SELECT RAISE(ABORT, 'mock_bank_books_are_append_only'); END;

CREATE TABLE "mock_bank_faults" (
  seq              INTEGER PRIMARY KEY AUTOINCREMENT,
  day              TEXT NOT NULL,
  kind             TEXT NOT NULL CONSTRAINT mock_fault_kind_known CHECK (kind IN ('dropped', 'doubled', 'fen_more', 'fen_less',
    'sign_flipped', 'garbled', 'pushed', 'reversed', 'bounced', 'wrong_account', 'unknown_credit', 'interest', 'charge',
    'control', 'missing', 'reordered', 'reissued', 'batched', 'omitted')),
  entry_seq        INTEGER, -- the entry that is told wrongly
  account_no       TEXT,    -- the account that is concerned, where no entry is
  other_account_no TEXT,    -- where a line is shown by mistake
  amount_fen       INTEGER NOT NULL DEFAULT 0,
  lifted           INTEGER NOT NULL DEFAULT 0 CONSTRAINT mock_fault_lifted_known CHECK (lifted IN (0, 1))
) STRICT;
CREATE INDEX mock_bank_faults_day ON mock_bank_faults (day);

CREATE TABLE mock_bank_answers (
  seq   INTEGER PRIMARY KEY AUTOINCREMENT,
  call  TEXT NOT NULL CONSTRAINT mock_answer_call_known CHECK (call IN ('submitPayout', 'queryPayout', 'creditCustody', 'takeFee',
        'payProvider', 'queryEntry', 'verifyAccount')),
  kind  TEXT NOT NULL CONSTRAINT mock_answer_kind_known CHECK (kind IN ('not_served', 'served_not_answered', 'closed', 'unknown_yet')),
  turns INTEGER NOT NULL CONSTRAINT mock_answer_turns_known CHECK (turns >= 0)
) STRICT;

CREATE TABLE mock_archive_objects (
  name    TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;
