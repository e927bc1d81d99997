import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20
/** The number a thing is told under: its own, without its prefix; a settlement's with it (it was so from the beginning). */
const OWN_ID = sql`CASE i.kind WHEN 'settlement' THEN i.subject_id WHEN 'fee' THEN i.subject_id || '-fee'
  WHEN 'making_good' THEN substr(i.subject_id, 5) || '-fund' WHEN 'taking_back' THEN substr(i.subject_id, 5) || '-back'
  WHEN 'dispute_made_good' THEN substr(i.subject_id, 5) || '-fund' ELSE substr(i.subject_id, 5) END`
/** What the books themselves have moved for the thing that was told, once it is done. */
const MOVED = sql`CASE i.kind
  WHEN 'payout' THEN (SELECT sum(amount_fen) FROM payouts WHERE id = i.subject_id AND paid_at IS NOT NULL)
  WHEN 'bank_refund' THEN (SELECT sum(amount_fen) FROM refund_parts WHERE id = i.subject_id AND state = 'succeeded')
  WHEN 'original_refund' THEN (SELECT sum(amount_fen) FROM refund_parts WHERE id = i.subject_id AND state = 'succeeded')
  WHEN 'payment_return' THEN (SELECT sum(amount_fen) FROM parked_facts WHERE id = i.subject_id AND return_state = 'succeeded')
  WHEN 'deposit' THEN (SELECT sum(amount_fen) FROM deposits WHERE id = i.subject_id AND state = 'received')
  WHEN 'settlement' THEN (SELECT sum(gross_fen) FROM settlements WHERE id = i.subject_id AND status = 'settled')
  WHEN 'fee' THEN (SELECT sum(fee_fen) FROM settlements WHERE id = i.subject_id AND fee_taken_at IS NOT NULL)
  WHEN 'making_good' THEN (SELECT sum(amount_fen) FROM refund_parts WHERE id = i.subject_id AND funded_at IS NOT NULL)
  WHEN 'taking_back' THEN (SELECT sum(amount_fen) FROM refund_parts WHERE id = i.subject_id AND unfunded_at IS NOT NULL)
  ELSE (SELECT sum(amount_fen) FROM dispute_recoveries WHERE id = i.subject_id AND funded_at IS NOT NULL) END`
/** A tick asks every five minutes; what is overdue for so long and nobody was told of shows that the clock stands. */
const TOLD_WITHIN = '-1 day'

/** What must hold of everything told outside, and of whom money goes back to (docs/decisions/0025). */
export const OUTSIDE_CHECKS: readonly Check[] = [
  {
    name: 'instructions_are_the_things_own',
    invariant: '告诉银行或支付机构的每条指令，号码就是那件事自己的号码，一件事一条',
    over: ['instructions', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT i.id, i.id AS found, ${OWN_ID} AS expected FROM ${rows} i
                      WHERE found <> expected OR EXISTS (SELECT 1 FROM instructions o
                             WHERE o.kind = i.kind AND o.subject_id = i.subject_id AND o.id <> i.id) LIMIT ${LIMIT}`,
  },
  {
    name: 'instructions_done_are_booked',
    invariant: '说办成了的指令，账上恰好动过同样的数；没办成的一分没记',
    over: ['instructions', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT i.id, i.state || ' ' || i.amount_fen AS found,
                            iif(${MOVED} IS NULL, 'not booked', 'done ' || ${MOVED}) AS expected
                       FROM ${rows} i
                      WHERE (i.state = 'done' AND ${MOVED} IS NOT i.amount_fen)
                         OR (i.state IN ('told', 'unclear', 'accepted') AND ${MOVED} IS NOT NULL) LIMIT ${LIMIT}`,
  },
  {
    name: 'unanswered_is_somebodys',
    invariant: '没有回音的指令过了时限，一天之内已交给银行或平台的人',
    over: ['instructions', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT i.id, 'nobody told since ' || i.due_by AS found, 'escalated' AS expected
                       FROM ${rows} i
                      WHERE i.state IN ('told', 'unclear', 'accepted') AND i.escalated_at IS NULL
                        AND i.due_by < (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', max(at), ${TOLD_WITHIN}) FROM journal
                                         WHERE seq = (SELECT max(seq) FROM journal)) LIMIT ${LIMIT}`,
  },
  {
    name: 'refunds_go_to_whom_the_money_belongs',
    invariant: '原路退款只退给付款人就是持卡人的；别人付款的退到持卡人本人核对过的账户',
    over: ['refund_parts', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT p.id, p.route || ' to ' || u.consumer_id AS found, 'to ' || r.consumer_id AS expected
                       FROM ${rows} p JOIN refunds r ON r.id = p.refund_id JOIN purchases u ON u.id = p.purchase_id
                      WHERE (p.route = 'original' AND u.consumer_id <> r.consumer_id)
                         OR (p.route = 'bank' AND p.state = 'sent' AND r.account_sealed IS NULL) LIMIT ${LIMIT}`,
  },
  {
    name: 'refunds_belong_to_the_holder',
    invariant: '退款属于合同终止那一刻的持卡人',
    over: ['refunds', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT r.id, r.consumer_id AS found, coalesce((
                              SELECT coalesce(j.into_id, t.giver_id) FROM card_transfers t
                                LEFT JOIN joined_accounts j ON j.consumer_id = t.giver_id
                               WHERE t.card_id = r.card_id AND t.status = 'accepted' AND t.ended_at > r.requested_at
                               ORDER BY t.ended_at LIMIT 1), c.consumer_id) AS expected
                       FROM ${rows} r JOIN cards c ON c.id = r.card_id WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'refund_runs_add_up',
    invariant: '停业与失联的退款：在路上、等账户、已到账，各等于逐笔重算',
    over: ['refund_runs', 'origin_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT u.origin_id AS id, u.on_the_way_fen || '/' || u.waiting_fen || '/' || u.arrived_fen AS found,
                            coalesce(sum(iif(p.state IN ('created', 'sent'), p.amount_fen, 0)), 0) || '/'
                            || coalesce(sum(iif(p.state = 'awaiting_account', p.amount_fen, 0)), 0) || '/'
                            || coalesce(sum(iif(p.state = 'succeeded', p.amount_fen, 0)), 0) AS expected
                       FROM ${rows} u LEFT JOIN refunds r ON r.origin_id = u.origin_id
                       LEFT JOIN refund_parts p ON p.refund_id = r.id
                      GROUP BY u.origin_id HAVING found <> expected LIMIT ${LIMIT}`,
  },
]
