import * as z from 'zod'
import type { LocalDate } from '../kernel/time'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { DESK_STATES, daysUnclosed, verdictOn } from './desk-rules'
import { AMENDMENT, type ClosedRow, closeFrom } from './store'
import { presentClose } from './views'

export const bankDeskRoutes = newRouter()

const Desk = z
  .strictObject({
    object: z.literal('bank_desk'),
    state: z.enum(DESK_STATES).meta({
      description:
        'broken 账对不上 · breaks_standing 有差异等人处理 · ties_out 对得上 · never_closed 还没有封过账',
    }),
    tone: z.enum(['safe', 'warn', 'bad']),
    differs_fen: z.int().meta({ description: '我们自己的账两边之差，恒为 0' }),
    unexplained_fen: z
      .int()
      .nullable()
      .meta({ description: '支付机构自己的余额减去按我们的账应有的；还没有核对过为空' }),
    breaks_standing: z.int().meta({ description: '还在的差异' }),
    days_unclosed: z.int().meta({ description: '到期没有封账的营业日' }),
    shops_missing: z.int().meta({ description: '最近一次封账里有说不清缺口的店' }),
    missing_fen: z.int(),
    newest_close: z.iso.date().nullable(),
  })
  .meta({ id: 'BankDesk', description: '银行的一天从这里开始：对不对得上，有什么等人' })

export const readBankDeskOperation = operation({
  method: 'get',
  path: '/v1/bank/desk',
  operationId: 'readBankDesk',
  tags: ['bank'],
  summary: '银行今天的账：对不对得上，有什么等人',
  summary_en: 'Reads what wants the bank today: the newest close, breaks, shortages',
  policy: { bank: 'all', operator: 'all' },
  answers: { 200: { description: '今天的账', schema: Desk } },
})
type BookRow = { sum_fen: number }
type ProviderRow = { difference_fen: number | null }
type BreakRow = { count: number }
serveRead(bankDeskRoutes, readBankDeskOperation, {
  reads: () => ({
    books: sql<BookRow>`SELECT coalesce(sum(balance_fen), 0) AS sum_fen FROM ledger_accounts`,
    provider: sql<ProviderRow>`SELECT sum(difference_fen) AS difference_fen FROM provider_readings r
         WHERE r.id = (SELECT max(o.id) FROM provider_readings o WHERE o.provider = r.provider)`,
    breaks: sql<BreakRow>`SELECT count(*) AS count FROM bank_breaks WHERE state IN ('open', 'proposed')`,
    days: sql<{ newest_sealed: LocalDate | null; first_day: LocalDate | null }>`
      SELECT (SELECT max(day) FROM bank_closes WHERE phase = 'sealed') AS newest_sealed,
             (SELECT min(day) FROM bank_days) AS first_day`,
    close: sql<ClosedRow>`SELECT c.*, ${AMENDMENT} FROM bank_closes c WHERE c.phase = 'sealed' ORDER BY day DESC LIMIT 1`,
  }),
  present: ({ rows, now }) => {
    const newest = rows.close.map((row) => presentClose(closeFrom(row)))[0]
    const totals = (newest?.amended ?? newest)?.totals
    const facts = {
      differs_fen: 0 - (rows.books[0]?.sum_fen ?? 0),
      unexplained_fen: rows.provider[0]?.difference_fen ?? null,
      breaks_standing: rows.breaks[0]?.count ?? 0,
      days_unclosed: daysUnclosed(now, rows.days[0] ?? { newest_sealed: null, first_day: null })
        .count,
      missing_fen: totals?.missing_fen ?? 0,
      newest_close: newest?.day ?? null,
    }
    const shops_missing = totals?.shops_missing ?? 0
    return { object: 'bank_desk', ...verdictOn(facts), ...facts, shops_missing }
  },
})
