import { archivedBalanceColumn, archivedVersionColumn } from '../ledger/archived'
import { type Statement, sql } from '../platform/d1'
import { COVERAGE_CHECKS } from './coverage'
import { CREDIT_CHECKS } from './credit'
import { CUSTODY_CHECKS, DEPOSIT_CHECKS } from './custody'
import { DISPUTE_CHECKS } from './disputes'
import { HOLD_CHECKS } from './holds'
import { BEHAVIOUR_CHECKS, PACK_CHECKS } from './nights'
import { OUTSIDE_CHECKS } from './outside'
import type { FindingRow } from './pass'
import { PAYOUT_CHECKS } from './payouts'
import { PROVIDER_CHECKS } from './provider'
import { RECORD_CHECKS } from './records'
import { REFUND_CHECKS } from './refunds'
import { RELEASE_CHECKS } from './release'

/**
 * One pass over the books: its statement returns what diverges, and nothing when the books are right. A pass with
 * `over` walks that table by its key, a page of `rows` at a time, so that neither memory nor time of a step grow with
 * the city; one without reads small or indexed tables whole.
 *
 * A night gives `rows` three times: those with keys beyond the last part read (new, and small tables whole), those that
 * acts have touched (`touched.ts` says which of a table), and a thirtieth of the old. So whatever a check compares a row
 * with must name that row when it changes: by the subject of a journal row, event or transfer, or by a line there.
 */
export type Check = {
  name: string
  invariant: string
  over: readonly [table: string, key: string] | null
  /** Fewer rows at a time than other checks, when one row stands for much. */
  page_max?: number
  /** Shops' accounts whose entries are summed with `sumOf(checkpoints, …)`: never all of one account in a statement. */
  flows?: readonly string[]
  /**
   * It compares with rows of the journal or the ledger that move out after a year: then a thing of which some moved out, or
   * a day that did, is compared where they were put back (`npm run drill`), and no more here.
   */
  history?: 'subject' | 'day'
  divergences: (rows: Statement, checkpoints: Statement) => Statement<FindingRow>
}

const LIMIT = 20

/** What must hold whatever happened (docs/INVARIANTS.md). Each divergence names the thing and both figures. */
export const CHECKS: readonly Check[] = [
  {
    name: 'balances_sum_to_zero',
    invariant: '全部账户余额之和为 0',
    over: null,
    divergences:
      () => sql<FindingRow>`SELECT 'all accounts' AS id, sum(balance_fen) AS found, 0 AS expected
                       FROM ledger_accounts HAVING coalesce(sum(balance_fen), 0) <> 0`,
  },
  {
    name: 'balance_is_sum_of_entries',
    invariant: '每个账户的余额和版本就是它最后一笔分录之后的（逐笔相连，所以等于全部分录之和）',
    over: ['ledger_accounts', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT a.id, a.balance_fen || '/' || a.version AS found,
                            coalesce(e.balance_after_fen || '/' || e.account_version, ${archivedBalanceColumn(sql`a.id`)}
                              || '/' || ${archivedVersionColumn(sql`a.id`)}) AS expected
                       FROM ${rows} a LEFT JOIN ledger_entries e ON e.account_id = a.id AND e.account_version = (
                              SELECT max(n.account_version) FROM ledger_entries n WHERE n.account_id = a.id)
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'no_floor_is_crossed',
    invariant: '没有账户低于它的下限，任何一笔分录之后都没有',
    over: ['ledger_transfers', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT a.id, e.balance_after_fen AS found, a.floor_fen AS expected
                       FROM ${rows} t JOIN ledger_entries e ON e.transfer_id = t.id
                       JOIN ledger_accounts a ON a.id = e.account_id
                      WHERE e.balance_after_fen < a.floor_fen LIMIT ${LIMIT}`,
  },
  {
    name: 'transfer_has_two_entries',
    invariant: '每笔划转恰有一借一贷，金额相同',
    over: ['ledger_transfers', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT t.id, count(e.account_id) AS found, 2 AS expected
                       FROM ${rows} t LEFT JOIN ledger_entries e ON e.transfer_id = t.id
                      GROUP BY t.id HAVING count(e.account_id) <> 2 OR sum(e.amount_fen) <> 0 LIMIT ${LIMIT}`,
  },
  {
    name: 'release_follows_use',
    invariant: '每笔充值：已放款 = floor(实付 × 已用 ÷ 面额)',
    over: ['lots', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT id, released_fen AS found, paid_fen * used_units / face_units AS expected
                       FROM ${rows} WHERE found <> expected OR used_units NOT BETWEEN 0 AND face_units LIMIT ${LIMIT}`,
  },
  {
    name: 'card_money_matches_lots',
    invariant: '每张卡：可用 + 占用 + 退款中 + 争议中 = 实付 − 已放款 − 已退 − 归店家的差额',
    over: ['cards', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT c.id, coalesce(e.balance_fen, 0) + coalesce(h.balance_fen, 0) + coalesce(r.balance_fen, 0)
                              + coalesce(d.balance_fen, 0) AS found,
                            (SELECT coalesce(sum(paid_fen - released_fen - refunded_fen - difference_fen), 0)
                               FROM lots WHERE card_id = c.id) AS expected
                       FROM ${rows} c
                       LEFT JOIN ledger_accounts e ON e.id = 'escrow:' || c.id
                       LEFT JOIN ledger_accounts h ON h.id = 'held:' || c.id
                       LEFT JOIN ledger_accounts r ON r.id = 'refunding:' || c.id
                       LEFT JOIN ledger_accounts d ON d.id = 'disputed:' || c.id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'held_money_matches_lots',
    invariant: '每张卡：占用 = floor(实付 × (已用 + 占用数) ÷ 面额) − 已放款，逐笔相加',
    over: ['cards', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT c.id, coalesce(h.balance_fen, 0) AS found,
                            coalesce((SELECT sum(paid_fen * (used_units + held_units) / face_units - released_fen)
                                        FROM lots WHERE card_id = c.id), 0) AS expected
                       FROM ${rows} c LEFT JOIN ledger_accounts h ON h.id = 'held:' || c.id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'paid_purchase_has_one_lot',
    invariant: '每笔已付的购卡恰有一笔充值、一次入账、同一金额',
    over: ['purchases', 'id'],
    history: 'subject',
    divergences: (rows) => sql<FindingRow>`SELECT p.id, count(t.id) AS found, 1 AS expected
                       FROM ${rows} p
                       LEFT JOIN lots l ON l.purchase_id = p.id AND l.id = p.lot_id AND l.paid_fen = p.paid_fen
                       LEFT JOIN ledger_transfers t ON t.subject_id = p.id AND t.reason = 'purchase_paid'
                                                   AND t.amount_fen = l.paid_fen AND t.to_account_id = 'escrow:' || l.card_id
                      WHERE p.status = 'paid' GROUP BY p.id HAVING count(t.id) <> 1 LIMIT ${LIMIT}`,
  },
  {
    name: 'lot_has_a_paid_purchase',
    invariant: '每笔充值都有一笔已付的购卡',
    over: ['lots', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT l.id, coalesce(p.status, 'none') AS found, 'paid' AS expected
                       FROM ${rows} l LEFT JOIN purchases p ON p.id = l.purchase_id
                      WHERE p.status IS NOT 'paid' LIMIT ${LIMIT}`,
  },
  {
    name: 'redemption_moved_its_money',
    invariant: '每笔成功的核销恰好放款一次，金额相同；未成功的一分没动',
    over: ['redemptions', 'id'],
    history: 'subject',
    divergences: (rows) => sql<FindingRow>`SELECT r.id, coalesce(sum(t.amount_fen), 0) AS found,
                            CASE r.status WHEN 'succeeded' THEN r.released_fen ELSE 0 END AS expected
                       FROM ${rows} r
                       LEFT JOIN ledger_transfers t ON t.subject_id = r.id AND t.reason = 'redemption_succeeded'
                                                   AND t.to_account_id = 'payable:' || r.merchant_id
                      GROUP BY r.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'correction_moved_its_money',
    invariant: '每笔办成的更正恰好把钱退回一次，金额相同；等待中的一分没动',
    over: ['corrections', 'id'],
    history: 'subject',
    divergences: (rows) => sql<FindingRow>`SELECT k.id, coalesce(sum(t.amount_fen), 0) AS found,
                            CASE k.status WHEN 'done' THEN k.returned_fen ELSE 0 END AS expected
                       FROM ${rows} k
                       LEFT JOIN ledger_transfers t ON t.subject_id = k.id AND t.reason = 'use_corrected'
                                                   AND t.from_account_id = 'payable:' || k.merchant_id
                      GROUP BY k.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'corrections_never_exceed_the_use',
    invariant: '一笔核销的更正之和不超过它用掉的',
    over: ['redemptions', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT r.id, sum(k.units) AS found, r.units AS expected
                       FROM ${rows} r JOIN corrections k ON k.redemption_id = r.id
                      GROUP BY r.id HAVING found > expected OR r.status <> 'succeeded' LIMIT ${LIMIT}`,
  },
  {
    name: 'uses_add_up_to_lots',
    invariant: '一张卡的核销数量减去更正之和等于它各笔充值的已用数量（期限卡按天计）',
    over: ['cards', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT c.id, coalesce((SELECT sum(units) FROM redemptions WHERE card_id = c.id AND status = 'succeeded'), 0)
                              - coalesce((SELECT sum(units) FROM corrections WHERE card_id = c.id AND status = 'done'), 0) AS found,
                            coalesce((SELECT sum(used_units) FROM lots WHERE card_id = c.id), 0) AS expected
                       FROM ${rows} c WHERE c.kind <> 'period' AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'totals_match_the_facts',
    invariant: '店铺合计表等于逐笔重算',
    over: ['merchant_totals', 'merchant_id'],
    divergences: (rows) => sql<FindingRow>`SELECT m.merchant_id AS id,
                            m.paid_fen || '/' || m.released_fen || '/' || m.refunded_fen || '/' || m.cards_count AS found,
                            coalesce(f.paid_fen, 0) || '/' || coalesce(f.released_fen, 0) || '/' || coalesce(f.refunded_fen, 0)
                              || '/' || coalesce(f.cards_count, 0) AS expected
                       FROM ${rows} m LEFT JOIN (
                         SELECT c.merchant_id, sum(l.paid_fen) AS paid_fen, sum(l.released_fen + l.difference_fen) AS released_fen,
                                sum(l.refunded_fen) AS refunded_fen, count(DISTINCT c.id) AS cards_count
                           FROM ${rows} x JOIN cards c ON c.merchant_id = x.merchant_id JOIN lots l ON l.card_id = c.id
                          GROUP BY c.merchant_id) f ON f.merchant_id = m.merchant_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'days_add_up_to_totals',
    invariant: '每家店的日表加起来等于合计表',
    over: ['merchant_totals', 'merchant_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT t.merchant_id AS id, coalesce(sum(d.paid_fen), 0) || '/' || coalesce(sum(d.released_fen), 0) AS found,
                            t.paid_fen || '/' || t.released_fen AS expected
                       FROM ${rows} t LEFT JOIN merchant_days d ON d.merchant_id = t.merchant_id
                      GROUP BY t.merchant_id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'shops_add_up_to_the_city',
    invariant: '每一天，各店的日表加起来等于城市日表',
    over: ['city_days', 'day'],
    page_max: 500,
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT y.day AS id, y.paid_fen || '/' || y.released_fen AS found,
                            (SELECT coalesce(sum(d.paid_fen), 0) || '/' || coalesce(sum(d.released_fen), 0)
                               FROM merchant_days d WHERE d.day = y.day) AS expected
                       FROM (SELECT day, sum(paid_fen) AS paid_fen, sum(released_fen) AS released_fen
                               FROM city_days WHERE day IN (SELECT day FROM ${rows}) GROUP BY day) y
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'codes_are_used_once',
    invariant: '每个消费码时段至多对应一笔核销',
    over: ['redemptions', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT r.id, count(*) AS found, 1 AS expected
                       FROM ${rows} r JOIN pay_code_uses u ON u.redemption_id = r.id
                      GROUP BY r.id HAVING count(*) > 1 LIMIT ${LIMIT}`,
  },
  ...BEHAVIOUR_CHECKS,
  ...CREDIT_CHECKS,
  ...CUSTODY_CHECKS,
  ...COVERAGE_CHECKS,
  ...PACK_CHECKS,
  ...DEPOSIT_CHECKS,
  ...DISPUTE_CHECKS,
  ...PROVIDER_CHECKS,
  ...HOLD_CHECKS,
  ...RELEASE_CHECKS,
  ...PAYOUT_CHECKS,
  ...REFUND_CHECKS,
  ...OUTSIDE_CHECKS,
  ...RECORD_CHECKS,
]
