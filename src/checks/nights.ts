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

/** The instant at which a day begins, as instants are written: Asia/Shanghai, eight hours before UTC's. */
const BEGINS = sql`strftime('%Y-%m-%dT%H:%M:%fZ', b.day, '-8 hours')`
const ENDS = sql`strftime('%Y-%m-%dT%H:%M:%fZ', b.day, '+16 hours')`
/** What left the shop's cards that day without a use: refunds, less those that came back, and lost disputes. */
const REFUNDED = sql`coalesce((
    SELECT sum(iif(t.reason = 'refund_succeeded', t.amount_fen, -t.amount_fen))
      FROM refunds r JOIN refund_parts p ON p.refund_id = r.id
      JOIN ledger_transfers t ON t.subject_id = p.id AND t.reason IN ('refund_succeeded', 'refund_came_back')
     WHERE r.merchant_id = b.merchant_id AND t.created_at >= ${BEGINS} AND t.created_at < ${ENDS}), 0)
  + coalesce((SELECT sum(x.unused_fen) FROM disputes x
     WHERE x.merchant_id = b.merchant_id AND x.outcome = 'lost' AND x.decided_at >= ${BEGINS} AND x.decided_at < ${ENDS}), 0)`

/** Complaints of a day by what the records themselves say, a person once; disputes may have found their shop later. */
const COMPLAINED = sql`(SELECT count(DISTINCT k.consumer_id) FROM complaints k
      WHERE k.merchant_id = b.merchant_id AND k.way = 'complaint' AND k.filed_on = b.day)
  + (SELECT count(*) FROM complaints k WHERE k.merchant_id = b.merchant_id AND k.outcome = 'case_opened'
      AND k.ended_at >= ${BEGINS} AND k.ended_at < ${ENDS})`
const DISPUTED = sql`(SELECT count(*) FROM disputes x WHERE x.merchant_id = b.merchant_id)`

const REPORTED_FLOWS = [
  'escrow_fen',
  'sold_fen',
  'bonus_fen',
  'lots_sold',
  'used_fen',
  'uses',
  'merchant_started_uses',
  'contested_uses',
  'refund_requests',
  'complaints',
  'payout_bounces',
  'bank_breaks',
]
const joined = (first: string): Statement => ({
  text: [first, ...REPORTED_FLOWS.map((name) => `sum(b.${name})`)].join(" || '/' || "),
  values: [],
})
const REPORTED = joined("count(*) || '/' || sum(b.holders)")
const REPORTED_SUMS = joined("sum(b.shops_count) || '/' || sum(b.holders_count)")

const SAME = sql`k.merchant_id = b.merchant_id AND k.kind = b.kind`

/** What the rows of the days must be, found another way than they were written. */
export const BEHAVIOUR_CHECKS: readonly Check[] = [
  {
    name: 'behaviour_matches_the_books',
    invariant:
      '每家店每天的事实等于日表；晚间托管余额等于前一晚加充值、减核销、减退款；投诉数等于在册的投诉',
    over: ['behaviour_days', 'day'],
    history: 'day',
    page_max: 500,
    divergences: (rows) => sql<FindingRow>`
      SELECT b.day || ' ' || b.merchant_id AS id,
             b.sold_fen || '/' || b.lots_sold || '/' || b.used_fen || '/' || b.uses || '/' || b.escrow_fen || '/'
               || b.complaints AS found,
             coalesce(d.paid_fen, 0) || '/' || coalesce(d.topups_count, 0) || '/' || coalesce(d.released_fen, 0) || '/'
               || coalesce(d.uses_count, 0) || '/'
               || (coalesce(y.escrow_fen, 0) + coalesce(d.paid_fen, 0) - coalesce(d.released_fen, 0) - (${REFUNDED})) || '/'
               || max(min(b.complaints, ${COMPLAINED} + ${DISPUTED}), ${COMPLAINED}) AS expected
        FROM ${rows} b
        LEFT JOIN merchant_days d ON d.merchant_id = b.merchant_id AND d.day = b.day
        LEFT JOIN behaviour_days y ON y.merchant_id = b.merchant_id
         AND y.day = (SELECT max(z.day) FROM behaviour_days z WHERE z.day < b.day)
       WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'complaint_days_match_the_complaints',
    invariant: '投诉日表：每天每店每种收到几件、多少钱、办结几件、成几件，等于在册的投诉',
    over: ['complaint_days', 'day'],
    page_max: 500,
    divergences: (rows) => sql<FindingRow>`
      SELECT b.day || ' ' || b.merchant_id || ' ' || b.kind AS id,
             b.filed_count || '/' || b.filed_fen || '/' || b.ended_count || '/' || b.settled_count || '/' || b.founded_count
               || '/' || b.late_count AS found,
             (SELECT count(*) || '/' || coalesce(sum(k.amount_fen), 0) FROM complaints k WHERE k.filed_on = b.day AND ${SAME})
               || '/' || (SELECT count(*) || '/' || coalesce(sum(k.outcome IN ('settled', 'made_good')), 0) || '/'
                    || coalesce(sum(k.outcome = 'case_opened'), 0) || '/' || coalesce(sum(k.is_late), 0)
                  FROM complaints k WHERE k.ended_at >= ${BEGINS} AND k.ended_at < ${ENDS} AND ${SAME}) AS expected
        FROM ${rows} b WHERE found <> expected LIMIT ${LIMIT}`,
  },
  {
    name: 'report_days_add_up_the_shops',
    invariant: '报表日表：每天每个行业，各区市加起来等于各店的事实',
    over: ['report_days', 'day'],
    page_max: 500,
    divergences: (rows) => sql<FindingRow>`
      SELECT r.day || ' ' || r.sector AS id, r.figures AS found,
             (SELECT ${REPORTED} FROM behaviour_days b WHERE b.day = r.day AND b.sector = r.sector) AS expected
        FROM (SELECT b.day, b.sector, ${REPORTED_SUMS} AS figures FROM report_days b
               WHERE b.day IN (SELECT day FROM ${rows}) GROUP BY b.day, b.sector) r
       WHERE found IS NOT expected LIMIT ${LIMIT}`,
  },
  {
    name: 'reports_leave_no_day_out',
    invariant: '报表日表没有漏下的日子：每一天的前一天，正是各店有事实的前一天',
    over: ['report_days', 'day'],
    page_max: 500,
    divergences: (rows) => sql<FindingRow>`
      SELECT r.day AS id, coalesce((SELECT max(n.day) FROM report_days n WHERE n.day < r.day), 'none') AS found,
             coalesce((SELECT max(b.day) FROM behaviour_days b WHERE b.day < r.day), 'none') AS expected
        FROM (SELECT DISTINCT day FROM ${rows}) r WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
