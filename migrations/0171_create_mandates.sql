-- Why: a person dies, loses the capacity to act, or is a child, and somebody comes in their place: heirs get the cards,
-- guardians look after them. Whoever says so may be a thief, and the person may be alive. So it takes papers, a time in
-- which the account itself, its devices and its companions may object with one tap, two offices that look at the papers,
-- and a third person who agrees. Nothing of the account changes before that.
CREATE TABLE mandates (
  id          TEXT PRIMARY KEY,
  cause       TEXT NOT NULL CONSTRAINT mandate_cause_known CHECK (cause IN ('death', 'incapacity', 'minority')),
  filer_id    TEXT NOT NULL REFERENCES consumers (id),
  phone_index TEXT NOT NULL, -- of the account, as the filer names it
  phone_mask  TEXT NOT NULL,
  subject_id  TEXT REFERENCES consumers (id), -- whose it was at the filing; NULL: nobody's, which the filer is not told
  name_sealed TEXT NOT NULL, -- the person's name, for the officials who compare it with the papers
  relation    TEXT NOT NULL CONSTRAINT mandate_relation_known
              CHECK (relation IN ('spouse', 'child', 'parent', 'sibling', 'grandparent', 'grandchild', 'appointed', 'other')),
  died_on     TEXT,
  born_on     TEXT,
  created_at  TEXT NOT NULL,
  filed_at    TEXT,
  ripe_at     TEXT, -- nobody agrees before
  ends_at     TEXT NOT NULL, -- what is open by then is over
  state       TEXT NOT NULL CONSTRAINT mandate_state_known
              CHECK (state IN ('draft', 'filed', 'objected', 'withdrawn', 'refused', 'lapsed', 'approved', 'active', 'done', 'ended')),
  objected_at TEXT,
  objected_by TEXT CONSTRAINT mandate_objector_known CHECK (objected_by IN ('account', 'companion')),
  decided_by  TEXT,
  decided_at  TEXT,
  reason      TEXT CONSTRAINT mandate_reason_short CHECK (length(reason) BETWEEN 2 AND 200),
  until_on    TEXT, -- of a guardian of a minor: the day from which they are of age
  ended_at    TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT mandate_facts_fit CHECK ((cause = 'death') = (died_on IS NOT NULL) AND (cause = 'minority') = (born_on IS NOT NULL)),
  CONSTRAINT mandate_filing_is_whole CHECK ((filed_at IS NULL) = (ripe_at IS NULL) AND (state = 'draft' OR filed_at IS NOT NULL
    OR state IN ('withdrawn', 'lapsed'))),
  CONSTRAINT mandate_objection_is_whole CHECK ((objected_at IS NULL) = (objected_by IS NULL) AND (state <> 'objected' OR objected_at IS NOT NULL)),
  CONSTRAINT mandate_is_decided_by_somebody CHECK ((decided_by IS NULL) = (decided_at IS NULL)
    AND (state NOT IN ('refused', 'approved', 'active', 'done') OR decided_by IS NOT NULL)),
  CONSTRAINT mandate_end_has_a_time CHECK ((state IN ('draft', 'filed', 'approved', 'active')) = (ended_at IS NULL))
) STRICT;
CREATE INDEX mandates_filer ON mandates (filer_id, id);
CREATE INDEX mandates_subject ON mandates (subject_id, id);
CREATE INDEX mandates_state ON mandates (state, id);
CREATE INDEX mandates_due ON mandates (ends_at) WHERE state IN ('draft', 'filed');
CREATE INDEX mandates_until ON mandates (until_on) WHERE state = 'active';
CREATE TRIGGER mandates_are_few BEFORE INSERT ON mandates
WHEN (SELECT count(*) FROM mandates WHERE filer_id = new.filer_id
         AND created_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.created_at, '-30 days')) >= 3
BEGIN SELECT RAISE(ABORT, 'mandates_too_often'); END;
CREATE TRIGGER mandates_begin_as_drafts BEFORE INSERT ON mandates WHEN new.state <> 'draft' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_advance_by_one_version BEFORE UPDATE ON mandates WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_keep_their_terms BEFORE UPDATE ON mandates
WHEN old.ended_at IS NOT NULL OR new.id <> old.id OR new.cause <> old.cause OR new.filer_id <> old.filer_id
  OR new.phone_index <> old.phone_index OR new.relation <> old.relation OR new.died_on IS NOT old.died_on
  OR new.born_on IS NOT old.born_on OR (old.filed_at IS NOT NULL AND (new.filed_at <> old.filed_at OR new.ripe_at <> old.ripe_at
  OR new.subject_id IS NOT old.subject_id)) OR (old.decided_at IS NOT NULL AND new.decided_at <> old.decided_at)
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_follow_their_order BEFORE UPDATE OF state ON mandates
WHEN new.state <> old.state AND NOT (
     (old.state = 'draft' AND new.state IN ('filed', 'withdrawn', 'lapsed'))
  OR (old.state = 'filed' AND new.state IN ('objected', 'withdrawn', 'refused', 'lapsed', 'approved', 'active'))
  OR (old.state = 'approved' AND new.state = 'done') OR (old.state = 'active' AND new.state = 'ended'))
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandates_are_kept BEFORE DELETE ON mandates
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

-- Who inherits, by the number of their own account, and in which share (basis points). Each says so from that account.
CREATE TABLE mandate_heirs (
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  n           INTEGER NOT NULL CONSTRAINT mandate_heirs_are_few CHECK (n BETWEEN 1 AND 10),
  phone_index TEXT NOT NULL,
  phone_mask  TEXT NOT NULL,
  relation    TEXT NOT NULL,
  share_bp    INTEGER NOT NULL CONSTRAINT mandate_share_in_range CHECK (share_bp BETWEEN 1 AND 10000),
  consumer_id TEXT REFERENCES consumers (id), -- once they have said yes
  accepted_at TEXT,
  PRIMARY KEY (mandate_id, n),
  CONSTRAINT mandate_heir_accepts_as_somebody CHECK ((consumer_id IS NULL) = (accepted_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mandate_heirs_once_each ON mandate_heirs (mandate_id, phone_index);
CREATE INDEX mandate_heirs_phone ON mandate_heirs (phone_index, mandate_id);
CREATE INDEX mandate_heirs_consumer ON mandate_heirs (consumer_id, mandate_id) WHERE consumer_id IS NOT NULL;
CREATE TRIGGER mandate_heirs_accept_once BEFORE UPDATE ON mandate_heirs
WHEN old.consumer_id IS NOT NULL OR new.share_bp <> old.share_bp OR new.phone_index <> old.phone_index
  OR NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'filed')
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandate_heirs_are_kept BEFORE DELETE ON mandate_heirs
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

-- Papers, as they were brought, sealed; with the number under which whoever issued them can be asked.
CREATE TABLE mandate_papers (
  id             TEXT PRIMARY KEY,
  mandate_id     TEXT NOT NULL REFERENCES mandates (id),
  kind           TEXT NOT NULL CONSTRAINT mandate_paper_kind_known CHECK (kind IN ('death_certificate', 'birth_certificate',
                 'household_register', 'kinship_proof', 'notarial_certificate', 'court_ruling', 'identity_document', 'other')),
  copy_no_sealed TEXT NOT NULL,
  media          TEXT NOT NULL CONSTRAINT mandate_paper_media_known CHECK (media IN ('image/jpeg', 'image/png', 'application/pdf')),
  bytes          INTEGER NOT NULL CONSTRAINT mandate_paper_fits CHECK (bytes BETWEEN 40 AND 409600),
  content_hash   TEXT NOT NULL, -- SHA-256 of what is kept, lowercase hex
  content_sealed TEXT NOT NULL,
  added_at       TEXT NOT NULL
) STRICT;
CREATE INDEX mandate_papers_mandate ON mandate_papers (mandate_id, id);
CREATE TRIGGER mandate_papers_are_few BEFORE INSERT ON mandate_papers
WHEN (SELECT count(*) FROM mandate_papers WHERE mandate_id = new.mandate_id) >= 10
BEGIN SELECT RAISE(ABORT, 'mandate_papers_too_many'); END;
CREATE TRIGGER mandate_papers_come_before_the_filing BEFORE INSERT ON mandate_papers
WHEN NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'draft')
BEGIN SELECT RAISE(ABORT, 'mandate_not_open'); END;
CREATE TRIGGER mandate_papers_are_not_edited BEFORE UPDATE ON mandate_papers
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;
CREATE TRIGGER mandate_papers_are_kept BEFORE DELETE ON mandate_papers
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

-- What each office found when it compared the papers with whoever issued them: one word an office.
CREATE TABLE mandate_checks (
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  office      TEXT NOT NULL CONSTRAINT mandate_office_known CHECK (office IN ('bank', 'regulator', 'operator')),
  official_id TEXT NOT NULL REFERENCES officials (id),
  passed      INTEGER NOT NULL CONSTRAINT mandate_check_known CHECK (passed IN (0, 1)),
  note        TEXT NOT NULL CONSTRAINT mandate_note_short CHECK (length(note) BETWEEN 2 AND 200),
  at          TEXT NOT NULL,
  PRIMARY KEY (mandate_id, office)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER mandate_checks_are_of_filed_ones BEFORE INSERT ON mandate_checks
WHEN NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'filed')
BEGIN SELECT RAISE(ABORT, 'mandate_not_open'); END;
CREATE TRIGGER mandate_checks_are_of_the_office BEFORE INSERT ON mandate_checks
WHEN NOT EXISTS (SELECT 1 FROM officials WHERE id = new.official_id AND kind = new.office)
BEGIN SELECT RAISE(ABORT, 'mandate_changed_meanwhile'); END;
CREATE TRIGGER mandate_checks_are_once_an_office BEFORE INSERT ON mandate_checks
WHEN EXISTS (SELECT 1 FROM mandate_checks WHERE mandate_id = new.mandate_id AND office = new.office)
BEGIN SELECT RAISE(ABORT, 'mandate_checked_already'); END;
CREATE TRIGGER mandate_checks_are_not_edited BEFORE UPDATE ON mandate_checks
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;
CREATE TRIGGER mandate_checks_are_kept BEFORE DELETE ON mandate_checks
BEGIN SELECT RAISE(ABORT, 'mandates_are_kept'); END;

-- It comes into force after its time, over two good checks of two offices, by a third person; none of them has a number of the filer, of
-- an heir, or of the account itself.
CREATE TRIGGER mandates_are_granted_by_three BEFORE UPDATE OF state ON mandates
WHEN new.state IN ('approved', 'active') AND old.state = 'filed' AND (
  new.subject_id IS NULL OR new.decided_at < old.ripe_at OR new.decided_at >= old.ends_at
  OR (SELECT count(*) FROM mandate_checks WHERE mandate_id = new.id AND passed = 1) < 2
  OR EXISTS (SELECT 1 FROM mandate_checks WHERE mandate_id = new.id AND passed = 0)
  OR EXISTS (SELECT 1 FROM mandate_checks k JOIN person_ids a ON a.subject_id = k.official_id
                JOIN person_ids b ON b.person_id = a.person_id
              WHERE k.mandate_id = new.id AND b.subject_id = new.decided_by)
  OR EXISTS (SELECT 1 FROM mandate_checks k JOIN person_ids a ON a.subject_id = k.official_id
                JOIN mandate_checks l ON l.mandate_id = k.mandate_id AND l.office <> k.office
                JOIN person_ids b ON b.subject_id = l.official_id AND b.person_id = a.person_id WHERE k.mandate_id = new.id)
  OR EXISTS (SELECT 1 FROM person_ids a JOIN person_phones t ON t.person_id = a.person_id
              WHERE (a.subject_id = new.decided_by OR a.subject_id IN (SELECT official_id FROM mandate_checks WHERE mandate_id = new.id))
                AND (t.phone_index IN (SELECT phone_index FROM consumers WHERE id IN (new.filer_id, new.subject_id))
                  OR t.phone_index IN (SELECT phone_index FROM mandate_heirs WHERE mandate_id = new.id))))
BEGIN SELECT RAISE(ABORT, 'mandate_needs_three_persons'); END;
CREATE TRIGGER mandates_wait_for_payments BEFORE UPDATE OF state ON mandates
WHEN new.state = 'approved' AND old.state = 'filed' AND EXISTS (
  SELECT 1 FROM purchases WHERE consumer_id = new.subject_id AND status IN ('awaiting_payment', 'processing'))
BEGIN SELECT RAISE(ABORT, 'mandate_payment_open'); END;
CREATE TRIGGER mandates_have_no_rival BEFORE UPDATE OF state ON mandates
WHEN new.state = 'approved' AND old.state = 'filed' AND EXISTS (
  SELECT 1 FROM mandates WHERE subject_id = new.subject_id AND id <> new.id AND cause = 'death' AND state IN ('filed', 'approved', 'done'))
BEGIN SELECT RAISE(ABORT, 'mandate_rival_open'); END;
-- Who looks after somebody's cards now, and until which day.
CREATE VIEW live_guardians AS
SELECT id AS mandate_id, filer_id AS guardian_id, subject_id AS ward_id, coalesce(until_on, '9999-12-31') AS until_on
  FROM mandates WHERE state = 'active';

-- Accounts that are joined to no other until it is over: of whoever died, inherits, or looks after somebody.
CREATE VIEW bound_accounts AS
SELECT subject_id AS consumer_id FROM mandates WHERE state IN ('approved', 'done', 'active')
UNION ALL
SELECT filer_id FROM mandates WHERE state IN ('approved', 'active')
UNION ALL
SELECT h.consumer_id FROM mandate_heirs h JOIN mandates m ON m.id = h.mandate_id
 WHERE h.consumer_id IS NOT NULL AND m.state IN ('filed', 'approved');
CREATE TRIGGER joined_accounts_leave_bound_ones_alone BEFORE INSERT ON joined_accounts
WHEN EXISTS (SELECT 1 FROM bound_accounts WHERE consumer_id = new.consumer_id)
BEGIN SELECT RAISE(ABORT, 'union_changed_meanwhile'); END;

-- A refund that is over may still change hands: two accounts of one person are joined, or the card is inherited, and a part
-- that the provider gives back later belongs to whoever has the card then.
DROP TRIGGER refunds_end_once;
CREATE TRIGGER refunds_end_once BEFORE UPDATE ON refunds
WHEN (old.status = 'withdrawn' OR (old.status = 'done' AND new.status <> 'decided'))
 AND NOT (new.status = old.status AND new.consumer_id <> old.consumer_id AND new.done_at IS old.done_at)
BEGIN SELECT RAISE(ABORT, 'refund_changed_meanwhile'); END;
