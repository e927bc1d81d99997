import { readClauses } from '../clauses/read'
import { localDate } from '../kernel/time'
import { newRouter, operation, serveRead } from '../platform/http'
import { ClauseCheck, NewClauseCheck, presentCheck } from './clause-views'
import { hereOn, regionOn } from './region'

export const clauseRoutes = newRouter()

export const checkClausesOperation = operation({
  method: 'post',
  path: '/v1/clause-checks',
  operationId: 'checkClauses',
  tags: ['offers'],
  summary: '条款体检：店家的告示和条款，哪句依法无效',
  summary_en: 'Says which sentences of a shop’s terms the law makes void',
  description:
    '不用登录，不存任何东西，不需要 Idempotency-Key。一句一句地看：谁、对什么、做了什么；每个发现带条文、原因和合法的写法（法释〔2025〕4号第九条等）。没有加入预付保的店也能查。只看文字，不代替法院。',
  policy: 'public',
  only_asks: true,
  cross_origin: { a_minute: 60 },
  // 20,000 letters of three bytes each, and as many again for what an escape adds.
  body_bytes_max: 128 * 1024,
  body: NewClauseCheck,
  answers: { 200: { description: '一句一句的判断', schema: ClauseCheck } },
})
serveRead(clauseRoutes, checkClausesOperation, {
  reads: () => ({}),
  present: ({ city, now }, { body }) => {
    const on = localDate(now)
    const judged = readClauses(body.text, hereOn(city, on))
    return presentCheck(judged, { region: regionOn(city, on), on })
  },
})
