-- Why: what somebody leaves behind goes to their heirs card by card, as the heirs agree: proposed by one, agreed to by each,
-- replaced by the next proposal. Who inherits alone has it all. No money moves: the cards do, with what is on them.
CREATE TABLE estate_divisions (
  id          TEXT PRIMARY KEY,
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  cards       TEXT NOT NULL CONSTRAINT estate_division_is_a_list CHECK (json_valid(cards)), -- [{card_id, n}]
  proposed_by INTEGER NOT NULL, -- the heir's number
  proposed_at TEXT NOT NULL,
  agreed_by   TEXT NOT NULL CONSTRAINT estate_agreed_is_a_list CHECK (json_valid(agreed_by)), -- numbers of heirs
  state       TEXT NOT NULL CONSTRAINT estate_division_state_known CHECK (state IN ('open', 'agreed', 'replaced')),
  version     INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX estate_divisions_mandate ON estate_divisions (mandate_id, id);
CREATE TRIGGER estate_divisions_agreed_by_all BEFORE UPDATE ON estate_divisions
WHEN new.version <> old.version + 1 OR old.state <> 'open' OR new.cards <> old.cards OR (new.state = 'agreed'
  AND EXISTS (SELECT 1 FROM mandate_heirs h WHERE h.mandate_id = new.mandate_id
                 AND h.n NOT IN (SELECT value FROM json_each(new.agreed_by))))
BEGIN SELECT RAISE(ABORT, 'estate_changed_meanwhile'); END;
CREATE TRIGGER estate_divisions_begin_open BEFORE INSERT ON estate_divisions
WHEN new.state <> 'open' OR NOT EXISTS (SELECT 1 FROM mandates WHERE id = new.mandate_id AND state = 'approved')
  OR EXISTS (SELECT 1 FROM estate_divisions WHERE mandate_id = new.mandate_id AND state <> 'replaced')
BEGIN SELECT RAISE(ABORT, 'estate_changed_meanwhile'); END;
CREATE TRIGGER estate_divisions_are_kept BEFORE DELETE ON estate_divisions
BEGIN SELECT RAISE(ABORT, 'estates_are_kept'); END;

-- Each card that has come to its heir, and the transfer that tells of it in the card's own history.
CREATE TABLE estate_cards (
  mandate_id  TEXT NOT NULL REFERENCES mandates (id),
  card_id     TEXT NOT NULL REFERENCES cards (id),
  n           INTEGER NOT NULL,
  transfer_id TEXT NOT NULL REFERENCES card_transfers (id),
  moved_at    TEXT NOT NULL,
  PRIMARY KEY (mandate_id, card_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER estate_cards_go_as_agreed BEFORE INSERT ON estate_cards
WHEN NOT EXISTS (SELECT 1 FROM mandate_heirs h JOIN cards c ON c.id = new.card_id AND c.consumer_id = h.consumer_id
                  WHERE h.mandate_id = new.mandate_id AND h.n = new.n)
  OR ((SELECT count(*) FROM mandate_heirs WHERE mandate_id = new.mandate_id) > 1 AND NOT EXISTS (
        SELECT 1 FROM estate_divisions d, json_each(d.cards) j WHERE d.mandate_id = new.mandate_id AND d.state = 'agreed'
           AND j.value ->> 'card_id' = new.card_id AND j.value ->> 'n' = new.n))
BEGIN SELECT RAISE(ABORT, 'estate_changed_meanwhile'); END;
CREATE TRIGGER estate_cards_are_kept BEFORE DELETE ON estate_cards
BEGIN SELECT RAISE(ABORT, 'estates_are_kept'); END;
