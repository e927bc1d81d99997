-- A redemption as one function of PostgreSQL: what the act reads, what it writes and what guards it, with the keys that
-- the product's own tables have. One hot shop, a card of its own for each use, no HTTP in front.
CREATE TABLE sessions (token_hash text PRIMARY KEY, subject_id text NOT NULL, expires_at timestamptz NOT NULL);
CREATE TABLE staff (id text PRIMARY KEY, merchant_id text NOT NULL, role text NOT NULL, effective_from timestamptz);
CREATE TABLE merchants (id text PRIMARY KEY, name text NOT NULL, district text NOT NULL, sector text NOT NULL, held_at timestamptz);
CREATE TABLE consumers (id text PRIMARY KEY, nickname text NOT NULL);
CREATE TABLE cards (id text PRIMARY KEY, merchant_id text NOT NULL REFERENCES merchants, consumer_id text NOT NULL REFERENCES consumers,
  version int NOT NULL DEFAULT 1, frozen_at timestamptz);
CREATE INDEX cards_merchant ON cards (merchant_id, id);
CREATE INDEX cards_consumer ON cards (consumer_id, id);
CREATE TABLE pay_code_aliases (alias bigint PRIMARY KEY, card_id text NOT NULL REFERENCES cards, bad_tries int NOT NULL DEFAULT 0);
CREATE TABLE pay_code_uses (alias bigint NOT NULL, step bigint NOT NULL, redemption_id text NOT NULL, PRIMARY KEY (alias, step));
CREATE TABLE lots (id text PRIMARY KEY, card_id text NOT NULL REFERENCES cards, paid_fen bigint NOT NULL, face_units bigint NOT NULL,
  used_units bigint NOT NULL DEFAULT 0, released_fen bigint NOT NULL DEFAULT 0,
  CONSTRAINT lot_is_not_overused CHECK (used_units <= face_units), CONSTRAINT lot_is_not_overpaid CHECK (released_fen <= paid_fen));
CREATE INDEX lots_card ON lots (card_id, id);
CREATE TABLE ledger_accounts (id text PRIMARY KEY, floor_fen bigint, balance_fen bigint NOT NULL DEFAULT 0, version int NOT NULL DEFAULT 0,
  CONSTRAINT account_must_not_go_below_floor CHECK (floor_fen IS NULL OR balance_fen >= floor_fen));
CREATE TABLE ledger_transfers (id text PRIMARY KEY, from_account_id text NOT NULL REFERENCES ledger_accounts,
  to_account_id text NOT NULL REFERENCES ledger_accounts, amount_fen bigint NOT NULL CHECK (amount_fen > 0), reason text NOT NULL,
  subject_id text NOT NULL, event_at timestamptz NOT NULL, created_at timestamptz NOT NULL);
CREATE INDEX ledger_transfers_subject ON ledger_transfers (subject_id);
CREATE TABLE ledger_entries (account_id text NOT NULL, version int NOT NULL, transfer_id text NOT NULL REFERENCES ledger_transfers,
  amount_fen bigint NOT NULL, balance_after_fen bigint NOT NULL, PRIMARY KEY (account_id, version));
CREATE INDEX ledger_entries_transfer ON ledger_entries (transfer_id);
CREATE TABLE journal (id text PRIMARY KEY, actor_id text NOT NULL, idempotency_key text NOT NULL, operation text NOT NULL,
  fingerprint text NOT NULL, subject_id text NOT NULL, status int NOT NULL, answer text NOT NULL, at timestamptz NOT NULL,
  content_hash text NOT NULL, UNIQUE (actor_id, idempotency_key));
CREATE INDEX journal_subject ON journal (subject_id, id);
CREATE TABLE redemptions (id text PRIMARY KEY, card_id text NOT NULL REFERENCES cards, merchant_id text NOT NULL, staff_id text NOT NULL,
  units bigint NOT NULL, released_fen bigint NOT NULL, status text NOT NULL, balance_after_units bigint NOT NULL, started_at timestamptz NOT NULL);
CREATE INDEX redemptions_card ON redemptions (card_id, id);
CREATE INDEX redemptions_merchant ON redemptions (merchant_id, id);
CREATE TABLE events (id text PRIMARY KEY, type text NOT NULL, subject_id text NOT NULL, merchant_id text, data text NOT NULL, at timestamptz NOT NULL);
CREATE INDEX events_subject ON events (subject_id, id);
CREATE TABLE merchant_totals (merchant_id text PRIMARY KEY, owed_fen bigint NOT NULL, uses_count int NOT NULL);
CREATE TABLE merchant_days (merchant_id text NOT NULL, day date NOT NULL, uses_count int NOT NULL, released_fen bigint NOT NULL, PRIMARY KEY (merchant_id, day));
CREATE TABLE city_days (district text NOT NULL, sector text NOT NULL, day date NOT NULL, uses_count int NOT NULL, released_fen bigint NOT NULL,
  PRIMARY KEY (district, sector, day));
CREATE TABLE card_days (card_id text NOT NULL, day date NOT NULL, uses_count int NOT NULL, spent_fen bigint NOT NULL, PRIMARY KEY (card_id, day));
CREATE SEQUENCE uses;

INSERT INTO merchants VALUES ('mch_1', 'shop', 'district', 'bakery', NULL);
INSERT INTO staff VALUES ('stf_1', 'mch_1', 'cashier', '2026-01-01');
INSERT INTO sessions VALUES (encode(sha256('token'), 'hex'), 'stf_1', '2099-01-01');
INSERT INTO consumers SELECT 'csm_' || lpad(i::text, 26, '0'), 'name' FROM generate_series(1, :cards) i;
INSERT INTO cards SELECT 'crd_' || lpad(i::text, 26, '0'), 'mch_1', 'csm_' || lpad(i::text, 26, '0') FROM generate_series(1, :cards) i;
INSERT INTO pay_code_aliases SELECT 100000000 + i, 'crd_' || lpad(i::text, 26, '0') FROM generate_series(1, :cards) i;
INSERT INTO lots SELECT 'lot_' || lpad(i::text, 26, '0'), 'crd_' || lpad(i::text, 26, '0'), 100000, 100000 FROM generate_series(1, :cards) i;
INSERT INTO ledger_accounts VALUES ('payable:mch_1', 0);
INSERT INTO ledger_accounts SELECT 'escrow:crd_' || lpad(i::text, 26, '0'), 0, 100000 FROM generate_series(1, :cards) i;
INSERT INTO merchant_totals VALUES ('mch_1', 100000::bigint * :cards, 0);
ANALYZE;

CREATE FUNCTION redeem() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  n bigint := nextval('uses');
  key text := 'key-' || n;
  rdm text := 'rdm_' || lpad(n::text, 26, '0');
  trf text := 'trf_' || lpad(n::text, 26, '0');
  sum_fen bigint := 100 + n % 900;
  at timestamptz := now();
  today date := (now() AT TIME ZONE 'Asia/Shanghai')::date;
  who record; card record; earlier text; left_units bigint; paid record; body text; spent bigint;
BEGIN
  SELECT s.subject_id, t.merchant_id INTO STRICT who FROM sessions s JOIN staff t ON t.id = s.subject_id
   WHERE s.token_hash = encode(sha256('token'), 'hex') AND s.expires_at > at AND t.effective_from <= at;
  SELECT answer INTO earlier FROM journal WHERE actor_id = who.subject_id AND idempotency_key = key;
  IF FOUND THEN RETURN earlier; END IF;
  SELECT c.id, c.version, a.alias, l.id AS lot_id, l.used_units, l.face_units, m.district, m.sector, u.nickname INTO STRICT card
    FROM pay_code_aliases a JOIN cards c ON c.id = a.card_id JOIN lots l ON l.card_id = c.id
    JOIN merchants m ON m.id = c.merchant_id JOIN consumers u ON u.id = c.consumer_id
   WHERE a.alias = 100000000 + n AND c.merchant_id = who.merchant_id AND c.frozen_at IS NULL AND m.held_at IS NULL;
  SELECT coalesce(sum(spent_fen), 0) INTO spent FROM card_days WHERE card_id = card.id AND day = today;
  left_units := card.face_units - card.used_units - sum_fen;
  IF left_units < 0 OR spent > 500000 THEN RAISE EXCEPTION 'redemption_exceeds_balance'; END IF;

  body := json_build_object('id', rdm, 'object', 'redemption', 'card_id', card.id, 'merchant_id', who.merchant_id, 'units', sum_fen,
    'released_fen', sum_fen, 'status', 'succeeded', 'balance_after_units', left_units, 'message', repeat('x', 500))::text;
  INSERT INTO journal VALUES ('jrn_' || lpad(n::text, 26, '0'), who.subject_id, key, 'redeemByCode', encode(sha256(key::bytea), 'hex'),
    rdm, 201, body, at, encode(sha256(body::bytea), 'hex'));
  UPDATE cards SET version = version + 1 WHERE id = card.id AND version = card.version;
  IF NOT FOUND THEN RAISE EXCEPTION 'stale'; END IF;
  UPDATE lots SET used_units = used_units + sum_fen, released_fen = released_fen + sum_fen WHERE id = card.lot_id;
  INSERT INTO redemptions VALUES (rdm, card.id, who.merchant_id, who.subject_id, sum_fen, sum_fen, 'succeeded', left_units, at);
  INSERT INTO pay_code_uses VALUES (card.alias, n, rdm);
  INSERT INTO ledger_transfers VALUES (trf, 'escrow:' || card.id, 'payable:mch_1', sum_fen, 'redeemed', rdm, at, at);
  UPDATE ledger_accounts SET balance_fen = balance_fen - sum_fen, version = version + 1 WHERE id = 'escrow:' || card.id
    RETURNING id, version, balance_fen INTO paid;
  INSERT INTO ledger_entries VALUES (paid.id, paid.version, trf, -sum_fen, paid.balance_fen);
  INSERT INTO events VALUES ('evt_' || lpad(n::text, 26, '0'), 'redemption.succeeded', rdm, who.merchant_id, body, at);
  INSERT INTO card_days VALUES (card.id, today, 1, sum_fen)
    ON CONFLICT (card_id, day) DO UPDATE SET uses_count = card_days.uses_count + 1, spent_fen = card_days.spent_fen + sum_fen;
  -- What everybody in the shop writes comes last: its rows are held until the commit is on the disk.
  UPDATE ledger_accounts SET balance_fen = balance_fen + sum_fen, version = version + 1 WHERE id = 'payable:mch_1'
    RETURNING id, version, balance_fen INTO paid;
  INSERT INTO ledger_entries VALUES (paid.id, paid.version, trf, sum_fen, paid.balance_fen);
  UPDATE merchant_totals SET owed_fen = owed_fen - sum_fen, uses_count = uses_count + 1 WHERE merchant_id = who.merchant_id;
  INSERT INTO merchant_days VALUES (who.merchant_id, today, 1, sum_fen)
    ON CONFLICT (merchant_id, day) DO UPDATE SET uses_count = merchant_days.uses_count + 1, released_fen = merchant_days.released_fen + sum_fen;
  INSERT INTO city_days VALUES (card.district, card.sector, today, 1, sum_fen)
    ON CONFLICT (district, sector, day) DO UPDATE SET uses_count = city_days.uses_count + 1, released_fen = city_days.released_fen + sum_fen;
  RETURN body;
END $$;
