-- Why: a page that somebody must open is no alarm at three in the morning. What is wrong is raised once, told again once while
-- it lasts, and closed by itself; the rows say since when, and to whom it was told.
CREATE TABLE alerts (
  id           TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  state        TEXT NOT NULL DEFAULT 'raised' CONSTRAINT alert_state_known CHECK (state IN ('raised', 'escalated', 'resolved')),
  message      TEXT NOT NULL,
  count        INTEGER NOT NULL CONSTRAINT alert_counts CHECK (count > 0),
  money_fen    INTEGER,
  raised_at    TEXT NOT NULL,
  told_at      TEXT, -- by short message, last; NULL: to the subscribers alone, so shortly after the one before
  escalated_at TEXT,
  resolved_at  TEXT,
  CONSTRAINT alert_resolved_has_a_time CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX alerts_open ON alerts (kind) WHERE state <> 'resolved';
CREATE INDEX alerts_kind ON alerts (kind, id);
CREATE TRIGGER alerts_are_resolved_once BEFORE UPDATE ON alerts
WHEN old.state = 'resolved' OR (old.state = 'escalated' AND new.state = 'raised') OR new.kind <> old.kind
BEGIN SELECT RAISE(ABORT, 'alerts_changed_meanwhile'); END;
CREATE TRIGGER alerts_are_kept BEFORE DELETE ON alerts
BEGIN SELECT RAISE(ABORT, 'alerts_changed_meanwhile'); END;

-- When each version of the platform was first at work: the last deploy.
CREATE TABLE platform_versions (
  version TEXT PRIMARY KEY,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER platform_versions_are_kept BEFORE UPDATE ON platform_versions
BEGIN SELECT RAISE(ABORT, 'alerts_changed_meanwhile'); END;
