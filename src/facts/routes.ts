import * as z from 'zod'
import type { ReadingRow } from '../custody/third-store'
import { idPattern } from '../kernel/ids'
import { refuse } from '../kernel/refusals'
import { Line } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import type { FactRow } from '../purchases/parked'
import { approveEnd, proposeEnd, rejectEnd } from './end'
import { End, FactId, ParkedFact, presentFact } from './views'

export const factRoutes = newRouter()
const THEIRS = { bank: 'all', operator: 'all' } as const
const Note = Line({ min: 2, max: 300 })
const params = z.strictObject({ id: FactId })

export const listParkedFactsOperation = operation({
  method: 'get',
  path: '/v1/parked-facts',
  operationId: 'listParkedFacts',
  tags: ['custody'],
  summary: '支付机构说的、与我们的账对不上的事，旧的在前；默认只列还没有了结的',
  summary_en: 'Lists what the provider said and our books do not know, oldest first',
  policy: THEIRS,
  query: z.strictObject({
    state: z.enum(['open', 'proposed', 'resolved', 'cleared', 'waiting']).default('waiting'),
    ...pageQuery,
  }),
  answers: { 200: { description: '对不上的事', schema: listSchema(ParkedFact, 'ParkedFactList') } },
  refuses: ['cursor_invalid'],
})
serveRead(factRoutes, listParkedFactsOperation, {
  reads: (_who, { query: { state, cursor, limit } }) => ({
    parked_facts: sql<FactRow>`SELECT * FROM parked_facts
         WHERE (state = ${state} OR (${state} = 'waiting' AND state IN ('open', 'proposed')))
           AND opened_at || ' ' || id > ${cursorKey(cursor) ?? ''}
         ORDER BY opened_at, id LIMIT ${limit + 1}`,
  }),
  present: ({ rows, now }, { query }) =>
    pageFrom(
      rows.parked_facts,
      query.limit,
      ({ opened_at, id }) => `${opened_at} ${id}`,
      (fact) => presentFact(fact, now),
    ),
})

export const readParkedFactOperation = operation({
  method: 'get',
  path: '/v1/parked-facts/:id',
  operationId: 'readParkedFact',
  tags: ['custody'],
  summary: '一件对不上的事',
  summary_en: 'Reads one such fact',
  policy: THEIRS,
  params,
  answers: { 200: { description: '这件事', schema: ParkedFact } },
  refuses: ['parked_fact_not_found'],
})
serveRead(factRoutes, readParkedFactOperation, {
  reads: (_who, { params: { id } }) => ({
    parked_facts: sql<FactRow>`SELECT * FROM parked_facts WHERE id = ${id}`,
  }),
  present: ({ rows, now }) =>
    presentFact(rows.parked_facts[0] ?? refuse('parked_fact_not_found'), now),
})

const ENDS = [
  'parked_fact_not_found',
  'parked_fact_is_over',
  'parked_fact_changed_meanwhile',
] as const
export const proposeParkedFactEndOperation = operation({
  method: 'post',
  path: '/v1/parked-facts/:id/proposal',
  operationId: 'proposeParkedFactEnd',
  tags: ['custody'],
  summary: '提议一件对不上的事怎样了结；还没有动钱，要另一位同事复核',
  summary_en: 'Proposes how such a fact ends; no money moves before a colleague agrees',
  policy: THEIRS,
  params,
  body: z
    .strictObject({
      end: End,
      purchase_id: z.string().regex(idPattern('pur')).nullable().default(null),
      note: Note,
    })
    .meta({ id: 'ParkedFactProposal' }),
  answers: { 200: { description: '已提议', schema: ParkedFact } },
  refuses: [...ENDS, 'parked_fact_end_does_not_fit', 'purchase_not_found'],
})
serveAct(factRoutes, proposeParkedFactEndOperation, (world, ask, { params: { id }, body }) =>
  proposeEnd(world, ask, { id, ...body }),
)

export const rejectParkedFactEndOperation = operation({
  method: 'post',
  path: '/v1/parked-facts/:id/rejection',
  operationId: 'rejectParkedFactEnd',
  tags: ['custody'],
  summary: '退回一个提议',
  summary_en: 'Sends a proposal back',
  policy: THEIRS,
  params,
  body: z.strictObject({ note: Note }).meta({ id: 'ParkedFactRejection' }),
  answers: { 200: { description: '已退回', schema: ParkedFact } },
  refuses: [...ENDS, 'parked_fact_has_no_proposal'],
})
serveAct(factRoutes, rejectParkedFactEndOperation, (world, ask, { params: { id }, body }) =>
  rejectEnd(world, ask, { id, ...body }),
)

export const approveParkedFactEndOperation = operation({
  method: 'post',
  path: '/v1/parked-facts/:id/approval',
  operationId: 'approveParkedFactEnd',
  tags: ['custody'],
  summary: '复核一个提议并照办；提议的人不能自己复核',
  summary_en: 'Agrees to a proposal and carries it out, as another person',
  policy: THEIRS,
  params,
  body: z.strictObject({ end: End }).meta({ id: 'ParkedFactApproval' }),
  answers: { 200: { description: '已了结', schema: ParkedFact } },
  refuses: [
    ...ENDS,
    'parked_fact_has_no_proposal',
    'parked_fact_does_not_fit_order',
    'checker_must_not_be_maker',
    'payment_unclear',
    'payment_in_dispute',
    'offer_exceeds_card_cap',
    'holder_exceeds_total_cap',
  ],
})
serveAct(factRoutes, approveParkedFactEndOperation, (world, ask, { params: { id }, body }) =>
  approveEnd(world, ask, { id, ...body }),
)

const Positions = z.strictObject({
  settled_fen: z.int(),
  funded_fen: z.int(),
  fees_fen: z.int(),
  paid_out_fen: z.int(),
  disputes_fen: z.int(),
  refunds_fen: z.int(),
  parked_fen: z.int(),
})
const ProviderReading = z
  .strictObject({
    object: z.literal('provider_reading'),
    provider: z.string(),
    day: z.iso.date(),
    balance_fen: z.int().meta({ description: '支付机构自己的余额' }),
    lines_fen: z.int().meta({ description: '账单逐行相加' }),
    lines_count: z.int(),
    ledger_fen: z.int().meta({ description: '我们账上在支付机构的钱' }),
    positions: Positions.meta({ description: '说得出名目的差额' }),
    expected_fen: z.int().meta({ description: '按我们的账和各项名目，应有的余额' }),
    difference_fen: z.int().meta({ description: '余额减应有；不为 0 就是一件对不上的事' }),
    read_at: z.string(),
  })
  .meta({ id: 'ProviderReading', description: '第三本账：支付机构自己的数与我们的账，一次核对' })
export const listProviderReadingsOperation = operation({
  method: 'get',
  path: '/v1/provider-readings',
  operationId: 'listProviderReadings',
  tags: ['custody'],
  summary: '支付机构的账与我们的账，每次核对的结果，新的在前',
  summary_en: 'Lists each comparison of the provider’s books with ours, newest first',
  policy: THEIRS,
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '各次核对', schema: listSchema(ProviderReading, 'ProviderReadingList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(factRoutes, listProviderReadingsOperation, {
  reads: (_who, { query: { cursor, limit } }) => ({
    provider_readings: sql<ReadingRow>`SELECT * FROM provider_readings
         WHERE (${cursorKey(cursor)} IS NULL OR id < ${cursorKey(cursor)}) ORDER BY id DESC LIMIT ${limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.provider_readings,
      query.limit,
      ({ id }) => id,
      ({ id: _id, positions, ...row }) => ({
        object: 'provider_reading' as const,
        ...row,
        positions: JSON.parse(positions) as z.output<typeof Positions>,
      }),
    ),
})
