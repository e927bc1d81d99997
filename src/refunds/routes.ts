import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, pageFrom, pageQuery } from '../platform/page'
import { acceptRefund, contestRefund, decideRefund } from './answer'
import { isRefundable, quotedFor } from './open'
import { requestRefund, withdrawRefund } from './request'
import { lotBelonging, refundRoute } from './route'
import { awardChoices, awardEffect } from './rules'
import {
  countAsked,
  isOwnOrGuarded,
  mayReadRefund,
  readRefundable,
  readRefunds,
  refundableFrom,
  refundFrom,
} from './store'
import {
  CauseName,
  Ground,
  presentQuote,
  presentRefund,
  RefundDecisionPreview,
  RefundId,
  RefundList,
  RefundQuote,
  RefundView,
} from './views'
import { grounds } from './words'

export const refundCaseRoutes = newRouter()
const HOLDER = { consumer: 'own' } as const
const SHOP = { owner: 'tenant', manager: 'tenant' } as const
const READERS = { ...HOLDER, ...SHOP, supervisor: 'jurisdiction', bank: 'all' } as const
const CardId = z.string().regex(idPattern('crd'))
const params = z.strictObject({ id: RefundId })
const answers = { 200: { description: '这笔退款现在的样子', schema: RefundView } }
const AWARD_MAX = 1_000_000_000
const TYPED_MAX = 100 * AWARD_MAX

export const readRefundQuoteOperation = operation({
  method: 'get',
  path: '/v1/cards/:id/refund-quote',
  operationId: 'readRefundQuote',
  tags: ['refunds'],
  summary: '现在退能拿回多少：按原因算，逐行列明条文',
  summary_en: 'Quotes what comes back now, by cause, line by line with its article',
  policy: { ...HOLDER, ...SHOP },
  params: z.strictObject({ id: CardId }),
  query: z.strictObject({ cause: CauseName.default('merchant') }),
  answers: { 200: { description: '算式', schema: RefundQuote } },
  refuses: ['card_not_found', 'nothing_to_refund'],
})
serveRead(refundCaseRoutes, readRefundQuoteOperation, {
  reads: (who, { params: { id } }) => ({
    refundable: readRefundable(
      sql`c.id = ${id} AND (c.merchant_id = ${who.merchant_id} OR ${isOwnOrGuarded(who)})`,
    ),
  }),
  present: ({ rows, now }, { query: { cause } }) => {
    const seen = refundableFrom(rows.refundable[0] ?? refuse('card_not_found'))
    const lots = seen.card.lots.filter(isRefundable)
    if (lots.length === 0) refuse('nothing_to_refund')
    const quoted = quotedFor(seen, lots, { cause }, now)
    const belongs = { purchases: seen.purchases, holder_id: seen.card.consumer_id }
    const routed = ({ id }: { id: string }) => ({
      id,
      route: refundRoute(lotBelonging(belongs, id)),
    })
    const of = { card_id: seen.card.id, cause, on: localDate(now), quoted }
    return presentQuote({ ...of, lots: lots.map(routed) })
  },
})

const NewRefund = z
  .strictObject({
    ground: Ground.meta({ description: '为什么退；属于谁的原因由此而定' }),
    lot_ids: z
      .array(z.string().regex(idPattern('lot')))
      .min(1)
      .max(50)
      .optional()
      .meta({ description: '只退其中几笔付款；不写就是整张卡' }),
    note: z.string().trim().min(1).max(500).optional(),
    expected_fen: z
      .int()
      .min(0)
      .max(1_000_000_000)
      .optional()
      .meta({ description: '您看到的数；不一样就不办' }),
  })
  .meta({ id: 'NewRefund' })
export const requestRefundOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/refunds',
  operationId: 'requestRefund',
  tags: ['refunds'],
  summary: '申请退款：没有争议的马上退，差额等店家 5 个工作日，不答复就退给您',
  summary_en: 'Asks for a refund: what is undisputed is paid at once',
  policy: HOLDER,
  params: z.strictObject({ id: CardId }),
  body: NewRefund,
  answers: { 201: { description: '已登记，没有争议的部分正在退', schema: RefundView } },
  refuses: [
    'card_not_found',
    'lot_in_dispute',
    'nothing_to_refund',
    'lot_not_refundable',
    'cooling_off_not_applicable',
    'refund_gives_nothing',
    'refund_figure_changed',
    'card_changed_meanwhile',
    'refund_exceeds_what_is_left',
  ],
})
serveAct(refundCaseRoutes, requestRefundOperation, (world, ask, { params: { id }, body }) =>
  requestRefund(world, ask, {
    card_id: id,
    lot_ids: body.lot_ids ?? null,
    cause: grounds[body.ground].cause,
    ground: body.ground,
    note: body.note ?? null,
    expected_fen: body.expected_fen ?? null,
  }),
)

export const withdrawRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/:id/withdrawal',
  operationId: 'withdrawRefund',
  tags: ['refunds'],
  summary: '撤回退款：还没办出的全部撤回，办出后只能放弃有争议的差额',
  summary_en: 'Takes a refund back, as far as it is not carried out',
  policy: HOLDER,
  params,
  answers,
  refuses: ['refund_not_found', 'refund_not_withdrawable', 'refund_changed_meanwhile'],
})
serveAct(refundCaseRoutes, withdrawRefundOperation, (world, ask, { params: { id } }) =>
  withdrawRefund(world, ask, id),
)

export const acceptRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/:id/acceptance',
  operationId: 'acceptRefund',
  tags: ['refunds'],
  summary: '店家同意：差额也退给顾客',
  summary_en: 'Accepts the cause, as the shop: the difference is paid, too',
  policy: SHOP,
  params,
  answers,
  refuses: ['refund_not_found', 'refund_not_waiting_for_shop', 'refund_changed_meanwhile'],
})
serveAct(refundCaseRoutes, acceptRefundOperation, (world, ask, { params: { id } }) =>
  acceptRefund(world, ask, id),
)

const Said = (max: number) => z.string().trim().min(5).max(max)
const Contest = z.strictObject({ reason: Said(500), proof: Said(2000) })
export const contestRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/:id/contest',
  operationId: 'contestRefund',
  tags: ['refunds'],
  summary: '店家对原因有异议：5 个工作日内，写明理由与凭据',
  summary_en: 'Contests the cause within 5 working days, as the shop',
  policy: SHOP,
  params,
  body: Contest.meta({ id: 'RefundContest' }),
  answers,
  refuses: ['refund_not_found', 'refund_not_waiting_for_shop', 'refund_changed_meanwhile'],
})
serveAct(refundCaseRoutes, contestRefundOperation, (world, ask, { params: { id }, body }) =>
  contestRefund(world, ask, { id, ...body }),
)

export const decideRefundOperation = operation({
  method: 'post',
  path: '/v1/refunds/:id/decision',
  operationId: 'decideRefund',
  tags: ['refunds'],
  summary: '调解结果：有争议的差额里，多少归顾客，其余归店家',
  summary_en: 'Decides how the disputed difference is divided',
  policy: { supervisor: 'jurisdiction' },
  params,
  body: z
    .strictObject({
      awarded_fen: z.int().min(0).max(AWARD_MAX),
      reason: Said(500),
    })
    .meta({ id: 'RefundDecision' }),
  answers,
  refuses: [
    'refund_not_found',
    'refund_not_contested',
    'refund_award_exceeds_dispute',
    'refund_changed_meanwhile',
  ],
})
serveAct(refundCaseRoutes, decideRefundOperation, (world, ask, { params: { id }, body }) =>
  decideRefund(world, ask, { id, ...body }),
)

export const previewRefundDecisionOperation = operation({
  method: 'get',
  path: '/v1/refunds/:id/decision-preview',
  operationId: 'previewRefundDecision',
  tags: ['refunds'],
  summary: '裁定之前先看：这样分，各得多少；什么都不改',
  summary_en: 'Shows what dividing a disputed difference so would do; changes nothing',
  traces: ['purpose', '退款裁定的预览', 'a preview of deciding'],
  policy: { supervisor: 'jurisdiction' },
  params,
  query: z.strictObject({ awarded_fen: z.coerce.number().int().min(0).max(TYPED_MAX).optional() }),
  answers: { 200: { description: '会怎样分', schema: RefundDecisionPreview } },
  refuses: ['refund_not_found'],
})
serveRead(refundCaseRoutes, previewRefundDecisionOperation, {
  reads: (who, { params: { id } }) => ({
    refunds: readRefunds(sql`r.id = ${id} AND ${mayReadRefund(who)}`),
  }),
  present: ({ rows }, { query: { awarded_fen } }) => {
    const { id, disputed_fen } = rows.refunds[0] ?? refuse('refund_not_found')
    return {
      object: 'refund_decision_preview' as const,
      refund_id: id,
      disputed_fen,
      choices: awardChoices(disputed_fen),
      effect: awarded_fen === undefined ? null : awardEffect(disputed_fen, awarded_fen),
    }
  },
})

export const readRefundOperation = operation({
  method: 'get',
  path: '/v1/refunds/:id',
  operationId: 'readRefund',
  tags: ['refunds'],
  summary: '一笔退款',
  summary_en: 'Reads one refund',
  traces: ['purpose', '一笔退款', 'a refund'],
  policy: READERS,
  params,
  answers,
  refuses: ['refund_not_found'],
})
serveRead(refundCaseRoutes, readRefundOperation, {
  reads: (who, { params: { id } }) => ({
    refunds: readRefunds(sql`r.id = ${id} AND ${mayReadRefund(who)}`),
  }),
  present: ({ rows }) => presentRefund(refundFrom(rows.refunds[0] ?? refuse('refund_not_found'))),
})

export const listRefundsOperation = operation({
  method: 'get',
  path: '/v1/refunds',
  operationId: 'listRefunds',
  tags: ['refunds'],
  summary: '退款，新的在前；可按卡、按状态',
  summary_en: 'Lists refunds, newest first',
  traces: ['work', '退款的清单', 'the list of refunds'],
  policy: READERS,
  query: z.strictObject({
    card_id: CardId.optional(),
    status: z.enum(['asked', 'contested', 'decided', 'done', 'withdrawn']).optional(),
    is_asked: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: '等店家答复的，或不再等的' }),
    ...pageQuery,
  }),
  answers: { 200: { description: '退款', schema: RefundList } },
  refuses: ['cursor_invalid'],
})
serveRead(refundCaseRoutes, listRefundsOperation, {
  reads: (who, { query: { card_id, status, is_asked = null, cursor, limit } }) => ({
    asked: countAsked(who),
    refunds:
      readRefunds(sql`${mayReadRefund(who)} AND (${card_id ?? null} IS NULL OR r.card_id = ${card_id ?? null})
                    AND (${status ?? null} IS NULL OR r.status = ${status ?? null})
                    AND (${is_asked} IS NULL OR iif(r.status = 'asked', 'true', 'false') = ${is_asked})
                    AND (${cursorKey(cursor)} IS NULL OR r.id < ${cursorKey(cursor)})
                    ORDER BY r.id DESC LIMIT ${limit + 1}`),
  }),
  present: ({ rows }, { query }) => ({
    ...pageFrom(
      rows.refunds.map(refundFrom),
      query.limit,
      ({ id }) => id,
      (refund) => presentRefund(refund),
    ),
    totals: { asked_count: rows.asked[0]?.asked_count ?? 0 },
  }),
})
