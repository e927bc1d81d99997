import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { type LocalDate, localDate } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveAct, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import { CLASS_NAMES } from './classes'
import { approveResolution, proposeResolution, rejectResolution } from './resolve'
import { type BreakRow, readBreaks, readHands, readMirrors } from './store'
import {
  BreakAlone,
  BreakId,
  BreakView,
  breakBookings,
  ProposalKindView,
  presentBreak,
} from './views'

export const bankBreakRoutes = newRouter()
const READERS = { bank: 'all', operator: 'all', supervisor: 'jurisdiction' } as const
const STATES = ['open', 'proposed', 'cleared', 'resolved'] as const
const Note = z.string().trim().min(2).max(300)
const params = z.strictObject({ id: BreakId })

/** The bank and the operator see all; the regulator what has stood past its limit, in its districts or of nobody. */
const mine = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session}) WHEN 'bank' THEN 1 WHEN 'operator' THEN 1
        WHEN 'regulator' THEN b.escalated_at IS NOT NULL AND (b.merchant_id IS NULL OR EXISTS (
          SELECT 1 FROM merchants m, ${who.session} me, json_each(me.districts) p
           WHERE m.id = b.merchant_id AND m.district = p.value)) ELSE 0 END`

export const listBankBreaksOperation = operation({
  method: 'get',
  path: '/v1/bank/breaks',
  operationId: 'listBankBreaks',
  tags: ['bank'],
  summary: '三方对账的差异，新的在前；监管部门看到的是过期未解决的',
  summary_en: 'Lists the breaks of the three-way reconciliation, newest first',
  policy: READERS,
  query: z.strictObject({
    state: z
      .enum([...STATES, 'standing', 'overdue'])
      .default('standing')
      .meta({ description: 'standing：还在的；overdue：其中过了最迟解决日的' }),
    class: z.enum(CLASS_NAMES).optional(),
    merchant_id: z.string().optional(),
    order: z
      .enum(['newest', 'oldest', 'largest'])
      .default('newest')
      .meta({ description: '新的、旧的还是数额大的在前' }),
    ...pageQuery,
  }),
  answers: { 200: { description: '差异', schema: listSchema(BreakView, 'BankBreakList') } },
  refuses: ['cursor_invalid'],
})
serveRead(bankBreakRoutes, listBankBreaksOperation, {
  reads: (who, { query }, now) => ({
    bank_breaks: readBreaks(
      sql`${mine(who)} AND ${inState(query.state, localDate(now))} AND ${goesOn(query)}
           AND b.class = coalesce(${query.class ?? null}, b.class)
           AND coalesce(b.merchant_id, '') = coalesce(${query.merchant_id ?? null}, b.merchant_id, '')
         ORDER BY ${ORDERS[query.order]} LIMIT ${query.limit + 1}`,
    ),
  }),
  present: ({ rows, now, city }, { query }) =>
    pageFrom(
      rows.bank_breaks,
      query.limit,
      (row) => (query.order === 'largest' ? `${moneyOf(row)} ${row.id}` : row.id),
      (row) => presentBreak(row, { now, city }),
    ),
})
const MONEY = sql`abs(b.difference_fen + b.other_difference_fen)`
const moneyOf = (row: Pick<BreakRow, 'difference_fen' | 'other_difference_fen'>): number =>
  Math.abs(row.difference_fen + row.other_difference_fen)
type Order = 'newest' | 'oldest' | 'largest'
const ORDERS: Record<Order, Statement> = {
  newest: sql`b.id DESC`,
  oldest: sql`b.id`,
  largest: sql`${MONEY} DESC, b.id DESC`,
}
/** Behind the last one that was shown, in the order that was asked for. */
function goesOn({ order, cursor }: { order: Order; cursor?: string | undefined }): Statement {
  const key = cursorKey(cursor)
  if (key === null) return sql`1`
  if (order !== 'largest') return order === 'oldest' ? sql`b.id > ${key}` : sql`b.id < ${key}`
  const [, money, id] = /^(\d{1,15}) (brk_\w{1,40})$/.exec(key) ?? []
  return id === undefined
    ? refuse('cursor_invalid')
    : sql`(${MONEY}, b.id) < (${Number(money)}, ${id})`
}
const STANDING = sql`b.state IN ('open', 'proposed')`
function inState(state: string, today: LocalDate): Statement {
  if (state === 'overdue') return sql`${STANDING} AND b.limit_on < ${today}`
  return state === 'standing' ? STANDING : sql`b.state = ${state}`
}

export const readBankBreakOperation = operation({
  method: 'get',
  path: '/v1/bank/breaks/:id',
  operationId: 'readBankBreak',
  tags: ['bank'],
  summary: '一处差异',
  summary_en: 'Reads one break',
  policy: READERS,
  params,
  answers: { 200: { description: '差异', schema: BreakAlone } },
  refuses: ['break_not_found'],
})
serveRead(bankBreakRoutes, readBankBreakOperation, {
  reads: (who, { params: { id } }) => ({
    bank_breaks: readBreaks(sql`b.id = ${id} AND ${mine(who)}`),
    hands: readHands(id),
    mirrors: readMirrors(id),
  }),
  present: ({ rows, now, city }) => {
    const row = rows.bank_breaks[0] ?? refuse('break_not_found')
    return {
      ...presentBreak(row, { now, city }),
      proposed_by_name: rows.hands[0]?.proposed_by_name ?? null,
      resolved_by_name: rows.hands[0]?.resolved_by_name ?? null,
      bookings: breakBookings(row, rows.mirrors),
    }
  },
})

const answers = { 200: { description: '差异', schema: BreakView } }
export const proposeBreakResolutionOperation = operation({
  method: 'post',
  path: '/v1/bank/breaks/:id/proposal',
  operationId: 'proposeBreakResolution',
  tags: ['bank'],
  summary: '提议怎样解决一处差异；另一人复核前不动账',
  summary_en: 'Proposes how a break ends; nothing is booked before somebody else agrees',
  policy: { bank: 'all' },
  params,
  body: z
    .strictObject({
      proposal: ProposalKindView,
      note: Note,
      payer: z
        .string()
        .trim()
        .min(2)
        .max(60)
        .optional()
        .meta({ description: '补缺口的钱是谁出的；没人认的钱退给了谁' }),
    })
    .meta({
      id: 'BreakProposal',
      description:
        'match：确认就是它；suspense：记入待查；note：说明；make_good：别的钱补这家店的缺口，要写谁出的；give_back：待查的钱退回原处，要写退给谁',
    }),
  answers,
  refuses: [
    'break_not_found',
    'break_is_over',
    'break_proposal_does_not_fit',
    'payer_missing',
    'payment_exceeds_shortfall',
    'return_exceeds_suspense',
  ],
})
serveAct(bankBreakRoutes, proposeBreakResolutionOperation, (world, ask, { params: { id }, body }) =>
  proposeResolution(world, ask, { id, ...body }),
)

export const rejectBreakResolutionOperation = operation({
  method: 'post',
  path: '/v1/bank/breaks/:id/rejection',
  operationId: 'rejectBreakResolution',
  tags: ['bank'],
  summary: '退回一个提议',
  summary_en: 'Sends a proposal back',
  policy: { bank: 'all' },
  params,
  body: z.strictObject({ note: Note }).meta({ id: 'BreakRejection' }),
  answers,
  refuses: ['break_not_found', 'break_is_over', 'break_has_no_proposal'],
})
serveAct(bankBreakRoutes, rejectBreakResolutionOperation, (world, ask, { params: { id }, body }) =>
  rejectResolution(world, ask, { id, ...body }),
)

export const approveBreakResolutionOperation = operation({
  method: 'post',
  path: '/v1/bank/breaks/:id/approval',
  operationId: 'approveBreakResolution',
  tags: ['bank'],
  summary: '复核提议（须是另一人）；这时才记新分录，从不改旧的',
  summary_en: 'Agrees to a proposal, as another person; only now is anything booked',
  policy: { bank: 'all' },
  params,
  body: z
    .strictObject({ proposal: ProposalKindView, difference_fen: z.int() })
    .meta({ id: 'BreakApproval', description: '复核人看到的提议和差额；已变动的不认' }),
  answers,
  refuses: [
    'break_not_found',
    'break_is_over',
    'break_has_no_proposal',
    'checker_must_not_be_maker',
    'break_changed',
    'bank_day_is_running',
    'payment_exceeds_shortfall',
    'return_exceeds_suspense',
  ],
})
serveAct(bankBreakRoutes, approveBreakResolutionOperation, (world, ask, { params: { id }, body }) =>
  approveResolution(world, ask, { id, ...body }),
)
