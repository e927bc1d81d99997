import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import type { LocalDate } from '../kernel/time'
import { LEVELS, type Level } from '../levels/rules'
import { levelTermsOn, saleCapFen } from '../levels/terms'
import { MerchantId } from '../merchants/views'
import { termsOn } from '../payouts/advance-rules'
import { BASE_SCORE, indicatorOf } from './indicators'
import { GROUNDS } from './objection'
import { type Line, mayRiseTo } from './rules'

export const MarkId = z.string().regex(idPattern('cmk'))
export const ObjectionId = z.string().regex(idPattern('cob'))
const LevelView = z.enum(LEVELS)
const LineView = z.strictObject({
  indicator: z.string(),
  name: z.string(),
  name_en: z.string(),
  figure: z.int(),
  weight: z.int().meta({ description: '每一个值多少，百分之一分' }),
  points: z.int().meta({ description: '现在加减多少，百分之一分；已折半、递减、封顶' }),
  is_capped: z.boolean(),
  half_life_days: z.int(),
  marks: z.array(
    z.strictObject({
      id: MarkId,
      day: z.iso.date(),
      figure: z.int(),
      points: z.int(),
      source: z.string(),
    }),
  ),
})
export const CreditView = z
  .strictObject({
    object: z.literal('merchant_credit'),
    merchant_id: MerchantId,
    merchant_name: z.string(),
    level: LevelView.meta({ description: '现在的等级，预支、上限、巡查都按它' }),
    score: z.int().nullable().meta({ description: '0 到 1000；还没有算过为 null' }),
    score_level: LevelView.nullable().meta({ description: '按分应是哪一级' }),
    may_rise_to: LevelView.nullable().meta({ description: '按分可以升到哪一级；升级要两个人' }),
    table_version: z.string().nullable(),
    base_score: z.int(),
    computed_on: z.iso.date().nullable(),
    lines: z.array(LineView).meta({ description: '每一项加减了多少，大的在前' }),
    ratings: z.strictObject({
      count: z.int(),
      average_hundredths: z
        .int()
        .nullable()
        .meta({ description: '平均星数的一百倍；不足五个为 null' }),
    }),
    means: z.strictObject({
      advance_bp: z.int(),
      sale_cap_fen: z.int().nullable().meta({ description: '欠顾客的钱到这里不再卖；null 是没有' }),
      deposit_wanted_fen: z.int(),
      patrol_percent: z.int(),
    }),
  })
  .meta({
    id: 'MerchantCredit',
    description: '一家店的信用：分、等级、每一项加减的数、来源和日子，和等级意味着什么',
  })
export const ObjectionView = z
  .strictObject({
    object: z.literal('credit_objection'),
    id: ObjectionId,
    mark_id: MarkId,
    merchant_id: MerchantId,
    merchant_name: z.string(),
    indicator: z.string(),
    indicator_name: z.string(),
    indicator_name_en: z.string(),
    day: z.iso.date(),
    figure: z.int(),
    words: z.string(),
    filed_at: z.string(),
    take_up_by: z.iso.date(),
    answer_by: z.iso.date(),
    ground: z.enum(GROUNDS).nullable(),
    note: z.string().nullable(),
    decided_at: z.string().nullable(),
    state: z.enum(['open', 'late', 'upheld', 'refused']),
  })
  .meta({ id: 'CreditObjection', description: '店家对一条信用记录的异议，和答复的期限' })

export type CreditRow = {
  id: string
  name: string
  level: Level
  owed_fen: number
  deposit_fen: number
  score: number | null
  score_level: Level | null
  table_version: string | null
  computed_on: LocalDate | null
  lines: string | null
  ratings: number
  stars: number
}
const RATINGS_MIN = 5
const WHOLE_BP = 10_000
export function presentCredit(row: CreditRow, today: LocalDate): z.input<typeof CreditView> {
  const terms = levelTermsOn(today)
  const lines = row.lines === null ? [] : (JSON.parse(row.lines) as Line[])
  return {
    object: 'merchant_credit',
    merchant_id: row.id,
    merchant_name: row.name,
    level: row.level,
    score: row.score,
    score_level: row.score_level,
    may_rise_to: row.score_level === null ? null : mayRiseTo(row.score_level, row.level),
    table_version: row.table_version,
    base_score: BASE_SCORE,
    computed_on: row.computed_on,
    lines: lines.map(lineView),
    ratings: {
      count: row.ratings,
      average_hundredths:
        row.ratings < RATINGS_MIN ? null : Math.floor((100 * row.stars) / row.ratings),
    },
    means: {
      advance_bp: termsOn(today).share_bp[row.level] ?? 0,
      sale_cap_fen: saleCapFen(row, terms),
      deposit_wanted_fen: Math.floor((row.owed_fen * terms.deposit_bp[row.level]) / WHOLE_BP),
      patrol_percent: terms.patrol_percent[row.level],
    },
  }
}
function lineView(line: Line) {
  const {
    zh = line.indicator,
    en = line.indicator,
    points = 0,
    half_life_days = 0,
  } = indicatorOf(line.indicator) ?? {}
  return { ...line, name: zh, name_en: en, weight: points, half_life_days }
}
