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

/** §18 and §19 side by side for this very offer (法释〔2025〕4号; §20: never below zero). */
export function refundExample(offer: OfferTerms, used: number): string {
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
