import * as z from 'zod'
import { factsOn } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { answerComplaint, rateComplaint, withdrawComplaint } from './desk'
import { fileComplaint, fileReport, leftFen, USES_SHOWN } from './file'
import { freezeFor } from './rules'
import { readCardUses, readFiling, readOwnComplaint, readSteps } from './store'
import {
  AnswerName,
  ComplaintId,
  ComplaintView,
  ComplaintWithSteps,
  KindCode,
  NoteText,
  presentComplaint,
  presentStep,
  WishName,
} from './views'

export const complaintRoutes = newRouter()
const tags = ['complaints']
const HOLDER = { consumer: 'own' } as const
const SHOP = { owner: 'tenant', manager: 'tenant' } as const
const CardId = z.string().regex(idPattern('crd'))
const params = z.strictObject({ id: ComplaintId })
const answers = { 200: { description: '这件投诉现在的样子', schema: ComplaintView } }
const AMOUNT_MAX = 1_000_000_000

const KindChoice = z.strictObject({ kind: KindCode, name: z.string(), name_en: z.string() })
const Filling = z
  .strictObject({
    object: z.literal('complaint_filling'),
    card_id: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    kinds: z.array(KindChoice),
    on_card_fen: z.int().meta({ description: '卡里没用的' }),
    amount_fen: z.int().meta({ description: '不点核销、不写金额时，有争议的钱就是这个数' }),
    open_complaint_id: z.string().nullable(),
    uses: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        at: z.string(),
        way: z.string(),
        amount_fen: z.int().meta({ description: '店家由此挣的，减去已退回的' }),
        is_settled: z.boolean().meta({ description: '投诉过，有了结果' }),
      }),
    ),
  })
  .meta({ id: 'ComplaintFilling', description: '投诉单上已经替您填好的' })
export const readComplaintFillingOperation = operation({
  method: 'get',
  path: '/v1/cards/:id/complaint-filling',
  operationId: 'readComplaintFilling',
  tags,
  summary: '投诉这张卡的店：已经替您填好的',
  summary_en: 'Reads what a complaint about a card has filled in already',
  policy: HOLDER,
  params: z.strictObject({ id: CardId }),
  answers: { 200: { description: '填好的', schema: Filling } },
  refuses: ['card_not_found'],
})
serveRead(complaintRoutes, readComplaintFillingOperation, {
  reads: (who, { params: { id } }, now) => ({
    filing: readFiling(who, id, localDate(now)),
    uses: readCardUses(
      sql`(SELECT id FROM cards WHERE id = ${id} AND consumer_id = ${who.subject_id})`,
      USES_SHOWN,
    ),
  }),
  present: ({ rows, city, now }) => {
    const filing = rows.filing[0] ?? refuse('card_not_found')
    const settled = JSON.parse(filing.settled_uses) as string[]
    const { amount_fen } = freezeFor({
      asked_fen: null,
      uses_fen: 0,
      on_card_fen: filing.escrow_fen,
    })
    return {
      object: 'complaint_filling' as const,
      card_id: filing.card_id,
      merchant_id: filing.merchant_id,
      merchant_name: filing.merchant_name,
      kinds: factsOn(city, 'complaint_kind', localDate(now)).flatMap(({ key, value }) =>
        value.way === 'complaint' ? [{ kind: key, name: value.name, name_en: value.name_en }] : [],
      ),
      on_card_fen: filing.escrow_fen,
      amount_fen,
      open_complaint_id: filing.open_complaint_id,
      uses: rows.uses.map((use) => ({
        id: use.id,
        label: use.label,
        at: use.ended_at,
        way: use.way,
        amount_fen: leftFen(use),
        is_settled: settled.includes(use.id),
      })),
    }
  },
})

export const fileComplaintOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/complaints',
  operationId: 'fileComplaint',
  tags,
  summary: '投诉：只有有争议的钱先不动，其余照常',
  summary_en: 'Files a complaint about a card; only the sum in question stays still',
  policy: HOLDER,
  params: z.strictObject({ id: CardId }),
  body: z
    .strictObject({
      kind: KindCode,
      wish: WishName,
      use_ids: z
        .array(z.string().regex(idPattern('rdm')))
        .max(USES_SHOWN)
        .optional()
        .meta({ description: '哪几笔核销有争议；不写就是卡里没用的钱' }),
      amount_fen: z
        .int()
        .min(0)
        .max(AMOUNT_MAX)
        .optional()
        .meta({ description: '有争议的钱；不写就是那几笔核销的合计，或卡里没用的' }),
      words: NoteText.optional(),
    })
    .meta({ id: 'NewComplaint' }),
  answers: { 201: { description: '已登记', schema: ComplaintView } },
  refuses: [
    'card_not_found',
    'complaint_kind_unknown',
    'complaint_use_unknown',
    'complaint_use_settled',
    'complaint_open_already',
    'complaints_used_up',
  ],
})
serveAct(complaintRoutes, fileComplaintOperation, (world, ask, { params: { id }, body }) =>
  fileComplaint(world, ask, {
    card_id: id,
    kind: body.kind,
    wish: body.wish,
    use_ids: body.use_ids ?? [],
    amount_fen: body.amount_fen ?? null,
    words: body.words ?? null,
  }),
)

export const fileReportOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/reports',
  operationId: 'fileReport',
  tags,
  summary: '举报一家店：没有当事人，不冻结，不调解；店家看不到',
  summary_en: 'Reports a shop: nothing is frozen or mediated, and the shop never reads it',
  policy: HOLDER,
  params: z.strictObject({ id: MerchantId }),
  body: z.strictObject({ kind: KindCode, words: NoteText }).meta({ id: 'NewReport' }),
  answers: { 201: { description: '已登记', schema: ComplaintView } },
  refuses: [
    'merchant_not_found',
    'complaint_kind_unknown',
    'complaint_open_already',
    'complaints_used_up',
  ],
})
serveAct(complaintRoutes, fileReportOperation, (world, ask, { params: { id }, body }) =>
  fileReport(world, ask, { merchant_id: id, ...body }),
)

export const readComplaintOperation = operation({
  method: 'get',
  path: '/v1/complaints/:id',
  operationId: 'readComplaint',
  tags,
  summary: '一件投诉，和办过的每一步',
  summary_en: 'Reads one complaint with its steps',
  traces: ['work', '一件投诉或举报', 'a complaint or report'],
  policy: { ...HOLDER, ...SHOP, supervisor: 'jurisdiction' },
  params,
  answers: { 200: { description: '这件投诉', schema: ComplaintWithSteps } },
  refuses: ['complaint_not_found'],
})
serveRead(complaintRoutes, readComplaintOperation, {
  reads: (who, { params: { id } }) => ({ found: readOwnComplaint(who, id), steps: readSteps(id) }),
  present: ({ rows, now, city, actor }) => ({
    ...presentComplaint(rows.found[0] ?? refuse('complaint_not_found'), {
      now,
      city,
      reader: actor.kind,
    }),
    steps: rows.steps.map((step) => presentStep(step, city)),
  }),
})

export const withdrawComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/withdrawal',
  operationId: 'withdrawComplaint',
  tags,
  summary: '撤回投诉，冻结解除',
  summary_en: 'Takes a complaint back; nothing stays frozen',
  policy: HOLDER,
  params,
  answers,
  refuses: ['complaint_not_found', 'complaint_not_open', 'complaint_changed_meanwhile'],
})
serveAct(complaintRoutes, withdrawComplaintOperation, (world, ask, { params: { id } }) =>
  withdrawComplaint(world, ask, id),
)

export const rateComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/rating',
  operationId: 'rateComplaint',
  tags,
  summary: '评价这件投诉办得怎么样，一到五星，一次',
  summary_en: 'Rates how a complaint was handled, once',
  policy: HOLDER,
  params,
  body: z
    .strictObject({ stars: z.int().min(1).max(5), words: NoteText.optional() })
    .meta({ id: 'ComplaintRating' }),
  answers,
  refuses: [
    'complaint_not_found',
    'complaint_not_closed',
    'complaint_rated_already',
    'complaint_changed_meanwhile',
  ],
})
serveAct(complaintRoutes, rateComplaintOperation, (world, ask, { params: { id }, body }) =>
  rateComplaint(world, ask, { id, stars: body.stars, words: body.words ?? null }),
)

export const answerComplaintOperation = operation({
  method: 'post',
  path: '/v1/complaints/:id/answer',
  operationId: 'answerComplaint',
  tags,
  summary: '店家答复投诉，一次，在期限内',
  summary_en: 'Answers a complaint, as the shop, once and in time',
  policy: SHOP,
  params,
  body: z.strictObject({ answer: AnswerName, words: NoteText }).meta({ id: 'ComplaintAnswer' }),
  answers,
  refuses: ['complaint_not_found', 'complaint_answer_not_wanted', 'complaint_changed_meanwhile'],
})
serveAct(complaintRoutes, answerComplaintOperation, (world, ask, { params: { id }, body }) =>
  answerComplaint(world, ask, { id, ...body }),
)
