import * as z from 'zod'
import { Derived, DerivedFigure, NoticeView, OpenView } from '../schemas/derivation'

const Money = z.int().min(0)
const Low = z.int().min(0).describe('最少')
const High = z.int().min(0).describe('最多')
export const Calculation = z
  .strictObject({
    object: z.literal('refund_calculation'),
    id: z.string().describe('由填写的内容和算法版本算出：同样的问题同样的号'),
    engine_version: z.string().describe('算法版本：同一版本里同样的问题总有同样的答案'),
    cause: z.enum(['cooling_off', 'consumer', 'merchant', 'neutral', 'void']),
    principal_fen: Money,
    interest_fen: Money,
    costs_fen: Money,
    total_fen: Money.describe('按最有依据的读法；还没有定的见 range 和 open'),
    range: z
      .strictObject({ low_fen: Low, high_fen: High })
      .describe('各种可能的认定和读法下，合计最少和最多；两个数一样就是定了'),
    undisputed_fen: Money.describe(
      '合同结束以后，不管谁的原因、哪一种读法，本金至少要退这么多，可以先退',
    ),
    disputed_fen: Money.describe('取决于是谁的原因的差额'),
    alternatives: z.strictObject({
      not_consumer_cause_fen: Money.describe('非因消费者原因（§18、§22）'),
      consumer_cause_fen: Money.describe('因消费者原因（§19、§20）'),
    }),
    lots: z.array(
      z.strictObject({
        label: z.string(),
        basis: z.enum(['cooling_off', 'not_consumer_cause', 'consumer_cause', 'void']),
        used_units: z
          .number()
          .min(0)
          .describe('用掉的：分、次（可以是半次）、天；按进度的是百分数'),
        principal: DerivedFigure,
        not_consumer_cause: DerivedFigure,
        consumer_cause: DerivedFigure,
        interest_fen: Money,
      }),
    ),
    fees: z.array(
      z.strictObject({ label: z.string(), principal: DerivedFigure, interest_fen: Money }),
    ),
    lines: z.array(Derived).describe('利息、费用与承诺；与各笔的算式一起加起来就是合计'),
    lines_fen: z.int().describe('这几行的合计'),
    open: z.array(OpenView).describe('还没有定的：法条有两种读法，或者缺一样事实'),
    punitive: z
      .strictObject({ low_fen: Low, high_fen: High })
      .nullable()
      .describe('三倍惩罚性赔偿，另算，不在合计里：按没有兑付的，或者按付的全部'),
    notices: z.array(NoticeView),
    sentence: z.string(),
    sentence_en: z.string(),
  })
  .meta({ id: 'RefundCalculation', description: '依法能退多少，一行一行，每行有条、款、项' })
