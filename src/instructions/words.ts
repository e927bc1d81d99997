import { yuan } from '../kernel/money'
import { type Instant, spoken } from '../kernel/time'
import { instructionOwner, type Kind } from './rules'
import type { InstructionRow } from './store'

const KIND_WORDS: Record<Kind, string> = {
  payout: '付给店家的出款',
  bank_refund: '退到顾客银行账户的退款',
  original_refund: '原路退款',
  payment_return: '退回没有入账的付款',
  deposit: '保证金入账',
  settlement: '顾客付款转入专户',
  fee: '支付手续费转出专户',
  making_good: '归还支付机构垫付的退款',
  taking_back: '支付机构退还没有退成的钱',
  dispute_made_good: '归还支付机构被追回的付款',
}

/** Where the money is in our books while nothing is heard of it: it is counted there once, and nowhere else. */
const WHERE: Record<Kind, string> = {
  payout: '钱记在店家的“出款中”',
  bank_refund: '钱记在顾客的“退款中”',
  original_refund: '钱记在顾客的“退款中”',
  payment_return: '钱在支付机构，没有进过账本',
  deposit: '还没有计入店家的保证金',
  settlement: '钱记在支付机构名下，还没有计入专户',
  fee: '已从店家应付款扣下，还没有转出专户',
  making_good: '钱已由支付机构退给顾客，专户还没有归还',
  taking_back: '钱在支付机构，还没有退还专户',
  dispute_made_good: '钱已由支付机构退给付款人，专户还没有归还',
}
export const whereIs = (kind: Kind): string => WHERE[kind]

const OWNER = { bank: '存管银行', operator: '平台值班员' } as const
/** One instruction in one sentence: what it is, how it stands, where the money is, and whose it is to look at. */
export function instructionSentence(i: InstructionRow, now: Instant): string {
  const what = `${KIND_WORDS[i.kind]} ${yuan(i.amount_fen)}`
  if (i.state === 'done') return `${what}，已办成`
  if (i.state === 'refused') return `${what}，被拒绝：${i.reason ?? '没有说明'}；${WHERE[i.kind]}`
  const since = spoken(i.unclear_since ?? i.told_at)
  const stands =
    i.state === 'accepted' ? `已受理，还没有办成` : `${since} 起没有回音，先查问，不会重复办`
  const owner = now >= i.due_by ? `；已过时限，请${OWNER[instructionOwner(i.kind)]}核对` : ''
  return `${what}，${stands}；${WHERE[i.kind]}${owner}`
}
