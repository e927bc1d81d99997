import { knownDistrict } from '../city/rules'
import { brandIn } from '../kernel/names'
import { insist, refuse } from '../kernel/refusals'
import { type Instant, localDate } from '../kernel/time'
import {
  freeStaffStatement,
  insertShop,
  placeStaffStatement,
  readOpenShops,
  readShops,
  SHOPS_MAX,
  type ShopDetailRow,
  updateShop,
} from '../merchants/shop-store'
import { readColleagues, tellStatements } from '../passkeys/notices'
import type { Ask } from '../platform/act'
import type { Who } from '../platform/actor'
import { type IdRow, type Statement, sql } from '../platform/d1'
import { answerOnce } from '../platform/journal'
import type { Kit, World } from '../platform/world'
import { presentMerchantShop } from './views'

/** Shops of others, by name: a branch that is called as one of them could take its customers' money. */
const readOtherNames = (who: Who) =>
  sql<NamedRow>`SELECT id, name FROM merchants WHERE id <> ${who.merchant_id} ORDER BY id`
type NamedRow = { id: string; name: string }
/** The platform hears of a branch that is called like somebody else's shop; nothing stops it. */
function tellLookAlike(
  kit: Kit,
  name: string,
  { names, operators }: { names: readonly NamedRow[]; operators: readonly IdRow[] },
  now: Instant,
): Statement[] {
  const like = brandIn(name, names)
  if (!like) return []
  const text = `一家门店取名“${name}”，和别家的店“${like.name}”相同或看起来一样，请到店家里核对`
  return tellStatements(kit, { to: operators.map(({ id }) => id), text, at: now })
}

/**
 * The owner opens one more shop under the same licence and custody account. Refuses `district_unknown`,
 * `shop_name_taken` and `shops_too_many` (50).
 */
export function addShop(
  world: World,
  ask: Ask,
  request: { name: string; address: string; district: string },
) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      open_shops: readOpenShops(who.merchant_id),
      names: readOtherNames(who),
      operators: readColleagues('operator'),
    }),
    decide: ({ actor, rows, now, city, kit }) => {
      insist(actor.merchant_id, 'staff have a merchant')
      knownDistrict(city, request.district, localDate(now))
      const open = rows.open_shops
      if (open.some(({ name }) => name === request.name)) refuse('shop_name_taken')
      if (open.length >= SHOPS_MAX) refuse('shops_too_many')
      const { merchant_id } = actor
      const shop: ShopDetailRow = {
        id: kit.newId('shp'),
        merchant_id,
        ...request,
        opened_at: now,
        closed_at: null,
        version: 1,
        staff_ids: '[]',
      }
      return {
        status: 201,
        subject_id: shop.id,
        body: presentMerchantShop(shop, city),
        statements: [insertShop(shop), ...tellLookAlike(kit, request.name, rows, now)],
      }
    },
  })
}

/**
 * A new name for a shop; contracts keep the one they were made with. Refuses `shop_not_found`, `shop_closed`,
 * `shop_name_taken`.
 */
export function renameShop(world: World, ask: Ask, request: { shop_id: string; name: string }) {
  const { shop_id, name } = request
  return answerOnce(world, ask, {
    reads: (who) => ({
      shops: readShops(sql`s.id = ${shop_id} AND s.merchant_id = ${who.merchant_id}`),
      open_shops: readOpenShops(who.merchant_id),
      names: readOtherNames(who),
      operators: readColleagues('operator'),
    }),
    decide: ({ rows, city, now, kit }) => {
      const shop = rows.shops[0] ?? refuse('shop_not_found')
      if (shop.closed_at !== null) refuse('shop_closed')
      if (rows.open_shops.some((one) => one.id !== shop_id && one.name === name))
        refuse('shop_name_taken')
      const renamed = { ...shop, name }
      return {
        status: 200,
        subject_id: shop_id,
        body: presentMerchantShop(renamed, city),
        statements:
          name === shop.name ? [] : [updateShop(renamed), ...tellLookAlike(kit, name, rows, now)],
      }
    },
  })
}

/**
 * Closes a shop; another one stays open. Cards that listed only closed shops are from now on accepted at all others
 * (see `readAcceptance`). Asked again, the answer is the same. Refuses `shop_not_found`, `last_shop_must_stay`.
 */
export function closeShop(world: World, ask: Ask, shop_id: string) {
  return answerOnce(world, ask, {
    reads: (who) => ({
      shops: readShops(sql`s.id = ${shop_id} AND s.merchant_id = ${who.merchant_id}`),
      open_shops: readOpenShops(who.merchant_id),
    }),
    decide: ({ rows, now, city }) => {
      const shop = rows.shops[0] ?? refuse('shop_not_found')
      const was_open = shop.closed_at === null
      if (was_open && rows.open_shops.length === 1) refuse('last_shop_must_stay')
      const closed = { ...shop, closed_at: shop.closed_at ?? now, staff_ids: '[]' }
      return {
        status: 200,
        subject_id: shop_id,
        body: presentMerchantShop(closed, city),
        statements: was_open ? [updateShop(closed), freeStaffStatement(shop_id)] : [],
      }
    },
  })
}

/**
 * Says at which shop somebody works; null: at all of them. Their uses are then that shop's. Refuses
 * `person_not_found`, `shop_not_found`, `shop_closed`.
 */
export function assignStaff(
  world: World,
  ask: Ask,
  request: { staff_id: string; shop_id: string | null },
) {
  const { staff_id, shop_id } = request
  return answerOnce(world, ask, {
    reads: (who) => ({
      staff: sql<IdRow>`SELECT id FROM staff
           WHERE id = ${staff_id} AND merchant_id = ${who.merchant_id} AND disabled_at IS NULL`,
      shops: readShops(sql`s.id = ${shop_id ?? ''} AND s.merchant_id = ${who.merchant_id}`),
    }),
    decide: ({ rows }) => {
      if (!rows.staff[0]) refuse('person_not_found')
      const shop = rows.shops[0]
      if (shop_id !== null && !shop) refuse('shop_not_found')
      if (shop && shop.closed_at !== null) refuse('shop_closed')
      return {
        status: 200,
        subject_id: staff_id,
        body: { object: 'staff_shop', staff_id, shop_id },
        statements: [placeStaffStatement(staff_id, shop_id)],
      }
    },
  })
}
