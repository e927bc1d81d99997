-- Why: everybody may have what is kept of them, and may have it forgotten (个人信息保护法 §§45, 47). That somebody took a copy is
-- kept, never the copy; an erasure waits for a week, in which it can be taken back, and what money has to be accounted for
-- stays without a name.
CREATE TABLE data_exports (
  id          TEXT PRIMARY KEY,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  made_on     TEXT NOT NULL,
  made_at     TEXT NOT NULL
) STRICT;
CREATE INDEX data_exports_consumer ON data_exports (consumer_id, made_on);
CREATE TRIGGER data_exports_are_few BEFORE INSERT ON data_exports
WHEN (SELECT count(*) FROM data_exports WHERE consumer_id = new.consumer_id AND made_on = new.made_on) >= 3
BEGIN SELECT RAISE(ABORT, 'data_exports_used_up'); END;
CREATE TRIGGER data_exports_stand BEFORE UPDATE ON data_exports
BEGIN SELECT RAISE(ABORT, 'data_exports_stand'); END;

CREATE TABLE erasures (
  id          TEXT PRIMARY KEY,
  consumer_id TEXT NOT NULL REFERENCES consumers (id),
  asked_at    TEXT NOT NULL,
  ripe_at     TEXT NOT NULL,
  state       TEXT NOT NULL DEFAULT 'waiting' CONSTRAINT erasure_state_known CHECK (state IN ('waiting', 'cancelled', 'stopped', 'done')),
  ended_at    TEXT,
  CONSTRAINT erasure_waits_a_week CHECK (julianday(ripe_at) - julianday(asked_at) >= 6.999),
  CONSTRAINT erasure_end_has_a_time CHECK ((state = 'waiting') = (ended_at IS NULL)),
  CONSTRAINT erasure_still_waits CHECK (state <> 'done' OR ended_at >= ripe_at)
) STRICT;
CREATE UNIQUE INDEX erasures_waiting ON erasures (consumer_id) WHERE state = 'waiting';
CREATE INDEX erasures_due ON erasures (ripe_at) WHERE state = 'waiting';
CREATE INDEX erasures_consumer ON erasures (consumer_id, id);
CREATE TRIGGER erasures_end_once BEFORE UPDATE ON erasures
WHEN old.state <> 'waiting' OR new.consumer_id <> old.consumer_id OR new.ripe_at <> old.ripe_at OR new.asked_at <> old.asked_at
BEGIN SELECT RAISE(ABORT, 'erasure_not_waiting'); END;
CREATE TRIGGER erasures_are_kept BEFORE DELETE ON erasures
BEGIN SELECT RAISE(ABORT, 'erasures_are_kept'); END;
