import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import type { Kit } from '../platform/world'
import { buyOffer } from './buy'
import { payPurchase, switchPayment } from './pay'
import { listPurchases, readPurchase } from './store'
import { PurchaseId, PurchaseObject, presentPurchase } from './views'

export const purchaseRoutes = newRouter()
const OWN = { consumer: 'own' } as const
const SALE_REFUSALS = [
  'offer_not_found',
  'offer_withdrawn',
  'merchant_not_admitted',
  'licence_not_valid',
  'sales_on_hold',
  'card_frozen',
  'card_closed',
  'level_sale_cap_reached',
  'offer_exceeds_card_cap',
  'offer_exceeds_unit_cap',
  'offer_exceeds_term_cap',
  'offer_outlives_lease',
  'offer_outlives_licence',
  'offer_expiry_not_allowed',
  'offer_terms_inconsistent',
  'holder_exceeds_total_cap',
  'merchant_exceeds_balance_cap',
] as const

const NewPurchase = z
  .strictObject({
    offer_id: z.string().regex(idPattern('off')),
    contract_hash: z.string().regex(/^[0-9a-f]{64}$/),
    contract_accepted: z.literal(true),
  })
  .meta({ id: 'NewPurchase', description: '下单即同意这份合同（contract_hash 指明是哪一份）' })
export const buyOfferOperation = operation({
  method: 'post',
  path: '/v1/purchases',
  operationId: 'buyOffer',
  tags: ['purchases'],
  summary: '下单购卡；30 分钟内付款有效',
  summary_en: 'Orders a card; it is to be paid within 30 minutes',
  policy: OWN,
  body: NewPurchase,
  answers: { 201: { description: '已下单，等待付款', schema: PurchaseObject } },
  refuses: ['contract_not_accepted', 'service_stopped', ...SALE_REFUSALS],
})
serveAct(purchaseRoutes, buyOfferOperation, (world, ask, { body }) => buyOffer(world, ask, body))

const NewPayment = z
  .strictObject({
    payment_method: z
      .string()
      .regex(/^(?:pm_[A-Za-z0-9_]{1,80}|wechat_pay|alipay)$/)
      .meta({ description: 'wechat_pay、alipay：去钱包里付；pm_…：支付机构给的付款方式' }),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional(),
  })
  .meta({
    id: 'NewPayment',
    description:
      '付款方式是钱包，或由支付机构给出（pm_…），本站不收卡号；return_url 是付完或验证身份后回到的页面，须在本站',
  })
export const payPurchaseOperation = operation({
  method: 'post',
  path: '/v1/purchases/:id/payment',
  operationId: 'payPurchase',
  tags: ['purchases'],
  summary: '付款；一单只扣一次',
  summary_en: 'Pays an order, once',
  description:
    '成功时先是 processing，支付机构的通知入账后为 paid。要去钱包里付或验证身份时，去 payment.action_url。' +
    '被拒是 payment_declined，换一张卡请换一个 Idempotency-Key。' +
    '结果不明是 payment_unclear，用同一个 Idempotency-Key 重试是安全的。',
  policy: OWN,
  params: z.strictObject({ id: PurchaseId }),
  body: NewPayment,
  answers: { 200: { description: '付款进行中或已到账', schema: PurchaseObject } },
  refuses: [
    'purchase_not_found',
    'purchase_already_paid',
    'purchase_expired',
    'purchase_changed_meanwhile',
    'payment_declined',
    'payment_unclear',
    'payment_refused',
    ...SALE_REFUSALS,
  ],
})
serveAct(purchaseRoutes, payPurchaseOperation, (world, ask, { params, body }) =>
  payPurchase(world, ask, {
    purchase_id: params.id,
    payment_method: body.payment_method,
    return_url: returnUrl(world, params.id, body.return_url),
  }),
)

export const switchPaymentOperation = operation({
  method: 'post',
  path: '/v1/purchases/:id/payment-switches',
  operationId: 'switchPayment',
  tags: ['purchases'],
  summary: '换一种方式付；原来那次先作废，仍是同一单、只扣一次',
  summary_en: 'Pays an order in another way; the attempt before is taken back first',
  description:
    '在等付款人去付的那一次先在支付机构作废，再用新的方式付；两边都付也只扣一次。' +
    '钱已经到了就不再要钱，照付款的结果回答。支付机构正在处理、或没有确认原来那次已作废，是 payment_unclear。',
  policy: OWN,
  params: z.strictObject({ id: PurchaseId }),
  body: NewPayment,
  answers: { 200: { description: '换好了，等待付款；或钱已经到了', schema: PurchaseObject } },
  refuses: [
    'purchase_not_found',
    'purchase_already_paid',
    'purchase_expired',
    'purchase_changed_meanwhile',
    'payment_declined',
    'payment_unclear',
    'payment_refused',
    ...SALE_REFUSALS,
  ],
})
serveAct(purchaseRoutes, switchPaymentOperation, (world, ask, { params, body }) =>
  switchPayment(world, ask, {
    purchase_id: params.id,
    payment_method: body.payment_method,
    return_url: returnUrl(world, params.id, body.return_url),
  }),
)

/** Payers come back to our own pages only: a foreign address would make us an open redirector. */
function returnUrl(kit: Kit, purchase_id: string, wished: string | undefined): string {
  const home = kit.config.public_url
  if (wished === undefined) return `${home}/c/purchases/${purchase_id}`
  if (new URL(wished).origin !== new URL(home).origin) {
    const detail = '须是本站的地址'
    refuse('request_invalid', {
      errors: [{ pointer: '/return_url', code: 'invalid_value', detail }],
    })
  }
  return wished
}

export const readPurchaseOperation = operation({
  method: 'get',
  path: '/v1/purchases/:id',
  operationId: 'readPurchase',
  tags: ['purchases'],
  summary: '一次购卡；付款进行中时当场向支付机构查询',
  summary_en: 'Reads one purchase, asking the provider while a payment is under way',
  policy: OWN,
  params: z.strictObject({ id: PurchaseId }),
  answers: { 200: { description: '这次购卡', schema: PurchaseObject } },
  refuses: ['purchase_not_found'],
})
serveRead(purchaseRoutes, readPurchaseOperation, {
  reads: (who, { params }) => ({
    purchase: readPurchase(sql`p.id = ${params.id} AND p.consumer_id = ${who.subject_id}`),
  }),
  call: async ({ rows }, _input, { payments }) => {
    const { status, provider_ref } = rows.purchase[0] ?? refuse('purchase_not_found')
    if (status !== 'processing' || provider_ref === null) return null
    return payments.query(provider_ref)
  },
  present: ({ rows, called }) =>
    presentPurchase(rows.purchase[0] ?? refuse('purchase_not_found'), called),
})

export const listPurchasesOperation = operation({
  method: 'get',
  path: '/v1/purchases',
  operationId: 'listPurchases',
  tags: ['purchases'],
  summary: '我的购卡，新的在前',
  summary_en: 'Lists the consumer’s purchases, newest first',
  policy: OWN,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '购卡', schema: listSchema(PurchaseObject, 'PurchaseList') } },
  refuses: ['cursor_invalid'],
})
serveRead(purchaseRoutes, listPurchasesOperation, {
  reads: (who, { query: { cursor, limit } }) => ({
    purchases: listPurchases(who.subject_id, { before_id: cursorKey(cursor), limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.purchases,
      query.limit,
      ({ id }) => id,
      (order) => presentPurchase(order),
    ),
})
