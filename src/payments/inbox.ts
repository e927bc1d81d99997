import * as z from 'zod'
import { recheckDispute } from '../disputes/record'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { recordNotice } from '../purchases/credit'
import { listPaymentEvents } from '../purchases/store'
import { recheckRefund } from '../remittances/send'
import { boundedText } from '../schemas/request'

export const paymentRoutes = newRouter()
const NOTICE_BYTES_MAX = 256 * 1024
const OUTCOMES = ['credited', 'noted', 'ignored', 'parked'] as const

const Receipt = z
  .strictObject({
    object: z.literal('payment_receipt'),
    event_id: z.string(),
    outcome: z.enum(OUTCOMES),
  })
  .meta({ id: 'PaymentReceipt', description: '通知已落账（或已记下）；重复送达得到同一回答' })
export const receivePaymentNoticeOperation = operation({
  method: 'post',
  path: '/webhooks/stripe',
  operationId: 'receivePaymentNotice',
  tags: ['payments'],
  summary: '支付机构的通知；验签、核对订单、入账在同一个事务里',
  summary_en: 'Takes a signed notice of the payment provider',
  description: '签名见 Stripe-Signature；时间差超过 300 秒（无论早晚）一律不收。',
  policy: 'signature',
  raw_body: {
    media: ['application/json'],
    description: '通知的原文，至多 256 KB；签名是对原文的 · The notice as sent, at most 256 KB',
  },
  answers: { 200: { description: '已记录', schema: Receipt } },
  refuses: ['signature_invalid', 'notice_of_another_world', 'payment_unclear', 'body_too_large'],
})
/** Outside `serveAct`: the signature is over the raw bytes, and the event's own id is its key. */
paymentRoutes.on(
  receivePaymentNoticeOperation.method,
  receivePaymentNoticeOperation.path,
  async (c) => {
    const { world } = c.var
    const raw = await boundedText(c.req.raw, NOTICE_BYTES_MAX)
    const notice = await world.payments.verifyNotice(raw, c.req.raw.headers)
    const request_id = c.var.request_id
    const answer = await recordNotice(
      world,
      { ...notice, provider: world.payments.name },
      request_id,
    )
    // The event is recorded; what it is about is asked for, so that a forged or late word changes nothing.
    if (notice.refund_ref) await recheckRefund(world, notice.refund_ref)
    if (notice.dispute_ref) await recheckDispute(world, notice.dispute_ref)
    if (answer.replayed) c.header('Idempotency-Replayed', 'true')
    return c.body(answer.body, 200, { 'Content-Type': 'application/json; charset=utf-8' })
  },
)

const PaymentEventObject = z
  .strictObject({
    object: z.literal('payment_event'),
    provider: z.string(),
    event_id: z.string(),
    type: z.string(),
    purchase_id: z.string().nullable(),
    outcome: z.enum(OUTCOMES),
    reason: z.string().nullable(),
    amount_fen: z.int().nullable(),
    happened_at: z.string(),
    received_at: z.string(),
  })
  .meta({
    id: 'PaymentEvent',
    description: '支付机构的一个事件；parked 是钱与订单对不上，等人处理',
  })
export const listPaymentEventsOperation = operation({
  method: 'get',
  path: '/v1/payment-events',
  operationId: 'listPaymentEvents',
  tags: ['payments'],
  summary: '支付机构的事件，新的在前；默认只列等人处理的',
  summary_en: 'Lists the provider’s events, newest first',
  policy: { operator: 'all', bank: 'all' },
  traces: ['work', '支付机构事件的清单', 'the list of the provider’s events'],
  query: z.strictObject({ outcome: z.enum(OUTCOMES).default('parked'), ...pageQuery }),
  answers: {
    200: { description: '事件', schema: listSchema(PaymentEventObject, 'PaymentEventList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(paymentRoutes, listPaymentEventsOperation, {
  reads: (_who, { query: { outcome, cursor, limit } }) => ({
    payment_events: listPaymentEvents({ outcome, before: placeOf(cursorKey(cursor)), limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.payment_events,
      query.limit,
      ({ received_at, event_id }) => `${received_at} ${event_id}`,
      (event) => ({ object: 'payment_event', ...event }),
    ),
})

function placeOf(key: string | null) {
  if (key === null) return null
  const [received_at = '', event_id = ''] = key.split(' ')
  return { received_at, event_id }
}
