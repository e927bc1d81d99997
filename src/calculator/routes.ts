import { newRouter, operation, serveRead } from '../platform/http'
import { Calculation } from './answer-shape'
import { calculate } from './calculator'
import { NewCalculation } from './shape'

export const refundRoutes = newRouter()

export const calculateRefundOperation = operation({
  method: 'post',
  path: '/v1/refund-calculations',
  operationId: 'calculateRefund',
  tags: ['refunds'],
  summary: '退款计算器：任何一张预付卡依法能退多少',
  summary_en: 'Calculates what the law gives back of any prepaid card',
  description:
    '不用登录，不存任何东西，不需要 Idempotency-Key。说出每笔充值、用了多少、原价、原因和日期，得到金额、另外几种算法和逐行算式（法释〔2025〕4号第十四至二十二条）。没有加入预付保的店也能算。',
  policy: 'public',
  only_asks: true,
  cross_origin: { a_minute: 120 },
  body: NewCalculation,
  answers: { 200: { description: '金额与算式', schema: Calculation } },
  refuses: ['asked_too_often'],
})
serveRead(refundRoutes, calculateRefundOperation, {
  reads: () => ({}),
  present: ({ city }, { body }) => calculate(body, city),
})
