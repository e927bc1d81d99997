import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { confirmClaim, contestClaim } from './answer'
import { captureEffect } from './may-rules'
import { decideClaim, voidByShop } from './resolve'
import {
  answers,
  HOLDER,
  Pin,
  params,
  READERS,
  RESOLVED,
  TILL,
  USE_REFUSALS,
  what,
  withOneUse,
} from './route-parts'
import { startClaim } from './start'
import { maySeeHold, readHolds } from './store'
import { ContestReason, HoldDecisionPreview, HoldView, presentHold } from './views'

export const holdRoutes = newRouter()

const NewClaim = withOneUse(z.strictObject(what)).meta({ id: 'NewClaim' })

export const startClaimOperation = operation({
  method: 'post',
  path: '/v1/claims',
  operationId: 'startClaim',
  tags: ['holds'],
  summary: '免码核销：没有消费码，先占用，等顾客确认',
  summary_en: 'Records a use without a code: units are held until the consumer confirms',
  description:
    '钱先留在卡里。顾客确认即结清；有异议就停；没有声音的，原价 100 元以内 24 小时、1,000 元以内 3 天、再高 15 个工作日后视为确认。',
  policy: { ...TILL, terminal: 'tenant' },
  body: NewClaim,
  answers: { 201: { description: '已占用，还没有付给店家', schema: HoldView } },
  refuses: [
    ...USE_REFUSALS,
    'claims_while_held',
    'claim_meets_complaint',
    'card_has_open_claims',
    'claims_limit_reached',
    'terminal_cap_reached',
  ],
})
serveAct(holdRoutes, startClaimOperation, (world, ask, { body }) => startClaim(world, ask, body))

export const confirmClaimOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/confirmation',
  operationId: 'confirmClaim',
  tags: ['holds'],
  summary: '顾客确认一笔免码核销或店家登记的预约，或收回异议',
  summary_en: 'Confirms a use without a code or a recorded booking, or takes an objection back',
  description: '免密限额内可以不输密码（正文可以不写）；超过的要输支付密码。',
  policy: HOLDER,
  params,
  body: z.strictObject({ pin: Pin.optional() }).meta({ id: 'HoldConfirmation' }).optional(),
  answers,
  refuses: [
    ...RESOLVED,
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'confirmation_needs_pin',
    'no_pin_limit_reached',
  ],
})
serveAct(holdRoutes, confirmClaimOperation, (world, ask, { params: { id }, body }) =>
  confirmClaim(world, ask, { hold_id: id, pin: body?.pin ?? null }),
)

export const contestClaimOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/contest',
  operationId: 'contestClaim',
  tags: ['holds'],
  summary: '顾客对免码核销或店家登记的预约有异议：计时停止，只有这一笔先留着',
  summary_en: 'Objects to a use without a code or a recorded booking',
  policy: HOLDER,
  params,
  body: z
    .strictObject({ reason: ContestReason, note: z.string().trim().min(1).max(200).optional() })
    .meta({ id: 'NewContest' }),
  answers,
  refuses: [...RESOLVED, 'contest_too_late'],
})
serveAct(holdRoutes, contestClaimOperation, (world, ask, { params: { id }, body }) =>
  contestClaim(world, ask, { hold_id: id, reason: body.reason, note: body.note ?? null }),
)

export const voidHoldOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/void',
  operationId: 'voidHold',
  tags: ['holds'],
  summary: '店家撤销占用，钱全部回到卡里',
  summary_en: 'Voids a hold; everything goes back to the card',
  policy: TILL,
  params,
  body: z
    .strictObject({ reason: z.string().trim().min(1).max(100).optional() })
    .meta({ id: 'VoidHold' }),
  answers,
  refuses: RESOLVED,
})
serveAct(holdRoutes, voidHoldOperation, (world, ask, { params: { id }, body }) =>
  voidByShop(world, ask, { hold_id: id, reason: body.reason ?? null }),
)

export const decideClaimOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/decision',
  operationId: 'decideClaim',
  tags: ['holds'],
  summary: '监管对有异议的一笔作出处理：用了多少，其余退回',
  summary_en: 'Decides a contested hold, as the regulator',
  description: '没有到店的预约，最多按合同的爽约比例；认定到了店，写 came: true。',
  policy: { supervisor: 'jurisdiction' },
  params,
  body: z
    .strictObject({
      capture_units: z.int().min(0),
      came: z.boolean().optional(),
      reason: z.string().trim().min(2).max(200),
    })
    .meta({ id: 'NewHoldDecision' }),
  answers,
  refuses: [
    ...RESOLVED,
    'hold_not_contested',
    'capture_exceeds_hold',
    'capture_exceeds_no_show_share',
  ],
})
serveAct(holdRoutes, decideClaimOperation, (world, ask, { params: { id }, body }) =>
  decideClaim(world, ask, { hold_id: id, ...body, came: body.came ?? null }),
)

/** What an official may type, fitting or not. */
const TYPED_MAX = 100_000_000_000
export const previewClaimDecisionOperation = operation({
  method: 'get',
  path: '/v1/holds/:id/decision-preview',
  operationId: 'previewClaimDecision',
  tags: ['holds'],
  summary: '处理之前先看：算用了这么多，各得多少；什么都不改',
  summary_en: 'Shows what counting so much of a contested hold as used would do; changes nothing',
  traces: ['purpose', '占用裁定的预览', 'a preview of deciding'],
  policy: { supervisor: 'jurisdiction' },
  params,
  query: z.strictObject({
    capture_units: z.coerce.number().int().min(0).max(TYPED_MAX).optional(),
  }),
  answers: { 200: { description: '会怎样', schema: HoldDecisionPreview } },
  refuses: ['hold_not_found'],
})
serveRead(holdRoutes, previewClaimDecisionOperation, {
  reads: (who, { params: { id } }) => ({
    holds: readHolds(sql`h.id = ${id} AND ${maySeeHold(who)}`),
  }),
  present: ({ rows }, { query: { capture_units } }) => {
    const hold = rows.holds[0] ?? refuse('hold_not_found')
    return {
      object: 'hold_decision_preview' as const,
      hold_id: hold.id,
      unit: hold.unit,
      effect: capture_units === undefined ? null : captureEffect(hold, capture_units),
    }
  },
})

export const readHoldOperation = operation({
  method: 'get',
  path: '/v1/holds/:id',
  operationId: 'readHold',
  tags: ['holds'],
  summary: '一笔占用',
  summary_en: 'Reads one hold',
  traces: ['purpose', '一笔占用', 'a sum set aside'],
  policy: READERS,
  params,
  answers,
  refuses: ['hold_not_found'],
})
serveRead(holdRoutes, readHoldOperation, {
  reads: (who, { params: { id } }) => ({
    holds: readHolds(sql`h.id = ${id} AND ${maySeeHold(who)}`),
  }),
  present: ({ actor, rows, now }) =>
    presentHold(rows.holds[0] ?? refuse('hold_not_found'), actor.kind, now),
})

export const listHoldsOperation = operation({
  method: 'get',
  path: '/v1/holds',
  operationId: 'listHolds',
  tags: ['holds'],
  summary: '占用，新的在前；可按种类和状态筛选',
  summary_en: 'Lists holds, newest first',
  traces: ['work', '占用的清单', 'the list of sums set aside'],
  policy: READERS,
  query: z.strictObject({
    ...pageQuery,
    kind: z.enum(['claim', 'booking']).optional(),
    status: z.enum(['held', 'contested', 'captured', 'voided', 'expired']).optional(),
    card_id: z.string().regex(idPattern('crd')).optional(),
    is_waiting: z.enum(['true']).optional().describe('只要店家登记了、等持卡人确认或提异议的'),
  }),
  answers: { 200: { description: '占用', schema: listSchema(HoldView, 'HoldList') } },
  refuses: ['cursor_invalid'],
})
serveRead(holdRoutes, listHoldsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const { kind = null, status = null, card_id = null, is_waiting = null } = query
    return {
      holds: readHolds(
        sql`${maySeeHold(who)} AND (${before} IS NULL OR h.id < ${before}) AND (${kind} IS NULL OR h.kind = ${kind})
            AND (${status} IS NULL OR h.status = ${status}) AND (${card_id} IS NULL OR h.card_id = ${card_id})
            AND (${is_waiting} IS NULL OR (h.status = 'held' AND (h.kind = 'claim' OR h.recorded_as IS NOT NULL)))
            ORDER BY h.id DESC LIMIT ${query.limit + 1}`,
      ),
    }
  },
  present: ({ actor, rows, now }, { query }) =>
    pageFrom(
      rows.holds ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentHold(row, actor.kind, now),
    ),
})
