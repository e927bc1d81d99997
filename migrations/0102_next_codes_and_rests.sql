-- Why: a holder may have another pay code at once, after a use or because somebody saw the last one. Each is a new alias, so a
-- card's devices are given at most twenty keys within ten minutes, whoever asks at one moment (src/redemptions/rules.ts).
CREATE TRIGGER pay_code_aliases_are_asked_sparingly BEFORE INSERT ON pay_code_aliases
WHEN (SELECT count(*) FROM pay_code_aliases WHERE card_id = new.card_id
         AND issued_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.issued_at, '-10 minutes')) >= 20
BEGIN SELECT RAISE(ABORT, 'pay_codes_asked_too_often'); END;

-- Why: a card with ¥30 may pay ¥30 of a bill of ¥48; the till must say for ever that ¥18 were to be paid in another way.
-- NULL: the use took all that was asked for.
ALTER TABLE redemptions ADD COLUMN asked_units INTEGER
  CONSTRAINT use_asked_for_more CHECK (asked_units IS NULL OR asked_units > units);
CREATE TRIGGER redemptions_keep_what_was_asked BEFORE UPDATE ON redemptions WHEN new.asked_units IS NOT old.asked_units
BEGIN SELECT RAISE(ABORT, 'redemption_changed_meanwhile'); END;
