-- Why: a period of working days that reaches beyond the announced holidays is counted by the law alone, and the year's
-- notice may still move its end. Such an end says so: `provisional_after` is the last day that the calendar covered when
-- it was counted; null: all of it was known. It moves only later, only while it is provisional, and silence is no consent
-- meanwhile: who is to speak must be able to know until when.
ALTER TABLE holds ADD COLUMN provisional_after TEXT;
ALTER TABLE refunds ADD COLUMN provisional_after TEXT;
CREATE INDEX holds_provisional ON holds (provisional_after, id) WHERE provisional_after IS NOT NULL AND status = 'held';
CREATE INDEX refunds_provisional ON refunds (provisional_after, id) WHERE provisional_after IS NOT NULL AND status = 'asked';

-- As it was, but an end that was provisional may be counted anew.
DROP TRIGGER holds_are_recorded_once;
CREATE TRIGGER holds_are_recorded_once BEFORE UPDATE ON holds
WHEN (old.recorded_at IS NOT NULL OR new.recorded_at IS NULL OR old.status <> 'held' OR new.status <> 'held')
 AND (new.shares <> old.shares OR new.recorded_at IS NOT old.recorded_at
   OR (new.confirm_by IS NOT old.confirm_by AND old.provisional_after IS NULL)
   OR new.recorded_as IS NOT old.recorded_as OR new.recorded_units IS NOT old.recorded_units
   OR new.recorded_fen IS NOT old.recorded_fen OR new.recorded_by IS NOT old.recorded_by
   OR new.telling_event_id IS NOT old.telling_event_id)
BEGIN SELECT RAISE(ABORT, 'hold_already_recorded'); END;
CREATE TRIGGER holds_end_later_only BEFORE UPDATE ON holds
WHEN old.provisional_after IS NOT NULL
 AND (new.confirm_by < old.confirm_by OR new.provisional_after < old.provisional_after)
BEGIN SELECT RAISE(ABORT, 'hold_deadline_moves_later'); END;
CREATE TRIGGER holds_wait_for_the_calendar BEFORE UPDATE ON holds
WHEN new.resolved_by = 'silence' AND new.provisional_after IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'hold_deadline_provisional'); END;
CREATE TRIGGER refunds_move_later_only BEFORE UPDATE ON refunds
WHEN (new.contest_by IS NOT old.contest_by AND (old.provisional_after IS NULL OR new.contest_by < old.contest_by))
  OR new.escalates_at IS NOT old.escalates_at OR new.decide_by IS NOT old.decide_by
BEGIN SELECT RAISE(ABORT, 'refund_is_fixed'); END;
