import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { ShopId } from '../merchants/shop-views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listOf, pageOf, pageQuery } from '../platform/page'
import { PLACE_REFUSALS } from '../redemptions/place'
import {
  captureBooking,
  confirmClaim,
  contestClaim,
  decideClaim,
  recordNoShow,
  voidByHolder,
  voidByShop,
} from './resolve'
import { createBooking, startClaim } from './start'
import { holdFrom, mayReadHold, readHolds } from './store'
import { ContestReason, HoldId, HoldView, presentHold } from './views'

export const holdRoutes = newRouter()
const TILL = { owner: 'tenant', manager: 'tenant', cashier: 'tenant' } as const
const HOLDER = { consumer: 'own' } as const
const READERS = { ...TILL, ...HOLDER, supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: HoldId })
const answers = { 200: { description: '这笔占用现在的样子', schema: HoldView } }
const RESOLVED = [
  'hold_not_found',
  'hold_already_captured',
  'hold_already_voided',
  'hold_expired',
  'hold_is_contested',
  'hold_action_not_for_claim',
  'hold_action_not_for_booking',
  'hold_changed_meanwhile',
] as const

const what = {
  card_id: z.string().regex(idPattern('crd')),
  amount_fen: z.int().min(1).max(10_000_000).optional(),
  item_id: z.string().regex(idPattern('itm')).optional(),
  quantity: z.int().min(1).max(99).optional(),
  visits: z.int().min(1).max(99).optional(),
  note: z.string().trim().min(1).max(100).optional(),
  shop_id: ShopId.optional().meta({
    description: '在哪家门店；不填：经手店员的门店，或唯一的一家',
  }),
}
type What = { amount_fen?: unknown; item_id?: unknown; visits?: unknown; quantity?: unknown }
const oneOfThree = (w: What) =>
  [w.amount_fen, w.item_id, w.visits].filter((given) => given !== undefined).length === 1
const ONE = { message: '须且只须给出 amount_fen、item_id、visits 之一' }
const quantityWithItem = (w: What) => w.quantity === undefined || w.item_id !== undefined
const WITH_ITEM = { message: 'quantity 只与 item_id 同用', path: ['quantity'] }

const NewClaim = z
  .strictObject(what)
  .refine(oneOfThree, ONE)
  .refine(quantityWithItem, WITH_ITEM)
  .meta({ id: 'NewClaim' })
const NewBooking = z
  .strictObject({ ...what, starts_at: z.iso.datetime() })
  .refine(oneOfThree, ONE)
  .refine(quantityWithItem, WITH_ITEM)
  .meta({ id: 'NewBooking' })
const USE_REFUSALS = [
  'card_not_found',
  'card_frozen',
  'card_closed',
  ...PLACE_REFUSALS,
  'redemption_unit_mismatch',
  'item_not_found',
  'redemption_exceeds_balance',
  'card_changed_meanwhile',
] as const

const startClaimOperation = operation({
  method: 'post',
  path: '/v1/claims',
  operationId: 'startClaim',
  tags: ['holds'],
  summary: '免码核销：没有消费码，先占用，等顾客确认',
  description:
    '钱先留在卡里。顾客确认即结清；有异议就停；没有声音的，原价 100 元以内 24 小时、1,000 元以内 3 天、再高 15 个工作日后视为确认。',
  policy: TILL,
  body: NewClaim,
  answers: { 201: { description: '已占用，还没有付给店家', schema: HoldView } },
  refuses: [...USE_REFUSALS, 'claims_while_held', 'card_has_open_claims', 'claims_limit_reached'],
})
serveAct(holdRoutes, startClaimOperation, (world, ask, { body }) => startClaim(world, ask, body))

const createBookingOperation = operation({
  method: 'post',
  path: '/v1/bookings',
  operationId: 'createBooking',
  tags: ['holds'],
  summary: '预约：先占用，到店后由店家结清，多占的退回',
  policy: HOLDER,
  body: NewBooking,
  answers: { 201: { description: '已占用，还没有付给店家', schema: HoldView } },
  refuses: [...USE_REFUSALS, 'booking_time_invalid', 'bookings_limit_reached'],
})
serveAct(holdRoutes, createBookingOperation, (world, ask, { body }) =>
  createBooking(world, ask, { ...body, starts_at: new Date(body.starts_at).toISOString() }),
)

const confirmOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/confirmation',
  operationId: 'confirmClaim',
  tags: ['holds'],
  summary: '顾客确认一笔免码核销，或收回异议',
  policy: HOLDER,
  params,
  answers,
  refuses: RESOLVED,
})
serveAct(holdRoutes, confirmOperation, (world, ask, { params: { id } }) =>
  confirmClaim(world, ask, id),
)

const contestOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/contest',
  operationId: 'contestClaim',
  tags: ['holds'],
  summary: '顾客对一笔免码核销有异议：计时停止，只有这一笔先留着',
  policy: HOLDER,
  params,
  body: z
    .strictObject({ reason: ContestReason, note: z.string().trim().min(1).max(200).optional() })
    .meta({ id: 'NewContest' }),
  answers,
  refuses: [...RESOLVED, 'contest_too_late'],
})
serveAct(holdRoutes, contestOperation, (world, ask, { params: { id }, body }) =>
  contestClaim(world, ask, { hold_id: id, reason: body.reason, note: body.note ?? null }),
)

const voidOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/void',
  operationId: 'voidHold',
  tags: ['holds'],
  summary: '店家撤销占用，钱全部回到卡里',
  policy: TILL,
  params,
  body: z
    .strictObject({ reason: z.string().trim().min(1).max(100).optional() })
    .meta({ id: 'VoidHold' }),
  answers,
  refuses: RESOLVED,
})
serveAct(holdRoutes, voidOperation, (world, ask, { params: { id }, body }) =>
  voidByShop(world, ask, { hold_id: id, reason: body.reason ?? null }),
)

const cancelOperation = operation({
  method: 'post',
  path: '/v1/bookings/:id/cancellation',
  operationId: 'cancelBooking',
  tags: ['holds'],
  summary: '顾客取消预约：按合同的时限免费，过了按爽约算',
  policy: HOLDER,
  params,
  answers,
  refuses: RESOLVED,
})
serveAct(holdRoutes, cancelOperation, (world, ask, { params: { id } }) =>
  voidByHolder(world, ask, id),
)

const captureOperation = operation({
  method: 'post',
  path: '/v1/bookings/:id/capture',
  operationId: 'captureBooking',
  tags: ['holds'],
  summary: '顾客到店，店家结清预约：不超过占用的数，其余退回',
  policy: TILL,
  params,
  body: z.strictObject({ units: z.int().min(1).optional() }).meta({ id: 'CaptureBooking' }),
  answers,
  refuses: [...RESOLVED, 'booking_not_started', 'capture_exceeds_hold', 'booking_at_another_shop'],
})
serveAct(holdRoutes, captureOperation, (world, ask, { params: { id }, body }) =>
  captureBooking(world, ask, { hold_id: id, units: body.units ?? null }),
)

const noShowOperation = operation({
  method: 'post',
  path: '/v1/bookings/:id/no-show',
  operationId: 'recordNoShow',
  tags: ['holds'],
  summary: '顾客没来：按合同约定的比例留下，其余退回；合同没写就全部退回',
  policy: TILL,
  params,
  answers,
  refuses: [...RESOLVED, 'booking_not_started'],
})
serveAct(holdRoutes, noShowOperation, (world, ask, { params: { id } }) =>
  recordNoShow(world, ask, id),
)

const decideOperation = operation({
  method: 'post',
  path: '/v1/holds/:id/decision',
  operationId: 'decideClaim',
  tags: ['holds'],
  summary: '监管对有异议的一笔作出处理：用了多少，其余退回',
  policy: { supervisor: 'jurisdiction' },
  params,
  body: z
    .strictObject({ capture_units: z.int().min(0), reason: z.string().trim().min(2).max(200) })
    .meta({ id: 'NewHoldDecision' }),
  answers,
  refuses: [...RESOLVED, 'hold_not_contested', 'capture_exceeds_hold'],
})
serveAct(holdRoutes, decideOperation, (world, ask, { params: { id }, body }) =>
  decideClaim(world, ask, { hold_id: id, ...body }),
)

const readHoldOperation = operation({
  method: 'get',
  path: '/v1/holds/:id',
  operationId: 'readHold',
  tags: ['holds'],
  summary: '一笔占用',
  policy: READERS,
  params,
  answers,
  refuses: ['hold_not_found'],
})
serveRead(holdRoutes, readHoldOperation, {
  reads: (who, { params: { id } }) => [readHolds(sql`h.id = ${id} AND ${mayReadHold(who)}`)],
  present: ({ actor, rows }) =>
    presentHold(holdFrom(rows[0]?.[0] ?? refuse('hold_not_found')), actor.kind),
})

const listHoldsOperation = operation({
  method: 'get',
  path: '/v1/holds',
  operationId: 'listHolds',
  tags: ['holds'],
  summary: '占用，新的在前；可按种类和状态筛选',
  policy: READERS,
  query: z.strictObject({
    ...pageQuery,
    kind: z.enum(['claim', 'booking']).optional(),
    status: z.enum(['held', 'contested', 'captured', 'voided', 'expired']).optional(),
    card_id: z.string().regex(idPattern('crd')).optional(),
  }),
  answers: { 200: { description: '占用', schema: listOf(HoldView, 'HoldList') } },
  refuses: ['cursor_invalid'],
})
serveRead(holdRoutes, listHoldsOperation, {
  reads: (who, { query }) => {
    const before = cursorKey(query.cursor)
    const { kind = null, status = null, card_id = null } = query
    return [
      readHolds(
        sql`${mayReadHold(who)} AND (${before} IS NULL OR h.id < ${before}) AND (${kind} IS NULL OR h.kind = ${kind})
            AND (${status} IS NULL OR h.status = ${status}) AND (${card_id} IS NULL OR h.card_id = ${card_id})
            ORDER BY h.id DESC LIMIT ${query.limit + 1}`,
      ),
    ]
  },
  present: ({ actor, rows }, { query }) =>
    pageOf(
      rows[0] ?? [],
      query.limit,
      (row) => String(row.id),
      (row) => presentHold(holdFrom(row), actor.kind),
    ),
})
