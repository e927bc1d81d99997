import { type Statement, sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20
const sealedOf = (rows: Statement) =>
  sql`${rows} n CROSS JOIN bank_coverage k ON k.day = n.day
        CROSS JOIN resolution_packs p INDEXED BY resolution_packs_sealed
           ON p.merchant_id = k.merchant_id AND p.day = k.day AND p.phase = 'sealed'`

/** What must hold of the packs of a night that is over; each pack's own hash is made again by whoever builds upon it. */
export const PACK_CHECKS: readonly Check[] = [
  {
    name: 'packs_say_the_one_before',
    invariant: '每份处置包都记着这家店前一份的哈希',
    over: ['resolution_nights', 'day'],
    page_max: 2,
    divergences: (
      rows,
    ) => sql<FindingRow>`SELECT p.merchant_id || ' ' || p.day AS id, coalesce(p.previous_hash, 'none') AS found,
                            coalesce((SELECT o.content_hash FROM resolution_packs o WHERE o.merchant_id = p.merchant_id
                                AND o.day < p.day AND o.phase = 'sealed' ORDER BY o.day DESC LIMIT 1), 'none') AS expected
                       FROM ${sealedOf(rows)} WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'carried_packs_refer_to_a_list',
    invariant: '没有变化的那一晚指着的，正是这家店最近一份有名单的处置包，哈希一致',
    over: ['resolution_nights', 'day'],
    page_max: 2,
    divergences: (rows) => sql<FindingRow>`SELECT p.merchant_id || ' ' || p.day AS id,
                            p.carried_from || ' ' || p.carried_hash || ' ' || coalesce(p.body ->> '$.carried_hash', 'none') AS found,
                            coalesce((SELECT l.day || ' ' || l.content_hash || ' ' || l.content_hash FROM resolution_packs l
                              WHERE l.merchant_id = p.merchant_id AND l.day < p.day AND l.phase = 'sealed'
                                AND l.carried_from IS NULL ORDER BY l.day DESC LIMIT 1), 'none') AS expected
                       FROM ${sealedOf(rows)} AND p.carried_from IS NOT NULL
                      WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
