-- The journal: one row per accepted request, refusals included: who asked what under which key, and what we
-- answered. The row commits in the same batch as the work, so an answer and its effect exist together or not at all.
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

CREATE TRIGGER journal_answers_once BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key)
BEGIN SELECT RAISE(ABORT, 'request_already_answered'); END;
CREATE TRIGGER journal_is_not_replaced BEFORE INSERT ON journal
WHEN EXISTS (SELECT 1 FROM journal WHERE id = new.id OR seq = new.seq)
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;
CREATE TRIGGER journal_is_final BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;
CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'journal_is_append_only'); END;

-- While a request talks to a provider, its twin is told so instead of asking the provider too.
CREATE TABLE journal_leases (
  actor_id        TEXT NOT NULL,
  idempotency_key TEXT NOT NULL,
  request_id      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  PRIMARY KEY (actor_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER journal_ends_lease AFTER INSERT ON journal BEGIN
  DELETE FROM journal_leases WHERE actor_id = new.actor_id AND idempotency_key = new.idempotency_key;
END;
