-- Why: a holder may have another pay code at once, after a use or because somebody saw the last one. Each is a new alias, so a
-- card's devices are given at most twenty keys within ten minutes, whoever asks at one moment (src/redemptions/rules.ts).
CREATE TRIGGER pay_code_aliases_are_asked_sparingly BEFORE INSERT ON pay_code_aliases
WHEN (SELECT count(*) FROM pay_code_aliases WHERE card_id = new.card_id
         AND issued_at > strftime('%Y-%m-%dT%H:%M:%fZ', new.issued_at, '-10 minutes')) >= 20
BEGIN SELECT RAISE(ABORT, 'pay_codes_asked_too_often'); END;
