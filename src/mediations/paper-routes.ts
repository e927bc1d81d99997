import * as z from 'zod'
import { valueOn } from '../kernel/city'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { proposeMediationBatch, readShop } from './clock'
import { isInJurisdiction } from './propose'
import { type BatchRow, readOwnMediation } from './store'
import { MediationBatchView, MediationId, NoteText, presentBatch, presentMediation } from './views'

export const mediationPaperRoutes = newRouter()
const tags = ['mediations']
const OFFICIAL = { supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: MediationId })

const Packet = z
  .strictObject({
    object: z.literal('mediation_packet'),
    mediation_id: MediationId,
    agreement: z.string().meta({ description: '协议书全文' }),
    agreement_hash: z.string().meta({ description: '协议书和双方的哈希' }),
    agreed_fen: z.int(),
    executed_refund_id: z.string(),
    court_name: z.string(),
    confirm_by: z.string(),
    can_confirm: z.boolean(),
    court_no: z.string().nullable(),
    documents: z.array(z.strictObject({ name: z.string(), name_en: z.string() })),
    application: z.string().meta({ description: '司法确认申请书，姓名住址由本人填写' }),
  })
  .meta({ id: 'MediationPacket', description: '司法确认要的一套材料；三十日内双方共同申请' })
const DOCUMENTS = [
  { name: '司法确认申请书（双方签名、盖章）', name_en: 'The application, signed by both' },
  { name: '调解协议书', name_en: 'The agreement' },
  { name: '甲方身份证复印件、乙方营业执照复印件', name_en: 'Identity card and business licence' },
  { name: '购卡合同与付款凭证', name_en: 'The contract of the card and proof of payment' },
] as const
export const readMediationPacketOperation = operation({
  method: 'get',
  path: '/v1/mediations/:id/packet',
  operationId: 'readMediationPacket',
  tags,
  summary: '司法确认的一套材料：协议书、申请书、去哪个法院、到哪一天',
  summary_en: 'Reads what a court needs to confirm an agreement, and until when',
  traces: ['work', '司法确认的材料', 'papers for a court'],
  policy: { consumer: 'own', owner: 'tenant', ...OFFICIAL },
  params,
  answers: { 200: { description: '材料', schema: Packet } },
  refuses: ['mediation_not_found', 'mediation_not_agreed'],
})
serveRead(mediationPaperRoutes, readMediationPacketOperation, {
  reads: (who, { params: { id } }) => ({ found: readOwnMediation(who, id) }),
  present: ({ rows, now, city, actor }) => {
    const n = rows.found[0] ?? refuse('mediation_not_found')
    const { agreement, agreement_hash, executed_refund_id, confirm_by } = n
    if (!agreement || !agreement_hash || !executed_refund_id || !confirm_by)
      return refuse('mediation_not_agreed')
    const court = valueOn(city, 'court', n.district, localDate(now))?.name
    const court_name = court ?? '有管辖权的人民法院'
    return {
      object: 'mediation_packet' as const,
      mediation_id: n.id,
      agreement,
      agreement_hash,
      agreed_fen: n.agreed_fen,
      executed_refund_id,
      court_name,
      confirm_by,
      can_confirm: presentMediation(n, { now, city, reader: actor.kind }).can_confirm,
      court_no: n.court_no,
      documents: DOCUMENTS.map((one) => ({ ...one })),
      application: [
        `${court_name}：`,
        `申请人甲：____________（身份证号 __________________），手机号 ${n.holder_mask}`,
        `申请人乙：${n.merchant_name}，统一社会信用代码 ${n.licence_no}`,
        `请求：确认双方于 ${localDate(n.ended_at ?? now)} 达成的调解协议（编号 ${n.id}）有效。`,
        `事实与理由：双方就预付卡 ${n.card_id} 的退款经调解达成协议，内容见所附调解协议书，哈希 ${agreement_hash}。双方自愿，没有恶意串通、没有规避法律，没有损害他人利益。`,
        '申请人（签名、盖章）：____________  ____________　日期：____________',
      ].join('\n'),
    }
  },
})

export const proposeMediationBatchOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/mediation-batches',
  operationId: 'proposeMediationBatch',
  tags,
  summary: '给一家店的每位持卡人各提一份方案，由平台逐张卡发',
  summary_en: 'Proposes a settlement to every holder of a shop, card by card',
  policy: OFFICIAL,
  params: z.strictObject({ id: MerchantId }),
  body: z
    .strictObject({
      share_bp: z.int().min(0).max(10_000).meta({ description: '最少和最多之间归顾客的，万分数' }),
      words: NoteText,
    })
    .meta({ id: 'NewMediationBatch' }),
  answers: { 201: { description: '正在发', schema: MediationBatchView } },
  refuses: ['merchant_not_found', 'mediation_batch_open_already'],
})
serveAct(mediationPaperRoutes, proposeMediationBatchOperation, (world, ask, { params, body }) =>
  proposeMediationBatch(world, ask, { merchant_id: params.id, ...body }),
)

export const listMediationBatchesOperation = operation({
  method: 'get',
  path: '/v1/merchants/:id/mediation-batches',
  operationId: 'listMediationBatches',
  tags,
  summary: '一家店的各批方案，发到哪里了',
  summary_en: 'Lists batches of proposals to the holders of a shop',
  policy: OFFICIAL,
  params: z.strictObject({ id: MerchantId }),
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '各批', schema: listSchema(MediationBatchView, 'MediationBatchList') },
  },
  refuses: ['merchant_not_found', 'cursor_invalid'],
})
serveRead(mediationPaperRoutes, listMediationBatchesOperation, {
  reads: (who, { params: { id }, query: { cursor, limit } }) => ({
    shop: readShop(who, id),
    batches: sql<BatchRow>`SELECT b.* FROM mediation_batches b JOIN merchants m ON m.id = b.merchant_id
        WHERE b.merchant_id = ${id} AND ${isInJurisdiction(who)}
          AND (${cursorKey(cursor)} IS NULL OR b.id < ${cursorKey(cursor)}) ORDER BY b.id DESC LIMIT ${limit + 1}`,
  }),
  present: ({ rows }, { query }) => {
    if (rows.shop.length === 0) refuse('merchant_not_found')
    return pageFrom(rows.batches, query.limit, ({ id }) => id, presentBatch)
  },
})
