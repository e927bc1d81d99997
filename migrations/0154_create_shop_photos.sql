-- Why: a picture of the shop's front tells a customer that the wall code is this shop's and not one pasted over it. A
-- picture can also carry another payee's QR code: nobody sees one before an operator has looked at it. The bytes are kept
-- as base64, because not every engine gives bytes back alike.
CREATE TABLE shop_photos (
  id           TEXT PRIMARY KEY,
  merchant_id  TEXT NOT NULL REFERENCES merchants (id),
  media        TEXT NOT NULL CONSTRAINT shop_photo_media_known CHECK (media IN ('image/jpeg', 'image/png')),
  width        INTEGER NOT NULL CONSTRAINT shop_photo_width_fits CHECK (width BETWEEN 320 AND 4096),
  height       INTEGER NOT NULL CONSTRAINT shop_photo_height_fits CHECK (height BETWEEN 320 AND 4096),
  content_hash TEXT NOT NULL, -- SHA-256 of what is kept, lowercase hex
  content      TEXT NOT NULL CONSTRAINT shop_photo_content_fits CHECK (length(content) BETWEEN 40 AND 560000),
  stated_by    TEXT NOT NULL REFERENCES staff (id),
  stated_on    TEXT NOT NULL, -- the day in Asia/Shanghai, for the daily limit
  stated_at    TEXT NOT NULL
) STRICT;
CREATE INDEX shop_photos_merchant ON shop_photos (merchant_id, id);
CREATE TABLE shop_photo_rulings (
  photo_id TEXT NOT NULL REFERENCES shop_photos (id),
  ruling   TEXT NOT NULL CONSTRAINT shop_photo_ruling_known CHECK (ruling IN ('shown', 'refused', 'removed', 'withdrawn')),
  reason   TEXT CONSTRAINT shop_photo_reason_fits CHECK (length(reason) BETWEEN 2 AND 200),
  ruled_by TEXT NOT NULL, -- the official, or, of what was withdrawn, the member of staff
  ruled_at TEXT NOT NULL,
  PRIMARY KEY (photo_id, ruling)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER shop_photos_are_few BEFORE INSERT ON shop_photos
WHEN (SELECT count(*) FROM shop_photos WHERE merchant_id = new.merchant_id AND stated_on = new.stated_on) >= 5
BEGIN SELECT RAISE(ABORT, 'shop_photos_used_up'); END;
-- What was refused, removed or withdrawn stays so; what was shown can only be taken down.
CREATE TRIGGER shop_photos_end_once BEFORE INSERT ON shop_photo_rulings
WHEN EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = new.photo_id AND r.ruling <> 'shown')
  OR (new.ruling IN ('shown', 'refused') AND EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = new.photo_id))
  OR (new.ruling = 'removed' AND NOT EXISTS (SELECT 1 FROM shop_photo_rulings r WHERE r.photo_id = new.photo_id))
BEGIN SELECT RAISE(ABORT, 'shop_photo_is_over'); END;
CREATE TRIGGER shop_photo_reasons_are_given BEFORE INSERT ON shop_photo_rulings
WHEN new.ruling IN ('refused', 'removed') AND new.reason IS NULL
BEGIN SELECT RAISE(ABORT, 'shop_photo_needs_a_reason'); END;
CREATE TRIGGER shop_photos_are_not_edited BEFORE UPDATE ON shop_photos
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;
CREATE TRIGGER shop_photos_are_kept BEFORE DELETE ON shop_photos
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;
CREATE TRIGGER shop_photo_rulings_are_not_edited BEFORE UPDATE ON shop_photo_rulings
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;
CREATE TRIGGER shop_photo_rulings_are_kept BEFORE DELETE ON shop_photo_rulings
BEGIN SELECT RAISE(ABORT, 'shop_photos_are_kept'); END;
