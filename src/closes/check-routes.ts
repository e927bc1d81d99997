import * as z from 'zod'
import { refuse } from '../kernel/refusals'
import type { Instant } from '../kernel/time'
import { coverageBp } from '../merchants/cover'
import { type IdRow, sql } from '../platform/d1'
import { newRouter, operation, serveRead } from '../platform/http'
import { measureCoverage } from './rules'
import { coverageFrom, type InForceRow, inForce } from './store'

export const bankCheckRoutes = newRouter()

const BankCheck = z
  .strictObject({
    object: z.literal('bank_check'),
    day: z.string().nullable().meta({ description: '最近一个核对过的营业日；还没有核对过是 null' }),
    checked_at: z.string().nullable(),
    coverage_bp: z.int().nullable().meta({
      description: '覆盖率：该有的钱里银行确实有的，万分数，向下取整；没有欠款或没有对账单是 null',
    }),
    transit_bp: z.int().nullable().meta({
      description: '顾客已付、还在支付机构的，占该有的万分之几；只列在旁边，不算覆盖',
    }),
  })
  .meta({ id: 'BankCheck', description: '一家店的钱最近一次与银行核对的结果，人人可看' })

const NEVER = {
  object: 'bank_check' as const,
  day: null,
  checked_at: null,
  coverage_bp: null,
  transit_bp: null,
}

export const readBankCheckOperation = operation({
  method: 'get',
  path: '/v1/shops/:code/bank-check',
  operationId: 'readBankCheck',
  tags: ['bank'],
  summary: '这家店的钱，银行最近核对到哪一天，够不够',
  summary_en:
    'Says up to which day the bank has checked this shop’s money, and whether it suffices',
  policy: 'public',
  params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z]{4,16}$/) }),
  answers: { 200: { description: '最近一次核对', schema: BankCheck } },
  refuses: ['shop_code_unknown'],
})
/** Of a close that is sealed. */
type CheckedRow = InForceRow & { sealed_at: Instant }
serveRead(bankCheckRoutes, readBankCheckOperation, {
  reads: (_who, { params: { code } }) => ({
    shop: sql<IdRow>`SELECT id FROM merchants WHERE code = upper(${code}) AND admitted_at IS NOT NULL`,
    close: sql<CheckedRow>`SELECT ${inForce}, c.sealed_at FROM merchants m
          JOIN bank_coverage k ON k.merchant_id = m.id
          JOIN bank_closes c ON c.day = k.day AND c.phase = 'sealed'
         WHERE m.code = upper(${code}) ORDER BY k.day DESC LIMIT 1`,
  }),
  present: ({ rows: { shop, close } }) => {
    if (shop.length === 0) refuse('shop_code_unknown')
    const [row] = close
    if (!row) return NEVER
    const { coverage_bp, owed_fen, short_fen, in_transit_fen } = measureCoverage(coverageFrom(row))
    const transit_fen = Math.min(Math.max(in_transit_fen, 0), short_fen)
    return {
      object: 'bank_check',
      day: row.day,
      checked_at: row.sealed_at,
      coverage_bp,
      transit_bp: coverage_bp === null ? null : coverageBp({ owed_fen, covered_fen: transit_fen }),
    }
  },
})
