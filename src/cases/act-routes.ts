import * as z from 'zod'
import { newRouter, operation, serveAct } from '../platform/http'
import {
  assignCase,
  closeCase,
  extendCase,
  noteCase,
  recordCaseVisit,
  VISIT_FINDINGS,
} from './handle'
import { CLOSING_OUTCOMES } from './rules'
import { CaseId, CaseView, OfficialId } from './views'

export const caseActRoutes = newRouter()
const tags = ['cases']
const policy = { supervisor: 'jurisdiction' } as const
const params = z.strictObject({ id: CaseId })
const answers = { 200: { description: '现在的样子', schema: CaseView } }
const Note = (min: number) => z.string().trim().min(min).max(1_000)

export const assignCaseOperation = operation({
  method: 'post',
  path: '/v1/cases/:id/assignment',
  operationId: 'assignCase',
  tags,
  summary: '把案件派给一个人；不写派给谁就是自己接',
  summary_en: 'Gives a case to an official of the district; without one, takes it',
  policy,
  params,
  body: z
    .strictObject({
      assignee_id: OfficialId.optional().meta({ description: '派给谁；不写就是自己接' }),
      note: Note(2).optional(),
    })
    .meta({ id: 'CaseAssignment' }),
  answers,
  refuses: ['case_not_found', 'case_is_closed', 'case_handler_not_found', 'case_changed_meanwhile'],
})
serveAct(caseActRoutes, assignCaseOperation, (world, ask, { params: { id }, body }) =>
  assignCase(world, ask, { id, assignee_id: body.assignee_id ?? null, note: body.note ?? null }),
)

export const noteCaseOperation = operation({
  method: 'post',
  path: '/v1/cases/:id/notes',
  operationId: 'noteCase',
  tags,
  summary: '在案件里记一笔',
  summary_en: 'Writes a note into a case',
  policy,
  params,
  body: z.strictObject({ note: Note(2) }).meta({ id: 'NewCaseNote' }),
  answers,
  refuses: ['case_not_found', 'case_is_closed', 'case_changed_meanwhile'],
})
serveAct(caseActRoutes, noteCaseOperation, (world, ask, { params: { id }, body }) =>
  noteCase(world, ask, { id, ...body }),
)

export const recordCaseVisitOperation = operation({
  method: 'post',
  path: '/v1/cases/:id/visits',
  operationId: 'recordCaseVisit',
  tags,
  summary: '记一次上门：看到什么',
  summary_en: 'Records a visit to the shop of a case',
  policy,
  params,
  body: z
    .strictObject({
      found: z.enum(VISIT_FINDINGS).meta({
        description: 'open 在营业 · closed 关着 · sale_sign 转让清仓 · moved 搬走了 · talked 约谈',
      }),
      note: Note(2),
    })
    .meta({ id: 'NewCaseVisit' }),
  answers,
  refuses: ['case_not_found', 'case_is_closed', 'case_changed_meanwhile'],
})
serveAct(caseActRoutes, recordCaseVisitOperation, (world, ask, { params: { id }, body }) =>
  recordCaseVisit(world, ask, { id, ...body }),
)

export const extendCaseOperation = operation({
  method: 'post',
  path: '/v1/cases/:id/extension',
  operationId: 'extendCase',
  tags,
  summary: '延期一次：再给同一级别的工作日',
  summary_en: 'Extends a case once by its level’s working days',
  policy,
  params,
  body: z.strictObject({ reason: Note(5) }).meta({ id: 'CaseExtension' }),
  answers,
  refuses: ['case_not_found', 'case_is_closed', 'case_extended_already', 'case_changed_meanwhile'],
})
serveAct(caseActRoutes, extendCaseOperation, (world, ask, { params: { id }, body }) =>
  extendCase(world, ask, { id, ...body }),
)

export const closeCaseOperation = operation({
  method: 'post',
  path: '/v1/cases/:id/closing',
  operationId: 'closeCase',
  tags,
  summary: '办结：处理了、误报、移送、店已终止；结果告诉预警',
  summary_en: 'Closes a case with an outcome, which the warning hears',
  policy,
  params,
  body: z
    .strictObject({ outcome: z.enum(CLOSING_OUTCOMES), note: Note(5) })
    .meta({ id: 'CaseClosing' }),
  answers,
  refuses: [
    'case_not_found',
    'case_is_closed',
    'case_not_yours',
    'case_incident_is_open',
    'case_needs_visit',
    'case_shop_still_owes',
    'case_changed_meanwhile',
  ],
})
serveAct(caseActRoutes, closeCaseOperation, (world, ask, { params: { id }, body }) =>
  closeCase(world, ask, { id, ...body }),
)
