import { sql } from '../platform/d1'
import type { Check } from './checks'

const LIMIT = 20

/** What must hold of money that is tied up. */
export const HOLD_CHECKS: readonly Check[] = [
  {
    name: 'open_holds_add_up_to_lots',
    invariant: '每笔充值的占用数等于未结清的占用之和',
    divergences: sql`SELECT l.id, l.held_units AS found, coalesce(o.units, 0) AS expected
                       FROM lots l LEFT JOIN (
                         SELECT s.value ->> 'lot_id' AS lot_id, sum(s.value ->> 'units') AS units
                           FROM holds h, json_each(h.shares) s
                          WHERE h.status IN ('held', 'contested') GROUP BY 1) o ON o.lot_id = l.id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'capture_is_one_use',
    invariant: '结清的占用恰有一笔同样数量的核销；没有结清的没有',
    divergences: sql`SELECT h.id, coalesce(h.redemption_id || '/' || r.units, 'none') AS found,
                            iif(coalesce(h.captured_units, 0) > 0, h.redemption_id || '/' || h.captured_units, 'none') AS expected
                       FROM holds h LEFT JOIN redemptions r ON r.id = h.redemption_id AND r.status = 'succeeded'
                                                          AND r.card_id = h.card_id
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'hold_resolves_once',
    invariant: '一笔核销至多属于一笔占用',
    divergences: sql`SELECT redemption_id AS id, count(*) AS found, 1 AS expected
                       FROM holds WHERE redemption_id IS NOT NULL GROUP BY redemption_id HAVING count(*) > 1 LIMIT ${LIMIT}`,
  },
]
