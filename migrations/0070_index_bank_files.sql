-- The bank's own file asks each time what somebody has brought lately: nearly always nothing, so it must not read every
-- statement and line of the city for that.
CREATE INDEX bank_files_brought ON bank_files (id) WHERE source = 'upload';
CREATE INDEX bank_statements_of_file ON bank_statements (file_id);
CREATE INDEX bank_lines_resolved ON bank_lines (account_no, statement_id) WHERE state = 'resolved';
