import * as z from 'zod'
import { GROUND_NAMES } from '../reckoning/grounds'
import { CALCULATION_EXAMPLES } from './examples'
import { CalculatedLot } from './shape-lots'
import {
  Amount,
  Claim,
  CountUse,
  Day,
  Fee,
  Fen,
  Gift,
  Minor,
  RateBp,
  StoredUse,
} from './shape-parts'

/** What anybody may state about any prepaid card, in fen, units and days. Strict: a word it does not know is refused. */
export const NewCalculation = z
  .strictObject({
    cause: z
      .enum(['cooling_off', 'consumer', 'merchant', 'neutral', 'void'])
      .optional()
      .describe(
        '谁的原因：冷静期、消费者自己、店家、都不怪（健康、不可抗力等）、合同无效；不知道就只写 ground，或者都不写',
      ),
    ground: z
      .enum(GROUND_NAMES)
      .optional()
      .describe(
        '发生了什么；原因可能有几种认定的，按每一种算，给出范围。写了 cause 的以 cause 为准',
      ),
    terminated_on: Day.describe('合同结束（提出退款、确认解除）的日子'),
    refunded_on: Day.optional().describe('钱退回的日子；不写就是结束当天，没有利息'),
    stopped_on: Day.optional().describe('店家从哪天起不再提供服务；各笔和会员费没有另写的都用它'),
    lots: z.array(CalculatedLot).min(1).max(100),
    uses: z
      .array(z.union([StoredUse, CountUse]))
      .max(5_000)
      .default([])
      .describe('分不清是哪一笔充值的消费；先用最早的一笔'),
    each_payment_apart: z
      .boolean()
      .default(false)
      .describe('合同写明每次充值各算各的：一笔超出的部分不冲抵别的'),
    region: z
      .enum(['shandong', 'jiangsu', 'zhejiang', 'shanghai', 'beijing'])
      .optional()
      .describe('店在哪里：江苏十五日、北京的赠品等当地规定'),
    unforeseeable: z
      .boolean()
      .optional()
      .describe('搬家、调动是签约时无法预见的（§13 第二款）；不写就两种都算'),
    may_end: z
      .boolean()
      .optional()
      .describe(
        '自己不想用的：合同写了可以退、店家同意退、已经解除或者法院已经准许（§13）；不写的，法院也可能不准解除，两种都算',
      ),
    minor: Minor.optional(),
    fled: z
      .boolean()
      .default(false)
      .describe('店家终止营业，既不兑付又恶意躲避退款（§23）：另列三倍惩罚性赔偿'),
    fees: z.array(Fee).max(20).default([]).describe('单独收的会员费、入会费'),
    gifts: z.array(Gift).max(50).default([]),
    shop_claims: z
      .array(Claim)
      .max(50)
      .default([])
      .describe('店家要扣的手续费、提成、违约金、成本'),
    costs: z.array(Amount).max(50).default([]).describe('您的合理费用'),
    terms: z
      .strictObject({
        cooling_off_days: z.int().min(0).max(365).optional(),
        own_wish_at_paid_price: z.boolean().default(false),
        interest_bp: RateBp.optional(),
        interest_from: z.enum(['termination', 'payment']).default('termination'),
        promised_fen: Fen.optional().describe('店家书面承诺退的本金总额'),
        promised_after_refunds: z
          .boolean()
          .default(false)
          .describe('承诺是在以前退的那些之后作的，以前退的不再从中扣'),
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
  .refine((c) => c.fees.every((fee) => fee.refunded_fen <= fee.paid_fen), {
    message: '退过的不能多于付过的',
    path: ['fees'],
  })
  .refine((c) => c.uses.length === 0 || new Set(c.lots.map(({ kind }) => kind)).size === 1, {
    message: '几种卡放在一起时，消费要写在各自的充值里',
    path: ['uses'],
  })
  .refine((c) => c.uses.every((use) => 'visits' in use === (c.lots[0]?.kind === 'count')), {
    message: '次卡的消费写次数，储值卡的写金额；期限卡不写',
    path: ['uses'],
  })
  .refine((c) => c.uses.length === 0 || ['stored_value', 'count'].includes(c.lots[0]?.kind ?? ''), {
    message: '期限卡按天计算，按进度的写完成了多少，都不写消费',
    path: ['uses'],
  })
  .meta({ id: 'NewRefundCalculation', examples: CALCULATION_EXAMPLES })
export type NewCalculation = z.output<typeof NewCalculation>
