import * as z from 'zod'
import { idPattern } from '../kernel/ids'
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

const REASONS: Record<string, string> = {
  notice_unreadable: '通知读不懂',
  purchase_unknown: '没有对应的订单',
  our_no_mismatch: '订单号不符',
  provider_ref_mismatch: '付款单号不符',
  amount_mismatch: '金额与订单不符',
  currency_mismatch: '币种不是人民币',
  state_not_succeeded: '支付机构说没有付成',
  unexpected_refund: '支付机构退了一笔我们没有要求的款',
  unexpected_dispute: '付款人对一笔我们不认识的付款提出争议',
  dispute_reinstated: '判给付款人的争议后来改判归我方，钱退回了支付机构账上，归谁要两人核定',
  dispute_taken_again: '已有结果的争议，支付机构又扣了钱，要人核对',
  card_cap_exceeded: '同时付款太多，超过单张卡的限额，已按规定退回',
  holder_cap_exceeded: '同时付款太多，超过本店预付总额的限额，已按规定退回',
  purchase_not_paid: '对应的订单还没有记为已付',
  payment_differs: '付款单号与订单不符',
  currency_differs: '币种不是人民币',
  amount_differs: '金额与订单不符',
  fee_implausible: '手续费与净额对不上',
  purchase_settled_before: '这笔订单已经入过专户',
  payment_not_credited: '支付机构收了一笔没有入账的款',
  refund_not_ours: '支付机构退的与我们要求退的不同',
  balance_differs: '支付机构的余额与我们的账不同，说不出原因',
  line_unreadable: '账单上有一行读不懂',
}
const reasonText = (reason: string): string => REASONS[reason] ?? '账单上有一行是我们不认识的种类'

export function presentFact(f: FactRow, now: Instant): z.output<typeof ParkedFact> {
  const { return_ref: _ref, next_check_at: _next, version: _version, ...shown } = f
  const is_open = f.state === 'open' || f.state === 'proposed'
  const age_days = daysBetween(localDate(f.opened_at), localDate(now))
  return {
    ...shown,
    object: 'parked_fact',
    reason_text: reasonText(f.reason),
    ends: is_open ? factEnds(f) : [],
    age_days,
    overdue: is_open && age_days >= OVERDUE_DAYS,
  }
}
