import * as z from 'zod'
import { type City, districtName } from '../kernel/city'
import { idPattern } from '../kernel/ids'
import { District, Line } from '../merchants/views'
import type { TipRow } from './store'

const TipKind = z
  .enum(['invite', 'report'])
  .meta({ description: 'invite：请它来接入；report：举报' })

export const NewTip = z
  .strictObject({
    kind: TipKind,
    shop_name: Line({ min: 1, max: 60 }),
    district: District,
    address: Line({ min: 1, max: 100 }).optional(),
    note: Line({ min: 1, max: 200 }).optional(),
  })
  .meta({ id: 'NewShopTip', description: '一家收预付款却没有接入的店' })

export const TipView = z
  .strictObject({
    id: z.string().regex(idPattern('tip')),
    object: z.literal('shop_tip'),
    kind: TipKind,
    shop_name: z.string(),
    district: District,
    district_name: z.string(),
    address: z.string().nullable(),
    note: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'ShopTip', description: '消费者说的一家店；是谁说的，不给任何人看' })

export const presentTip = (tip: TipRow, city: City): z.input<typeof TipView> => ({
  id: tip.id,
  object: 'shop_tip',
  kind: tip.kind,
  shop_name: tip.shop_name,
  district: tip.district,
  district_name: districtName(city, tip.district),
  address: tip.address,
  note: tip.note,
  created_at: tip.created_at,
})
