-- Who made a shortfall good: other money, named, seen on the bank's statement as the line of this break, and agreed by a
-- second person. It is booked against what is missing, not as somebody's surplus.
ALTER TABLE bank_breaks ADD COLUMN payer TEXT CONSTRAINT break_payer_goes_with_suspense CHECK (payer IS NULL OR proposal = 'suspense');
