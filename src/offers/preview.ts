import * as z from 'zod'
import { readClauses } from '../clauses/read'
import { REFUSALS, Refusal } from '../kernel/refusals'
import { localDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { ClauseCheck, presentCheck } from './clause-views'
import { draftFrom, NewOfferBody } from './draft'
import { decideContract, offerReading } from './publish'
import { hereOn, regionOn } from './region'

export const previewRoutes = newRouter()

const Fault = z
  .strictObject({
    code: z.string(),
    detail: z.string(),
    pointers: z.array(z.string()).meta({ description: '哪几栏；不是某一栏的为空' }),
  })
  .meta({ id: 'OfferFault' })
const OfferPreview = z
  .strictObject({
    object: z.literal('offer_preview'),
    may_publish: z.boolean().meta({ description: '照这样上架，会不会被拒' }),
    fault: Fault.nullable().meta({ description: '会被拒的原因；可以上架为 null' }),
    same_name_on_sale: z.boolean().meta({ description: '已有同名套餐在售，顾客分不清' }),
    clauses: ClauseCheck.meta({ description: '补充条款一句一句的判断' }),
    contract_text: z.string().nullable().meta({ description: '会生成的合同；会被拒的为 null' }),
  })
  .meta({ id: 'OfferPreview', description: '上架以前先看：会不会被拒、条款哪句无效、合同全文' })

export const previewOfferOperation = operation({
  method: 'post',
  path: '/v1/offer-previews',
  operationId: 'previewOffer',
  tags: ['offers'],
  summary: '上架前预览：会不会被拒、条款哪句无效、合同全文；什么都不写',
  summary_en: 'Shows what publishing an offer would refuse, and its contract; writes nothing',
  policy: { owner: 'tenant', manager: 'tenant' },
  only_asks: true,
  body: NewOfferBody,
  answers: { 200: { description: '预览', schema: OfferPreview } },
})
serveRead(previewRoutes, previewOfferOperation, {
  reads: (who, { body }) => ({
    ...offerReading(who.merchant_id, body.shop_ids ?? []),
    same_name: sql<{ is_there: number }>`SELECT 1 AS is_there FROM offers
      WHERE merchant_id = ${who.merchant_id} AND name = ${body.name} AND withdrawn_at IS NULL LIMIT 1`,
  }),
  present: ({ rows, now, city }, { body }) => {
    const shop_ids = body.shop_ids ?? []
    const decided = tried(() =>
      decideContract({ rows, now, city, draft: draftFrom(body), shop_ids }),
    )
    const on = localDate(now)
    const judged = readClauses(body.clauses.join('\n'), hereOn(city, on))
    return {
      object: 'offer_preview',
      may_publish: decided.fault === null,
      fault: decided.fault,
      same_name_on_sale: rows.same_name.length > 0,
      clauses: presentCheck(judged, { region: regionOn(city, on), on }),
      contract_text: decided.made?.contract.text ?? null,
    }
  },
})

/** What the act would refuse is here an answer. */
function tried<T>(decide: () => T) {
  try {
    return { made: decide(), fault: null }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { detail = REFUSALS[error.code].message, errors = [] } = error.details
    return {
      made: null,
      fault: { code: error.code, detail, pointers: errors.map((e) => e.pointer) },
    }
  }
}
