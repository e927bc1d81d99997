-- Why: whoever is not signed in may try (a code, a token, a link) only so often in a minute from one network address, and each
-- try that is refused for ever leaves a journal row: an address that never tires is stopped before it. One row for an address
-- and operation, for the minute it tried last; what is a day old goes when somebody new comes.
CREATE TABLE stranger_minutes (
  operation     TEXT NOT NULL,
  address_index TEXT NOT NULL, -- the address under a key: nobody reads from it who asked
  minute        INTEGER NOT NULL CONSTRAINT stranger_minute_is_counted CHECK (minute > 0), -- since 1970
  tries         INTEGER NOT NULL CONSTRAINT stranger_tries_are_counted CHECK (tries > 0),
  PRIMARY KEY (operation, address_index)
) STRICT, WITHOUT ROWID;
CREATE INDEX stranger_minutes_minute ON stranger_minutes (minute);
CREATE TRIGGER stranger_minutes_are_forgotten AFTER INSERT ON stranger_minutes
BEGIN DELETE FROM stranger_minutes WHERE minute < new.minute - 1440; END;
