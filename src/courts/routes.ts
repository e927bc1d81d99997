import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { Line, MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { agreeCourtDeduction, fileCourtDeduction } from './deductions'
import {
  askCourtLifting,
  confirmCourtOrder,
  decideCourtLifting,
  fileCourtOrder,
  renewCourtOrder,
} from './orders'
import { readCourtDeductions, readCourtOrders } from './store'
import {
  CourtBasis,
  CourtDeductionId,
  CourtDeductionView,
  CourtOrderId,
  CourtOrderView,
  presentCourtDeduction,
  presentCourtOrder,
} from './views'

export const courtRoutes = newRouter()
const tags = ['courts']
const bank = { bank: 'all' } as const
const readers = { owner: 'tenant', ...bank, operator: 'all', supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: CourtOrderId })
const answers = { 200: { description: '这份文书', schema: CourtOrderView } }
const Document = Line({ min: 4, max: 60 })
const Agreed = z.strictObject({ agreed: z.boolean() })
const AmountFen = z.int().positive().max(100_000_000_00)

export const fileCourtOrderOperation = operation({
  method: 'post',
  path: '/v1/merchants/:id/court-orders',
  operationId: 'fileCourtOrder',
  tags,
  summary: '登记法院的协助冻结：应付给店家的钱马上留下这些，另一位同事再核对',
  summary_en:
    'Files a court’s freeze: so much of what is payable stays at once; a colleague checks',
  description: '只冻结应付给店家的钱，现在有的和以后有的；顾客卡里的钱不是店家的，不受影响。',
  policy: bank,
  params: z.strictObject({ id: MerchantId }),
  body: z.strictObject({
    court: Line({ min: 4, max: 60 }),
    case_no: Document,
    document_no: Document,
    basis: CourtBasis,
    amount_fen: AmountFen,
    until_on: z.iso.date(),
  }),
  answers: { 201: { description: '已冻结', schema: CourtOrderView } },
  refuses: ['merchant_not_found', 'court_order_filed_already', 'court_order_term_unfit'],
})
serveAct(courtRoutes, fileCourtOrderOperation, (world, ask, { params: { id }, body }) =>
  fileCourtOrder(world, ask, { merchant_id: id, ...body }),
)

export const confirmCourtOrderOperation = operation({
  method: 'post',
  path: '/v1/court-orders/:id/confirmation',
  operationId: 'confirmCourtOrder',
  tags,
  summary: '另一位同事核对文书：无误，或作废、钱照常出款',
  summary_en: 'A colleague checks the document: right, or void',
  policy: bank,
  params,
  body: Agreed,
  answers,
  refuses: [
    'court_order_not_found',
    'court_order_ended',
    'court_order_confirmed',
    'checker_must_not_be_maker',
    'court_order_changed_meanwhile',
  ],
})
serveAct(courtRoutes, confirmCourtOrderOperation, (world, ask, { params: { id }, body }) =>
  confirmCourtOrder(world, ask, { id, ...body }),
)

export const renewCourtOrderOperation = operation({
  method: 'post',
  path: '/v1/court-orders/:id/renewal',
  operationId: 'renewCourtOrder',
  tags,
  summary: '续行冻结：凭法院的通知延长，最长再一年，先后不变',
  summary_en: 'Renews a freeze by the court’s notice, a year at most; its rank stays',
  policy: bank,
  params,
  body: z.strictObject({ document_no: Document, until_on: z.iso.date() }),
  answers,
  refuses: [
    'court_order_not_found',
    'court_order_ended',
    'court_order_term_unfit',
    'court_order_changed_meanwhile',
  ],
})
serveAct(courtRoutes, renewCourtOrderOperation, (world, ask, { params: { id }, body }) =>
  renewCourtOrder(world, ask, { id, ...body }),
)

export const askCourtLiftingOperation = operation({
  method: 'post',
  path: '/v1/court-orders/:id/lifting',
  operationId: 'askCourtLifting',
  tags,
  summary: '登记法院的解除通知，等另一位同事办；现在还冻着',
  summary_en: 'Files the court’s release for a colleague to carry out; still frozen',
  policy: bank,
  params,
  body: z.strictObject({ document_no: Document }),
  answers,
  refuses: [
    'court_order_not_found',
    'court_order_ended',
    'court_lifting_asked',
    'court_order_changed_meanwhile',
  ],
})
serveAct(courtRoutes, askCourtLiftingOperation, (world, ask, { params: { id }, body }) =>
  askCourtLifting(world, ask, { id, ...body }),
)

export const decideCourtLiftingOperation = operation({
  method: 'post',
  path: '/v1/court-orders/:id/lifting/decision',
  operationId: 'decideCourtLifting',
  tags,
  summary: '另一位同事按解除通知解冻，或退回',
  summary_en: 'A colleague lifts the freeze by the release, or sends it back',
  policy: bank,
  params,
  body: Agreed,
  answers,
  refuses: [
    'court_order_not_found',
    'court_order_ended',
    'court_lifting_not_asked',
    'checker_must_not_be_maker',
    'court_order_changed_meanwhile',
  ],
})
serveAct(courtRoutes, decideCourtLiftingOperation, (world, ask, { params: { id }, body }) =>
  decideCourtLifting(world, ask, { id, ...body }),
)

export const fileCourtDeductionOperation = operation({
  method: 'post',
  path: '/v1/court-orders/:id/deductions',
  operationId: 'fileCourtDeduction',
  tags,
  summary: '登记法院的划拨通知：冻结的钱付到法院的账户，等另一位同事复核',
  summary_en: 'Files a deduction to the court’s account for a colleague to agree to',
  policy: bank,
  params,
  body: z.strictObject({
    document_no: Document,
    amount_fen: AmountFen,
    to_holder: Line({ min: 4, max: 60 }),
    to_account_no: z.string().regex(/^\d{12,19}$/),
  }),
  answers: { 201: { description: '等复核', schema: CourtDeductionView } },
  refuses: [
    'court_order_not_found',
    'court_order_ended',
    'court_order_not_confirmed',
    'court_deduction_too_much',
    'court_order_changed_meanwhile',
  ],
})
serveAct(courtRoutes, fileCourtDeductionOperation, (world, ask, { params: { id }, body }) =>
  fileCourtDeduction(world, ask, { order_id: id, ...body }),
)

export const agreeCourtDeductionOperation = operation({
  method: 'post',
  path: '/v1/court-deductions/:id/agreement',
  operationId: 'agreeCourtDeduction',
  tags,
  summary: '另一位同事复核一笔划拨：同意就付，店家有多少应付的钱付多少，直到付够；或作废',
  summary_en: 'A colleague agrees to a deduction, which is paid as money becomes payable; or not',
  policy: bank,
  params: z.strictObject({ id: CourtDeductionId }),
  body: Agreed,
  answers: { 200: { description: '这笔划拨', schema: CourtDeductionView } },
  refuses: [
    'court_deduction_not_found',
    'court_order_not_found',
    'court_order_ended',
    'court_deduction_decided',
    'checker_must_not_be_maker',
    'court_order_changed_meanwhile',
  ],
})
serveAct(courtRoutes, agreeCourtDeductionOperation, (world, ask, { params: { id }, body }) =>
  agreeCourtDeduction(world, ask, { id, ...body }),
)

export const listCourtOrdersOperation = operation({
  method: 'get',
  path: '/v1/court-orders',
  operationId: 'listCourtOrders',
  tags,
  summary: '法院的冻结，新的在前：店主看本店的，监管看辖区的，银行看全部',
  summary_en: 'Lists freezes by courts, newest first',
  policy: readers,
  query: z.strictObject({ ...pageQuery, merchant_id: MerchantId.optional() }),
  answers: { 200: { description: '文书', schema: listSchema(CourtOrderView, 'CourtOrderList') } },
  refuses: ['cursor_invalid'],
})
serveRead(courtRoutes, listCourtOrdersOperation, {
  reads: (who, { query: { cursor, limit, merchant_id } }) => ({
    orders: readCourtOrders(
      who,
      sql`(${cursorKey(cursor)} IS NULL OR o.id < ${cursorKey(cursor)})
          AND o.merchant_id = coalesce(${merchant_id ?? null}, o.merchant_id) ORDER BY o.id DESC LIMIT ${limit + 1}`,
    ),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.orders,
      query.limit,
      ({ id }) => id,
      (one) => presentCourtOrder(one, localDate(now)),
    ),
})

const CourtOrderDetail = z
  .strictObject({
    ...CourtOrderView.shape,
    deductions: z.array(CourtDeductionView).meta({ description: '新的在前，至多一百笔' }),
  })
  .meta({ id: 'CourtOrderDetail' })
export const readCourtOrderOperation = operation({
  method: 'get',
  path: '/v1/court-orders/:id',
  operationId: 'readCourtOrder',
  tags,
  summary: '法院的一份冻结和它的划拨',
  summary_en: 'Reads a freeze by a court and its deductions',
  policy: readers,
  params,
  answers: { 200: { description: '这份文书', schema: CourtOrderDetail } },
  refuses: ['court_order_not_found'],
})
serveRead(courtRoutes, readCourtOrderOperation, {
  reads: (who, { params: { id } }) => ({
    orders: readCourtOrders(who, sql`o.id = ${id}`),
    deductions: readCourtDeductions(who, sql`d.order_id = ${id} ORDER BY d.id DESC LIMIT 100`),
  }),
  present: ({ rows, now }) => ({
    ...presentCourtOrder(rows.orders[0] ?? refuse('court_order_not_found'), localDate(now)),
    deductions: rows.deductions.map(presentCourtDeduction),
  }),
})
