import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** What must hold of money on its way back to holders (INVARIANTS 2, 5). */
export const REFUND_CHECKS: readonly Check[] = [
  {
    name: 'refunding_is_what_is_on_its_way',
    invariant: '每张卡：退款中 = 还没有到账也没有失败的各笔退款之和',
    over: ['ledger_accounts', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT a.id, a.balance_fen AS found,
                            coalesce((SELECT sum(p.amount_fen) FROM refund_parts p
                                       WHERE p.card_id = substr(a.id, 11)
                                         AND p.state IN ('created', 'awaiting_account', 'sent')), 0) AS expected
                       FROM ${rows} a
                      WHERE a.id >= 'refunding:' AND a.id < 'refunding;' AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'lots_know_what_was_refunded',
    invariant: '每笔充值：已退 = 到账的各笔退款与败诉的争议之和，且只属于结束它的那笔退款',
    over: ['lots', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT l.id, l.refunded_fen AS found, coalesce(sum(p.amount_fen), 0) + coalesce((
                              SELECT sum(d.unused_fen) FROM disputes d WHERE d.lot_id = l.id), 0) AS expected
                       FROM ${rows} l LEFT JOIN refund_parts p ON p.lot_id = l.id AND p.state = 'succeeded'
                                                           AND p.refund_id = l.refund_id
                      GROUP BY l.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'refund_part_moved_its_money',
    invariant: '每笔到账的退款恰好记账一次，金额相同；失败的净额为 0',
    over: ['refund_parts', 'id'],
    history: 'subject',
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT p.id, coalesce(sum(CASE t.reason WHEN 'refund_succeeded' THEN t.amount_fen ELSE -t.amount_fen END), 0)
                           AS found,
                            CASE p.state WHEN 'succeeded' THEN p.amount_fen ELSE 0 END AS expected
                       FROM ${rows} p
                       LEFT JOIN ledger_transfers t ON t.subject_id = p.id AND t.reason IN ('refund_succeeded', 'refund_came_back')
                      GROUP BY p.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'differences_match_refunds',
    invariant: '归店家的差额：充值各笔之和 = 退款上写的 = 记账的',
    over: ['refunds', 'id'],
    history: 'subject',
    divergences: (rows) => sql<FindingRow>`SELECT r.id, r.difference_fen AS found,
                            (SELECT coalesce(sum(l.difference_fen), 0) FROM lots l WHERE l.refund_id = r.id) AS expected
                       FROM ${rows} r
                      WHERE found <> expected OR found <> (SELECT coalesce(sum(t.amount_fen), 0) FROM ledger_transfers t
                              WHERE t.subject_id = r.id AND t.reason = 'price_difference_kept') LIMIT ${LIMIT}`,
  },
  {
    name: 'finished_refunds_left_nothing',
    invariant: '办完的退款：每笔充值里没有剩下未说清的钱；撤回的没有动过任何一笔',
    over: ['refunds', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT r.id, coalesce(sum(l.paid_fen - l.released_fen - l.refunded_fen - l.difference_fen), 0)
                           AS found, 0 AS expected
                       FROM ${rows} r LEFT JOIN lots l ON l.refund_id = r.id
                      WHERE r.status IN ('done', 'withdrawn') GROUP BY r.id
                     HAVING found <> 0 OR (r.status = 'withdrawn' AND count(l.id) > 0) LIMIT ${LIMIT}`,
  },
  {
    name: 'refunds_never_exceed_the_payment',
    invariant: '告诉支付机构要退的不超过实付，等于各笔原路退款之和',
    over: ['purchases', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT u.id, u.refunds_fen AS found,
                            (SELECT coalesce(sum(p.amount_fen), 0) FROM refund_parts p
                              WHERE p.purchase_id = u.id AND p.route = 'original' AND p.state IN ('sent', 'succeeded')) AS expected
                       FROM ${rows} u WHERE found <> expected OR found > u.paid_fen LIMIT ${LIMIT}`,
  },
  {
    name: 'provider_is_made_good',
    invariant: '店铺合计表：专户欠支付机构的 = 原路退出的 + 争议败诉的 − 已补给它的',
    over: ['merchant_totals', 'merchant_id'],
    divergences: (rows) => sql<FindingRow>`SELECT t.merchant_id AS id, t.provider_owed_fen AS found,
                            (SELECT coalesce(sum(CASE p.state WHEN 'succeeded' THEN p.amount_fen ELSE 0 END
                                    - CASE WHEN p.funded_at IS NOT NULL AND p.unfunded_at IS NULL THEN p.amount_fen ELSE 0 END), 0)
                               FROM refund_parts p WHERE p.merchant_id = t.merchant_id AND p.route = 'original')
                            + (SELECT coalesce(sum(d.unused_fen + d.claim_fen + d.payer_fen), 0) FROM disputes d
                                WHERE d.merchant_id = t.merchant_id)
                            - (SELECT coalesce(sum(r.amount_fen), 0) FROM dispute_recoveries r
                                WHERE r.merchant_id = t.merchant_id AND r.funded_at IS NOT NULL) AS expected
                       FROM ${rows} t WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
