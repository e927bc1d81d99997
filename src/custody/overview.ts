import * as z from 'zod'
import type { Instant } from '../kernel/time'
import { readMerchants } from '../merchants/store'
import { BankMerchant, forBank, protectionBp } from '../merchants/views'
import { NOTHING, placeTotals, readSums, Totals } from '../overviews/overview'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'

export const bankOverviewRoutes = newRouter()

const BankOverview = z
  .strictObject({
    object: z.literal('bank_overview'),
    totals: Totals,
    psp_fen: z.int().meta({ description: '账上支付机构处的钱' }),
    unexplained_fen: z.int().nullable().meta({
      description: '支付机构自己的余额减去按我们的账应有的；不为 0 就要查，还没有核对过为空',
    }),
    provider_balance_fen: z.int().nullable().meta({ description: '支付机构自己说的余额' }),
    provider_read_at: z.string().nullable(),
    merchants: listSchema(BankMerchant, 'BankMerchantList'),
  })
  .meta({ id: 'BankOverview', description: '银行的合计：专户、在途、欠顾客、应付店家，逐店可翻页' })
export const readBankOverviewOperation = operation({
  method: 'get',
  path: '/v1/bank/overview',
  operationId: 'readBankOverview',
  tags: ['overview'],
  summary: '银行看全市托管',
  summary_en: 'Reads custody in the whole city, for the bank',
  policy: { bank: 'all' },
  query: z.strictObject(pageQuery),
  answers: { 200: { description: '合计与逐店', schema: BankOverview } },
  refuses: ['cursor_invalid'],
})
/** The latest comparison with each provider's own figure, added up; all null before the first one. */
type ReadingRow = {
  balance_fen: number | null
  difference_fen: number | null
  read_at: Instant | null
}
serveRead(bankOverviewRoutes, readBankOverviewOperation, {
  reads: (_who, { query }) => ({
    sums: readSums(readMerchants(sql`1`), null),
    psp: sql<{
      psp_fen: number
    }>`SELECT coalesce(-sum(balance_fen), 0) AS psp_fen FROM ledger_accounts WHERE id >= 'psp:' AND id < 'psp;'`,
    readings: sql<ReadingRow>`SELECT sum(balance_fen) AS balance_fen, sum(difference_fen) AS difference_fen, min(read_at) AS read_at
          FROM provider_readings r
         WHERE r.id = (SELECT max(id) FROM provider_readings o WHERE o.provider = r.provider)`,
    merchants: readMerchants(
      sql`m.id > ${cursorKey(query.cursor) ?? ''} ORDER BY m.id LIMIT ${query.limit + 1}`,
    ),
  }),
  present: ({ rows }, { query }) => {
    const sum = rows.sums[0] ?? NOTHING
    const totals = placeTotals(sum)
    const psp_fen = Number(rows.psp[0]?.psp_fen)
    const [reading] = rows.readings
    return {
      object: 'bank_overview',
      // The city's rate counts what the books say providers really hold, not what shops' books leave over.
      totals: {
        ...totals,
        protection_bp: protectionBp({ ...sum, in_transit_fen: psp_fen }),
      },
      psp_fen,
      unexplained_fen: reading?.difference_fen ?? null,
      provider_balance_fen: reading?.balance_fen ?? null,
      provider_read_at: reading?.read_at ?? null,
      merchants: pageFrom(
        rows.merchants,
        query.limit,
        ({ id }) => id,
        (row) => forBank(row, row),
      ),
    }
  },
})
