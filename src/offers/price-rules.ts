import { proportion } from '../kernel/money'

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
