import { isSamePersonCondition } from '../identity/persons'
import { mayReadMerchant } from '../merchants/may-read'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'
import type { Listing } from './rules'

export type ListingRow = Listing & {
  merchant_name: string
  merchant_version: number
  sales_held_at: string | null
  sales_held_reason: string | null
  /** Whether the asker is the person who noticed it. */
  is_own: number
}
/** The shop's own, or those of an official's districts. */
export const readListings = (who: Who, where: Statement) =>
  sql<ListingRow>`SELECT l.*, m.name AS merchant_name, m.version AS merchant_version, m.sales_held_at, m.sales_held_reason,
             ${isSamePersonCondition(sql`l.noticed_by`, who.subject_id)} AS is_own
        FROM listings l JOIN merchants m ON m.id = l.merchant_id WHERE ${mayReadMerchant(who)} AND ${where}`

export const insertListing = (l: Listing): Statement =>
  sql`INSERT INTO listings (id, merchant_id, district, public_name, colour, class, ground, words, noticed_by, noticed_at, hear_by)
      VALUES (${l.id}, ${l.merchant_id}, ${l.district}, ${l.public_name}, ${l.colour}, ${l.class}, ${l.ground}, ${l.words},
              ${l.noticed_by}, ${l.noticed_at}, ${l.hear_by})`
export const updateListing = (l: Listing): Statement =>
  sql`UPDATE listings SET objection = ${l.objection}, objected_at = ${l.objected_at}, take_up_by = ${l.take_up_by},
             answer_by = ${l.answer_by}, answer = ${l.answer}, answer_note = ${l.answer_note}, answered_by = ${l.answered_by},
             answered_at = ${l.answered_at}, published_by = ${l.published_by}, published_at = ${l.published_at},
             min_until = ${l.min_until}, until_on = ${l.until_on}, repair = ${l.repair}, repair_at = ${l.repair_at},
             ended_for = ${l.ended_for}, ended_by = ${l.ended_by}, ended_at = ${l.ended_at}, version = ${l.version}
       WHERE id = ${l.id}`

export type PublicListingRow = Pick<
  Listing,
  'id' | 'public_name' | 'district' | 'colour' | 'class' | 'ground' | 'published_at' | 'until_on'
>
/** What is shown to anybody: published, not ended, the newest first. No id of a shop, no words, no person. */
export const listPublicListings = (before: string | null, limit: number) =>
  sql<PublicListingRow>`SELECT l.id, l.public_name, l.district, l.colour, l.class, l.ground, l.published_at, l.until_on
        FROM listings l WHERE l.published_at IS NOT NULL AND l.ended_at IS NULL AND (${before} IS NULL OR l.id < ${before})
       ORDER BY l.id DESC LIMIT ${limit + 1}`
