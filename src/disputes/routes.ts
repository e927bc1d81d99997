import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { Line } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { prepareEvidence, submitEvidence } from './evidence'
import { type DisputeDetailRow, mayReadDispute, readDisputes } from './store'
import { DisputeId, DisputeObject, presentDispute } from './views'

export const disputeRoutes = newRouter()
const READERS = {
  consumer: 'own',
  owner: 'tenant',
  manager: 'tenant',
  supervisor: 'jurisdiction',
  bank: 'all',
  operator: 'all',
} as const
const params = z.strictObject({ id: DisputeId })
const isOfficial = (kind: string): boolean => kind === 'operator' || kind === 'bank'

export const listDisputesOperation = operation({
  method: 'get',
  path: '/v1/disputes',
  operationId: 'listDisputes',
  tags: ['disputes'],
  summary: '付款争议，新的在前：持卡人看自己的，店家看本店的',
  summary_en: 'Lists payment disputes, newest first',
  traces: ['work', '付款争议的清单', 'the list of disputed payments'],
  policy: READERS,
  query: z.strictObject({
    card_id: z.string().regex(idPattern('crd')).optional(),
    is_open: z.enum(['true', 'false']).optional(),
    ...pageQuery,
  }),
  answers: { 200: { description: '付款争议', schema: listSchema(DisputeObject, 'DisputeList') } },
  refuses: ['cursor_invalid'],
})
serveRead(disputeRoutes, listDisputesOperation, {
  reads: (who, { query: { card_id = null, is_open, cursor, limit } }) => ({
    disputes:
      readDisputes(sql`${mayReadDispute(who)} AND (${card_id} IS NULL OR d.card_id = ${card_id})
      AND (${cursorKey(cursor)} IS NULL OR d.id < ${cursorKey(cursor)})
      AND (${is_open ?? null} IS NULL OR (d.outcome IS NULL) = (${is_open ?? ''} = 'true'))
      ORDER BY d.id DESC LIMIT ${limit + 1}`),
  }),
  present: ({ actor, rows }, { query }) =>
    pageFrom(
      rows.disputes,
      query.limit,
      ({ id }: DisputeDetailRow) => id,
      (d: DisputeDetailRow) => presentDispute(d, { is_official: isOfficial(actor.kind) }),
    ),
})

export const readDisputeOperation = operation({
  method: 'get',
  path: '/v1/disputes/:id',
  operationId: 'readDispute',
  tags: ['disputes'],
  summary: '一场付款争议：到哪一步，多少钱另放着，谁承担',
  summary_en: 'Reads one payment dispute',
  traces: ['purpose', '一笔付款的争议', 'a disputed payment'],
  policy: READERS,
  params,
  answers: { 200: { description: '这场争议', schema: DisputeObject } },
  refuses: ['dispute_not_found'],
})
serveRead(disputeRoutes, readDisputeOperation, {
  reads: (who, { params: { id } }) => ({
    disputes: readDisputes(sql`d.id = ${id} AND ${mayReadDispute(who)}`),
  }),
  present: ({ actor, rows }) =>
    presentDispute(rows.disputes[0] ?? refuse('dispute_not_found'), {
      is_official: isOfficial(actor.kind),
    }),
})

const EVIDENCE = ['dispute_not_found', 'dispute_is_over', 'dispute_evidence_sent'] as const
export const prepareDisputeEvidenceOperation = operation({
  method: 'post',
  path: '/v1/disputes/:id/evidence',
  operationId: 'prepareDisputeEvidence',
  tags: ['disputes'],
  summary: '整理一场付款争议的材料：付款凭证加一段说明；还没有送出',
  summary_en: 'Prepares the evidence in a dispute; nothing is sent yet',
  policy: { operator: 'all' },
  params,
  body: z
    .strictObject({ statement: Line({ min: 5, max: 2_000 }) })
    .meta({ id: 'DisputeStatement', description: '给支付机构的说明，一段话' }),
  answers: { 200: { description: '已整理', schema: DisputeObject } },
  refuses: [...EVIDENCE, 'dispute_changed_meanwhile'],
})
serveAct(disputeRoutes, prepareDisputeEvidenceOperation, (world, ask, { params: { id }, body }) =>
  prepareEvidence(world, ask, { id, ...body }),
)

export const submitDisputeEvidenceOperation = operation({
  method: 'post',
  path: '/v1/disputes/:id/submission',
  operationId: 'submitDisputeEvidence',
  tags: ['disputes'],
  summary: '看过材料，交给支付机构；只能交一次，整理的人不能自己交',
  summary_en: 'Hands the evidence to the provider, once, by somebody else than who prepared it',
  policy: { operator: 'all' },
  params,
  answers: { 200: { description: '已交', schema: DisputeObject } },
  refuses: [
    ...EVIDENCE,
    'dispute_has_no_evidence',
    'checker_must_not_be_maker',
    'dispute_evidence_unclear',
    'dispute_changed_meanwhile',
  ],
})
serveAct(disputeRoutes, submitDisputeEvidenceOperation, (world, ask, { params: { id } }) =>
  submitEvidence(world, ask, id),
)
