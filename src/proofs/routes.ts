import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { mayReadRefund, readRefunds, refundFrom } from '../refunds/store'
import { ClaimPack, type ClaimShopRow, presentPack } from './pack'
import { LotId, LotProof, presentSheet } from './sheet'
import { readLotRefundParts, readLotUses, readSheet, sheetFrom } from './store'

export const proofRoutes = newRouter()
const RedemptionId = z.string().regex(idPattern('rdm'))

export const readLotProofOperation = operation({
  method: 'get',
  path: '/v1/lots/:id/proof',
  operationId: 'readLotProof',
  tags: ['proofs'],
  summary: '一笔付款的凭证：合同、付款、每次使用、退款、现在能退多少',
  summary_en: 'Reads the proof of one payment: contract, payment, uses, refunds, what is left',
  traces: ['purpose', '一笔充值的凭据', 'the papers of a purchase'],
  policy: { consumer: 'own', owner: 'tenant', manager: 'tenant', supervisor: 'jurisdiction' },
  params: z.strictObject({ id: LotId }),
  query: z.strictObject({ after: RedemptionId.optional() }),
  answers: { 200: { description: '凭证', schema: LotProof } },
  refuses: ['lot_not_found'],
})
serveRead(proofRoutes, readLotProofOperation, {
  reads: (who, { params: { id }, query }) => ({
    sheet: readSheet(who, id),
    uses: readLotUses(id, query.after ?? ''),
    parts: readLotRefundParts(id),
  }),
  present: ({ actor, rows, now }) => {
    const sheet = sheetFrom(rows.sheet[0] ?? refuse('lot_not_found'))
    const { uses, parts } = rows
    return presentSheet({ sheet, uses, parts }, actor, now)
  },
})

export const readClaimPackOperation = operation({
  method: 'get',
  path: '/v1/refunds/:id/claim-pack',
  operationId: 'readClaimPack',
  tags: ['proofs'],
  summary: '店家停业或失联时，主张权利需要的一套材料',
  summary_en: 'Reads what a claim against a closed or vanished shop needs',
  policy: { consumer: 'own' },
  params: z.strictObject({ id: z.string().regex(idPattern('rfd')) }),
  answers: { 200: { description: '材料', schema: ClaimPack } },
  refuses: ['refund_not_found', 'claim_pack_not_for_this'],
})
type LotRow = { id: string; paid_fen: number }
serveRead(proofRoutes, readClaimPackOperation, {
  reads: (who, { params: { id } }) => ({
    refunds: readRefunds(sql`r.id = ${id} AND ${mayReadRefund(who)}`),
    shop: sql<ClaimShopRow>`SELECT m.name AS merchant_name, m.licence_no, m.legal_representative, m.address, m.district
          FROM refunds r JOIN merchants m ON m.id = r.merchant_id WHERE r.id = ${id}`,
    lots: sql<LotRow>`SELECT id, paid_fen FROM lots WHERE refund_id = ${id} ORDER BY bought_at, id`,
  }),
  present: ({ rows, now, city }) => {
    const refund = refundFrom(rows.refunds[0] ?? refuse('refund_not_found'))
    const is_about_an_end =
      refund.origin === 'closure' || refund.origin === 'incident' || refund.ground === 'shop_closed'
    if (!is_about_an_end) refuse('claim_pack_not_for_this')
    const shop = rows.shop[0] ?? refuse('refund_not_found')
    return presentPack(refund, shop, rows.lots, { now, city })
  },
})
