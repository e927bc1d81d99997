import * as z from 'zod'
import { merchantFrom, readMerchants, totalsFrom } from '../merchants/store'
import { BankMerchant, forBank, protectionBp } from '../merchants/views'
import { sums, sumsFrom, Totals, totalsOf } from '../overviews/overview'
import { type Row, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listOf, pageOf, pageQuery } from '../platform/page'

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
    merchants: listOf(BankMerchant, 'BankMerchantList'),
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
serveRead(bankOverviewRoutes, readBankOverviewOperation, {
  reads: (_who, { query }) => ({
    sums: sums(readMerchants(sql`1`), null),
    ledger_accounts: sql`SELECT coalesce(-sum(balance_fen), 0) AS psp_fen FROM ledger_accounts WHERE id >= 'psp:' AND id < 'psp;'`,
    provider_readings: sql`SELECT sum(balance_fen) AS balance_fen, sum(difference_fen) AS difference_fen, min(read_at) AS read_at
          FROM provider_readings r
         WHERE r.id = (SELECT max(id) FROM provider_readings o WHERE o.provider = r.provider)`,
    merchants: readMerchants(
      sql`m.id > ${cursorKey(query.cursor) ?? ''} ORDER BY m.id LIMIT ${query.limit + 1}`,
    ),
  }),
  present: (
    { rows: { sums: all, ledger_accounts: psp, provider_readings: readings, merchants: shops } },
    { query },
  ) => {
    const sum = sumsFrom(all?.[0] ?? {})
    const totals = totalsOf(sum)
    const psp_fen = Number(psp?.[0]?.psp_fen)
    const seen = readingIn(readings?.[0])
    return {
      object: 'bank_overview',
      // The city's rate counts what the books say providers really hold, not what shops' books leave over.
      totals: {
        ...totals,
        protection_bp: protectionBp({ ...sum, in_transit_fen: psp_fen }),
      },
      psp_fen,
      unexplained_fen: seen === null ? null : seen.difference_fen,
      provider_balance_fen: seen === null ? null : seen.balance_fen,
      provider_read_at: seen === null ? null : seen.read_at,
      merchants: pageOf(
        shops,
        query.limit,
        (row) => String(row.id),
        (row) => forBank(merchantFrom(row), totalsFrom(row)),
      ),
    }
  },
})

/** The latest comparison with each provider's own figure, added up; null before the first one. */
function readingIn(row: Row | undefined) {
  if (row?.read_at == null) return null
  const { balance_fen, difference_fen, read_at } = row
  return {
    balance_fen: Number(balance_fen),
    difference_fen: Number(difference_fen),
    read_at: String(read_at),
  }
}
