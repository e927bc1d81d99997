-- A day is whole when every open custody account has a statement of it. One account's file closes nothing for the others:
-- the bank's own file is asked for until the day is whole, and an account that it leaves out is a break at once.
ALTER TABLE bank_days ADD COLUMN is_whole INTEGER NOT NULL DEFAULT 0 CONSTRAINT bank_day_whole_known CHECK (is_whole IN (0, 1));
UPDATE bank_days SET is_whole = has_file, version = version + 1 WHERE has_file = 1;

-- A statement that was told whole has no further line: the same number with another line in it contradicts what stands,
-- whatever its sums are.
CREATE TRIGGER bank_lines_come_with_their_statement BEFORE INSERT ON bank_lines
WHEN new.state = 'open' AND EXISTS (SELECT 1 FROM bank_statements s WHERE s.account_no = new.account_no
  AND s.statement_id = new.statement_id AND s.replaced_by IS NULL AND s.file_id <> new.file_id)
BEGIN SELECT RAISE(ABORT, 'bank_statement_contradicts'); END;
