import { isMineCondition } from '../identity/store'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

type Outcome = 'won' | 'lost' | 'closed'
export type DisputeRow = {
  id: string
  provider: string
  provider_ref: string
  payment_ref: string
  purchase_id: string | null
  lot_id: string | null
  card_id: string | null
  merchant_id: string | null
  payer_id: string | null
  amount_fen: number
  currency: string
  reason: string
  status: string
  taken_fen: number
  fee_fen: number
  respond_by: Instant | null
  has_evidence: 0 | 1
  held_fen: number
  reserved_fen: number
  outcome: Outcome | null
  unused_fen: number
  claim_fen: number
  payer_fen: number
  collected_fen: number
  evidence: string | null
  evidence_by: string | null
  evidence_at: Instant | null
  submitted_by: string | null
  submitted_at: Instant | null
  opened_at: Instant
  seen_at: Instant
  next_check_at: Instant | null
  decided_at: Instant | null
  version: number
}
/** A dispute as its readers find it, with its shop's name. */
export type DisputeDetailRow = DisputeRow & { merchant_name: string | null }
export const readDisputes = (where: Statement) =>
  sql<DisputeDetailRow>`SELECT d.*, m.name AS merchant_name FROM disputes d LEFT JOIN merchants m ON m.id = d.merchant_id
       LEFT JOIN cards c ON c.id = d.card_id WHERE ${where}`

/** Whose disputes the asker may see: of their own card or payment, their shop's, their jurisdiction's, or all. */
export const mayReadDispute = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'consumer' THEN c.consumer_id = ${who.subject_id} OR ${isMineCondition(sql`d.payer_id`, who.subject_id)}
        WHEN 'staff' THEN d.merchant_id = ${who.merchant_id}
        WHEN 'regulator' THEN m.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END`

export const insertDispute = (d: DisputeRow): Statement =>
  sql`INSERT INTO disputes (id, provider, provider_ref, payment_ref, purchase_id, lot_id, card_id, merchant_id, payer_id,
                            amount_fen, currency, reason, status, taken_fen, fee_fen, respond_by, has_evidence, held_fen,
                            reserved_fen, opened_at, seen_at, next_check_at)
      VALUES (${d.id}, ${d.provider}, ${d.provider_ref}, ${d.payment_ref}, ${d.purchase_id}, ${d.lot_id}, ${d.card_id},
              ${d.merchant_id}, ${d.payer_id}, ${d.amount_fen}, ${d.currency}, ${d.reason}, ${d.status}, ${d.taken_fen},
              ${d.fee_fen}, ${d.respond_by}, ${d.has_evidence}, ${d.held_fen}, ${d.reserved_fen}, ${d.opened_at},
              ${d.seen_at}, ${d.next_check_at})`

/** Writes how a dispute stands by now; it is decided once, and its evidence sent once (trigger). */
export const updateDispute = (d: DisputeRow): Statement =>
  sql`UPDATE disputes
         SET purchase_id = ${d.purchase_id}, lot_id = ${d.lot_id}, card_id = ${d.card_id},
             merchant_id = ${d.merchant_id}, payer_id = ${d.payer_id}, amount_fen = ${d.amount_fen},
             status = ${d.status}, taken_fen = ${d.taken_fen}, fee_fen = ${d.fee_fen}, respond_by = ${d.respond_by},
             has_evidence = ${d.has_evidence}, held_fen = ${d.held_fen}, reserved_fen = ${d.reserved_fen},
             outcome = ${d.outcome}, unused_fen = ${d.unused_fen}, claim_fen = ${d.claim_fen},
             payer_fen = ${d.payer_fen}, collected_fen = ${d.collected_fen}, evidence = ${d.evidence},
             evidence_by = ${d.evidence_by}, evidence_at = ${d.evidence_at}, submitted_by = ${d.submitted_by},
             submitted_at = ${d.submitted_at}, next_check_at = ${d.next_check_at}, decided_at = ${d.decided_at},
             version = ${d.version + 1}
       WHERE id = ${d.id}`

export type RecoveryRow = {
  id: string
  dispute_id: string
  merchant_id: string
  kind: 'unused' | 'claim'
  amount_fen: number
  created_at: Instant
  funded_at: Instant | null
  version: number
}
export const insertRecovery = (r: RecoveryRow): Statement =>
  sql`INSERT INTO dispute_recoveries (id, dispute_id, merchant_id, kind, amount_fen, created_at)
      VALUES (${r.id}, ${r.dispute_id}, ${r.merchant_id}, ${r.kind}, ${r.amount_fen}, ${r.created_at})`
export const fundRecoveryStatement = (r: RecoveryRow, now: Instant): Statement =>
  sql`UPDATE dispute_recoveries SET funded_at = ${now}, version = ${r.version + 1} WHERE id = ${r.id}`
