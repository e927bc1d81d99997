import * as z from 'zod'
import { type City, districtName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import type { LocalDate } from '../kernel/time'
import type { ShopDetailRow, ShopRow } from '../merchants/shop-store'
import { District, MerchantId } from '../merchants/views'
import { presentHours, ShopHours } from './hours'
import type { ShopHoursRow } from './hours-store'

export const ShopId = z.string().regex(idPattern('shp'))
export const StaffId = z.string().regex(idPattern('stf'))
/** The shop of a use, as receipts name it. */
export const PlaceView = z
  .strictObject({ id: ShopId, name: z.string() })
  .meta({ id: 'Place', description: '在哪家门店' })

const hours = ShopHours.nullable().meta({ description: '营业时间；null：店家没有写' })
const hoursAmong = (stated: readonly ShopHoursRow[], id: string, on: LocalDate) => {
  const row = stated.find(({ shop_id }) => shop_id === id)
  return row ? presentHours(row, on) : null
}

export const MerchantShop = z
  .strictObject({
    id: ShopId,
    object: z.literal('merchant_shop'),
    merchant_id: MerchantId,
    name: z.string(),
    address: z.string(),
    district: District,
    district_name: z.string(),
    staff_ids: z.array(StaffId).meta({ description: '只在这家门店当班的店员' }),
    opened_at: z.string(),
    closed_at: z.string().nullable(),
  })
  .meta({ id: 'MerchantShop', description: '商家的一家门店' })
export const presentMerchantShop = (
  s: ShopDetailRow,
  city: City,
): z.input<typeof MerchantShop> => ({
  id: s.id,
  object: 'merchant_shop',
  merchant_id: s.merchant_id,
  name: s.name,
  address: s.address,
  district: s.district,
  district_name: districtName(city, s.district),
  staff_ids: JSON.parse(s.staff_ids) as string[],
  opened_at: s.opened_at,
  closed_at: s.closed_at,
})
/** In the list of a merchant's shops each stands with its hours. */
export const MerchantShopListed = MerchantShop.extend({ hours }).meta({
  id: 'MerchantShopListed',
  description: '商家的一家门店和它的营业时间',
})
export const presentListedShop = (
  s: ShopDetailRow,
  stated: readonly ShopHoursRow[],
  { city, on }: { city: City; on: LocalDate },
): z.input<typeof MerchantShopListed> => ({
  ...presentMerchantShop(s, city),
  hours: hoursAmong(stated, s.id, on),
})

/** A shop as the public sees it. */
export const PublicShop = z
  .strictObject({
    id: ShopId,
    name: z.string(),
    address: z.string(),
    district_name: z.string(),
    hours,
  })
  .meta({ id: 'PublicShop' })
export const presentPublicShop = (
  s: Pick<ShopRow, 'id' | 'name' | 'address' | 'district'>,
  stated: readonly ShopHoursRow[],
  { city, on }: { city: City; on: LocalDate },
): z.input<typeof PublicShop> => ({
  id: s.id,
  name: s.name,
  address: s.address,
  district_name: districtName(city, s.district),
  hours: hoursAmong(stated, s.id, on),
})

/** What happened at each shop of a merchant on one day. */
export const ShopDay = z
  .strictObject({
    shop_id: ShopId,
    name: z.string(),
    uses_count: z.int(),
    released_fen: z.int(),
  })
  .meta({ id: 'ShopDay', description: '一家门店的一天；没有写明门店的使用只在合计里' })
