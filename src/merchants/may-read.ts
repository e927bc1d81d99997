import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

/**
 * Which merchants `m` the asker may see, decided in SQL: their own shop, their jurisdiction, or all. Nothing in
 * it depends on `m` but the comparison, so that SQLite looks the session up once, not once a shop.
 */
export const mayReadMerchant = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'staff' THEN m.id = ${who.merchant_id}
        WHEN 'regulator' THEN m.district IN ${districtsOf(who)}
        WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END`

/** The same for roll-ups `c` by district, for those who see districts. */
export const mayReadDistrict = (who: Who): Statement =>
  sql`CASE (SELECT kind FROM ${who.session})
        WHEN 'regulator' THEN c.district IN ${districtsOf(who)}
        WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END`

const districtsOf = (who: Who): Statement =>
  sql`(SELECT place.value FROM ${who.session} me, json_each(me.districts) place)`
