import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20
const LINES = sql`json_each(k.lines) l`

/** What a score must be: its base and its lines, and every line what its marks say. */
export const CREDIT_CHECKS: readonly Check[] = [
  {
    name: 'credit_scores_add_up',
    invariant: '每家店的信用分等于基准分加各项之和，等级是这个分的等级，最新一次就是状态表里的',
    over: ['credit_states', 'merchant_id'],
    divergences: (rows) => sql<FindingRow>`
      SELECT s.merchant_id AS id, s.score || '/' || s.level || '/' || s.computed_on AS found,
             x.score || '/' || CASE WHEN x.score >= 900 THEN 'AAA' WHEN x.score >= 800 THEN 'AA' WHEN x.score >= 650 THEN 'A'
               WHEN x.score >= 550 THEN 'B' WHEN x.score >= 400 THEN 'C' ELSE 'D' END || '/' || x.computed_on AS expected
        FROM ${rows} s LEFT JOIN (
          SELECT k.merchant_id, k.no, k.computed_on, min(1000, max(0, 700 + CAST(
                   (SELECT coalesce(sum(l.value ->> 'points'), 0) FROM ${LINES}) / 100 AS INTEGER))) AS score
            FROM credit_scores k) x ON x.merchant_id = s.merchant_id AND x.no = s.no
       WHERE found IS NOT expected LIMIT ${LIMIT}`,
  },
  {
    name: 'credit_lines_rest_on_marks',
    invariant: '信用分的每一项，说到的每一条记录都在册，是这家店的、这一项的、这个数',
    over: ['credit_states', 'merchant_id'],
    divergences: (rows) => sql<FindingRow>`
      SELECT s.merchant_id || ' ' || (m.value ->> 'id') AS id,
             s.merchant_id || '/' || (l.value ->> 'indicator') || '/' || (m.value ->> 'figure') AS found,
             coalesce(c.merchant_id || '/' || c.indicator || '/' || c.figure, 'none') AS expected
        FROM ${rows} s JOIN credit_scores k ON k.merchant_id = s.merchant_id AND k.no = s.no, ${LINES},
             json_each(l.value -> 'marks') m LEFT JOIN credit_marks c ON c.id = m.value ->> 'id'
       WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'credit_days_match_the_facts',
    invariant: '每一天每家店的投诉、异议、退款、退付，信用记录里正好是日事实里的数',
    over: ['credit_days', 'day'],
    page_max: 5,
    divergences: (rows) => sql<FindingRow>`
      SELECT b.day || ' ' || b.merchant_id AS id,
             coalesce((SELECT group_concat(k.indicator || k.figure, '/' ORDER BY k.indicator) FROM credit_marks k
               WHERE k.merchant_id = b.merchant_id AND k.day = b.day AND k.source = 'behaviour_days'
                 AND k.indicator IN ('complaint', 'contested_use', 'payout_bounce', 'refund_request')), '') AS found,
             rtrim(iif(b.complaints > 0, 'complaint' || b.complaints || '/', '')
               || iif(b.contested_uses > 0, 'contested_use' || b.contested_uses || '/', '')
               || iif(b.payout_bounces > 0, 'payout_bounce' || b.payout_bounces || '/', '')
               || iif(b.refund_requests > 0, 'refund_request' || b.refund_requests, ''), '/') AS expected
        FROM ${rows} d JOIN behaviour_days b ON b.day = d.day WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'listings_stand_on_two_people',
    invariant: '公布了的名单，告知和公布的是两个人；列入黑名单的店不再卖',
    over: ['listings', 'id'],
    divergences: (rows) => sql<FindingRow>`
      SELECT l.id, l.noticed_by || '/' || l.published_by AS found, 'two people, and no sales of a black one' AS expected
        FROM ${rows} l JOIN merchants m ON m.id = l.merchant_id
       WHERE l.published_by IS NOT NULL AND (
         NOT EXISTS (SELECT 1 FROM person_ids a JOIN person_ids b ON b.person_id <> a.person_id
                      WHERE a.subject_id = l.noticed_by AND b.subject_id = l.published_by)
         OR (l.colour = 'black' AND l.ended_at IS NULL AND m.sales_held_at IS NULL)) LIMIT ${LIMIT}`,
  },
  {
    name: 'ratings_follow_own_uses',
    invariant: '每一条评价都在评价的人自己的卡、一笔已成功的核销之后，三十天里一家店一次',
    over: ['shop_ratings', 'id'],
    divergences: (rows) => sql<FindingRow>`
      SELECT r.id, r.merchant_id || '/' || r.card_id AS found,
             coalesce(d.merchant_id || '/' || d.card_id, 'none') AS expected
        FROM ${rows} r LEFT JOIN redemptions d ON d.id = r.redemption_id AND d.status = 'succeeded'
       WHERE found <> expected OR EXISTS (SELECT 1 FROM shop_ratings o WHERE o.consumer_id = r.consumer_id
               AND o.merchant_id = r.merchant_id AND o.id < r.id AND o.rated_on > date(r.rated_on, '-30 days')) LIMIT ${LIMIT}`,
  },
]
