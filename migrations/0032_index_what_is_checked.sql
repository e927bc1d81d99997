-- The checker asks for a card's corrections, and for a card's and a shop's parts of refunds: once for each card, account
-- and shop, so none of these may read the whole table.
CREATE INDEX corrections_of_card ON corrections (card_id);
CREATE INDEX refund_parts_of_card ON refund_parts (card_id);
CREATE INDEX refund_parts_of_merchant ON refund_parts (merchant_id, id);
