import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { asMessage } from '../kernel/sentence'
import { listSchema } from '../platform/page'
import type { Cause } from '../reckoning/facts'
import { DerivedFigure, NoticeView, OpenView } from '../schemas/derivation'
import type { Route } from './route'
import type { CaseQuote } from './rules'
import { isPending, type PartRow, type RefundDetail } from './store'
import {
  beyondSentence,
  grounds,
  refundMessage,
  refundTotal,
  uncoveredFen,
  waitsFor,
  withdrawable,
} from './words'

export const RefundId = z.string().regex(idPattern('rfd'))
export const CauseName = z.enum(['cooling_off', 'consumer', 'merchant', 'neutral'])
export const Ground = z.enum(Object.keys(grounds) as [keyof typeof grounds])

export const RefundQuote = z
  .strictObject({
    object: z.literal('refund_quote'),
    card_id: z.string(),
    cause: CauseName,
    terminated_on: z.string(),
    total_fen: z.int().meta({ description: '按这个原因能退的数，单位分' }),
    undisputed_fen: z.int().meta({ description: '没有争议、马上退的数' }),
    disputed_fen: z.int().meta({ description: '要等店家答复的差额' }),
    contested_fen: z
      .int()
      .meta({ description: '受争议的金额和等结清的占用：有结果归您的，在能退的数之外再退' }),
    not_consumer_cause_fen: z.int(),
    consumer_cause_fen: z.int(),
    lots: z.array(
      z.strictObject({
        lot_id: z.string(),
        label: z.string(),
        basis: z.enum(['cooling_off', 'not_consumer_cause', 'consumer_cause']),
        amount_fen: z.int(),
        route: z
          .enum(['original', 'bank'])
          .meta({ description: '原路退回；付款人不是您的，退到您本人的银行账户' }),
        not_consumer_cause: DerivedFigure,
        consumer_cause: DerivedFigure,
      }),
    ),
    needs_account: z
      .boolean()
      .meta({ description: '有付款人不是您的部分：提交后要填您本人的银行账户' }),
    range: z
      .strictObject({
        low_fen: z.int().meta({ description: '最少' }),
        high_fen: z.int().meta({ description: '最多' }),
      })
      .meta({ description: '各种读法下最少和最多；两个数一样就是没有别的读法' }),
    open: z.array(OpenView).meta({ description: '法条有两种读法的：两个数都给，什么能定下来' }),
    beyond: z
      .strictObject({
        amount_fen: z.int().meta({ description: '多出的数' }),
        text: z.string().meta({ description: '为什么、怎么主张' }),
        text_en: z.string().meta({ description: '同一句话的英文' }),
      })
      .nullable()
      .meta({ description: '能退的数之外，还可以向店家主张的' }),
    notices: z.array(NoticeView),
  })
  .meta({ id: 'RefundQuote', description: '现在退能拿回多少，逐行列明条文' })

export const presentQuote = (of: {
  card_id: string
  cause: Cause
  on: string
  lots: readonly { id: string; route: Route }[]
  quoted: CaseQuote
}): z.input<typeof RefundQuote> => ({
  object: 'refund_quote',
  card_id: of.card_id,
  cause: of.cause,
  terminated_on: of.on,
  total_fen: of.quoted.principal_fen,
  undisputed_fen: of.quoted.undisputed_fen,
  disputed_fen: of.quoted.disputed_fen,
  contested_fen: of.quoted.contested_fen,
  not_consumer_cause_fen: of.quoted.not_consumer_cause_fen,
  consumer_cause_fen: of.quoted.consumer_cause_fen,
  lots: of.quoted.lots.map((lot, i) => ({
    lot_id: of.lots[i]?.id ?? '',
    route: of.lots[i]?.route ?? 'original',
    label: lot.label,
    // No refund of ours is of a void contract: its cause is one of four.
    basis: lot.basis === 'void' ? 'not_consumer_cause' : lot.basis,
    amount_fen: lot.principal.amount_fen,
    not_consumer_cause: lot.not_consumer_cause,
    consumer_cause: lot.consumer_cause,
  })),
  needs_account: of.lots.some(({ route }) => route === 'bank'),
  range: of.quoted.range,
  open: of.quoted.open,
  beyond: beyondOf(of.quoted),
  notices: of.quoted.notices,
})
function beyondOf({ range, total_fen }: CaseQuote) {
  const amount_fen = range.high_fen - total_fen
  return amount_fen > 0 ? { amount_fen, ...beyondSentence(amount_fen) } : null
}

const Part = z
  .strictObject({
    id: z.string(),
    lot_id: z.string(),
    amount_fen: z.int(),
    route: z.enum(['original', 'bank']),
    state: z.enum(['created', 'awaiting_account', 'sent', 'succeeded', 'failed', 'withdrawn']),
    reason: z.string().nullable(),
    created_at: z.string(),
    sent_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    unclear_since: z.string().nullable().meta({ description: '从这时起没有回音，正在查问' }),
  })
  .meta({ id: 'RefundPart', description: '一笔钱走一条路退回：原路，或退到顾客自己的银行账户' })
export const RefundView = z
  .strictObject({
    id: RefundId,
    object: z.literal('refund'),
    card_id: z.string(),
    merchant_id: z.string(),
    merchant_name: z.string(),
    origin: z.enum(['holder', 'closure', 'expiry', 'incident']),
    origin_id: z.string().nullable(),
    cause: CauseName,
    ground: z.string(),
    ground_text: z.string(),
    ground_text_en: z.string(),
    note: z.string().nullable(),
    status: z.enum(['asked', 'contested', 'decided', 'done', 'withdrawn']),
    basis: z
      .enum(['cooling_off', 'not_consumer_cause', 'consumer_cause', 'awarded'])
      .nullable()
      .meta({ description: '最后按哪种算法：冷静期、非消费者原因、消费者原因、裁定' }),
    undisputed_fen: z.int(),
    disputed_fen: z.int(),
    awarded_fen: z.int().nullable(),
    contested_fen: z
      .int()
      .meta({ description: '申请时受争议的金额和等结清的占用；有结果归您的，另外再退' }),
    freed_fen: z.int().meta({ description: '其中已有结果、归您而另外退的' }),
    uncovered_fen: z
      .int()
      .meta({ description: '店家有预支没还、按比例先退之后还欠的；仍是您的债权' }),
    difference_fen: z.int().meta({ description: '归店家的差额' }),
    refunded_fen: z.int().meta({ description: '已经到账的' }),
    on_the_way_fen: z.int().meta({ description: '正在退的' }),
    waits_for: z
      .enum(['shop', 'mediator', 'account', 'bank', 'hold', 'funds', 'nobody'])
      .meta({ description: '现在在等谁' }),
    next_deadline: z
      .string()
      .nullable()
      .meta({ description: '最迟什么时候有下一步，由平台自动执行' }),
    total_fen: z
      .int()
      .meta({ description: '这笔退款一共：已到账 + 正在退 + 等答复的差额 + 还欠的' }),
    waiting_fen: z.int().meta({ description: '其中等店家答复或等调解的差额' }),
    message: z.string(),
    message_en: z.string(),
    withdrawable: z.enum(['all', 'difference', 'nothing']),
    account_mask: z.string().nullable(),
    requested_at: z.string(),
    contest_by: z.string().nullable(),
    contest_by_is_provisional: z
      .boolean()
      .meta({ description: '跨过了还没公布放假安排的日子：公布时还没到期的，只会推迟，另行通知' }),
    decide_by: z.string().nullable(),
    contested_at: z.string().nullable(),
    contest_reason: z.string().nullable(),
    contest_proof: z.string().nullable(),
    escalated_at: z.string().nullable(),
    decided_at: z.string().nullable(),
    decided_by: z.enum(['law', 'shop', 'silence', 'mediator', 'deadline', 'holder']).nullable(),
    decided_reason: z.string().nullable(),
    done_at: z.string().nullable(),
    parts: z.array(Part),
  })
  .meta({ id: 'Refund', description: '一笔退款：多少、为什么、到哪一步、最迟几时' })

export const RefundList = z
  .strictObject({
    ...listSchema(RefundView, 'RefundPage').shape,
    totals: z
      .strictObject({ asked_count: z.int().meta({ description: '等店家答复的一共几笔' }) })
      .meta({ description: '您看得到的全部，不只这一页' }),
  })
  .meta({ id: 'RefundList' })
export const RefundDecisionPreview = z
  .strictObject({
    object: z.literal('refund_decision_preview'),
    refund_id: RefundId,
    disputed_fen: z.int(),
    choices: z
      .strictObject({
        all_fen: z.int().meta({ description: '全归顾客' }),
        half_fen: z.int().meta({ description: '对半；多出的一分归店家' }),
        none_fen: z.int().meta({ description: '全归店家：0' }),
      })
      .meta({ description: '常用的三种分法里归顾客的' }),
    effect: z
      .strictObject({ awarded_fen: z.int(), difference_fen: z.int() })
      .nullable()
      .meta({ description: '归顾客多少、其余归店家多少；没有问，或者多于争议的差额时为空' }),
  })
  .meta({ id: 'RefundDecisionPreview', description: '这样裁定会怎样分' })

const sumOf = (parts: readonly PartRow[], of: (part: PartRow) => boolean): number =>
  parts.filter(of).reduce((sum, { amount_fen }) => sum + amount_fen, 0)
export function presentRefund(r: RefundDetail): z.input<typeof RefundView> {
  const refunded_fen = sumOf(r.parts, ({ state }) => state === 'succeeded')
  const on_the_way_fen = sumOf(r.parts, isPending)
  const waits_for = waitsFor(r)
  return {
    id: r.id,
    object: 'refund',
    card_id: r.card_id,
    merchant_id: r.merchant_id,
    merchant_name: r.merchant_name,
    origin: r.origin,
    origin_id: r.origin_id,
    cause: r.cause,
    ground: r.ground,
    ground_text: grounds[r.ground as keyof typeof grounds]?.text ?? r.ground,
    ground_text_en: grounds[r.ground as keyof typeof grounds]?.en ?? r.ground,
    note: r.note,
    status: r.status,
    basis: r.basis,
    undisputed_fen: r.undisputed_fen,
    disputed_fen: r.disputed_fen,
    awarded_fen: r.awarded_fen,
    ...contestedOf(r, refunded_fen + on_the_way_fen),
    uncovered_fen: uncoveredFen(r),
    difference_fen: r.difference_fen,
    refunded_fen,
    on_the_way_fen,
    waits_for,
    next_deadline:
      r.status === 'asked' ? r.contest_by : r.status === 'contested' ? r.decide_by : null,
    ...refundTotal(r, { refunded_fen, on_the_way_fen }),
    ...asMessage(refundMessage(r, { refunded_fen, on_the_way_fen, waits_for })),
    withdrawable: withdrawable(r),
    account_mask: r.account_mask,
    requested_at: r.requested_at,
    contest_by: r.contest_by,
    contest_by_is_provisional: r.provisional_after !== null,
    decide_by: r.decide_by,
    contested_at: r.contested_at,
    contest_reason: r.contest_reason,
    contest_proof: r.contest_proof,
    escalated_at: r.escalated_at,
    decided_at: r.decided_at,
    decided_by: r.decided_by,
    decided_reason: r.decided_reason,
    done_at: r.done_at,
    parts: r.parts.map(partOf),
  }
}
/** What was tied to open uses when the refund was asked for, and what of it has come back since, beside the figure. */
function contestedOf(r: RefundDetail, given_fen: number) {
  const { contested_fen = 0 } = JSON.parse(r.quote) as { contested_fen?: number }
  const by_mediator = r.undisputed_fen + (r.awarded_fen ?? 0)
  const figure_fen = r.basis === 'awarded' ? by_mediator : figureOf(r)
  return {
    contested_fen,
    freed_fen: contested_fen === 0 ? 0 : Math.max(given_fen - figure_fen, 0),
  }
}
function figureOf({ basis, quote, undisputed_fen }: RefundDetail): number {
  const of = JSON.parse(quote) as Pick<
    CaseQuote,
    'principal_fen' | 'consumer_cause_fen' | 'not_consumer_cause_fen'
  >
  if (basis === null) return undisputed_fen
  if (basis === 'consumer_cause') return of.consumer_cause_fen
  return basis === 'cooling_off' ? of.principal_fen : of.not_consumer_cause_fen
}
const partOf = (p: PartRow): z.input<typeof Part> => ({
  id: p.id,
  lot_id: p.lot_id,
  amount_fen: p.amount_fen,
  route: p.route,
  state: p.state,
  reason: p.reason,
  created_at: p.created_at,
  sent_at: p.sent_at,
  ended_at: p.ended_at,
  unclear_since: p.unclear_since ?? null,
})
