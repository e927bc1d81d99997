-- Why: an index over the state of every order was taken for questions about one payment: for each line of the provider's bill all
-- paid orders were read (14 ms a night at 438 orders, growing with their square). What is looked for by its state is open, and few.
DROP INDEX purchases_due;
CREATE INDEX purchases_open ON purchases (expires_at) WHERE status IN ('awaiting_payment', 'processing');
