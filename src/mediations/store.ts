import type { Outcome } from '../complaints/words'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Side } from './rules'

type MediationStatus = 'proposed' | 'agreed' | 'declined' | 'lapsed' | 'withdrawn'
type MediationRow = {
  id: string
  batch_id: string | null
  complaint_id: string | null
  refund_id: string | null
  card_id: string
  merchant_id: string
  district: string
  consumer_id: string
  unit: string
  low_fen: number
  high_fen: number
  agreed_fen: number
  words: string
  proposed_by: string
  proposed_at: Instant
  answer_by: Instant
  status: MediationStatus
  holder_at: Instant | null
  shop_at: Instant | null
  shop_by: string | null
  declined_by: Side | null
  decline_words: string | null
  ended_at: Instant | null
  executed_refund_id: string | null
  agreement: string | null
  agreement_hash: string | null
  confirm_by: Instant | null
  court_no: string | null
  court_on: string | null
  version: number
}
export type MediationDetailRow = MediationRow & {
  merchant_name: string
  licence_no: string
  legal_representative: string
  address: string
  holder_mask: string
  complaint_outcome: Outcome | null
}

/** Whose proposals the asker may see: the holder's, the shop's, the jurisdiction's. */
export const mayReadMediation = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'consumer' THEN n.consumer_id = ${who.subject_id}
        WHEN 'staff' THEN n.merchant_id = ${who.merchant_id}
        WHEN 'regulator' THEN n.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        ELSE 0 END`
export const readMediations = (where: Statement) =>
  sql<MediationDetailRow>`SELECT n.*, m.name AS merchant_name, m.licence_no, m.legal_representative, m.address,
        c.phone_mask AS holder_mask,
        (SELECT k.outcome FROM complaints k WHERE k.id = n.complaint_id) AS complaint_outcome
      FROM mediations n JOIN merchants m ON m.id = n.merchant_id JOIN consumers c ON c.id = n.consumer_id
     WHERE ${where}`
export const readOwnMediation = (who: Who, id: string) =>
  readMediations(sql`n.id = ${id} AND ${mayReadMediation(who)}`)

export const insertMediation = (n: MediationRow): Statement =>
  sql`INSERT INTO mediations (id, batch_id, complaint_id, refund_id, card_id, merchant_id, district, consumer_id, unit,
        low_fen, high_fen, agreed_fen, words, proposed_by, proposed_at, answer_by, status)
      VALUES (${n.id}, ${n.batch_id}, ${n.complaint_id}, ${n.refund_id}, ${n.card_id}, ${n.merchant_id}, ${n.district},
        ${n.consumer_id}, ${n.unit}, ${n.low_fen}, ${n.high_fen}, ${n.agreed_fen}, ${n.words}, ${n.proposed_by},
        ${n.proposed_at}, ${n.answer_by}, ${n.status})`

/** Writes how a proposal stands; whoever read it earlier decides again (trigger). */
export const updateMediation = (n: MediationRow): Statement =>
  sql`UPDATE mediations SET status = ${n.status}, holder_at = ${n.holder_at}, shop_at = ${n.shop_at},
        shop_by = ${n.shop_by}, declined_by = ${n.declined_by}, decline_words = ${n.decline_words},
        ended_at = ${n.ended_at}, executed_refund_id = ${n.executed_refund_id}, agreement = ${n.agreement},
        agreement_hash = ${n.agreement_hash}, confirm_by = ${n.confirm_by}, court_no = ${n.court_no},
        court_on = ${n.court_on}, version = ${n.version + 1}
      WHERE id = ${n.id}`

export type BatchRow = {
  id: string
  merchant_id: string
  share_bp: number
  words: string
  proposed_by: string
  proposed_at: Instant
  at_card: string
  offered_count: number
  passed_count: number
  done_at: Instant | null
  version: number
}
export const insertBatch = (b: BatchRow): Statement =>
  sql`INSERT INTO mediation_batches (id, merchant_id, share_bp, words, proposed_by, proposed_at)
      VALUES (${b.id}, ${b.merchant_id}, ${b.share_bp}, ${b.words}, ${b.proposed_by}, ${b.proposed_at})`
export const updateBatch = (b: BatchRow): Statement =>
  sql`UPDATE mediation_batches SET at_card = ${b.at_card}, offered_count = ${b.offered_count},
        passed_count = ${b.passed_count}, done_at = ${b.done_at}, version = ${b.version + 1} WHERE id = ${b.id}`

type OpenMediationRow = { id: string }
/** The proposal of a card that waits for answers. */
export const readOpenMediation = (card_id: Statement) =>
  sql<OpenMediationRow>`SELECT id FROM mediations WHERE card_id = ${card_id} AND status = 'proposed'`
