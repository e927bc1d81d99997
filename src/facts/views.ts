import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { type Sentence, sentence } from '../kernel/sentence'
import { daysBetween, type Instant, localDate } from '../kernel/time'
import type { FactRow } from '../purchases/parked'
import { factEnds, OVERDUE_DAYS } from './rules'

export const FactId = z.string().regex(idPattern('pkd'))
export const End = z.enum(['matched', 'returned', 'suspense', 'explained'])
const KINDS = ['payment_event', 'bill_line', 'provider_line', 'refund_differs', 'balance'] as const
export const ParkedFact = z
  .strictObject({
    id: FactId,
    object: z.literal('parked_fact'),
    kind: z.enum(KINDS),
    provider: z.string(),
    ref: z.string(),
    reason: z.string(),
    reason_text: z.string(),
    reason_text_en: z.string(),
    amount_fen: z.int().meta({ description: '支付机构比我们账上多的；负数是少' }),
    currency: z.string(),
    payment_ref: z.string().nullable(),
    our_no: z.string().nullable(),
    purchase_id: z.string().nullable(),
    state: z.enum(['open', 'proposed', 'resolved', 'cleared']),
    ends: z.array(End).meta({ description: '可以怎样了结' }),
    proposal: End.nullable(),
    note: z.string().nullable(),
    proposed_by: z.string().nullable(),
    proposed_at: z.string().nullable(),
    resolved_by: z.string().nullable(),
    resolved_at: z.string().nullable(),
    return_state: z.enum(['created', 'sent', 'succeeded', 'failed']).nullable(),
    opened_at: z.string(),
    age_days: z.int(),
    overdue: z.boolean().meta({ description: `${OVERDUE_DAYS} 天还没有了结` }),
  })
  .meta({
    id: 'ParkedFact',
    description:
      '支付机构说的、与我们的账对不上的一件事。matched 认给一张订单；returned 原路退给付款人；suspense 记入待查；explained 说明，不动钱',
  })

const REASONS: Record<string, Sentence> = {
  notice_unreadable: sentence('通知读不懂', 'The notice cannot be read'),
  purchase_unknown: sentence('没有对应的订单', 'No such order'),
  our_no_mismatch: sentence('订单号不符', 'Another order number'),
  provider_ref_mismatch: sentence('付款单号不符', 'Another payment number'),
  amount_mismatch: sentence('金额与订单不符', 'Another sum than the order'),
  currency_mismatch: sentence('币种不是人民币', 'Not in yuan'),
  state_not_succeeded: sentence('支付机构说没有付成', 'The provider says it was not paid'),
  unexpected_refund: sentence(
    '支付机构退了一笔我们没有要求的款',
    'The provider refunded what we did not ask for',
  ),
  unexpected_dispute: sentence(
    '付款人对一笔我们不认识的付款提出争议',
    'A dispute about a payment we do not know',
  ),
  dispute_reinstated: sentence(
    '判给付款人的争议后来改判归我方，钱退回了支付机构账上，归谁要两人核定',
    'A dispute lost first and won later: the money is back with the provider, and two persons say whose it is',
  ),
  dispute_taken_again: sentence(
    '已有结果的争议，支付机构又扣了钱，要人核对',
    'A dispute that had ended, and the provider took money again',
  ),
  card_cap_exceeded: sentence(
    '同时付款太多，超过单张卡的限额，已按规定退回',
    'Paid at the same time beyond the limit of a card, and returned',
  ),
  holder_cap_exceeded: sentence(
    '同时付款太多，超过本店预付总额的限额，已按规定退回',
    'Paid at the same time beyond the limit at this shop, and returned',
  ),
  purchase_not_paid: sentence('对应的订单还没有记为已付', 'The order is not recorded as paid'),
  payment_differs: sentence('付款单号与订单不符', 'The payment number differs from the order'),
  currency_differs: sentence('币种不是人民币', 'Not in yuan'),
  amount_differs: sentence('金额与订单不符', 'The sum differs from the order'),
  fee_implausible: sentence('手续费与净额对不上', 'Fee and net do not fit'),
  purchase_settled_before: sentence('这笔订单已经入过专户', 'This order came into custody before'),
  payment_not_credited: sentence(
    '支付机构收了一笔没有入账的款',
    'The provider took a payment that was not credited',
  ),
  refund_not_ours: sentence(
    '支付机构退的与我们要求退的不同',
    'The provider refunded otherwise than asked',
  ),
  balance_differs: sentence(
    '支付机构的余额与我们的账不同，说不出原因',
    'The provider’s balance differs from the books, unexplained',
  ),
  line_unreadable: sentence('账单上有一行读不懂', 'A line of the bill cannot be read'),
}
/** Why something of the provider’s does not fit, in words. */
export const factReason = (reason: string): Sentence => REASONS[reason] ?? UNKNOWN
const UNKNOWN = sentence(
  '账单上有一行是我们不认识的种类',
  'A line of the bill is of a kind we do not know',
)

export function presentFact(f: FactRow, now: Instant): z.output<typeof ParkedFact> {
  const { return_ref: _ref, next_check_at: _next, version: _version, ...shown } = f
  const is_open = f.state === 'open' || f.state === 'proposed'
  const age_days = daysBetween(localDate(f.opened_at), localDate(now))
  return {
    ...shown,
    object: 'parked_fact',
    reason_text: factReason(f.reason).zh,
    reason_text_en: factReason(f.reason).en,
    ends: is_open ? factEnds(f) : [],
    age_days,
    overdue: is_open && age_days >= OVERDUE_DAYS,
  }
}
