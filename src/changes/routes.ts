import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { isLicenceNo } from '../merchants/licence'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { announceChange, checkChange } from './announce'
import { extendLot } from './expiry'
import { mayReadChange, readChanges } from './store'
import { answerTakeover } from './takeover'
import { ChangeId, ChangeView, NewFactsSchema, presentChange } from './views'

export const changeRoutes = newRouter()
const READERS = {
  consumer: 'own',
  owner: 'tenant',
  manager: 'tenant',
  supervisor: 'jurisdiction',
  bank: 'all',
  operator: 'all',
} as const
const params = z.strictObject({ id: ChangeId })
const answers = { 200: { description: '这项变更', schema: ChangeView } }

export const announceChangeOperation = operation({
  method: 'post',
  path: '/v1/merchant-changes',
  operationId: 'announceChange',
  tags: ['changes'],
  summary: '店家登记变更：迁址、法定代表人、执照、转让；通知每位持卡人',
  summary_en: 'Announces a change of the merchant and tells every holder',
  description: '法定代表人、执照、转让登记后立即停止售卡，核验后恢复；迁址与转让须提前 30 天。',
  policy: { owner: 'tenant' },
  body: z
    .strictObject({
      kind: z.enum(['move', 'legal_representative', 'licence', 'takeover']),
      facts: NewFactsSchema.refine((f) => f.licence_no === undefined || isLicenceNo(f.licence_no), {
        message: '统一社会信用代码不正确',
        path: ['licence_no'],
      }),
      from_on: z.iso.date(),
      reason: z.string().trim().min(4).max(300),
    })
    .meta({ id: 'NewMerchantChange' }),
  answers: { 201: { description: '已登记', schema: ChangeView } },
  refuses: [
    'district_unknown',
    'change_facts_missing',
    'change_notice_too_short',
    'change_already_announced',
    'merchant_changed_meanwhile',
  ],
})
serveAct(changeRoutes, announceChangeOperation, (world, ask, { body }) =>
  announceChange(world, ask, body),
)

export const checkChangeOperation = operation({
  method: 'post',
  path: '/v1/merchant-changes/:id/check',
  operationId: 'checkChange',
  tags: ['changes'],
  summary: '核验变更的证照：通过的到日子生效，没通过的不生效',
  summary_en: 'Checks the papers of a change',
  policy: { operator: 'all' },
  params,
  body: z
    .strictObject({ verified: z.boolean(), note: z.string().trim().min(2).max(300) })
    .meta({ id: 'MerchantChangeCheck' }),
  answers,
  refuses: ['change_not_found', 'change_not_waiting', 'change_changed_meanwhile'],
})
serveAct(changeRoutes, checkChangeOperation, (world, ask, { params: { id }, body }) =>
  checkChange(world, ask, { id, ...body }),
)

const Answered = z
  .strictObject({
    object: z.literal('takeover_answer'),
    change_id: ChangeId,
    card_id: z.string(),
    answer: z.enum(['consented', 'declined']),
    refund_id: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'TakeoverAnswer', description: '顾客对转让的表态；不同意的马上按实付价退' })
export const answerTakeoverOperation = operation({
  method: 'post',
  path: '/v1/merchant-changes/:id/answers',
  operationId: 'answerTakeover',
  tags: ['changes'],
  summary: '持卡人同意或不同意新的经营者接手这张卡',
  summary_en: 'Says whether the holder lets the new operator take the card over',
  policy: { consumer: 'own' },
  params,
  body: z
    .strictObject({
      card_id: z.string().regex(idPattern('crd')),
      answer: z.enum(['consented', 'declined']),
    })
    .meta({ id: 'NewTakeoverAnswer' }),
  answers: { 201: { description: '已记下', schema: Answered } },
  refuses: [
    'change_not_found',
    'takeover_not_open',
    'takeover_already_answered',
    'nothing_to_refund',
    'card_changed_meanwhile',
  ],
})
serveAct(changeRoutes, answerTakeoverOperation, (world, ask, { params: { id }, body }) =>
  answerTakeover(world, ask, { id, ...body }),
)

const Extension = z
  .strictObject({
    object: z.literal('extension'),
    card_id: z.string(),
    lot_id: z.string(),
    ends_on: z.string(),
    was_on: z.string().nullable(),
  })
  .meta({ id: 'Extension', description: '次卡有效期延后' })
export const extendLotOperation = operation({
  method: 'post',
  path: '/v1/cards/:id/extensions',
  operationId: 'extendLot',
  tags: ['changes'],
  summary: '店家把次卡的有效期延后，到期以后也可以',
  summary_en: 'Extends the validity of a count card',
  policy: { owner: 'tenant', manager: 'tenant' },
  params: z.strictObject({ id: z.string().regex(idPattern('crd')) }),
  body: z
    .strictObject({ lot_id: z.string().regex(idPattern('lot')), ends_on: z.iso.date() })
    .meta({ id: 'NewExtension' }),
  answers: { 200: { description: '已延后', schema: Extension } },
  refuses: ['card_not_found', 'extension_not_possible', 'lot_in_dispute', 'card_changed_meanwhile'],
})
serveAct(changeRoutes, extendLotOperation, (world, ask, { params: { id }, body }) =>
  extendLot(world, ask, { card_id: id, ...body }),
)

export const readChangeOperation = operation({
  method: 'get',
  path: '/v1/merchant-changes/:id',
  operationId: 'readChange',
  tags: ['changes'],
  summary: '一项变更',
  summary_en: 'Reads one change',
  policy: READERS,
  params,
  answers,
  refuses: ['change_not_found'],
})
serveRead(changeRoutes, readChangeOperation, {
  reads: (who, { params: { id } }) => ({
    changes: readChanges(sql`g.id = ${id} AND ${mayReadChange(who)}`),
  }),
  present: ({ actor, rows }) =>
    presentChange(rows.changes[0] ?? refuse('change_not_found'), {
      for_check: actor.kind === 'operator',
    }),
})

export const listChangesOperation = operation({
  method: 'get',
  path: '/v1/merchant-changes',
  operationId: 'listChanges',
  tags: ['changes'],
  summary: '变更，新的在前；可只看一家店的、等核验的',
  summary_en: 'Lists changes of merchants, newest first',
  policy: READERS,
  query: z.strictObject({
    merchant_id: z.string().regex(idPattern('mch')).optional(),
    is_waiting: z.enum(['true', 'false']).optional().meta({ description: '等核验的，或核验过的' }),
    ...pageQuery,
  }),
  answers: { 200: { description: '变更', schema: listSchema(ChangeView, 'MerchantChangeList') } },
  refuses: ['cursor_invalid'],
})
serveRead(changeRoutes, listChangesOperation, {
  reads: (who, { query: { merchant_id = null, is_waiting = null, cursor, limit } }) => ({
    changes:
      readChanges(sql`${mayReadChange(who)} AND (${merchant_id} IS NULL OR g.merchant_id = ${merchant_id})
                    AND (${is_waiting} IS NULL OR iif(g.status = 'announced', 'true', 'false') = ${is_waiting})
                    AND (${cursorKey(cursor)} IS NULL OR g.id < ${cursorKey(cursor)})
                    ORDER BY g.id DESC LIMIT ${limit + 1}`),
  }),
  present: ({ actor, rows }, { query }) =>
    pageFrom(
      rows.changes,
      query.limit,
      ({ id }) => id,
      (change) => presentChange(change, { for_check: actor.kind === 'operator' }),
    ),
})
