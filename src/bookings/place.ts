import type { HoldRow } from '../holds/store'
import { refuse } from '../kernel/refusals'
import { placeColumn } from '../merchants/shop-store'
import type { Who } from '../platform/actor'
import { type Row, type Statement, sql } from '../platform/d1'
import { type Place, type PlaceSeen, placeOf } from '../shops/place-rules'

/** The shop where whoever ends a hold works, read beside it. */
export const readPlace = (who: Who, hold_id: string): Statement => {
  const merchant_id = sql`(SELECT merchant_id FROM holds WHERE id = ${hold_id})`
  return sql`SELECT ${placeColumn(who, merchant_id, null)} AS place`
}

/**
 * Where a booking is taken: at its own shop (null), or at the asker's if it named none. Refuses
 * booking_at_another_shop to those who work elsewhere.
 */
export function whereTaken(
  hold: Pick<HoldRow, 'shop_id'>,
  rows: readonly Row[] | undefined,
): Place | null {
  const seen = JSON.parse(String(rows?.[0]?.place)) as PlaceSeen[]
  if (hold.shop_id === null) return placeOf(seen, null)
  const theirs = seen[0]?.theirs ?? null
  if (theirs !== null && theirs !== hold.shop_id) refuse('booking_at_another_shop')
  return null
}
