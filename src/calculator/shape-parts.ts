import * as z from 'zod'
import { exactlyOne, onlyWith } from '../schemas/choices'
import { hundredths } from './hundredths'

const FEN_MAX = 100_000_000
export const Fen = z.int().min(0).max(FEN_MAX)
const PaidFen = z.int().min(1).max(FEN_MAX)
export const Day = z.iso
  .date()
  .refine((day) => day >= '2005-01-01' && day <= '2100-12-31', '日期须在 2005 至 2100 年间')
export const Label = z.string().trim().min(1).max(40)
export const RateBp = z.int().min(0).max(3_600).describe('年利率，万分数：300 = 3.00%')
/** Half lessons are lessons: at most two decimals. */
export const Visits = z
  .number()
  .min(0)
  .max(100_000)
  .refine((n) => hundredths(n) !== null, '次数最多两位小数')
export const Percent = z
  .number()
  .min(0)
  .max(100)
  .refine((n) => hundredths(n) !== null, '百分数最多两位小数')

export const StoredUse = onlyWith(
  exactlyOne(
    z.strictObject({
      on: Day.optional(),
      list_value_fen: Fen.optional().describe('打折前的原价合计'),
      charged_fen: Fen.optional().describe('从卡里扣掉的金额（会员价、会员折扣之后）'),
      undiscounted_fen: Fen.optional().describe(
        '扣的是会员价时，同样东西打折前的原价；两个数都用：会员价算一种，原价算一种',
      ),
      market_value_fen: Fen.optional().describe('当地同类市场价，原价有争议时才用'),
    }),
    ['list_value_fen', 'charged_fen'],
  ),
  'undiscounted_fen',
  'charged_fen',
).meta({ id: 'CalculatedStoredUse' })
export const CountUse = z
  .strictObject({
    on: Day.optional(),
    visits: Visits.refine((n) => n > 0, '要大于 0')
      .default(1)
      .describe('扣掉几次，不写就是一次；分量重的课一节可以扣几次'),
    list_price_fen: Fen.optional().describe('每一次的单次原价；不写用这笔充值的单次原价'),
    list_value_fen: Fen.optional().describe(
      '这一节课、这一个项目自己的原价（一节扣几次的，写整节的原价，不再乘次数）',
    ),
    market_price_fen: Fen.optional().describe('当地同类一次的市场价'),
  })
  .refine((use) => use.list_price_fen === undefined || use.list_value_fen === undefined, {
    message: '单次原价和整节原价只写一样',
    path: ['list_value_fen'],
  })
  .meta({ id: 'CalculatedCountUse' })

export const Amount = z.strictObject({ label: Label, amount_fen: Fen })
export const Claim = z.strictObject({
  label: Label,
  amount_fen: Fen,
  kind: z
    .enum(['commission', 'penalty', 'cost', 'other'])
    .default('other')
    .describe('员工提成、违约金、实际支出的成本、说不清的'),
})
export const Gift = z.strictObject({
  label: Label,
  value_fen: Fen,
  returned: z.boolean().default(false).describe('已经退给店家'),
})
export const Fee = z.strictObject({
  label: Label,
  paid_on: Day,
  paid_fen: PaidFen,
  starts_on: Day.optional(),
  days: z.int().min(1).max(40_000),
  refunded_fen: Fen.default(0),
  stopped_on: Day.optional().describe('店家从哪天起不再提供服务'),
})
export const Minor = z
  .strictObject({
    age: z.int().min(0).max(25).optional().describe('办卡时几周岁'),
    guardian_agreed: z.boolean().optional().describe('家长事先同意或者事后认可'),
    fits_age: z
      .boolean()
      .optional()
      .describe('金额等与年龄、智力相适应（十六岁以上靠自己劳动生活的也算）'),
    unlawful_service: z.boolean().default(false).describe('违法向未成年人提供的网络付费游戏等'),
  })
  .describe('未成年人办的卡（§10）；不知道的不写')
