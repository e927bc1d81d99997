import type { Instant } from '../kernel/time'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

export type WhistleRow = {
  id: string
  ending_id: string
  unit: string
  unit_name: string
  minutes: number
  blown_by: string
  blown_at: Instant
  due_at: Instant
  answered_by: string | null
  answered_at: Instant | null
  answer: string | null
  score: number | null
  score_note: string | null
  scored_at: Instant | null
  version: number
}
export const readWhistles = (who: Who, where: Statement): Statement<WhistleRow> =>
  sql<WhistleRow>`SELECT w.* FROM incident_whistles w JOIN endings e ON e.id = w.ending_id JOIN merchants m ON m.id = e.merchant_id
       WHERE ${where} AND ${mayReadMerchant(who)} ORDER BY w.minutes, w.id LIMIT 50`
export const insertWhistle = (w: WhistleRow): Statement =>
  sql`INSERT INTO incident_whistles (id, ending_id, unit, unit_name, minutes, blown_by, blown_at, due_at)
      VALUES (${w.id}, ${w.ending_id}, ${w.unit}, ${w.unit_name}, ${w.minutes}, ${w.blown_by}, ${w.blown_at}, ${w.due_at})`
export const updateWhistle = (w: WhistleRow): Statement =>
  sql`UPDATE incident_whistles SET answered_by = ${w.answered_by}, answered_at = ${w.answered_at}, answer = ${w.answer},
             score = ${w.score}, score_note = ${w.score_note}, scored_at = ${w.scored_at}, version = ${w.version + 1}
       WHERE id = ${w.id}`

type IncidentRow = {
  id: string
  merchant_id: string
  merchant_name: string
  address: string
  district: string
  licence_no: string
  legal_representative: string
  reason: string
  evidence: string | null
  reported_at: Instant
  confirmed_at: Instant | null
  dismissed_at: Instant | null
  done_at: Instant | null
  owed_fen: number
  reporter_name: string | null
  confirmer_name: string | null
}
const name = (id: Statement): Statement => sql`(SELECT name FROM officials WHERE id = ${id})`
/** A runaway within what the asker may see. */
export const readIncidentRow = (who: Who, id: string): Statement<IncidentRow> =>
  sql<IncidentRow>`SELECT e.id, e.merchant_id, m.name AS merchant_name, m.address, m.district, m.licence_no,
             m.legal_representative, e.reason, e.evidence, e.reported_at, e.confirmed_at, e.dismissed_at, e.done_at,
             iif(e.owed_fen > 0, e.owed_fen, t.owed_fen) AS owed_fen,
             ${name(sql`e.reported_by`)} AS reporter_name, ${name(sql`e.confirmed_by`)} AS confirmer_name
        FROM endings e JOIN merchants m ON m.id = e.merchant_id JOIN merchant_totals t ON t.merchant_id = m.id
       WHERE e.id = ${id} AND e.kind = 'incident' AND ${mayReadMerchant(who)}`

type RefundSumsRow = { state: string; n: number; fen: number }
/** How the refunds of an incident stand, part by part. */
export const readRefundSums = (id: string): Statement<RefundSumsRow> =>
  sql<RefundSumsRow>`SELECT p.state, count(*) AS n, coalesce(sum(p.amount_fen), 0) AS fen
        FROM refunds r JOIN refund_parts p ON p.refund_id = r.id WHERE r.origin_id = ${id} GROUP BY p.state`
type CardRow = {
  card_id: string
  owed_fen: number
  covered_fen: number
  status: string | null
}
const CARDS_MAX = 5_000
/** What is owed card by card, as the incident counted it; before it counted, nothing. */
export const readIncidentCards = (id: string): Statement<CardRow> =>
  sql<CardRow>`SELECT q.card_id, q.owed_fen, q.covered_fen, r.status
        FROM ending_claims q LEFT JOIN refunds r ON r.id = q.refund_id WHERE q.ending_id = ${id}
       ORDER BY q.card_id LIMIT ${CARDS_MAX}`
