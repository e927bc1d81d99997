import * as z from 'zod'
import { sha256Now } from '../environment/crypto'
import { readFindings } from '../inspections/store'
import { canonical } from '../kernel/canonical'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { maskedCard, refundsStanding } from './rules'
import { readIncidentCards, readIncidentRow, readRefundSums, readWhistles } from './store'
import { IncidentFile, presentWhistle, Referral, WhistleId, Whistles, WhistleView } from './views'
import { answerWhistle, blowWhistles, scoreWhistle } from './whistle'

export const incidentRoutes = newRouter()
const tags = ['incidents']
const OFFICIAL = { supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: z.string().regex(idPattern('end')) })
const one = z.strictObject({ id: WhistleId })

export const blowWhistlesOperation = operation({
  method: 'post',
  path: '/v1/incidents/:id/whistles',
  operationId: 'blowWhistles',
  tags,
  summary: '吹哨：同时叫上这个区市的每个响应单位，各有时限',
  summary_en: 'Calls every unit of the district at once, each with its clock',
  policy: OFFICIAL,
  params,
  answers: { 201: { description: '已吹哨', schema: Whistles } },
  refuses: ['ending_not_found', 'incident_is_whistled'],
})
serveAct(incidentRoutes, blowWhistlesOperation, (world, ask, { params: { id } }) =>
  blowWhistles(world, ask, id),
)

export const answerWhistleOperation = operation({
  method: 'post',
  path: '/v1/whistles/:id/answer',
  operationId: 'answerWhistle',
  tags,
  summary: '记下一个单位来了、做了什么',
  summary_en: 'Writes down that a unit answered, and what it did',
  policy: OFFICIAL,
  params: one,
  body: z.strictObject({ answer: z.string().trim().min(2).max(500) }).meta({ id: 'WhistleAnswer' }),
  answers: { 200: { description: '已记下', schema: WhistleView } },
  refuses: ['whistle_not_found', 'whistle_is_over'],
})
serveAct(incidentRoutes, answerWhistleOperation, (world, ask, { params, body }) =>
  answerWhistle(world, ask, { ...params, ...body }),
)

export const scoreWhistleOperation = operation({
  method: 'post',
  path: '/v1/whistles/:id/score',
  operationId: 'scoreWhistle',
  tags,
  summary: '吹哨人给回应的单位打分，一次',
  summary_en: 'Scores how a unit answered, by whoever called it',
  policy: OFFICIAL,
  params: one,
  body: z
    .strictObject({
      score: z.int().min(1).max(5).meta({ description: '1 到 5' }),
      note: z.string().trim().min(2).max(500).optional(),
    })
    .meta({ id: 'WhistleScore' }),
  answers: { 200: { description: '已打分', schema: WhistleView } },
  refuses: ['whistle_not_found', 'whistle_not_answered', 'whistle_not_yours', 'whistle_is_over'],
})
serveAct(incidentRoutes, scoreWhistleOperation, (world, ask, { params, body }) =>
  scoreWhistle(world, ask, { ...params, score: body.score, note: body.note ?? null }),
)

export const readIncidentFileOperation = operation({
  method: 'get',
  path: '/v1/incidents/:id/file',
  operationId: 'readIncidentFile',
  tags,
  summary: '一起失联事件：退款开出、在路上、到账、失败各多少，叫了哪些单位',
  summary_en: 'Reads how an incident’s refunds stand and who was called',
  policy: OFFICIAL,
  params,
  answers: { 200: { description: '事件', schema: IncidentFile } },
  refuses: ['ending_not_found'],
})
serveRead(incidentRoutes, readIncidentFileOperation, {
  reads: (who, { params: { id } }) => ({
    incident: readIncidentRow(who, id),
    sums: readRefundSums(id),
    whistles: readWhistles(who, sql`w.ending_id = ${id}`),
  }),
  present: ({ rows, now, actor }, { params: { id } }) => {
    if (!rows.incident[0]) refuse('ending_not_found')
    return {
      object: 'incident_file',
      incident_id: id,
      refunds: refundsStanding(rows.sums),
      whistles: rows.whistles.map((whistle) => presentWhistle(whistle, { now, actor })),
      may_whistle: rows.whistles.length === 0,
    }
  },
})

const FINDINGS_MAX = 20
export const readIncidentReferralOperation = operation({
  method: 'get',
  path: '/v1/incidents/:id/referral',
  operationId: 'readIncidentReferral',
  tags,
  summary: '移送公安的材料：证据、巡查、每张卡欠多少（卡号遮着），带哈希',
  summary_en: 'Reads what is handed to the police: evidence, patrols, cards masked, with a hash',
  policy: OFFICIAL,
  params,
  answers: { 200: { description: '材料', schema: Referral } },
  refuses: ['ending_not_found'],
})
serveRead(incidentRoutes, readIncidentReferralOperation, {
  reads: (who, { params: { id } }) => ({
    incident: readIncidentRow(who, id),
    findings: readFindings(who, {
      merchant_id: sql`(SELECT merchant_id FROM endings WHERE id = ${id})`,
      before: null,
      limit: FINDINGS_MAX,
    }),
    cards: readIncidentCards(id),
  }),
  present: ({ rows }, { params: { id } }) => {
    const of = rows.incident[0] ?? refuse('ending_not_found')
    const content = {
      merchant: {
        id: of.merchant_id,
        name: of.merchant_name,
        address: of.address,
        licence_no: of.licence_no,
        legal_representative: of.legal_representative,
      },
      reason: of.reason,
      evidence: of.evidence ?? '',
      reported_at: of.reported_at,
      reported_by: of.reporter_name,
      confirmed_at: of.confirmed_at,
      confirmed_by: of.confirmer_name,
      owed_fen: of.owed_fen,
      findings: rows.findings.map(({ seen_at, by_name, found, note, photos }) => ({
        ...{ seen_at, by_name, found, note },
        photo_hashes: (JSON.parse(photos) as { content_hash: string }[]).map(
          ({ content_hash }) => content_hash,
        ),
      })),
      cards: rows.cards.map(({ card_id, owed_fen, covered_fen, status }) => ({
        ...{ card: maskedCard(card_id), owed_fen, covered_fen, refund: status },
      })),
    }
    const content_hash = sha256Now(canonical(content))
    return { object: 'incident_referral', incident_id: id, content_hash, content }
  },
})
