import { yuan } from '../../kernel/money'
import type { Say } from '../around'
import { type Body, number, text } from '../door'

/** How well customers' money is covered, said of a hundred yuan and not in basis points. */
export function protectionOf(shop: Body, t: Say): string {
  if (shop.protection_bp === null)
    return t('现在没有顾客待用的钱', 'No customer money is waiting right now')
  const bp = number(shop, 'protection_bp')
  if (bp >= 10_000)
    return t('顾客没用的钱，每一分都在', 'Every fen customers have not used is there')
  return t(
    `顾客没用的每 100 元里，有 ${yuan(bp)} 在`,
    `Of each ¥100 not yet used, ${yuan(bp)} is there`,
  )
}

/** A shop's level in the three words a consumer gets, with the bars of the five levels. */
export function standingOf(shop: Body, t: Say): { n: number; word: string } {
  if (shop.may_sell !== true) return { n: 5, word: t('暂停充值', 'No top-ups') }
  const n = LEVELS[text(shop, 'level')] ?? 3
  return { n, word: n === 1 ? t('正常', 'Normal') : t('请留意', 'Take care') }
}
const LEVELS: Record<string, number> = { AAA: 1, AA: 1, A: 1, B: 2, C: 3, D: 4 }

/** Why nobody may top up here now, for somebody who holds a card or wants one. */
export function holdOf(shop: Body, t: Say): string {
  if (text(shop, 'sales_refusal') === 'licence_not_valid')
    return t(
      '这家店的营业执照到期了，换好新照以前不能充值。',
      'The licence of this shop has run out; no top-ups until it is renewed.',
    )
  return t('这家店已暂停充值。', 'Top-ups at this shop are on hold.')
}
/** The cheapest first: nobody is led to pay more than they came for. */
export const smallestFirst = (offers: readonly Body[]): Body[] =>
  [...offers].sort((a, b) => number(a, 'price_fen') - number(b, 'price_fen'))
