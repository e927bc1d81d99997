import type { Instant } from '../kernel/time'
import { type Statement, sql } from '../platform/d1'
import type { Hours } from './hours-rules'

/** What was stated of a shop's hours, the lists as JSON. */
export type ShopHoursRow = {
  shop_id: string
  version: number
  weekly: string
  closures: string
  stated_by: string
  stated_at: Instant
}
/** The newest hours of a shop; one that never stated any has no row. */
export const readShopHours = (shop_id: string) => readNewest(sql`h.shop_id = ${shop_id}`)
/** The newest hours of each of a merchant's shops. */
export const readMerchantHours = (merchant_id: Statement) =>
  readNewest(sql`h.shop_id IN (SELECT id FROM shops WHERE merchant_id = ${merchant_id})`)
const readNewest = (where: Statement) =>
  sql<ShopHoursRow>`SELECT h.* FROM shop_hours h WHERE ${where}
         AND h.version = (SELECT max(version) FROM shop_hours WHERE shop_id = h.shop_id)`

export const insertShopHours = (h: ShopHoursRow): Statement =>
  sql`INSERT INTO shop_hours (shop_id, version, weekly, closures, stated_by, stated_at)
      VALUES (${h.shop_id}, ${h.version}, ${h.weekly}, ${h.closures}, ${h.stated_by}, ${h.stated_at})`

export const hoursFrom = ({ weekly, closures }: ShopHoursRow): Hours => ({
  weekly: JSON.parse(weekly) as Hours['weekly'],
  closures: JSON.parse(closures) as Hours['closures'],
})
