import { refuse } from '../kernel/refusals'

/** A shop as a use names it. */
export type Place = { id: string; name: string }
/** What `placeColumn` says of a shop; `theirs`: the shop the asker works at, if at one alone. */
export type PlaceFacts = Place & { closed: number; theirs: string | null }

/**
 * At which shop a use happens: the one stated, else the one the asker works at, else the only one there is; null when
 * nobody says. Refuses shop_not_found (another merchant's, too), shop_closed, staff_of_another_shop.
 */
export function placeAmong(seen: readonly PlaceFacts[], stated: string | null): Place | null {
  const [shop] = seen
  if (!shop) return stated === null ? null : refuse('shop_not_found')
  const is_said = stated !== null || shop.theirs !== null
  if (!is_said && seen.length > 1) return null
  if (shop.closed === 1) refuse('shop_closed')
  if (shop.theirs !== null && shop.theirs !== shop.id) refuse('staff_of_another_shop')
  return { id: shop.id, name: shop.name }
}

/** Shops that may be used by offers' ids; an offer that is not here is accepted at all shops of its merchant. */
export type Acceptance = Record<string, readonly string[]>
/**
 * Which lots cannot be used at this place: their contract lists other shops. Where nobody knows the place, every lot
 * with a list.
 */
export const lotsElsewhere = (
  lots: readonly { id: string; offer_id: string }[],
  acceptance: Acceptance,
  place_id: string | null,
): string[] =>
  lots
    .filter(({ offer_id }) => {
      const shops = acceptance[offer_id]
      return shops !== undefined && (place_id === null || !shops.includes(place_id))
    })
    .map(({ id }) => id)
