import * as z from 'zod'
import { mayFilterBy } from '../city/rules'
import { insist, refuse } from '../kernel/refusals'
import { type LocalDate, localDate, plusDays } from '../kernel/time'
import { District, MerchantId, Sector } from '../merchants/views'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { caseActRoutes } from './act-routes'
import { placeFrom, placeKey, WEEKS_SHOWN } from './rules'
import {
  type CaseFilter,
  readCaseCounts,
  readCaseEntries,
  readCasePage,
  readCaseRow,
  readCaseWeeks,
  readHandlers,
  readPageShops,
} from './store'
import {
  CaseAlone,
  CaseEntry,
  CaseHandler,
  CaseId,
  CaseList,
  newSince,
  presentCaseAlone,
  presentCaseEntry,
  presentCaseHandler,
  presentCaseTotals,
  presentListedCase,
} from './views'

export const caseRoutes = newRouter()
caseRoutes.route('/', caseActRoutes)
const tags = ['cases']
const READERS = { supervisor: 'jurisdiction', operator: 'all' } as const

const query = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'closed']).default('open'),
  district: District.optional(),
  sector: Sector.optional(),
  name: z.string().trim().min(1).max(40).optional().meta({ description: '店名或执照号里有这些字' }),
  level: z.coerce.number().int().min(2).max(5).optional(),
  assignee: z.enum(['me', 'none']).optional().meta({ description: 'me 我的 · none 没人办' }),
  due: z.enum(['today', 'overdue']).optional().meta({ description: 'today 今天到期和过期' }),
  merchant_id: MerchantId.optional(),
})
type Query = z.output<typeof query>
function filterOf(q: Query, today: LocalDate): CaseFilter {
  const due_by = q.due === undefined ? null : q.due === 'today' ? today : plusDays(today, -1)
  return {
    state: q.state,
    district: q.district ?? null,
    sector: q.sector ?? null,
    name: q.name ?? null,
    level: q.level ?? null,
    assignee: q.assignee ?? null,
    due_by,
    merchant_id: q.merchant_id ?? null,
  }
}
const placeIn = (cursor: string | undefined) => {
  const key = cursorKey(cursor)
  return key === null ? null : (placeFrom(key) ?? refuse('cursor_invalid'))
}
/** The weeks end with yesterday: today is not over. */
const weeksOf = (today: LocalDate) => ({
  first: plusDays(today, -7 * WEEKS_SHOWN),
  days: 7 * WEEKS_SHOWN,
})

export const listCasesOperation = operation({
  method: 'get',
  path: '/v1/cases',
  operationId: 'listCases',
  tags,
  summary: '案件：一家店一个，级别高的在前、钱多的在前；可按地区、行业、店名、级别、谁办、到期筛选',
  summary_en: 'Lists cases, one a shop, the heaviest first',
  policy: READERS,
  query,
  answers: { 200: { description: '案件', schema: CaseList } },
  refuses: ['district_unknown', 'sector_unknown', 'cursor_invalid'],
})
serveRead(caseRoutes, listCasesOperation, {
  reads: (who, { query: asked }, now) => {
    const today = localDate(now)
    const filter = filterOf(asked, today)
    const of = { filter, after: placeIn(asked.cursor), limit: asked.limit + 1 }
    const page = readCasePage(who, of)
    return {
      cases: page,
      counts: readCaseCounts(who, { filter, today, since: newSince(now) }),
      weeks: readCaseWeeks(readPageShops(page), weeksOf(today)),
    }
  },
  present: ({ rows, now, city, actor }, { query: asked }) => {
    mayFilterBy(city, asked)
    const [counts] = rows.counts
    insist(counts, 'a count has a row')
    return {
      ...pageFrom(rows.cases, asked.limit, placeKey, (row) =>
        presentListedCase(row, rows.weeks, { now, actor }),
      ),
      totals: presentCaseTotals(counts, actor),
      as_of: now,
    }
  },
})

const params = z.strictObject({ id: CaseId })
export const readCaseOperation = operation({
  method: 'get',
  path: '/v1/cases/:id',
  operationId: 'readCase',
  tags,
  summary: '一个案件，和现在可以怎样办',
  summary_en: 'Reads one case, and what may be done about it',
  policy: READERS,
  params,
  answers: { 200: { description: '案件', schema: CaseAlone } },
  refuses: ['case_not_found'],
})
serveRead(caseRoutes, readCaseOperation, {
  reads: (who, { params: { id } }, now) => ({
    found: readCaseRow(who, id),
    weeks: readCaseWeeks(
      sql`SELECT merchant_id AS id FROM cases WHERE id = ${id}`,
      weeksOf(localDate(now)),
    ),
  }),
  present: ({ rows, now, actor }) =>
    presentCaseAlone(rows.found[0] ?? refuse('case_not_found'), rows.weeks, { now, actor }),
})

export const listCaseEntriesOperation = operation({
  method: 'get',
  path: '/v1/cases/:id/entries',
  operationId: 'listCaseEntries',
  tags,
  summary: '案件里发生过的事，新的在前',
  summary_en: 'Lists what happened to a case, newest first',
  policy: READERS,
  params,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '经过', schema: listSchema(CaseEntry, 'CaseEntryList') } },
  refuses: ['case_not_found', 'cursor_invalid'],
})
serveRead(caseRoutes, listCaseEntriesOperation, {
  reads: (who, { params: { id }, query: { cursor, limit } }) => ({
    found: readCaseRow(who, id),
    entries: readCaseEntries(who, { case_id: id, before: cursorKey(cursor), limit: limit + 1 }),
  }),
  present: ({ rows }, { query: asked }) => {
    if (!rows.found[0]) refuse('case_not_found')
    return pageFrom(rows.entries, asked.limit, ({ id }) => id, presentCaseEntry)
  },
})

export const listCaseHandlersOperation = operation({
  method: 'get',
  path: '/v1/cases/:id/handlers',
  operationId: 'listCaseHandlers',
  tags,
  summary: '可以派给谁：在岗、管这个区市、办案的人，至多 100 位',
  summary_en: 'Lists the officials a case may be given to',
  policy: { supervisor: 'jurisdiction' },
  params,
  answers: {
    200: {
      description: '可以派给的人',
      schema: z
        .strictObject({
          object: z.literal('case_handlers'),
          handlers: z.array(CaseHandler).meta({ description: '手里少的不一定在前' }),
        })
        .meta({ id: 'CaseHandlers' }),
    },
  },
  refuses: ['case_not_found'],
})
const shopOf = (id: string) => sql`(SELECT merchant_id FROM cases WHERE id = ${id})`
serveRead(caseRoutes, listCaseHandlersOperation, {
  reads: (who: Who, { params: { id } }, now) => ({
    found: readCaseRow(who, id),
    handlers: readHandlers(shopOf(id), now),
  }),
  present: ({ rows }) => {
    if (!rows.found[0]) refuse('case_not_found')
    return { object: 'case_handlers', handlers: rows.handlers.map(presentCaseHandler) }
  },
})
