import * as z from 'zod'
import { cityOn, sectorGroups } from '../kernel/city'
import { localDate } from '../kernel/time'
import type { Moment } from '../platform/act'
import {
  dueOn,
  type Period,
  QUARTER,
  QUARTER_STATES,
  type QuarterFigures,
  quarterFigures,
  quarterState,
} from './rules'
import type { QuarterRow } from './store'

export const Quarter = z.string().regex(QUARTER).meta({ description: '季度，例如 2026Q3' })
const Bank = z.strictObject({
  close_hash: z.string(),
  cards_count: z.int().meta({ description: '有余额的卡' }),
  requirement_fen: z.int(),
  bank_fen: z.int().nullable(),
  owed_fen: z.int().optional().meta({ description: '该有多少：各卡的，加店家应付和出款中的' }),
  covered_fen: z.int().optional().meta({ description: '其中银行确实有的' }),
  short_fen: z.int().optional().meta({ description: '欠持卡人的里面，银行没有的' }),
  in_transit_fen: z.int().optional().meta({ description: '在途，不算覆盖' }),
  coverage_bp: z.int().nullable().meta({ description: '覆盖率，万分数' }),
  ties_out: z.boolean().meta({ description: '与季末余额相等' }),
})
const Figures = z
  .strictObject({
    balance_before_fen: z.int().meta({ description: '上季度末预收资金余额' }),
    topups_count: z.int().meta({ description: '发卡和充值笔数' }),
    received_fen: z.int().meta({ description: '本季度预收' }),
    uses_count: z.int().meta({ description: '兑付笔数，更正撤销的已减去；期限卡按天' }),
    redeemed_fen: z.int().meta({ description: '本季度兑付' }),
    refunds_count: z.int(),
    refunded_fen: z.int().meta({ description: '本季度退到顾客手里的' }),
    balance_fen: z.int().meta({ description: '季末预收资金余额：上季末 + 预收 − 兑付 − 退款' }),
    cards_opened_count: z.int(),
    cards_count: z.int().meta({ description: '到季末一共开过的卡' }),
    custody_fen: z.int().meta({ description: '季末专户余额（账上）' }),
    payable_fen: z.int().meta({ description: '其中店家应得、没有付出的' }),
    deposit_fen: z.int(),
    advance_fen: z.int(),
    bank: Bank.nullable().meta({ description: '季末那天银行封账表里的数；还没有封账时为空' }),
  })
  .meta({ id: 'QuarterFigureSet' })
export const QuarterView = z
  .strictObject({
    object: z.literal('quarter_figures'),
    merchant_id: z.string(),
    merchant_name: z.string(),
    quarter: Quarter,
    from_on: z.iso.date(),
    to_on: z.iso.date(),
    due_on: z
      .string()
      .nullable()
      .meta({ description: '最后填报日；没有规定要求填报的店为空，也可以填报' }),
    due_on_is_provisional: z
      .boolean()
      .meta({ description: '跨过了还没公布放假安排的日子：公布后可能有变' }),
    state: z.enum(QUARTER_STATES),
    figures: Figures,
    filed_at: z.string().nullable(),
    content_hash: z.string().nullable().meta({ description: '填报内容的哈希' }),
  })
  .meta({ id: 'QuarterFigures', description: '一家店一个季度的预付卡业务数；填报后不再变' })

export type FiledBody = {
  merchant_id: string
  quarter: string
  from_on: string
  to_on: string
  figures: QuarterFigures
}
export const filedBody = (seen: QuarterRow, { quarter, from_on, to_on }: Period): FiledBody => ({
  merchant_id: seen.merchant_id,
  quarter,
  from_on,
  to_on,
  figures: quarterFigures(seen),
})

type At = { period: Period } & Moment
/** What was filed, once it was; until then what the books say. */
export function presentQuarter(
  seen: QuarterRow,
  { period, city, now }: At,
): z.output<typeof QuarterView> {
  const { filing, merchant_id, merchant_name } = seen
  const body = filing === null ? filedBody(seen, period) : (JSON.parse(filing.body) as FiledBody)
  const { region } = cityOn(city, period.to_on)
  const due = dueOn(seen, period, {
    region,
    groups: sectorGroups(city, seen.sector, period.to_on),
    calendar: city.calendar,
  })
  const due_on = due?.last_day ?? null
  const filed_at = filing?.filed_at ?? null
  return {
    object: 'quarter_figures',
    merchant_id,
    merchant_name,
    quarter: body.quarter,
    from_on: body.from_on,
    to_on: body.to_on,
    due_on,
    due_on_is_provisional: due !== null && due.provisional_after !== null,
    state: quarterState(period, { due_on, filed_at }, localDate(now)),
    figures: body.figures,
    filed_at,
    content_hash: filing?.content_hash ?? null,
  }
}
