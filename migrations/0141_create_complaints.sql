-- Why: who was wronged by a shop had only a telephone number to call. A complaint (投诉) is a holder's about a card of theirs:
-- it has a party, a sum and a wish, stands under clocks, and keeps the sum in question from moving. A report (举报) is of
-- what a shop does wrong: it has no party and freezes nothing, and the shop never reads it.
CREATE TABLE complaints (
  id             TEXT PRIMARY KEY,
  way            TEXT NOT NULL CONSTRAINT complaint_way_known CHECK (way IN ('complaint', 'report')),
  kind           TEXT NOT NULL, -- of the city's responsibility list as at the filing
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  district       TEXT NOT NULL, -- the shop's, as at the filing: whose the complaint is
  sector         TEXT NOT NULL,
  consumer_id    TEXT NOT NULL REFERENCES consumers (id),
  card_id        TEXT REFERENCES cards (id),
  wish           TEXT CONSTRAINT complaint_wish_known CHECK (wish IN ('refund', 'give_back', 'serve', 'explain')),
  words          TEXT CONSTRAINT complaint_words_short CHECK (length(words) <= 500),
  amount_fen     INTEGER NOT NULL CONSTRAINT complaint_amount_known CHECK (amount_fen >= 0),
  uses           TEXT NOT NULL DEFAULT '[]', -- JSON: ids of the uses in question
  reserved_fen   INTEGER NOT NULL DEFAULT 0, -- earned by the shop through them: kept from its payouts while this is open
  kept_fen       INTEGER NOT NULL DEFAULT 0, -- still on the card: the shop cannot take it by itself while this is open
  status         TEXT NOT NULL CONSTRAINT complaint_status_known
    CHECK (status IN ('filed', 'accepted', 'returned', 'refused', 'closed', 'withdrawn')),
  unit           TEXT NOT NULL,
  assigned_at    TEXT NOT NULL,
  return_by      TEXT NOT NULL, -- until then the unit may give it back
  finish_days    INTEGER NOT NULL,
  extend_days    INTEGER NOT NULL,
  answer_days    INTEGER NOT NULL,
  -- The clock that runs: its first day is the one after clock_on.
  clock          TEXT CONSTRAINT complaint_clock_known CHECK (clock IN ('accept', 'finish')),
  clock_on       TEXT,
  clock_days     INTEGER,
  warn_at        TEXT, -- three quarters of it: yellow from then on
  due_by         TEXT, -- red from then on
  provisional_after TEXT, -- the calendar's last known day, where due_by lies beyond
  overdue_at     TEXT, -- when it was told that this clock has run out
  ends_at        TEXT NOT NULL, -- the law ends it then, and nothing stays frozen
  answer_by      TEXT,
  answered_at    TEXT,
  answer         TEXT CONSTRAINT complaint_answer_known CHECK (answer IN ('admits', 'offers', 'denies')),
  answer_words   TEXT,
  accepted_at    TEXT,
  extended_at    TEXT,
  refusal_ground TEXT,
  outcome        TEXT CONSTRAINT complaint_outcome_known CHECK (outcome IN
    ('settled', 'made_good', 'not_settled', 'unfounded', 'time_over', 'case_opened', 'no_case', 'passed_on')),
  ended_at       TEXT,
  end_note       TEXT,
  is_late        INTEGER NOT NULL DEFAULT 0 CONSTRAINT complaint_lateness_known CHECK (is_late IN (0, 1)),
  called_at      TEXT,
  called_result  TEXT CONSTRAINT complaint_call_known CHECK (called_result IN ('satisfied', 'unsatisfied', 'not_reached')),
  called_note    TEXT,
  stars          INTEGER CONSTRAINT complaint_stars_known CHECK (stars BETWEEN 1 AND 5),
  rated_at       TEXT,
  filed_at       TEXT NOT NULL,
  filed_on       TEXT NOT NULL, -- Asia/Shanghai
  version        INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT complaint_has_a_party CHECK ((way = 'complaint') = (card_id IS NOT NULL)
    AND (way = 'complaint') = (wish IS NOT NULL)),
  CONSTRAINT report_moves_nothing CHECK (way = 'complaint' OR (amount_fen = 0 AND reserved_fen = 0 AND kept_fen = 0)),
  CONSTRAINT complaint_freezes_what_it_is_about CHECK (reserved_fen >= 0 AND kept_fen >= 0
    AND reserved_fen + kept_fen <= amount_fen),
  CONSTRAINT complaint_clock_is_whole CHECK ((clock IS NULL) = (due_by IS NULL) AND (clock IS NULL) = (warn_at IS NULL)
    AND (clock IS NULL) = (clock_on IS NULL) AND (clock IS NULL) = (clock_days IS NULL)
    AND (clock IS NOT NULL) = (status IN ('filed', 'accepted', 'returned'))),
  CONSTRAINT complaint_end_is_whole CHECK ((ended_at IS NOT NULL) = (status IN ('refused', 'closed', 'withdrawn'))
    AND (outcome IS NOT NULL) = (status = 'closed') AND (refusal_ground IS NOT NULL) = (status = 'refused')),
  CONSTRAINT complaint_answer_is_whole CHECK ((answered_at IS NULL) = (answer IS NULL)),
  CONSTRAINT complaint_call_is_whole CHECK ((called_at IS NULL) = (called_result IS NULL)
    AND (called_at IS NULL OR status = 'closed')),
  CONSTRAINT complaint_rating_is_whole CHECK ((rated_at IS NULL) = (stars IS NULL) AND (rated_at IS NULL OR status = 'closed'))
) STRICT;
CREATE INDEX complaints_open ON complaints (due_by, id) WHERE clock IS NOT NULL;
CREATE INDEX complaints_consumer ON complaints (consumer_id, id);
CREATE INDEX complaints_merchant ON complaints (merchant_id, id);
CREATE INDEX complaints_card ON complaints (card_id, id) WHERE card_id IS NOT NULL;
CREATE INDEX complaints_frozen ON complaints (merchant_id) WHERE clock IS NOT NULL AND way = 'complaint';
CREATE INDEX complaints_frozen_cards ON complaints (card_id) WHERE clock IS NOT NULL AND way = 'complaint';
CREATE INDEX complaints_ending ON complaints (ends_at, id) WHERE clock IS NOT NULL;
CREATE INDEX complaints_ended ON complaints (ended_at, id) WHERE ended_at IS NOT NULL;
CREATE TRIGGER complaints_are_one_a_card BEFORE INSERT ON complaints
WHEN new.way = 'complaint' AND EXISTS (SELECT 1 FROM complaints WHERE card_id = new.card_id AND clock IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'complaint_open_already'); END;
CREATE TRIGGER reports_are_one_a_shop BEFORE INSERT ON complaints
WHEN new.way = 'report' AND EXISTS (SELECT 1 FROM complaints WHERE consumer_id = new.consumer_id
  AND merchant_id = new.merchant_id AND way = 'report' AND clock IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'complaint_open_already'); END;
CREATE TRIGGER complaints_stay_within_the_day BEFORE INSERT ON complaints
WHEN (SELECT count(*) FROM complaints WHERE consumer_id = new.consumer_id AND filed_on = new.filed_on) >= 3
BEGIN SELECT RAISE(ABORT, 'complaints_used_up'); END;
CREATE TRIGGER complaints_begin_filed BEFORE INSERT ON complaints WHEN new.status <> 'filed' OR new.version <> 1
BEGIN SELECT RAISE(ABORT, 'complaint_changed_meanwhile'); END;
CREATE TRIGGER complaints_advance_by_one_version BEFORE UPDATE ON complaints WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'complaint_changed_meanwhile'); END;
CREATE TRIGGER complaints_keep_their_terms BEFORE UPDATE ON complaints
WHEN new.id <> old.id OR new.way <> old.way OR new.kind <> old.kind OR new.merchant_id <> old.merchant_id
  OR new.district <> old.district OR new.consumer_id <> old.consumer_id OR new.card_id IS NOT old.card_id
  OR new.wish IS NOT old.wish OR new.words IS NOT old.words OR new.amount_fen <> old.amount_fen OR new.uses <> old.uses
  OR new.filed_at <> old.filed_at OR new.filed_on <> old.filed_on
  OR new.reserved_fen > old.reserved_fen OR new.kept_fen > old.kept_fen
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;
CREATE TRIGGER complaints_end_once BEFORE UPDATE ON complaints
WHEN old.ended_at IS NOT NULL AND (new.status <> old.status OR new.ended_at <> old.ended_at
  OR new.outcome IS NOT old.outcome OR new.refusal_ground IS NOT old.refusal_ground)
BEGIN SELECT RAISE(ABORT, 'complaint_changed_meanwhile'); END;
CREATE TRIGGER complaints_are_extended_once BEFORE UPDATE ON complaints
WHEN old.extended_at IS NOT NULL AND new.extended_at IS NOT old.extended_at
BEGIN SELECT RAISE(ABORT, 'complaint_extended_already'); END;
CREATE TRIGGER complaints_stay BEFORE DELETE ON complaints
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;

-- Everything that was done about one, in its order.
CREATE TABLE complaint_steps (
  complaint_id TEXT NOT NULL REFERENCES complaints (id),
  n            INTEGER NOT NULL, -- the version of the complaint that began with it
  step         TEXT NOT NULL CONSTRAINT complaint_step_known CHECK (step IN ('filed', 'accepted', 'refused', 'assigned',
    'returned', 'extended', 'answered', 'overdue', 'deadline_moved', 'closed', 'called', 'rated', 'withdrawn')),
  by_kind      TEXT NOT NULL,
  by_id        TEXT NOT NULL,
  unit         TEXT,
  note         TEXT CONSTRAINT complaint_note_short CHECK (length(note) <= 500),
  at           TEXT NOT NULL,
  PRIMARY KEY (complaint_id, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER complaint_steps_are_kept BEFORE UPDATE ON complaint_steps
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;
CREATE TRIGGER complaint_steps_stay BEFORE DELETE ON complaint_steps
BEGIN SELECT RAISE(ABORT, 'complaints_are_kept'); END;

-- The roll-up that every figure about complaints comes from: per day of the act, shop and kind.
CREATE TABLE complaint_days (
  day            TEXT NOT NULL, -- Asia/Shanghai
  merchant_id    TEXT NOT NULL REFERENCES merchants (id),
  kind           TEXT NOT NULL,
  way            TEXT NOT NULL,
  district       TEXT NOT NULL,
  filed_count    INTEGER NOT NULL DEFAULT 0,
  filed_fen      INTEGER NOT NULL DEFAULT 0,
  ended_count    INTEGER NOT NULL DEFAULT 0,
  settled_count  INTEGER NOT NULL DEFAULT 0, -- settled or made good
  founded_count  INTEGER NOT NULL DEFAULT 0, -- reports that became a case
  late_count     INTEGER NOT NULL DEFAULT 0,
  called_count   INTEGER NOT NULL DEFAULT 0, -- reached
  satisfied_count INTEGER NOT NULL DEFAULT 0,
  stars_count    INTEGER NOT NULL DEFAULT 0,
  stars_sum      INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, merchant_id, kind)
) STRICT, WITHOUT ROWID;

-- What complaints that are open keep still: of a shop's payouts no more than it still has of the uses, and of a card.
CREATE VIEW complaint_freezes AS
  SELECT k.id AS complaint_id, k.merchant_id, k.card_id, k.kept_fen,
         min(k.reserved_fen, coalesce((
           SELECT sum(max(0, r.released_fen - coalesce((
                    SELECT sum(c.returned_fen) FROM corrections c WHERE c.redemption_id = r.id AND c.status = 'done'), 0)))
             FROM json_each(k.uses) u JOIN redemptions r ON r.id = u.value), 0)) AS reserved_fen
    FROM complaints k WHERE k.clock IS NOT NULL AND k.way = 'complaint';
