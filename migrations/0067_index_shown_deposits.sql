-- Why: a deposit counts once the bank's statement shows it; asked for each shop's deposits, so never by a walk.
CREATE INDEX bank_movements_deposits ON bank_movements (subject_id) WHERE reason = 'deposit_received';
