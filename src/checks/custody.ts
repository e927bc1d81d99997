import { sql } from '../platform/d1'
import type { Check } from './checks'
import { flowSumColumn, SHOPS_AT_ONCE } from './flows'
import type { FindingRow } from './pass'

const LIMIT = 20
const custody = sql`'custody:' || t.merchant_id`

/** What must hold on the money's way from the provider into custody and out of it. */
export const CUSTODY_CHECKS: readonly Check[] = [
  {
    name: 'settlement_items_match_purchases',
    invariant: '入专户的每一笔都是已付的订单，金额、店家、支付机构相同',
    over: ['settlement_items', 'purchase_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT i.purchase_id AS id, i.gross_fen || '/' || s.merchant_id || '/' || s.provider AS found,
                            coalesce(p.paid_fen || '/' || p.merchant_id || '/' || p.provider, 'none') AS expected
                       FROM ${rows} i JOIN settlements s ON s.id = i.settlement_id
                       LEFT JOIN purchases p ON p.id = i.purchase_id AND p.status = 'paid'
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'settlements_add_up',
    invariant: '每次入专户的总额与手续费等于各笔之和',
    over: ['settlements', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT s.id, s.gross_fen || '/' || s.fee_fen || '/' || s.items_count AS found,
                            coalesce(sum(i.gross_fen), 0) || '/' || coalesce(sum(i.fee_fen), 0) || '/' || count(i.purchase_id) AS expected
                       FROM ${rows} s LEFT JOIN settlement_items i ON i.settlement_id = s.id
                      GROUP BY s.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'settlement_moved_its_money',
    invariant: '银行确认的入专户恰好全额记账一次，没有确认的一分没动',
    over: ['settlements', 'id'],
    history: 'subject',
    divergences: (rows) => sql<FindingRow>`SELECT s.id, coalesce(sum(t.amount_fen), 0) AS found,
                            CASE s.status WHEN 'settled' THEN s.gross_fen ELSE 0 END AS expected
                       FROM ${rows} s
                       LEFT JOIN ledger_transfers t ON t.subject_id = s.id AND t.from_account_id = 'custody:' || s.merchant_id
                                                   AND t.reason IN ('provider_settled', 'fee_advanced')
                      GROUP BY s.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'fees_are_charged_once',
    invariant: '手续费只从店家应付款里扣，恰好一次，金额相同',
    over: ['settlements', 'id'],
    history: 'subject',
    divergences: (rows) => sql<FindingRow>`SELECT s.id, coalesce(sum(t.amount_fen), 0) AS found,
                            iif(s.fee_charged_at IS NULL, 0, s.fee_fen) AS expected
                       FROM ${rows} s
                       LEFT JOIN ledger_transfers t ON t.subject_id = s.id AND t.reason = 'provider_fee_charged'
                                                   AND t.from_account_id = 'payable:' || s.merchant_id
                      GROUP BY s.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'fees_still_held',
    invariant: '每家支付机构的手续费账户 = 已向店家收取、还没有划出专户的',
    over: null,
    divergences: () => sql<FindingRow>`SELECT a.id, a.balance_fen AS found,
                            (SELECT coalesce(sum(s.fee_fen), 0) FROM settlements s
                              WHERE 'fees:' || s.provider = a.id AND s.fee_charged_at IS NOT NULL
                                AND s.fee_taken_at IS NULL) AS expected
                       FROM ledger_accounts a
                      WHERE a.id >= 'fees:' AND a.id < 'fees;' AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'provider_holds_what_is_not_settled',
    invariant:
      '在支付机构的钱 = 已付、还没有入专户的订单之和 − 原路退出的 − 争议败诉的 + 专户已补给它的 ± 两人记入待查的',
    over: null,
    divergences: () => sql<FindingRow>`SELECT a.id, -a.balance_fen AS found,
                            (SELECT coalesce(sum(p.paid_fen), 0) FROM purchases p
                              WHERE 'psp:' || p.provider = a.id AND p.status = 'paid' AND NOT EXISTS (
                                SELECT 1 FROM settlement_items i JOIN settlements s ON s.id = i.settlement_id
                                 WHERE i.purchase_id = p.id AND s.status = 'settled'))
                            + (SELECT coalesce(sum(CASE WHEN p.funded_at IS NOT NULL AND p.unfunded_at IS NULL THEN p.amount_fen ELSE 0 END
                                 - CASE p.state WHEN 'succeeded' THEN p.amount_fen ELSE 0 END), 0)
                                 FROM refund_parts p JOIN purchases u ON u.id = p.purchase_id
                                WHERE p.route = 'original' AND 'psp:' || u.provider = a.id)
                            - (SELECT coalesce(sum(d.unused_fen + d.claim_fen + d.payer_fen), 0)
                                 - coalesce((SELECT sum(r.amount_fen) FROM dispute_recoveries r JOIN disputes o ON o.id = r.dispute_id
                                              WHERE r.funded_at IS NOT NULL AND 'psp:' || o.provider = a.id), 0)
                                 FROM disputes d WHERE 'psp:' || d.provider = a.id)
                            + (SELECT coalesce(sum(f.amount_fen), 0) FROM parked_facts f
                                WHERE 'psp:' || f.provider = a.id AND f.state = 'resolved' AND f.proposal = 'suspense') AS expected
                       FROM ledger_accounts a
                      WHERE a.id >= 'psp:' AND a.id < 'psp;' AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'custody_is_settled_less_paid_out',
    invariant:
      '每家店专户的钱 = 入专户的 − 已付给店家的 + 退汇回来的 − 划出的手续费 − 为退款和败诉的争议付出的 + 保证金 ± 查明的差错',
    over: ['merchant_totals', 'merchant_id'],
    flows: ['custody'],
    page_max: SHOPS_AT_ONCE,
    divergences: (
      rows,
      checkpoints,
    ) => sql<FindingRow>`SELECT t.merchant_id AS id, -coalesce(a.balance_fen, 0) AS found,
                            coalesce((SELECT sum(s.gross_fen) - sum(iif(s.fee_taken_at IS NULL, 0, s.fee_fen))
                                        FROM settlements s WHERE s.merchant_id = t.merchant_id AND s.status = 'settled'), 0)
                            - ${flowSumColumn(checkpoints, {
                              account: custody,
                              flow: '*|+paying=',
                              entries: sql`x.from_account_id = 'paying:' || t.merchant_id`,
                            })}
                            - ${flowSumColumn(checkpoints, {
                              account: custody,
                              flow: '*|-payable=',
                              entries: sql`x.to_account_id = 'payable:' || t.merchant_id`,
                            })}
                            - coalesce((SELECT sum(p.amount_fen) FROM refund_parts p WHERE p.merchant_id = t.merchant_id
                                 AND ((p.route = 'bank' AND p.state = 'succeeded')
                                   OR (p.funded_at IS NOT NULL AND p.unfunded_at IS NULL))), 0)
                            - coalesce((SELECT sum(r.amount_fen) FROM dispute_recoveries r
                                         WHERE r.merchant_id = t.merchant_id AND r.funded_at IS NOT NULL), 0)
                            + coalesce((SELECT sum(d.amount_fen) FROM deposits d
                                         WHERE d.merchant_id = t.merchant_id AND d.state = 'received'), 0)
                            - ${flowSumColumn(checkpoints, {
                              account: custody,
                              flow: 'break_resolved|*',
                              entries: sql`x.reason = 'break_resolved'`,
                            })} AS expected
                       FROM ${rows} t LEFT JOIN ledger_accounts a ON a.id = 'custody:' || t.merchant_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'settled_totals_match_the_facts',
    invariant: '店铺合计表里入专户的、还没有划出的手续费，等于逐笔重算',
    over: ['merchant_totals', 'merchant_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT t.merchant_id AS id, t.settled_fen || '/' || t.fees_held_fen AS found,
                            coalesce(sum(s.gross_fen), 0) || '/' || coalesce(sum(iif(s.fee_charged_at IS NOT NULL
                              AND s.fee_taken_at IS NULL, s.fee_fen, 0)), 0) AS expected
                       FROM ${rows} t
                       LEFT JOIN settlements s ON s.merchant_id = t.merchant_id AND s.status = 'settled'
                      GROUP BY t.merchant_id HAVING found <> expected LIMIT ${LIMIT}`,
  },
]
