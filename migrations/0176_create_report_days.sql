-- Why: a district's week was added up from all its shops whenever somebody looked, and nobody could say which district had got
-- worse. One row for each day, district and trade, written at night from the rows of the shops, is what all reports add up.
CREATE TABLE report_days (
  day                   TEXT NOT NULL, -- Asia/Shanghai
  district              TEXT NOT NULL, -- the shop's, as it stood that night
  sector                TEXT NOT NULL,
  shops_count           INTEGER NOT NULL CONSTRAINT report_day_has_shops CHECK (shops_count > 0),
  alarmed_count         INTEGER NOT NULL, -- of them at warning level 4 or 5 that evening
  holders_count         INTEGER NOT NULL, -- cards with money of theirs that evening
  escrow_fen            INTEGER NOT NULL, -- that evening
  sold_fen              INTEGER NOT NULL,
  bonus_fen             INTEGER NOT NULL,
  lots_sold             INTEGER NOT NULL,
  used_fen              INTEGER NOT NULL, -- less what was corrected that day
  uses                  INTEGER NOT NULL,
  merchant_started_uses INTEGER NOT NULL,
  contested_uses        INTEGER NOT NULL,
  refund_requests       INTEGER NOT NULL,
  complaints            INTEGER NOT NULL,
  payout_bounces        INTEGER NOT NULL,
  bank_breaks           INTEGER NOT NULL,
  bad_findings          INTEGER NOT NULL, -- closed doors, sale signs, cards sold outside, lapsed licences, enforcements
  CONSTRAINT report_day_alarmed_known CHECK (alarmed_count BETWEEN 0 AND shops_count),
  PRIMARY KEY (day, district, sector)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER report_days_are_kept BEFORE UPDATE ON report_days
BEGIN SELECT RAISE(ABORT, 'report_days_are_kept'); END;
CREATE TRIGGER report_days_stay BEFORE DELETE ON report_days
BEGIN SELECT RAISE(ABORT, 'report_days_are_kept'); END;
