import * as z from 'zod'
import { CountUse, Day, Fen, Label, Percent, StoredUse, Visits } from './shape-parts'

const common = {
  label: Label.optional().describe('怎么称呼这一笔；不写就叫“第几笔”'),
  paid_on: Day.describe('付款的日子，YYYY-MM-DD'),
  signed_on: Day.optional().describe('合同成立的日子，利率按这一天；不写就是付款当天'),
  paid_fen: Fen.describe('实际付的钱，单位分，不含赠送；白送的一笔写 0'),
  refunded_fen: Fen.default(0).describe('这一笔以前已经退过多少'),
  had_same_before: z
    .boolean()
    .default(false)
    .describe('签约前已从这家店得到过同样的商品或服务（§14 第一款第一项）'),
  had_same_elsewhere: z
    .boolean()
    .default(false)
    .describe('签约前已从别家得到过同样的商品或服务（§14 第一款第二项）'),
  list_price_unproven: z
    .boolean()
    .default(false)
    .describe('原价明显不合理，店家又拿不出按原价成交的记录（§19 第二款）；请同时给出市场价'),
  discounted: z.boolean().optional().describe('false：就是按原价买的，没有打折；不知道不写'),
}
const unknown = {
  uses_unknown: z.boolean().default(false).describe('用了多少只有店家知道（§25）：给出范围'),
  used_percent: Percent.optional().describe('用掉百分之几，最多两位小数'),
}
const uses_said = '从这一笔里用掉的；也可以只写还剩多少'

/** A word about use that stands beside another one says the same thing twice. */
const oneWord = <S extends z.ZodObject>(schema: S, fields: readonly string[]): S =>
  schema.refine(
    (lot) => {
      const said = lot as Record<string, unknown>
      const given = fields.filter((field) => said[field] !== undefined && said[field] !== false)
      const uses = Array.isArray(said.uses) && said.uses.length > 0 ? 1 : 0
      return given.length + uses <= 1
    },
    { message: '用了多少只说一种：消费明细、剩余、百分数或者不知道', path: ['uses'] },
  ) as S

const StoredLot = oneWord(
  z.strictObject({
    kind: z.literal('stored_value'),
    ...common,
    bonus_fen: Fen.default(0).describe('赠送的消费金额'),
    discount_bp: z
      .int()
      .min(100)
      .max(10_000)
      .default(10_000)
      .describe('会员折扣，万分数：8000 = 八折'),
    uses: z.array(StoredUse).max(2_000).default([]).describe(uses_said),
    balance_fen: Fen.optional().describe('卡上还剩多少（本金和赠送加在一起），代替消费明细'),
    ...unknown,
    ends_on: Day.optional().describe('卡上写的有效期最后一天；储值余额不因过期作废'),
  }),
  ['balance_fen', 'used_percent', 'uses_unknown'],
).refine((lot) => (lot.balance_fen ?? 0) <= lot.paid_fen + lot.bonus_fen, {
  message: '剩下的不能多于付的加送的',
  path: ['balance_fen'],
})
const CountLot = oneWord(
  z.strictObject({
    kind: z.literal('count'),
    ...common,
    visits: Visits.describe('买的次数，不含赠送，可以是半次'),
    bonus_visits: Visits.default(0).describe('赠送的次数；算比例时分子分母都算'),
    list_price_fen: Fen.optional().describe('打折前的单次原价，单位分；不知道就不写，给出范围'),
    market_price_fen: Fen.optional().describe('当地同类一次的市场价'),
    uses: z.array(CountUse).max(2_000).default([]).describe(uses_said),
    left_visits: Visits.optional().describe('还剩几次（买的和送的加在一起），代替消费明细'),
    ...unknown,
    ends_on: Day.optional().describe('有效期最后一天；次卡过期是争议，不自动作废'),
  }),
  ['left_visits', 'used_percent', 'uses_unknown'],
)
  .refine((lot) => lot.visits + lot.bonus_visits > 0, { message: '要大于 0', path: ['visits'] })
  .refine((lot) => (lot.left_visits ?? 0) <= lot.visits + lot.bonus_visits, {
    message: '剩下的不能多于买的加送的',
    path: ['left_visits'],
  })
const PeriodVisits = z
  .strictObject({
    max: Visits.refine((n) => n > 0, '要大于 0'),
    used: Visits.optional(),
    left: Visits.optional().describe('还剩几次，代替用了几次'),
    count_by: z
      .enum(['days', 'visits'])
      .optional()
      .describe('合同写按天还是按次；没写的按次算，并给出按天的数'),
    list_price_fen: Fen.optional().describe('打折前的单次原价'),
  })
  .refine((v) => (v.used === undefined) !== (v.left === undefined), {
    message: '用了几次和还剩几次写一样',
    path: ['used'],
  })
  .refine((v) => (v.left ?? 0) <= v.max, { message: '剩下的不能多于总次数', path: ['left'] })
const PeriodLot = z
  .strictObject({
    kind: z.literal('period'),
    ...common,
    days: z.int().min(1).max(40_000).optional().describe('总天数；也可以写月数或者最后一天'),
    months: z.int().min(1).max(1_200).optional().describe('几个月，按日历算：一年写 12'),
    ends_on: Day.optional().describe('最后一个可用的日子'),
    starts_on: Day.optional().describe('第一个可用的日子；不写就是付款当天'),
    not_activated: z.boolean().default(false).describe('还没有开卡、没有激活'),
    list_price_fen: Fen.optional().describe('打折前每天多少钱（没有日票的不写）'),
    list_total_fen: Fen.optional().describe('打折前整张卡多少钱'),
    paused: z
      .array(z.strictObject({ from_on: Day, to_on: Day.nullable() }))
      .max(200)
      .default([]),
    stopped_on: Day.optional().describe('店家从哪天起不再提供服务'),
    visits: PeriodVisits.optional().describe('限次的期限卡；不限次的不写'),
    entries: z
      .strictObject({ used: z.int().min(0).max(100_000), price_fen: Fen.optional() })
      .optional()
      .describe('不限次的卡实际去过几次、单次多少钱'),
    used_before_cooling_off: z
      .boolean()
      .default(false)
      .describe('是否已经用过（不限次的卡冷静期用）'),
  })
  .refine(
    (lot) => [lot.days, lot.months, lot.ends_on].filter((x) => x !== undefined).length === 1,
    {
      message: '天数、月数、最后一天写一样',
      path: ['days'],
    },
  )
  .refine((lot) => lot.ends_on === undefined || lot.ends_on >= (lot.starts_on ?? lot.paid_on), {
    message: '最后一天不能早于第一天',
    path: ['ends_on'],
  })
const PackageLot = z
  .strictObject({
    kind: z.literal('package'),
    ...common,
    used_percent: Percent.optional().describe('完成了百分之几，最多两位小数；不知道不写'),
    list_total_fen: Fen.optional().describe('打折前整个项目多少钱'),
    market_total_fen: Fen.optional().describe('当地同类整个项目的市场价'),
  })
  .describe('一整个疗程、课程、套餐，按完成的进度算')
export const CalculatedLot = z
  .discriminatedUnion('kind', [StoredLot, CountLot, PeriodLot, PackageLot])
  .meta({ id: 'CalculatedLot' })
export type CalculatedLot = z.output<typeof CalculatedLot>
