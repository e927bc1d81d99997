import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { MerchantId } from '../merchants/views'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'
import {
  AMENDMENT,
  type ClosedRow,
  closeFrom,
  coverageFrom,
  type InForceRow,
  inForce,
  readCardsAt,
  readMovedOut,
} from './store'
import { balanceSums } from './sums'
import {
  CardAtView,
  CloseView,
  CoverageView,
  DayView,
  presentClose,
  presentCoverage,
} from './views'

export const bankCloseRoutes = newRouter()
const READERS = { bank: 'all', operator: 'all' } as const
const params = z.strictObject({ day: z.iso.date() })

export const listBankDaysOperation = operation({
  method: 'get',
  path: '/v1/bank/days',
  operationId: 'listBankDays',
  tags: ['bank'],
  summary: '逐日对账和封账的进度，新的在前',
  summary_en: 'Lists how each business day’s reconciliation and close stand, newest first',
  policy: READERS,
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '各日', schema: listSchema(DayView, 'BankDayList') } },
  refuses: ['cursor_invalid'],
})
type DayRow = Omit<z.input<typeof DayView>, 'has_file' | 'is_whole'> & {
  has_file: number
  is_whole: number
}
serveRead(bankCloseRoutes, listBankDaysOperation, {
  reads: (_who, { query }) => ({
    days: sql<DayRow>`SELECT 'bank_day' AS object, d.day, d.phase, d.has_file, d.is_whole, d.done_at, c.sealed_at, c.content_hash,
               (SELECT count(*) FROM bank_breaks b WHERE b.day = d.day) AS breaks_found,
               (SELECT count(*) FROM bank_breaks b WHERE b.day = d.day AND b.state IN ('open', 'proposed')) AS breaks_standing
          FROM bank_days d LEFT JOIN bank_closes c ON c.day = d.day
         WHERE d.day < ${cursorKey(query.cursor) ?? '9999'} ORDER BY d.day DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.days,
      query.limit,
      ({ day }) => day,
      (row) => ({ ...row, has_file: row.has_file === 1, is_whole: row.is_whole === 1 }),
    ),
})

export const readBankCloseOperation = operation({
  method: 'get',
  path: '/v1/bank/closes/:day',
  operationId: 'readBankClose',
  tags: ['bank'],
  summary: '一个营业日的封账表：全市、各区、差异分类，和哈希',
  summary_en: 'Reads the close of one business day: city, districts, breaks and hash',
  policy: { ...READERS, supervisor: 'all' },
  params,
  answers: { 200: { description: '封账表', schema: CloseView } },
  refuses: ['bank_close_not_found'],
})
serveRead(bankCloseRoutes, readBankCloseOperation, {
  reads: (_who, { params: { day } }) => ({
    bank_closes: sql<ClosedRow>`SELECT c.*, ${AMENDMENT} FROM bank_closes c WHERE c.day = ${day} AND c.phase = 'sealed'`,
  }),
  present: ({ rows }) =>
    presentClose(closeFrom(rows.bank_closes[0] ?? refuse('bank_close_not_found'))),
})

export const listBankClosesOperation = operation({
  method: 'get',
  path: '/v1/bank/closes',
  operationId: 'listBankCloses',
  tags: ['bank'],
  summary: '封账表，新的在前：全市和各区逐日的覆盖率',
  summary_en: 'Lists the daily closes, newest first',
  policy: { ...READERS, supervisor: 'all' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '封账表', schema: listSchema(CloseView, 'BankCloseList') } },
  refuses: ['cursor_invalid'],
})
serveRead(bankCloseRoutes, listBankClosesOperation, {
  reads: (_who, { query }) => ({
    bank_closes: sql<ClosedRow>`SELECT c.*, ${AMENDMENT} FROM bank_closes c
         WHERE c.phase = 'sealed' AND c.day < ${cursorKey(query.cursor) ?? '9999'}
         ORDER BY day DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.bank_closes.map(closeFrom), query.limit, ({ day }) => day, presentClose),
})

/** The regulator sees the shops of its districts. */
const mine = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session}) WHEN 'bank' THEN 1 WHEN 'operator' THEN 1
        WHEN 'regulator' THEN k.district IN (SELECT p.value FROM ${who.session} me, json_each(me.districts) p)
        ELSE 0 END`
const sealed = sql`EXISTS (SELECT 1 FROM bank_closes c WHERE c.day = k.day AND c.phase = 'sealed')`

export const listBankCoverageOperation = operation({
  method: 'get',
  path: '/v1/bank/closes/:day/merchants',
  operationId: 'listBankCoverage',
  tags: ['bank'],
  summary: '封账表里各店的数：该有多少，银行有多少，覆盖率',
  summary_en: 'Lists each merchant’s figures in one close: owed, at the bank, covered',
  policy: { ...READERS, supervisor: 'jurisdiction' },
  params,
  query: z.strictObject({ merchant_id: MerchantId.optional(), ...pageQuery }),
  answers: { 200: { description: '各店', schema: listSchema(CoverageView, 'BankCoverageList') } },
  refuses: ['cursor_invalid'],
})
serveRead(bankCloseRoutes, listBankCoverageOperation, {
  reads: (who, { params: { day }, query }) => ({
    bank_coverage: sql<InForceRow>`SELECT ${inForce} FROM bank_coverage k
         WHERE k.day = ${day} AND k.merchant_id > ${cursorKey(query.cursor) ?? ''} AND ${sealed} AND ${mine(who)}
           AND (${query.merchant_id ?? null} IS NULL OR k.merchant_id = ${query.merchant_id ?? null})
         ORDER BY k.merchant_id LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.bank_coverage.map(coverageFrom),
      query.limit,
      ({ merchant_id }) => merchant_id,
      presentCoverage,
    ),
})

export const listBankCoverageDaysOperation = operation({
  method: 'get',
  path: '/v1/bank/coverage/:id',
  operationId: 'listBankCoverageDays',
  tags: ['bank'],
  summary: '一家店逐日的覆盖率，新的在前',
  summary_en: 'Lists one merchant’s coverage day by day, newest first',
  policy: { ...READERS, supervisor: 'jurisdiction' },
  params: z.strictObject({ id: MerchantId }),
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '逐日', schema: listSchema(CoverageView, 'BankCoverageSeries') } },
  refuses: ['cursor_invalid'],
})
serveRead(bankCloseRoutes, listBankCoverageDaysOperation, {
  reads: (who, { params: { id }, query }) => ({
    bank_coverage: sql<InForceRow>`SELECT ${inForce} FROM bank_coverage k
         WHERE k.merchant_id = ${id} AND k.day < ${cursorKey(query.cursor) ?? '9999'} AND ${sealed} AND ${mine(who)}
         ORDER BY k.day DESC LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(rows.bank_coverage.map(coverageFrom), query.limit, ({ day }) => day, presentCoverage),
})

const CardsAt = z
  .strictObject({
    ...listSchema(CardAtView, 'CardBalancePage').shape,
    page_sums: z
      .strictObject({
        escrow_fen: z.int(),
        held_fen: z.int(),
        refunding_fen: z.int(),
        owed_fen: z.int(),
      })
      .meta({ description: '这一页各卡的合计' }),
  })
  .meta({ id: 'CardBalanceList' })
export const listCardsAtCloseOperation = operation({
  method: 'get',
  path: '/v1/bank/closes/:day/cards',
  operationId: 'listCardsAtClose',
  tags: ['bank'],
  summary: '一家店的每张卡在那一天结束时的余额，从分录重算；合计就是封账表里的数',
  summary_en: 'Lists the balance of each card of a merchant at the end of a day',
  traces: ['work', '封账时一家店各卡的余额', 'a shop’s cards at a close'],
  policy: READERS,
  params,
  query: z.strictObject({ merchant_id: MerchantId, ...pageQuery }),
  answers: { 200: { description: '各卡', schema: CardsAt } },
  refuses: ['cursor_invalid', 'close_moved_out'],
})
serveRead(bankCloseRoutes, listCardsAtCloseOperation, {
  reads: (_who, { params: { day }, query }) => ({
    moved_out: readMovedOut(day),
    cards_at: readCardsAt({
      merchant_id: query.merchant_id,
      day,
      after: cursorKey(query.cursor) ?? '',
      limit: query.limit + 1,
    }),
  }),
  present: ({ rows }, { query }) => {
    if (rows.moved_out.length > 0) refuse('close_moved_out')
    const page = pageFrom(
      rows.cards_at,
      query.limit,
      ({ card_id }) => card_id,
      (row) => ({
        object: 'card_balance' as const,
        ...row,
        owed_fen: row.escrow_fen + row.held_fen + row.refunding_fen,
      }),
    )
    return { ...page, page_sums: balanceSums(page.data) }
  },
})
