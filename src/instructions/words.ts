import { yuan } from '../kernel/money'
import { type Sentence, sentence } from '../kernel/sentence'
import { type Instant, spoken, spokenEn } from '../kernel/time'
import { instructionOwner, type Kind } from './rules'
import type { InstructionRow } from './store'

const KIND_WORDS: Record<Kind, Sentence> = {
  payout: sentence('付给店家的出款', 'Payout to the shop'),
  bank_refund: sentence('退到顾客银行账户的退款', 'Refund to a customer’s bank account'),
  original_refund: sentence('原路退款', 'Refund the way it was paid'),
  payment_return: sentence('退回没有入账的付款', 'Return of a payment that was not credited'),
  deposit: sentence('保证金入账', 'Deposit coming in'),
  settlement: sentence('顾客付款转入专户', 'Customers’ payments into custody'),
  fee: sentence('支付手续费转出专户', 'Payment fees out of custody'),
  making_good: sentence('归还支付机构垫付的退款', 'Making good a refund the provider advanced'),
  taking_back: sentence('支付机构退还没有退成的钱', 'Taking back what could not be refunded'),
  dispute_made_good: sentence(
    '归还支付机构被追回的付款',
    'Making good a payment that was disputed',
  ),
}

/** Where the money is in our books while nothing is heard of it: it is counted there once, and nowhere else. */
const WHERE: Record<Kind, Sentence> = {
  payout: sentence('钱记在店家的“出款中”', 'the money stands under the shop’s “being paid out”'),
  bank_refund: sentence(
    '钱记在顾客的“退款中”',
    'the money stands under the customer’s “being refunded”',
  ),
  original_refund: sentence(
    '钱记在顾客的“退款中”',
    'the money stands under the customer’s “being refunded”',
  ),
  payment_return: sentence(
    '钱在支付机构，没有进过账本',
    'the money is with the provider and was never in the books',
  ),
  deposit: sentence('还没有计入店家的保证金', 'not yet counted as the shop’s deposit'),
  settlement: sentence(
    '钱记在支付机构名下，还没有计入专户',
    'the money stands under the provider, not yet in custody',
  ),
  fee: sentence(
    '已从店家应付款扣下，还没有转出专户',
    'taken off what the shop is due, not yet out of custody',
  ),
  making_good: sentence(
    '钱已由支付机构退给顾客，专户还没有归还',
    'the provider refunded the customer; custody has not paid it back',
  ),
  taking_back: sentence(
    '钱在支付机构，还没有退还专户',
    'the money is with the provider, not yet back in custody',
  ),
  dispute_made_good: sentence(
    '钱已由支付机构退给付款人，专户还没有归还',
    'the provider paid it back; custody has not made it good',
  ),
}
export const whereIs = (kind: Kind): Sentence => WHERE[kind]

const OWNER = {
  bank: sentence('存管银行', 'the custody bank'),
  operator: sentence('平台值班员', 'the operator'),
} as const
/** One instruction in one sentence: what it is, how it stands, where the money is, and whose it is to look at. */
export function instructionSentence(i: InstructionRow, now: Instant): Sentence {
  const word = KIND_WORDS[i.kind]
  const where = WHERE[i.kind]
  const sum = yuan(i.amount_fen)
  const what = sentence(`${word.zh} ${sum}`, `${word.en}, ${sum}`)
  if (i.state === 'done') return sentence(`${what.zh}，已办成`, `${what.en}: done`)
  if (i.state === 'refused')
    return sentence(
      `${what.zh}，被拒绝：${i.reason ?? '没有说明'}；${where.zh}`,
      `${what.en}: refused (${i.reason ?? 'no reason given'}); ${where.en}`,
    )
  const since = i.unclear_since ?? i.told_at
  const stands =
    i.state === 'accepted'
      ? sentence('已受理，还没有办成', 'taken, not done yet')
      : sentence(
          `${spoken(since)} 起没有回音，先查问，不会重复办`,
          `no answer since ${spokenEn(since)}; asked first, never done twice`,
        )
  const whose = OWNER[instructionOwner(i.kind)]
  const late =
    now >= i.due_by
      ? sentence(`；已过时限，请${whose.zh}核对`, `; overdue, ${whose.en} is to check`)
      : sentence('', '')
  return sentence(
    `${what.zh}，${stands.zh}；${where.zh}${late.zh}`,
    `${what.en}: ${stands.en}; ${where.en}${late.en}`,
  )
}
