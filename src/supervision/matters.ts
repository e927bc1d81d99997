import type { LocalDate } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import { papersSoon, RUN_CARDS_MIN, RUN_SHARE, SIGNALS, type SignalKind } from './rules'

/** Which shops are asked about: one, or (null) all of them. */
type Of = string | null
const at = (column: Statement, of: Of): Statement => (of === null ? sql`1` : sql`${column} = ${of}`)
const NONE = sql`NULL`

/** One kind of matter: its figures, and the rows that are one. */
function matter(
  kind: SignalKind,
  figures: {
    merchant_id: Statement
    subject_id?: Statement
    money_fen: Statement
    cards_count: Statement
    detail?: Statement
    due?: Statement
  },
  from: Statement,
): Statement {
  const { merchant_id, money_fen, cards_count, subject_id = NONE } = figures
  const { detail = NONE, due = NONE } = figures
  return sql`SELECT ${merchant_id} AS merchant_id, ${kind} AS kind, ${SIGNALS[kind]} AS urgency, ${subject_id} AS subject_id,
                    ${money_fen} AS money_fen, ${cards_count} AS cards_count, ${detail} AS detail, ${due} AS due ${from}`
}

/**
 * Everything that is the matter with anybody, one row each: `merchant_id, kind, urgency, subject_id, money_fen,
 * cards_count, detail, due`. Each reason is found by an index of exactly the rows that are one, so that the work
 * grows with what is the matter and not with the number of shops.
 */
export function mattersQuery(today: LocalDate, of: Of = null): Statement {
  const all = [
    ...endings(of),
    ...covers(of),
    ...disputes(of),
    ...conduct(of),
    ...papers(today, of),
    ...grades(of),
    ...shops(of),
    ...warnings(of),
  ]
  return together(all)
}

/** D1 takes at most five SELECTs in one UNION: more are put together in fives of fives. */
const UNION_MAX = 5
function together(of: readonly Statement[]): Statement {
  if (of.length <= UNION_MAX) return of.reduce((sum, one) => sql`${sum} UNION ALL ${one}`)
  const fives: Statement[] = []
  for (let i = 0; i < of.length; i += UNION_MAX)
    fives.push(sql`SELECT * FROM (${together(of.slice(i, i + UNION_MAX))})`)
  return together(fives)
}

/** Live matters stand for the whole shop: everything that it owes its cards is at stake. */
function endings(of: Of): Statement[] {
  const about = {
    merchant_id: sql`e.merchant_id`,
    subject_id: sql`e.id`,
    cards_count: sql`t.cards_count`,
  }
  const whole = { ...about, money_fen: sql`iif(e.owed_fen > 0, e.owed_fen, t.owed_fen)` }
  const running = (where: Statement): Statement =>
    sql`FROM endings e JOIN merchant_totals t ON t.merchant_id = e.merchant_id
         WHERE e.phase IN ('telling', 'waiting', 'counting', 'allotting', 'spreading', 'refunding')
           AND ${at(sql`e.merchant_id`, of)} AND ${where}`
  const is_reported = sql`(e.kind = 'incident' AND e.confirmed_at IS NULL)`
  const whole_so_far = sql`e.shortfall_fen = 0`
  const short = { ...about, money_fen: sql`e.shortfall_fen` }
  return [
    matter('incident_reported', { ...whole, detail: sql`e.reason` }, running(is_reported)),
    matter('refund_shortfall', short, running(sql`NOT ${is_reported} AND e.shortfall_fen > 0`)),
    matter(
      'refund_shortfall',
      short,
      sql`FROM endings e JOIN merchant_totals t ON t.merchant_id = e.merchant_id
           WHERE e.phase = 'done' AND e.shortfall_fen > 0 AND ${at(sql`e.merchant_id`, of)}`,
    ),
    matter(
      'refunds_arriving',
      { ...about, money_fen: sql`u.on_the_way_fen + u.waiting_fen` },
      sql`FROM refund_runs u CROSS JOIN endings e ON e.id = u.origin_id
            JOIN merchant_totals t ON t.merchant_id = e.merchant_id
           WHERE u.on_the_way_fen + u.waiting_fen > 0 AND e.phase = 'done' AND ${at(sql`e.merchant_id`, of)}`,
    ),
    matter(
      'incident_refunding',
      whole,
      running(sql`e.kind = 'incident' AND e.confirmed_at IS NOT NULL AND ${whole_so_far}`),
    ),
    ...(['closure_announced', 'closure_refunding'] as const).map((kind) => {
      const is_before = sql`e.phase IN ('telling', 'waiting')`
      const phase = kind === 'closure_announced' ? is_before : sql`NOT ${is_before}`
      return matter(
        kind,
        { ...whole, due: sql`e.closes_on` },
        running(sql`e.kind = 'closure' AND ${whole_so_far} AND ${phase}`),
      )
    }),
  ]
}

/** What the bank's last closed day says of a shop, and the differences that nobody solved in time. */
function covers(of: Of): Statement[] {
  const about = { merchant_id: sql`v.merchant_id`, cards_count: sql`t.cards_count` }
  const from = (where: Statement): Statement =>
    sql`FROM merchant_covers v JOIN merchant_totals t ON t.merchant_id = v.merchant_id
         WHERE ${where} AND ${at(sql`v.merchant_id`, of)}`
  return [
    matter(
      'coverage_unexplained',
      { ...about, money_fen: sql`abs(v.unexplained_fen)`, due: sql`v.business_day` },
      from(sql`v.unexplained_fen <> 0`),
    ),
    // Money on its way from the payment provider is not missing; without it the shop would be called short every day.
    matter(
      'coverage_short',
      { ...about, money_fen: sql`v.missing_fen`, due: sql`v.business_day` },
      from(sql`v.missing_fen > 0 AND v.unexplained_fen = 0`),
    ),
    matter(
      'break_overdue',
      {
        merchant_id: sql`b.merchant_id`,
        subject_id: sql`b.id`,
        money_fen: sql`abs(b.difference_fen)`,
        cards_count: sql`0`,
        detail: sql`b.class`,
        due: sql`b.limit_on`,
      },
      sql`FROM bank_breaks b WHERE b.state IN ('open', 'proposed') AND b.escalated_at IS NOT NULL
            AND b.merchant_id IS NOT NULL AND ${at(sql`b.merchant_id`, of)}`,
    ),
  ]
}

/** What two sides do not agree about. */
function disputes(of: Of): Statement[] {
  const refunds = sql`r.status IN ('asked', 'contested') AND ${at(sql`r.merchant_id`, of)}`
  return [
    matter(
      'refund_contested',
      {
        merchant_id: sql`r.merchant_id`,
        subject_id: sql`r.id`,
        money_fen: sql`r.disputed_fen`,
        cards_count: sql`1`,
        due: sql`r.decide_by`,
      },
      sql`FROM refunds r WHERE ${refunds} AND r.status = 'contested'`,
    ),
    matter(
      'refund_run',
      {
        merchant_id: sql`t.merchant_id`,
        money_fen: sql`t.owed_fen`,
        cards_count: sql`count(DISTINCT r.card_id)`,
      },
      sql`FROM refunds r JOIN merchant_totals t ON t.merchant_id = r.merchant_id
           WHERE ${refunds} AND r.origin = 'holder' GROUP BY t.merchant_id
          HAVING count(DISTINCT r.card_id) >= ${RUN_CARDS_MIN}
             AND count(DISTINCT r.card_id) * ${RUN_SHARE.in} >= t.cards_count * ${RUN_SHARE.of}`,
    ),
    matter(
      'use_contested',
      {
        merchant_id: sql`h.merchant_id`,
        subject_id: sql`h.id`,
        money_fen: sql`h.held_fen`,
        cards_count: sql`1`,
      },
      sql`FROM holds h WHERE h.status = 'contested' AND ${at(sql`h.merchant_id`, of)}`,
    ),
  ]
}

/** What a shop did or announced that waits for somebody: marks of its own people, payouts sent back, changes. */
function conduct(of: Of): Statement[] {
  return [
    matter(
      'insider_marks',
      {
        merchant_id: sql`s.merchant_id`,
        money_fen: sql`sum(s.fen)`,
        cards_count: sql`count(DISTINCT s.card_id)`,
        detail: sql`CAST(count(*) AS TEXT)`,
      },
      sql`FROM (SELECT merchant_id, card_id, max(fen) AS fen FROM insider_marks i
                 WHERE withheld_until IS NOT NULL AND ended_at IS NULL AND ${at(sql`merchant_id`, of)}
                 GROUP BY merchant_id, card_id, redemption_id) s GROUP BY s.merchant_id`,
    ),
    matter(
      'payout_rejected',
      {
        merchant_id: sql`p.merchant_id`,
        subject_id: sql`p.id`,
        money_fen: sql`p.amount_fen`,
        cards_count: sql`0`,
        detail: sql`p.reason`,
      },
      sql`FROM payouts p WHERE p.state IN ('rejected', 'returned') AND ${at(sql`p.merchant_id`, of)}
            AND NOT EXISTS (SELECT 1 FROM payouts o WHERE o.merchant_id = p.merchant_id AND o.id > p.id
                               AND o.state IN ('paid', 'rejected', 'returned'))`,
    ),
    matter(
      'change_announced',
      {
        merchant_id: sql`g.merchant_id`,
        subject_id: sql`g.id`,
        money_fen: sql`0`,
        cards_count: sql`t.cards_count`,
        detail: sql`g.kind`,
        due: sql`g.from_on`,
      },
      sql`FROM merchant_changes g JOIN merchant_totals t ON t.merchant_id = g.merchant_id
           WHERE g.status = 'announced' AND ${at(sql`g.merchant_id`, of)}`,
    ),
  ]
}

const shop = {
  merchant_id: sql`m.id`,
  money_fen: sql`t.owed_fen`,
  cards_count: sql`t.cards_count`,
}
/** Papers and grades matter while a shop owes its cards, or is stopped and has not ended. */
const open = (of: Of, where: Statement): Statement =>
  sql`FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id
       WHERE ${where} AND ${at(sql`m.id`, of)} AND m.admitted_at IS NOT NULL
         AND (t.owed_fen > 0 OR (m.sales_held_at IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM endings d WHERE d.merchant_id = m.id AND d.phase = 'done')))`

function papers(today: LocalDate, of: Of): Statement[] {
  const soon = papersSoon(today)
  return (['licence', 'lease'] as const).flatMap((paper) => {
    const day = paper === 'licence' ? sql`m.licence_expires_on` : sql`m.lease_ends_on`
    const figures = { ...shop, due: day }
    return [
      matter(`${paper}_ended`, figures, open(of, sql`${day} < ${today}`)),
      matter(`${paper}_ending`, figures, open(of, sql`${day} BETWEEN ${today} AND ${soon}`)),
    ]
  })
}

const grades = (of: Of): Statement[] => [
  matter('grade_d', shop, open(of, sql`m.level IN ('C', 'D') AND m.level = 'D'`)),
  matter('grade_c', shop, open(of, sql`m.level IN ('C', 'D') AND m.level = 'C'`)),
]

/** A shop that is ending has its sales stopped by that; it is not a matter of its own. */
const shops = (of: Of): Statement[] => [
  matter(
    'sales_held',
    { ...shop, detail: sql`m.sales_held_reason` },
    open(
      of,
      sql`m.sales_held_at IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM endings e WHERE e.merchant_id = m.id AND e.phase NOT IN ('done', 'dismissed'))`,
    ),
  ),
]

/** What the warning says, with its reasons, while the shop owes its cards. */
const warnings = (of: Of): Statement[] =>
  (
    [
      ['warning_red', 5],
      ['warning_alarm', 4],
      ['warning_watch', 3],
    ] as const
  ).map(([kind, level]) =>
    matter(
      kind,
      {
        merchant_id: sql`w.merchant_id`,
        money_fen: sql`t.owed_fen`,
        cards_count: sql`t.cards_count`,
        detail: sql`w.why`,
        due: sql`w.since_on`,
      },
      sql`FROM warning_memories w JOIN merchant_totals t ON t.merchant_id = w.merchant_id
           WHERE w.level >= 3 AND w.level = ${level} AND t.owed_fen > 0 AND ${at(sql`w.merchant_id`, of)}`,
    ),
  )
