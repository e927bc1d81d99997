import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

/** Which merchants the asker may see, decided in SQL: their own shop, their jurisdiction, or all. */
export const mayBeSeen = (who: Who): Statement =>
  sql`EXISTS (SELECT 1 FROM ${who.session} me WHERE CASE me.kind
        WHEN 'staff' THEN m.id = me.merchant_id
        WHEN 'regulator' THEN m.district IN (SELECT value FROM json_each(me.districts))
        WHEN 'bank' THEN 1 WHEN 'operator' THEN 1 ELSE 0 END)`
