import { bareId } from '../kernel/ids'
import type { Instant } from '../kernel/time'
import type { Who } from '../platform/actor'
import { type Statement, sql } from '../platform/d1'

/** One of a merchant's shops. */
export type ShopRow = {
  id: string
  merchant_id: string
  name: string
  address: string
  district: string
  opened_at: Instant
  closed_at: Instant | null
  version: number
}
/** A shop with who works there, as JSON. */
export type ShopDetailRow = ShopRow & { staff_ids: string }
export const SHOPS_MAX = 50

export const readShops = (where: Statement) =>
  sql<ShopDetailRow>`SELECT s.*, (SELECT json_group_array(staff_id) FROM shop_staff WHERE shop_id = s.id) AS staff_ids
        FROM shops s WHERE ${where}`
/** The open shops of a merchant, first one first. */
export const readOpenShops = (merchant_id: Statement) =>
  readShops(
    sql`s.merchant_id = ${merchant_id} AND s.closed_at IS NULL ORDER BY s.id LIMIT ${SHOPS_MAX}`,
  )

type NewShop = Omit<ShopRow, 'closed_at' | 'version'>
export const insertShop = (s: NewShop): Statement =>
  sql`INSERT INTO shops (id, merchant_id, name, address, district, opened_at)
      VALUES (${s.id}, ${s.merchant_id}, ${s.name}, ${s.address}, ${s.district}, ${s.opened_at})`
/** The shop every merchant begins with: its own name and address; its id follows from the merchant's. */
export const insertFirstShop = (
  m: Pick<NewShop, 'id' | 'name' | 'address' | 'district'> & { applied_at: Instant },
): Statement =>
  insertShop({ ...m, id: `shp_${bareId(m.id)}`, merchant_id: m.id, opened_at: m.applied_at })

/** Writes a shop's name, and whether it is closed; a closed one changes no more (trigger). */
export const updateShop = (s: ShopRow): Statement =>
  sql`UPDATE shops SET name = ${s.name}, closed_at = ${s.closed_at}, version = ${s.version + 1} WHERE id = ${s.id}`

/** Whoever works at a shop; null: at all of them. */
export const placeStaffStatement = (staff_id: string, shop_id: string | null): Statement =>
  shop_id === null
    ? sql`DELETE FROM shop_staff WHERE staff_id = ${staff_id}`
    : sql`INSERT INTO shop_staff (staff_id, shop_id) VALUES (${staff_id}, ${shop_id})
          ON CONFLICT (staff_id) DO UPDATE SET shop_id = excluded.shop_id`
/** A closed shop has nobody: who worked there works at all the others. */
export const freeStaffStatement = (shop_id: string): Statement =>
  sql`DELETE FROM shop_staff WHERE shop_id = ${shop_id}`

/**
 * A JSON column for whatever reads a use: the shop that was stated; else the one the asker works or stands at; else the first
 * two open ones, so that one alone can be told from several. `placeOf` decides.
 */
export function placeColumn(who: Who, merchant_id: Statement, stated: string | null): Statement {
  const theirs =
    who.kind === 'terminal'
      ? sql`(SELECT shop_id FROM ${who.session})`
      : sql`(SELECT shop_id FROM shop_staff WHERE staff_id = ${who.subject_id})`
  return sql`(SELECT json_group_array(json_object('id', id, 'name', name, 'closed', closed, 'theirs', theirs))
                FROM (SELECT s.id, s.name, s.closed_at IS NOT NULL AS closed, ${theirs} AS theirs FROM shops s
                       WHERE s.merchant_id = ${merchant_id}
                         AND iif(coalesce(${stated}, ${theirs}) IS NULL, s.closed_at IS NULL,
                                 s.id = coalesce(${stated}, ${theirs}))
                       ORDER BY s.id LIMIT 2))`
}

/**
 * Where an app asks: whether a shop is one of those it was granted. For everybody else every shop of theirs is.
 */
export const isNamedShop = (who: Who, shop_id: Statement): Statement =>
  who.kind === 'app'
    ? sql`${shop_id} IN (SELECT n.value FROM ${who.session} me, json_each(me.shops) n)`
    : sql`1`
