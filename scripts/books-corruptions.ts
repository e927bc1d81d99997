/**
 * For every pass one way to falsify exactly what it watches, on a copy whose triggers are gone. A pass without one, or
 * one that stays silent, is no check (`npm run books -- --self-test`).
 */
const FIRST = {
  lot: '(SELECT min(id) FROM lots)',
  purchase: "(SELECT min(id) FROM purchases WHERE status = 'paid')",
  use: "(SELECT min(id) FROM redemptions WHERE status = 'succeeded')",
  capture: "(SELECT min(id) FROM holds WHERE status = 'captured')",
  settlement: "(SELECT min(id) FROM settlements WHERE status = 'settled')",
  payout: "(SELECT min(id) FROM payouts WHERE state = 'paid')",
  part: "(SELECT min(id) FROM refund_parts WHERE state = 'succeeded')",
  totals: '(SELECT min(merchant_id) FROM merchant_totals WHERE paid_fen > 0)',
}
const PSP = "(SELECT min(id) FROM ledger_accounts WHERE id LIKE 'psp:%')"

/** A comparison with the provider that nobody made, the last of all. */
const aReading = ({ balance_fen }: { balance_fen: number }) =>
  `INSERT INTO provider_readings (id, provider, day, balance_fen, lines_fen, lines_count, ledger_fen, positions,
                                  expected_fen, difference_fen, read_at)
   VALUES ('pkd_zzz', 'stripe', '9999-12-31', ${balance_fen}, 5, 1, 0, '{}', 0, ${balance_fen}, '9999')`

/** A dispute that nobody opened, about the first lot. */
const aDispute = ({ outcome }: { outcome: string }) =>
  `INSERT INTO disputes (id, provider, provider_ref, payment_ref, lot_id, amount_fen, currency, reason, status, outcome,
                         unused_fen, opened_at, seen_at)
   VALUES ('dsp_of_nobody', 'stripe', 'du_of_nobody', 'pi_of_nobody', ${FIRST.lot}, 5, 'cny', 'fraudulent', 'lost',
           ${outcome}, 5, '', '')`

export const CORRUPTIONS: Record<string, string> = {
  balances_sum_to_zero: `UPDATE ledger_accounts SET balance_fen = balance_fen + 1 WHERE id = ${PSP}`,
  balance_is_sum_of_entries: `UPDATE ledger_accounts SET version = version + 1 WHERE id = ${PSP}`,
  no_floor_is_crossed: `UPDATE ledger_entries SET balance_after_fen = -1 WHERE account_version = 1
    AND account_id = (SELECT min(id) FROM ledger_accounts WHERE floor_fen = 0 AND version > 0)`,
  entries_form_a_chain: `UPDATE ledger_entries SET balance_after_fen = balance_after_fen + 1
    WHERE account_id = ${PSP} AND account_version = 1`,
  transfer_has_two_entries: `DELETE FROM ledger_entries WHERE account_id = ${PSP} AND account_version = 1`,
  release_follows_use: `UPDATE lots SET released_fen = released_fen + 1 WHERE id = ${FIRST.lot}`,
  card_money_matches_lots: `UPDATE lots SET refunded_fen = refunded_fen + 1 WHERE id = ${FIRST.lot}`,
  held_money_matches_lots: `UPDATE lots SET held_units = held_units + 500 WHERE id = ${FIRST.lot}`,
  paid_purchase_has_one_lot: `UPDATE purchases SET lot_id = NULL WHERE id = ${FIRST.purchase}`,
  lot_has_a_paid_purchase: `UPDATE purchases SET status = 'expired' WHERE id = ${FIRST.purchase}`,
  redemption_moved_its_money: `UPDATE redemptions SET released_fen = released_fen + 1 WHERE id = ${FIRST.use}`,
  correction_moved_its_money:
    "UPDATE corrections SET returned_fen = returned_fen + 1 WHERE status = 'done'",
  corrections_never_exceed_the_use: 'UPDATE corrections SET units = units + 1000000',
  uses_add_up_to_lots: `UPDATE redemptions SET units = units + 1 WHERE id = ${FIRST.use}`,
  totals_match_the_facts: `UPDATE merchant_totals SET cards_count = cards_count + 1 WHERE merchant_id = ${FIRST.totals}`,
  days_add_up_to_totals: `UPDATE merchant_days SET paid_fen = paid_fen + 1 WHERE merchant_id = ${FIRST.totals}`,
  shops_add_up_to_the_city: 'UPDATE city_days SET released_fen = released_fen + 1',
  behaviour_matches_the_books: `UPDATE behaviour_days SET escrow_fen = escrow_fen + 1
    WHERE day = (SELECT max(day) FROM behaviour_days)`,
  complaint_days_match_the_complaints: `INSERT INTO complaint_days (day, merchant_id, kind, way, district, filed_count)
    VALUES ('2026-03-02', ${FIRST.totals}, 'of_nobody', 'complaint', 'huancui', 1)`,
  report_days_add_up_the_shops: `UPDATE report_days SET complaints = complaints + 1
    WHERE day = (SELECT max(day) FROM report_days)`,
  reports_leave_no_day_out:
    'DELETE FROM report_days WHERE day = (SELECT min(day) FROM report_days)',
  credit_scores_add_up: 'UPDATE credit_states SET score = score - 1',
  credit_lines_rest_on_marks: `UPDATE credit_scores SET lines = json_insert(lines, '$[#]', json(
    '{"indicator":"made_good","points":0,"marks":[{"id":"cmk_of_nobody","figure":1}]}'))`,
  credit_days_match_the_facts: `INSERT INTO credit_marks (id, merchant_id, indicator, day, figure, source, made_at)
    SELECT 'cmk_of_nobody', b.merchant_id, 'complaint', b.day, 9, 'behaviour_days', '' FROM behaviour_days b
     WHERE b.complaints = 0 AND b.day = (SELECT max(day) FROM credit_days) LIMIT 1`,
  ratings_follow_own_uses: `INSERT INTO shop_ratings (id, merchant_id, consumer_id, card_id, redemption_id, stars, rated_on, rated_at)
    SELECT 'rat_of_nobody', merchant_id, (SELECT consumer_id FROM cards WHERE id = card_id), 'crd_of_nobody', id, 5, '', ''
      FROM redemptions WHERE id = ${FIRST.use}`,
  listings_stand_on_two_people: `INSERT INTO listings (id, merchant_id, district, public_name, colour, class, ground, words,
      noticed_by, noticed_at, hear_by, published_by, published_at, min_until, until_on)
    SELECT 'lst_of_nobody', id, district, '', 'red', 'honour', '', 'a lie', 'one', '', '', 'one', '2026-03-02T00:00:00.000Z',
           '2026-03-02', '2026-03-03' FROM merchants WHERE admitted_at IS NOT NULL LIMIT 1`,
  courts_got_what_two_people_agreed: `INSERT INTO court_orders (id, merchant_id, court, case_no, document_no, basis, amount_fen,
      until_on, filed_by, filed_at, paid_fen)
    SELECT 'cto_of_nobody', id, 'court', 'case', 'none', 'execution', 2, '2026-03-03', '', '2026-03-02T00:00:00.000Z', 1
      FROM merchants WHERE admitted_at IS NOT NULL LIMIT 1`,
  codes_are_used_once: `INSERT INTO pay_code_uses SELECT alias, step + 1, redemption_id, used_at FROM pay_code_uses LIMIT 1`,
  open_holds_add_up_to_lots: `UPDATE holds SET status = 'held' WHERE id = ${FIRST.capture}`,
  capture_is_one_use: `UPDATE holds SET captured_units = captured_units + 1 WHERE id = ${FIRST.capture}`,
  hold_resolves_once: 'UPDATE holds SET redemption_id = (SELECT min(redemption_id) FROM holds)',
  capture_takes_from_its_own_lots: `UPDATE holds SET shares = '[{"lot_id":"lot_of_nobody","units":1}]' WHERE id = ${FIRST.capture}`,
  hold_moved_its_money_once: `UPDATE holds SET held_fen = held_fen + 1 WHERE id = ${FIRST.capture}`,
  claim_days_match_the_claims: 'UPDATE claim_days SET count = count + 1',
  every_release_has_a_consent: `UPDATE redemptions SET consent = 'silence' WHERE id = ${FIRST.use}`,
  silence_was_told: `UPDATE redemptions SET consent = 'silence' WHERE id = (SELECT redemption_id FROM holds WHERE id = ${FIRST.capture})`,
  no_pin_days_match_every_way: 'UPDATE card_days SET no_pin_fen = no_pin_fen - 1',
  settlement_items_match_purchases: 'UPDATE settlement_items SET gross_fen = gross_fen + 1',
  settlements_add_up: `UPDATE settlements SET items_count = items_count + 1 WHERE id = ${FIRST.settlement}`,
  settlement_moved_its_money: `UPDATE settlements SET status = 'created', bank_ref = NULL, settled_at = NULL,
    fee_charged_at = NULL, fee_taken_at = NULL, fee_bank_ref = NULL WHERE id = ${FIRST.settlement}`,
  fees_are_charged_once: `UPDATE settlements SET fee_fen = fee_fen + 1, fee_charged_at = coalesce(fee_charged_at, settled_at)
    WHERE id = ${FIRST.settlement}`,
  fees_still_held:
    "INSERT INTO ledger_accounts (id, floor_fen, balance_fen, version) VALUES ('fees:nobody', NULL, 5, 1)",
  provider_holds_what_is_not_settled:
    "INSERT INTO ledger_accounts (id, floor_fen, balance_fen, version) VALUES ('psp:nobody', NULL, -5, 1)",
  custody_is_settled_less_paid_out: `UPDATE settlements SET gross_fen = gross_fen + 1 WHERE id = ${FIRST.settlement}`,
  settled_totals_match_the_facts: `UPDATE merchant_totals SET settled_fen = settled_fen + 1 WHERE merchant_id = ${FIRST.totals}`,
  payable_is_what_was_released: `UPDATE merchant_totals SET released_fen = released_fen + 1, owed_fen = owed_fen - 1
    WHERE merchant_id = ${FIRST.totals}`,
  paying_is_what_is_on_its_way: `UPDATE payouts SET state = 'sent' WHERE id = ${FIRST.payout}`,
  payout_is_sent_once: `UPDATE payouts SET paid_at = NULL WHERE id = ${FIRST.payout}`,
  advances_match_the_ledger: `UPDATE payouts SET advance_repaid_fen = advance_repaid_fen + 1 WHERE id = ${FIRST.payout}`,
  refunding_is_what_is_on_its_way: `UPDATE refund_parts SET state = 'sent' WHERE id = ${FIRST.part}`,
  lots_know_what_was_refunded: `UPDATE lots SET refunded_fen = refunded_fen - 1
    WHERE id = (SELECT lot_id FROM refund_parts WHERE id = ${FIRST.part})`,
  refund_part_moved_its_money: `UPDATE refund_parts SET amount_fen = amount_fen + 1 WHERE id = ${FIRST.part}`,
  differences_match_refunds: 'UPDATE refunds SET difference_fen = difference_fen + 1',
  finished_refunds_left_nothing:
    'UPDATE lots SET difference_fen = difference_fen - 1 WHERE difference_fen > 0',
  refunds_never_exceed_the_payment: `UPDATE purchases SET refunds_fen = refunds_fen + 1 WHERE id = ${FIRST.purchase}`,
  provider_is_made_good: `UPDATE merchant_totals SET provider_owed_fen = provider_owed_fen + 1 WHERE merchant_id = ${FIRST.totals}`,
  instructions_are_the_things_own:
    "UPDATE instructions SET id = 'deposit-key' WHERE id = (SELECT min(id) FROM instructions)",
  instructions_done_are_booked: `UPDATE instructions SET state = 'told', ended_at = NULL
    WHERE kind = 'settlement' AND subject_id = ${FIRST.settlement}`,
  unanswered_is_somebodys: `UPDATE instructions SET state = 'unclear', ended_at = NULL, unclear_since = told_at,
    due_by = '2020-01-01T00:00:00.000Z' WHERE id = (SELECT min(id) FROM instructions)`,
  refunds_go_to_whom_the_money_belongs: `UPDATE purchases SET consumer_id = 'csm_of_nobody'
    WHERE id = (SELECT purchase_id FROM refund_parts WHERE id = ${FIRST.part})`,
  refunds_belong_to_the_holder: `UPDATE refunds SET consumer_id = 'csm_of_nobody'`,
  refund_runs_add_up:
    "INSERT INTO refund_runs (origin_id, arrived_fen) VALUES ('end_of_nobody', 1)",
  acknowledged_things_exist: 'DELETE FROM corrections',
  journal_has_no_gaps: 'DELETE FROM journal WHERE seq = 2',
  outbox_has_no_gaps: 'DELETE FROM events WHERE seq = 2',
  told_things_happened:
    "UPDATE events SET data = json_set(data, '$.purchase_id', 'pur_of_nobody') WHERE type = 'purchase.paid'",
  deliveries_are_of_events:
    "UPDATE webhook_deliveries SET event_id = 'evt_of_nobody' WHERE id = (SELECT min(id) FROM webhook_deliveries)",
  nobody_is_told_ahead: 'UPDATE webhook_endpoints SET read_to_seq = 999999999',
  checkpoints_match_the_entries: 'UPDATE book_checkpoints SET balance_fen = balance_fen + 1',
  journal_rows_are_as_written: "UPDATE journal SET answer = answer || ' ' WHERE seq = 1",
  disputed_money_stands_apart: `UPDATE lots SET disputed_fen = disputed_fen + 5 WHERE id = ${FIRST.lot}`,
  no_disputed_lot_moved: aDispute({ outcome: 'NULL' }),
  lot_is_still_for_a_reason: `UPDATE lots SET dispute_id = 'dsp_of_nobody' WHERE id = ${FIRST.lot}`,
  lost_dispute_is_booked_once: aDispute({ outcome: "'lost'" }),
  claims_are_what_is_owed:
    "INSERT INTO ledger_accounts (id, floor_fen, balance_fen, version) VALUES ('claims:nobody', NULL, -5, 1)",
  recoveries_match_their_disputes: aDispute({ outcome: "'lost'" }),
  coverage_is_gross: `UPDATE bank_closes SET body = json_set(body, '$.totals.covered_fen', 5)
    WHERE day = (SELECT max(day) FROM bank_closes WHERE phase = 'sealed')`,
  coverage_follows_bank_and_ledger: 'UPDATE bank_statements SET closing_fen = closing_fen + 1',
  breaks_are_never_netted: 'UPDATE bank_coverage SET breaks_in_fen = -5',
  every_bank_day_is_whole_or_named:
    'DELETE FROM bank_statements WHERE to_on = (SELECT max(day) FROM bank_closes)',
  bank_days_have_no_gaps: `INSERT INTO bank_days (day, phase, has_file)
    SELECT date(max(day), '+5 days'), 'expected', 0 FROM bank_days`,
  covers_follow_closes: 'UPDATE merchant_covers SET owed_fen = owed_fen + 1',
  packs_say_the_one_before: `UPDATE resolution_packs SET previous_hash = 'of nothing'
    WHERE day = (SELECT min(day) FROM resolution_nights)`,
  carried_packs_refer_to_a_list: `UPDATE resolution_packs SET carried_from = '1999-01-01', carried_hash = 'of nothing'
    WHERE day = (SELECT min(day) FROM resolution_nights)`,
  amended_closes_name_what_they_amend: `INSERT INTO bank_amended_closes
    SELECT day, 1, 'of nothing', '', 'x', '{}', 0, '' FROM bank_closes LIMIT 1`,
  suspense_is_kept_apart: `INSERT INTO ledger_transfers
    SELECT 'trf_of_nobody', 'suspense-in:nobody', to_account_id, 5, 'break_resolved', 'nobody', '', '' FROM ledger_transfers LIMIT 1`,
  provider_book_agrees: aReading({ balance_fen: 5 }),
  provider_lines_are_whole: aReading({ balance_fen: 0 }),
  parked_things_are_owned: `UPDATE payment_events SET outcome = 'parked', reason = 'a lie'
    WHERE event_id = (SELECT min(event_id) FROM payment_events)`,
  parked_facts_end_by_two: `INSERT INTO parked_facts (id, kind, provider, ref, reason, amount_fen, currency, state, proposal,
      resolved_by, resolved_at, opened_at)
    VALUES ('pkd_of_nobody', 'balance', 'stripe', 'nothing', 'a lie', 5, 'cny', 'resolved', 'suspense', 'one', '', '')`,
  deposits_stand_on_two_people: `INSERT INTO deposits (id, merchant_id, amount_fen, state, received_by, created_at, decided_by, decided_at)
    SELECT 'dep_of_nobody', id, 5, 'agreed', 'one', '', 'one', '' FROM merchants LIMIT 1`,
  deposits_are_what_the_account_holds: `INSERT INTO deposits (id, merchant_id, amount_fen, state, bank_ref, received_by, created_at,
      received_at) SELECT 'dep_of_nobody', substr(min(id), 9), 5, 'received', 'ref-of-nobody', 'one', '', '' FROM ledger_accounts
     WHERE id LIKE 'deposit:%'`,
  caps_were_held: `UPDATE lots SET card_cap_fen = 1 WHERE id = ${FIRST.lot}`,
  archive_is_a_chain: `INSERT INTO archive_segments (no, day, is_last, close_hash, content_hash, phase, journal_from, journal_to,
      looked_to, journal_count, transfers_count, moved_fen, bytes, written_at)
    VALUES (1, '2026-03-02', 0, 'of nobody', 'of nobody', 'written', 0, 0, '', 0, 0, 0, 0, '')`,
  archived_entries_are_whole: `INSERT INTO archived_stretches
      (account_id, from_version, to_version, balance_fen, first_at, flows, segment_no)
    VALUES (${PSP}, 5, 6, 0, '', '{}', 1)`,
}

/** Where the oldest is not what `min` picks. */
const NEWEST: Record<string, string> = {
  no_floor_is_crossed: `UPDATE ledger_entries SET balance_after_fen = -1 WHERE transfer_id = (SELECT max(id) FROM ledger_transfers)
    AND account_id IN (SELECT id FROM ledger_accounts WHERE floor_fen = 0)`,
  entries_form_a_chain: `UPDATE ledger_entries SET balance_after_fen = balance_after_fen + 1
    WHERE account_id = ${PSP} AND account_version = (SELECT version FROM ledger_accounts WHERE id = ${PSP})`,
  transfer_has_two_entries: `DELETE FROM ledger_entries WHERE transfer_id = (SELECT max(id) FROM ledger_transfers)
    AND amount_fen > 0`,
  codes_are_used_once: `INSERT INTO pay_code_uses SELECT alias, step + 1, redemption_id, used_at FROM pay_code_uses
    ORDER BY used_at DESC LIMIT 1`,
  deposits_are_what_the_account_holds: `INSERT INTO deposits (id, merchant_id, amount_fen, state, bank_ref, received_by,
      created_at, received_at)
    SELECT 'dep_of_nobody', max(merchant_id), 5, 'received', 'ref-of-nobody', 'one', '', '' FROM merchant_totals`,
  claims_are_what_is_owed: `INSERT INTO ledger_accounts (id, floor_fen, balance_fen, version)
    SELECT 'claims:' || max(merchant_id), NULL, -5, 1 FROM merchant_totals`,
  reports_leave_no_day_out: `DELETE FROM report_days WHERE day = (SELECT max(day) FROM report_days
    WHERE day < (SELECT max(day) FROM report_days))`,
  journal_has_no_gaps: 'DELETE FROM journal WHERE seq = (SELECT max(seq) - 1 FROM journal)',
  outbox_has_no_gaps: 'DELETE FROM events WHERE seq = (SELECT max(seq) - 1 FROM events)',
  journal_rows_are_as_written:
    "UPDATE journal SET answer = answer || ' ' WHERE seq = (SELECT max(seq) FROM journal)",
}
/** The same falsehood in what is new, for the nights: the oldest of each kind is what is planted otherwise. */
export const inTheNewest = (name: string): string | undefined =>
  NEWEST[name] ?? CORRUPTIONS[name]?.replaceAll('min(', 'max(')
