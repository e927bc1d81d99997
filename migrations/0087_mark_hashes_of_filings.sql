-- Why: every hash over a canonical form says which form it is over: 64 digits alone are the form of before, `v2:` and 64
-- digits are RFC 8785. What was filed keeps its hash.
CREATE TABLE quarter_filings_marked (
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  quarter      TEXT NOT NULL CONSTRAINT filing_quarter_known CHECK (quarter GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'),
  body         TEXT NOT NULL CONSTRAINT filing_body_is_json CHECK (json_valid(body)),
  content_hash TEXT NOT NULL
    CONSTRAINT filing_hash_known CHECK (length(iif(content_hash LIKE 'v2:%', substr(content_hash, 4), content_hash)) = 64),
  filed_by     TEXT NOT NULL,
  filed_at     TEXT NOT NULL,
  PRIMARY KEY (merchant_id, quarter)
) STRICT, WITHOUT ROWID;
INSERT INTO quarter_filings_marked (merchant_id, quarter, body, content_hash, filed_by, filed_at)
SELECT merchant_id, quarter, body, content_hash, filed_by, filed_at FROM quarter_filings;
DROP TABLE quarter_filings;
ALTER TABLE quarter_filings_marked RENAME TO quarter_filings;
CREATE TRIGGER quarter_filings_file_once BEFORE INSERT ON quarter_filings
WHEN EXISTS (SELECT 1 FROM quarter_filings WHERE merchant_id = new.merchant_id AND quarter = new.quarter)
BEGIN SELECT RAISE(ABORT, 'quarter_already_filed'); END;
CREATE TRIGGER quarter_filings_are_final BEFORE UPDATE ON quarter_filings
BEGIN SELECT RAISE(ABORT, 'filings_are_kept'); END;
CREATE TRIGGER quarter_filings_are_kept BEFORE DELETE ON quarter_filings
BEGIN SELECT RAISE(ABORT, 'filings_are_kept'); END;
