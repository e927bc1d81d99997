import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** What must hold of shops' guarantee deposits. */
export const DEPOSIT_CHECKS: readonly Check[] = [
  {
    name: 'deposits_stand_on_two_people',
    invariant: '银行被告知的、和用掉的保证金，都有另一个人（另一个手机号）同意过',
    over: ['deposits', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.id, coalesce(d.decided_by, 'nobody') AS found, 'another person' AS expected
                       FROM ${rows} d
                      WHERE d.state IN ('agreed', 'received') AND (d.state = 'agreed' OR d.decided_by IS NOT NULL)
                        AND NOT EXISTS (SELECT 1 FROM person_ids maker JOIN person_ids checker ON checker.person_id <> maker.person_id
                              WHERE maker.subject_id = d.received_by AND checker.subject_id = d.decided_by)
                      LIMIT ${LIMIT}`,
  },
  {
    name: 'deposits_are_what_the_account_holds',
    invariant: '保证金账户 = 记入的各笔 − 店家终止时用掉的',
    over: ['ledger_accounts', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT a.id, a.balance_fen AS found,
                            coalesce((SELECT sum(d.amount_fen) FROM deposits d
                                       WHERE d.merchant_id = substr(a.id, 9) AND d.state = 'received'), 0)
                            - coalesce((SELECT sum(e.deposit_used_fen) FROM endings e
                                         WHERE e.merchant_id = substr(a.id, 9)), 0) AS expected
                       FROM ${rows} a
                      WHERE a.id >= 'deposit:' AND a.id < 'deposit;' AND found <> expected LIMIT ${LIMIT}`,
  },
]
