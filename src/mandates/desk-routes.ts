import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { Line } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { checkMandate, decideMandate, endMandate } from './decide'
import { CONTENT, COPY_NO, openName, place } from './sealed'
import { mandateFrom, mayReadMandate, readMandateFacts, readMandates, readPaper } from './store'
import {
  MandateId,
  MandateView,
  mandateAsker,
  PaperContent,
  PaperId,
  presentMandate,
} from './views'

export const mandateDeskRoutes = newRouter()
const tags = ['mandates']
const HOLDER = { consumer: 'own' } as const
const OFFICES = { bank: 'all', supervisor: 'all', operator: 'all' } as const
const params = z.strictObject({ id: MandateId })
const answer = { description: '这件申请现在的样子', schema: MandateView }
const Note = Line({ min: 2, max: 200 })

export const listMandatesOperation = operation({
  method: 'get',
  path: '/v1/mandates',
  operationId: 'listMandates',
  tags,
  summary: '提交了的继承和监护申请，新的在前',
  summary_en: 'Lists what heirs and guardians filed, newest first',
  policy: OFFICES,
  traces: ['work', '继承和监护的申请', 'requests of heirs and guardians'],
  query: z.strictObject({
    ...pageQuery,
    is_open: z.stringbool().optional().meta({ description: '只要还没有结果的' }),
  }),
  answers: { 200: { description: '申请', schema: listSchema(MandateView, 'FiledMandates') } },
  refuses: ['cursor_invalid'],
})
serveRead(mandateDeskRoutes, listMandatesOperation, {
  reads: (_who, { query: { cursor, limit, is_open } }, now) => ({
    mandates: readMandates(sql`m.filed_at IS NOT NULL
        AND (${is_open === true ? 1 : 0} = 0 OR (m.state = 'filed' AND m.ends_at > ${now}))
        AND m.id < ${cursorKey(cursor) ?? '~'} ORDER BY m.id DESC LIMIT ${limit + 1}`),
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.mandates,
      query.limit,
      ({ id }) => id,
      (row) => presentMandate(mandateFrom(row), { asker: 'office', now, name: null }),
    ),
})

export const readMandateOperation = operation({
  method: 'get',
  path: '/v1/mandates/:id',
  operationId: 'readMandate',
  tags,
  summary: '一件继承或监护的申请',
  summary_en: 'Reads the request of an heir or guardian',
  policy: { ...HOLDER, ...OFFICES },
  traces: ['purpose', '一件继承或监护的申请', 'the request of an heir or guardian'],
  params,
  answers: { 200: answer },
  refuses: ['mandate_not_found'],
})
serveRead(mandateDeskRoutes, readMandateOperation, {
  reads: (who, { params: { id } }) => ({
    mandates: readMandates(sql`m.id = ${id} AND ${mayReadMandate(who)}`, who.subject_id),
  }),
  present: async ({ actor, rows, now, kit }) => {
    const of = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
    const name = await openName(kit, of)
    return presentMandate(of, { asker: mandateAsker(of, actor), now, name })
  },
})

const Facts = z
  .strictObject({
    object: z.literal('mandate_facts'),
    mandate_id: MandateId,
    has_account: z.boolean().meta({ description: '这个号码名下有账户，号码也没有换过' }),
    cards_count: z.int(),
    owed_fen: z.int().meta({ description: '这些卡里还没有花的钱，分' }),
    last_seen_at: z.string().nullable().meta({ description: '最近一次登录' }),
    uses_since: z.int().meta({ description: '据称去世以后（或提交以后）还有多少次核销' }),
    rivals: z.int().meta({ description: '还有几件也申请继承这个账户' }),
    payments: z.int().meta({ description: '还有几笔付款在途中' }),
    recoveries: z.int().meta({ description: '正在找回或合并' }),
  })
  .meta({ id: 'MandateFacts', description: '账户本身说明什么：人可能还活着' })
export const readMandateFactsOperation = operation({
  method: 'get',
  path: '/v1/mandates/:id/facts',
  operationId: 'readMandateFacts',
  tags,
  summary: '账户本身说明什么：有没有、最近用过没有、有多少钱',
  summary_en:
    'Reads what the account itself says: whether it is there, used lately, and what is on it',
  policy: OFFICES,
  traces: ['purpose', '被申请接手的账户的概况', 'the account that somebody asks to take over'],
  params,
  answers: { 200: { description: '概况', schema: Facts } },
  refuses: ['mandate_not_found'],
})
serveRead(mandateDeskRoutes, readMandateFactsOperation, {
  reads: (_who, { params: { id } }, now) => ({
    mandates: readMandates(sql`m.id = ${id} AND m.filed_at IS NOT NULL`),
    facts: readMandateFacts(sql`m.id = ${id}`, now),
  }),
  present: ({ rows }) => {
    const of = mandateFrom(rows.mandates[0] ?? refuse('mandate_not_found'))
    const facts = rows.facts[0] ?? refuse('mandate_not_found')
    const { cards_count, owed_fen, last_seen_at, uses_since } = facts
    const { rivals, payments, recoveries } = facts
    return {
      object: 'mandate_facts',
      mandate_id: of.id,
      has_account: of.subject_id !== null && of.is_same_number,
      ...{ cards_count, owed_fen, last_seen_at, uses_since, rivals, payments, recoveries },
    }
  },
})

export const readMandatePaperOperation = operation({
  method: 'get',
  path: '/v1/mandates/:id/papers/:paper_id',
  operationId: 'readMandatePaper',
  tags,
  summary: '一份材料本身',
  summary_en: 'Reads a paper itself',
  policy: { ...HOLDER, ...OFFICES },
  traces: ['purpose', '一件继承或监护申请的材料', 'a paper of the request of an heir or guardian'],
  params: z.strictObject({ id: MandateId, paper_id: PaperId }),
  answers: { 200: { description: '材料', schema: PaperContent } },
  refuses: ['mandate_not_found'],
})
serveRead(mandateDeskRoutes, readMandatePaperOperation, {
  reads: (who, { params: { id, paper_id } }) => ({
    papers: readPaper(who, { mandate_id: id, paper_id }),
  }),
  present: async ({ rows, kit }) => {
    const row = rows.papers[0] ?? refuse('mandate_not_found')
    return {
      object: 'mandate_paper',
      id: row.id,
      kind: row.kind,
      copy_no: await kit.secrets.open(COPY_NO, place(COPY_NO, row.id), row.copy_no_sealed),
      media: row.media as z.output<typeof PaperContent>['media'],
      content: await kit.secrets.open(CONTENT, place(CONTENT, row.id), row.content_sealed),
      content_hash: row.content_hash,
    }
  },
})

export const checkMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/checks',
  operationId: 'checkMandate',
  tags,
  summary: '一个单位向发证单位核对过材料：无误或有误',
  summary_en: 'An office says what it found when it asked whoever issued the papers',
  policy: OFFICES,
  params,
  body: z
    .strictObject({
      passed: z.boolean().meta({ description: '无误，或有误' }),
      note: Note.meta({ description: '向谁核对的，结果如何' }),
    })
    .meta({ id: 'NewMandateCheck' }),
  answers: { 201: answer },
  refuses: [
    'mandate_not_found',
    'mandate_not_open',
    'mandate_checked_already',
    'mandate_needs_three_persons',
    'mandate_changed_meanwhile',
  ],
})
serveAct(mandateDeskRoutes, checkMandateOperation, (world, ask, { params: { id }, body }) =>
  checkMandate(world, ask, { id, ...body }),
)

export const decideMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/decision',
  operationId: 'decideMandate',
  tags,
  summary: '第三个人同意或拒绝；同意要等等候期过、两个单位核对无误',
  summary_en: 'A third person agrees, after the waiting and two good checks, or refuses',
  policy: { supervisor: 'all' },
  params,
  body: z.strictObject({ agreed: z.boolean(), reason: Note }).meta({ id: 'MandateDecision' }),
  answers: { 201: answer },
  refuses: [
    'mandate_not_found',
    'mandate_not_open',
    'mandate_still_waiting',
    'mandate_account_gone',
    'mandate_contested',
    'mandate_heirs_missing',
    'mandate_rival_open',
    'mandate_payment_open',
    'mandate_recovery_open',
    'mandate_needs_three_persons',
    'mandate_changed_meanwhile',
  ],
})
serveAct(mandateDeskRoutes, decideMandateOperation, (world, ask, { params: { id }, body }) =>
  decideMandate(world, ask, { id, ...body }),
)

export const endMandateOperation = operation({
  method: 'post',
  path: '/v1/mandates/:id/end',
  operationId: 'endMandate',
  tags,
  summary: '监护提前结束：监护人放下，或机构撤销，写明理由',
  summary_en: 'Ends a guardianship before its day, with a reason',
  policy: { ...HOLDER, supervisor: 'all' },
  params,
  body: z.strictObject({ reason: Note }).meta({ id: 'MandateEnd' }),
  answers: { 200: answer },
  refuses: ['mandate_not_found', 'mandate_not_open', 'mandate_changed_meanwhile'],
})
serveAct(mandateDeskRoutes, endMandateOperation, (world, ask, { params: { id }, body }) =>
  endMandate(world, ask, { id, ...body }),
)
