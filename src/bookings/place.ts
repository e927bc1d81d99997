import type { HoldRow } from '../holds/store'
import { refuse } from '../kernel/refusals'
import { placeColumn } from '../merchants/shop-store'
import type { Who } from '../platform/actor'
import { sql } from '../platform/d1'
import { type Place, type PlaceFacts, placeAmong } from '../shops/place-rules'

/** A JSON list. */
type PlaceRow = { place: string }
/** The shop where whoever ends a hold works, read beside it. */
export const readPlace = (who: Who, hold_id: string) => {
  const merchant_id = sql`(SELECT merchant_id FROM holds WHERE id = ${hold_id})`
  return sql<PlaceRow>`SELECT ${placeColumn(who, merchant_id, null)} AS place`
}

/**
 * Where a booking is taken: at its own shop (null), or at the asker's if it named none. Refuses
 * booking_at_another_shop to those who work elsewhere.
 */
export function whereTaken(
  hold: Pick<HoldRow, 'shop_id'>,
  [row]: readonly PlaceRow[],
): Place | null {
  const seen = JSON.parse(row?.place ?? '[]') as PlaceFacts[]
  if (hold.shop_id === null) return placeAmong(seen, null)
  const theirs = seen[0]?.theirs ?? null
  if (theirs !== null && theirs !== hold.shop_id) refuse('booking_at_another_shop')
  return null
}
