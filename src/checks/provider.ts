import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** What must hold between our books and the provider's own (the third book), and of what fits neither. */
export const PROVIDER_CHECKS: readonly Check[] = [
  {
    name: 'provider_book_agrees',
    invariant: '支付机构自己的余额 = 我们的账 ± 说得出名目的；剩下的差额有一件对不上的事记着',
    over: null,
    divergences:
      () => sql<FindingRow>`SELECT r.id, r.difference_fen AS found, 0 AS expected FROM provider_readings r
                      WHERE r.id = (SELECT max(id) FROM provider_readings o WHERE o.provider = r.provider)
                        AND r.difference_fen <> 0 AND NOT EXISTS (
                          SELECT 1 FROM parked_facts f WHERE f.kind = 'balance' AND f.provider = r.provider
                             AND f.amount_fen = r.difference_fen AND f.state <> 'cleared') LIMIT ${LIMIT}`,
  },
  {
    name: 'provider_lines_are_whole',
    invariant: '支付机构账单的行数与合计，等于每次核对时记下的',
    over: null,
    divergences: () => sql<FindingRow>`SELECT r.id, r.lines_fen || '/' || r.lines_count AS found,
                            (SELECT coalesce(sum(l.net_fen), 0) || '/' || count(*) FROM provider_lines l
                              WHERE l.provider = r.provider AND l.currency = 'cny' AND l.read_at <= r.read_at) AS expected
                       FROM provider_readings r
                      WHERE r.id = (SELECT max(id) FROM provider_readings o WHERE o.provider = r.provider)
                        AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'parked_things_are_owned',
    invariant: '每个搁置的通知和账单行都记成了一件对不上的事，有人了结',
    over: null,
    divergences:
      () => sql<FindingRow>`SELECT e.event_id AS id, 'nobody' AS found, 'a parked fact' AS expected FROM payment_events e
                      WHERE e.outcome = 'parked' AND NOT EXISTS (
                        SELECT 1 FROM parked_facts f WHERE f.kind = 'payment_event' AND f.provider = e.provider
                           AND (f.ref = e.event_id OR f.reason = e.reason))
                      UNION ALL
                     SELECT l.ref, 'nobody', 'a parked fact' FROM parked_lines l
                      WHERE l.resolved_at IS NULL AND NOT EXISTS (
                        SELECT 1 FROM parked_facts f WHERE f.kind = 'bill_line' AND f.provider = l.provider AND f.ref = l.ref)
                      LIMIT ${LIMIT}`,
  },
  {
    name: 'parked_facts_end_by_two',
    invariant: '对不上的事：两个人了结（或按规定退回）；记入待查的恰好记账一次，其余一分没动',
    over: ['parked_facts', 'id'],
    history: 'subject',
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT f.id, coalesce((SELECT sum(iif(t.from_account_id = 'psp:' || f.provider, t.amount_fen, -t.amount_fen))
                                 FROM ledger_transfers t WHERE t.subject_id = f.id), 0)
                            || '/' || (f.state = 'resolved' AND f.resolved_by <> 'rule'
                                       AND (f.proposed_by IS NULL OR f.proposed_by = f.resolved_by)) AS found,
                            CASE WHEN f.state = 'resolved' AND f.proposal = 'suspense' THEN f.amount_fen ELSE 0 END || '/0' AS expected
                       FROM ${rows} f WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'caps_were_held',
    invariant: '每笔充值入账时，卡里的钱没有超过当时的单卡限额',
    over: ['lots', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT l.id, e.balance_after_fen AS found, l.card_cap_fen AS expected
                       FROM ${rows} l
                       JOIN ledger_transfers t ON t.subject_id = l.purchase_id AND t.reason = 'purchase_paid'
                       JOIN ledger_entries e ON e.transfer_id = t.id AND e.account_id = t.to_account_id
                      WHERE l.card_cap_fen IS NOT NULL AND found > expected LIMIT ${LIMIT}`,
  },
]
