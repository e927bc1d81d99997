import * as z from 'zod'
import { coverageBp, type MerchantCoverRow } from '../merchants/cover'
import { mayReadMerchant } from '../merchants/may-read'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { cursorKey, listSchema, pageFrom, pageQuery } from '../platform/page'

export const bankShortageRoutes = newRouter()

const ShortageView = z
  .strictObject({
    object: z.literal('bank_shortage'),
    merchant_id: z.string(),
    merchant_name: z.string(),
    day: z.iso.date().meta({ description: '最近一次封账的营业日' }),
    missing_fen: z.int().meta({ description: '说不清的缺口：不在途、不是预支、不是时间差' }),
    short_fen: z.int().meta({ description: '欠持卡人的里面，银行没有的' }),
    owed_fen: z.int(),
    covered_fen: z.int(),
    coverage_bp: z.int().nullable(),
    is_complete: z.boolean().meta({ description: '那一天有对账单；没有时缺口是之前查到的' }),
  })
  .meta({ id: 'BankShortage', description: '一家店给顾客的钱有缺口；补足以前出款暂停' })

export const listBankShortagesOperation = operation({
  method: 'get',
  path: '/v1/bank/shortages',
  operationId: 'listBankShortages',
  tags: ['bank'],
  summary: '给顾客的钱有缺口的店，按最近一次封账；补足后自动离开',
  summary_en: 'Lists merchants whose custody account lacks money at the last close',
  policy: { bank: 'all', operator: 'all', supervisor: 'jurisdiction' },
  query: z.strictObject(pageQuery),
  answers: {
    200: { description: '有缺口的店', schema: listSchema(ShortageView, 'BankShortageList') },
  },
  refuses: ['cursor_invalid'],
})
serveRead(bankShortageRoutes, listBankShortagesOperation, {
  reads: (who, { query }) => ({
    covers: sql<
      MerchantCoverRow & { name: string }
    >`SELECT v.*, m.name FROM merchant_covers v JOIN merchants m ON m.id = v.merchant_id
         WHERE v.missing_fen > 0 AND v.merchant_id > ${cursorKey(query.cursor) ?? ''} AND ${mayReadMerchant(who)}
         ORDER BY v.merchant_id LIMIT ${query.limit + 1}`,
  }),
  present: ({ rows }, { query }) =>
    pageFrom(
      rows.covers,
      query.limit,
      ({ merchant_id }) => merchant_id,
      (row) => ({
        object: 'bank_shortage',
        merchant_id: row.merchant_id,
        merchant_name: row.name,
        day: row.business_day,
        missing_fen: row.missing_fen,
        short_fen: row.short_fen,
        owed_fen: row.owed_fen,
        covered_fen: row.covered_fen,
        coverage_bp: row.is_complete === 1 ? coverageBp(row) : null,
        is_complete: row.is_complete === 1,
      }),
    ),
})
