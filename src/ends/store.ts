import { CLOSED_DOOR_DAYS } from '../inspections/rules'
import type { Instant, LocalDate } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import { standingColumn } from '../merchants/standing'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Arrivals } from './rules'

type EndingKind = 'closure' | 'incident'
type Phase =
  | 'telling'
  | 'waiting'
  | 'counting'
  | 'allotting'
  | 'spreading'
  | 'refunding'
  | 'done'
  | 'dismissed'
export type EndingRow = {
  id: string
  merchant_id: string
  kind: EndingKind
  reason: string
  contact: string | null
  evidence: string | null
  reported_by: string
  reported_at: Instant
  closes_on: LocalDate | null
  confirmed_by: string | null
  confirmed_at: Instant | null
  dismissed_by: string | null
  dismissed_at: Instant | null
  dismissed_reason: string | null
  phase: Phase
  at_card: string
  told_count: number
  counted_count: number
  refunded_count: number
  failed_count: number
  owed_fen: number
  advance_fen: number
  payable_used_fen: number
  deposit_used_fen: number
  shortfall_fen: number
  covered_fen: number
  began_at: Instant | null
  done_at: Instant | null
  version: number
}
export type EndingDetailRow = EndingRow &
  Arrivals & {
    merchant_name: string
    cards_count: number
    /** What the sentence about the shop's money rests on. */
    standing_facts: string
    /** Who reported, confirmed and dismissed an incident; officials alone are told. */
    reporter_name: string | null
    confirmer_name: string | null
    dismisser_name: string | null
    /** Of an incident: the newest finding of a closed door, from a week before it was reported on. */
    closed_door_id: string | null
  }

const nameOf = (official_id: Statement): Statement =>
  sql`(SELECT name FROM officials WHERE id = ${official_id})`
type NameRow = { name: string }
/** The name of the official who asks. */
export const readMyName = (who: Who) =>
  sql<NameRow>`SELECT name FROM officials WHERE id = ${who.subject_id}`
export const myName = ([me]: readonly NameRow[]): string | null => me?.name ?? null

const ARRIVALS = sql`coalesce(u.on_the_way_fen, 0) AS on_the_way_fen, coalesce(u.waiting_fen, 0) AS waiting_fen,
  coalesce(u.arrived_fen, 0) AS arrived_fen, coalesce(u.done_count, 0) AS done_count,
  coalesce(u.capped_count, 0) AS capped_count`
/** Nothing has been refunded yet. */
export const NO_ARRIVALS: Arrivals = {
  on_the_way_fen: 0,
  waiting_fen: 0,
  arrived_fen: 0,
  done_count: 0,
  capped_count: 0,
}
/** Somebody stood at the closed door of a shop, from a week before `since` on: the newest finding, or null. */
export const closedDoorColumn = (merchant_id: Statement, since: Statement): Statement =>
  sql`(SELECT f.id FROM patrol_findings f WHERE f.merchant_id = ${merchant_id} AND f.found = 'closed'
        AND f.reported_at >= strftime('%Y-%m-%dT%H:%M:%fZ', ${since}, '-' || ${CLOSED_DOOR_DAYS} || ' days')
      ORDER BY f.reported_at DESC LIMIT 1)`
export const readEndings = (where: Statement) =>
  sql<EndingDetailRow>`SELECT e.*, m.name AS merchant_name, t.cards_count, ${ARRIVALS}, ${standingColumn(sql`e.merchant_id`)},
             ${nameOf(sql`e.reported_by`)} AS reporter_name, ${nameOf(sql`e.confirmed_by`)} AS confirmer_name,
             ${nameOf(sql`e.dismissed_by`)} AS dismisser_name, ${closedDoorColumn(sql`e.merchant_id`, sql`e.reported_at`)} AS closed_door_id
        FROM endings e JOIN merchants m ON m.id = e.merchant_id JOIN merchant_totals t ON t.merchant_id = m.id
        LEFT JOIN refund_runs u ON u.origin_id = e.id
       WHERE ${where}`
/** A holder sees the end of a shop they hold a card of; others what they see of shops anyway. */
export const mayReadEnding = (who: Who): Statement =>
  sql`(${mayReadMerchant(who)} OR EXISTS (SELECT 1 FROM cards c WHERE c.merchant_id = e.merchant_id AND c.consumer_id = ${who.subject_id}))`

export const insertEnding = (e: EndingRow): Statement =>
  sql`INSERT INTO endings (id, merchant_id, kind, reason, contact, evidence, reported_by, reported_at, closes_on, phase)
      VALUES (${e.id}, ${e.merchant_id}, ${e.kind}, ${e.reason}, ${e.contact}, ${e.evidence}, ${e.reported_by},
              ${e.reported_at}, ${e.closes_on}, ${e.phase})`
export const updateEnding = (e: EndingRow): Statement =>
  sql`UPDATE endings SET confirmed_by = ${e.confirmed_by}, confirmed_at = ${e.confirmed_at}, dismissed_by = ${e.dismissed_by},
             dismissed_at = ${e.dismissed_at}, dismissed_reason = ${e.dismissed_reason}, phase = ${e.phase},
             at_card = ${e.at_card}, told_count = ${e.told_count}, counted_count = ${e.counted_count},
             refunded_count = ${e.refunded_count}, failed_count = ${e.failed_count}, owed_fen = ${e.owed_fen},
             advance_fen = ${e.advance_fen}, payable_used_fen = ${e.payable_used_fen},
             deposit_used_fen = ${e.deposit_used_fen}, shortfall_fen = ${e.shortfall_fen},
             covered_fen = ${e.covered_fen}, began_at = ${e.began_at}, done_at = ${e.done_at}, version = ${e.version + 1}
       WHERE id = ${e.id}`

export type ClaimRow = { card_id: string; owed_fen: number; covered_fen: number; remainder: number }
/** Claims of one step, in one statement. */
export const insertClaims = (ending_id: string, claims: readonly ClaimRow[]): Statement =>
  sql`INSERT INTO ending_claims (ending_id, card_id, owed_fen, covered_fen)
      SELECT ${ending_id}, value ->> 'card_id', value ->> 'owed_fen', value ->> 'covered_fen'
        FROM json_each(${JSON.stringify(claims)})`
/** Found by their keys: an UPDATE … FROM would walk every claim of the ending for each step. */
const byCard = <T>(rows: readonly ({ card_id: string } & T)[], of: (row: T) => string | number) =>
  JSON.stringify(Object.fromEntries(rows.map((row) => [row.card_id, of(row)])))
export function allotClaimsStatement(ending_id: string, claims: readonly ClaimRow[]): Statement {
  const covered = byCard(claims, ({ covered_fen }) => covered_fen)
  const remainders = byCard(claims, ({ remainder }) => remainder)
  return sql`UPDATE ending_claims SET covered_fen = ${covered} ->> card_id, remainder = ${remainders} ->> card_id
              WHERE ending_id = ${ending_id} AND card_id IN (SELECT key FROM json_each(${covered}))`
}
export const addFenStatement = (ending_id: string, card_ids: readonly string[]): Statement =>
  sql`UPDATE ending_claims SET covered_fen = covered_fen + 1, remainder = -1
       WHERE ending_id = ${ending_id} AND card_id IN (SELECT value FROM json_each(${JSON.stringify(card_ids)}))`
export function refundedStatement(
  ending_id: string,
  refunds: readonly { card_id: string; refund_id: string }[],
): Statement {
  const by_card = byCard(refunds, ({ refund_id }) => refund_id)
  return sql`UPDATE ending_claims SET refund_id = ${by_card} ->> card_id
              WHERE ending_id = ${ending_id} AND card_id IN (SELECT key FROM json_each(${by_card}))`
}
