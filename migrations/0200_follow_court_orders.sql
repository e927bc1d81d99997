-- Why: a court freezes what is payable to a shop, or takes it (民事诉讼法 §106, §253): there was no act for it, so a clerk would have
-- stopped everything, or nothing. What is payable is the shop's; what lies in custody for its customers is not, and no order
-- reaches it. An order freezes at once on one person's word, counts by its sum until its day, ranks by when it came; taking
-- money to the court and lifting an order take two.
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
-- What went to the court may come back after the order has ended; nothing else about it changes any more.
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

-- 划拨: so much of what an order freezes goes to the court's account, as it is payable.
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

ALTER TABLE payouts ADD COLUMN court_deduction_id TEXT REFERENCES court_deductions (id); -- to a court and not to the shop
CREATE INDEX payouts_deduction ON payouts (court_deduction_id, id) WHERE court_deduction_id IS NOT NULL;
CREATE TRIGGER payouts_keep_their_court BEFORE UPDATE ON payouts WHEN new.court_deduction_id IS NOT old.court_deduction_id
BEGIN SELECT RAISE(ABORT, 'payout_is_fixed'); END;
-- Inserted before its own money moves: what is payable by then, less what orders in force hold, is the most the shop is paid.
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
-- What is advanced would go to the court, and is not the shop's to lose.
CREATE TRIGGER advances_stop_while_courts_hold BEFORE INSERT ON advances
WHEN EXISTS (SELECT 1 FROM court_orders o WHERE o.merchant_id = new.merchant_id AND o.ended_at IS NULL
  AND o.until_on >= date(new.granted_at, '+8 hours') AND o.paid_fen < o.amount_fen)
BEGIN SELECT RAISE(ABORT, 'advance_not_while_frozen'); END;
