import type { StoredCard } from '../cards/store'
import { placeColumn } from '../merchants/shop-store'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import {
  type Acceptance,
  lotsElsewhere,
  type Place,
  type PlaceFacts,
  placeAmong,
} from '../shops/place-rules'

/** How a use is refused for its place. */
export const PLACE_REFUSALS = [
  'shop_not_found',
  'shop_closed',
  'staff_of_another_shop',
  'shop_not_stated',
  'card_not_accepted_here',
] as const

/**
 * A JSON column: the offers behind a card `c` that list shops, with those of them that are open. Where all are closed
 * the offer is left out: its cards are accepted everywhere.
 */
export const acceptanceColumn = sql`(
  SELECT json_group_object(a.offer_id, json(a.shop_ids)) FROM (
    SELECT o.id AS offer_id, json_group_array(s.id) AS shop_ids
      FROM offers o, json_each(o.shop_ids) j JOIN shops s ON s.id = j.value AND s.closed_at IS NULL
     WHERE o.id IN (SELECT l.offer_id FROM lots l WHERE l.card_id = c.id)
     GROUP BY o.id) a)`
/** Two columns for whatever reads a use of a card `c`: where it may be, and where its lots are accepted. */
export const placeColumns = (who: Who, merchant_id: Statement, stated: string | null): Statement =>
  sql`${placeColumn(who, merchant_id, stated)} AS place, ${acceptanceColumn} AS acceptance`
export type PlaceColumns = { place: string; acceptance: string }

/** The shop of a use, or the refusal (`placeOf`). */
export const placeIn = (
  { place }: Pick<PlaceColumns, 'place'>,
  stated: string | null,
): Place | null => placeAmong(JSON.parse(place) as PlaceFacts[], stated)

/** Which of a card's lots are for other shops than this place. */
export const elsewhereIn = (
  { acceptance }: Pick<PlaceColumns, 'acceptance'>,
  lots: StoredCard['lots'],
  place_id: string | null,
) => ({
  lot_ids: lotsElsewhere(lots, JSON.parse(acceptance) as Acceptance, place_id),
  is_place_known: place_id !== null,
})
