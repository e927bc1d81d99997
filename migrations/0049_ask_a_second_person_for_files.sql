-- A file that somebody brings may change what is sealed only when a second person brings the same file; and one that was
-- brought by mistake is taken back by two people, as long as none of its days is sealed. What was told stays written down.
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
-- The limit is guarded where it counts: no statement of a sealed day is taken back.
CREATE TRIGGER bank_file_withdrawals_before_the_seal BEFORE UPDATE ON bank_file_withdrawals
WHEN new.withdrawn_by IS NOT NULL AND EXISTS (SELECT 1 FROM bank_statements s JOIN bank_closes c ON c.day >= s.to_on
  WHERE s.file_id = new.file_id)
BEGIN SELECT RAISE(ABORT, 'bank_day_is_sealed'); END;
