-- A night on which nothing about a shop was different refers to the pack that has the list; it is sealed with a hash of its
-- own, over its day and the hash of that pack. Nobody refers past a newer list, and never to a night that refers itself.
ALTER TABLE resolution_packs ADD COLUMN carried_from TEXT; -- the day of the pack whose list and figures hold here, too
ALTER TABLE resolution_packs ADD COLUMN carried_hash TEXT
  CONSTRAINT pack_carried_with_its_hash CHECK ((carried_from IS NULL) = (carried_hash IS NULL));
CREATE TRIGGER resolution_packs_begin_with_a_list BEFORE INSERT ON resolution_packs
WHEN new.carried_from IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
CREATE TRIGGER resolution_packs_refer_to_the_list BEFORE UPDATE ON resolution_packs
WHEN new.carried_from IS NOT NULL AND (
  old.at_card <> '' OR new.phase <> 'sealed'
  OR NOT EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day = new.carried_from
                    AND day < new.day AND phase = 'sealed' AND carried_from IS NULL AND content_hash = new.carried_hash)
  OR EXISTS (SELECT 1 FROM resolution_packs WHERE merchant_id = new.merchant_id AND day > new.carried_from AND day < new.day
                AND phase = 'sealed' AND carried_from IS NOT new.carried_from))
BEGIN SELECT RAISE(ABORT, 'pack_changed_meanwhile'); END;
-- Asked every night: which cards have come to another holder since the night before.
CREATE INDEX cards_transferred ON cards (transferred_at) WHERE transferred_at IS NOT NULL;
-- One more pass over the books: a run that is halfway through the old ones cannot say that it saw them all.
UPDATE book_runs SET result = 'incomplete', done_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), version = version + 1
 WHERE result IS NULL;
