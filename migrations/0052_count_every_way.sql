-- From here on a card's day counts what left it without a PIN by every way, and says so: only such days can be summed
-- again from the uses. What was paid by silence before anybody made sure that its holder was told says that, too.
ALTER TABLE card_days ADD COLUMN counts_every_way INTEGER NOT NULL DEFAULT 0
  CONSTRAINT card_day_counting_known CHECK (counts_every_way IN (0, 1));
DROP TRIGGER redemptions_end_once;
DROP TRIGGER redemptions_advance_by_one_version;
DROP TRIGGER redemptions_end_with_a_consent;
UPDATE redemptions SET consent = 'before_the_rule'
 WHERE consent = 'silence' AND NOT EXISTS (
   SELECT 1 FROM holds h JOIN notices n ON n.event_id = h.telling_event_id
    WHERE h.redemption_id = redemptions.id AND n.sent_at <= h.confirm_by);
CREATE TRIGGER redemptions_advance_by_one_version BEFORE UPDATE ON redemptions WHEN new.version <> old.version + 1
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_end_once BEFORE UPDATE ON redemptions WHEN old.status <> 'user_confirming'
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
CREATE TRIGGER redemptions_end_with_a_consent BEFORE UPDATE ON redemptions
WHEN new.way IS NOT old.way OR (new.status = 'succeeded') <> (new.consent IS NOT NULL) OR new.consent = 'before_the_rule'
BEGIN SELECT RAISE(ABORT, 'release_needs_consent'); END;
