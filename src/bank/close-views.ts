import * as z from 'zod'
import { CLASS_NAMES } from './classes'
import { type CloseBody, type CoverageRow, coverageOf } from './close-rules'
import type { CloseRow } from './close-store'

const Bp = z.int().nullable().meta({ description: '万分之几，向下取整；没有对账单或没有卡时为空' })
const FIGURES = {
  cards_count: z.int().meta({ description: '有余额的卡' }),
  requirement_fen: z.int().meta({ description: '逐卡加总：可用 + 占用 + 退款中' }),
  bank_fen: z.int().nullable().meta({ description: '银行对账单的期末；缺对账单时为空' }),
  custody_fen: z.int().meta({ description: '我们账上的专户' }),
  payable_fen: z.int(),
  paying_fen: z.int(),
  deposit_fen: z.int(),
  fees_held_fen: z.int(),
  suspense_fen: z.int().meta({ description: '解决差异时记入待查的' }),
  advance_fen: z.int().meta({ description: '提前放给店家的' }),
  breaks_count: z.int(),
  breaks_fen: z.int().meta({ description: '封账时还在的差异，银行减我们账上' }),
  resource_fen: z
    .int()
    .nullable()
    .meta({ description: '银行的钱减去店家和平台的、减去还没有查清的，余下归持卡人' }),
  in_transit_fen: z.int().meta({ description: '顾客已付、还在支付机构的；负数是专户还欠它的' }),
  coverage_bp: Bp,
  with_transit_bp: Bp,
  unexplained_fen: z.int().nullable().meta({ description: '没有一笔差异能解释的；应为 0' }),
}
export const CoverageView = z
  .strictObject({
    object: z.literal('bank_coverage'),
    day: z.iso.date(),
    merchant_id: z.string(),
    district: z.string(),
    ...FIGURES,
  })
  .meta({ id: 'BankCoverage', description: '一家店一天：该有多少，银行有多少' })
export const presentCoverage = (row: CoverageRow): z.output<typeof CoverageView> => ({
  object: 'bank_coverage',
  ...row,
  ...coverageOf(row),
})

const Totals = { merchants_count: z.int(), stated_count: z.int(), ...FIGURES }
export const CloseView = z
  .strictObject({
    object: z.literal('bank_close'),
    day: z.iso.date(),
    bank: z.string(),
    sealed_at: z.string(),
    previous_hash: z.string().nullable(),
    rows_hash: z.string().meta({ description: '各店各行的哈希' }),
    content_hash: z.string().meta({ description: '这一天全部数字的哈希，含前一天的' }),
    totals: z.strictObject(Totals),
    districts: z.array(z.strictObject({ district: z.string(), ...Totals })),
    breaks: z.array(
      z.strictObject({ class: z.enum(CLASS_NAMES), count: z.int(), difference_fen: z.int() }),
    ),
  })
  .meta({ id: 'BankClose', description: '一个营业日的封账表，可直接打印；封后不改' })
export function presentClose(row: CloseRow): z.output<typeof CloseView> {
  const body = JSON.parse(row.body ?? '{}') as CloseBody
  const seal = { sealed_at: row.sealed_at ?? '', content_hash: row.content_hash ?? '' }
  return { object: 'bank_close', ...body, ...seal }
}

export const DayView = z
  .strictObject({
    object: z.literal('bank_day'),
    day: z.iso.date(),
    phase: z.enum(['expected', 'waiting', 'gathering', 'matching', 'providers', 'done']),
    has_file: z.boolean(),
    done_at: z.string().nullable(),
    breaks_found: z.int(),
    breaks_standing: z.int(),
    sealed_at: z.string().nullable(),
    content_hash: z.string().nullable(),
  })
  .meta({ id: 'BankDay', description: '一个营业日走到哪一步：等文件、对账中、对完、封账' })
export const CardAtView = z
  .strictObject({
    object: z.literal('card_balance'),
    card_id: z.string(),
    escrow_fen: z.int(),
    held_fen: z.int(),
    refunding_fen: z.int(),
  })
  .meta({ id: 'CardBalance', description: '一张卡在那一天结束时的余额，从分录重算' })
