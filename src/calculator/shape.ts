import * as z from 'zod'
import { exactlyOne } from '../schemas/choices'

/** What anybody may state about any prepaid card, in fen, units and days. Strict: a word it does not know is refused. */
const FEN_MAX = 100_000_000
const Fen = z.int().min(0).max(FEN_MAX)
const PaidFen = z.int().min(1).max(FEN_MAX)
const Day = z.iso
  .date()
  .refine((day) => day >= '2005-01-01' && day <= '2100-12-31', '日期须在 2005 至 2100 年间')
const Label = z.string().trim().min(1).max(40)
const Count = z.int().min(0).max(100_000)
const RateBp = z.int().min(0).max(3_600).describe('年利率，万分数：300 = 3.00%')

const StoredUse = exactlyOne(
  z.strictObject({
    on: Day.optional(),
    list_value_fen: Fen.optional().describe('打折前的原价合计'),
    charged_fen: Fen.optional().describe('从卡里扣掉的金额（会员折扣之后）'),
    market_value_fen: Fen.optional().describe('当地同类市场价，原价有争议时才用'),
  }),
  ['list_value_fen', 'charged_fen'],
).meta({ id: 'CalculatedStoredUse' })
const CountUse = z
  .strictObject({
    on: Day.optional(),
    visits: z
      .int()
      .min(1)
      .max(100_000)
      .default(1)
      .describe('扣掉几次，不写就是一次；分量重的课一节可以扣几次'),
    list_price_fen: Fen.optional().describe('这一次的单次原价；不写用这笔充值的单次原价'),
    market_price_fen: Fen.optional(),
  })
  .meta({ id: 'CalculatedCountUse' })

const common = {
  label: Label.optional().describe('怎么称呼这一笔；不写就叫“第几笔”'),
  paid_on: Day.describe('付款的日子，YYYY-MM-DD'),
  signed_on: Day.optional().describe('合同成立的日子，利率按这一天；不写就是付款当天'),
  paid_fen: PaidFen.describe('实际付的钱，单位分，不含赠送'),
  refunded_fen: Fen.default(0).describe('这一笔以前已经退过多少'),
  had_same_before: z
    .boolean()
    .default(false)
    .describe('签约前已得到过同样的商品或服务（§14 的例外）'),
  list_price_unproven: z
    .boolean()
    .default(false)
    .describe('原价明显不合理，店家又拿不出按原价成交的记录（§19 第二款）'),
}
const StoredLot = z.strictObject({
  kind: z.literal('stored_value'),
  ...common,
  bonus_fen: Fen.default(0).describe('赠送的消费金额'),
  discount_bp: z
    .int()
    .min(100)
    .max(10_000)
    .default(10_000)
    .describe('会员折扣，万分数：8000 = 八折'),
  uses: z.array(StoredUse).max(2_000).default([]).describe('从这一笔里用掉的'),
  ends_on: Day.optional().describe('卡上写的有效期最后一天；储值余额不因过期作废'),
})
const CountLot = z.strictObject({
  kind: z.literal('count'),
  ...common,
  visits: z.int().min(1).max(100_000).describe('买的次数，不含赠送'),
  bonus_visits: Count.default(0).describe('赠送的次数；算比例时分子分母都算'),
  list_price_fen: Fen.optional().describe('打折前的单次原价，单位分；不知道就不写，按实付的单价计'),
  uses: z.array(CountUse).max(2_000).default([]).describe('从这一笔里用掉的'),
  ends_on: Day.optional().describe('有效期最后一天；次卡过期是争议，不自动作废'),
})
const PeriodLot = z.strictObject({
  kind: z.literal('period'),
  ...common,
  days: z.int().min(1).max(40_000).describe('总天数'),
  starts_on: Day.optional().describe('第一个可用的日子；不写就是付款当天'),
  list_price_fen: Fen.optional().describe('打折前每天多少钱'),
  paused: z
    .array(z.strictObject({ from_on: Day, to_on: Day.nullable() }))
    .max(200)
    .default([]),
  stopped_on: Day.optional().describe('店家从哪天起不再提供服务'),
  visits: z
    .strictObject({
      max: z.int().min(1).max(100_000),
      used: Count,
      count_by: z.enum(['days', 'visits']).optional().describe('合同写按天还是按次；没写取有利的'),
      list_price_fen: Fen.optional().describe('单次原价'),
    })
    .optional()
    .describe('限次的期限卡；不限次的不写'),
  used_before_cooling_off: z
    .boolean()
    .default(false)
    .describe('是否已经用过（不限次的卡冷静期用）'),
})
const CalculatedLot = z
  .discriminatedUnion('kind', [StoredLot, CountLot, PeriodLot])
  .meta({ id: 'CalculatedLot' })

/** One request per kind of card, as a stranger would write it; docs/refunds.md has ten with their answers. */
const EXAMPLES = [
  {
    cause: 'merchant',
    terminated_on: '2026-06-01',
    lots: [
      {
        kind: 'stored_value',
        paid_on: '2026-01-05',
        paid_fen: 100_000,
        bonus_fen: 20_000,
        uses: [{ on: '2026-03-01', list_value_fen: 60_000 }],
      },
    ],
  },
  {
    cause: 'consumer',
    terminated_on: '2026-06-01',
    lots: [
      {
        kind: 'count',
        paid_on: '2026-01-05',
        paid_fen: 90_000,
        visits: 3,
        bonus_visits: 1,
        list_price_fen: 30_000,
        uses: [{ visits: 1 }],
      },
    ],
  },
  {
    cause: 'neutral',
    terminated_on: '2026-04-11',
    refunded_on: '2026-04-20',
    lots: [
      {
        kind: 'period',
        paid_on: '2026-01-01',
        paid_fen: 365_000,
        days: 365,
        paused: [{ from_on: '2026-02-01', to_on: '2026-02-10' }],
      },
    ],
  },
]
const Amount = z.strictObject({ label: Label, amount_fen: Fen })
export const NewCalculation = z
  .strictObject({
    cause: z
      .enum(['cooling_off', 'consumer', 'merchant', 'neutral'])
      .describe('谁的原因：冷静期、消费者自己、店家、都不怪（健康、不可抗力等）'),
    terminated_on: Day.describe('合同结束（提出退款、确认解除）的日子'),
    refunded_on: Day.optional().describe('钱退回的日子；不写就是结束当天，没有利息'),
    lots: z.array(CalculatedLot).min(1).max(100),
    uses: z
      .array(z.union([StoredUse, CountUse]))
      .max(5_000)
      .default([])
      .describe('分不清是哪一笔充值的消费；先用最早的一笔'),
    fees: z
      .array(
        z.strictObject({
          label: Label,
          paid_on: Day,
          paid_fen: PaidFen,
          starts_on: Day.optional(),
          days: z.int().min(1).max(40_000),
          refunded_fen: Fen.default(0),
        }),
      )
      .max(20)
      .default([])
      .describe('单独收的会员费、入会费'),
    gifts: z
      .array(z.strictObject({ label: Label, value_fen: Fen }))
      .max(50)
      .default([]),
    shop_claims: z.array(Amount).max(50).default([]).describe('店家要扣的手续费、提成、违约金'),
    costs: z.array(Amount).max(50).default([]).describe('您的合理费用'),
    terms: z
      .strictObject({
        cooling_off_days: z.int().min(0).max(365).optional(),
        own_wish_at_paid_price: z.boolean().default(false),
        interest_bp: RateBp.optional(),
        interest_from: z.enum(['termination', 'payment']).default('termination'),
        promised_fen: Fen.optional(),
      })
      .optional()
      .describe('合同里对消费者更有利的约定'),
    supervised_bp: RateBp.optional().describe('依主管部门要求进了监管账户时，资金的实际年利率'),
  })
  .refine((c) => (c.refunded_on ?? c.terminated_on) >= c.terminated_on, {
    message: '退回的日子不能早于结束的日子',
    path: ['refunded_on'],
  })
  .refine((c) => c.lots.every((lot) => lot.paid_on <= c.terminated_on), {
    message: '付款不能晚于结束的日子',
    path: ['lots'],
  })
  .refine((c) => c.lots.every((lot) => (lot.signed_on ?? lot.paid_on) <= c.terminated_on), {
    message: '合同成立不能晚于结束的日子',
    path: ['lots'],
  })
  .refine((c) => c.lots.every((lot) => lot.refunded_fen <= lot.paid_fen), {
    message: '退过的不能多于付过的',
    path: ['lots'],
  })
  .refine((c) => c.uses.length === 0 || new Set(c.lots.map(({ kind }) => kind)).size === 1, {
    message: '几种卡放在一起时，消费要写在各自的充值里',
    path: ['uses'],
  })
  .refine((c) => c.uses.every((use) => 'visits' in use === (c.lots[0]?.kind === 'count')), {
    message: '次卡的消费写次数，储值卡的写金额；期限卡不写',
    path: ['uses'],
  })
  .refine((c) => c.uses.length === 0 || c.lots[0]?.kind !== 'period', {
    message: '期限卡按天计算，不写消费',
    path: ['uses'],
  })
  .meta({ id: 'NewRefundCalculation', examples: EXAMPLES })
export type NewCalculation = z.output<typeof NewCalculation>

const Line = z.strictObject({ text: z.string(), article: z.string(), amount_fen: z.int() })
const Figure = z.strictObject({ amount_fen: z.int().min(0), lines: z.array(Line) })
export const Calculation = z
  .strictObject({
    object: z.literal('refund_calculation'),
    cause: z.enum(['cooling_off', 'consumer', 'merchant', 'neutral']),
    principal_fen: z.int().min(0),
    interest_fen: z.int().min(0),
    costs_fen: z.int().min(0),
    total_fen: z.int().min(0),
    undisputed_fen: z.int().min(0).describe('谁的原因都至少要退这么多，可以先退'),
    disputed_fen: z.int().min(0).describe('取决于是谁的原因的差额'),
    alternatives: z.strictObject({
      not_consumer_cause_fen: z.int().min(0).describe('非因消费者原因（§18）'),
      consumer_cause_fen: z.int().min(0).describe('因消费者原因（§19、§20）'),
    }),
    lots: z.array(
      z.strictObject({
        label: z.string(),
        basis: z.enum(['cooling_off', 'not_consumer_cause', 'consumer_cause']),
        used_units: z.int().min(0),
        principal: Figure,
        not_consumer_cause: Figure,
        consumer_cause: Figure,
        interest_fen: z.int().min(0),
      }),
    ),
    fees: z.array(
      z.strictObject({ label: z.string(), principal: Figure, interest_fen: z.int().min(0) }),
    ),
    lines: z.array(Line).describe('利息、费用与承诺；与各笔的算式一起加起来就是合计'),
    notices: z.array(z.strictObject({ text: z.string(), article: z.string() })),
    sentence: z.string(),
  })
  .meta({ id: 'RefundCalculation', description: '依法能退多少，一行一行，每行有条文' })
