import { type Statement, sql } from '../platform/d1'
import type { Check } from './checks'
import { flowSumColumn, SHOPS_AT_ONCE } from './flows'
import type { FindingRow } from './pass'

const LIMIT = 20
const payable = sql`'payable:' || t.merchant_id`
/** Net of one merchant's payable against another kind of account: what came in less what went out. */
const net = (checkpoints: Statement, other: string) =>
  flowSumColumn(checkpoints, {
    account: payable,
    flow: `*|?${other}=`,
    entries: sql`(x.from_account_id = ${`${other}:`} || t.merchant_id OR x.to_account_id = ${`${other}:`} || t.merchant_id)`,
  })
const fees = (checkpoints: Statement) =>
  flowSumColumn(checkpoints, {
    account: payable,
    flow: 'provider_fee_charged|*',
    entries: sql`x.reason = 'provider_fee_charged'`,
  })
/** Less than zero: what left towards the shops' banks. */
const paidOut = (checkpoints: Statement) =>
  flowSumColumn(checkpoints, {
    account: sql`'paying:' || t.merchant_id`,
    flow: '*|-custody=',
    entries: sql`x.to_account_id = 'custody:' || t.merchant_id`,
  })
const setOff = (checkpoints: Statement) =>
  flowSumColumn(checkpoints, {
    account: sql`'advance:' || t.merchant_id`,
    flow: 'advance_set_off|+*',
    entries: sql`e.amount_fen > 0 AND x.reason = 'advance_set_off'`,
  })

/** What is on its way or arrived under deduction `d`. */
const SENT = sql`(SELECT coalesce(sum(p.amount_fen), 0) FROM payouts p
  WHERE p.court_deduction_id = d.id AND p.state NOT IN ('rejected', 'returned'))`

/** What must hold of the shops' money on its way to them. */
export const PAYOUT_CHECKS: readonly Check[] = [
  {
    name: 'payable_is_what_was_released',
    invariant:
      '应付店家 + 出款中 = 已放款 − 已付出 + 退汇 − 已扣手续费 + 未还的预支 − 还争议债权的',
    over: ['merchant_totals', 'merchant_id'],
    flows: ['payable', 'paying'],
    page_max: SHOPS_AT_ONCE,
    divergences: (
      rows,
      checkpoints,
    ) => sql<FindingRow>`SELECT t.merchant_id AS id, coalesce(p.balance_fen, 0) + coalesce(y.balance_fen, 0) AS found,
                            t.released_fen + ${paidOut(checkpoints)} + ${net(checkpoints, 'custody')}
                            + ${fees(checkpoints)} + ${net(checkpoints, 'advance')} + ${net(checkpoints, 'claims')} AS expected
                       FROM ${rows} t
                       LEFT JOIN ledger_accounts p ON p.id = 'payable:' || t.merchant_id
                       LEFT JOIN ledger_accounts y ON y.id = 'paying:' || t.merchant_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'courts_got_what_two_people_agreed',
    invariant: '法院的冻结：划拨之和 = 付往法院、没有退回的出款之和；每笔划拨由两个人办',
    over: ['court_orders', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT o.id, o.paid_fen || '/' || coalesce(sum(d.paid_fen), 0) AS found,
                            coalesce(sum(${SENT}), 0) || '/' || coalesce(sum(${SENT}), 0) AS expected
                       FROM ${rows} o LEFT JOIN court_deductions d ON d.order_id = o.id
                      GROUP BY o.id HAVING found <> expected OR sum(d.agreed_at IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM person_ids a JOIN person_ids b ON b.person_id <> a.person_id
                         WHERE a.subject_id = d.filed_by AND b.subject_id = d.agreed_by)) > 0 LIMIT ${LIMIT}`,
  },
  {
    name: 'paying_is_what_is_on_its_way',
    invariant: '出款中 = 还没有结果的出款之和',
    over: ['merchant_totals', 'merchant_id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT t.merchant_id AS id, coalesce(y.balance_fen, 0) AS found,
                            coalesce((SELECT sum(amount_fen) FROM payouts
                                       WHERE merchant_id = t.merchant_id AND state IN ('created', 'unclear', 'sent')), 0) AS expected
                       FROM ${rows} t LEFT JOIN ledger_accounts y ON y.id = 'paying:' || t.merchant_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'payout_is_sent_once',
    invariant: '每笔出款恰好安排一次；付出至多一次，退回至多一次，金额相同',
    over: ['payouts', 'id'],
    history: 'subject',
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT o.id, count(iif(x.reason = 'payout_created', 1, NULL)) || '/'
                              || coalesce(sum(iif(x.reason = 'payout_paid', x.amount_fen, 0)), 0) || '/'
                              || coalesce(sum(iif(x.reason IN ('payout_returned', 'payout_rejected'), x.amount_fen, 0)), 0) AS found,
                            '1/' || iif(o.paid_at IS NULL, 0, o.amount_fen) || '/'
                              || iif(o.state IN ('returned', 'rejected'), o.amount_fen, 0) AS expected
                       FROM ${rows} o LEFT JOIN ledger_transfers x ON x.subject_id = o.id AND x.amount_fen = o.amount_fen
                                                               AND x.reason LIKE 'payout_%'
                      GROUP BY o.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'advances_match_the_ledger',
    invariant: '未还的预支 = 放出的 − 各笔出款还回的 − 店家终止时抵还的',
    over: ['merchant_totals', 'merchant_id'],
    flows: ['advance'],
    page_max: SHOPS_AT_ONCE,
    divergences: (
      rows,
      checkpoints,
    ) => sql<FindingRow>`SELECT t.merchant_id AS id, -coalesce(a.balance_fen, 0) AS found,
                            coalesce((SELECT sum(amount_fen) FROM advances WHERE merchant_id = t.merchant_id), 0)
                            - coalesce((SELECT sum(advance_repaid_fen) FROM payouts WHERE merchant_id = t.merchant_id), 0)
                            - ${setOff(checkpoints)} AS expected
                       FROM ${rows} t LEFT JOIN ledger_accounts a ON a.id = 'advance:' || t.merchant_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
