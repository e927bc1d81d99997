import { proportion } from '../kernel/money'
import type { MerchantRow } from '../merchants/store'
import type { Standing } from '../standing/facts'

/** How a shop stands for somebody who wants to buy: bars of five, and one of four words. */
export const STANCES = ['on_hold', 'not_now', 'take_care', 'normal'] as const
type Stance = { bars: 1 | 2 | 3 | 4 | 5; word: (typeof STANCES)[number] }

const BY_LEVEL: Record<string, Stance['bars']> = { AAA: 1, AA: 1, A: 1, B: 2, C: 3, D: 4 }
const BY_TONE: Record<Standing<unknown>['tone'], Stance['bars']> = {
  safe: 1,
  plain: 2,
  warn: 3,
  bad: 5,
}
/** From here on nobody should top up; and up to here a shop is called normal. */
const NOT_NOW_FROM = 4
const NORMAL_TO = 2

/**
 * The worse of two: the shop's record (its level) and what the bank's closed day says of its cards' money. One bar needs
 * both to be good; a shop that may not sell has all five.
 */
export function shopStance(shop: {
  may_sell: boolean
  level: MerchantRow['level']
  tone: Standing<unknown>['tone']
}): Stance {
  if (!shop.may_sell) return { bars: 5, word: 'on_hold' }
  const least = BY_TONE[shop.tone]
  const level = BY_LEVEL[shop.level] ?? 3
  const bars = level > least ? level : least
  if (bars >= NOT_NOW_FROM) return { bars, word: 'not_now' }
  return { bars, word: bars <= NORMAL_TO ? 'normal' : 'take_care' }
}

/** A sum from which on a buyer is asked to think twice: a shop of a neighbourhood rarely needs more at once; fen. */
const LARGE_FEN = 100_000
export const isLargeSum = (price_fen: number): boolean => price_fen >= LARGE_FEN

/** So much of list price is what a stored-value card is compared by. */
const LIST_VALUE_FEN = 10_000
type Priced = { kind: 'stored_value' | 'count' | 'period'; price_fen: number; face_units: number }
/**
 * What one use really costs with this offer, gifts counted and fractions of a fen dropped: a visit, a day, or ¥100 at
 * list prices.
 */
export function pricePerUse({ kind, price_fen, face_units }: Priced) {
  if (kind === 'stored_value')
    return {
      of: 'list_value' as const,
      price_fen: proportion(price_fen, LIST_VALUE_FEN, face_units),
    }
  const of = kind === 'count' ? ('visit' as const) : ('day' as const)
  return { of, price_fen: proportion(price_fen, 1, face_units) }
}

/** What a shop still lacks before it may sell, in the order in which it comes about. */
export function missingToSell(shop: {
  admitted_at: string | null
  has_items: boolean
  has_offers: boolean
}): ('admission' | 'items' | 'offers')[] {
  return [
    ...(shop.admitted_at === null ? (['admission'] as const) : []),
    ...(shop.has_items ? [] : (['items'] as const)),
    ...(shop.has_offers ? [] : (['offers'] as const)),
  ]
}
