import type { StoredCard } from '../cards/store'
import { placeColumn } from '../merchants/shop-store'
import { acceptanceColumn } from '../offers/store'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import {
  type Acceptance,
  lotsElsewhere,
  type Place,
  type PlaceSeen,
  placeOf,
} from '../shops/place-rules'

/** How a use is refused for its place. */
export const PLACE_REFUSALS = [
  'shop_not_found',
  'shop_closed',
  'staff_of_another_shop',
  'shop_not_stated',
  'card_not_accepted_here',
] as const

/** Two columns for whatever reads a use of a card `c`: where it may be, and where its lots are accepted. */
export const placeColumns = (who: Who, merchant_id: Statement, stated: string | null): Statement =>
  sql`${placeColumn(who, merchant_id, stated)} AS place, ${acceptanceColumn} AS acceptance`
export type PlaceColumns = { place: string; acceptance: string }

/** The shop of a use, or the refusal (`placeOf`). */
export const placeIn = (
  { place }: Pick<PlaceColumns, 'place'>,
  stated: string | null,
): Place | null => placeOf(JSON.parse(place) as PlaceSeen[], stated)

/** Which of a card's lots are for other shops than this place. */
export const elsewhereIn = (
  { acceptance }: Pick<PlaceColumns, 'acceptance'>,
  lots: StoredCard['lots'],
  place_id: string | null,
) => ({
  lot_ids: lotsElsewhere(lots, JSON.parse(acceptance) as Acceptance, place_id),
  is_place_known: place_id !== null,
})
