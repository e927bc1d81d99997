import * as z from 'zod'
import { type City, districtName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import type { ShopDetailRow, ShopRow } from '../merchants/shop-store'
import { District, MerchantId } from '../merchants/views'

export const ShopId = z.string().regex(idPattern('shp'))
export const StaffId = z.string().regex(idPattern('stf'))
/** The shop of a use, as receipts name it. */
export const PlaceView = z
  .strictObject({ id: ShopId, name: z.string() })
  .meta({ id: 'Place', description: '在哪家门店' })

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

/** A shop as the public sees it. */
export const PublicShop = z
  .strictObject({
    id: ShopId,
    name: z.string(),
    address: z.string(),
    district_name: z.string(),
  })
  .meta({ id: 'PublicShop' })
export const presentPublicShop = (
  s: Pick<ShopRow, 'id' | 'name' | 'address' | 'district'>,
  city: City,
): z.input<typeof PublicShop> => ({
  id: s.id,
  name: s.name,
  address: s.address,
  district_name: districtName(city, s.district),
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
