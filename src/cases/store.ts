import type { Instant, LocalDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Level, Outcome, Place } from './rules'

/** A case as it stands in the books; `reasons` and `known` are JSON. */
export type CaseRow = {
  id: string
  merchant_id: string
  earlier_id: string | null
  next_id: string | null
  level: Level
  peak_level: Level
  stake_fen: number
  holders: number
  reasons: string
  digest: string
  known: string
  looked_on: LocalDate
  calm_since: LocalDate | null
  opened_at: Instant
  due_on: LocalDate
  extended_at: Instant | null
  extended_by: string | null
  extension_reason: string | null
  assignee_id: string | null
  assigned_at: Instant | null
  visited_at: Instant | null
  outcome: Outcome | null
  closed_by: string | null
  closed_at: Instant | null
  closed_note: string | null
  version: number
}
/** The same with the shop and the names that an official reads. */
export type CaseDetailRow = CaseRow & {
  merchant_name: string
  district: string
  sector: string
  address: string
  owed_fen: number
  has_done_ending: number
  is_ending: number
  assignee_name: string | null
  closer_name: string | null
  /** JSON: name and masked telephone of its owners. */
  contacts: string
}

const name = (id: Statement): Statement => sql`(SELECT name FROM officials WHERE id = ${id})`
const RUNNING = sql`('telling', 'waiting', 'counting', 'allotting', 'spreading', 'refunding')`
/** Whether shop `m` ends and not all is done: an ending runs, or a refund of it has not arrived. */
const IS_ENDING = sql`(EXISTS (SELECT 1 FROM endings e WHERE e.merchant_id = m.id AND e.phase IN ${RUNNING})
  OR EXISTS (SELECT 1 FROM endings e JOIN refund_runs u ON u.origin_id = e.id
              WHERE e.merchant_id = m.id AND e.phase = 'done' AND u.on_the_way_fen + u.waiting_fen > 0))`
const HAS_DONE_ENDING = sql`EXISTS (SELECT 1 FROM endings e WHERE e.merchant_id = m.id AND e.phase = 'done')`
const OWNERS_SHOWN = 5
const CONTACTS = sql`(SELECT json_group_array(json_object('name', s.name, 'phone_mask', s.phone_mask)) FROM
  (SELECT name, phone_mask FROM staff WHERE merchant_id = m.id AND role = 'owner' AND disabled_at IS NULL
    ORDER BY id LIMIT ${OWNERS_SHOWN}) s)`
const DETAIL = sql`c.*, m.name AS merchant_name, m.district, m.sector, m.address, t.owed_fen,
  ${HAS_DONE_ENDING} AS has_done_ending, ${IS_ENDING} AS is_ending, ${name(sql`c.assignee_id`)} AS assignee_name,
  ${name(sql`c.closed_by`)} AS closer_name, ${CONTACTS} AS contacts`
const FROM = sql`cases c JOIN merchants m ON m.id = c.merchant_id JOIN merchant_totals t ON t.merchant_id = m.id`

/** One case, within what the asker may see. */
export const readCaseRow = (who: Who, id: string): Statement<CaseDetailRow> =>
  sql<CaseDetailRow>`SELECT ${DETAIL} FROM ${FROM} WHERE c.id = ${id} AND ${mayReadMerchant(who)}`

export type CaseFilter = {
  state: 'open' | 'closed'
  district: string | null
  sector: string | null
  /** Part of the shop’s name, or of its licence number. */
  name: string | null
  level: number | null
  assignee: 'me' | 'none' | null
  /** Due on this day or before. */
  due_by: LocalDate | null
  merchant_id: string | null
}
const fits = (who: Who, f: CaseFilter): Statement =>
  sql`${mayReadMerchant(who)} AND (${f.district} IS NULL OR m.district = ${f.district})
      AND (${f.sector} IS NULL OR m.sector = ${f.sector}) AND (${f.merchant_id} IS NULL OR m.id = ${f.merchant_id})
      AND (${f.name} IS NULL OR instr(m.name, ${f.name}) > 0 OR instr(m.licence_no, ${f.name}) > 0)
      AND (${f.level} IS NULL OR c.level = ${f.level}) AND (${f.due_by} IS NULL OR c.due_on <= ${f.due_by})
      AND CASE ${f.assignee} WHEN 'me' THEN c.assignee_id = ${who.subject_id} WHEN 'none' THEN c.assignee_id IS NULL ELSE 1 END`
const inState = (state: CaseFilter['state']): Statement =>
  state === 'open' ? sql`c.closed_at IS NULL` : sql`c.closed_at IS NOT NULL`

/** A page of the work list: the highest level first, then the most money; of closed ones in the same order. */
export function readCasePage(
  who: Who,
  of: { filter: CaseFilter; after: Place | null; limit: number },
): Statement<CaseDetailRow> {
  const { filter, after, limit } = of
  const from = after
    ? sql`(c.level, c.stake_fen, c.id) < (${after.level}, ${after.stake_fen}, ${after.id})`
    : sql`1`
  return sql<CaseDetailRow>`SELECT ${DETAIL} FROM ${FROM}
     WHERE ${inState(filter.state)} AND ${fits(who, filter)} AND ${from}
     ORDER BY c.level DESC, c.stake_fen DESC, c.id DESC LIMIT ${limit}`
}

export type CaseCountsRow = {
  cases_count: number
  stake_fen: number
  holders: number
  mine_count: number
  unassigned_count: number
  due_count: number
  new_count: number
  level_5_count: number
  level_4_count: number
  level_3_count: number
}
/** What the open cases of a place come to, whatever of them is listed. */
export function readCaseCounts(
  who: Who,
  of: { filter: CaseFilter; today: LocalDate; since: Instant },
): Statement<CaseCountsRow> {
  const place = { ...of.filter, level: null, assignee: null, due_by: null }
  return sql<CaseCountsRow>`SELECT count(*) AS cases_count, coalesce(sum(c.stake_fen), 0) AS stake_fen,
        coalesce(sum(c.holders), 0) AS holders, coalesce(sum(c.assignee_id = ${who.subject_id}), 0) AS mine_count,
        coalesce(sum(c.assignee_id IS NULL), 0) AS unassigned_count, coalesce(sum(c.due_on <= ${of.today}), 0) AS due_count,
        coalesce(sum(c.opened_at >= ${of.since}), 0) AS new_count, coalesce(sum(c.level = 5), 0) AS level_5_count,
        coalesce(sum(c.level = 4), 0) AS level_4_count, coalesce(sum(c.level = 3), 0) AS level_3_count
        FROM ${FROM} WHERE c.closed_at IS NULL AND ${fits(who, place)}`
}

export type WeekRow = { merchant_id: string; week: number; uses: number; sold_fen: number }
/** Uses and top-ups of each shop of a page, week by week up to and with `last`: as many look-ups as there are shops and days. */
export const readCaseWeeks = (
  merchants: Statement,
  of: { first: LocalDate; days: number },
): Statement<WeekRow> =>
  sql<WeekRow>`WITH shops AS MATERIALIZED (${merchants}),
      span AS (SELECT value AS n, date(${of.first}, '+' || value || ' days') AS day
                 FROM json_each(${JSON.stringify(Array.from({ length: of.days }, (_, n) => n))}))
    SELECT b.merchant_id, p.n / 7 AS week, sum(max(0, b.uses)) AS uses, sum(b.sold_fen) AS sold_fen
      FROM shops s CROSS JOIN span p CROSS JOIN behaviour_days b ON b.day = p.day AND b.merchant_id = s.id
     GROUP BY b.merchant_id, week`
/** The shops of a page of the list, for what is drawn beside it. */
export const readPageShops = (page: Statement): Statement =>
  sql`SELECT DISTINCT merchant_id AS id FROM (${page})`

export type EntryRow = {
  id: string
  case_id: string
  kind:
    | 'opened'
    | 'rose'
    | 'fell'
    | 'reasons_changed'
    | 'assigned'
    | 'noted'
    | 'visited'
    | 'extended'
    | 'closed'
  level: number | null
  detail: string | null
  note: string | null
  by_id: string | null
  at: Instant
}
export type EntryDetailRow = EntryRow & { by_name: string | null; detail_name: string | null }
/** A case’s history, the newest first. */
export const readCaseEntries = (
  who: Who,
  of: { case_id: string; before: string | null; limit: number },
): Statement<EntryDetailRow> =>
  sql<EntryDetailRow>`SELECT n.*, ${name(sql`n.by_id`)} AS by_name, iif(n.kind = 'assigned', ${name(sql`n.detail`)}, NULL) AS detail_name
        FROM case_entries n JOIN cases c ON c.id = n.case_id JOIN merchants m ON m.id = c.merchant_id
       WHERE n.case_id = ${of.case_id} AND ${mayReadMerchant(who)} AND (${of.before} IS NULL OR n.id < ${of.before})
       ORDER BY n.id DESC LIMIT ${of.limit}`

export const insertCase = (c: CaseRow): Statement =>
  sql`INSERT INTO cases (id, merchant_id, earlier_id, level, peak_level, stake_fen, holders, reasons, digest, known,
                         looked_on, opened_at, due_on)
      VALUES (${c.id}, ${c.merchant_id}, ${c.earlier_id}, ${c.level}, ${c.peak_level}, ${c.stake_fen}, ${c.holders},
              ${c.reasons}, ${c.digest}, ${c.known}, ${c.looked_on}, ${c.opened_at}, ${c.due_on})`
/** `c` as it is after the act; its version is the one that was read. */
export const updateCase = (c: CaseRow): Statement =>
  sql`UPDATE cases SET next_id = ${c.next_id}, level = ${c.level}, peak_level = ${c.peak_level}, stake_fen = ${c.stake_fen},
             holders = ${c.holders}, reasons = ${c.reasons}, digest = ${c.digest}, known = ${c.known},
             looked_on = ${c.looked_on}, calm_since = ${c.calm_since}, due_on = ${c.due_on}, extended_at = ${c.extended_at},
             extended_by = ${c.extended_by}, extension_reason = ${c.extension_reason}, assignee_id = ${c.assignee_id},
             assigned_at = ${c.assigned_at}, visited_at = ${c.visited_at}, outcome = ${c.outcome}, closed_by = ${c.closed_by},
             closed_at = ${c.closed_at}, closed_note = ${c.closed_note}, version = ${c.version + 1}
       WHERE id = ${c.id}`
export const insertEntry = (e: EntryRow): Statement =>
  sql`INSERT INTO case_entries (id, case_id, kind, level, detail, note, by_id, at)
      VALUES (${e.id}, ${e.case_id}, ${e.kind}, ${e.level}, ${e.detail}, ${e.note}, ${e.by_id}, ${e.at})`

export type HandlerRow = { id: string; name: string; duty: string; open_count: number }
/** Officials who may be given a case of shop `m`: in office, of its district, and there to handle cases. */
export const readHandlers = (merchant_id: Statement, now: Instant): Statement<HandlerRow> =>
  sql<HandlerRow>`SELECT o.id, o.name, o.duty,
             (SELECT count(*) FROM cases x WHERE x.closed_at IS NULL AND x.assignee_id = o.id) AS open_count
        FROM officials o JOIN merchants m ON m.id = ${merchant_id}
       WHERE o.kind = 'regulator' AND o.disabled_at IS NULL AND o.effective_from <= ${now}
         AND o.duty IN ('all', 'case_handler')
         AND EXISTS (SELECT 1 FROM json_each(o.districts) d WHERE d.value = m.district)
       ORDER BY o.id LIMIT 100`

/** The newest case of a shop, whatever its state. */
export const readNewestCase = (merchant_id: string): Statement<CaseRow> =>
  sql<CaseRow>`SELECT * FROM cases WHERE merchant_id = ${merchant_id} AND next_id IS NULL`
/** A shop as a look at it needs to know it. */
export type LookedShopRow = {
  id: string
  owed_fen: number
  holders: number | null
  has_done_ending: number
  is_ending: number
}
export const readLookedShop = (merchant_id: string): Statement<LookedShopRow> =>
  sql<LookedShopRow>`SELECT m.id, t.owed_fen, ${HAS_DONE_ENDING} AS has_done_ending, ${IS_ENDING} AS is_ending,
             (SELECT b.holders FROM behaviour_days b WHERE b.merchant_id = m.id
                 AND b.day = (SELECT max(day) FROM behaviour_days)) AS holders
        FROM merchants m JOIN merchant_totals t ON t.merchant_id = m.id WHERE m.id = ${merchant_id}`
