import { type Fen, fen, proportion, yuan } from '../kernel/money'
import { CARD_KINDS, type OfferTerms } from '../law/offer-terms'

/**
 * Three points of a card's life for the examples: about 30 %, 60 % and 90 % used, in whole yuan if
 * large.
 */
export function samples(face_units: number): number[] {
  const step = face_units >= 10_000 ? 100 : 1
  const points = [3, 6, 9].map((tenths) =>
    Math.max(1, Number(proportion(face_units, tenths, 10 * step)) * step),
  )
  return [...new Set(points)].filter((used) => used <= face_units)
}

export const releasedAt = (offer: OfferTerms, used: number): Fen =>
  proportion(offer.price_fen, used, offer.face_units)

/** §18 and §19 side by side for this very offer (法释〔2025〕4号; §20: never below zero); days are shared by §22 alone. */
export function refundExample(offer: OfferTerms, used: number): string {
  if (offer.kind === 'period') {
    const left_fen = yuan(offer.price_fen - releasedAt(offer, used))
    return `举例：${usedText(offer, used)} 时，不论是谁的原因都退 ${left_fen}。`
  }
  const list_value_fen = fen(used * offer.list_price_fen)
  const by_list_fen = Math.max(offer.price_fen - list_value_fen, 0)
  return (
    `举例：${usedText(offer, used)} 时，不是您的原因退 ${yuan(offer.price_fen - releasedAt(offer, used))}；` +
    `是您的原因退 ${yuan(by_list_fen)}（实付 ${yuan(offer.price_fen)} 减原价 ${yuan(list_value_fen)}` +
    `${list_value_fen > offer.price_fen ? '，不够减的按零算' : ''}）。`
  )
}

export const usedText = (offer: OfferTerms, used: number): string =>
  offer.kind === 'stored_value'
    ? `用掉原价 ${yuan(used)}`
    : `${offer.kind === 'period' ? '过了' : '用了'} ${used} ${unitOf(offer)}`

export const ratio = (offer: OfferTerms, used: number): string =>
  offer.kind === 'stored_value'
    ? `${yuan(used)} ÷ ${yuan(offer.face_units)}`
    : `${used} ${unitOf(offer)} ÷ ${offer.face_units} ${unitOf(offer)}`

/** 8,800 basis points: 8.8 折. */
export function fold(discount_bp: number): string {
  const digits = String(discount_bp).padStart(4, '0')
  const tail = digits.slice(1).replace(/0+$/, '')
  return `${digits.slice(0, 1)}${tail === '' ? '' : `.${tail}`} 折`
}

const unitOf = (offer: OfferTerms): string => CARD_KINDS[offer.kind].unit

/** The share of the days that remain, whoever is the cause: §22 names none, and better terms hold (§19 ¶3). */
export const BY_DAYS = [
  '不论是谁的原因退款，都按剩余天数的比例退（法释〔2025〕4号第二十二条）。',
  '这比按打折前的原价扣更有利，原价不用来扣您的钱（法释〔2025〕4号第十九条）。',
]
export const BY_PRICE = [
  '不是您的原因退款的，已用部分按您实付的优惠比例计算（法释〔2025〕4号第十八条）。',
  '是您的原因退款的，已用部分按打折前的原价计算；原价超出实付的，您不用补' +
    '（法释〔2025〕4号第十九条、第二十条）。',
  '原价明显不合理、商家又拿不出按原价成交的记录的，按当地同类商品或服务的市场价计算。',
]

/** Limits a reader needs here; the others have an article of their own. */
export const SHOWN_LIMITS = new Set([
  'card_cap_fen',
  'holder_total_cap_fen',
  'units_max',
  'term_months_max',
  'term_within_lease',
  'term_within_licence',
])
