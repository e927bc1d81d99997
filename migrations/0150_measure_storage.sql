-- Why: a database ends at so many bytes, and a city that is told so by a refused sale is told too late. One row a day: how
-- large it was, so that what it grows by, and the day on which it is full, can be said long before.
CREATE TABLE storage_days (
  day         TEXT PRIMARY KEY, -- Asia/Shanghai
  bytes       INTEGER NOT NULL CONSTRAINT storage_is_counted CHECK (bytes > 0),
  limit_bytes INTEGER NOT NULL CONSTRAINT storage_has_a_limit CHECK (limit_bytes > 0),
  measured_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER storage_days_stay BEFORE UPDATE ON storage_days
BEGIN SELECT RAISE(ABORT, 'storage_days_stay'); END;
CREATE TRIGGER storage_days_are_kept BEFORE DELETE ON storage_days
BEGIN SELECT RAISE(ABORT, 'storage_days_are_kept'); END;
