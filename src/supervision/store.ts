import type { Instant, LocalDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { mattersQuery } from './matters'
import { type Matter, type Place, URGENT_FROM, type Urgency, WATCHED_FROM } from './rules'

/** A shop as an official's list has it, with what is the matter with it. */
type WatchedRow = {
  id: string
  name: string
  district: string
  sector: string
  level: string
  admitted_at: Instant | null
  sales_held_at: Instant | null
  owed_fen: number
  cards_count: number
  cover_owed_fen: number | null
  cover_covered_fen: number | null
  cover_day: LocalDate | null
  ending_id: string | null
  urgency: Urgency
  /** The most that one matter is about; matters overlap, so they are not added up. */
  stake_fen: number
  stake_cards_count: number
  signals_count: number
  /** JSON: the first matters, most urgent first. */
  signals: string | null
}
export type Watched = Omit<WatchedRow, 'signals'> & { signals: Matter[] }
export const watchedFrom = (row: WatchedRow): Watched => ({
  ...row,
  signals: JSON.parse(row.signals ?? '[]') as Matter[],
})
export type Filter = {
  district: string | null
  sector: string | null
  /** Part of the shop's name. */
  name: string | null
  urgency_min: number
}

/** How many matters of one shop are told with it; how many there are is told beside. */
const SIGNALS_SHOWN_MAX = 50

/** What is the matter, shop by shop. */
const ranked = (matters: Statement): Statement =>
  sql`matters AS MATERIALIZED (${matters}),
      stakes AS MATERIALIZED (
        SELECT merchant_id, max(urgency) AS urgency, max(money_fen) AS stake_fen, max(cards_count) AS stake_cards_count,
               count(*) AS signals_count FROM matters GROUP BY merchant_id)`
const URGENCY = sql`coalesce(s.urgency, 1)`
const STAKE = sql`coalesce(s.stake_fen, 0)`
/** All shops, or only those with whom something is the matter. */
const joined = (filter: Pick<Filter, 'urgency_min'>): Statement =>
  filter.urgency_min >= WATCHED_FROM
    ? sql`stakes s CROSS JOIN merchants m ON m.id = s.merchant_id`
    : sql`merchants m LEFT JOIN stakes s ON s.merchant_id = m.id`
const fits = (filter: Filter): Statement =>
  sql`(${filter.district} IS NULL OR m.district = ${filter.district})
      AND (${filter.sector} IS NULL OR m.sector = ${filter.sector})
      AND (${filter.name} IS NULL OR instr(m.name, ${filter.name}) > 0) AND ${URGENCY} >= ${filter.urgency_min}`

const SHOWN = sql`p.*, v.owed_fen AS cover_owed_fen, v.covered_fen AS cover_covered_fen, v.business_day AS cover_day,
  (SELECT e.id FROM endings e WHERE e.merchant_id = p.id AND e.phase NOT IN ('done', 'dismissed')) AS ending_id`
const MATTERS = sql`(SELECT x.*, row_number() OVER (
    PARTITION BY x.merchant_id ORDER BY x.urgency DESC, x.money_fen DESC, x.kind, x.subject_id) AS no
  FROM matters x WHERE x.merchant_id IN (SELECT id FROM page))`
/** The shops of a page with their matters: one pass over what is the matter with them. */
const withSignals = sql`told AS (
    SELECT x.merchant_id, json_group_array(json_object('kind', x.kind, 'subject_id', x.subject_id,
             'money_fen', x.money_fen, 'cards_count', x.cards_count, 'detail', x.detail, 'due', x.due) ORDER BY x.no) AS signals
      FROM ${MATTERS} x WHERE x.no <= ${SIGNALS_SHOWN_MAX} GROUP BY x.merchant_id)
  SELECT ${SHOWN}, k.signals FROM page p
    LEFT JOIN merchant_covers v ON v.merchant_id = p.id AND v.is_complete = 1
    LEFT JOIN told k ON k.merchant_id = p.id`
const COLUMNS = sql`m.id, m.name, m.district, m.sector, m.level, m.admitted_at, m.sales_held_at, t.owed_fen, t.cards_count,
  ${URGENCY} AS urgency, ${STAKE} AS stake_fen, coalesce(s.stake_cards_count, 0) AS stake_cards_count,
  coalesce(s.signals_count, 0) AS signals_count`

/** One page of shops, the most urgent first and then those with the most at stake; of all shops, however many. */
export function readWatched(
  who: Who,
  of: { today: LocalDate; filter: Filter; after: Place | null; limit: number },
): Statement<WatchedRow> {
  const { today, filter, after, limit } = of
  const place = sql`(${URGENCY}, ${STAKE}, t.owed_fen, m.id)`
  const from = after
    ? sql`${place} < (${after.urgency}, ${after.stake_fen}, ${after.owed_fen}, ${after.id})`
    : sql`1`
  return sql<WatchedRow>`WITH ${ranked(mattersQuery(today))},
      page AS MATERIALIZED (
        SELECT ${COLUMNS} FROM ${joined(filter)} JOIN merchant_totals t ON t.merchant_id = m.id
         WHERE ${mayReadMerchant(who)} AND ${fits(filter)} AND ${from}
         ORDER BY urgency DESC, stake_fen DESC, owed_fen DESC, id DESC LIMIT ${limit}),
      ${withSignals} ORDER BY p.urgency DESC, p.stake_fen DESC, p.owed_fen DESC, p.id DESC`
}

/** One shop, with everything that is the matter with it. */
export const readWatchedShop = (
  who: Who,
  of: { today: LocalDate; id: string },
): Statement<WatchedRow> =>
  sql<WatchedRow>`WITH ${ranked(mattersQuery(of.today, of.id))},
      page AS MATERIALIZED (
        SELECT ${COLUMNS} FROM merchants m LEFT JOIN stakes s ON s.merchant_id = m.id
          JOIN merchant_totals t ON t.merchant_id = m.id WHERE m.id = ${of.id} AND ${mayReadMerchant(who)}),
      ${withSignals}`

export type CountsRow = {
  shops_count: number
  watched_count: number
  urgent_count: number
  owed_fen: number
  cards_count: number
}
/** How many shops fit the filter, how many of them are to be looked at, and what they owe together. */
export const readCounts = (
  who: Who,
  of: { today: LocalDate; filter: Filter },
): Statement<CountsRow> =>
  sql<CountsRow>`WITH ${ranked(mattersQuery(of.today))}
      SELECT count(*) AS shops_count, coalesce(sum(${URGENCY} >= ${WATCHED_FROM}), 0) AS watched_count,
             coalesce(sum(${URGENCY} >= ${URGENT_FROM}), 0) AS urgent_count,
             coalesce(sum(t.owed_fen), 0) AS owed_fen, coalesce(sum(t.cards_count), 0) AS cards_count
        FROM merchants m LEFT JOIN stakes s ON s.merchant_id = m.id
        JOIN merchant_totals t ON t.merchant_id = m.id
       WHERE ${mayReadMerchant(who)} AND ${fits({ ...of.filter, urgency_min: 1 })}`

type NewestCloseRow = { day: LocalDate | null }
/** The bank's newest sealed day, which every coverage here is of. */
export const readNewestClose = sql<NewestCloseRow>`SELECT max(day) AS day FROM bank_closes WHERE phase = 'sealed'`
