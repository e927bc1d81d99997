import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { yuan } from '../kernel/money'
import { asMessage, maskEn, type Sentence, sentence } from '../kernel/sentence'
import { type Instant, localDate, plusDays, spoken, spokenEn } from '../kernel/time'
import { listSchema } from '../platform/page'
import { type Expected, payoutArrival } from './cut-off'
import { nextPayout, type Obstacle } from './rules'
import type { PayoutRow, TillRow } from './store'

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
    bank_ref: p.bank_ref,
    created_at: p.created_at,
    sent_at: p.sent_at,
    expected_at,
    arrived_at: p.state === 'paid' ? p.paid_at : null,
    ended_at: p.ended_at,
    ...asMessage(payoutSentence(p)),
  }
}

function payoutSentence(p: PayoutRow): Sentence {
  const amount = yuan(p.amount_fen)
  const account = p.to_account_mask
  const into = maskEn(account)
  const arrived = p.paid_at ?? p.created_at
  const open: Record<PayoutRow['state'], Sentence> = {
    created: sentence(
      `${amount} 正在付往结算账户（${account}）`,
      `${amount} is going to the settlement account (${into})`,
    ),
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

export const UsePayout = z
  .strictObject({
    object: z.literal('use_payout'),
    redemption_id: z.string().regex(idPattern('rdm')),
    amount_fen: z.int().positive(),
    state: z.enum(['waiting', 'paying', 'paid', 'returned', 'moved_out']),
    payout_id: PayoutId.nullable(),
    expected_at: z.string().nullable(),
    arrived_at: z.string().nullable(),
    message: z.string(),
    message_en: z.string(),
  })
  .meta({ id: 'UsePayout', description: '这次使用的钱由哪笔出款带走，什么时候到账' })

/** A use, and the payout that carried it last, if any did. */
export type UsePayoutDetail = {
  redemption_id: string
  amount_fen: number
  used_at: Instant
  carried: PayoutRow | null
  /** Its entries are in the archive: which payout carried it is told there. */
  is_moved_out: boolean
}

/** What a payout left behind, so that nobody takes all that it covers for paid. */
const stayedBehind = (reserved_fen: number): Sentence =>
  reserved_fen === 0
    ? sentence('', '')
    : sentence(
        `；这笔出款有 ${yuan(reserved_fen)} 因争议或投诉先留着没付`,
        `; ${yuan(reserved_fen)} of that payout stays behind for a dispute or complaint`,
      )

/** What became of the money of one use, in one sentence. A payout that failed leaves it waiting for the next run. */
export function presentUse(
  use: UsePayoutDetail,
  till: TillRow,
  now: Instant,
): z.input<typeof UsePayout> {
  const { redemption_id, amount_fen, carried } = use
  const of = { object: 'use_payout' as const, redemption_id, amount_fen }
  if (carried === null && use.is_moved_out) {
    const at = { payout_id: null, expected_at: null, arrived_at: null }
    return { ...of, state: 'moved_out', ...at, ...asMessage(MOVED_OUT) }
  }
  const payout_id = carried?.id ?? null
  const stayed = stayedBehind(carried?.reserved_fen ?? 0)
  if (carried?.state === 'paid') {
    const arrived_at = carried.paid_at ?? now
    const when = dayAndTime(arrived_at, now)
    const said = sentence(
      `${when.zh} 已到账（${carried.to_account_mask}）${stayed.zh}`,
      `Arrived ${when.en} (${maskEn(carried.to_account_mask)})${stayed.en}`,
    )
    const at = { payout_id, expected_at: arrived_at, arrived_at }
    return { ...of, state: 'paid', ...at, ...asMessage(said) }
  }
  if (carried !== null && carried.ended_at === null) {
    const expected_at = payoutArrival(carried.sent_at ?? carried.created_at)
    const left_at = dayAndTime(carried.created_at, now)
    const said = sentence(
      `${left_at.zh} 已出款，预计 ${time(expected_at)} 到账（${carried.to_account_mask}）${stayed.zh}`,
      `Sent ${left_at.en}, should arrive at ${time(expected_at)} (${maskEn(carried.to_account_mask)})${stayed.en}`,
    )
    const at = { payout_id, expected_at, arrived_at: null }
    return { ...of, state: 'paying', ...at, ...asMessage(said) }
  }
  const next = nextPayout(carried?.ended_at ?? use.used_at, till, now)
  const expected_at = typeof next === 'string' ? null : next.arrives_at
  const plan = typeof next === 'string' ? OBSTACLES[next] : planOf(next, till, now)
  const waits = { ...of, payout_id, expected_at, arrived_at: null }
  if (carried === null) return { ...waits, state: 'waiting', ...asMessage(plan) }
  const { reason } = carried
  return {
    ...waits,
    state: 'returned',
    ...asMessage(
      sentence(
        `上一笔出款没有到账（${reason ?? '银行退回'}），钱在应付款里；${plan.zh}`,
        `The last payout did not arrive (${reason ?? 'returned by the bank'}), the money is due again; ${plan.en}`,
      ),
    ),
  }
}

const MOVED_OUT = sentence(
  '这次使用满一年，钱早由出款带走，明细在归档里',
  'A year has passed: a payout carried it long ago, and its entries are in the archive',
)
const OBSTACLES: Record<Obstacle, Sentence> = {
  held: sentence(
    '店家停业或被主管部门暂停出款，先保障顾客退款',
    'The shop closes or officials stopped payouts: customers’ refunds come first',
  ),
  cover: sentence(
    '银行里给顾客的钱还不足，补足后出款',
    'The bank does not hold all that customers are owed; it is paid once it does',
  ),
  account: sentence(
    '结算账户连续三次收款失败，店主核对或更换结算账户后出款',
    'The settlement account failed three times; the owner is to check or change it',
  ),
  correction: sentence(
    '店里还有要退回顾客的钱，退清后出款',
    'The shop still owes customers something back; it is paid after that',
  ),
  custody: sentence(
    '支付机构的钱还没有全部进专户，到齐后出款',
    'What the provider holds has not all been passed on; it is paid once it has',
  ),
}
const planOf = (next: Expected, till: TillRow, now: Instant): Sentence => {
  const run = dayAndTime(next.run_at, now)
  return sentence(
    `${run.zh} 出款，预计 ${time(next.arrives_at)} 到账（${till.settlement_account_mask}）`,
    `Paid out ${run.en}, should arrive at ${time(next.arrives_at)} (${maskEn(String(till.settlement_account_mask))})`,
  )
}

const time = (at: Instant): string => spoken(at).slice(-5)
function dayAndTime(at: Instant, now: Instant): Sentence {
  const [day, today] = [localDate(at), localDate(now)]
  if (day === today) return sentence(`今天 ${time(at)}`, `today at ${time(at)}`)
  return day === plusDays(today, 1)
    ? sentence(`明天 ${time(at)}`, `tomorrow at ${time(at)}`)
    : sentence(spoken(at), `on ${spokenEn(at)}`)
}
