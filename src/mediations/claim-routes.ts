import * as z from 'zod'
import { readNamedUses, readOwnComplaint, readSteps } from '../complaints/store'
import { ComplaintId } from '../complaints/views'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { readRefundable, readRefunds, refundableFrom, refundFrom } from '../refunds/store'
import { ComplaintClaimPack, presentClaim } from './claim'
import { complaintFailure } from './rules'
import { mayReadMediation, readMediations } from './store'

export const claimRoutes = newRouter()

export const readComplaintClaimPackOperation = operation({
  method: 'get',
  path: '/v1/complaints/:id/claim-pack',
  operationId: 'readComplaintClaimPack',
  tags: ['mediations'],
  summary: '调解不成以后，向法院主张权利要的一套材料',
  summary_en: 'Reads what a court needs of a complaint whose mediation failed',
  policy: { consumer: 'own' },
  params: z.strictObject({ id: ComplaintId }),
  answers: { 200: { description: '材料', schema: ComplaintClaimPack } },
  refuses: ['complaint_not_found', 'complaint_claim_pack_not_yet', 'card_not_found'],
})
type ShopRow = { name: string; licence_no: string; legal_representative: string; address: string }
type PartsRow = { refunded_fen: number; on_the_way_fen: number }
serveRead(claimRoutes, readComplaintClaimPackOperation, {
  reads: (who, { params: { id } }) => {
    const card = sql`(SELECT card_id FROM complaints WHERE id = ${id})`
    return {
      found: readOwnComplaint(who, id),
      steps: readSteps(id),
      proposals: readMediations(
        sql`n.complaint_id = ${id} AND ${mayReadMediation(who)} ORDER BY n.id DESC LIMIT 60`,
      ),
      card: readRefundable(sql`c.id = ${card} AND c.consumer_id = ${who.subject_id}`),
      refunds: readRefunds(
        sql`r.card_id = ${card} AND (r.status IN ('asked', 'contested')
              OR (r.cause = 'merchant' AND r.status <> 'withdrawn')) ORDER BY r.id LIMIT 60`,
      ),
      parts: sql<PartsRow>`SELECT
            coalesce(sum(p.amount_fen) FILTER (WHERE p.state = 'succeeded'), 0) AS refunded_fen,
            coalesce(sum(p.amount_fen) FILTER (WHERE p.state IN ('created', 'sent', 'awaiting_account')), 0)
              AS on_the_way_fen
          FROM lots l JOIN refund_parts p ON p.lot_id = l.id WHERE l.card_id = ${card}`,
      uses: readNamedUses(id),
      shop: sql<ShopRow>`SELECT m.name, m.licence_no, m.legal_representative, m.address
          FROM complaints k JOIN merchants m ON m.id = k.merchant_id WHERE k.id = ${id}`,
    }
  },
  present: ({ rows, now, city }) => {
    const complaint = rows.found[0] ?? refuse('complaint_not_found')
    const { proposals, steps, uses } = rows
    const failure =
      complaintFailure(complaint.outcome, proposals, now) ?? refuse('complaint_claim_pack_not_yet')
    const seen = refundableFrom(rows.card[0] ?? refuse('card_not_found'))
    const shop = rows.shop[0] ?? refuse('complaint_not_found')
    const parts = rows.parts[0] ?? { refunded_fen: 0, on_the_way_fen: 0 }
    const refunds = rows.refunds.map(refundFrom)
    return presentClaim(
      { complaint, failure, steps, proposals, seen, refunds, parts, uses, shop },
      { now, city },
    )
  },
})
