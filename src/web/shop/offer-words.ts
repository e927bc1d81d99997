import { yuan } from '../../kernel/money'
import type { listShopOffersOperation } from '../../offers/shop'
import type { Say } from '../around'
import type { AnswerFor } from '../door'

/** An offer as lists and its own page have it. */
type ShopOfferAnswer = Omit<
  AnswerFor<typeof listShopOffersOperation, 'consumer'>['data'][number],
  'cool_off_days'
>

/** Whether anything comes on top of what was paid. */
export const hasBonus = ({ bonus_units, discount_bp }: ShopOfferAnswer): boolean =>
  bonus_units > 0 || discount_bp < 10_000
/** What comes on top of what was paid; never called money. */
export function bonusText(offer: ShopOfferAnswer, t: Say): string {
  const bonus = offer.bonus_units
  const discount_bp = offer.discount_bp
  const fold = `${Math.trunc(discount_bp / 1_000)}${discount_bp % 1_000 ? `.${Math.trunc((discount_bp % 1_000) / 100)}` : ''}`
  const parts = [
    ...(bonus > 0 ? [t(`送 ${amountOf(offer, bonus, t)}`, amountOf(offer, bonus, t))] : []),
    ...(discount_bp < 10_000
      ? [t(`消费打 ${fold} 折`, `${100 - discount_bp / 100}% off list prices`)]
      : []),
  ]
  return parts.join(t('，', ', ')) || t('没有', 'none')
}

/** All that can be used, gifts included. */
export const gainText = (offer: ShopOfferAnswer, t: Say): string =>
  offer.kind === 'stored_value'
    ? t(`按原价可买 ${yuan(offer.face_units)} 的东西`, `${yuan(offer.face_units)} at list prices`)
    : `${offer.service} ${amountOf(offer, offer.face_units, t)}`

/** What one use really costs, as the offer says it. */
export function perUseText(offer: ShopOfferAnswer, t: Say): string {
  const price = offer.price_fen
  const face = offer.face_units
  const list = offer.list_price_fen
  const kind = offer.kind
  const one = yuan(offer.per_use.price_fen)
  if (kind === 'stored_value' && face === price) return t('花多少，扣多少', 'you use what you pay')
  if (kind === 'stored_value')
    return t(`原价 ¥100 的东西，合 ${one}`, `¥100 of list price costs ${one}`)
  const word = kind === 'count' ? t('每次', 'a visit') : t('每天', 'a day')
  const before = list > 0 ? t(`（原价 ${yuan(list)}）`, ` (list ${yuan(list)})`) : ''
  return t(`${word}合 ${one}${before}`, `${one} ${word}${before}`)
}

/** How long it can be used, and what time takes away: nothing from stored value (法释〔2025〕4号 §24). */
export function validityText(offer: ShopOfferAnswer, t: Say): string {
  const kind = offer.kind
  const days = offer.valid_days === null ? null : offer.valid_days
  if (kind === 'period')
    return t(
      `${offer.face_units} 天，付款当天算第一天`,
      `${offer.face_units} days from the day of payment`,
    )
  if (kind === 'stored_value' || days === null) return t('不过期，余额不会作废', 'does not lapse')
  return t(
    `${days} 天；到期没用完的可以延期或退款`,
    `${days} days; what is left can be extended or refunded`,
  )
}

function amountOf(offer: ShopOfferAnswer, units: number, t: Say): string {
  const kind = offer.kind
  if (kind === 'stored_value') return yuan(units)
  return kind === 'count' ? t(`${units} 次`, `${units} visits`) : t(`${units} 天`, `${units} days`)
}
