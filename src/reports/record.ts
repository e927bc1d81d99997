import type { LocalDate } from '../kernel/time'
import type { Work } from '../platform/act'
import { one, sql } from '../platform/d1'
import { eachDue } from '../platform/jobs'
import { jobAct } from '../platform/journal'
import type { World } from '../platform/world'

/** Days of a first run, or after a time without a clock, that one act adds up. */
const DAYS_AT_ONCE = 20
/** A shop at this warning level or above counts as alarmed. */
const ALARMED_FROM = 4
const BAD_FINDINGS = [
  'patrol_closed',
  'patrol_sale_sign',
  'off_escrow_sale_reported',
  'licence_lapsed',
  'court_enforcement_listed',
]

/**
 * Adds up what the shops did, by day, district and trade: days that are recorded and that the warning has heard, in their
 * order, each once and never again. `limit` is one act at least; says how many days more may wait.
 */
export async function recordReports(world: World, limit: number): Promise<number> {
  const due = await one(world.db, DUE)
  if (!due || due.first === null || due.last === null) return 0
  const span = { first: due.first, last: due.last, before: due.before }
  await eachDue(world, 'recordReports', [span], {
    id: ({ last }) => last,
    act: (days) => recordDays(world, days),
  })
  return due.days < DAYS_AT_ONCE ? Math.min(due.days, limit - 1) : limit
}

type Span = { first: LocalDate; last: LocalDate; before: LocalDate | null }
/** The days that wait, the first twenty of them: none beyond the last one heard. */
const DUE = sql<{
  before: LocalDate | null
  first: LocalDate | null
  last: LocalDate | null
  days: number
}>`SELECT min(known) AS before, min(day) AS first, max(day) AS last, count(*) AS days FROM (
     SELECT DISTINCT b.day, (SELECT max(day) FROM report_days) AS known FROM behaviour_days b
      WHERE b.day > coalesce((SELECT max(day) FROM report_days), '')
        AND b.day <= coalesce((SELECT day FROM warning_city WHERE id = 1), '') ORDER BY b.day LIMIT ${DAYS_AT_ONCE})`

function recordDays(world: World, { first, last }: Span) {
  const request = { operation: 'recordReports', key: `${first}:${last}`, said: [first, last] }
  return jobAct(world, request, {
    reads: () => ({}),
    decide: (): Work => ({
      status: 200,
      subject_id: last,
      body: { object: 'report_days', from: first, to: last },
      statements: [insertReportDays(first, last)],
    }),
  })
}

const insertReportDays = (first: LocalDate, last: LocalDate) =>
  sql`INSERT INTO report_days (day, district, sector, shops_count, alarmed_count, holders_count, escrow_fen, sold_fen,
        bonus_fen, lots_sold, used_fen, uses, merchant_started_uses, contested_uses, refund_requests, complaints,
        payout_bounces, bank_breaks, bad_findings)
      SELECT b.day, m.district, b.sector, count(*),
             sum(coalesce((SELECT w.level FROM warning_changes w WHERE w.merchant_id = b.merchant_id AND w.day <= b.day
                            ORDER BY w.day DESC LIMIT 1), 0) >= ${ALARMED_FROM}),
             sum(b.holders), sum(b.escrow_fen), sum(b.sold_fen), sum(b.bonus_fen), sum(b.lots_sold), sum(b.used_fen),
             sum(b.uses), sum(b.merchant_started_uses), sum(b.contested_uses), sum(b.refund_requests), sum(b.complaints),
             sum(b.payout_bounces), sum(b.bank_breaks),
             sum(iif(b.events = '[]', 0, (SELECT count(*) FROM json_each(b.events) e
                 WHERE e.value IN (SELECT value FROM json_each(${JSON.stringify(BAD_FINDINGS)})))))
        FROM behaviour_days b JOIN merchants m ON m.id = b.merchant_id
       WHERE b.day BETWEEN ${first} AND ${last} GROUP BY b.day, m.district, b.sector`
