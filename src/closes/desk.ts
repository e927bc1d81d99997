import * as z from 'zod'
import { readCourtPapersWaiting } from '../courts/store'
import { type City, districtName } from '../kernel/city'
import { type LocalDate, localDate } from '../kernel/time'
import { MerchantId } from '../merchants/views'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { DESK_STATES, daysUnclosed, verdictOn } from './desk-rules'
import { AMENDMENT, type ClosedRow, closeFrom, inForce } from './store'
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
    court_papers_waiting: z.int().meta({ description: '法院的文书等另一位同事办的' }),
    silent_count: z.int().meta({ description: '最近一次封账时没有当天对账单的专户' }),
    silent: z
      .array(
        z.strictObject({
          merchant_id: MerchantId,
          merchant_name: z.string(),
          district_name: z.string(),
          custody_account_mask: z.string().nullable().meta({ description: '专户尾号' }),
          custody_fen: z.int().meta({ description: '那天账本上的专户' }),
          last_stated_on: z.iso
            .date()
            .nullable()
            .meta({ description: '最近一份对账单是哪天的；从来没有是 null' }),
          last_bank_fen: z.int().nullable().meta({ description: '那份对账单的期末余额' }),
        }),
      )
      .meta({ description: '其中账上钱最多的二十家' }),
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
const SILENT_SHOWN = 20
type SilentRow = {
  merchant_id: string
  merchant_name: string
  district: string
  custody_account_no: string | null
  custody_fen: number
  last_stated_on: LocalDate | null
  last_bank_fen: number | null
  all_count: number
}
/** Whose account had no statement of the newest closed day, and what its last one said. */
const readSilent = sql<SilentRow>`
  SELECT f.merchant_id, m.name AS merchant_name, m.district, m.custody_account_no, f.custody_fen,
         p.day AS last_stated_on, p.bank_fen AS last_bank_fen, count(*) OVER () AS all_count
    FROM (SELECT ${inForce} FROM bank_coverage k
           WHERE k.day = (SELECT max(day) FROM bank_closes WHERE phase = 'sealed')) f
    JOIN merchants m ON m.id = f.merchant_id
    LEFT JOIN bank_coverage p ON p.merchant_id = f.merchant_id AND p.day =
      (SELECT max(o.day) FROM bank_coverage o
        WHERE o.merchant_id = f.merchant_id AND o.day < f.day AND o.bank_fen IS NOT NULL)
   WHERE iif(f.amended IS NULL, f.bank_fen, f.amended ->> '$.bank_fen') IS NULL
   ORDER BY f.custody_fen DESC, f.merchant_id LIMIT ${SILENT_SHOWN}`
const presentSilent = (
  { all_count: _all, custody_account_no: no, district, ...row }: SilentRow,
  city: City,
) => ({
  ...row,
  district_name: districtName(city, district),
  custody_account_mask: no && `尾号 ${no.slice(-4)}`,
})
serveRead(bankDeskRoutes, readBankDeskOperation, {
  reads: (_who, _asked, now) => ({
    papers: readCourtPapersWaiting(localDate(now)),
    books: sql<BookRow>`SELECT coalesce(sum(balance_fen), 0) AS sum_fen FROM ledger_accounts`,
    provider: sql<ProviderRow>`SELECT sum(difference_fen) AS difference_fen FROM provider_readings r
         WHERE r.id = (SELECT max(o.id) FROM provider_readings o WHERE o.provider = r.provider)`,
    breaks: sql<BreakRow>`SELECT count(*) AS count FROM bank_breaks WHERE state IN ('open', 'proposed')`,
    days: sql<{ newest_sealed: LocalDate | null; first_day: LocalDate | null }>`
      SELECT (SELECT max(day) FROM bank_closes WHERE phase = 'sealed') AS newest_sealed,
             (SELECT min(day) FROM bank_days) AS first_day`,
    silent: readSilent,
    close: sql<ClosedRow>`SELECT c.*, ${AMENDMENT} FROM bank_closes c WHERE c.phase = 'sealed' ORDER BY day DESC LIMIT 1`,
  }),
  present: ({ rows, now, city }) => {
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
    return {
      object: 'bank_desk',
      ...verdictOn(facts),
      ...facts,
      shops_missing,
      court_papers_waiting: rows.papers[0]?.count ?? 0,
      silent_count: rows.silent[0]?.all_count ?? 0,
      silent: rows.silent.map((row) => presentSilent(row, city)),
    }
  },
})
