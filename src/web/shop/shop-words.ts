import type { listShopOffersOperation, readShopOperation } from '../../offers/shop'
import type { Say } from '../around'
import type { SeenOf } from '../door'

type ShopAnswer = SeenOf<typeof readShopOperation>
type ShopOfferAnswer = SeenOf<typeof listShopOffersOperation>['data'][number]

/**
 * How a shop stands, in the words a consumer gets, with the bars of the five levels. Green needs both: a good record,
 * and a closed day of the bank that covers every card.
 */
export function standingOf(shop: ShopAnswer, t: Say): { n: number; word: string } {
  if (shop.may_sell !== true) return { n: 5, word: t('暂停充值', 'No top-ups') }
  const least = LEAST[shop.standing.tone] ?? 3
  const n = Math.max(LEVELS[shop.level] ?? 3, least)
  if (n >= 4) return { n, word: t('先别充值', 'Do not top up') }
  return { n, word: least < 3 && n <= 2 ? t('正常', 'Normal') : t('请留意', 'Take care') }
}
const LEVELS: Record<string, number> = { AAA: 1, AA: 1, A: 1, B: 2, C: 3, D: 4 }
const LEAST: Record<string, number> = { safe: 1, plain: 2, warn: 3, bad: 5 }

/** Why nobody may top up here now, for somebody who holds a card or wants one. */
export function holdOf(shop: ShopAnswer, t: Say): string {
  if (shop.sales_refusal === 'licence_not_valid')
    return t(
      '这家店的营业执照到期了，换好新照以前不能充值。',
      'The licence of this shop has run out; no top-ups until it is renewed.',
    )
  return t('这家店已暂停充值。', 'Top-ups at this shop are on hold.')
}
/** The cheapest first: nobody is led to pay more than they came for. */
export const smallestFirst = (offers: readonly ShopOfferAnswer[]): ShopOfferAnswer[] =>
  [...offers].sort((a, b) => a.price_fen - b.price_fen)
