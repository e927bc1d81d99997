-- Ten endpoints are enough for anybody, also when one is switched on again.
CREATE TRIGGER webhook_endpoints_are_few_when_enabled BEFORE UPDATE ON webhook_endpoints
WHEN old.disabled_at IS NOT NULL AND new.disabled_at IS NULL
     AND (SELECT count(*) FROM webhook_endpoints WHERE owner_kind = new.owner_kind AND merchant_id IS new.merchant_id
             AND disabled_at IS NULL) >= 10
BEGIN SELECT RAISE(ABORT, 'endpoints_full'); END;
-- Each endpoint is served by itself, so that one that does not answer keeps nobody else waiting.
CREATE INDEX webhook_deliveries_due_at_endpoint ON webhook_deliveries (endpoint_id, next_try_at, event_seq)
WHERE state = 'pending';
