-- Why: each day the chain of balances is checked over a shop's last twelve statements, and its first day is asked for: both
-- are found by index, however many statements there are.
CREATE INDEX bank_statements_first ON bank_statements (merchant_id, from_on) WHERE replaced_by IS NULL;
