-- Why: a close and a pack carry their figures, kilobytes in the row, and a table kept by its key is searched by reading whole
-- rows: asking ten days for their hash cost 110 µs of 150. What is compared every night stands in an index alone.
CREATE INDEX bank_closes_sealed ON bank_closes (day, content_hash, told_seq, sealed_at) WHERE phase = 'sealed';
CREATE INDEX resolution_packs_sealed
  ON resolution_packs (merchant_id, day, carried_from, content_hash, previous_hash, carried_hash) WHERE phase = 'sealed';
