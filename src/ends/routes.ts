import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { announceClosure, confirmIncident, dismissIncident, reportIncident } from './announce'
import { shareShort } from './rules'
import { mayReadEnding, readEndings } from './store'
import { EndingId, EndingView, presentEnding } from './views'

export const endRoutes = newRouter()
const MerchantId = z.string().regex(idPattern('mch'))
const READERS = {
  consumer: 'own',
  owner: 'tenant',
  manager: 'tenant',
  supervisor: 'jurisdiction',
  bank: 'all',
  operator: 'all',
} as const
const OFFICIAL = { supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: EndingId })
const answers = { 200: { description: '现在的样子', schema: EndingView } }
const Text = (max: number) => z.string().trim().min(5).max(max)

export const announceClosureOperation = operation({
  method: 'post',
  path: '/v1/closures',
  operationId: 'announceClosure',
  tags: ['ends'],
  summary: '店家宣布停业：停止售卡，通知每位持卡人，最后营业日之后自动全部退款',
  summary_en: 'Announces that the merchant closes: sales stop, every holder is told and refunded',
  policy: { owner: 'tenant' },
  body: z
    .strictObject({
      closes_on: z.iso.date().meta({ description: '最后营业日，至少在 30 天后' }),
      reason: Text(300),
      contact: Text(200).meta({ description: '谁负责清算、怎么联系' }),
    })
    .meta({ id: 'NewClosure' }),
  answers: { 201: { description: '已宣布', schema: EndingView } },
  refuses: ['closure_notice_too_short', 'merchant_is_ending', 'merchant_changed_meanwhile'],
})
serveAct(endRoutes, announceClosureOperation, (world, ask, { body }) =>
  announceClosure(world, ask, body),
)

export const reportIncidentOperation = operation({
  method: 'post',
  path: '/v1/incidents',
  operationId: 'reportIncident',
  tags: ['ends'],
  summary: '报告店家失联：立即暂停售卡和出款，等另一位监管人员确认',
  summary_en: 'Reports that a merchant cannot be reached: sales and payouts stop',
  policy: OFFICIAL,
  body: z
    .strictObject({ merchant_id: MerchantId, reason: Text(300), evidence: Text(2_000) })
    .meta({ id: 'NewIncident' }),
  answers: { 201: { description: '已暂停', schema: EndingView } },
  refuses: ['merchant_not_found', 'merchant_is_ending', 'merchant_changed_meanwhile'],
})
serveAct(endRoutes, reportIncidentOperation, (world, ask, { body }) =>
  reportIncident(world, ask, body),
)

export const confirmIncidentOperation = operation({
  method: 'post',
  path: '/v1/incidents/:id/confirmation',
  operationId: 'confirmIncident',
  tags: ['ends'],
  summary: '另一位监管人员确认失联：为全体持卡人自动退款',
  summary_en: 'Confirms an incident, as another supervisor: every holder is refunded',
  policy: OFFICIAL,
  params,
  answers,
  refuses: [
    'ending_not_found',
    'incident_not_waiting',
    'incident_needs_another_official',
    'incident_needs_patrol',
    'ending_changed_meanwhile',
  ],
})
serveAct(endRoutes, confirmIncidentOperation, (world, ask, { params: { id } }) =>
  confirmIncident(world, ask, id),
)

export const dismissIncidentOperation = operation({
  method: 'post',
  path: '/v1/incidents/:id/dismissal',
  operationId: 'dismissIncident',
  tags: ['ends'],
  summary: '撤销失联事件：恢复出款',
  summary_en: 'Dismisses an incident; payouts go on',
  policy: OFFICIAL,
  params,
  body: z.strictObject({ reason: Text(300) }).meta({ id: 'IncidentDismissal' }),
  answers,
  refuses: ['ending_not_found', 'incident_not_waiting', 'ending_changed_meanwhile'],
})
serveAct(endRoutes, dismissIncidentOperation, (world, ask, { params: { id }, body }) =>
  dismissIncident(world, ask, { id, ...body }),
)

export const readEndingOperation = operation({
  method: 'get',
  path: '/v1/endings/:id',
  operationId: 'readEnding',
  tags: ['ends'],
  summary: '停业或失联的处置：进度，和钱怎么分',
  summary_en: 'Reads one closure or incident: how far it is and how the money is divided',
  policy: READERS,
  params,
  answers,
  refuses: ['ending_not_found'],
})
serveRead(endRoutes, readEndingOperation, {
  reads: (who, { params: { id } }) => ({
    endings: readEndings(sql`e.id = ${id} AND ${mayReadEnding(who)}`),
  }),
  present: ({ actor, rows, now }) =>
    presentEnding(rows.endings[0] ?? refuse('ending_not_found'), { now, actor }),
})

export const listEndingsOperation = operation({
  method: 'get',
  path: '/v1/endings',
  operationId: 'listEndings',
  tags: ['ends'],
  summary: '停业与失联，新的在前',
  summary_en: 'Lists closures and incidents, newest first',
  policy: READERS,
  query: z.strictObject({ merchant_id: MerchantId.optional(), ...pageQuery }),
  answers: { 200: { description: '处置', schema: listSchema(EndingView, 'EndingList') } },
  refuses: ['cursor_invalid'],
})
serveRead(endRoutes, listEndingsOperation, {
  reads: (who, { query: { merchant_id, cursor, limit } }) => ({
    endings: readEndings(sql`${mayReadEnding(who)}
                    AND (${merchant_id ?? null} IS NULL OR e.merchant_id = ${merchant_id ?? null})
                    AND (${cursorKey(cursor)} IS NULL OR e.id < ${cursorKey(cursor)})
                    ORDER BY e.id DESC LIMIT ${limit + 1}`),
  }),
  present: ({ actor, rows, now }, { query }) =>
    pageFrom(
      rows.endings,
      query.limit,
      ({ id }) => id,
      (ending) => presentEnding(ending, { now, actor }),
    ),
})

const Claim = z
  .strictObject({
    object: z.literal('ending_claim'),
    card_id: z.string(),
    owed_fen: z.int(),
    covered_fen: z.int(),
    short_fen: z.int().meta({ description: '还欠的：owed_fen 减 covered_fen，仍是债权' }),
    refund_id: z.string().nullable(),
  })
  .meta({ id: 'EndingClaim', description: '一张卡该退多少、能先退多少' })
export const listEndingClaimsOperation = operation({
  method: 'get',
  path: '/v1/endings/:id/claims',
  operationId: 'listEndingClaims',
  tags: ['ends'],
  summary: '每张卡怎么分；顾客只看到自己的',
  summary_en: 'Lists how the money is divided card by card',
  traces: ['purpose', '停业的店欠各卡的钱', 'what an ending shop owes'],
  policy: READERS,
  params,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '各卡', schema: listSchema(Claim, 'EndingClaimList') } },
  refuses: ['cursor_invalid'],
})
type EndingClaimRow = {
  object: 'ending_claim'
  card_id: string
  owed_fen: number
  covered_fen: number
  refund_id: string | null
}
serveRead(endRoutes, listEndingClaimsOperation, {
  reads: (who, { params: { id }, query: { cursor, limit } }) => ({
    ending_claims: sql<EndingClaimRow>`SELECT 'ending_claim' AS object, q.card_id, q.owed_fen, q.covered_fen, q.refund_id
          FROM ending_claims q JOIN endings e ON e.id = q.ending_id JOIN cards c ON c.id = q.card_id
          JOIN merchants m ON m.id = e.merchant_id
         WHERE q.ending_id = ${id} AND q.card_id > ${cursorKey(cursor) ?? ''} AND ${mayReadEnding(who)}
           AND ((SELECT kind FROM ${who.session}) <> 'consumer' OR c.consumer_id = ${who.subject_id})
         ORDER BY q.card_id LIMIT ${limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.ending_claims,
      query.limit,
      ({ card_id }) => card_id,
      (claim) => ({ ...claim, short_fen: shareShort(claim) }),
    ),
})
