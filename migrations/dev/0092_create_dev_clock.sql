-- Development only: how far the movable clock runs ahead of the real one.
CREATE TABLE dev_clock (
  id        INTEGER PRIMARY KEY CONSTRAINT dev_clock_is_one CHECK (id = 1),
  offset_ms INTEGER NOT NULL
) STRICT;
