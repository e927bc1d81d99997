import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** What must hold of payments that their payers took back at the provider. */
export const DISPUTE_CHECKS: readonly Check[] = [
  {
    name: 'disputed_money_stands_apart',
    invariant: '每张卡：争议中 = 有争议的各笔付款另放的钱之和',
    over: ['ledger_accounts', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT a.id, a.balance_fen AS found,
                            (SELECT coalesce(sum(l.disputed_fen), 0) FROM lots l
                              WHERE l.card_id = substr(a.id, 10)) AS expected
                       FROM ${rows} a
                      WHERE a.id >= 'disputed:' AND a.id < 'disputed;' AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'no_disputed_lot_moved',
    invariant: '有争议的付款一分没动：剩下的全部另放，没有占用；争议没有结果的，充值记着它',
    over: ['disputes', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.id, coalesce(l.dispute_id, 'free') || '/' || l.disputed_fen || '/' || l.held_units AS found,
                            coalesce((SELECT min(o.id) FROM disputes o WHERE o.id = l.dispute_id AND o.lot_id = l.id
                                        AND o.outcome IS NULL), 'its dispute') || '/'
                            || (l.paid_fen - l.released_fen - l.refunded_fen - l.difference_fen - coalesce((
                                  SELECT sum(p.amount_fen) FROM refund_parts p WHERE p.lot_id = l.id AND p.state = 'sent'), 0))
                            || '/0' AS expected
                       FROM ${rows} d JOIN lots l ON l.id = d.lot_id
                      WHERE d.outcome IS NULL AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'lot_is_still_for_a_reason',
    invariant: '另放着的付款都有一场没有结果的争议',
    over: ['lots', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT l.id, l.dispute_id AS found, 'an open dispute of it' AS expected
                       FROM ${rows} l LEFT JOIN disputes d ON d.id = l.dispute_id AND d.lot_id = l.id AND d.outcome IS NULL
                      WHERE (l.dispute_id IS NOT NULL AND d.id IS NULL) OR (l.dispute_id IS NULL AND l.disputed_fen <> 0)
                      LIMIT ${LIMIT}`,
  },
  {
    name: 'lost_dispute_is_booked_once',
    invariant: '败诉的争议：拿走的 = 剩下的 + 店家的 + 付款人的，记账恰好一次；没败诉的一分没记',
    over: ['disputes', 'id'],
    history: 'subject',
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.id, coalesce((SELECT sum(t.amount_fen) FROM ledger_transfers t
                                 WHERE t.subject_id = d.id AND t.reason IN ('dispute_lost', 'dispute_claimed')
                                   AND t.to_account_id = 'psp:' || d.provider), 0)
                            || '/' || (d.unused_fen + d.claim_fen + d.payer_fen) AS found,
                            CASE WHEN d.outcome IS 'lost' AND d.lot_id IS NOT NULL
                                 THEN iif(d.taken_fen > 0, d.taken_fen, d.amount_fen) ELSE 0 END
                            || '/' || CASE WHEN d.outcome IS 'lost' AND d.lot_id IS NOT NULL
                                 THEN iif(d.taken_fen > 0, d.taken_fen, d.amount_fen) ELSE 0 END AS expected
                       FROM ${rows} d WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'claims_are_what_is_owed',
    invariant: '债权账户 = 败诉的争议里店家（付款人）该还的 − 已从进账里扣的',
    over: ['ledger_accounts', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT a.id, -a.balance_fen AS found,
                            (SELECT coalesce(sum(d.claim_fen - d.collected_fen), 0) FROM disputes d
                              WHERE d.merchant_id = substr(a.id, 8))
                            + (SELECT coalesce(sum(d.payer_fen), 0) FROM disputes d
                                WHERE d.payer_id = substr(a.id, 8)) AS expected
                       FROM ${rows} a
                      WHERE a.id >= 'claims:' AND a.id < 'claims;' AND found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'recoveries_match_their_disputes',
    invariant: '归还支付机构的各笔：剩下的一次、债权随扣随还，合计等于争议上写的',
    over: ['disputes', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.id, coalesce((SELECT sum(r.amount_fen) FROM dispute_recoveries r
                                 WHERE r.dispute_id = d.id AND r.kind = 'unused'), 0) || '/'
                            || coalesce((SELECT sum(r.amount_fen) FROM dispute_recoveries r
                                 WHERE r.dispute_id = d.id AND r.kind = 'claim'), 0) AS found,
                            d.unused_fen || '/' || d.collected_fen AS expected
                       FROM ${rows} d WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
