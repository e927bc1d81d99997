import type { Instant, LocalDate } from '../kernel/time'
import type { Level } from '../levels/rules'
import { type Statement, sql } from '../platform/d1'
import type { Line, Mark } from './rules'

/** Ids as one JSON list, for `IN`. */
const among = (ids: readonly string[]): Statement =>
  sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`

/** The first day whose facts are known and not marked yet. */
export const readDayToMark = sql<{ day: LocalDate | null }>`SELECT min(day) AS day FROM report_days
   WHERE day > coalesce((SELECT max(day) FROM credit_days), '')`

/** What shops did on a day that leaves a mark. */
export type FactsRow = {
  merchant_id: string
  contested_uses: number
  refund_requests: number
  complaints: number
  payout_bounces: number
  bank_breaks: number
  events: string
}
export const readFacts = (day: LocalDate) =>
  sql<FactsRow>`SELECT merchant_id, contested_uses, refund_requests, complaints, payout_bounces, bank_breaks, events
        FROM behaviour_days WHERE day = ${day} AND (events <> '[]'
         OR contested_uses + refund_requests + complaints + payout_bounces + bank_breaks > 0)`
export type EndedRow = { merchant_id: string; made_good: number; founded: number }
export const readEndedComplaints = (day: LocalDate) =>
  sql<EndedRow>`SELECT merchant_id, sum(settled_count) AS made_good, sum(founded_count) AS founded FROM complaint_days
       WHERE day = ${day} AND settled_count + founded_count > 0 GROUP BY merchant_id`
export type MonthRow = {
  merchant_id: string
  used_fen: number
  troubles: number
  ratings: number
  stars: number
}
/** A whole month of every shop that was used in it; `month` is null where the day is not a month’s last. */
export const readMonth = (month: { from: LocalDate; to: LocalDate } | null) =>
  sql<MonthRow>`SELECT b.merchant_id, sum(b.used_fen) AS used_fen,
             sum(b.contested_uses + b.complaints + b.payout_bounces) AS troubles,
             (SELECT count(*) FROM shop_ratings r WHERE r.merchant_id = b.merchant_id AND r.ignored_for IS NULL
                 AND r.rated_on BETWEEN ${month?.from ?? ''} AND ${month?.to ?? ''}) AS ratings,
             (SELECT coalesce(sum(r.stars), 0) FROM shop_ratings r WHERE r.merchant_id = b.merchant_id AND r.ignored_for IS NULL
                 AND r.rated_on BETWEEN ${month?.from ?? ''} AND ${month?.to ?? ''}) AS stars
        FROM behaviour_days b WHERE b.day BETWEEN ${month?.from ?? 'z'} AND ${month?.to ?? ''}
       GROUP BY b.merchant_id HAVING sum(b.used_fen) > 0`

export type NewMark = Mark & { merchant_id: string; subject_id: string | null }
/** Marks, and their shops to be scored: on `today`, or as soon as a night comes. What was marked before stays one. */
export const markStatements = (
  marks: readonly NewMark[],
  { now, today }: { now: Instant; today: LocalDate },
): Statement[] =>
  marks.length === 0
    ? []
    : [
        sql`INSERT OR IGNORE INTO credit_marks (id, merchant_id, indicator, day, figure, source, subject_id, made_at)
            SELECT value ->> 'id', value ->> 'merchant_id', value ->> 'indicator', value ->> 'day', value ->> 'figure',
                   value ->> 'source', value ->> 'subject_id', ${now} FROM json_each(${JSON.stringify(marks)})`,
        reviewStatement([...new Set(marks.map(({ merchant_id }) => merchant_id))], today),
      ]
/** Shops whose score is looked at again on `day`, or earlier if it was to be. */
export const reviewStatement = (merchant_ids: readonly string[], day: LocalDate): Statement =>
  sql`UPDATE credit_states SET review_on = min(review_on, ${day}) WHERE merchant_id IN ${among(merchant_ids)}`
export const insertCreditDay = (day: LocalDate, marks_count: number): Statement =>
  sql`INSERT INTO credit_days (day, marks_count) VALUES (${day}, ${marks_count})`

/** Shops whose score is due: never scored, or to be looked at by now. */
export const readDueShops = (today: LocalDate, limit: number) =>
  sql<{ id: string; no: number }>`SELECT m.id, coalesce(s.no, 0) AS no FROM merchants m
        LEFT JOIN credit_states s ON s.merchant_id = m.id
       WHERE m.admitted_at IS NOT NULL AND (s.merchant_id IS NULL OR s.review_on <= ${today})
       ORDER BY m.id LIMIT ${limit}`

export type MarkRow = Mark & { merchant_id: string }
/** Every mark of these shops that counts on `today`: not struck out, and not waiting for an answer that is overdue. */
export const readCountedMarks = (ids: readonly string[], today: LocalDate) =>
  sql<MarkRow>`SELECT k.id, k.merchant_id, k.indicator, k.day, k.figure, k.source FROM credit_marks k
        LEFT JOIN credit_objections o ON o.mark_id = k.id
       WHERE k.merchant_id IN ${among(ids)}
         AND (o.id IS NULL OR o.ground = 'unfounded' OR (o.decided_at IS NULL AND o.answer_by >= ${today}))`
export type ShopRow = {
  id: string
  stands: Level
  version: number
  no: number | null
  level: Level | null
  answers_due: string
}
export const readScoredShops = (ids: readonly string[]) =>
  sql<ShopRow>`SELECT m.id, m.level AS stands, m.version, s.no, s.level,
             (SELECT json_group_array(date(o.answer_by, '+1 day')) FROM credit_objections o
               WHERE o.merchant_id = m.id AND o.decided_at IS NULL) AS answers_due
        FROM merchants m LEFT JOIN credit_states s ON s.merchant_id = m.id WHERE m.id IN ${among(ids)}`

export type NewScore = {
  merchant_id: string
  no: number
  table_version: string
  score: number
  level: Level
  computed_on: LocalDate
  review_on: LocalDate
  lines: readonly Line[]
}
export function putScoresStatements(scores: readonly NewScore[]): Statement[] {
  const said = JSON.stringify(scores)
  return [
    sql`INSERT INTO credit_scores (merchant_id, no, table_version, score, level, computed_on, lines)
        SELECT value ->> 'merchant_id', value ->> 'no', value ->> 'table_version', value ->> 'score', value ->> 'level',
               value ->> 'computed_on', value -> 'lines' FROM json_each(${said})`,
    sql`INSERT INTO credit_states (merchant_id, no, table_version, score, level, computed_on, review_on)
        SELECT value ->> 'merchant_id', value ->> 'no', value ->> 'table_version', value ->> 'score', value ->> 'level',
               value ->> 'computed_on', value ->> 'review_on' FROM json_each(${said}) WHERE true
        ON CONFLICT (merchant_id) DO UPDATE SET no = excluded.no, table_version = excluded.table_version,
          score = excluded.score, level = excluded.level, computed_on = excluded.computed_on, review_on = excluded.review_on`,
  ]
}
