import * as z from 'zod'
import { CourtDeductionId } from '../courts/views'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { asMessage, maskEn, type Sentence, sentence } from '../kernel/sentence'
import { type Instant, spoken, spokenEn } from '../kernel/time'
import { listSchema } from '../platform/page'
import { payoutArrival } from './cut-off'
import type { PayoutRow } from './store'

export const PayoutId = z.string().regex(idPattern('pyo'))
export const MerchantId = z.string().regex(idPattern('mch'))
export const PayoutStateView = z.enum([
  'created',
  'unclear',
  'sent',
  'paid',
  'rejected',
  'returned',
])

const base = {
  id: PayoutId,
  object: z.literal('payout'),
  merchant_id: MerchantId,
  kind: z.enum(['daily', 'on_demand']),
  day: z.string(),
  amount_fen: z.int().positive(),
  advance_repaid_fen: z.int().min(0),
  state: PayoutStateView,
  is_open: z.boolean().meta({ description: '还在办：银行还没有说办成没有' }),
  reason: z.string().nullable(),
  settlement_account_mask: z.string(),
  court_deduction_id: CourtDeductionId.nullable().meta({
    description: '有：这笔划拨给法院，不是付给店家的',
  }),
  bank_ref: z.string().nullable(),
  created_at: z.string(),
  sent_at: z.string().nullable(),
  expected_at: z.string().nullable(),
  arrived_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  message: z.string(),
  message_en: z.string(),
}
export const PayoutView = z
  .strictObject(base)
  .meta({ id: 'Payout', description: '一笔出款：店里已放款的钱付到结算账户' })
export const PayoutList = listSchema(PayoutView, 'PayoutList')

/** What a payout is made of. The lines add up to its amount; `moved_out` is what lies in the archive by now. */
export const LINE_KINDS = [
  'uses',
  'corrections',
  'fees',
  'advances',
  'advance_repayments',
  'returned_payouts',
  'others',
  'reserved_before',
  'reserved',
  'moved_out',
] as const
const LineKind = z.enum(LINE_KINDS)
export const PayoutDetail = z
  .strictObject({
    ...base,
    period: z.strictObject({ first_at: z.string(), last_at: z.string() }),
    uses_count: z.int().min(0),
    lines: z.array(z.strictObject({ kind: LineKind, count: z.int(), amount_fen: z.int() })),
  })
  .meta({ id: 'PayoutDetail', description: '一笔出款的构成：各行相加等于出款金额' })
export const PayoutItem = z
  .strictObject({
    object: z.literal('payout_item'),
    kind: LineKind,
    amount_fen: z.int(),
    subject_id: z.string(),
    redemption_id: z.string().nullable(),
    at: z.string(),
  })
  .meta({ id: 'PayoutItem', description: '一笔出款带上的一条分录' })

export type Line = { kind: (typeof LINE_KINDS)[number]; count: number; amount_fen: number }
export type Period = { first_at: Instant; last_at: Instant }

export function presentPayout(p: PayoutRow): z.input<typeof PayoutView> {
  const is_open = p.state === 'created' || p.state === 'unclear' || p.state === 'sent'
  const expected_at = is_open ? payoutArrival(p.sent_at ?? p.created_at) : null
  return {
    id: p.id,
    object: 'payout',
    merchant_id: p.merchant_id,
    kind: p.kind,
    day: p.day,
    amount_fen: p.amount_fen,
    advance_repaid_fen: p.advance_repaid_fen,
    state: p.state,
    is_open,
    reason: p.reason,
    settlement_account_mask: p.to_account_mask,
    court_deduction_id: p.court_deduction_id,
    bank_ref: p.bank_ref,
    created_at: p.created_at,
    sent_at: p.sent_at,
    expected_at,
    arrived_at: p.state === 'paid' ? p.paid_at : null,
    ended_at: p.ended_at,
    ...asMessage(payoutSentence(p)),
  }
}

/** Where a payout goes, in words: the shop's own account, or a court's. */
export const accountWords = ({
  to_account_mask,
  to_holder,
  court_deduction_id,
}: Account): Sentence =>
  court_deduction_id === null
    ? sentence(`结算账户 ${to_account_mask}`, `settlement account ${maskEn(to_account_mask)}`)
    : sentence(
        `法院划拨：${to_holder} ${to_account_mask}`,
        `to a court: ${to_holder}, ${maskEn(to_account_mask)}`,
      )
type Account = Pick<PayoutRow, 'to_account_mask' | 'to_holder' | 'court_deduction_id'>

function payoutSentence(p: PayoutRow): Sentence {
  const amount = yuan(p.amount_fen)
  const account = accountWords(p).zh
  const into = accountWords(p).en
  const arrived = p.paid_at ?? p.created_at
  const open: Record<PayoutRow['state'], Sentence> = {
    created: sentence(`${amount} 正在付往：${account}`, `${amount} is going to: ${into}`),
    unclear: sentence(
      `${amount} 已交银行，银行还没有回音，正在查询，不会重复付款（${account}）`,
      `${amount} was given to the bank, which has not answered; it is being asked, and nothing is paid twice (${into})`,
    ),
    sent: sentence(
      `银行已受理 ${amount}，预计十分钟内到账（${account}）`,
      `The bank has taken ${amount}; it should arrive within ten minutes (${into})`,
    ),
    paid: sentence(
      `${amount} 已于 ${spoken(arrived)} 到账（${account}）`,
      `${amount} arrived on ${spokenEn(arrived)} (${into})`,
    ),
    rejected: sentence(
      `${amount} 没有付出去，仍在应付款里：${p.reason ?? '银行拒绝'}（${account}）`,
      `${amount} did not go out and is still due: ${p.reason ?? 'refused by the bank'} (${into})`,
    ),
    returned: sentence(
      `${amount} 被退回，已回到应付款里：${p.reason ?? '银行退汇'}（${account}）`,
      `${amount} came back and is due again: ${p.reason ?? 'returned by the bank'} (${into})`,
    ),
  }
  return open[p.state]
}

/** `moved_out`: how many of its entries are in the archive; what they come to is what the others leave. */
export function presentDetail(
  p: PayoutRow,
  period: Period,
  of: { lines: readonly Line[]; moved_out: number },
) {
  const lines = [...of.lines, ...reserveLines(p)]
  const told_fen = lines.reduce((sum, { amount_fen }) => sum + amount_fen, 0)
  const gone: Line[] =
    of.moved_out === 0
      ? []
      : [{ kind: 'moved_out', count: of.moved_out, amount_fen: p.amount_fen - told_fen }]
  return {
    ...presentPayout(p),
    period: { first_at: period.first_at || p.created_at, last_at: period.last_at || p.created_at },
    uses_count: of.lines.find(({ kind }) => kind === 'uses')?.count ?? 0,
    lines: [...lines, ...gone],
  }
}
/** What the payout before left behind, and what this one leaves: in question, and nobody's to pay yet. */
function reserveLines({ reserved_before_fen, reserved_fen }: PayoutRow): Line[] {
  const both: Line[] = [
    { kind: 'reserved_before', count: 1, amount_fen: reserved_before_fen },
    { kind: 'reserved', count: 1, amount_fen: 0 - reserved_fen },
  ]
  return both.filter(({ amount_fen }) => amount_fen !== 0)
}
