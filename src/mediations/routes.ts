import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { awardRange } from '../refunds/settle'
import { refundableFrom, refundFrom } from '../refunds/store'
import { acceptMediation, declineMediation, recordConfirmation, withdrawMediation } from './answer'
import { isInJurisdiction, proposeMediation, settlingReads } from './propose'
import { mayReadMediation, readMediations, readOwnMediation } from './store'
import { MediationId, MediationProposalView, NoteText, presentMediation } from './views'

export const mediationProposalRoutes = newRouter()
const tags = ['mediations']
const HOLDER = { consumer: 'own' } as const
const SHOP = { owner: 'tenant' } as const
const OFFICIAL = { supervisor: 'jurisdiction' } as const
const CardId = z.string().regex(idPattern('crd'))
const params = z.strictObject({ id: MediationId })
const answers = { 200: { description: '这份方案现在的样子', schema: MediationProposalView } }
const SUM_MAX = 1_000_000_000
const at_hand = [
  'mediation_not_found',
  'mediation_not_open',
  'mediation_over',
  'mediation_changed_meanwhile',
] as const

const RangeView = z
  .strictObject({
    object: z.literal('mediation_range'),
    card_id: CardId,
    low_fen: z.int().meta({ description: '没有争议、至少该退的，分' }),
    high_fen: z.int().meta({ description: '法律最多给的，分' }),
    refund_id: z.string().nullable().meta({ description: '已经在等结果的退款；没有为 null' }),
    open_mediation_id: z.string().nullable(),
  })
  .meta({ id: 'MediationRange', description: '一张卡可以调解的范围，由退款的算法给' })
export const readMediationRangeOperation = operation({
  method: 'get',
  path: '/v1/cards/:id/mediation-range',
  operationId: 'readMediationRange',
  tags,
  summary: '一张卡可以调解的范围：至少退多少，最多退多少',
  summary_en: 'Reads between which sums a card may be settled',
  traces: ['work', '一张卡可以调解的范围', 'what a card may be settled for'],
  policy: OFFICIAL,
  params: z.strictObject({ id: CardId }),
  answers: { 200: { description: '范围', schema: RangeView } },
  refuses: ['card_not_found', 'mediation_nothing_to_settle'],
})
serveRead(mediationProposalRoutes, readMediationRangeOperation, {
  reads: (who, { params: { id } }) => settlingReads(sql`${id}`, isInJurisdiction(who)),
  present: ({ rows, now }) => {
    const seen = refundableFrom(rows.card[0] ?? refuse('card_not_found'))
    const open = rows.refund[0] ? refundFrom(rows.refund[0]) : undefined
    const range = awardRange(seen, open, now) ?? refuse('mediation_nothing_to_settle')
    return {
      object: 'mediation_range' as const,
      card_id: seen.card.id,
      ...range,
      open_mediation_id: rows.open[0]?.id ?? null,
    }
  },
})

export const proposeMediationOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/mediations',
  operationId: 'proposeMediation',
  tags,
  summary: '提出调解方案：退多少，在法律给的范围以内；不写就按最多的',
  summary_en: 'Proposes a settlement of a card, within what the law gives',
  policy: OFFICIAL,
  params: z.strictObject({ id: CardId }),
  body: z
    .strictObject({ agreed_fen: z.int().min(0).max(SUM_MAX).optional(), words: NoteText })
    .meta({ id: 'NewMediationProposal' }),
  answers: { 201: { description: '等双方答复', schema: MediationProposalView } },
  refuses: [
    'card_not_found',
    'mediation_complaint_not_accepted',
    'mediation_open_already',
    'mediation_nothing_to_settle',
    'mediation_outside_range',
  ],
})
serveAct(mediationProposalRoutes, proposeMediationOperation, (world, ask, { params, body }) =>
  proposeMediation(world, ask, {
    card_id: params.id,
    agreed_fen: body.agreed_fen ?? null,
    words: body.words,
  }),
)

export const readMediationProposalOperation = operation({
  method: 'get',
  path: '/v1/mediations/:id',
  operationId: 'readMediationProposal',
  tags,
  summary: '一份调解方案',
  summary_en: 'Reads one proposal',
  traces: ['work', '一份调解方案', 'a proposal of a mediator'],
  policy: { ...HOLDER, ...SHOP, manager: 'tenant', ...OFFICIAL },
  params,
  answers,
  refuses: ['mediation_not_found'],
})
serveRead(mediationProposalRoutes, readMediationProposalOperation, {
  reads: (who, { params: { id } }) => ({ found: readOwnMediation(who, id) }),
  present: ({ rows, now, city, actor }) =>
    presentMediation(rows.found[0] ?? refuse('mediation_not_found'), {
      now,
      city,
      reader: actor.kind,
    }),
})

export const listMediationProposalsOperation = operation({
  method: 'get',
  path: '/v1/mediations',
  operationId: 'listMediationProposals',
  tags,
  summary: '调解方案，新的在前；可按卡、按投诉、按状态',
  summary_en: 'Lists proposals, newest first',
  traces: ['work', '调解方案的清单', 'the list of proposals'],
  policy: { ...HOLDER, ...SHOP, manager: 'tenant', ...OFFICIAL },
  query: z.strictObject({
    ...pageQuery,
    card_id: CardId.optional(),
    complaint_id: z.string().regex(idPattern('cpl')).optional(),
    status: z.enum(['proposed', 'agreed', 'declined', 'lapsed', 'withdrawn']).optional(),
  }),
  answers: {
    200: {
      description: '调解方案',
      schema: listSchema(MediationProposalView, 'MediationProposalList'),
    },
  },
  refuses: ['cursor_invalid'],
})
serveRead(mediationProposalRoutes, listMediationProposalsOperation, {
  reads: (
    who,
    { query: { card_id = null, complaint_id = null, status = null, cursor, limit } },
  ) => ({
    found:
      readMediations(sql`${mayReadMediation(who)} AND (${card_id} IS NULL OR n.card_id = ${card_id})
        AND (${complaint_id} IS NULL OR n.complaint_id = ${complaint_id}) AND (${status} IS NULL OR n.status = ${status})
        AND (${cursorKey(cursor)} IS NULL OR n.id < ${cursorKey(cursor)}) ORDER BY n.id DESC LIMIT ${limit + 1}`),
  }),
  present: ({ rows, now, city, actor }, { query }) =>
    pageFrom(
      rows.found,
      query.limit,
      ({ id }) => id,
      (row) => presentMediation(row, { now, city, reader: actor.kind }),
    ),
})

const accepting = [
  'mediation_accepted_already',
  'mediation_figure_changed',
  'lot_in_dispute',
  'card_changed_meanwhile',
  'refund_changed_meanwhile',
  'refund_exceeds_what_is_left',
] as const
export const acceptMediationAsHolderOperation = operation({
  method: 'post',
  path: '/v1/mediations/:id/holder-acceptance',
  operationId: 'acceptMediationAsHolder',
  tags,
  summary: '持卡人同意方案；双方都同意，协议生效，退款马上办',
  summary_en: 'Accepts a proposal, as the holder; by the second word it is carried out',
  policy: HOLDER,
  step_up: {},
  params,
  answers,
  refuses: [...at_hand, ...accepting],
})
serveAct(mediationProposalRoutes, acceptMediationAsHolderOperation, (world, ask, { params }) =>
  acceptMediation(world, ask, { id: params.id, side: 'holder' }),
)
export const acceptMediationAsShopOperation = operation({
  method: 'post',
  path: '/v1/mediations/:id/shop-acceptance',
  operationId: 'acceptMediationAsShop',
  tags,
  summary: '店主同意方案；双方都同意，协议生效，退款马上办',
  summary_en: 'Accepts a proposal, as the shop’s owner; by the second word it is carried out',
  policy: SHOP,
  params,
  answers,
  refuses: [...at_hand, ...accepting],
})
serveAct(mediationProposalRoutes, acceptMediationAsShopOperation, (world, ask, { params }) =>
  acceptMediation(world, ask, { id: params.id, side: 'shop' }),
)

export const declineMediationOperation = operation({
  method: 'post',
  path: '/v1/mediations/:id/decline',
  operationId: 'declineMediation',
  tags,
  summary: '不同意方案，投诉照常办',
  summary_en: 'Declines a proposal; the complaint goes on',
  policy: { ...HOLDER, ...SHOP },
  params,
  body: z.strictObject({ words: NoteText.optional() }).meta({ id: 'MediationDecline' }),
  answers,
  refuses: [...at_hand],
})
serveAct(mediationProposalRoutes, declineMediationOperation, (world, ask, { params, body }) =>
  declineMediation(world, ask, { id: params.id, words: body.words ?? null }),
)

export const withdrawMediationOperation = operation({
  method: 'post',
  path: '/v1/mediations/:id/withdrawal',
  operationId: 'withdrawMediation',
  tags,
  summary: '调解员收回方案',
  summary_en: 'Takes a proposal back, as the mediator',
  policy: OFFICIAL,
  params,
  answers,
  refuses: ['mediation_not_found', 'mediation_not_open', 'mediation_changed_meanwhile'],
})
serveAct(mediationProposalRoutes, withdrawMediationOperation, (world, ask, { params }) =>
  withdrawMediation(world, ask, params.id),
)

export const recordConfirmationOperation = operation({
  method: 'post',
  path: '/v1/mediations/:id/confirmation',
  operationId: 'recordConfirmation',
  tags,
  summary: '登记法院已经司法确认的案号',
  summary_en: 'Records under which number a court confirmed an agreement',
  policy: OFFICIAL,
  params,
  body: z.strictObject({ court_no: NoteText.max(60) }).meta({ id: 'MediationConfirmation' }),
  answers,
  refuses: [
    'mediation_not_found',
    'mediation_not_agreed',
    'mediation_confirm_too_late',
    'mediation_changed_meanwhile',
  ],
})
serveAct(mediationProposalRoutes, recordConfirmationOperation, (world, ask, { params, body }) =>
  recordConfirmation(world, ask, { id: params.id, court_no: body.court_no }),
)
