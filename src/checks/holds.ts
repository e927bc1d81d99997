import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20

/** What must hold of money that is tied up. */
export const HOLD_CHECKS: readonly Check[] = [
  {
    name: 'open_holds_add_up_to_lots',
    invariant: '每笔充值的占用数等于未结清的占用之和',
    over: ['lots', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT l.id, l.held_units AS found, coalesce((
                              SELECT sum(s.value ->> 'units') FROM holds h, json_each(h.shares) s
                               WHERE h.card_id = l.card_id AND h.status IN ('held', 'contested')
                                 AND s.value ->> 'lot_id' = l.id), 0) AS expected
                       FROM ${rows} l WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'capture_is_one_use',
    invariant: '结清的占用恰有一笔同样数量的核销；没有结清的没有',
    over: ['holds', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT h.id, coalesce(h.redemption_id || '/' || r.units, 'none') AS found,
                            iif(coalesce(h.captured_units, 0) > 0, h.redemption_id || '/' || h.captured_units, 'none') AS expected
                       FROM ${rows} h LEFT JOIN redemptions r ON r.id = h.redemption_id AND r.status = 'succeeded'
                                                          AND r.card_id = h.card_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'hold_resolves_once',
    invariant: '一笔核销至多属于一笔占用',
    over: ['redemptions', 'id'],
    divergences: (rows) => sql<FindingRow>`SELECT r.id, count(*) AS found, 1 AS expected
                       FROM ${rows} r JOIN holds h ON h.redemption_id = r.id
                      GROUP BY r.id HAVING count(*) > 1 LIMIT ${LIMIT}`,
  },
  {
    name: 'capture_takes_from_its_own_lots',
    invariant: '结清的占用从哪几笔充值占的，就从哪几笔用，每笔不超过占的数，合计等于结清的数',
    over: ['holds', 'id'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT h.id, group_concat(u.value ->> 'lot_id' || '/' || (u.value ->> 'units')) AS found,
                            h.shares || '/' || h.captured_units AS expected
                       FROM ${rows} h JOIN redemptions r ON r.id = h.redemption_id, json_each(r.lot_uses) u
                       LEFT JOIN (SELECT g.id, s.value ->> 'lot_id' AS lot_id, s.value ->> 'units' AS units
                                    FROM ${rows} g, json_each(g.shares) s) p
                              ON p.id = h.id AND p.lot_id = u.value ->> 'lot_id'
                      GROUP BY h.id
                     HAVING sum(u.value ->> 'units') <> h.captured_units OR count(p.lot_id) <> count(*)
                         OR max((u.value ->> 'units') > p.units) LIMIT ${LIMIT}`,
  },
  {
    name: 'hold_moved_its_money_once',
    invariant: '每笔占用恰好占一次钱，金额相同；没有结清的不付一分',
    over: ['holds', 'id'],
    history: 'subject',
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT h.id, coalesce(sum(CASE t.reason WHEN 'units_held' THEN t.amount_fen END), 0) || '/'
                              || coalesce(sum(CASE t.reason WHEN 'redemption_succeeded' THEN t.amount_fen END), 0)
                              || '/' || (h.held_fen > 0 AND count(CASE t.reason WHEN 'units_held' THEN 1 END) <> 1) AS found,
                            h.held_fen || '/0/0' AS expected
                       FROM ${rows} h LEFT JOIN ledger_transfers t ON t.subject_id = h.id
                      GROUP BY h.id HAVING found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'claim_days_match_the_claims',
    invariant: '店家每天自己发起的笔数和金额等于逐笔重算，且在当天的上限以内',
    over: ['claim_days', 'day'],
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT d.merchant_id || ' ' || d.day AS id, d.count || '/' || d.fen AS found,
                            count(h.id) || '/' || coalesce(sum(h.held_fen), 0) AS expected
                       FROM ${rows} d LEFT JOIN holds h ON h.merchant_id = d.merchant_id AND h.kind = 'claim'
                                                          AND date(h.created_at, '+8 hours') = d.day
                      GROUP BY d.merchant_id, d.day
                     HAVING found <> expected OR d.count > d.count_max OR d.fen > d.fen_max LIMIT ${LIMIT}`,
  },
]
