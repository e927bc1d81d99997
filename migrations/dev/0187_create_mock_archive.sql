-- Development and tests only: what an object store would keep of history that moved out.
CREATE TABLE mock_archive_objects (
  name    TEXT PRIMARY KEY,
  content TEXT NOT NULL
) STRICT, WITHOUT ROWID;
