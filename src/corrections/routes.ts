import * as z from 'zod'
import { SixDigits } from '../identity/objects'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { correctRedemption } from './correct'
import { readCorrections } from './store'
import { CorrectionId, CorrectionView, presentCorrection } from './views'

export const correctionRoutes = newRouter()
const TILL = { owner: 'tenant', manager: 'tenant', cashier: 'tenant' } as const
const BOTH_SIDES = { ...TILL, consumer: 'own' } as const
const RedemptionId = z.string().regex(idPattern('rdm'))

const NewCorrection = z
  .strictObject({
    kind: z.enum(['void', 'refund']),
    units: z.int().min(1).optional(),
    reason: z.string().trim().min(2).max(100),
    till_pin: SixDigits.optional().meta({ description: '经手人自己的收银密码；设过的必填' }),
  })
  .refine((c) => c.kind === 'refund' || c.units === undefined, {
    message: '撤销总是整笔，不写 units',
    path: ['units'],
  })
  .meta({ id: 'NewCorrection' })

export const correctRedemptionOperation = operation({
  method: 'post',
  path: '/v1/redemptions/:id/corrections',
  operationId: 'correctRedemption',
  tags: ['corrections'],
  summary: '更正一笔核销：当天撤销，或退回全部、一部分',
  summary_en: 'Corrects a use: voids it on its day, or gives back all or part',
  description:
    '退回的数量回到原来那笔充值，钱从店家的应付款退回卡里。店家的钱已经出款时先登记，等下一笔收入自动退回。',
  policy: { ...TILL, terminal: 'tenant' },
  params: z.strictObject({ id: RedemptionId }),
  body: NewCorrection,
  answers: { 201: { description: '已退回，或已登记等待', schema: CorrectionView } },
  refuses: [
    'redemption_not_found',
    'till_pin_required',
    'till_pin_locked',
    'till_pin_wrong',
    'redemption_not_correctable',
    'correction_exceeds_use',
    'void_is_for_today',
    'void_is_for_the_same_till',
    'refund_needs_a_manager',
    'lot_already_refunded',
    'lot_in_dispute',
    'card_closed',
    'card_changed_meanwhile',
  ],
})
serveAct(correctionRoutes, correctRedemptionOperation, (world, ask, { params, body }) =>
  correctRedemption(world, ask, {
    redemption_id: params.id,
    ...body,
    units: body.units ?? null,
    till_pin: body.till_pin ?? null,
  }),
)

export const readCorrectionOperation = operation({
  method: 'get',
  path: '/v1/corrections/:id',
  operationId: 'readCorrection',
  tags: ['corrections'],
  summary: '一笔更正',
  summary_en: 'Reads one correction',
  policy: BOTH_SIDES,
  params: z.strictObject({ id: CorrectionId }),
  answers: { 200: { description: '更正', schema: CorrectionView } },
  refuses: ['correction_not_found'],
})
serveRead(correctionRoutes, readCorrectionOperation, {
  reads: (who, { params }) => ({ corrections: readCorrections(who, sql`k.id = ${params.id}`) }),
  present: ({ rows }) => presentCorrection(rows.corrections[0] ?? refuse('correction_not_found')),
})

export const listCorrectionsOperation = operation({
  method: 'get',
  path: '/v1/corrections',
  operationId: 'listCorrections',
  tags: ['corrections'],
  summary: '更正，新的在前',
  summary_en: 'Lists corrections, newest first',
  policy: BOTH_SIDES,
  query: z.strictObject({ ...pageQuery, redemption_id: RedemptionId.optional() }),
  answers: { 200: { description: '更正', schema: listSchema(CorrectionView, 'CorrectionList') } },
  refuses: ['cursor_invalid'],
})
serveRead(correctionRoutes, listCorrectionsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const of = query.redemption_id ?? null
    return {
      corrections: readCorrections(
        who,
        sql`(${before} IS NULL OR k.id < ${before}) AND (${of} IS NULL OR k.redemption_id = ${of})
            ORDER BY k.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.corrections ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentCorrection(row),
    ),
})
