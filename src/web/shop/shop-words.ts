import type { readShopOperation } from '../../offers/shop'
import type { Say } from '../around'
import type { AnswerFor } from '../door'

type ShopAnswer = AnswerFor<typeof readShopOperation>

/** How a shop stands, in the words a consumer gets. */
export function stanceWord(shop: ShopAnswer, t: Say): string {
  const [zh, en] = WORDS[shop.stance.word]
  return t(zh, en)
}
const WORDS: Record<ShopAnswer['stance']['word'], readonly [string, string]> = {
  on_hold: ['暂停充值', 'No top-ups'],
  not_now: ['先别充值', 'Do not top up'],
  take_care: ['请留意', 'Take care'],
  normal: ['正常', 'Normal'],
}

/** Why nobody may top up here now, for somebody who holds a card or wants one. */
export function salesHoldText(shop: ShopAnswer, t: Say): string {
  if (shop.sales_refusal === 'licence_not_valid')
    return t(
      '这家店的营业执照到期了，换好新照以前不能充值。',
      'The licence of this shop has run out; no top-ups until it is renewed.',
    )
  return t('这家店已暂停充值。', 'Top-ups at this shop are on hold.')
}
