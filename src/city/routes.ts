import * as z from 'zod'
import type { CityTable } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import { localDate } from '../kernel/time'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { decideCityRow, proposeCityRow } from './enter'
import { Day, isInYear, KEYS, VALUES } from './rows'
import type { Entered } from './rules'
import { PROPOSAL_STATES, readProposals, readVersion } from './store'
import {
  CityView,
  cityTableRows,
  FactView,
  ProposalView,
  presentCity,
  presentFact,
  presentProposal,
  Table,
} from './views'

export const cityRoutes = newRouter()
const tags = ['city']
/** The facts are public and each names its source: any official may enter one, and any other may check it. */
const policy = { operator: 'all', supervisor: 'all' } as const

export const readCityOperation = operation({
  method: 'get',
  path: '/v1/city',
  operationId: 'readCity',
  tags,
  summary: '这座城市的参数表，知道到哪一天，哪张快用完',
  summary_en: 'Reads the city’s tables: up to which day each is known, and which runs out soon',
  policy: 'public',
  answers: { 200: { description: '城市', schema: CityView } },
})
serveRead(cityRoutes, readCityOperation, {
  reads: (who) => ({ beside: readVersion(who) }),
  present: ({ city, now }) => presentCity(city, localDate(now)),
})

export const listCityFactsOperation = operation({
  method: 'get',
  path: '/v1/city/facts',
  operationId: 'listCityFacts',
  tags,
  summary: '一张参数表的每一行，或某一天有效的各行',
  summary_en: 'Lists the rows of one table, or those in force on a day',
  policy: 'public',
  query: z.strictObject({
    ...pageQuery,
    table: Table,
    on: Day.optional().meta({ description: '只要这一天有效的' }),
  }),
  answers: { 200: { description: '参数', schema: listSchema(FactView, 'CityFactList') } },
  refuses: ['cursor_invalid'],
})
serveRead(cityRoutes, listCityFactsOperation, {
  reads: (who) => ({ beside: readVersion(who) }),
  present: ({ city }, { query: { table, on, cursor, limit } }) => {
    const from = Number(cursorKey(cursor) ?? 0)
    const rows = cityTableRows(city, table, on).map((fact, i) => ({ fact, after: String(i + 1) }))
    return pageFrom(
      rows.slice(from, from + limit + 1),
      limit,
      ({ after }) => after,
      ({ fact }) => presentFact(fact),
    )
  },
})

export const listCityProposalsOperation = operation({
  method: 'get',
  path: '/v1/city/proposals',
  operationId: 'listCityProposals',
  tags,
  summary: '录入的参数：等复核的、生效的、没同意的，新的在前',
  summary_en: 'Lists entered rows: waiting, in force, not agreed to, newest first',
  policy,
  query: z.strictObject({
    ...pageQuery,
    table: Table.optional(),
    state: z.enum(PROPOSAL_STATES).optional(),
  }),
  answers: {
    200: { description: '录入的参数', schema: listSchema(ProposalView, 'CityProposalList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(cityRoutes, listCityProposalsOperation, {
  reads: (who, { query: { table, state, cursor, limit } }) => ({
    proposals: readProposals(who, { table, state, before: cursorKey(cursor), limit }),
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.proposals, query.limit, ({ id }) => id, presentProposal),
})

const Source = z.string().trim().min(2).max(200).meta({ description: '出处：文号、公告日期和网址' })
const said = { source: Source, note: z.string().trim().min(2).max(200).optional() }
/** A row of a table with many keys; null ends the row from that day on. */
const keyed = <
  T extends
    | 'district'
    | 'sector'
    | 'hotline'
    | 'court'
    | 'unit'
    | 'complaint_kind'
    | 'case_limit'
    | 'responder',
>(
  table: T,
) =>
  z.strictObject({
    table: z.literal(table),
    key: KEYS[table],
    from_on: Day,
    value: VALUES[table].nullable(),
    ...said,
  })
/** A row of a table with one key: its own name. */
const single = <T extends 'city' | 'region' | 'lpr_1y' | 'deposit_1y'>(table: T) =>
  z.strictObject({ table: z.literal(table), from_on: Day, value: VALUES[table], ...said })
const holidays = z
  .strictObject({
    table: z.literal('holidays'),
    key: KEYS.holidays,
    value: VALUES.holidays,
    ...said,
  })
  .refine(({ key, value }) => isInYear(key, value), {
    path: ['value'],
    error: '有的日子不在这一年（上一年的最后一周除外）',
  })
const NewProposal = z
  .discriminatedUnion('table', [
    keyed('district'),
    keyed('sector'),
    keyed('hotline'),
    keyed('court'),
    keyed('unit'),
    keyed('complaint_kind'),
    keyed('case_limit'),
    keyed('responder'),
    single('city'),
    single('region'),
    single('lpr_1y'),
    single('deposit_1y'),
    holidays,
  ])
  .meta({ id: 'NewCityProposal', description: '要录入的一行，字段因表而异' })

export const proposeCityRowOperation = operation({
  method: 'post',
  path: '/v1/city/proposals',
  operationId: 'proposeCityRow',
  tags,
  summary: '录入一行参数，写明出处；另一人复核前一切照旧',
  summary_en: 'Enters a row with its source; nothing changes before somebody else agrees',
  policy,
  body: NewProposal,
  answers: { 201: { description: '等复核', schema: ProposalView } },
  refuses: ['city_row_needed', 'city_row_unknown', 'unit_unknown'],
})
serveAct(cityRoutes, proposeCityRowOperation, (world, ask, { body }) =>
  proposeCityRow(world, ask, enteredFrom(body)),
)

function enteredFrom(body: z.output<typeof NewProposal>): Entered {
  const { table, value, source } = body
  const key = 'key' in body ? body.key : table
  const from_on = body.table === 'holidays' ? `${body.key}-01-01` : body.from_on
  return { table: table as CityTable, key, from_on, value, source, note: body.note ?? null }
}

export const decideCityRowOperation = operation({
  method: 'post',
  path: '/v1/city/proposals/:id/decision',
  operationId: 'decideCityRow',
  tags,
  summary: '复核一行参数：同意即生效，不同意即作废；不能复核自己录入的',
  summary_en: 'Agrees to an entered row or voids it, as another person',
  policy,
  params: z.strictObject({ id: z.string().regex(idPattern('ctp')) }),
  body: z
    .strictObject({ agreed: z.boolean(), note: z.string().trim().min(2).max(200) })
    .meta({ id: 'CityDecision' }),
  answers: { 200: { description: '结果', schema: ProposalView } },
  refuses: [
    'city_proposal_not_found',
    'city_proposal_decided',
    'city_needs_another_person',
    'city_changed_meanwhile',
  ],
})
serveAct(cityRoutes, decideCityRowOperation, (world, ask, { params, body }) =>
  decideCityRow(world, ask, { proposal_id: params.id, ...body }),
)
