import * as z from 'zod'
import { Line, MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { askForExport, decideExport } from './permits'
import { ExportPermit, PermitId, presentPermit, readPermits } from './store'

export const permitRoutes = newRouter()
const tags = ['exports']
const OFFICES = { bank: 'all', operator: 'all' } as const

export const askForExportOperation = operation({
  method: 'post',
  path: '/v1/exports/permits',
  operationId: 'askForExport',
  tags,
  summary: '申请导出账簿：另一个人同意后，申请人 24 小时内下载',
  summary_en: 'Asks for a file of the books; another person must agree',
  policy: OFFICES,
  body: z
    .strictObject({
      from: z.iso.date().meta({ description: '从这一天起（含）' }),
      to: z.iso.date().meta({ description: '到这一天止（含）' }),
      merchant_id: MerchantId.optional().meta({ description: '只要一家店；不写：全市' }),
      detail: z.enum(['shop', 'card']).default('shop'),
      reason: Line({ min: 4, max: 200 }),
    })
    .meta({ id: 'NewExportPermit' }),
  answers: { 201: { description: '已申请', schema: ExportPermit } },
  refuses: ['merchant_not_found'],
})
serveAct(permitRoutes, askForExportOperation, (world, ask, { body }) =>
  askForExport(world, ask, { ...body, merchant_id: body.merchant_id ?? null }),
)

export const listExportPermitsOperation = operation({
  method: 'get',
  path: '/v1/exports/permits',
  operationId: 'listExportPermits',
  tags,
  summary: '导出账簿的申请，新的在前：谁、为什么、同意了没有',
  summary_en: 'Lists who asked for files of the books, newest first',
  policy: OFFICES,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '申请', schema: listSchema(ExportPermit, 'ExportPermits') } },
  refuses: ['cursor_invalid'],
})
serveRead(permitRoutes, listExportPermitsOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    permits: readPermits(
      who,
      sql`x.id < ${cursorKey(cursor) ?? '~'} ORDER BY x.id DESC LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.permits, query.limit, ({ id }) => id, presentPermit),
})

export const decideExportOperation = operation({
  method: 'post',
  path: '/v1/exports/permits/:id/decision',
  operationId: 'decideExport',
  tags,
  summary: '同意或拒绝一次导出；同意须是另一个人',
  summary_en: 'Agrees to a file of the books, or refuses it; who agrees is another person',
  policy: OFFICES,
  params: z.strictObject({ id: PermitId }),
  body: z.strictObject({ agreed: z.boolean() }).meta({ id: 'ExportDecision' }),
  answers: { 201: { description: '已决定', schema: ExportPermit } },
  refuses: ['export_permit_not_found', 'export_permit_not_waiting', 'checker_must_not_be_maker'],
})
serveAct(permitRoutes, decideExportOperation, (world, ask, { params, body }) =>
  decideExport(world, ask, { ...params, ...body }),
)
