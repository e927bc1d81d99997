import { sql } from '../platform/d1'
import type { Check } from './checks'
import type { FindingRow } from './pass'

const LIMIT = 20
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

/** What the rows of the days must be, found another way than they were written. */
export const BEHAVIOUR_CHECKS: readonly Check[] = [
  {
    name: 'behaviour_matches_the_books',
    invariant: '每家店每天的事实等于日表；晚间托管余额等于前一晚加充值、减核销、减退款',
    over: ['behaviour_days', 'day'],
    page_max: 500,
    divergences: (rows) => sql<FindingRow>`
      SELECT b.day || ' ' || b.merchant_id AS id,
             b.sold_fen || '/' || b.lots_sold || '/' || b.used_fen || '/' || b.uses || '/' || b.escrow_fen AS found,
             coalesce(d.paid_fen, 0) || '/' || coalesce(d.topups_count, 0) || '/' || coalesce(d.released_fen, 0) || '/'
               || coalesce(d.uses_count, 0) || '/'
               || (coalesce(y.escrow_fen, 0) + coalesce(d.paid_fen, 0) - coalesce(d.released_fen, 0) - (${REFUNDED})) AS expected
        FROM ${rows} b
        LEFT JOIN merchant_days d ON d.merchant_id = b.merchant_id AND d.day = b.day
        LEFT JOIN behaviour_days y ON y.merchant_id = b.merchant_id
         AND y.day = (SELECT max(z.day) FROM behaviour_days z WHERE z.day < b.day)
       WHERE found <> expected LIMIT ${LIMIT}`,
  },
]
