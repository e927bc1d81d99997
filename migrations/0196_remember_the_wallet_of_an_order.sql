-- Why: whoever was sent to one wallet and cannot pay there may take the other one on the same order. The page of the waiting
-- order must say where they were sent, and offer the other: so the order remembers it. NULL: a method of the provider's own.
ALTER TABLE purchases ADD COLUMN wallet TEXT CONSTRAINT purchase_wallet_known CHECK (wallet IN ('wechat_pay', 'alipay'));
