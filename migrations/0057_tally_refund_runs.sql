-- How far the refunds of one closure or incident have come: what is on its way, what waits for somebody, what arrived. Each
-- figure moves with the part it is about, so that nothing reads as done before it is, and a later failure takes it back.
CREATE TABLE refund_runs (
  origin_id      TEXT PRIMARY KEY, -- the closure or incident
  on_the_way_fen INTEGER NOT NULL DEFAULT 0, -- written or sent
  waiting_fen    INTEGER NOT NULL DEFAULT 0, -- did not arrive, or has no account to go to yet
  arrived_fen    INTEGER NOT NULL DEFAULT 0,
  opened_count   INTEGER NOT NULL DEFAULT 0, -- refunds
  done_count     INTEGER NOT NULL DEFAULT 0, -- refunds with nothing left to give
  capped_count   INTEGER NOT NULL DEFAULT 0, -- refunds of which only a part is there: the rest stays a claim
  CONSTRAINT refund_run_amounts_known CHECK (on_the_way_fen >= 0 AND waiting_fen >= 0 AND arrived_fen >= 0
    AND opened_count >= 0 AND done_count >= 0 AND capped_count >= 0)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER refund_runs_begin_with_a_refund AFTER INSERT ON refunds WHEN new.origin_id IS NOT NULL
BEGIN
  INSERT INTO refund_runs (origin_id) SELECT new.origin_id
   WHERE NOT EXISTS (SELECT 1 FROM refund_runs WHERE origin_id = new.origin_id);
  UPDATE refund_runs SET opened_count = opened_count + 1, done_count = done_count + (new.status = 'done'),
         capped_count = capped_count + (new.cap_fen IS NOT NULL AND new.status <> 'done')
   WHERE origin_id = new.origin_id;
END;
CREATE TRIGGER refund_runs_follow_refunds AFTER UPDATE OF status ON refunds
WHEN new.origin_id IS NOT NULL AND new.status <> old.status
BEGIN
  UPDATE refund_runs SET done_count = done_count + (new.status = 'done') - (old.status = 'done'),
         capped_count = capped_count + (new.cap_fen IS NOT NULL) * ((old.status = 'done') - (new.status = 'done'))
   WHERE origin_id = new.origin_id;
END;
CREATE TRIGGER refund_runs_follow_new_parts AFTER INSERT ON refund_parts
BEGIN
  UPDATE refund_runs SET on_the_way_fen = on_the_way_fen + new.amount_fen * (new.state = 'created'),
         waiting_fen = waiting_fen + new.amount_fen * (new.state = 'awaiting_account')
   WHERE origin_id = (SELECT origin_id FROM refunds WHERE id = new.refund_id);
END;
CREATE TRIGGER refund_runs_follow_parts AFTER UPDATE OF state ON refund_parts WHEN new.state <> old.state
BEGIN
  UPDATE refund_runs
     SET on_the_way_fen = on_the_way_fen
           + new.amount_fen * ((new.state IN ('created', 'sent')) - (old.state IN ('created', 'sent'))),
         waiting_fen = waiting_fen
           + new.amount_fen * ((new.state = 'awaiting_account') - (old.state = 'awaiting_account')),
         arrived_fen = arrived_fen + new.amount_fen * ((new.state = 'succeeded') - (old.state = 'succeeded'))
   WHERE origin_id = (SELECT origin_id FROM refunds WHERE id = new.refund_id);
END;
INSERT INTO refund_runs (origin_id, on_the_way_fen, waiting_fen, arrived_fen, opened_count, done_count, capped_count)
SELECT r.origin_id,
       (SELECT coalesce(sum(p.amount_fen), 0) FROM refund_parts p JOIN refunds o ON o.id = p.refund_id
         WHERE o.origin_id = r.origin_id AND p.state IN ('created', 'sent')),
       (SELECT coalesce(sum(p.amount_fen), 0) FROM refund_parts p JOIN refunds o ON o.id = p.refund_id
         WHERE o.origin_id = r.origin_id AND p.state = 'awaiting_account'),
       (SELECT coalesce(sum(p.amount_fen), 0) FROM refund_parts p JOIN refunds o ON o.id = p.refund_id
         WHERE o.origin_id = r.origin_id AND p.state = 'succeeded'),
       count(*), sum(r.status = 'done'), sum(r.cap_fen IS NOT NULL AND r.status <> 'done')
  FROM refunds r WHERE r.origin_id IS NOT NULL GROUP BY r.origin_id;
