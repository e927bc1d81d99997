import { spell } from '../kernel/ids'
import { dayStart, epochMs, type Instant, type LocalDate, plusDays, plusMs } from '../kernel/time'
import { pastBalanceColumn } from '../ledger/past'
import { type Statement, sql } from '../platform/d1'

const TEN_MINUTES_MS = 600_000
/** Claims may be contested for so many days after they were placed. */
const CONTESTABLE_DAYS = 60
/** Where an id's prefix ends and its moment begins. */
const bornIn = (id: Statement, prefix: string, { from, to }: Span): Statement =>
  sql`${id} >= ${`${prefix}_${spell(epochMs(from))}`} AND ${id} < ${`${prefix}_${spell(epochMs(to))}`}`
type Span = { from: Instant; to: Instant }
const spanOf = (day: LocalDate): Span => ({
  from: dayStart(day),
  to: dayStart(plusDays(day, 1)),
})

const count = (name: string, from: Statement): Statement => ({
  text: `${name} AS (SELECT merchant_id, count(*) AS n ${from.text} GROUP BY merchant_id)`,
  values: from.values,
})
const OWED = (account: Statement) =>
  sql`(${account} GLOB 'escrow:*' OR ${account} GLOB 'held:*' OR ${account} GLOB 'refunding:*' OR ${account} GLOB 'disputed:*')`
const cardOf = (account: Statement) => sql`substr(${account}, instr(${account}, ':') + 1)`

/**
 * What counts as a complaint of a day: payments disputed with the provider, complaints that holders filed (one a person),
 * and reports that became a case on that day. A report alone counts for nothing: a rival could file it.
 */
const complaintsOf = (span: Span): Statement => sql`FROM (
  SELECT merchant_id FROM disputes WHERE ${bornIn(sql`id`, 'dsp', span)} AND merchant_id IS NOT NULL
  UNION ALL SELECT merchant_id FROM (SELECT DISTINCT merchant_id, consumer_id FROM complaints
    WHERE ${bornIn(sql`id`, 'cpl', span)} AND way = 'complaint')
  UNION ALL SELECT merchant_id FROM complaints
    WHERE ended_at >= ${span.from} AND ended_at < ${span.to} AND outcome = 'case_opened')`

/** What was born, moved and said on a day, of all shops at once: found by the moment in ids, so that only the day is read. */
function counted(day: LocalDate): Statement {
  const span = spanOf(day)
  const contestable = { from: dayStart(plusDays(day, -CONTESTABLE_DAYS)), to: span.to }
  const within = (column: Statement) => sql`${column} >= ${span.from} AND ${column} < ${span.to}`
  return sql`
    bonus AS (SELECT c.merchant_id, sum(iif(c.kind = 'stored_value', l.bonus_units,
                       l.paid_fen * l.bonus_units / max(1, l.face_units - l.bonus_units))) AS n
                FROM lots l JOIN cards c ON c.id = l.card_id WHERE ${bornIn(sql`l.id`, 'lot', span)} GROUP BY c.merchant_id),
    ${count('claimed', sql`FROM redemptions WHERE ${bornIn(sql`id`, 'rdm', span)} AND way = 'claim' AND status = 'succeeded'`)},
    ${count('contested', sql`FROM holds WHERE ${bornIn(sql`id`, 'hld', contestable)} AND ${within(sql`contested_at`)}`)},
    ${count('asked', sql`FROM refunds WHERE ${bornIn(sql`id`, 'rfd', span)} AND origin = 'holder'`)},
    ${count('complained', complaintsOf(span))},
    ${count(
      'bounced',
      sql`FROM payouts WHERE state IN ('rejected', 'returned') AND court_deduction_id IS NULL
      AND ${within(sql`ended_at`)}`,
    )},
    ${count('broken', sql`FROM bank_breaks WHERE ${bornIn(sql`id`, 'brk', span)} AND merchant_id IS NOT NULL`)},
    moved AS (SELECT * FROM ledger_transfers WHERE ${bornIn(sql`id`, 'trf', span)}),
    touched AS (SELECT ${cardOf(sql`to_account_id`)} AS card_id, amount_fen FROM moved WHERE ${OWED(sql`to_account_id`)}
                UNION ALL SELECT ${cardOf(sql`from_account_id`)}, -amount_fen FROM moved WHERE ${OWED(sql`from_account_id`)}),
    flows AS (SELECT c.merchant_id, sum(f.fen) AS n, sum((${evening(span.to)} > 0) - (${evening(span.from)} > 0)) AS holders
                FROM (SELECT card_id, sum(amount_fen) AS fen FROM touched GROUP BY card_id) f
                JOIN cards c ON c.id = f.card_id GROUP BY c.merchant_id)`
}
/** What card `c` had free to use, or held, when a day ended. */
function evening(end: Instant): Statement {
  const at = { end: sql`${end}`, soon: sql`${plusMs(end, TEN_MINUTES_MS)}` }
  return sql`(${pastBalanceColumn(sql`'escrow:' || c.id`, at)} + ${pastBalanceColumn(sql`'held:' || c.id`, at)})`
}

/** What happened to shop `m` on a day, in words of the list. */
function happened(day: LocalDate): Statement {
  const span = spanOf(day)
  const changed = (kinds: Statement) =>
    sql`EXISTS (SELECT 1 FROM merchant_changes g WHERE g.merchant_id = m.id AND g.kind IN (${kinds})
                   AND g.announced_at >= ${span.from} AND g.announced_at < ${span.to})`
  const closing = sql`EXISTS (SELECT 1 FROM endings e WHERE e.merchant_id = m.id AND e.kind = 'closure'
                                 AND e.reported_at >= ${span.from} AND e.reported_at < ${span.to})`
  return sql`(SELECT json_group_array(word) FROM (
      SELECT 'legal_representative_changed' AS word WHERE ${changed(sql`'legal_representative', 'takeover'`)}
      UNION ALL SELECT 'address_changed' WHERE ${changed(sql`'move'`)}
      UNION ALL SELECT 'licence_lapsed' WHERE m.licence_expires_on = ${day}
      UNION ALL SELECT 'closure_announced' WHERE ${closing}
      UNION ALL SELECT DISTINCT a.value FROM patrol_findings f, json_each(f.facts) a WHERE f.merchant_id = m.id
         AND f.reported_at >= ${span.from} AND f.reported_at < ${span.to}))`
}

/**
 * The rows of a day, of every shop admitted by then: figures of the roll-ups and of the books, the evening's money and
 * holders as the evening before's and what moved since. `before` is the last day recorded; null: none.
 */
export const behaviourRowsQuery = (day: LocalDate, before: LocalDate | null): Statement =>
  sql`WITH ${counted(day)}
    SELECT ${day} AS day, m.id AS merchant_id, m.sector, date(m.admitted_at, '+8 hours') AS opened_on, m.lease_ends_on,
           coalesce(d.paid_fen, 0) AS sold_fen, coalesce(bonus.n, 0) AS bonus_fen, coalesce(d.topups_count, 0) AS lots_sold,
           coalesce(d.released_fen, 0) AS used_fen, coalesce(d.uses_count, 0) AS uses,
           coalesce(claimed.n, 0) AS merchant_started_uses, coalesce(contested.n, 0) AS contested_uses,
           coalesce(asked.n, 0) AS refund_requests, coalesce(complained.n, 0) AS complaints,
           coalesce(bounced.n, 0) AS payout_bounces, coalesce(broken.n, 0) AS bank_breaks,
           coalesce(b.escrow_fen, 0) + coalesce(flows.n, 0) AS escrow_fen,
           coalesce(b.holders, 0) + coalesce(flows.holders, 0) AS holders, ${happened(day)} AS events
      FROM merchants m
      LEFT JOIN merchant_days d ON d.merchant_id = m.id AND d.day = ${day}
      LEFT JOIN behaviour_days b ON b.day = ${before} AND b.merchant_id = m.id
      LEFT JOIN bonus ON bonus.merchant_id = m.id LEFT JOIN claimed ON claimed.merchant_id = m.id
      LEFT JOIN contested ON contested.merchant_id = m.id LEFT JOIN asked ON asked.merchant_id = m.id
      LEFT JOIN complained ON complained.merchant_id = m.id LEFT JOIN bounced ON bounced.merchant_id = m.id
      LEFT JOIN broken ON broken.merchant_id = m.id LEFT JOIN flows ON flows.merchant_id = m.id
     WHERE m.admitted_at < ${dayStart(plusDays(day, 1))}`
