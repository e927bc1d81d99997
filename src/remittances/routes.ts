import * as z from 'zod'
import { SixDigits } from '../identity/objects'
import { newRouter, operation, serveAct } from '../platform/http'
import { RefundId, RefundView } from '../refunds/views'
import { giveAccount } from './account'

export const remittanceRoutes = newRouter()
const answers = { 200: { description: '这笔退款现在的样子', schema: RefundView } }

export const giveRefundAccountOperation = operation({
  method: 'post',
  path: '/v1/refunds/:id/account',
  operationId: 'giveRefundAccount',
  tags: ['refunds'],
  summary: '原路退不回去时，填自己的银行账户；银行核对户名后付出',
  summary_en: 'Names the holder’s own bank account when the original route is closed',
  policy: { consumer: 'own' },
  step_up: { or: 'pin' },
  params: z.strictObject({ id: RefundId }),
  body: z
    .strictObject({
      account_no: z.string().regex(/^\d{12,19}$/),
      holder: z.string().trim().min(2).max(60),
      pin: SixDigits.optional(),
    })
    .meta({ id: 'RefundAccount' }),
  answers,
  refuses: [
    'refund_not_found',
    'refund_needs_no_account',
    'pin_wrong',
    'pin_locked',
    'pin_not_set',
    'refund_account_is_the_shops',
    'refund_account_not_verified',
    'refund_account_of_another_phone',
    'refund_account_closed',
    'bank_does_not_answer',
    'refund_changed_meanwhile',
    'request_in_flight',
  ],
})
serveAct(remittanceRoutes, giveRefundAccountOperation, (world, ask, { params: { id }, body }) =>
  giveAccount(world, ask, { id, ...body }),
)
