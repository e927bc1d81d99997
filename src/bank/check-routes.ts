import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import { sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { coverageOf } from './close-rules'
import { coverageFrom } from './close-store'

export const bankCheckRoutes = newRouter()

const BankCheck = z
  .strictObject({
    object: z.literal('bank_check'),
    day: z.string().nullable().meta({ description: '最近一个核对过的营业日；还没有核对过是 null' }),
    checked_at: z.string().nullable(),
    coverage_bp: z.int().nullable().meta({
      description: '覆盖率：该有的钱里银行确实有的，万分数，向下取整；没有欠款或没有对账单是 null',
    }),
    short_fen: z.int().nullable().meta({ description: '欠持卡人的里面，银行没有的' }),
    transit_fen: z
      .int()
      .nullable()
      .meta({ description: '顾客已付、还在支付机构的，不算在覆盖率里' }),
    missing_fen: z.int().nullable().meta({
      description: '缺口里既不在途、也不是预支、也不是时间差的',
    }),
  })
  .meta({ id: 'BankCheck', description: '一家店的钱最近一次与银行核对的结果，人人可看' })

const NEVER = {
  object: 'bank_check',
  day: null,
  checked_at: null,
  coverage_bp: null,
  short_fen: null,
  transit_fen: null,
  missing_fen: null,
}

const readBankCheckOperation = operation({
  method: 'get',
  path: '/v1/shops/:code/bank-check',
  operationId: 'readBankCheck',
  tags: ['bank'],
  summary: '这家店的钱，银行最近核对到哪一天，够不够',
  policy: 'public',
  params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{4,16}$/) }),
  answers: { 200: { description: '最近一次核对', schema: BankCheck } },
  refuses: ['shop_code_unknown'],
})
serveRead(bankCheckRoutes, readBankCheckOperation, {
  reads: (_who, { params: { code } }) => [
    sql`SELECT id FROM merchants WHERE code = upper(${code}) AND admitted_at IS NOT NULL`,
    sql`SELECT k.*, c.sealed_at FROM merchants m
          JOIN bank_coverage k ON k.merchant_id = m.id
          JOIN bank_closes c ON c.day = k.day AND c.phase = 'sealed'
         WHERE m.code = upper(${code}) ORDER BY k.day DESC LIMIT 1`,
  ],
  present: ({ rows: [shops = [], checks = []] }) => {
    if (shops.length === 0) refuse('shop_code_unknown')
    const [row] = checks
    if (!row) return NEVER
    const of = coverageOf(coverageFrom(row))
    const known = row.bank_fen !== null
    return {
      object: 'bank_check',
      day: String(row.day),
      checked_at: String(row.sealed_at),
      coverage_bp: of.coverage_bp,
      short_fen: known ? of.short_fen : null,
      transit_fen: Math.max(of.in_transit_fen, 0),
      missing_fen: known ? of.missing_fen : null,
    }
  },
})
