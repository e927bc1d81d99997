-- Why: a shop's level was typed by an official and explained by a sentence. Now what a shop did leaves marks, a night adds them up
-- by a table with a version, and every point can be read aloud, objected to, and taken back from then on.
CREATE TABLE credit_days (
  day         TEXT PRIMARY KEY, -- Asia/Shanghai: the facts of this day are marked
  marks_count INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE credit_marks (
  id          TEXT PRIMARY KEY,
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  indicator   TEXT NOT NULL, -- of the table of indicators
  day         TEXT NOT NULL, -- on which it happened
  figure      INTEGER NOT NULL CONSTRAINT credit_mark_says_something CHECK (figure > 0),
  source      TEXT NOT NULL, -- where it was read
  subject_id  TEXT, -- the one thing it is about, if it is one
  made_at     TEXT NOT NULL
) STRICT;
CREATE INDEX credit_marks_merchant ON credit_marks (merchant_id, day);
CREATE UNIQUE INDEX credit_marks_once ON credit_marks (merchant_id, indicator, day, source, coalesce(subject_id, ''));
CREATE TRIGGER credit_marks_are_kept BEFORE UPDATE ON credit_marks
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;
CREATE TRIGGER credit_marks_stay BEFORE DELETE ON credit_marks
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

-- A shop's word against one mark. Upheld, the mark counts no more from then on; without an answer in time it does not count
-- until there is one.
CREATE TABLE credit_objections (
  id          TEXT PRIMARY KEY,
  mark_id     TEXT NOT NULL UNIQUE REFERENCES credit_marks (id),
  merchant_id TEXT NOT NULL REFERENCES merchants (id),
  words       TEXT NOT NULL CONSTRAINT credit_objection_short CHECK (length(words) BETWEEN 4 AND 500),
  filed_by    TEXT NOT NULL,
  filed_at    TEXT NOT NULL,
  take_up_by  TEXT NOT NULL, -- a day: three working days
  answer_by   TEXT NOT NULL, -- a day: seven working days
  ground      TEXT CONSTRAINT credit_ground_known CHECK (ground IN ('court', 'appeal', 'error', 'unfounded')),
  note        TEXT,
  decided_by  TEXT,
  decided_at  TEXT,
  version     INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT credit_objection_decided_whole CHECK ((ground IS NULL) = (decided_at IS NULL) AND (ground IS NULL) = (decided_by IS NULL))
) STRICT;
CREATE INDEX credit_objections_open ON credit_objections (answer_by, id) WHERE decided_at IS NULL;
CREATE INDEX credit_objections_merchant ON credit_objections (merchant_id, id);
CREATE TRIGGER credit_objections_end_once BEFORE UPDATE ON credit_objections
WHEN old.decided_at IS NOT NULL OR new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'credit_objection_not_open'); END;
CREATE TRIGGER credit_objections_are_kept BEFORE DELETE ON credit_objections
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

CREATE TABLE credit_states (
  merchant_id   TEXT PRIMARY KEY REFERENCES merchants (id),
  no            INTEGER NOT NULL, -- of its newest score
  table_version TEXT NOT NULL,
  score         INTEGER NOT NULL CONSTRAINT credit_score_known CHECK (score BETWEEN 0 AND 1000),
  level         TEXT NOT NULL CONSTRAINT credit_level_known CHECK (level IN ('AAA', 'AA', 'A', 'B', 'C', 'D')),
  computed_on   TEXT NOT NULL,
  review_on     TEXT NOT NULL -- looked at again on this day, or earlier when something is marked
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_states_due ON credit_states (review_on, merchant_id);
CREATE TABLE credit_scores (
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  no            INTEGER NOT NULL,
  table_version TEXT NOT NULL,
  score         INTEGER NOT NULL,
  level         TEXT NOT NULL,
  computed_on   TEXT NOT NULL,
  lines         TEXT NOT NULL CONSTRAINT credit_lines_are_json CHECK (json_valid(lines)), -- JSON [{indicator, figure, points, marks}]
  PRIMARY KEY (merchant_id, no)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER credit_scores_are_kept BEFORE UPDATE ON credit_scores
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;
CREATE TRIGGER credit_scores_stay BEFORE DELETE ON credit_scores
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;

-- What a holder says of a shop after a use that they agreed to: once in thirty days. What looks made up is kept and not counted.
CREATE TABLE shop_ratings (
  id            TEXT PRIMARY KEY,
  merchant_id   TEXT NOT NULL REFERENCES merchants (id),
  consumer_id   TEXT NOT NULL REFERENCES consumers (id),
  card_id       TEXT NOT NULL REFERENCES cards (id),
  redemption_id TEXT NOT NULL UNIQUE REFERENCES redemptions (id),
  stars         INTEGER NOT NULL CONSTRAINT rating_stars_known CHECK (stars BETWEEN 1 AND 5),
  ignored_for   TEXT CONSTRAINT rating_ignored_known CHECK (ignored_for IN ('insider', 'same_device', 'same_account', 'small_card', 'burst')),
  rated_on      TEXT NOT NULL,
  rated_at      TEXT NOT NULL
) STRICT;
CREATE INDEX shop_ratings_counted ON shop_ratings (merchant_id, rated_on) WHERE ignored_for IS NULL;
CREATE INDEX shop_ratings_holder ON shop_ratings (consumer_id, merchant_id, rated_on);
CREATE TRIGGER shop_ratings_once_a_window BEFORE INSERT ON shop_ratings
WHEN EXISTS (SELECT 1 FROM shop_ratings r WHERE r.consumer_id = new.consumer_id AND r.merchant_id = new.merchant_id
              AND r.rated_on > date(new.rated_on, '-30 days'))
BEGIN SELECT RAISE(ABORT, 'rating_given_already'); END;
CREATE TRIGGER shop_ratings_are_kept BEFORE UPDATE ON shop_ratings
BEGIN SELECT RAISE(ABORT, 'credit_marks_are_kept'); END;
